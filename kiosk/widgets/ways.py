"""The public list of who goes where: number and booth, sorted by number, on pages that turn by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.rules.seating import Way
from kiosk.widgets.digits import draw
from kiosk.widgets.texts import safe

HEIGHTS: Final = (5, 3)
"""How high the numbers are drawn where there is room, in lines; else they are plain text."""

MOST_PAGES: Final = 2
"""Rather smaller signs than more pages: nobody waits longer for their number than these take to turn."""

ARROW: Final = "  →  "
GAP: Final = 4
LONGEST_BOOTH: Final = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """How the list is laid out: the size of the signs, and how many rows and columns a page has."""

    height: int
    number: int
    """Width of the widest number."""
    booth: int
    """Width of the widest booth."""
    rows: int
    columns: int

    @property
    def a_page(self) -> int:
        """How many entries a page holds."""
        return self.rows * self.columns


@lru_cache(maxsize=16)
def layout(ways: tuple[Way, ...], width: int, height: int) -> Layout:
    """The largest signs with which the list fits on few pages."""
    for high in HEIGHTS if _drawable(ways) else ():
        found = _layout(ways, width, height, high)
        if found.a_page and -(-len(ways) // found.a_page) <= MOST_PAGES:
            return found
    return _layout(ways, width, height, 1)


def _drawable(ways: tuple[Way, ...]) -> bool:
    return all(way.booth.isascii() and way.booth.isdigit() for way in ways)


def _layout(ways: tuple[Way, ...], width: int, height: int, high: int) -> Layout:
    number = max((len(_signs(str(way.number), high)[0]) for way in ways), default=1)
    booth = max((len(_signs(way.booth, high)[0]) for way in ways), default=1)
    rows, columns = (height + 1) // (high + 1), (width + GAP) // (number + len(ARROW) + booth + GAP)
    return Layout(high, number, booth, *((height or 1, columns or 1) if high == 1 else (rows, columns)))


@lru_cache(maxsize=4096)
def _signs(text: str, high: int) -> list[str]:
    """A number or a booth as lines of equal length."""
    return [safe(text, LONGEST_BOOTH)] if high == 1 else draw(text, 1000, high)


def _entry(way: Way, how: Layout) -> list[Content]:
    """One entry as lines of equal length."""
    number, booth = _signs(str(way.number), how.height), _signs(way.booth, how.height)
    arrows = [ARROW if line == how.height // 2 else " " * len(ARROW) for line in range(how.height)]
    return [
        Content.assemble(
            (left.rjust(how.number), "bold"), (arrow, "$text-muted"), (right.ljust(how.booth), "bold $accent")
        )
        for left, arrow, right in zip(number, arrows, booth, strict=True)
    ]


class Ways(Widget):
    """One page of the list."""

    ways: reactive[tuple[Way, ...]] = reactive(())
    turn = reactive(0)
    """Counts up; which page is shown follows from it."""

    @property
    def pages(self) -> int:
        """How many pages the list has at this size."""
        return max(1, -(-len(self.ways) // layout(self.ways, *self.size).a_page))

    @property
    def page(self) -> int:
        """The page that is shown, from 1."""
        return self.turn % self.pages + 1

    def render(self) -> Content:
        """The page; one looks down a column, then to the right."""
        how = layout(self.ways, *self.size)
        first = (self.page - 1) * how.a_page
        shown = self.ways[first : first + how.a_page]
        deep = max(1, -(-len(shown) // how.columns))
        rows = [_row(shown[row::deep], how) for row in range(deep)] if shown else []
        return Content("\n" if how.height == 1 else "\n\n").join(rows)


def _row(ways: tuple[Way, ...], how: Layout) -> Content:
    entries = [_entry(way, how) for way in ways]
    return Content("\n").join(Content(" " * GAP).join(lines) for lines in zip(*entries, strict=True))
