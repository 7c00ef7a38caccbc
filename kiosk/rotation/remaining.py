"""What is left to plan once the fixed talks have taken their seats and their people's time."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.rotation import fast
from kiosk.rotation.flow import Choice, Flow
from kiosk.rotation.problem import Pair, Problem


@dataclass(frozen=True, slots=True)
class Remaining:
    """A problem without its fixed talks; lists by person, or by place = booth * rounds + round."""

    problem: Problem
    wishes: list[tuple[Pair, ...]]
    """Wishes not met yet, at booths that still have a seat while the person is there; what must be weighs most."""
    first: list[int]
    """How many talks each person has for certain: held or fixed."""
    limits: list[int]
    """How many more talks each person can have at most."""
    presence: list[int]
    """In which rounds each person can still be given a talk (bit mask)."""
    seats: list[int]
    """Seats left at each place."""

    @classmethod
    def of(cls, problem: Problem) -> Remaining:
        """Take the fixed talks out of a problem."""
        rounds = problem.rounds
        seats = [max(0, count) for row in problem.capacity for count in row]
        presence, first = list(problem.presence), problem.held()
        done = set(problem.met | problem.never)
        for person, booth, moment in problem.fixed:
            seats[booth * rounds + moment] = max(0, seats[booth * rounds + moment] - 1)
            presence[person] &= ~(1 << moment)
            first[person] += 1
            done.add((person, booth))
        opened = [
            sum(1 << moment for moment in range(rounds) if seats[booth * rounds + moment])
            for booth in range(problem.booths)
        ]
        wishes = [
            tuple(wish for wish in wanted if (person, wish[0]) not in done and opened[wish[0]] & presence[person])
            for person, wanted in enumerate(_urgent(problem))
        ]
        limits = [
            _limit(problem, person, first[person], min(presence[person].bit_count(), len(wishes[person])))
            for person in range(problem.people)
        ]
        return cls(problem, wishes, first, limits, presence, seats)

    @property
    def gains(self) -> list[int]:
        """F(1), F(2), ... as far as anybody can get."""
        furthest = max((a + b for a, b in zip(self.first, self.limits, strict=True)), default=0)
        return [self.problem.fair(k) for k in range(1, furthest + 2)]

    def target(self) -> Choice:
        """The best choice of talks if the rounds did not matter: its value is a bound for every timetable."""
        rounds = self.problem.rounds
        totals = [sum(self.seats[at : at + rounds]) for at in range(0, len(self.seats), rounds or 1)]
        if fast.usable(len(self.wishes)):
            return fast.choose(self.wishes, self.first, self.limits, self.gains, totals)
        return Flow(self.wishes, self.first, self.limits, self.gains, totals).run()


def _urgent(problem: Problem) -> list[tuple[Pair, ...]]:
    """The wishes, with the urgency added to those that must be met."""
    wishes = list(problem.wishes)
    for person in sorted({person for person, _ in problem.must}):
        weights = dict(wishes[person])
        for booth in sorted(booth for who, booth in problem.must if who == person):
            weights[booth] = weights.get(booth, 0) + problem.urgency
        wishes[person] = tuple(weights.items())
    return wishes


def _limit(problem: Problem, person: int, first: int, possible: int) -> int:
    most = problem.most[person] if problem.most else None
    return possible if most is None else max(0, min(possible, most - first))
