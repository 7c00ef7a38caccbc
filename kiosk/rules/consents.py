"""Consents: given, refused, withdrawn, never asked; the last word holds, and the journal knows when each was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.model import Entry, Person
from kiosk.rules.journal import standing
from kiosk.rules.people import LISTED

FIELDS: Final = ("consent_contact", "consent_photo", "guardian_consent")

YES: Final = "yes"
NO: Final = "no"
WITHDRAWN: Final = "withdrawn"
"""Was given and is taken back; from then on it is a no."""

REFUSALS: Final = frozenset({NO, WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Word:
    """What was said once of one consent."""

    field: str
    value: str
    at: datetime


def history(entries: Iterable[Entry]) -> list[Word]:
    """Every word on a person's consents, the oldest first; a list that was read again and says the same is no word.

    A no where there was a yes takes it back, whatever key it was said with.
    """
    said: dict[str, str] = {}
    words = []
    for entry in standing(entries):
        for name in FIELDS:
            value = str(entry.body.get(name, said.get(name, "")))
            if value == NO and said.get(name) in (YES, WITHDRAWN):
                value = WITHDRAWN
            if entry.kind == LISTED and value != said.get(name, ""):
                said[name] = value
                words.append(Word(name, value, entry.at))
    return words


def may_pass_on(person: Person) -> bool:
    """Whether an employer may get somebody's contact data; whose guardian says no has not consented."""
    return person.consent_contact == YES and person.guardian_consent not in REFUSALS


def may_photograph(person: Person) -> bool | None:
    """Whether somebody may be photographed; None where they were not asked."""
    if {person.consent_photo, person.guardian_consent} & REFUSALS:
        return False
    return True if person.consent_photo == YES else None
