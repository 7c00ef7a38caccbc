"""A booth on the day: closed, paused or opened by hand, and how many seats it has by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from kiosk.model import Entry
from kiosk.programme import Booth
from kiosk.rules.journal import standing

SORT: Final = "booth"
"""The sort of the entities that hold what was done with booths."""

CLOSED: Final = "booth_closed"
PAUSED: Final = "booth_paused"
OPENED: Final = "booth_opened"
SEATS_SET: Final = "seats_set"

KINDS: Final = (CLOSED, PAUSED, OPENED, SEATS_SET)
"""The kinds of entries of a booth."""
"""Names in ``seats`` how many talks the booth can hold at the same time from now on."""


class BoothState(StrEnum):
    """Whether a booth takes people."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


STATES: Final = {CLOSED: BoothState.CLOSED, PAUSED: BoothState.PAUSED, OPENED: BoothState.OPEN}
"""What a command makes of a booth."""


@dataclass(frozen=True, slots=True)
class BoothNow:
    """A booth as the list of booths and the journal tell of it."""

    booth: Booth
    """The booth with the seats that it has now."""
    state: BoothState = BoothState.OPEN
    since: datetime | None = None
    """When it was closed, paused or opened by hand; None where nobody did."""

    @property
    def seats(self) -> int:
        """The seats that take people now."""
        return self.booth.seats if self.state is BoothState.OPEN else 0


def entity_of(booth: str) -> str:
    """The entity that holds what was done with a booth."""
    return f"{SORT}:{booth}"


def booth_now(booth: Booth, entries: Iterable[Entry]) -> BoothNow:
    """The booth after everything that was done with it and still holds."""
    now = BoothNow(booth)
    for entry in standing(entries):
        if entry.kind == SEATS_SET:
            now = replace(now, booth=replace(now.booth, seats=int(entry.body["seats"])))
        elif entry.kind in STATES:
            now = replace(now, state=STATES[entry.kind], since=entry.at)
    return now


def state_at(now: BoothNow, at: time) -> BoothState:
    """The state at a time of day: by hand, else by the hours and pauses that the list of booths gives."""
    booth = now.booth
    if now.state is not BoothState.OPEN:
        return now.state
    if (booth.opens and at < booth.opens) or (booth.closes and at >= booth.closes):
        return BoothState.CLOSED
    if any(pause.starts <= at < pause.ends for pause in booth.pauses):
        return BoothState.PAUSED
    return BoothState.OPEN


def allowed(now: BoothNow, kind: str) -> bool:
    """Whether a command would change the booth's state."""
    return STATES[kind] is not now.state
