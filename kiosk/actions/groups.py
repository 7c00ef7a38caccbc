"""People who come together: a school class, a mentor's group; checked in at one go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kiosk.actions.people import badge_of, manual_reader, require_open
from kiosk.actions.repairs import welcome
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import KioskError, Person, Scan
from kiosk.rules.names import key, matches, words
from kiosk.rules.people import CHECKED_IN
from kiosk.rules.scans import is_in, judge
from kiosk.rules.situation import Meaning, Situation


@dataclass(frozen=True, slots=True)
class Group:
    """The people whom the list puts into one group."""

    name: str
    members: tuple[Person, ...]
    here: int
    """How many of them are in the house."""

    @property
    def due(self) -> int:
        """How many of them are to come: cancelled ones only where they came all the same."""
        return sum(not person.cancelled or person.inside for person in self.members)


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of checking a group in."""

    entries: tuple[str, ...]
    here: int
    due: int
    missing: tuple[int | None, ...]
    """The numbers of those who are still not in."""


def groups(desk: Desk, text: str = "") -> list[Group]:
    """The groups, or those whose name a text means, by name."""
    now, members = desk.now().at, dict[str, list[Person]]()
    for person in desk.store.people():
        if person.group:
            members.setdefault(person.group, []).append(person)
    wanted = words(text)
    return [
        Group(name, tuple(those), sum(is_in(desk.event, person, now) for person in those))
        for name, those in sorted(members.items())
        if not wanted or matches(wanted, key(name))
    ]


def group_of(desk: Desk, name: str) -> Group:
    """One group as it is now.

    Raises:
        KioskError: nobody is in it any more.
    """
    found = next((group for group in groups(desk) if group.name == name), None)
    if found is None:
        raise KioskError(_("Nobody belongs to this group any more."))
    return found


def check_in(desk: Desk, name: str, come: Collection[str]) -> Admission:
    """Checks in those of a group who have come, by the rules of a scan each, in one transaction.

    Raises:
        KioskError: the event is closed, or it could not be written; then nobody of them is in.
    """
    with desk.store.write():
        require_open(desk)
        entries = [entry for person in group_of(desk, name).members if person.id in come for entry in _in(desk, person)]
        group, now = group_of(desk, name), desk.now().at
    missing = [one for one in group.members if not is_in(desk.event, one, now) and not one.cancelled]
    return Admission(tuple(entries), group.here, group.due, tuple(one.number for one in missing))


def _in(desk: Desk, person: Person) -> list[str]:
    """Checks one of them in, unless the rules refuse; the entries that an undo would name."""
    scan = Scan(manual_reader(desk), "", desk.now())
    inside = desk.store.inside(desk.today()) if desk.event.permitted else 0
    meaning = Meaning(badge_of(desk, person.id) or "", person)
    entries = desk.store.record(judge(scan, meaning, Situation(desk.event, inside=inside)).drafts)
    came = [str(entry.id) for entry in entries if entry.kind == CHECKED_IN]
    if came:
        welcome(desk, person)
    return came
