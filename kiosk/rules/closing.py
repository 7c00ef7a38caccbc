"""Whether the event is open or closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from kiosk.model import Entry
from kiosk.rules.journal import UNDONE, standing

EVENT: Final = "event"
"""The entity of what concerns the event as a whole."""

CLOSED: Final = "closed"
REOPENED: Final = "reopened"

KINDS: Final = (CLOSED, REOPENED, UNDONE)
"""The only entries of the event that matter here; whoever waits for an answer reads no others."""


def closed_at(entries: Iterable[Entry]) -> datetime | None:
    """When the event was closed, if that is the last word on it: what happens later changes none of its figures."""
    said = [entry for entry in standing(entries) if entry.kind in (CLOSED, REOPENED)]
    return said[-1].at if said and said[-1].kind == CLOSED else None


def is_closed(entries: Iterable[Entry]) -> bool:
    """Whether the last word on the event is that it is closed."""
    return closed_at(entries) is not None
