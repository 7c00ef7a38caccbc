"""Small cells: counts of so few persons that they could tell who somebody is are hidden in whatever goes out.

The figures themselves (T1 to R1) are told, each as it is. So what a breakdown hides may come out neither of its columns
and these totals, nor as the difference of registered and attendees, which is who has not come.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final

from kiosk.rules.figures.facts import SEEKING

LEAST: Final = 3
"""Smaller counts are hidden."""

GIVEN: Final = frozenset({"", SEEKING})
"""Rows that figures may tell: Q1, and T4 those of whom nothing is known. Nothing can be hidden behind these, be it that
one of them is told, or both."""

CAME: Final = "T2"
REGISTERED: Final = "T1"


def hidden(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with None for every cell below three, and for those from which such a cell could be computed.

    Totals are known, so what is hidden in a column must be more than one cell and add up to three at least; the next
    larger cells go with it until that is so. Whoever is too few to be counted hides their registrations and talks, too.
    Rows in which nobody is counted are left out.
    """
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
    others = sorted(set(range(len(rows))) - gone, key=lambda place: (rows[place]["id"] in GIVEN, rows[place][column]))
    given = [place for place, row in enumerate(rows) if row["id"] in GIVEN]
    told = [set(some) for count in range(len(given) + 1) for some in combinations(given, count)]
    while others and small:
        groups = [gone - known for known in told if small - known]
        if all(_is_enough([rows[place] for place in group], column) for group in groups):
            break
        gone.add(others.pop(0))
    return gone


def _is_enough(rows: Sequence[dict[str, Any]], column: str) -> bool:
    """Whether these cells of a column, whose sum can be computed, tell of no single one and of no few persons."""
    if len(rows) < 2 or sum(row[column] for row in rows) < LEAST:
        return False
    return column != REGISTERED or not _is_small(_missing(rows))
