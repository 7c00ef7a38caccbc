"""The course of the day (Z1), by quarters of an hour."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
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


def by_quarter(facts: Facts) -> list[dict[str, Any]]:
    """Attendees who came in, and how many were there, talked and were free on average, in each quarter of an hour."""
    visits = Counter(quarter_of(at) for person, at in facts.visits if person in facts.attending)
    present: defaultdict[int, float] = defaultdict(float)
    running: defaultdict[int, float] = defaultdict(float)
    for stay in facts.stays:
        if stay.person in facts.attending:
            for quarter, share in _shares(stay.starts, stay.ends):
                present[quarter] += share
    for talk, lasted in facts.lengths_held:
        for quarter, share in _shares(talk.starts, talk.starts + lasted):
            running[quarter] += share
    return [
        {
            "id": begins(quarter).astimezone(facts.zone).isoformat(timespec="minutes"),
            "T3": visits[quarter],
            "present": round(present[quarter], 1),
            "talking": round(running[quarter], 1),
            "free": round(max(0.0, present[quarter] - running[quarter]), 1),
        }
        for quarter in sorted({*visits, *present, *running})
    ]
