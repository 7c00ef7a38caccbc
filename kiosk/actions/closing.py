"""Closing the event, and taking that back."""

from __future__ import annotations

from kiosk.actions.feedback import carry_on
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Draft, KioskError
from kiosk.rules.closing import CLOSED, EVENT, REOPENED, is_closed


def close(desk: Desk) -> None:
    """Closes the event: no scan is taken from now on.

    Raises:
        KioskError: it is closed already.
    """
    _turn(desk, CLOSED, _("The event is closed already."))


def reopen(desk: Desk) -> None:
    """Opens a closed event again.

    Raises:
        KioskError: it is open.
    """
    _turn(desk, REOPENED, _("The event is open."))


def _turn(desk: Desk, kind: str, needless: str) -> None:
    with desk.store.write() as store:
        if is_closed(store.entries(EVENT)) == (kind == CLOSED):
            raise KioskError(needless)
        if kind == CLOSED:
            carry_on(desk)
        store.record([Draft(kind, EVENT, desk.signature)])
