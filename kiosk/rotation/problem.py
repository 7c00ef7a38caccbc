"""The words of the planner: who wants to talk where, and the timetable that comes of it.

Persons, booths and rounds are integers from 0, so that the same input gives the same plan on every machine.

The objective (``strict``: fairness first, then wishes). With R = ``rounds``, the number of rounds of the whole block
(those that are already over included), and B = the number of booths of the block (``len(capacity)``, closed ones
included), let D = 30 * B + 1. Then

* somebody's k-th talk of the block is worth F(k) = (R + 1 - k) * D, and
* a talk at a wished booth is worth that wish's weight on top: 30, 27, 24, ... by rank, never below 1.

``value`` is the sum of both over all talks of the plan. Talks that were already held (``met``) are not in the value,
but they count as somebody's first, second, ... talk. F falls linearly, which makes the fairest possible distribution
of talks the most valuable one (Frank & Murota, "Decreasing minimization on M-convex sets", 2020), and an exchange of
talks passes each booth at most once, so that no gain in wishes is ever worth D.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

HIGHEST: Final = 30
"""Weight of a first wish."""

STEP: Final = 3
"""By how much the next wish weighs less."""


class Talk(NamedTuple):
    """A person at a booth in a round; all three count from 0."""

    person: int
    booth: int
    round: int


Pair = tuple[int, int]
"""A person and a booth."""


def weight(rank: int) -> int:
    """What a wish is worth; ``rank`` counts from 0."""
    return max(1, HIGHEST - STEP * rank)


def ranked(booths: Iterable[int]) -> tuple[Pair, ...]:
    """The wishes of somebody who named these booths in this order; of a booth named twice the better rank counts."""
    best: dict[int, int] = {}
    for rank, booth in enumerate(booths):
        best.setdefault(booth, weight(rank))
    return tuple(best.items())


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be planned."""

    rounds: int
    """Rounds of the whole block, over or not; R of the objective."""
    capacity: tuple[tuple[int, ...], ...]
    """Seats at ``[booth][round]``: 0 in a pause and in rounds that are over."""
    presence: tuple[int, ...]
    """For each person a bit mask: bit r is set if the person can be in round r."""
    wishes: tuple[tuple[Pair, ...], ...]
    """For each person the wished booths with their weights (see ``ranked``)."""
    fixed: tuple[Talk, ...] = ()
    """Talks that stay as they are: locked by hand, running or announced. They are part of the plan and its value."""
    met: frozenset[Pair] = frozenset()
    """Who already had a talk where: counts for fairness, and the two never meet again."""
    most: tuple[int | None, ...] = ()
    """The most talks of the block that each person may have, held ones included; None or nothing: no limit."""
    must: frozenset[Pair] = frozenset()
    """Who is to meet whom before anything else, wished or not; a talk that nobody wished has no wish points."""
    never: frozenset[Pair] = frozenset()
    """Who is never sent where; goes before ``must`` where the two contradict each other."""
    groups: tuple[tuple[int, ...], ...] = ()
    """Persons who go everywhere together; a talk of theirs takes a seat for each."""

    @property
    def people(self) -> int:
        """How many persons there are."""
        return len(self.presence)

    @property
    def booths(self) -> int:
        """How many booths there are; B of the objective."""
        return len(self.capacity)

    @property
    def unit(self) -> int:
        """D of the objective: more than all the wishes that one exchange of talks can win."""
        return HIGHEST * self.booths + 1

    def fair(self, k: int) -> int:
        """F(k): what somebody's k-th talk of the block is worth, k from 1."""
        return max(0, self.rounds + 1 - k) * self.unit

    @property
    def urgency(self) -> int:
        """What a talk that must be is worth beyond its own value: more than any exchange of talks can win."""
        return (self.rounds + 1) * self.unit

    def held(self) -> list[int]:
        """How many talks each person already had."""
        counts = [0] * self.people
        for person, _ in self.met:
            counts[person] += 1
        return counts

    def value(self, talks: Iterable[Talk]) -> int:
        """The objective: what these talks are worth together."""
        counts, weights = self.held(), [dict(wanted) for wanted in self.wishes]
        most = max(counts, default=0) + self.booths + 1
        gains = [self.fair(k) for k in range(most + 1)]
        total = 0
        for person, booth, _ in talks:
            counts[person] += 1
            total += gains[counts[person]] + weights[person].get(booth, 0)
        return total


@dataclass(frozen=True, slots=True)
class Plan:
    """A timetable, and how good it is."""

    talks: tuple[Talk, ...]
    """Sorted by round, booth and person."""
    value: int
    bound: int
    """No timetable whatever is worth more than this."""
    unplaced: tuple[int, ...]
    """Persons who neither have a talk in this plan nor had one before."""

    @property
    def proven(self) -> bool:
        """Whether this is certainly the best plan there can be."""
        return self.value == self.bound

    @property
    def share(self) -> float:
        """Value as a part of the bound, 1 where nothing can be planned; for people to read, no decision hangs on it."""
        return self.value / self.bound if self.bound else 1.0
