"""Small cells: counts of so few persons that they could tell who somebody is are hidden in whatever goes out.

The figures themselves (T1 to R1) are told, each as it is. So what a breakdown hides may come out neither of its columns
and these totals, nor as the difference of registered and attendees, which is who has not come. Of the ways here two
sums are known as well: where no list says who seeks work, Q1 is all who were sent, and the press is told how many of
them came through the agency and the jobcentre, unless that gave a small cell away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Any, Final

from kiosk.rules.figures.facts import SEEKING, SENT_BY, ways

LEAST: Final = 3
"""Smaller counts are hidden."""

GIVEN: Final = frozenset({"", SEEKING})
"""Rows that figures may tell: Q1, and T4 those of whom nothing is known. Nothing can be hidden behind these, be it that
one of them is told, or both."""

CAME: Final = "T2"
REGISTERED: Final = "T1"


UNKNOWN: Final = "Q1_unknown"
"""The figure that is the small cell of a breakdown itself: so it is told as cells are."""


def is_few(figure: str, value: float) -> bool:
    """Whether a figure counts so few persons that they could be found again by what is not known of them."""
    return figure == UNKNOWN and 0 < value < LEAST


def hidden(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with None for every cell below three, and for those from which such a cell could be computed.

    Totals are known, so what is hidden in a column must be more than one cell and add up to three at least; the next
    larger cells go with it until that is so. Whoever is too few to be counted hides their registrations and talks, too.
    Rows in which nobody is counted are left out. What has been hidden before stays as it is.
    """
    if any(value is None for row in rows for value in row.values()):
        return list(rows)
    shown = [dict(row) for row in rows if any(_is_count(value) and value for value in row.values())]
    columns = dict.fromkeys(name for row in shown for name, value in row.items() if _is_count(value))
    gone: dict[str, set[int]] = {}
    for column in sorted(columns, key=lambda column: column != CAME):
        small = {place for place, row in enumerate(shown) if row[column] < LEAST} | gone.get(CAME, set())
        if column == REGISTERED and CAME in columns:
            small |= {place for place, row in enumerate(shown) if _is_small(_missing([row]))}
        gone[column] = _with_others(shown, column, small)
    for column, places in gone.items():
        for place in places:
            shown[place][column] = None
    return shown


def _is_count(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _missing(rows: Sequence[dict[str, Any]]) -> float:
    """How many more were registered than came; below nothing where more came."""
    return float(sum(row[REGISTERED] - row.get(CAME, row[REGISTERED]) for row in rows))


def _is_small(difference: float) -> bool:
    return 0 < abs(difference) < LEAST


def _with_others(rows: Sequence[dict[str, Any]], column: str, small: set[int]) -> set[int]:
    """The places of a column that are not told: the small ones, and as many others as it takes."""
    gone = set(small)
    if column == CAME:
        for part in _parts(rows, (SENT_BY,)):
            gone |= _enough_of(rows, column, gone & part, part)
    return _enough_of(rows, column, gone, set(range(len(rows))))


def _enough_of(rows: Sequence[dict[str, Any]], column: str, small: set[int], part: set[int]) -> set[int]:
    """The small cells with as many of those beside them as it takes whose sum is known, at most all of these."""
    gone = set(small)
    others = sorted(part - gone, key=lambda place: (rows[place]["id"] in GIVEN, rows[place][column]))
    while others and small and not _is_covered(rows, column, gone, small):
        gone.add(others.pop(0))
    return gone


def _is_covered(rows: Sequence[dict[str, Any]], column: str, gone: set[int], small: set[int]) -> bool:
    """Whether the sum of hidden cells tells nothing, whichever of the rows that figures may tell is told."""
    given = [place for place in gone if rows[place]["id"] in GIVEN]
    told = [set(some) for count in range(len(given) + 1) for some in combinations(given, count)]
    groups = [gone - known for known in told if small - known]
    return all(_is_enough([rows[place] for place in group], column) for group in groups)


def _parts(rows: Sequence[dict[str, Any]], sums: Sequence[Collection[str]]) -> Iterator[set[int]]:
    """The places of rows, apart by which sums of ways here they are counted in."""
    counted = [tuple(not set(ways(row["id"])).isdisjoint(each) for each in sums) for row in rows]
    for part in dict.fromkeys(counted):
        yield {place for place, each in enumerate(counted) if each == part}


def told_together(rows: Sequence[dict[str, Any]], wanted: Collection[str]) -> int | None:
    """How many came by these ways here; None where that would bring to light what a report of these rows hides."""
    told = {row["id"]: row[CAME] for row in hidden(rows)}
    gone = {place for place, row in enumerate(rows) if told.get(row["id"], 0) is None}
    if any(not set(ways(rows[place]["id"])).isdisjoint(wanted) for place in gone):
        parts = [gone & part for part in _parts(rows, (SENT_BY, wanted)) if gone & part]
        if not all(_is_covered(rows, CAME, part, part) for part in parts):
            return None
    return sum(int(row[CAME]) for row in rows if not set(ways(row["id"])).isdisjoint(wanted))


def _is_enough(rows: Sequence[dict[str, Any]], column: str) -> bool:
    """Whether these cells of a column, whose sum can be computed, tell of no single one and of no few persons."""
    if len(rows) < 2 or sum(row[column] for row in rows) < LEAST:
        return False
    return column != REGISTERED or not _is_small(_missing(rows))
