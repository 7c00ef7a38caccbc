"""The second lane: cases that were put aside so that the queue goes on, until somebody has solved them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from kiosk.model import Entry
from kiosk.rules.journal import standing

SORT: Final = "case"
"""The sort of the entities that hold cases."""

PARKED: Final = "parked"
SOLVED: Final = "solved"
"""Says in ``how`` whether the case was solved or dropped."""


class Why(StrEnum):
    """Why somebody could not go in at once."""

    NOT_LISTED = "not_listed"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    FULL = "full"
    GUARDIAN = "guardian"
    OTHER = "other"


class How(StrEnum):
    """What became of a case."""

    SOLVED = "solved"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Case:
    """One case; it waits as long as ``how`` is None."""

    id: str
    at: datetime
    text: str
    why: Why
    how: How | None = None


def case_of(entity: str, entries: Iterable[Entry]) -> Case | None:
    """The case that these entries tell of; None where its parking was undone."""
    case: Case | None = None
    for entry in standing(entries):
        if entry.kind == PARKED:
            case = Case(entity, entry.at, str(entry.body["text"]), Why(entry.body["why"]))
        elif entry.kind == SOLVED and case:
            case = replace(case, how=How(entry.body["how"]))
    return case
