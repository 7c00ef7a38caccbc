"""Taking back: what reception may do alone, and what the lead decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from kiosk.model import Instant
from kiosk.rules.rights import Right

OWN: Final = timedelta(seconds=60)
"""So long somebody may take back what they have just done."""


def needed(done: Instant, now: Instant, *, here: bool = True) -> Right | None:
    """The right that taking something back needs; None for what was done at this very desk within a minute."""
    return None if here and now.since(done) <= OWN else Right.UNDO
