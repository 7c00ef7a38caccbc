"""Who sits where in which round, while a plan is being worked on."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from kiosk.rotation.problem import Talk
from kiosk.rotation.remaining import Remaining

NOWHERE = -1


class Timetable:
    """The talks that may still be moved. Rounds in which somebody or something is free are bit masks."""

    __slots__ = ("free", "limits", "open", "presence", "room", "rounds", "sitting", "where")

    def __init__(self, remaining: Remaining) -> None:
        """Start empty."""
        self.rounds = remaining.problem.rounds
        self.presence = remaining.presence
        self.limits = remaining.limits
        self.free = list(remaining.presence)
        """Rounds in which a person is there and has no talk."""
        self.room = list(remaining.seats)
        """Free seats at place = booth * rounds + round."""
        self.sitting: list[list[int]] = [[] for _ in self.room]
        """Persons at each place."""
        self.where = [NOWHERE] * (len(self.free) * self.rounds)
        """Booth of each person in each round, at person * rounds + round."""
        self.open = [
            sum(1 << moment for moment in range(self.rounds) if self.room[at + moment] > 0)
            for at in range(0, len(self.room), self.rounds or 1)
        ]
        """Rounds in which a booth has a free seat."""

    def copy(self) -> Timetable:
        """The same timetable, to be changed on its own."""
        twin = copy(self)
        twin.free, twin.room, twin.where, twin.open = self.free[:], self.room[:], self.where[:], self.open[:]
        twin.sitting = [people[:] for people in self.sitting]
        return twin

    def put(self, person: int, booth: int, moment: int) -> None:
        """Seat somebody; may overfill the booth for as long as a chain of moves is under way."""
        place = booth * self.rounds + moment
        self.where[person * self.rounds + moment] = booth
        self.free[person] &= ~(1 << moment)
        self.sitting[place].append(person)
        self.room[place] -= 1
        if self.room[place] == 0:
            self.open[booth] &= ~(1 << moment)

    def lift(self, person: int, booth: int, moment: int) -> None:
        """The opposite of ``put``."""
        place = booth * self.rounds + moment
        self.where[person * self.rounds + moment] = NOWHERE
        self.free[person] |= 1 << moment
        self.sitting[place].remove(person)
        self.room[place] += 1
        if self.room[place] == 1:
            self.open[booth] |= 1 << moment

    def at(self, person: int, moment: int) -> int:
        """The booth of a person in a round, or ``NOWHERE``."""
        return self.where[person * self.rounds + moment]

    def booths_of(self, person: int) -> set[int]:
        """Where a person goes in any round."""
        return set(self.where[person * self.rounds : (person + 1) * self.rounds]) - {NOWHERE}

    def talks(self) -> Iterator[Talk]:
        """All talks, by round, booth and person."""
        booths = len(self.open)
        for moment in range(self.rounds):
            for booth in range(booths):
                for person in sorted(self.sitting[booth * self.rounds + moment]):
                    yield Talk(person, booth, moment)


def bits(mask: int) -> Iterator[int]:
    """The rounds of a mask, the first one first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
