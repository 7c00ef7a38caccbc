"""What the desk does for one person: walk-in, new badge, admitted anyway, and taking things back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from kiosk.actions.closing import require_people
from kiosk.actions.repairs import mend
from kiosk.codes import ALPHABET, BADGE, SERIALS, folded, new_code
from kiosk.desk import Desk
from kiosk.exchange.values import clean
from kiosk.i18n import _
from kiosk.model import Draft, EntryId, KioskError, Person, Role
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.closing import is_closed
from kiosk.rules.consents import FIELDS as CONSENTS
from kiosk.rules.identity import next_number
from kiosk.rules.journal import NEW, UNDONE
from kiosk.rules.people import CHECKED_IN, CODE_GIVEN, CODE_REVOKED, LISTED, listed_fields
from kiosk.rules.plans import Cause
from kiosk.rules.scans import day_of
from kiosk.store import Store

STATION_LETTER: Final = ALPHABET[0]
"""The letter in the badges of a laptop that works alone."""

SPARE_LETTER: Final = ALPHABET[-1]
"""The letter in badges that are printed before anybody has them: no code that is given out later can be the same."""


class Codes:
    """Makes badge codes that no list of this event holds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._used = set(store.all_codes())

    def fresh(self, letter: str = STATION_LETTER) -> str:
        """A new code; drawn again where chance hits one that is in use."""
        while True:
            code = new_code(letter, secrets.randbelow(SERIALS), self._store.event_key, BADGE)
            if folded(code) not in self._used:
                self._used.add(folded(code))
                return code


def badge_of(desk: Desk, person: str) -> str | None:
    """The kiosk code that a person's badge bears now."""
    own = (code.text for code in desk.store.codes(person) if not code.revoked and is_badge(code.text))
    return next(own, None)


def is_badge(code: str) -> bool:
    """Whether a code has the form of kiosk's own, not of a ticket from elsewhere."""
    return len(code) == 20 and code.startswith(BADGE) and all(letter in ALPHABET for letter in code[2:])


def require_open(desk: Desk) -> None:
    """Stops what would change a closed event.

    Raises:
        KioskError: the event is closed, or everybody is erased.
    """
    require_people(desk)
    if is_closed(desk.store.entries("event")):
        raise KioskError(_("The event is closed. The lead can open it again: F6, then F9, or “kiosk reopen”."))


def walk_in(desk: Desk, fields: Mapping[str, Any], reader: ReaderSetting) -> Person:
    """Lists somebody who came without registration, gives a number and a badge code, and checks them in.

    The code is new, unless ``codes`` names the one on a badge that was printed before.

    Raises:
        KioskError: the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        require_open(desk)
        role = Role(fields.get("role", Role.ATTENDEE))
        number = next_number(store.numbers()) if role is Role.ATTENDEE else None
        given = {"role": str(role), "number": number, "walk_in": True}
        said = {**_cleaned(fields), **given, "codes": fields.get("codes") or [Codes(store).fresh()]}
        (listed,) = store.record([Draft(LISTED, f"person:{NEW}", said)])
        store.record([_admission(desk, listed.entity, reader, reason="")])
    return known(desk, listed.entity)


def admit_anyway(desk: Desk, person: str, reader: ReaderSetting, reason: str) -> Person:
    """Checks somebody in whom the rules refused; the reason stands in the journal.

    Raises:
        KioskError: the reason is missing, the event is closed, or it could not be written.
    """
    if not reason.strip():
        raise KioskError(_("Give a reason: it is kept with the check-in."))
    with desk.store.write() as store:
        require_open(desk)
        store.record([_admission(desk, known(desk, person).id, reader, reason.strip())])
    return known(desk, person)


def manual_reader(desk: Desk) -> ReaderSetting:
    """The reader under whose name a check-in by hand is recorded: the first entrance."""
    entrances = (reader for reader in desk.event.readers if reader.role is ReaderRole.ENTRANCE)
    return next(entrances, ReaderSetting(ReaderRole.ENTRANCE))


def _admission(desk: Desk, person: str, reader: ReaderSetting, reason: str) -> Draft:
    day = day_of(desk.event, desk.now().at)
    body = {"reader": reader.name, "code": "", "verdict": "admitted", "day": day.isoformat()}
    return Draft(CHECKED_IN, person, {**body, "reason": reason, **desk.signature} if reason else body)


def replace_badge(desk: Desk, person: str) -> str:
    """Gives a new badge code and revokes every code that meant this person before; the new code."""
    return replaced_badge(desk, person)[0]


def replaced_badge(desk: Desk, person: str) -> tuple[str, list[str]]:
    """Does that, and gives the entries that an undo names besides the new code.

    Raises:
        KioskError: nobody has this id, or it could not be written.
    """
    with desk.store.write() as store:
        person = known(desk, person).id
        old = {
            record.id: [code.text for code in store.own_codes(record.id) if not code.revoked]
            for record in store.records_of(person)
        }
        code = Codes(store).fresh()
        revoked = [Draft(CODE_REVOKED, record, {"codes": codes}) for record, codes in old.items() if codes]
        recorded = store.record([*revoked, Draft(CODE_GIVEN, person, {"codes": [code]})])
    return code, [str(entry.id) for entry in recorded]


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as lists are read: composed, on one line, without controls and marks of writing direction."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}


PLANNED_BY: Final = frozenset({"arrives", "leaves", "wishes", "cancelled"})
"""What a person's plan depends on."""


def correct(desk: Desk, person: str, fields: Mapping[str, Any]) -> bool:
    """Corrects what the list says of a person, and records only what is different; whether anything was.

    Texts, ``wishes`` as texts, ``arrives`` and ``leaves`` as ``HH:MM`` or empty, ``cancelled``. A consent can be
    withdrawn as long as it is kept, so also when the event is closed.

    Raises:
        KioskError: the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        before = listed_fields(known(desk, person))
        different = {name: value for name, value in _cleaned(fields).items() if before[name] != value}
        if not different or different.keys() - set(CONSENTS):
            require_open(desk)
        if different:
            store.record([Draft(LISTED, person, different)])
        if PLANNED_BY & different.keys():
            mend(desk, Cause.CORRECTED, str(known(desk, person).number))
    return bool(different)


def undo(desk: Desk, *entries: str) -> None:
    """Takes entries back in one step, all or none; what else has happened since stays.

    Raises:
        KioskError: there is no such entry, the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        require_open(desk)
        for entry in entries:
            named = _entry_id(entry)
            found = store.entry(named.station, named.seq) if named else None
            if found is None:
                raise KioskError(_("There is no entry {entry} in the journal.").format(entry=entry or "–"))
            store.record([Draft(UNDONE, found.entity, {"entry": entry, **desk.signature})])


def _entry_id(entry: str) -> EntryId | None:
    try:
        return EntryId.parse(entry)
    except ValueError:
        return None


def on_the_list(desk: Desk) -> list[Person]:
    """Everyone for whom something can be printed, by number.

    Raises:
        KioskError: nobody is on the list, or nobody any more.
    """
    people = desk.store.people()
    if not people:
        require_people(desk)
        raise KioskError(_("No list was imported yet: kiosk import DIR FILE."))
    if not (left := [person for person in people if person.is_known]):
        raise KioskError(_("Everybody on the list is erased: nobody has a name or a number any more."))
    return left


def known(desk: Desk, person: str) -> Person:
    """The person of this id.

    Raises:
        KioskError: nobody has it.
    """
    found = desk.store.person(person)
    if found is None:
        raise KioskError(_("This person is not on the list any more."))
    return found
