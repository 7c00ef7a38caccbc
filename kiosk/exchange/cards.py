"""The cards on paper: a code, a symbol, a word, and what the card does in one sentence; to be cut apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.exchange.paper import A4, Paper, missing

MARGIN: Final = 6.0
_BESIDE: Final = 1.5
"""A card so much wider than high has its words beside the code, else below it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One card as it is printed."""

    code: str
    word: str
    sentence: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cards of one size, with the columns and rows in which they stand on a page; each sheet begins a new page."""

    cards: Sequence[Printed]
    columns: int
    rows: int


def write_cards(path: Path, event: str, sheets: Sequence[Sheet]) -> str:
    """Writes the cards as a PDF; the event's name stands on each, for at another event it does nothing.

    The characters that no font has and that are left out.

    Raises:
        KioskError: the file cannot be written.
    """
    paper = Paper(title=event)
    for sheet in sheets:
        width, height = A4[0] / sheet.columns, A4[1] / sheet.rows
        most = sheet.columns * sheet.rows
        for place, card in enumerate(sheet.cards):
            if place % most == 0:
                paper.page()
                _cut(paper, sheet)
            row, column = divmod(place % most, sheet.columns)
            _draw(paper, event, card, (column * width, row * height, width, height))
    paper.save(path)
    return missing(text for sheet in sheets for card in sheet.cards for text in (event, card.word, card.sentence))


def _cut(paper: Paper, sheet: Sheet) -> None:
    for column in range(1, sheet.columns):
        paper.cut(A4[0] * column / sheet.columns, 0, A4[0] * column / sheet.columns, A4[1])
    for row in range(1, sheet.rows):
        paper.cut(0, A4[1] * row / sheet.rows, A4[0], A4[1] * row / sheet.rows)


def _draw(paper: Paper, event: str, card: Printed, place: tuple[float, float, float, float]) -> None:
    left, top, width, height = place
    if width > height * _BESIDE:
        _draw_wide(paper, event, card, place)
        return
    side = height * 0.7
    paper.code(left + (width - side) / 2, top + 1, side, card.code)
    y = paper.text(left + 2, top + side + 1, width - 4, card.word, 13, bold=True, align="C")
    paper.text(left + 2, y, width - 4, card.sentence, 7, align="C")


def _draw_wide(paper: Paper, event: str, card: Printed, place: tuple[float, float, float, float]) -> None:
    """The code on the left, as large as the card allows, and the words beside it."""
    left, top, width, height = place
    side = min(height - MARGIN, width * 0.45)
    paper.code(left + 1, top + (height - side) / 2, side, card.code)
    x, room = left + side + 2, width - side - 2 - MARGIN
    y = paper.text(x, top + MARGIN, room, card.symbol, 20)
    y = paper.text(x, y, room, card.word, 15, bold=True, height=14)
    paper.text(x, y + 1, room, card.sentence, 10, height=top + height - MARGIN - 5 - y)
    paper.text(x, top + height - MARGIN - 3, room, event, 7, grey=90)
