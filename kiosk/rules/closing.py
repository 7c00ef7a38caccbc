"""Whether the event is open or closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kiosk.model import Entry
from kiosk.rules.journal import standing

EVENT: Final = "event"
"""The entity of what concerns the event as a whole."""

CLOSED: Final = "closed"
REOPENED: Final = "reopened"


def is_closed(entries: Iterable[Entry]) -> bool:
    """Whether the last word on the event is that it is closed."""
    said = [entry.kind for entry in standing(entries) if entry.kind in (CLOSED, REOPENED)]
    return bool(said) and said[-1] == CLOSED
