"""The course of the day (Z1), by quarters of an hour."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final

from kiosk.rules.figures.facts import Facts

QUARTER: Final = timedelta(minutes=15)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def quarter_of(moment: datetime) -> int:
    """The running number of the quarter of an hour in which a moment lies."""
    return (moment - _EPOCH) // QUARTER


def begins(quarter: int) -> datetime:
    """When a quarter of an hour begins."""
    return _EPOCH + quarter * QUARTER


def _shares(starts: datetime, ends: datetime) -> Iterator[tuple[int, float]]:
    """The quarters that a span touches, each with the part of it that the span takes."""
    first, last = quarter_of(starts), quarter_of(ends)
    if first == last:
        yield first, (ends - starts) / QUARTER
        return
    yield first, 1 - (starts - begins(first)) / QUARTER
    for quarter in range(first + 1, last):
        yield quarter, 1.0
    yield last, (ends - begins(last)) / QUARTER


def _days(spans: Iterable[tuple[datetime, datetime]], facts: Facts) -> list[tuple[datetime, datetime]]:
    """From the first to the last moment of each day on which anybody was there."""

    @cache
    def day_of(quarter: int) -> date:
        return begins(quarter).astimezone(facts.zone).date()

    days: dict[date, tuple[datetime, datetime]] = {}
    for starts, ends in spans:
        day = day_of(quarter_of(starts))
        first, last = days.get(day, (starts, ends))
        days[day] = min(first, starts), max(last, ends)
    return list(days.values())


def _open(quarter: int, days: Iterable[tuple[datetime, datetime]]) -> float:
    """The part of a quarter in which the event ran: the first begins late and the last ends early."""
    opens, closes = begins(quarter), begins(quarter + 1)
    open_for = max((min(last, closes) - max(first, opens) for first, last in days), default=QUARTER)
    return open_for / QUARTER if open_for > timedelta(0) else 1.0


def by_quarter(facts: Facts) -> list[dict[str, Any]]:
    """Attendees who came in, and how many were there, talked and were free on average, in each quarter of an hour."""
    visits = Counter(quarter_of(at) for person, at in facts.visits if person in facts.attending)
    present: defaultdict[int, float] = defaultdict(float)
    running: defaultdict[int, float] = defaultdict(float)
    stays = [(stay.starts, stay.ends) for stay in facts.stays if stay.person in facts.attending]
    talks = [(talk.starts, talk.starts + lasted) for talk, lasted in facts.lengths_held]
    for spans, shared in ((stays, present), (talks, running)):
        for starts, ends in spans:
            for quarter, share in _shares(starts, ends):
                shared[quarter] += share
    days = _days([*stays, *talks], facts)
    return [
        {
            "id": begins(quarter).astimezone(facts.zone).isoformat(timespec="minutes"),
            "T3": visits[quarter],
            "present": round(present[quarter] / part, 1),
            "talking": round(running[quarter] / part, 1),
            "free": round(max(0.0, present[quarter] - running[quarter]) / part, 1),
        }
        for quarter in sorted({*visits, *present, *running})
        for part in (_open(quarter, days),)
    ]
