"""The booths as they are now: what the list says, and what was done with them by hand."""

from __future__ import annotations

from kiosk.desk import Desk
from kiosk.programme import Booth
from kiosk.rules.booths import SORT, BoothNow, booth_now, entity_of


def booths_now(desk: Desk) -> list[BoothNow]:
    """Every booth as it is now, in the order of the list of booths."""
    done = desk.store.entries_of_sort(SORT)
    return [booth_now(booth, done.get(entity_of(booth.booth), ())) for booth in desk.event.booths]


def booth_at(desk: Desk, booth: str) -> Booth | None:
    """A booth with the seats that it has by now; None where there is no such booth."""
    known = desk.event.booth(booth)
    return now_of(desk, known).booth if known else None


def now_of(desk: Desk, booth: Booth) -> BoothNow:
    """A booth of the list as it is now."""
    return booth_now(booth, desk.store.entries(entity_of(booth.booth)))
