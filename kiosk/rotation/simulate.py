"""A seeded afternoon without a gong, to compare ways of sending people to booths.

675 people arrive over two and a half hours, mostly early, and stay one to three hours. A talk takes 5 to 12 minutes and
the change after it half a minute, a walk half a minute to two, and 3 % of calls go unanswered. Times are whole seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random
from typing import Final

from kiosk.rotation.dispatch import Waiting, call, room, send

MINUTE: Final = 60
CLOSES: Final = 240 * MINUTE
ARRIVALS: Final = 150 * MINUTE
CHANGE: Final = MINUTE // 2
UNANSWERED: Final = 3
"""Calls of a hundred that nobody answers."""
SEARCH: Final = 2 * MINUTE
"""How long a booth waits for somebody who does not answer."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A way of sending people."""

    name: str
    called: bool = True
    """Whether people are called; else they walk to a booth and stand in its line."""
    lines: int | None = None
    """In how many lines, of the most wanted booths, somebody is at a time; None: in all."""
    scarce: bool = False
    """Whether the dispatcher's order holds; else first come, first called."""
    ready: int = 2
    """Ready seats of a booth."""


POLICIES: Final = (
    Policy("stand in line at the best wish", called=False),
    Policy("one virtual line at a time", lines=1),
    Policy("three virtual lines at a time", lines=3),
    Policy("in all lines at once"),
    Policy("dispatch, no ready seat", scarce=True, ready=0),
    Policy("dispatch, 2 ready seats", scarce=True, ready=2),
    Policy("dispatch, 3 ready seats", scarce=True, ready=3),
)


@dataclass(slots=True)
class Guest:
    """Somebody who comes for talks."""

    arrives: int
    leaves: int
    wishes: list[int]
    talks: int = 0
    since: int = 0
    stood: int = 0


