"""What reception does by hand, answered like a scan: found by name, not registered, in spite of a refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.actions import people
from kiosk.actions.asking import check_wishes, keep_answers
from kiosk.actions.people import badge_of, known, manual_reader
from kiosk.actions.planning import ANYTHING
from kiosk.actions.repairs import welcome
from kiosk.actions.rounds import Clocks, next_talk
from kiosk.actions.scans import lack, marks, take
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Answer, KioskError, Role, Scan, Verdict
from kiosk.rules.figures import ARRIVAL
from kiosk.rules.identity import name_key
from kiosk.rules.names import number_of, words

LEAST: Final = 3
"""Letters from which on a name is searched while it is being typed: fewer would call up half the list."""

MINUTES: Final = 15
"""How far back the arrivals by the minute go."""


def check_in(desk: Desk, person: str) -> Answer:
    """Checks in somebody who was found by name, by the same rules as a scan of their badge.

    Raises:
        KioskError: every code of this person was revoked, or it could not be written.
    """
    valid = (code.text for code in desk.store.codes(person) if not code.revoked)
    code = badge_of(desk, person) or next(valid, None)
    if code is None:
        raise KioskError(_("This person has no valid badge. Replace the badge first."))
    return take(desk, Scan(manual_reader(desk), code, desk.now()))[0]


def take_in(desk: Desk, fields: Mapping[str, Any]) -> Answer:
    """Takes in somebody who came without registration; an attendee who names no wish is open to anything.

    Raises:
        KioskError: a wish names nothing here, the event is closed, or it could not be written.
    """
    wishes = list(fields.get("wishes", ()))
    check_wishes(desk, wishes)
    if not wishes and fields.get("role", Role.ATTENDEE) == Role.ATTENDEE:
        wishes = [ANYTHING]
    with desk.store.write():
        came = people.walk_in(desk, {**fields, "wishes": wishes}, manual_reader(desk))
        welcome(desk, came)
    return _admitted(desk, came.id)


def admit_anyway(desk: Desk, person: str, reason: str) -> Answer:
    """Checks somebody in whom the rules refused.

    Raises:
        KioskError: the reason is missing, the event is closed, or it could not be written.
    """
    came = people.admit_anyway(desk, person, manual_reader(desk), reason)
    welcome(desk, came)
    return _admitted(desk, person)


def correct(desk: Desk, person: str, fields: Mapping[str, Any]) -> bool:
    """Corrects what the list says of a person; whether anything was different.

    Raises:
        KioskError: a wish names nothing here, the event is closed, or it could not be written.
    """
    return keep_answers(desk, person, fields)


def wishes_of(text: str) -> list[str]:
    """The wishes that somebody typed, in their order."""
    return [wish for wish in re.split(r"[\s,;|]+", text) if wish]


def time_of(text: str) -> str:
    """A time of day that somebody typed, as ``HH:MM``; empty stays empty.

    Raises:
        KioskError: it is no time of day.
    """
    said = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})", text.strip())
    if text.strip() and (said is None or int(said[1]) > 23 or int(said[2]) > 59):
        raise KioskError(_("“{text}” is no time of day. Write it like this: 10:30").format(text=text.strip()))
    return f"{int(said[1]):02}:{said[2]}" if said else ""


def _admitted(desk: Desk, person: str) -> Answer:
    """The answer to a check-in by hand; the entry that an undo names is the last one of this person."""
    came, now = known(desk, person), desk.now()
    clocks = Clocks(desk, now)
    entry, next_ = desk.store.entries(person)[-1], next_talk(desk, person, clocks)
    return Answer(
        Verdict.ADMITTED,
        now.at,
        badge_of(desk, person) or "",
        number=came.number,
        name=came.short_name,
        first=came.first_in,
        first_reader=came.first_reader,
        next=next_,
        role=came.role,
        reason="" if next_ else lack(desk, came, clocks),
        entry=str(entry.id),
        person=person,
        **marks(came),
    )


def search(desk: Desk, text: str, *, whole: bool, limit: int = 8) -> list[str]:
    """The ids of the persons whom a text means: a number, or three letters of a name.

    ``whole`` says that the text is all that will come: then a name of two letters is found too, by itself only.
    """
    wanted = words(text)
    if number_of(text) is not None or any(sum(map(str.isalnum, word)) >= LEAST for word in text.split()):
        return [person.id for person in desk.store.search(text, limit)]
    if not whole or not wanted:
        return []
    short = desk.store.search(text, limit=500)
    exact = [person for person in short if set(wanted) <= set(words(f"{person.first_name} {person.last_name}"))]
    return [person.id for person in exact[:limit]]


def arrivals(desk: Desk, now: datetime) -> list[int]:
    """How many came in each of the last minutes, the present one last."""
    since = now - timedelta(minutes=MINUTES)
    found = [0] * MINUTES
    for scan in desk.store.scans(since=since):
        if scan.verdict in ARRIVAL and not scan.undone and since < scan.at <= now:
            found[MINUTES - 1 - int((now - scan.at) / timedelta(minutes=1))] += 1
    return found


def namesakes(desk: Desk, first_name: str, last_name: str) -> list[int | None]:
    """The numbers of those on the list who bear this name; one name alone makes nobody a namesake."""
    name = name_key(first_name, last_name)
    if not (first_name.strip() and last_name.strip()):
        return []
    found = desk.store.search(f"{first_name} {last_name}", limit=50)
    return [person.number for person in found if name_key(person.first_name, person.last_name) == name]
