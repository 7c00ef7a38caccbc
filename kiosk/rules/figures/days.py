"""When the days of an event were over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from kiosk.programme import Event
from kiosk.rules.figures.course import quarter_of
from kiosk.rules.scans import day_begins


class Days:
    """When each day was over: of who never checked out, and of a talk that nobody ended, no more is known.

    A day ends with the first closing after the last that happened on it. So what is only corrected after a reopening
    lengthens nothing, and what goes on after it counts on. Where the event was not closed that day, it ended with the
    last that happened.
    """

    def __init__(self, event: Event, happened: Iterable[datetime], closings: Sequence[datetime]) -> None:
        """Takes when somebody came, left, or a talk began or ended, and when the event was closed, in order."""
        self._event, self._closings = event, closings
        self._last: dict[date, datetime] = {}
        self._known: dict[date, datetime] = {}
        quarters: dict[int, datetime] = {}
        for at in happened:
            quarter = quarter_of(at)
            quarters[quarter] = max(at, quarters.get(quarter, at))
        for at in quarters.values():
            day = event.local(at).date()
            self._last[day] = max(at, self._last.get(day, at))

    def end(self, at: datetime) -> datetime:
        """When the day of a moment was over."""
        day = self._event.local(at).date()
        if day not in self._known:
            self._known[day] = self._end(at, day)
        return self._known[day]

    def _end(self, at: datetime, day: date) -> datetime:
        begins_anew = day_begins(self._event, at + timedelta(days=1))
        after = [moment for moment in (self._last.get(day), self._last.get(day + timedelta(days=1))) if moment]
        last = max([moment for moment in after if moment < begins_anew], default=at)
        closed = [at for at in self._closings[bisect_left(self._closings, last) :][:1] if at < begins_anew]
        # A moment later, for whoever comes in last is there, too.
        return max([*closed, last + timedelta(seconds=1)])
