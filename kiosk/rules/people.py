"""A person as the journal tells of them: list, codes, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any, Final

from kiosk.model import Entry, Person, Role
from kiosk.rules.journal import order, standing

LISTED: Final = "listed"
CODE_GIVEN: Final = "code_given"
CODE_REVOKED: Final = "code_revoked"
CHECKED_IN: Final = "checked_in"
CHECKED_OUT: Final = "checked_out"
BADGE_PRINTED: Final = "badge_printed"
SCANNED: Final = "scanned"
"""A scan that changed nothing: a refusal, a rescan."""

FOLLOWING: Final = frozenset({"id", "listed_at", "inside", "first_in", "first_reader", "last_in", "last_out", "visits"})
"""What follows from scans and from the list itself."""

LIST_FIELDS: Final = frozenset(field.name for field in fields(Person)) - FOLLOWING - {"conflict", "merged_into"}
"""What a list or a correction may say of a person; the rest follows from scans."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that means a person: a ticket of the list or a badge printed here."""

    text: str
    revoked: bool


def _stated(body: Mapping[str, Any]) -> dict[str, Any]:
    """The list fields of a body in the model's types."""
    stated = {name: value for name, value in body.items() if name in LIST_FIELDS}
    if "role" in stated:
        stated["role"] = Role(stated["role"])
    if "wishes" in stated:
        stated["wishes"] = tuple(stated["wishes"])
    for name in ("arrives", "leaves"):
        if stated.get(name):
            stated[name] = time.fromisoformat(stated[name])
        elif name in stated:
            stated[name] = None
    return stated


def listed_fields(person: Person) -> dict[str, Any]:
    """What the lists say of a person, in the form in which an entry says it; the opposite of reading a body."""
    said = {name: getattr(person, name) for name in LIST_FIELDS}
    times = {name: f"{said[name]:%H:%M}" if said[name] else "" for name in ("arrives", "leaves")}
    return said | times | {"wishes": list(person.wishes), "role": str(person.role)}


def _listed(held: Sequence[Entry]) -> dict[str, Any]:
    """What the lists say, the last word on each field; the first number stays for good."""
    said: dict[str, Any] = {}
    for entry in held:
        if entry.kind == LISTED:
            number = said.get("number")
            said |= _stated(entry.body)
            if number is not None:
                said["number"] = number
            said.setdefault("listed_at", entry.at)
    return said


def moves(held: Sequence[Entry]) -> list[Entry]:
    """Ins and outs by the time at which they happened, which for a paper list is before they were typed in."""
    found = [entry for entry in held if entry.kind in (CHECKED_IN, CHECKED_OUT)]
    return sorted(found, key=lambda entry: (entry.at, order(entry)))


def _presence(held: Sequence[Entry]) -> dict[str, Any]:
    """In or out, since when, how often.

    A check-in is never rejected afterwards: a second one on the same day, with no way out between, is a hint for staff.
    """
    inside, twice, days, last_day, paper = False, False, set(), None, False
    first: Entry | None = None
    last_in: datetime | None = None
    last_out: datetime | None = None
    for entry in moves(held):
        if entry.kind == CHECKED_OUT:
            inside, last_out = False, entry.at
            continue
        day = entry.body.get("day")
        # A list kept by hand and a scan afterwards are one coming in.
        paper, before = bool(entry.body.get("paper")), paper
        twice = twice or (inside and day == last_day and not (paper or before))
        inside, last_in, last_day, first = True, entry.at, day, first or entry
        days.add(day)
    return {
        "inside": inside,
        "first_in": first.at if first else None,
        "first_reader": str(first.body.get("reader", "")) if first else "",
        "last_in": last_in,
        "last_out": last_out,
        "visits": len(days),
        "conflict": "twice" if twice else "",
    }


FILLED: Final = LIST_FIELDS - {"number", "role", "cancelled", "walk_in"}
"""What a second record of the same person may say where the first one says nothing."""


def person_of(entity: str, entries: Iterable[Entry], others: Iterable[Iterable[Entry]] = ()) -> Person | None:
    """The person that these entries tell of; None where no list names them (any more).

    ``others`` are the entries of further records of the same person: scans of all count, each once, and what this
    record does not say is taken from them.
    """
    held = standing(entries)
    said = _listed(held)
    if not said:
        return None
    presence = _presence(held)
    also = [standing(other) for other in others]
    if also:
        presence = _presence([entry for each in (held, *also) for entry in each]) | {"conflict": presence["conflict"]}
        more = list(filter(None, map(_listed, also)))
        said["listed_at"] = _first_listed([said, *more])
        for other in more:
            said |= {name: other[name] for name in FILLED & other.keys() if not said.get(name)}
            for name in ("cancelled", "walk_in"):
                said[name] = said.get(name, False) and other.get(name, False)
    return Person(id=entity, **said, **presence)


def _first_listed(records: Sequence[Mapping[str, Any]]) -> datetime:
    """Since when a person with several records is on the list: a walk-in only came, as long as a list names them."""
    lists = [record for record in records if not record.get("walk_in")]
    at: datetime = min(record["listed_at"] for record in lists or records)
    return at


def as_of(entity: str, entries: Iterable[Entry], at: datetime) -> Person | None:
    """The person as they were at an earlier time: what the lists say now, and the ins and outs up to then."""
    held = standing(entries)
    return person_of(entity, [entry for entry in held if entry.kind not in (CHECKED_IN, CHECKED_OUT) or entry.at <= at])


def codes_of(entries: Iterable[Entry]) -> list[Code]:
    """Every code that ever meant this person; a list read again does not bring a revoked one back."""
    revoked: dict[str, bool] = {}
    for entry in standing(entries):
        for code in entry.body.get("codes", ()):
            if entry.kind == LISTED:
                revoked.setdefault(code, False)
            elif entry.kind in (CODE_GIVEN, CODE_REVOKED):
                revoked[code] = entry.kind == CODE_REVOKED
    return [Code(text, gone) for text, gone in sorted(revoked.items())]


def printed_at(entries: Iterable[Entry], code: str) -> datetime | None:
    """When a badge with this code was last printed; None where it never was."""
    prints = [entry for entry in standing(entries) if entry.kind == BADGE_PRINTED and entry.body.get("code") == code]
    return prints[-1].at if prints else None
