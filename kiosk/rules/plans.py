"""The published plan, person by person: who goes where in which round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.model import Entry, PlannedTalk
from kiosk.rules.journal import standing

PLANNED: Final = "planned"


class Cause(StrEnum):
    """What made the published plan change."""

    ARRIVED = "arrived"
    CORRECTED = "corrected"
    CLOSED = "closed"
    PAUSED = "paused"
    OPENED = "opened"
    SEATS = "seats"
    BOOTH = "booth"
    """What was last done with a booth was taken back."""
    SWAPPED = "swapped"
    OFFERED = "offered"
    REBALANCED = "rebalanced"


class Trouble(StrEnum):
    """What is wrong with the lists that a plan is made of."""

    NO_WISHES = "empty_wishes"
    UNKNOWN_WISH = "unknown_wish"
    NOT_THERE = "never_there"
    """Arrives too late or leaves too early for every round that is still to come."""
    UNKNOWN_NUMBER = "unknown_number"
    """A bond names a number that does not take part."""


def entity_of(block: str, person: str) -> str:
    """The entity that holds one person's plan for one block."""
    return f"plan:{block}/{person}"


def split(entity: str) -> tuple[str, str]:
    """The block and the person of a plan's entity."""
    block, _, person = entity.removeprefix("plan:").partition("/")
    return block, person


def planned_of(entity: str, entries: Iterable[Entry]) -> list[PlannedTalk]:
    """One person's talks in a block.

    A published change says from which round on it holds; what was planned before that round stays as it was, so a round
    that has started never changes. Once a later epoch has spoken, an earlier moderator is not heard any more.
    """
    block, person = split(entity)
    talks: list[PlannedTalk] = []
    epoch = 0
    for entry in standing(entries):
        spoken = int(entry.body.get("epoch", 1))
        if spoken < epoch:
            continue
        epoch = spoken
        begins = int(entry.body["from"])
        kept = [talk for talk in talks if talk.round < begins]
        talks = kept + [
            PlannedTalk(
                block=block,
                round=int(talk["round"]),
                person=person,
                number=entry.body.get("number"),
                booth=str(talk["booth"]),
                seat=str(talk.get("seat", "")),
                position=talk.get("position"),
                locked=bool(talk.get("locked")),
            )
            for talk in entry.body["talks"]
            if int(talk["round"]) >= begins
        ]
    return sorted(talks, key=lambda talk: talk.round)


@dataclass(frozen=True, slots=True)
class Change:
    """What a person is told anew: the talks that were dropped and those that came in their place."""

    person: str
    number: int | None
    before: tuple[PlannedTalk, ...]
    after: tuple[PlannedTalk, ...]


def changes(before: Sequence[PlannedTalk], after: Sequence[PlannedTalk]) -> list[Change]:
    """Who is sent elsewhere by a new plan, by number."""
    old, new = _by_person(before), _by_person(after)
    found = []
    for person in sorted({*old, *new}):
        was, becomes = old.get(person, ()), new.get(person, ())
        if _places(was) != _places(becomes):
            number = next((talk.number for talk in (*becomes, *was)), None)
            found.append(Change(person, number, was, becomes))
    return sorted(found, key=lambda change: change.number or 0)


def _places(talks: Sequence[PlannedTalk]) -> set[tuple[int, str]]:
    return {(talk.round, talk.booth) for talk in talks}


def _by_person(talks: Sequence[PlannedTalk]) -> dict[str, tuple[PlannedTalk, ...]]:
    grouped: dict[str, tuple[PlannedTalk, ...]] = {}
    for talk in talks:
        grouped[talk.person] = (*grouped.get(talk.person, ()), talk)
    return grouped