@dataclass(frozen=True, slots=True)
class Afternoon:
    """Who comes, and how many interviewers each booth has."""

    guests: tuple[tuple[int, int, tuple[int, ...]], ...]
    """When each comes and leaves, and where each wants to go."""
    interviewers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an afternoon went."""

    talks: int
    without: int
    """People without any talk."""
    one: int
    """People with one talk at most."""
    stood: int
    """Seconds of standing at booths, of all people together."""


def afternoon(seed: int, people: int = 675, booths: int = 20, interviewers: int = 84) -> Afternoon:
    """A made-up afternoon; the same for the same seed."""
    dice = Random(seed)  # noqa: S311
    staff = [interviewers // booths + (booth < interviewers % booths) for booth in range(booths)]
    wanted = [1 / (booth + 1) ** 0.7 for booth in range(booths)]
    order = dice.sample(range(booths), booths)
    guests = []
    for _ in range(people):
        arrives = int(dice.betavariate(2, 3) * ARRIVALS)
        wishes: dict[int, None] = {}
        count = dice.randint(3, 8)
        while len(wishes) < min(count, booths):
            wishes.setdefault(order[dice.choices(range(booths), wanted)[0]])
        guests.append((arrives, min(CLOSES, arrives + dice.randint(60, 180) * MINUTE), tuple(wishes)))
    return Afternoon(tuple(guests), tuple(staff))


def simulate(day: Afternoon, policy: Policy, seed: int = 0) -> Outcome:
    """One afternoon by one policy."""
    return _Hall(day, policy, Random(seed)).run()  # noqa: S311


@dataclass(slots=True)
class _Stand:
    """A booth during the afternoon."""

    interviewers: int
    busy: int = 0
    coming: int = 0
    line: list[tuple[int, int]] = field(default_factory=list)
    """Since when who stands or sits here."""


class _Hall:
    """The afternoon while it runs: a queue of moments, each with what happens then."""

    def __init__(self, day: Afternoon, policy: Policy, dice: Random) -> None:
        self.policy, self.dice = policy, dice
        self.guests = [Guest(arrives, leaves, list(wishes)) for arrives, leaves, wishes in day.guests]
        self.stands = [_Stand(count) for count in day.interviewers]
        self.free: set[int] = set()
        self.moments: list[tuple[int, int, str, int, int]] = []
        self.now = self.count = 0
        for person, guest in enumerate(self.guests):
            self._later(guest.arrives, "free", person)

    def run(self) -> Outcome:
        """Play the afternoon to its end."""
        happenings = {"free": self._free, "there": self._there, "done": self._done, "silent": self._silent}
        while self.moments:
            self.now, _, what, person, booth = heappop(self.moments)
            if self.now < CLOSES:
                happenings[what](person, booth)
        talks = [guest.talks for guest in self.guests]
        return Outcome(sum(talks), talks.count(0), sum(n < 2 for n in talks), sum(g.stood for g in self.guests))

    def _later(self, at: int, what: str, person: int, booth: int = 0) -> None:
        self.count += 1
        heappush(self.moments, (at, self.count, what, person, booth))

    def _walk(self) -> int:
        return self.dice.randint(30, 120)

    def _free(self, person: int, _: int) -> None:
        """Somebody is free: goes to the best booth with room, or to the end of a line, or roams until called."""
        guest = self.guests[person]
        guest.since = self.now
        if not guest.wishes or guest.leaves <= self.now:
            return
        if not self.policy.called:
            self._go(person, guest.wishes[0])
            return
        self.free.add(person)
        lines = self._lines(guest)
        booth = send(lines, {line: self._room(line) for line in lines})
        if booth is not None:
            self._call(person, booth)

    def _lines(self, guest: Guest) -> Sequence[int]:
        return guest.wishes[: self.policy.lines]

    def _room(self, booth: int) -> int:
        stand = self.stands[booth]
        return room(stand.interviewers, stand.busy + len(stand.line), stand.coming, self.policy.ready)

    def _go(self, person: int, booth: int) -> None:
        self.free.discard(person)
        self.stands[booth].coming += 1
        self._later(self.now + self._walk(), "there", person, booth)

    def _call(self, person: int, booth: int) -> None:
        """Call somebody, who mostly answers."""
        if self.dice.randrange(100) >= UNANSWERED:
            self._go(person, booth)
            return
        self.free.discard(person)
        self.stands[booth].coming += 1
        self._later(self.now + SEARCH, "silent", person, booth)

    def _silent(self, person: int, booth: int) -> None:
        """Nobody came: the seat is offered anew, and the person stays in the lines."""
        self.stands[booth].coming -= 1
        self._fill(booth)
        self._free(person, booth)

    def _there(self, person: int, booth: int) -> None:
        """Somebody has come to a booth and takes a place in its line."""
        stand = self.stands[booth]
        stand.coming -= 1
        stand.line.append((self.now, person))
        self._begin(booth)

    def _begin(self, booth: int) -> None:
        """Begin talks while there are interviewers and people; who had to leave is gone."""
        stand = self.stands[booth]
        while stand.line and stand.busy < stand.interviewers:
            since, person = stand.line.pop(0)
            guest = self.guests[person]
            guest.stood += min(self.now, guest.leaves) - since if guest.leaves > since else 0
            if guest.leaves > self.now:
                stand.busy += 1
                guest.wishes.remove(booth)
                self._later(self.now + self.dice.randint(5 * MINUTE, 12 * MINUTE), "done", person, booth)
        self._fill(booth)

    def _done(self, person: int, booth: int) -> None:
        """A talk is over: the person is free, and after the change so is the interviewer."""
        if person >= 0:
            self.guests[person].talks += 1
            self._later(self.now + CHANGE, "done", -1, booth)
            self._free(person, booth)
            return
        self.stands[booth].busy -= 1
        self._begin(booth)

    def _fill(self, booth: int) -> None:
        """Call people for as long as a booth has room."""
        while self.policy.called and self._room(booth):
            person = self._next(booth)
            if person is None:
                return
            self._call(person, booth)

    def _next(self, booth: int) -> int | None:
        """Whom a booth calls by this policy."""
        guests = ((person, self.guests[person]) for person in sorted(self.free))
        there = [(person, guest) for person, guest in guests if guest.leaves > self.now and booth in self._lines(guest)]
        if self.policy.scarce:
            waiting = (Waiting(who, tuple(g.wishes), g.talks, g.since, g.leaves) for who, g in there)
            return call(booth, waiting, self.now)
        return min(((self._joined(guest), person) for person, guest in there), default=(0, None))[1]

    def _joined(self, guest: Guest) -> int:
        """Since when somebody has been in the present lines: those for all booths from the arrival on."""
        return guest.since if self.policy.lines else guest.arrives
