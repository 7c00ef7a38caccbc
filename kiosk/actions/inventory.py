"""What is on this laptop, without a name: for the office, and for the report that is due 72 hours after it is lost."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.actions import copies
from kiosk.actions.asking import consents_of
from kiosk.actions.backup import BACKUPS, names_in
from kiosk.actions.closing import erased
from kiosk.actions.keeper import TURN
from kiosk.actions.leftovers import sort_of
from kiosk.actions.rights import pins
from kiosk.desk import Desk
from kiosk.devices import machine
from kiosk.exchange.residue import files_in
from kiosk.exchange.sheets import Page, Part, write_pages
from kiosk.i18n import N_, _, ngettext, plain_date, speaking
from kiosk.model import Person, Role
from kiosk.rules.backups import SEALED
from kiosk.rules.closing import EVENT, closed_at
from kiosk.rules.consents import FIELDS as CONSENT_FIELDS
from kiosk.rules.consents import NO, WITHDRAWN
from kiosk.rules.retention import erase_on
from kiosk.rules.rights import Rank
from kiosk.words import ROLES, date_time, number_text, rank_word

CATEGORIES: Final = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "organisation": N_("Organisation"),
    "group": N_("Group"),
    "channel": N_("Channel (may tell of benefits received)"),
    "status": N_("Status"),
    "district": N_("District"),
    "language": N_("Language"),
    "wishes": N_("Wishes"),
    "assistance": N_("Assistance (may tell of health)"),
    "interpreting": N_("Interpreting"),
    "note": N_("Note"),
    "first_in": N_("Check-in times"),
}
"""What may be known of a person; how many it is known of is counted."""

_YES_NO: Final = {True: N_("yes"), False: N_("no"), None: N_("cannot be seen from here")}
_CONSENTS: Final = {
    "consent_contact": N_("Contact data"),
    "consent_photo": N_("Photo"),
    "guardian_consent": N_("Guardian"),
}
_ANSWERS: Final = {
    "not_asked": N_("not asked"),
    "yes": N_("yes"),
    "no": N_("no"),
    "withdrawn": N_("withdrawn"),
    "not_needed": N_("not needed"),
}


def inventory(desk: Desk) -> dict[str, Any]:
    """The categories of data, how many persons, which consents, which files and backups, and how all is protected."""
    with desk.store.reading():
        people, event = desk.store.people(), desk.event
        entries = desk.store.entries(EVENT)
        scans = desk.store.scans()
        return {
            "event": event.name,
            "as_of": _iso(desk, desk.now().at),
            "event_days": sorted(day.isoformat() for day in event.days),
            "closed": _iso(desk, closed_at(entries)),
            "erased": _iso(desk, erased(desk)),
            "erase_on": erase_on(event, desk.store.last_agreed()).isoformat(),
            "persons": {str(role): sum(person.role is role for person in people) for role in Role},
            "categories": {name: sum(_knows(person, name) for person in people) for name in CATEGORIES},
            "consents": {
                name: dict(Counter(_consent(desk, person, name) for person in people if _asked(person)))
                for name in CONSENT_FIELDS
            },
            "talks": len(desk.store.talks()),
            "results": len(desk.store.results()),
            "contracts": len(desk.store.contracts()),
            "scans": len(scans),
            "first_scan": _iso(desk, scans[-1].at if scans else None),
            "last_scan": _iso(desk, scans[0].at if scans else None),
            "files": _files(desk.folder),
            "backups": [{"file": name, "sealed": name.endswith(SEALED)} for name in names_in(desk.folder / BACKUPS)],
            "stick": event.backup.to or None,
            "stick_sealed": bool(event.backup.recipient),
            "copies": _copies(desk),
            "disk_encrypted": machine.is_encrypted(desk.folder),
            "hibernates": machine.hibernates(),
            "pins": sorted(str(role) for role in pins(desk)),
        }


def _knows(person: Person, name: str) -> bool:
    return bool(getattr(person, name))


def _asked(person: Person) -> bool:
    return person.role is Role.ATTENDEE


def _consent(desk: Desk, person: Person, name: str) -> str:
    """What holds of a consent; a no where there was a yes is one that was withdrawn."""
    said: str = getattr(person, name)
    if said == NO and [word.value for word in consents_of(desk, person.id) if word.field == name][-1:] == [WITHDRAWN]:
        return WITHDRAWN
    return said or "not_asked"


def _iso(desk: Desk, at: datetime | None) -> str | None:
    return desk.event.local(at).isoformat(timespec="seconds") if at else None


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in files_in(folder):
        if path.name in (TURN, copies.COPIES):
            continue
        kind = found.setdefault(sort_of(folder, path), {"files": 0, "bytes": 0, "newest": ""})
        state = path.lstat()
        kind["files"] += 1
        kind["bytes"] += state.st_size
        kind["newest"] = max(kind["newest"], datetime.fromtimestamp(state.st_mtime, UTC).isoformat(timespec="seconds"))
    return found


def _copies(desk: Desk) -> list[dict[str, Any]]:
    found = copies.look(desk)
    return [
        {"place": str(place), "reachable": place not in found.away}
        for place in sorted([*found.here, *found.changed, *found.away])
    ]


def _known(found: dict[str, Any], name: str) -> str:
    word = _YES_NO[found[name]]
    return _(word)


def _amount(kind: dict[str, Any]) -> str:
    files = ngettext("{n} file", "{n} files", kind["files"])
    return f"{files}, {number_text(kind['bytes'] // 1000)} kB, {_day(kind['newest'])}"


def _span(found: dict[str, Any]) -> str:
    """How many scans there were, and when the first and the last one, to the minute; nothing but 0 where none were."""
    if not found["scans"]:
        return number_text(0)
    first, last = (f"{_day(found[name])}, {found[name][11:16]}" for name in ("first_scan", "last_scan"))
    return f"{number_text(found['scans'])}, {first} – {last}"


def _day(moment: str) -> str:
    """The day of a moment as people read it."""
    return plain_date(datetime.fromisoformat(moment))


def _place(copy: dict[str, Any]) -> str:
    return str(copy["place"]) if copy["reachable"] else _("{place} (not reachable)").format(place=copy["place"])


def inventory_rows(found: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same in words, by heading; once everybody is erased, nothing is said of persons."""
    consents = [
        (_(_CONSENTS[name]), ", ".join(f"{_(_ANSWERS.get(said, said))}: {n}" for said, n in sorted(counts.items())))
        for name, counts in found["consents"].items()
        if counts
    ]
    sealed = sum(backup["sealed"] for backup in found["backups"])
    parts = [
        (
            _("Persons"),
            [(_(ROLES[Role(role)]), number_text(n)) for role, n in found["persons"].items() if n],
        ),
        (
            _("Known of how many"),
            [(_(CATEGORIES[name]), number_text(n)) for name, n in found["categories"].items() if n],
        ),
        (_("Consents"), consents),
        (
            _("Recorded"),
            [
                (_("Scans"), _span(found)),
                (_("Talks"), number_text(found["talks"])),
                (_("Results"), number_text(found["results"])),
                (_("Contracts"), number_text(found["contracts"])),
            ],
        ),
        (
            _("Files"),
            [(_(sort), _amount(kind)) for sort, kind in sorted(found["files"].items())],
        ),
        (
            _("Protection"),
            [
                (_("Disk encrypted"), _known(found, "disk_encrypted")),
                (_("Can hibernate"), _known(found, "hibernates")),
                (_("Sealed backups"), f"{sealed} / {len(found['backups'])}"),
                (_("Copies elsewhere"), ", ".join(map(_place, found["copies"])) or _("none")),
                (_("PINs"), ", ".join(rank_word(Rank(role)) for role in found["pins"]) or _("none")),
                (_("Erased on"), _day(found["erased"]))
                if found["erased"]
                else (_("To be erased"), _day(found["erase_on"])),
            ],
        ),
    ]
    return [(heading, rows) for heading, rows in parts if rows]


def print_inventory(desk: Desk, path: Path) -> Path:
    """Writes the sheet as a PDF, to be kept at the office.

    Raises:
        KioskError: the file cannot be written.
    """
    found = inventory(desk)
    with speaking(desk.event.language):
        parts = [Part(heading, rows) for heading, rows in inventory_rows(found)]
        lead = _(
            "As of {time}. Keep this sheet where the laptop is not. Where it is lost, the data-protection officer"
            " decides whether to report it, at the latest 72 hours after you know."
        ).format(time=date_time(desk.event, desk.now().at))
        write_pages(path, desk.event.name, [Page(_("What was on this laptop"), lead, parts)])
    return path
