"""Booths and seats: which were open for how long (A2), what was offered there (P), how well they were used (L1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from kiosk.model import Entry
from kiosk.programme import Booth
from kiosk.rules.booths import BoothState, booth_now, state_at
from kiosk.rules.figures.definitions import Figure
from kiosk.rules.figures.facts import Facts, rate

MINUTE = timedelta(minutes=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a booth was open."""

    seats: int = 0
    """The most at one time; none where it never was open."""
    minutes: float = 0.0
    """Minutes of all seats together."""


def openings(facts: Facts) -> dict[str, Opening]:
    """How each booth of the list was open while talks were held."""
    found = {}
    for booth in facts.booths:
        parts = [part for span in facts.hours for part in _parts(facts, booth, span)]
        most = max((seats for seats, _minutes in parts), default=0)
        found[booth.booth] = Opening(most, sum(seats * minutes for seats, minutes in parts))
    return found


def _parts(facts: Facts, booth: Booth, span: Span) -> list[tuple[int, float]]:
    """The seats that were open in each part of a span, and its minutes; within a part nothing changes."""
    changes = facts.changes.get(booth.booth, ())
    edges = sorted({*span, *(at for at in _edges(facts, booth, span[0], changes) if span[0] < at < span[1])})
    found = []
    for starts, ends in pairwise(edges):
        now = booth_now(booth, [entry for entry in changes if entry.at <= starts])
        if state_at(now, starts.astimezone(facts.zone).time()) is BoothState.OPEN:
            found.append((now.booth.seats, (ends - starts) / MINUTE))
    return found


def _edges(facts: Facts, booth: Booth, day: datetime, changes: Sequence[Entry]) -> list[datetime]:
    """When a booth may have begun or stopped taking people."""
    times = [booth.opens, booth.closes, *(at for pause in booth.pauses for at in (pause.starts, pause.ends))]
    local = day.astimezone(facts.zone)
    hours = [datetime.combine(local.date(), at, facts.zone) for at in times if at is not None]
    return [*hours, *(entry.at for entry in changes)]


def offers(facts: Facts) -> dict[str, Figure]:
    """A2, P1 to P3."""
    opened = {booth: opening for booth, opening in openings(facts).items() if opening.seats}
    talked = {talk.position for talk in facts.held if talk.position}
    offered = {position.position: position for position in facts.positions if position.booth in opened}
    known = {position.position: position for position in facts.positions if position.position in talked}
    return {
        "A2": len(opened),
        "A2_seats": sum(opening.seats for opening in opened.values()),
        "A2_minutes": round(sum(opening.minutes for opening in opened.values())),
        "P1": len({*offered, *talked}),
        "P2": len(talked),
        "P3": sum(position.openings for position in (offered | known).values()),
    }


def use(facts: Facts) -> dict[str, Figure]:
    """L1: how well the seats were used."""
    open_minutes = sum(opening.minutes for opening in openings(facts).values())
    talked = sum((lasted for _talk, lasted in facts.lengths_held), timedelta()) / MINUTE
    over = sum(
        max(timedelta(), lasted - facts.lengths[talk.block]) / MINUTE
        for talk, lasted in facts.lengths_held
        if talk.block in facts.lengths
    )
    return {
        "L1": rate(talked, open_minutes),
        "L1_idle": round(max(0.0, open_minutes - talked)),
        "L1_over": round(over),
    }
