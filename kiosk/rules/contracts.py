"""Contracts of employment and of training that came of the event, as somebody reported them (figure F3).

They are reported weeks later, so they can be recorded while the event is open and once it is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from kiosk.model import Entry
from kiosk.rules import pairs
from kiosk.rules.journal import standing

CONTRACT: Final = "contract"
"""Says on a person and a booth that they signed a contract."""

NO_CONTRACT: Final = "none"
"""Stands in an entry in the place of a kind: there is no contract, whatever was reported before."""


class Kind(StrEnum):
    """What kind of contract it is."""

    UNSAID = ""
    EMPLOYMENT = "employment"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of a person with whoever is at a booth, as last said."""

    person: str
    number: int | None
    booth: str
    position: str | None = None
    kind: Kind = Kind.UNSAID
    date: date | None = None
    """The day on which it was signed; None where the report does not say."""
    reporter: str = ""
    """Who told the organiser."""
    by: str = ""
    """Who recorded it: a rank, or the list that it came with."""
    at: datetime | None = None
    """When that was."""


FIELDS: Final = ("kind", "date", "position", "reporter")
"""What an entry may say of a contract; each field's last word holds."""


def contract_of(entity: str, entries: Iterable[Entry]) -> Contract | None:
    """The contract of a person and a booth; None where none was reported, or what was reported does not hold."""
    booth, person = pairs.split(entity)
    found: Contract | None = None
    for entry in standing(entries):
        if entry.kind == CONTRACT and entry.body.get("kind") == NO_CONTRACT:
            found = None
        elif entry.kind == CONTRACT:
            found = replace(found or Contract(person, None, booth), **_stated(entry.body))
            found = replace(found, by=str(entry.body.get("by", "")), at=entry.at)
    return found


def _stated(body: Any) -> dict[str, Any]:
    """The fields of a body in the types of a contract."""
    said: dict[str, Any] = {name: body[name] for name in ("number", "reporter") if name in body}
    if "kind" in body:
        said["kind"] = Kind(body["kind"])
    if "date" in body:
        said["date"] = date.fromisoformat(body["date"]) if body["date"] else None
    if "position" in body:
        said["position"] = body["position"] or None
    return said
