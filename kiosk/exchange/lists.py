"""Lists on paper, to be ticked and signed by hand: a table over as many pages as it takes, its head on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.exchange.paper import A4, LEADING, POINT, Paper, missing
from kiosk.i18n import _

MARGIN: Final = 12.0
TOP: Final = 30.0
BOTTOM: Final = A4[1] - 14.0
BOX: Final = 4.0
"""The side of a box to tick."""

SIZE: Final = 11.0
"""Points; a long text gets smaller and breaks into lines."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and its share of the width. One with ``box`` has a box to tick in front of its text."""

    head: str
    share: float
    bold: bool = False
    box: bool = False
    align: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with a title and a sentence that says what it is for; it begins on a page of its own."""

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    row: float = 8.0
    """The height of a row in millimetres."""


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign on the table of a booth."""

    booth: str
    word: str
    """The booth with the word for it, for whoever reads the sign aloud."""
    employer: str
    place: str
    positions: tuple[str, ...]
    code: str
    caption: str


def write_lists(path: Path, event: str, lists: Sequence[Listing]) -> str:
    """Writes lists as a PDF; the characters that no font has and that are left out.

    Raises:
        KioskError: the file cannot be written.
    """
    paper = Paper(title=event)
    for listing in lists:
        draw_list(paper, event, listing)
    paper.save(path)
    cells = {cell for listing in lists for row in listing.rows for cell in row}
    return missing([event, *sorted(cells), *(listing.title for listing in lists)])


def draw_list(paper: Paper, event: str, listing: Listing) -> None:
    """Adds the pages of one list."""
    most = int((BOTTOM - TOP) / listing.row)
    pages = max(1, -(-len(listing.rows) // most))
    for page in range(pages):
        paper.page()
        _head(paper, event, listing, _("Page {page} of {pages}").format(page=page + 1, pages=pages))
        y = TOP
        for row in listing.rows[page * most : (page + 1) * most]:
            _row(paper, listing, row, y)
            y += listing.row


def _head(paper: Paper, event: str, listing: Listing, page: str) -> None:
    width = A4[0] - 2 * MARGIN
    paper.text(MARGIN, 8, width - 32, listing.title, 15, bold=True)
    paper.text(A4[0] - MARGIN - 30, 9, 30, page, 9, align="R")
    paper.text(MARGIN, 15, width, event, 9, grey=90, align="L")
    paper.text(MARGIN, 19.5, width, listing.note, 9, align="L")
    for column, x, wide in _places(listing):
        paper.text(x + 0.5, TOP - 5, wide - 1, column.head, 8, bold=True, align=column.align or "L")
    paper.line(MARGIN, TOP, A4[0] - MARGIN, TOP)


def _row(paper: Paper, listing: Listing, row: Sequence[str], y: float) -> None:
    for (column, x, wide), cell in zip(_places(listing), row, strict=True):
        if column.box:
            paper.box(x + 0.5, y + (listing.row - BOX) / 2, BOX, BOX, grey=80)
            x, wide = x + BOX + 1, wide - BOX - 1
        room, height = wide - 3, listing.row - 1.4
        fits = paper.measure(cell, SIZE, bold=column.bold) <= room
        top = y + (listing.row - (SIZE * POINT * LEADING if fits else height)) / 2
        # Most fit as they are, and then nothing has to be tried: a list may have thousands of rows.
        tall, align = 0 if fits else height, column.align or "L"
        paper.text(x + 0.5, top, room, cell, SIZE, bold=column.bold, align=align, height=tall)
    paper.line(MARGIN, y + listing.row, A4[0] - MARGIN, y + listing.row, grey=170)


def _places(listing: Listing) -> list[tuple[Column, float, float]]:
    """The columns from left to right, each with its left edge and its width."""
    whole = sum(column.share for column in listing.columns)
    places: list[tuple[Column, float, float]] = []
    x = MARGIN
    for column in listing.columns:
        wide = (A4[0] - 2 * MARGIN) * column.share / whole
        places.append((column, x, wide))
        x += wide
    return places


def write_signs(path: Path, event: str, signs: Sequence[Sign]) -> str:
    """Writes a page for each booth; the characters that no font has and that are left out.

    Raises:
        KioskError: the file cannot be written.
    """
    paper = Paper(title=event)
    for sign in signs:
        paper.page()
        _sign(paper, event, sign)
    paper.save(path)
    return missing(text for sign in signs for text in (event, sign.booth, sign.employer, sign.place, *sign.positions))


def _sign(paper: Paper, event: str, sign: Sign) -> None:
    """The number can be read from across the hall, the rest from the chair before the table."""
    width = A4[0] - 2 * MARGIN
    paper.text(MARGIN, 10, width, event, 12, align="C", grey=90)
    paper.text(MARGIN, 18, width, sign.word, 18, align="C")
    paper.text(MARGIN, 26, width, sign.booth, 280, bold=True, align="C", height=105)
    y = paper.text(MARGIN, 134, width, sign.employer, 40, bold=True, align="C", height=34)
    y = paper.text(MARGIN, y + 2, width, sign.place, 16, align="C")
    lowest = A4[1] - 62.0
    step = min(9.0, (lowest - y - 4) / max(1, len(sign.positions)))
    for place, position in enumerate(sign.positions):
        paper.text(MARGIN, y + 4 + place * step, width, position, min(16.0, step * 2.2), align="C", height=step)
    paper.cut(MARGIN, A4[1] - 60, A4[0] - MARGIN, A4[1] - 60)
    paper.code(MARGIN, A4[1] - 57, 46, sign.code)
    paper.text(MARGIN + 52, A4[1] - 50, width - 52, sign.word, 18, bold=True, height=10)
    paper.text(MARGIN + 52, A4[1] - 38, width - 52, sign.caption, 11, height=26)
