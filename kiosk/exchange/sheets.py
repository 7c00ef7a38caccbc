"""Sheets of a page each that explain something: what to do when, keys, words, codes to scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.exchange.paper import A4, LEADING, POINT, Paper

MARGIN: Final = 14.0
LARGEST: Final = 11.5
"""Points; a sheet with much on it is set in smaller letters, so that it stays one page."""
CODE: Final = 30.0
LOWEST: Final = A4[1] - 12.0


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and rows of two texts, in so many columns; ``wide`` is the share of the left text."""

    heading: str
    rows: Sequence[tuple[str, str]]
    columns: int = 1
    wide: float = 0.3


@dataclass(frozen=True, slots=True)
class Code:
    """A code to scan, and what it is for."""

    code: str
    caption: str


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet."""

    title: str
    lead: str
    parts: Sequence[Part]
    codes: Sequence[Code] = ()


def write_pages(path: Path, event: str, pages: Sequence[Page]) -> None:
    """Writes the sheets as a PDF, a page each.

    Raises:
        KioskError: the file cannot be written.
    """
    paper, trial = Paper(title=event), Paper()
    for page in pages:
        size = LARGEST
        trial.page()
        while _draw(trial, event, page, size) > LOWEST:
            size *= 0.97
        paper.page()
        _draw(paper, event, page, size)
    paper.save(path)


def _draw(paper: Paper, event: str, page: Page, size: float) -> float:
    """Draws a sheet with letters of this size; its lower edge."""
    width = A4[0] - 2 * MARGIN
    paper.text(MARGIN, 8, width, event, 9, grey=90)
    y = paper.text(MARGIN, 13, width, page.title, 22, bold=True)
    y = paper.paragraph(MARGIN, y + 1, width, page.lead, size) if page.lead else y
    for part in page.parts:
        y = paper.text(MARGIN, y + 2.5, width, part.heading, size * 1.15, bold=True)
        paper.line(MARGIN, y + 0.3, MARGIN + width, y + 0.3)
        y = _rows(paper, part, y + 1, size)
    for place, code in enumerate(page.codes):
        x, wide = MARGIN + place * width / 2, width / 2
        paper.code(x, y + 2, CODE, code.code)
        paper.paragraph(x + CODE + 1, y + 5, wide - CODE - 3, code.caption, size * 0.9)
    return y + (CODE + 4 if page.codes else 0)


def _rows(paper: Paper, part: Part, top: float, size: float) -> float:
    """The rows, column by column."""
    each = -(-len(part.rows) // part.columns)
    room = (A4[0] - 2 * MARGIN) / part.columns
    lowest = top
    for column in range(part.columns):
        x, y = MARGIN + column * room, top
        for left, right in part.rows[column * each : (column + 1) * each]:
            first = paper.paragraph(x, y, room * part.wide - 2, left, size, bold=True)
            second = paper.paragraph(x + room * part.wide, y, room * (1 - part.wide) - 2, right, size)
            y = max(first, second, y + size * POINT * LEADING) + 0.6
        lowest = max(lowest, y)
    return lowest
