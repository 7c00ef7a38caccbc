"""The work of a repair: what is taken away, and how each lost talk is made good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from kiosk.rotation.colouring import chain, swap
from kiosk.rotation.flow import Choice
from kiosk.rotation.groups import shared, together
from kiosk.rotation.problem import Pair, Problem, Talk
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.timetable import NOWHERE, Timetable, bits

BYSTANDERS: Final = 2
"""How many others may have to change for one lost talk."""


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


class Mending:
    """One repair under way."""

    def __init__(self, problem: Problem, talks: Iterable[Talk], first: int) -> None:
        self.problem = shared(problem)
        self.before = ordered(talks)
        kept, self.gone = sort_out(self.problem, self.before)
        later = replace(self.problem, presence=tuple(there & (-1 << first) for there in problem.presence))
        if problem.groups:
            kept, self.gone = _whole_groups(later, kept, self.gone)
        locked, members = set(problem.fixed), {person for group in problem.groups for person in group}
        frozen = [talk for talk in kept if talk in locked or talk.round < first or talk.person in members]
        alone = tuple(() if person in members else wanted for person, wanted in enumerate(later.wishes))
        self.remaining = Remaining.of(replace(later, fixed=tuple(frozen), wishes=alone, groups=()))
        self.table = Timetable(self.remaining)
        for talk in sorted(set(kept) - set(frozen)):
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

    def talks(self) -> tuple[Talk, ...]:
        """The whole plan as it is now."""
        return ordered([*self.remaining.problem.fixed, *self.table.talks()])


def ordered(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """By round, booth and person."""
    return tuple(sorted(talks, key=lambda talk: (talk.round, talk.booth, talk.person)))


def _whole_groups(problem: Problem, kept: list[Talk], gone: list[Talk]) -> tuple[list[Talk], list[Talk]]:
    """Groups lose a talk together, and find another one together where there are seats enough."""
    group_of = {person: group for group in problem.groups for person in group}
    broken = {(group_of[talk.person], talk.booth, talk.round) for talk in gone if talk.person in group_of}
    locked = set(problem.fixed)
    torn = [
        talk for talk in kept if talk not in locked and (group_of.get(talk.person), talk.booth, talk.round) in broken
    ]
    whole = tuple(talk for talk in kept if talk not in torn)
    found = together(replace(problem, fixed=whole)).fixed
    return list(found), [*gone, *torn]


def sort_out(problem: Problem, talks: tuple[Talk, ...]) -> tuple[list[Talk], list[Talk]]:
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
