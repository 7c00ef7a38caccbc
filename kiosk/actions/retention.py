"""When the people of this event are to be erased."""

from __future__ import annotations

from datetime import datetime

from kiosk.actions.leftovers import cut_off
from kiosk.desk import Desk
from kiosk.rules.closing import EVENT
from kiosk.rules.erasing import erased_at
from kiosk.rules.readiness import Finding
from kiosk.rules.retention import retention_finding


def retention(desk: Desk) -> Finding | None:
    """What is said of it on the Start screen and by ``kiosk check``."""
    return retention_finding(
        desk.event,
        desk.store.results(),
        desk.now().at,
        persons=sum(desk.store.turnout()) + sum(map(sum, desk.store.turnout_apart().values())),
        erased=erased(desk),
        cut_off=bool(cut_off(desk.folder)),
    )


def erased(desk: Desk) -> datetime | None:
    """When everybody was erased, unless somebody was listed since."""
    at = erased_at(desk.store.entries(EVENT))
    listed = (person.listed_at for person in desk.store.people() if person.first_name or person.last_name)
    return None if at is None or any(since and since > at for since in listed) else at
