"""Two records of one person: which of them stands for both, as a pure function of the journal.

An entry ``merged`` on a record names the one that stands for the person from then on. Nothing is copied: the rows of
the one that stays are made from the entries of both, so that undoing it separates them exactly as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiosk.model import Entry
from kiosk.rules.journal import standing

MERGED: Final = "merged"
"""Names in ``into`` the record that stands for this person."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The records of one person, as far as there are several."""

    into: Mapping[str, str] = field(default_factory=dict)
    """The record that stands for each of those that were merged into it."""
    entries: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    """All entries of each record."""

    def survivor(self, record: str) -> str:
        """The record that stands for this one."""
        return self.into.get(record, record)

    def others(self, record: str) -> list[Sequence[Entry]]:
        """The entries of each record for which this one stands, besides its own."""
        return [self.entries[other] for other, into in sorted(self.into.items()) if into == record]


NONE: Final = Merged()


def tied(record: str, links: Iterable[tuple[str, str]]) -> set[str]:
    """Every record that was ever merged with this one, by whatever way round, and itself."""
    found, pairs = {record}, list(links)
    while True:
        more = {end for pair in pairs if found & set(pair) for end in pair} - found
        if not more:
            return found
        found |= more


def merged(records: Mapping[str, Sequence[Entry]]) -> Merged:
    """Who stands for whom among these records."""
    said = {record: _into(entries) for record, entries in records.items()}
    links = {record: other for record, other in said.items() if other in records}
    ends = {record: _end(record, links) for record in links}
    return Merged({record: end for record, end in ends.items() if end != record}, records)


def _into(entries: Iterable[Entry]) -> str:
    """The record into which this one was last merged, where that holds."""
    said = [str(entry.body["into"]) for entry in standing(entries) if entry.kind == MERGED]
    return said[-1] if said else ""


def _end(record: str, links: Mapping[str, str]) -> str:
    """Where the links lead; of a ring, which two laptops at once may make, the least record stands for all."""
    path = [record]
    while path[-1] in links:
        following = links[path[-1]]
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]
