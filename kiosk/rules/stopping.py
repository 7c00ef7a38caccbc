"""Stopping everything: the one key for a medical emergency, an alarm, an evacuation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kiosk.model import Entry
from kiosk.rules.journal import standing

STOPPED: Final = "all_stopped"
LIFTED: Final = "stop_lifted"


def is_stopped(entries: Iterable[Entry]) -> bool:
    """Whether everything stands still, by the entries that concern the event as a whole."""
    said = [entry.kind for entry in standing(entries) if entry.kind in (STOPPED, LIFTED)]
    return bool(said) and said[-1] == STOPPED
