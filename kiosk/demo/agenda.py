"""What is going to happen, in the order of time."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime

from kiosk.model import Instant

Deed = Callable[[], None]


class Agenda:
    """Deeds that wait for their moment; those of the same moment are done in the order in which they were put down."""

    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._count = itertools.count()

    def add(self, at: datetime, deed: Deed) -> None:
        """Puts a deed down."""
        heapq.heappush(self._deeds, (at, next(self._count), deed))

    @property
    def next(self) -> datetime | None:
        """The moment of the next deed; None where there is none."""
        return self._deeds[0][0] if self._deeds else None

    def do_next(self) -> None:
        """Does what is next, whatever the time."""
        _at, _count, deed = heapq.heappop(self._deeds)
        deed()


class JumpingClock:
    """A clock that stands still until it is put on to another moment. Any thread may read it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> Instant:
        """The moment on which it stands."""
        at = self.at
        return Instant(at, "demo", at.timestamp())
