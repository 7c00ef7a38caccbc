"""The figures with what the screen draws beside them, all of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.actions.report import facts_of
from kiosk.desk import Desk
from kiosk.programme import Event
from kiosk.rules.closing import EVENT, is_closed
from kiosk.rules.figures import QUARTER, Facts, Figure, by_booth, checks, figures, per_quarter


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that the Figures screen shows."""

    at: datetime
    closed: bool
    figures: dict[str, Figure]
    checks: tuple[tuple[str, bool], ...]
    arrivals: tuple[tuple[datetime, int], ...]
    """Attendees who came, by the beginning of each quarter of an hour of the last day on which anybody did."""
    booths: tuple[tuple[str, str, int], ...]
    """Booth, employer and talks."""
    spread: tuple[tuple[int, int], ...]
    """How many attendees had so many talks."""


def snapshot(desk: Desk) -> Snapshot:
    """The figures as of now."""
    facts = facts_of(desk)
    found = figures(facts)
    parts = ((name.removeprefix("G5_"), value) for name, value in found.items() if name.startswith("G5_"))
    return Snapshot(
        facts.now,
        is_closed(desk.store.entries(EVENT)),
        found,
        tuple(checks(facts)),
        _arrivals(desk.event, facts),
        tuple((row["id"], row["employer"], row["G1"]) for row in by_booth(facts)),
        tuple((int(talks), int(people)) for talks, people in parts),
    )


def _arrivals(event: Event, facts: Facts) -> tuple[tuple[datetime, int], ...]:
    moments = [person.first_in for person in facts.came if person.first_in]
    if not moments:
        return ()
    day = event.local(max(moments)).date()
    moments = [moment for moment in moments if event.local(moment).date() == day]
    first = event.local(min(moments))
    start = first.replace(minute=first.minute // 15 * 15, second=0, microsecond=0)
    counts = per_quarter(moments, start, max(moments) + timedelta(microseconds=1))
    return tuple((start + place * QUARTER, count) for place, count in enumerate(counts))
