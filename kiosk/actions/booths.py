"""Booths on the day: closing, pausing and opening them, adding and taking away seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.actions.people import require_open
from kiosk.actions.repairs import Move, mend
from kiosk.actions.seats import now_of
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Draft, KioskError
from kiosk.programme import Booth
from kiosk.rules.booths import CLOSED, OPENED, PAUSED, SEATS_SET, BoothNow, allowed, entity_of
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.plans import Cause

CAUSES: Final = {CLOSED: Cause.CLOSED, PAUSED: Cause.PAUSED, OPENED: Cause.OPENED}


def _known(desk: Desk, booth: str) -> Booth:
    found = desk.event.booth(booth)
    if found is None:
        raise KioskError(_("There is no booth {booth} in booths.csv.").format(booth=booth))
    return found


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: the booth as it is now, and everybody who is told anew because of it."""

    now: BoothNow
    moves: tuple[Move, ...]

    @property
    def rerouted(self) -> int:
        """How many people got another booth or round."""
        return sum(bool(move.after) for move in self.moves)

    @property
    def bereft(self) -> int:
        """How many people have fewer talks than before."""
        return sum(len(move.after) < len(move.before) for move in self.moves)


def command(desk: Desk, booth: str, kind: str) -> Done:
    """Closes, pauses or opens a booth: one of the kinds ``CLOSED``, ``PAUSED``, ``OPENED``.

    Raises:
        KioskError: there is no such booth, it is in that state already, or it could not be written.
    """
    known = _known(desk, booth)
    with desk.store.write() as store:
        require_open(desk)
        if not allowed(now_of(desk, known), kind):
            raise KioskError(_refusal(kind).format(booth=booth))
        store.record([Draft(kind, entity_of(booth), desk.signature)])
        moves = mend(desk, CAUSES[kind], booth)
    return Done(now_of(desk, known), tuple(moves))


def _refusal(kind: str) -> str:
    return {
        CLOSED: _("Booth {booth} is closed already."),
        PAUSED: _("Booth {booth} is paused already."),
        OPENED: _("Booth {booth} is open already."),
    }[kind]


def add_seats(desk: Desk, booth: str, more: int) -> Done:
    """Gives a booth more seats, or fewer where ``more`` is negative.

    Raises:
        KioskError: there is no such booth, it would be left without a seat, or it could not be written.
    """
    known = _known(desk, booth)
    with desk.store.write() as store:
        require_open(desk)
        seats = now_of(desk, known).booth.seats + more
        if seats < 1:
            raise KioskError(_("Booth {booth} needs at least one seat. Close it instead.").format(booth=booth))
        store.record([Draft(SEATS_SET, entity_of(booth), {"seats": seats, **desk.signature})])
        moves = mend(desk, Cause.SEATS, booth)
    return Done(now_of(desk, known), tuple(moves))


def undo(desk: Desk, booth: str) -> Done:
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
        store.record([Draft(UNDONE, entity_of(booth), {"entry": str(held[-1].id), **desk.signature})])
        moves = mend(desk, Cause.BOOTH, booth)
    return Done(now_of(desk, known), tuple(moves))
