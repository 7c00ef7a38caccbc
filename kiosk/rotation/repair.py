"""Mending a plan while the hall moves: what became impossible is made good, and almost nobody else notices.

Whatever happened (somebody is late, did not come or leaves early; a booth or a seat is paused, closed or open again; a
wish changed; talks were swapped or locked by hand) is told by the new problem. Against it the plan that people know is
held up, and only what the new problem forbids is taken away.

A lost talk is put on a free seat, else somewhere where at most two others have to change rounds, else the person gets
another wish. Then the seats that came free go to those with the fewest talks. The aim is that of minimal perturbation
(El Sakkout & Wallace 2000); planning anew would send most of the hall elsewhere for next to no gain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kiosk.rotation.colouring import chain, place, swap
from kiosk.rotation.flow import Choice
from kiosk.rotation.problem import Pair, Problem, Talk
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.timetable import NOWHERE, Timetable, bits

BYSTANDERS: Final = 2
"""How many others may have to change for one lost talk."""

STAY: Final = 20
"""What it is worth to a re-balance that somebody keeps a talk: as much as seven ranks of a wish."""


class Why(StrEnum):
    """Why somebody's plan changes."""

    OWN = "own"
    """The person's own talk became impossible."""
    MADE_WAY = "made_way"
    """Changes rounds so that somebody else keeps a talk."""
    OFFERED = "offered"
    """Gets a seat that is free."""
    REBALANCED = "rebalanced"
    """An operator chose a better plan for all."""


