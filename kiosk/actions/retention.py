"""When the people of this event are to be erased."""

from __future__ import annotations

from kiosk.actions.closing import erased
from kiosk.actions.leftovers import cut_off
from kiosk.desk import Desk
from kiosk.rules.readiness import Finding
from kiosk.rules.retention import retention_finding


def retention(desk: Desk) -> Finding | None:
    """What is said of it on the Start screen and by ``kiosk check``."""
    return retention_finding(
        desk.event,
        desk.store.last_agreed(),
        desk.now().at,
        persons=sum(desk.store.turnout()) + sum(map(sum, desk.store.turnout_apart().values())),
        erased=erased(desk),
        cut_off=bool(cut_off(desk.folder)),
    )
