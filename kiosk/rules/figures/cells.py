"""Small cells: counts of so few persons that they could tell who somebody is are hidden in whatever goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

LEAST: Final = 3
"""Smaller counts are hidden."""


def hidden(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with None for every cell below three, and for those from which such a cell could be computed.

    Totals are known, so what is hidden in a column must be more than one cell and add up to three at least; the next
    larger cells go with it until that is so. Rows in which nobody is counted are left out.
    """
    shown = [dict(row) for row in rows if any(_is_count(value) and value for value in row.values())]
    columns = dict.fromkeys(name for row in shown for name, value in row.items() if _is_count(value))
    for column in columns:
        counts = [row[column] for row in shown]
        for place in _to_hide(counts):
            shown[place][column] = None
    return shown


def _is_count(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _to_hide(counts: Sequence[float]) -> list[int]:
    """The places of a column that are not told."""
    by_size = sorted(range(len(counts)), key=lambda place: counts[place])
    small = [place for place in by_size if counts[place] < LEAST]
    for place in by_size[len(small) :] if small else ():
        if len(small) > 1 and sum(counts[each] for each in small) >= LEAST:
            break
        small.append(place)
    return small
