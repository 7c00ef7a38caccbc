"""Contracts that came of the event, as they are reported: while it goes on, and weeks after it was closed."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.actions.people import require_open
from kiosk.actions.results import known_pair, require_days, require_done, require_offered
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Draft, KioskError
from kiosk.rules import pairs
from kiosk.rules.closing import EVENT, is_closed
from kiosk.rules.contracts import CONTRACT, FIELDS, Contract
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.talks import LATE


def record_contract(desk: Desk, person: str, booth: str, fields: Mapping[str, str], by: str = "") -> Contract:
    """Says that somebody has signed a contract; what ``fields`` does not name stays as it was said before.

    Args:
        desk: the open event.
        person: the person's id.
        booth: the booth of the employer.
        fields: ``kind`` as a word of ``contracts.Kind``, ``date`` as YYYY-MM-DD (``results.date_of`` reads what people
            type), ``position``, and as ``reporter`` who told it; an empty text takes a field back.
        by: who records it: a rank.

    Raises:
        KioskError: there is no such booth or attendee, the day lies before the event or is yet to come, the position
            is not offered there, or it could not be written.
    """
    assert set(fields) <= set(FIELDS), fields
    said = {name: value.strip() for name, value in fields.items()}
    with desk.store.write() as store:
        whose = known_pair(desk, booth, person)
        require_days(desk, said.get("date", ""))
        require_done(desk, said.get("date", ""))
        require_offered(desk, booth, said.get("position", ""))
        late = {LATE: True} if is_closed(store.entries(EVENT)) else {}
        body = {**said, "number": whose.number, "by": by, **late}
        store.record([Draft(CONTRACT, pairs.entity_of(booth, whose.id), body)])
    found = desk.store.contract(booth, whose.id)
    assert found
    return found


def take_contract_back(desk: Desk, person: str, booth: str) -> None:
    """Takes back what was last said of a contract.

    Raises:
        KioskError: none was reported, it was reported before the event was closed, or it could not be written.
    """
    entity = pairs.entity_of(booth, person)
    with desk.store.write() as store:
        said = [entry for entry in standing(store.entries(entity)) if entry.kind == CONTRACT]
        if not said:
            raise KioskError(_("No contract was reported."))
        if not said[-1].body.get(LATE):
            require_open(desk)
        store.record([Draft(UNDONE, entity, {"entry": str(said[-1].id)})])
