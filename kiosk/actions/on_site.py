"""What the figures are counted from: as it stands now, and as it stood when the event was closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from kiosk.desk import Desk
from kiosk.model import Entry, Person, Talk
from kiosk.rules import booths
from kiosk.rules.closing import Closing
from kiosk.rules.merging import NONE, merged
from kiosk.rules.projections import project
from kiosk.rules.results import Result

ORDER: Final[Mapping[str, Any]] = {
    "people": lambda person: (person.number is None, person.number, person.id),
    "talks": lambda talk: (talk.starts, talk.id),
    "results": lambda result: (result.at, result.id),
}
"""The projections that figures are counted from, each with the order of its rows."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the tables, and the entries of what is kept in none."""

    people: Sequence[Person]
    talks: Sequence[Talk]
    results: Sequence[Result]
    moves: Mapping[str, Sequence[Entry]]
    """By person, what tells when they were in the house."""
    changes: Mapping[str, Sequence[Entry]]
    """By booth, what was done with it on the day."""


def as_it_stands(desk: Desk) -> Rows:
    """All that is known by now."""
    store = desk.store
    changes = store.entries_of_sort(booths.SORT)
    return Rows(store.people(), store.talks(), store.results(), store.comings_and_goings(), changes)


def as_closed(desk: Desk, closing: Closing, later: Collection[str]) -> Rows:
    """What was counted on site. The tables are right but for the entities of which something was said later."""
    now, store = as_it_stands(desk), desk.store
    if not later:
        return now

    def held(entities: Iterable[str]) -> dict[str, list[Entry]]:
        return {entity: list(filter(closing.on_site, store.entries(entity))) for entity in entities}

    concerned = store.concerned(later)
    rows = {name: store.rows_but(name, concerned) for name in ORDER}
    for entity, records in concerned.items():
        several = merged(held(records)) if len(records) > 1 else NONE
        found = project(entity, held([entity])[entity], several)
        for name in ORDER:
            rows[name] += getattr(found, name)
    for name, order in ORDER.items():
        rows[name].sort(key=order)
    stands_for = {person.id: person.merged_into for person in rows["people"] if person.merged_into}
    moves: dict[str, list[Entry]] = {}
    for entry in filter(closing.on_site, chain.from_iterable(now.moves.values())):
        moves.setdefault(stands_for.get(entry.entity, entry.entity), []).append(entry)
    return Rows(
        [person for person in rows["people"] if not person.merged_into],
        rows["talks"],
        rows["results"],
        moves,
        {entity: list(filter(closing.on_site, said)) for entity, said in now.changes.items()},
    )
