"""Whether the event is open or closed, and what was counted on site: all that was said up to the last closing.

Once the event is closed, what was counted on site is folded from the entries up to that closing, whatever is recorded
afterwards. What is marked as late stays out of it also when the event is opened again, corrected and closed once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.model import Entry
from kiosk.rules import booths
from kiosk.rules.journal import UNDONE, order, standing
from kiosk.rules.people import CHECKED_IN, CHECKED_OUT, LISTED
from kiosk.rules.talks import LATE, RESULT, TALK_ABOUT, TALK_ENDED, TALK_STARTED

EVENT: Final = "event"
"""The entity of what concerns the event as a whole."""

CLOSED: Final = "closed"
REOPENED: Final = "reopened"

KINDS: Final = (CLOSED, REOPENED, UNDONE)
"""The only entries of the event that matter here; whoever waits for an answer reads no others."""


CORRECTING: Final = frozenset(
    {LISTED, CHECKED_IN, CHECKED_OUT, TALK_STARTED, TALK_ENDED, TALK_ABOUT, RESULT, *booths.KINDS}
)
"""What changes figures on site, so that it corrects them where it is said after the first closing."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What divides what was counted on site from what came in later."""

    said: tuple[Entry, ...] = ()
    """Each closing and reopening, in order."""

    @property
    def first(self) -> Entry | None:
        """The first closing; None where the event never was closed."""
        return next((entry for entry in self.said if entry.kind == CLOSED), None)

    @property
    def last(self) -> Entry | None:
        """The closing that holds; None while the event is open."""
        return self.said[-1] if self.said and self.said[-1].kind == CLOSED else None

    @property
    def times(self) -> list[datetime]:
        """When the event was closed, each time, in order."""
        return sorted(entry.at for entry in self.said if entry.kind == CLOSED)

    @property
    def reopened(self) -> list[tuple[Entry, Entry | None]]:
        """From which reopening to which closing the event was open again; None where it is so still."""
        pairs = zip(self.said, (*self.said[1:], None), strict=False)
        return [(entry, until) for entry, until in pairs if entry.kind == REOPENED]

    @property
    def at(self) -> datetime | None:
        """When the event was closed, as far as it is."""
        return self.last.at if self.last else None

    def on_site(self, entry: Entry) -> bool:
        """Whether an entry is a part of what is counted on site."""
        return not entry.body.get(LATE) and (self.last is None or order(entry) <= order(self.last))


def closing_of(entries: Iterable[Entry]) -> Closing:
    """The closing that these entries of the event tell of; the last word on it holds."""
    return Closing(tuple(entry for entry in standing(entries) if entry.kind in (CLOSED, REOPENED)))


def closed_at(entries: Iterable[Entry]) -> datetime | None:
    """When the event was closed, if that is the last word on it."""
    return closing_of(entries).at


def is_closed(entries: Iterable[Entry]) -> bool:
    """Whether the last word on the event is that it is closed."""
    return closing_of(entries).last is not None