@dataclass(frozen=True, slots=True)
class Change:
    """One person's talks that went and that came, and why."""

    person: int
    before: tuple[Talk, ...]
    after: tuple[Talk, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended plan, and what it means for people."""

    talks: tuple[Talk, ...]
    """The whole plan, by round, booth and person; talks of rounds that are over included."""
    value: int
    moved: tuple[Change, ...]
    """Whose plan changes, by person."""
    lost: tuple[Talk, ...]
    """Talks for which neither another round nor another wish was found."""
    gained: tuple[Talk, ...]
    """Talks at booths where the person was not to go before."""
    gain: int = 0
    """How much more the mended plan is worth than what was left of the old one."""


def repair(problem: Problem, talks: Iterable[Talk], first: int) -> Repair:
    """Mend a plan with as little change as possible.

    Args:
        problem: how things are now; what is locked by hand is in its ``fixed``.
        talks: the plan as people know it.
        first: the first round that may change; talks before it are running, announced or over, and stay unless the
            problem makes them impossible.
    """
    work = _Mending(problem, talks, first)
    for talk in work.gone:
        work.make_good(talk)
    work.offer()
    return work.result()


def rebalance(problem: Problem, talks: Iterable[Talk], first: int, stay: int = STAY) -> Repair:
    """A better plan for all that still keeps most talks: to be shown first, and made only if an operator wants it.

    The choice of talks is the best there is if each talk kept were worth ``stay`` more wish points.
    """
    work = _Mending(problem, talks, first)
    before = work.value()
    target = work.choice(stay)
    for talk in list(work.table.talks()):
        if talk.booth not in target.taken[talk.person]:
            work.table.lift(*talk)
    for person, taken in enumerate(target.taken):
        for booth in sorted(taken.keys() - work.table.booths_of(person)):
            place(work.table, person, booth)
    work.why = dict.fromkeys(range(problem.people), Why.REBALANCED)
    work.offer()
    if work.value() > before:
        return replace(work.result(), gain=work.value() - before)
    return repair(problem, talks, first)


def possible(problem: Problem, talks: Iterable[Talk], first: int) -> int:
    """A bound for every plan that keeps the talks before round ``first`` as they are."""
    work = _Mending(problem, talks, first)
    return work.remaining.problem.value(work.remaining.problem.fixed) + work.remaining.target().value


class Clash(ValueError):
    """A swap by hand that cannot be; ``person`` is the one for whom."""

    def __init__(self, person: int) -> None:
        super().__init__(person)
        self.person = person


def swap_by_hand(problem: Problem, talks: Iterable[Talk], moment: int, one: int, other: int) -> tuple[Talk, ...]:
    """The plan after two persons have exchanged their talks of one round; one of the two may have none.

    Raises:
        Clash: somebody would be twice at a booth, or is not there, or may not go there.
    """
    plan = list(talks)
    mine = [talk for talk in plan if talk.round == moment and talk.person in (one, other)]
    rest = [talk for talk in plan if talk not in mine]
    swapped = [talk._replace(person=other if talk.person == one else one) for talk in mine]
    known = {talk[:2] for talk in rest} | problem.met | problem.never
    for talk in swapped:
        if talk[:2] in known or not problem.presence[talk.person] >> moment & 1:
            raise Clash(talk.person)
    return _ordered([*rest, *swapped])


class _Mending:
    """One repair under way."""

    def __init__(self, problem: Problem, talks: Iterable[Talk], first: int) -> None:
        self.problem = problem
        self.before = _ordered(talks)
        kept, self.gone = _sort_out(problem, self.before)
        locked = set(problem.fixed)
        frozen = (*problem.fixed, *(talk for talk in kept if talk.round < first and talk not in locked))
        later = tuple(there & (-1 << first) for there in problem.presence)
        self.remaining = Remaining.of(replace(problem, fixed=frozen, presence=later, groups=()))
        self.table = Timetable(self.remaining)
        for talk in kept:
            if talk.round >= first and talk not in locked:
                self.table.put(*talk)
        self.why: dict[int, Why] = {talk.person: Why.OWN for talk in self.gone}
        self.count = [known + len(self.table.booths_of(person)) for person, known in enumerate(self.remaining.first)]

    def make_good(self, lost: Talk) -> None:
        """Find another round for a lost talk, else another wish for its person."""
        person = lost.person
        held = self.table.booths_of(person)
        if len(held) >= self.remaining.limits[person]:
            return
        wishes = sorted(self.remaining.wishes[person], key=lambda wish: (wish[0] != lost.booth, -wish[1], wish[0]))
        for booth, _ in wishes:
            if booth not in held and any(self._seat(person, booth, most) for most in range(BYSTANDERS + 1)):
                return

    def _seat(self, person: int, booth: int, most: int) -> bool:
        """Seat somebody at a booth in any round, so many others changing theirs."""
        table = self.table
        if direct := table.free[person] & table.open[booth]:
            self._put(person, booth, (direct & -direct).bit_length() - 1)
            return True
        return self._rearrange_own_day(person, booth) if not most else self._make_way(person, booth, most)

    def _rearrange_own_day(self, person: int, booth: int) -> bool:
        """Seat somebody by moving another talk of the same person to a free seat."""
        table = self.table
        for moment in bits(table.open[booth] & table.presence[person]):
            other = table.at(person, moment)
            if other != NOWHERE and (elsewhere := table.free[person] & table.open[other]):
                table.lift(person, other, moment)
                table.put(person, other, (elsewhere & -elsewhere).bit_length() - 1)
                self._put(person, booth, moment)
                return True
        return False

    def _make_way(self, person: int, booth: int, most: int) -> bool:
        """Seat somebody by a chain of at most so many others."""
        table = self.table
        for here in bits(table.free[person]):
            for there in bits(table.open[booth]):
                if people := chain(table, booth, here, there, most):
                    for other in people:
                        swap(table, other, here, there)
                        self.why.setdefault(other, Why.MADE_WAY)
                    self._put(person, booth, here)
                    return True
        return False

    def _put(self, person: int, booth: int, moment: int) -> None:
        self.table.put(person, booth, moment)
        self.count[person] += 1

    def offer(self) -> None:
        """Give free seats to those who want them and have the fewest talks, one talk at a time."""
        table = self.table
        hungry = [
            person
            for person, wanted in enumerate(self.remaining.wishes)
            if any(table.free[person] & table.open[booth] for booth, _ in wanted)
        ]
        while hungry:
            hungry = [person for person in sorted(hungry, key=self.count.__getitem__) if self._feed(person)]

    def _feed(self, person: int) -> bool:
        """Give somebody the best wish for which there is a free seat."""
        held = self.table.booths_of(person)
        if len(held) >= self.remaining.limits[person]:
            return False
        for booth, _ in sorted(self.remaining.wishes[person], key=lambda wish: (-wish[1], wish[0])):
            if booth not in held and self._seat(person, booth, 0):
                self.why.setdefault(person, Why.OFFERED)
                return True
        return False

    def choice(self, stay: int) -> Choice:
        """The best choice of talks with a bonus for those that are known."""
        rest = self.remaining
        wishes = [
            tuple((booth, value + stay * (booth in held)) for booth, value in wanted)
            for wanted, held in zip(rest.wishes, map(self.table.booths_of, range(self.problem.people)), strict=True)
        ]
        return replace(rest, wishes=wishes).target()

    def _talks(self) -> tuple[Talk, ...]:
        return _ordered([*self.remaining.problem.fixed, *self.table.talks()])

    def value(self) -> int:
        """What the plan is worth as it is."""
        return self.problem.value(self._talks())

    def result(self) -> Repair:
        """What came of it."""
        after = self._talks()
        old, new = set(self.before), set(after)
        people = sorted({talk.person for talk in old ^ new})
        known, now = {talk[:2] for talk in old}, {talk[:2] for talk in new}
        return Repair(
            after,
            self.problem.value(after),
            tuple(_change(person, old - new, new - old, self.why.get(person, Why.OWN)) for person in people),
            tuple(talk for talk in self.before if talk[:2] not in now),
            tuple(talk for talk in after if talk[:2] not in known),
        )


def _change(person: int, went: set[Talk], came: set[Talk], why: Why) -> Change:
    return Change(
        person,
        _ordered(talk for talk in went if talk.person == person),
        _ordered(talk for talk in came if talk.person == person),
        why,
    )


def _ordered(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    return tuple(sorted(talks, key=lambda talk: (talk.round, talk.booth, talk.person)))


def _sort_out(problem: Problem, talks: tuple[Talk, ...]) -> tuple[list[Talk], list[Talk]]:
    """The talks that can still be, and those that cannot: of too many at a booth those go who have most other talks."""
    count: dict[int, int] = {}
    for talk in talks:
        count[talk.person] = count.get(talk.person, 0) + 1
    seats = [list(row) for row in problem.capacity]
    for _, booth, moment in problem.fixed:
        seats[booth][moment] -= 1
    allowed = [{booth for booth, _ in wanted} for wanted in problem.wishes]
    for person, booth in problem.must:
        allowed[person].add(booth)
    busy: set[Pair] = {(talk.person, talk.round) for talk in problem.fixed}
    paired: set[Pair] = {talk[:2] for talk in problem.fixed} | problem.met | problem.never
    kept, gone = list(problem.fixed), []
    locked = set(problem.fixed)
    for talk in sorted(talks, key=lambda talk: count[talk.person]):
        if talk in locked:
            continue
        person, booth, moment = talk
        fits = seats[booth][moment] > 0 and problem.presence[person] >> moment & 1 and booth in allowed[person]
        if fits and (person, moment) not in busy and talk[:2] not in paired:
            seats[booth][moment] -= 1
            busy.add((person, moment))
            paired.add((person, booth))
            kept.append(talk)
        else:
            gone.append(talk)
    return kept, gone
