"""Two records of one person made one, and separated again."""

from __future__ import annotations

from kiosk.actions.people import known, require_open
from kiosk.actions.repairs import mend, welcome
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Draft, Entry, KioskError, Person
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.merging import MERGED
from kiosk.rules.plans import Cause


def merge(desk: Desk, stays: str, other: str) -> str:
    """Says that two records are one person, for whom the first one stands; the entry that an undo names.

    Both badges mean that person from then on, and scans, talks and figures count them once. The other record's plan is
    given up; whoever is in and has none gets one.

    Raises:
        KioskError: they are one record or not of one role, the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        require_open(desk)
        one, two = known(desk, stays), known(desk, other)
        if one.id == two.id:
            raise KioskError(_("This is the same record. Choose the other one of this person."))
        if one.role is not two.role:
            raise KioskError(_("One is an attendee and the other is not. Correct the list first."))
        (entry,) = store.record([Draft(MERGED, two.id, {"into": one.id})])
        person = known(desk, one.id)
        if person.inside:
            welcome(desk, person)
    return str(entry.id)


def separate(desk: Desk, person: str) -> str:
    """Takes the last merging of a person back; what it was, for those who did it.

    Raises:
        KioskError: nothing was merged, the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        require_open(desk)
        last = merged_last(desk, person)
        if last is None:
            raise KioskError(_("Nothing was merged into this record."))
        store.record([Draft(UNDONE, last.entity, {"entry": str(last.id)})])
        number = known(desk, last.entity).number
        mend(desk, Cause.CORRECTED, str(number))
    return "–" if number is None else str(number)


def merged_last(desk: Desk, person: str) -> Entry | None:
    """The last merging that made this person what they are; None where nothing was merged."""
    merges = [
        entry
        for record in desk.store.records_of(person)
        for entry in standing(desk.store.entries(record.id))
        if entry.kind == MERGED
    ]
    return max(merges, key=lambda entry: entry.hlc, default=None)


def seconds(desk: Desk, person: str) -> list[Person]:
    """The further records of a person."""
    return [record for record in desk.store.records_of(person) if record.merged_into]
