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
    given = list(rows)
    found = given
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
    for place in range(width):
        found = _hide_all(given, found, place, least)
    return found


def _hide_all(before: Sequence[Row], rows: Sequence[Row], place: int, least: int) -> list[Row]:
    """Hides a value wholly where only a few lost it: a report may tell how many have it, and these were the rest."""
    lost: dict[str, set[Hashable]] = defaultdict(set)
    for old, new in zip(before, rows, strict=True):
        if old.values[place] != new.values[place]:
            lost[old.values[place]].add(old.who)
    few = {value for value, who in lost.items() if len(who) < least}
    return [_without(row, place) if row.values[place] in few else row for row in rows]


def unlinked(rows: Iterable[Row], known: Sequence[int], secret: Sequence[int]) -> list[Row]:
    """The same rows, so that whoever knows of somebody the values at ``known`` places learns none at ``secret`` ones.

    The list of names tells how many talks each had: were all with five talks sent by the jobcentre, each of them would
    be known to be. So the known values of such persons are hidden, the last first, together with those of the smallest
    groups beside them, until those of whom nothing is known differ. What all rows share is no secret.
    """
    found = list(rows)
    telling = [place for place in secret if len({row.values[place] for row in found}) > 1]
    for depth in reversed(range(len(known))):
        for before, same in _grouped(found, known[:depth]).items():
            groups = _grouped(same, known)
            gone = {values for values, group in groups.items() if _tells(group, telling)}
            left = sorted(groups.keys() - gone, key=lambda values: (len(groups[values]), values))
            while left and gone and _tells([row for values in gone for row in groups[values]], telling):
                gone.add(left.pop(0))
            blank = (*before, *[OTHER] * (len(known) - depth))
            found = [_with(row, known, blank) if _at(row, known) in gone else row for row in found]
    return found


def _tells(rows: Sequence[Row], secret: Iterable[int]) -> bool:
    """Whether all these rows share something that is secret."""
    return any(len({row.values[place] for row in rows}) == 1 for place in secret)


def _at(row: Row, places: Iterable[int]) -> tuple[str, ...]:
    return tuple(row.values[place] for place in places)


def _with(row: Row, places: Sequence[int], values: Sequence[str]) -> Row:
    new = dict(zip(places, values, strict=True))
    return replace(row, values=tuple(new.get(place, value) for place, value in enumerate(row.values)))


def _grouped(rows: Iterable[Row], places: Sequence[int]) -> Mapping[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[_at(row, places)].append(row)
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
