"""Rows about people in which nobody can be found again: at least three persons behind every combination of values.

Everything that is published is counted from the rows that come out here. So every cell of every breakdown is nothing or
a sum of groups of at least three persons, and so is whatever somebody computes from totals: there is no smaller group
left that a subtraction could bring to light.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

LEAST: Final = 3
"""So many persons share every combination of values."""

OTHER: Final = ""
"""Stands for a value that is unknown, rare or hidden: which of these it was may not be seen."""

QUARTER: Final = 15
"""Minutes to which times are rounded."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: whom it is about, who is not published, and the values, the one most worth keeping first."""

    who: Hashable
    values: tuple[str, ...]


def rounded(at: datetime | None) -> str:
    """A local moment to the nearest quarter of an hour; nothing where there is none."""
    if at is None:
        return OTHER
    whole = at.replace(minute=0, second=0, microsecond=0)
    quarters = round((at - whole) / timedelta(minutes=QUARTER))
    return (whole + timedelta(minutes=QUARTER * quarters)).isoformat(timespec="minutes")


def protected(rows: Iterable[Row], least: int = LEAST) -> list[Row]:
    """The same rows with as much hidden as it takes; none at all where they are about fewer persons than that.

    Rare values become ``OTHER`` first. Of rows that are alone even so, the last value is hidden, then the one before
    it, until each shares all its values with others. Where a few are left that share nothing, the smallest group
    beside them is hidden as well, as a whole: to hide only those few would tell who they are.
    """
    found = list(rows)
    if len({row.who for row in found}) < least:
        return []
    width = len(found[0].values)
    for place in range(width):
        found = _hide_rare(found, place, least)
    for place in reversed(range(width)):
        small = _small(found, least)
        found = [_without(row, place) if row.values in small else row for row in found]
    nothing = (OTHER,) * width
    while nothing in _small(found, least):
        sizes = {values: len(who) for values, who in _groups(found).items() if values != nothing}
        smallest = min(sizes, key=lambda values: (sizes[values], values))
        found = [replace(row, values=nothing) if row.values == smallest else row for row in found]
    return found


def _hide_rare(rows: Sequence[Row], place: int, least: int) -> list[Row]:
    who: dict[str, set[Hashable]] = defaultdict(set)
    for row in rows:
        who[row.values[place]].add(row.who)
    return [row if len(who[row.values[place]]) >= least else _without(row, place) for row in rows]


def _without(row: Row, place: int) -> Row:
    return replace(row, values=(*row.values[:place], OTHER, *row.values[place + 1 :]))


def _groups(rows: Iterable[Row]) -> Mapping[tuple[str, ...], set[Hashable]]:
    """The persons behind each combination of values."""
    found: dict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    for row in rows:
        found[row.values].add(row.who)
    return found


def _small(rows: Iterable[Row], least: int) -> set[tuple[str, ...]]:
    return {values for values, who in _groups(rows).items() if len(who) < least}


def breakdown(rows: Iterable[Row], place: int) -> dict[str, int]:
    """How many rows have each value of a column: nothing that could not be counted from the rows themselves."""
    return dict(sorted(Counter(row.values[place] for row in rows).items()))
