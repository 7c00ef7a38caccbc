"""Made-up people: names of many origins, how they came to the event, what they wish. Nobody of them exists."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import accumulate, islice
from typing import Any, Final

from kiosk.actions.planning import ANYTHING
from kiosk.assets import asset
from kiosk.model import Role
from kiosk.programme import Booth, Position

POPULARITY: Final = 0.7
"""Exponent of the Zipf law by which a few employers are much wanted."""

CHANNELS: Final[dict[str, tuple[float, tuple[str, ...]]]] = {
    "agentur": (0.22, ("job_seeker",)),
    "jobcenter": (0.19, ("job_seeker",)),
    "school": (0.14, ("training_seeker", "training_seeker", "other")),
    "mentor": (0.06, ("job_seeker", "training_seeker")),
    "press": (0.12, ("job_seeker", "other")),
    "none": (0.27, ("job_seeker", "training_seeker", "other")),
}
"""How people came to the event, with each way's share and the status of those who came by it."""

DISTRICTS: Final = ("Mitte", "Nord", "Ost", "Süd", "West", "Hafen", "Altstadt", "Bergviertel", "Rheinau", "")


@dataclass(frozen=True, slots=True)
class Guest:
    """One person as the list states them, before anything has happened; words are those of the model."""

    first_name: str
    last_name: str
    email: str
    role: Role = Role.ATTENDEE
    organisation: str = ""
    group: str = ""
    channel: str = ""
    status: str = ""
    district: str = ""
    language: str = ""
    wishes: tuple[str, ...] = ()
    arrives: time | None = None
    leaves: time | None = None
    cancelled: bool = False
    ticket: str = ""


class Wishlist:
    """What can be wished; booths with many seats are the much wanted ones."""

    def __init__(self, booths: Sequence[Booth], positions: Sequence[Position]) -> None:
        self._booths = [booth.booth for booth in sorted(booths, key=lambda booth: -booth.seats)]
        self._weights = list(accumulate(1 / (rank + 1) ** POPULARITY for rank in range(len(booths))))
        self._positions = positions

    def draw(self, chance: random.Random) -> tuple[str, ...]:
        """Three to six wishes, the dearest first: positions mostly, sometimes a booth; some are open to anything."""
        wanted = min(len(self._booths), chance.randint(3, 6))
        drawn: dict[str, None] = {}
        while len(drawn) < wanted:
            drawn.setdefault(chance.choices(self._booths, cum_weights=self._weights)[0])
        wishes = [self._at(booth, chance) for booth in drawn]
        return (*wishes, ANYTHING) if chance.random() < 0.15 else tuple(wishes)

    def _at(self, booth: str, chance: random.Random) -> str:
        positions = [position.position for position in self._positions if position.booth == booth]
        return chance.choice(positions) if positions and chance.random() < 0.9 else booth


class Names:
    """Names that are drawn once each."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._origins: list[dict[str, Any]] = tomllib.loads(asset("demo", "names.toml").read_text("utf-8"))["origin"]
        self._weights = [origin["weight"] for origin in self._origins]
        self._drawn: set[tuple[str, str]] = set()

    def draw(self) -> tuple[str, str, str]:
        """First name, last name and the language that goes with them."""
        while True:
            (origin,) = self._chance.choices(self._origins, self._weights)
            name = self._chance.choice(origin["first"]), self._chance.choice(origin["last"])
            if name not in self._drawn:
                self._drawn.add(name)
                return (*name, origin["language"])


class Invention:
    """Invents one person after another."""

    def __init__(self, chance: random.Random, booths: Sequence[Booth], positions: Sequence[Position]) -> None:
        self._chance = chance
        self._names = Names(chance)
        self._wishlist = Wishlist(booths, positions)
        self._count = 0

    def attendee(self, **known: Any) -> Guest:
        """Somebody who looks for work or training; ``known`` are fields that are not left to chance."""
        chance = self._chance
        first, last, tongue = self._names.draw()
        channel = chance.choices(list(CHANNELS), [share for share, _statuses in CHANNELS.values()])[0]
        drawn: dict[str, Any] = {
            "channel": channel,
            "status": chance.choice(CHANNELS[channel][1]),
            "group": f"Gruppe {chance.choice('ABCDE')}" if channel == "mentor" else "",
            "district": chance.choice(DISTRICTS),
            "language": tongue if chance.random() < 0.3 else "",
            "wishes": self._wishlist.draw(chance),
            "ticket": self._ticket() if chance.random() < 0.4 else "",
        }
        return Guest(first, last, self._email(), **{**drawn, **known})

    def attendees(self, count: int, **known: Any) -> list[Guest]:
        """So many of them."""
        return [self.attendee(**known) for _ in range(count)]

    def hosts(self, booths: Sequence[Booth]) -> Iterator[Guest]:
        """Those who do not come for a talk of their own: two at each booth, the team, mentors, the press."""
        for booth in booths:
            yield from (self._host(Role.EMPLOYER, booth.employer) for _ in range(2))
        for role, count in ((Role.STAFF, 5), (Role.MENTOR, 4), (Role.PRESS, 2)):
            yield from (self._host(role, "") for _ in range(count))

    def _host(self, role: Role, organisation: str) -> Guest:
        first, last, _tongue = self._names.draw()
        return Guest(first, last, self._email(), role, organisation)

    def _email(self) -> str:
        self._count += 1
        return f"person{self._count:04d}@example.org"

    def _ticket(self) -> str:
        """A code as ticket shops give them: lower-case letters and digits without look-alikes."""
        return "".join(islice(self._letters(), 16))

    def _letters(self) -> Iterator[str]:
        while True:
            yield self._chance.choice("abcdefghjkmnpqrstuvwxyz23456789")
