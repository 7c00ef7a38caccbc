"""Booths on the day: closing, pausing and opening them, adding and taking away seats."""

from __future__ import annotations

from kiosk.actions.people import require_open
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Booth, Draft, KioskError
from kiosk.rules.booths import CLOSED, OPENED, PAUSED, SEATS_SET, SORT, BoothNow, allowed, booth_now, entity_of
from kiosk.rules.journal import UNDONE, standing


def booths_now(desk: Desk) -> list[BoothNow]:
    """Every booth as it is now, in the order of the list of booths."""
    done = desk.store.entries_of_sort(SORT)
    return [booth_now(booth, done.get(entity_of(booth.booth), ())) for booth in desk.event.booths]


def booth_at(desk: Desk, booth: str) -> Booth | None:
    """A booth with the seats that it has by now; None where there is no such booth."""
    known = desk.event.booth(booth)
    return _now(desk, known).booth if known else None


def _now(desk: Desk, booth: Booth) -> BoothNow:
    return booth_now(booth, desk.store.entries(entity_of(booth.booth)))


def _known(desk: Desk, booth: str) -> Booth:
    found = desk.event.booth(booth)
    if found is None:
        raise KioskError(_("There is no booth {booth} in booths.csv.").format(booth=booth))
    return found


def command(desk: Desk, booth: str, kind: str) -> BoothNow:
    """Closes, pauses or opens a booth: one of the kinds ``CLOSED``, ``PAUSED``, ``OPENED``.

    Raises:
        KioskError: there is no such booth, it is in that state already, or it could not be written.
    """
    known = _known(desk, booth)
    with desk.store.write() as store:
        require_open(desk)
        if not allowed(_now(desk, known), kind):
            raise KioskError(_refusal(kind).format(booth=booth))
        store.record([Draft(kind, entity_of(booth), {})])
    return _now(desk, known)


def _refusal(kind: str) -> str:
    return {
        CLOSED: _("Booth {booth} is closed already."),
        PAUSED: _("Booth {booth} is paused already."),
        OPENED: _("Booth {booth} is open already."),
    }[kind]


def add_seats(desk: Desk, booth: str, more: int) -> BoothNow:
    """Gives a booth more seats, or fewer where ``more`` is negative.

    Raises:
        KioskError: there is no such booth, it would be left without a seat, or it could not be written.
    """
    known = _known(desk, booth)
    with desk.store.write() as store:
        require_open(desk)
        seats = _now(desk, known).booth.seats + more
        if seats < 1:
            raise KioskError(_("Booth {booth} needs at least one seat. Close it instead.").format(booth=booth))
        store.record([Draft(SEATS_SET, entity_of(booth), {"seats": seats})])
    return _now(desk, known)


def undo(desk: Desk, booth: str) -> BoothNow:
    """Takes back what was last done with a booth.

    Raises:
        KioskError: there is no such booth, nothing was done with it, or it could not be written.
    """
    known = _known(desk, booth)
    with desk.store.write() as store:
        require_open(desk)
        held = standing(store.entries(entity_of(booth)))
        if not held:
            raise KioskError(_("There is nothing to undo at booth {booth}.").format(booth=booth))
        store.record([Draft(UNDONE, entity_of(booth), {"entry": str(held[-1].id)})])
    return _now(desk, known)
