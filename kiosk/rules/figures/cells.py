"""Small cells: counts of so few persons that they could tell who somebody is are hidden in whatever goes out.

The figures themselves (T1 to R1) are told, each as it is. So what a breakdown hides may come out neither of its columns
and these totals, nor as the difference of registered and attendees, which is who has not come. Of the ways here two
sums are known as well: where no list says who seeks work, Q1 is all who were sent, and the press is told how many of
them came through the agency and the jobcentre, unless that gave a small cell away. Nor may a row be told from which Q1
differs by a few, for these were sent and do not say that they seek work, or the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from kiosk.rules.figures.definitions import Figure
from kiosk.rules.figures.facts import SEEKING, SENT_BY, ways
from kiosk.rules.figures.tables import OUTCOMES, SENSITIVE

LEAST: Final = 3
"""Smaller counts are hidden."""

GIVEN: Final = frozenset({"", SEEKING})
"""Rows that figures may tell: Q1, and T4 those of whom nothing is known. Nothing can be hidden behind these, be it that
one of them is told, or both."""

CAME: Final = "T2"
REGISTERED: Final = "T1"
REACHED: Final = "Q1"

UNKNOWN: Final = "Q1_unknown"
"""The figure that is the small cell of a breakdown itself: so it is told as cells are."""


def is_few(figure: str, value: float) -> bool:
    """Whether a figure counts so few persons that they could be found again by what is not known of them."""
    return figure == UNKNOWN and 0 < value < LEAST


NO_FIGURES: Final[Mapping[str, Figure]] = {}

COMPARED: Final = frozenset({"channel", "status"})
"""The breakdowns that Q1 and Q1_unknown are counted by."""


def printed(name: str, rows: Sequence[dict[str, Any]], figures: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """A breakdown as it goes out beside these figures: those of persons with their small cells hidden."""
    if name not in SENSITIVE:
        return list(rows)
    return hidden(rows, figures if name in COMPARED else NO_FIGURES)


def hidden(rows: Sequence[dict[str, Any]], figures: Mapping[str, Figure] = NO_FIGURES) -> list[dict[str, Any]]:
    """The rows with None for every cell below three, and for those from which such a cell could be computed.

    Totals are known, so what is hidden in a column must be more than one cell and add up to three at least; the next
    larger cells go with it until that is so. Whoever is too few to be counted hides their registrations and talks, too.
    Rows in which nobody is counted are left out. What has been hidden before stays as it is. The figures are those with
    which rows can be compared.
    """
    if any(value is None for row in rows for value in row.values()):
        return list(rows)
    shown = [dict(row) for row in rows if any(_is_count(value) and value for value in row.values())]
    columns = dict.fromkeys(name for row in shown for name, value in row.items() if _is_count(value))
    gone: dict[str, set[int]] = {}
    for column in sorted(columns, key=lambda column: column != CAME):
        if column in OUTCOMES and not any(row[column] for row in shown):
            continue  # What nobody agreed on a figure tells.
        small = {place for place, row in enumerate(shown) if row[column] < LEAST} | gone.get(CAME, set())
        small |= _betrayed(shown, figures) if column == CAME else set()
        if column == REGISTERED and CAME in columns:
            small |= {place for place, row in enumerate(shown) if _is_small(_missing([row]))}
        gone[column] = _with_others(shown, column, small)
    for column, places in gone.items():
        for place in places:
            shown[place][column] = None
    return shown


def _betrayed(rows: Sequence[dict[str, Any]], figures: Mapping[str, Figure]) -> set[int]:
    """The places of rows that may neither be told nor follow from others: a figure less them would tell of few."""
    every = set(range(len(rows)))
    gone: set[int] = set()
    for places, figure in (
        ({place for place in every if rows[place]["id"] == SEEKING}, REACHED),
        (_counted_in(rows, SENT_BY), REACHED),
        ({place for place in every if not rows[place]["id"]}, UNKNOWN),
    ):
        if _betrays(rows, places, figures.get(figure)):
            # A single row is covered by another one anyway; the sum of several follows unless others are hidden, too.
            parts = (places, every - places) if len(places) > 1 else (places,)
            gone |= {min(part, key=_rank(rows, CAME)) for part in parts if part}
    return gone


def _betrays(rows: Sequence[dict[str, Any]], places: Collection[int], figure: Figure | None) -> bool:
    """Whether these rows, laid beside a figure, tell of few persons who are counted in one and not in the other."""
    return bool(places) and figure is not None and _is_small(figure - sum(rows[place][CAME] for place in places))


def _counted_in(rows: Sequence[dict[str, Any]], wanted: Collection[str]) -> set[int]:
    """The places of rows that are of one of these ways here."""
    return {place for place, row in enumerate(rows) if not set(ways(row["id"])).isdisjoint(wanted)}


def _rank(rows: Sequence[dict[str, Any]], column: str) -> Callable[[int], tuple[bool, float]]:
    """The order in which rows are hidden to cover others."""
    return lambda place: (rows[place]["id"] in GIVEN, rows[place][column])


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
    others = sorted(part - gone, key=_rank(rows, column))
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


def told_together(
    rows: Sequence[dict[str, Any]], wanted: Collection[str], figures: Mapping[str, Figure] = NO_FIGURES
) -> int | None:
    """How many came by these ways here; None where that would bring to light what a report of these rows hides."""
    told = {row["id"]: row[CAME] for row in hidden(rows, figures)}
    gone = {place for place, row in enumerate(rows) if told.get(row["id"], 0) is None}
    if _betrays(rows, _counted_in(rows, SENT_BY), figures.get(REACHED)):
        return None
    if gone & _counted_in(rows, wanted):
        parts = [gone & part for part in _parts(rows, (SENT_BY, wanted)) if gone & part]
        if not all(_is_covered(rows, CAME, part, part) for part in parts):
            return None
    return sum(int(rows[place][CAME]) for place in _counted_in(rows, wanted))


def _is_enough(rows: Sequence[dict[str, Any]], column: str) -> bool:
    """Whether these cells of a column, whose sum can be computed, tell of no single one and of no few persons."""
    if len(rows) < 2 or sum(row[column] for row in rows) < LEAST:
        return False
    return column != REGISTERED or not _is_small(_missing(rows))
