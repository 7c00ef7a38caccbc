"""Everyone of the made-up event: who is on the list, who comes, and how large it all is."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from kiosk.assets import asset
from kiosk.demo.people import Guest, Invention
from kiosk.desk import BOOTHS, POSITIONS
from kiosk.exchange.places import read_booths, read_positions
from kiosk.programme import Booth, Position

PEOPLE: Final = 675
"""Attendees of the job-speed-dating of the city of Düsseldorf on 10 January 2024, as the city told the press."""

PEOPLE_PER_BOOTH: Final = PEOPLE / 20
"""There were about twenty offices."""

TALKS_PLANNED_EACH: Final = 3.1
"""Seats offered per person who comes; about a seventh of them stays empty because of those who do not come."""

NO_SHOWS: Final = 0.14
"""Part of the registered who do not come; free events know 20 % and more."""

WALK_INS: Final = 0.04
"""Part of those who come without registration."""

CANCELLED: Final = 0.012
RETURNING: Final = 1
"""How many of those who had cancelled come all the same."""

STARTS: Final = time(10, 0)
"""When the first round is due."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone of the made-up event: who is on the list and who comes."""

    booths: tuple[Booth, ...]
    positions: tuple[Position, ...]
    rounds: int
    comers: tuple[Guest, ...]
    """Registered attendees who will come."""
    cancelled: tuple[Guest, ...]
    """Those who had registered and then cancelled; a few of them come all the same."""
    walk_ins: tuple[Guest, ...]
    hosts: tuple[Guest, ...]
    listed: tuple[Guest, ...]
    """The list, in the order in which people registered."""


def cast(seed: int, people: int = PEOPLE) -> Cast:
    """The people of an event to which ``people`` attendees come; the same for the same seed."""
    chance = random.Random(f"people {seed}")  # noqa: S311 - made-up people, no secrets
    booths, positions = _places(max(5, round(people / PEOPLE_PER_BOOTH)))
    invent = Invention(chance, booths, positions)
    spontaneous = round(people * WALK_INS)
    coming = people - spontaneous - RETURNING
    comers = [_timed(guest, chance) for guest in invent.attendees(coming)]
    absent = invent.attendees(round(coming * NO_SHOWS / (1 - NO_SHOWS)))
    cancelled = invent.attendees(RETURNING + round(people * CANCELLED), cancelled=True)
    walk_ins = invent.attendees(spontaneous, ticket="")
    hosts = list(invent.hosts(booths))
    registered = [*comers, *absent, *cancelled]
    chance.shuffle(registered)
    return Cast(
        booths,
        positions,
        max(3, round(TALKS_PLANNED_EACH * people / sum(booth.seats for booth in booths))),
        tuple(comers),
        tuple(cancelled),
        tuple(walk_ins),
        tuple(hosts),
        (*registered, *hosts),
    )


def _places(count: int) -> tuple[tuple[Booth, ...], tuple[Position, ...]]:
    everywhere = read_booths(asset("demo", BOOTHS))
    booths = everywhere[:count]
    names = {booth.booth for booth in booths}
    positions = read_positions(asset("demo", POSITIONS), everywhere)
    return booths, tuple(position for position in positions if position.booth in names)


def _timed(guest: Guest, chance: random.Random) -> Guest:
    """Some have said that they will come later, or have to leave early; nobody both."""
    dice, quarter = chance.random(), timedelta(minutes=15)
    opening = datetime.combine(date.min, STARTS)
    if dice < 0.07:
        return replace(guest, arrives=(opening + chance.randint(2, 10) * quarter).time())
    if dice < 0.13:
        return replace(guest, leaves=(opening + chance.randint(8, 16) * quarter).time())
    return guest
