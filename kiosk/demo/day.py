"""What the made-up people are going to do on the day: when they come and go, and what goes wrong with their badges."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from kiosk.codes import ALPHABET, BADGE, SERIALS, new_code
from kiosk.demo.cast import RETURNING, STARTS, Cast
from kiosk.demo.event import ZONE
from kiosk.demo.people import Guest
from kiosk.model import Role

DOORS: Final = timedelta(minutes=30)
"""How long before the first round the doors are opened."""

PEAK: Final = 0.65
"""Part of the people who come in the first half hour; event organisers know 60 to 70 %."""

SIGNS_OUT: Final = 0.9
"""Part of the people who hold their badge against the reader at the exit."""

APART: Final = timedelta(seconds=1.5)
"""One person after another passes the entrance."""


class Habit(StrEnum):
    """What somebody does besides coming, talking and going."""

    SWINGS = "swings"
    """The badge swings on its lanyard and is read twice."""
    RETURNS = "returns"
    """Comes to the entrance again, being in."""
    STEPS_OUT = "steps_out"
    ASKS = "asks"
    """Asks at the info point where to go."""
    LOSES = "loses"
    """Loses the badge and is given a new one; somebody finds the old one."""
    SMUDGED = "smudged"
    """The badge is misread at first."""


HABITS: Final = {
    Habit.SWINGS: 0.05,
    Habit.RETURNS: 0.02,
    Habit.STEPS_OUT: 0.03,
    Habit.ASKS: 0.15,
    Habit.LOSES: 0.006,
    Habit.SMUDGED: 0.006,
}


@dataclass(slots=True)
class Visitor:
    """Somebody who comes: what they will do, and what the others have made of them up to now."""

    guest: Guest
    comes: datetime
    goes: datetime | None = None
    """When they go whatever is planned for them; None for those who stay for their talks."""
    habit: Habit | None = None
    signs_out: bool = True
    walks_in: bool = False
    pleads: bool = False
    """Whether somebody who is refused insists."""
    person: str = ""
    badge: str = ""
    wants: tuple[str, ...] = ()
    """Wished booths, the dearest first."""
    inside: bool = False
    leaving: bool = False
    booth: str = ""
    """Where they are in a talk."""
    met: set[str] = field(default_factory=set)
    """The booths where they have been."""

    @property
    def idle(self) -> bool:
        """Whether they are here for talks and in none."""
        return self.inside and not self.booth and self.guest.role is Role.ATTENDEE


def opening(day: date) -> datetime:
    """When the first round is due."""
    return datetime.combine(day, STARTS, ZONE)


def doors(day: date) -> datetime:
    """When the doors are opened."""
    return opening(day) - DOORS


def visitors(invented: Cast, seed: int, day: date) -> list[Visitor]:
    """Everyone who comes, in the order in which they come."""
    chance = random.Random(f"day {seed}")  # noqa: S311 - a made-up day, no secrets
    last = opening(day) + timedelta(minutes=12 * invented.rounds)
    coming = [
        *(_attendee(guest, chance, day, last) for guest in invented.comers),
        *(_attendee(guest, chance, day, last, walks_in=True) for guest in invented.walk_ins),
        *(_attendee(guest, chance, day, last) for guest in invented.cancelled[: RETURNING + 1]),
        *(_host(guest, chance, day) for guest in invented.hosts),
    ]
    for visitor in [visitor for visitor in coming if visitor.guest.cancelled][:RETURNING]:
        visitor.pleads = True
    return _in_a_row(coming)


def _attendee(guest: Guest, chance: random.Random, day: date, last: datetime, *, walks_in: bool = False) -> Visitor:
    habit = chance.choices([*HABITS, None], [*HABITS.values(), 1 - sum(HABITS.values())])[0]
    comes = _comes(guest, chance, day)
    goes = None
    if chance.random() < 0.05 and comes + timedelta(hours=1) < last:
        goes = comes + timedelta(hours=1) + chance.random() * (last - comes - timedelta(hours=1))
    return Visitor(guest, comes, goes, habit, chance.random() < SIGNS_OUT, walks_in)


def _comes(guest: Guest, chance: random.Random, day: date) -> datetime:
    if guest.arrives:
        return datetime.combine(day, guest.arrives, ZONE) + timedelta(minutes=chance.triangular(-15, 8, -5))
    if chance.random() < PEAK:
        return doors(day) + timedelta(minutes=chance.triangular(0, 30, 12))
    return doors(day) + DOORS + timedelta(minutes=150 * chance.random() ** 2)


def _host(guest: Guest, chance: random.Random, day: date) -> Visitor:
    early = doors(day) - timedelta(minutes=chance.triangular(3, 45, 15))
    return Visitor(guest, early, signs_out=chance.random() < SIGNS_OUT)


def _in_a_row(coming: Sequence[Visitor]) -> list[Visitor]:
    row = sorted(coming, key=lambda visitor: visitor.comes)
    for before, after in pairwise(row):
        after.comes = max(after.comes, before.comes + APART)
    return row


def strangers(seed: int, day: date) -> Iterator[tuple[datetime, str]]:
    """Codes that nobody of this event has, and when they are held against the entrance's reader."""
    chance = random.Random(f"strangers {seed}")  # noqa: S311 - as above
    foreign = [new_code(ALPHABET[1], chance.randrange(SERIALS), chance.randbytes(32)) for _ in range(3)]
    for text in (*foreign, "4000000000006", "https://example.org/veranstaltung", "WLAN-Gast", "0012345678905"):
        yield doors(day) + timedelta(minutes=chance.uniform(2, 120)), text


def smudged(badge: str) -> str:
    """A kiosk code one letter of which was read wrongly; any other code cut short."""
    if not badge.startswith(BADGE):
        return badge[:-3]
    place = 7
    other = ALPHABET[(ALPHABET.index(badge[place]) + 1) % len(ALPHABET)]
    return badge[:place] + other + badge[place + 1 :]
