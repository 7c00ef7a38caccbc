"""Routing slips on paper: a number, and when it goes to which booth. Four to a page of A4, to be cut apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.exchange.paper import A4, Paper
from kiosk.i18n import _

SLIP: Final = (A4[0] / 2, A4[1] / 2)
"""Millimetres; a slip is A6."""

MARGIN: Final = 8.0
TALLEST_ROW: Final = 8.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of a slip."""

    time: str
    booth: str
    employer: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One person's slip; it names nobody, so that a lost one tells nothing."""

    number: int
    stops: tuple[Stop, ...]


def write_slips(path: Path, event: str, slips: Sequence[Slip]) -> None:
    """Writes the slips as a PDF.

    Raises:
        KioskError: the file cannot be written.
    """
    paper = Paper(title=event)
    for place, slip in enumerate(slips):
        if place % 4 == 0:
            paper.page()
            paper.cut(SLIP[0], 0, SLIP[0], A4[1])
            paper.cut(0, SLIP[1], A4[0], SLIP[1])
        _draw(paper, event, slip, (place % 2) * SLIP[0], (place % 4 // 2) * SLIP[1])
    paper.save(path)


def _draw(paper: Paper, event: str, slip: Slip, left: float, top: float) -> None:
    width = SLIP[0] - 2 * MARGIN
    x, y = left + MARGIN, top + MARGIN
    paper.text(x, y - 2, width, event, 9)
    paper.text(x, y + 3, width, _("Your number: {number}").format(number=slip.number), 22, bold=True)
    room = SLIP[1] - 2 * MARGIN - 26
    row = min(TALLEST_ROW, room / max(len(slip.stops), 1))
    for line, stop in enumerate(slip.stops):
        at = y + 17 + line * row
        size = min(12, row * 1.6)
        paper.text(x, at, 16, stop.time, size, bold=True)
        paper.text(x + 16, at, 26, _("Booth {booth}").format(booth=stop.booth), size, bold=True)
        paper.text(x + 42, at + size * 0.06, width - 42, stop.employer, size * 0.8)
    if not slip.stops:
        paper.text(x, y + 17, width, _("No talk is planned yet. Please come to the reception."), 10)
    paper.text(x, top + SLIP[1] - MARGIN - 4, width, _("Questions? Please come to the reception."), 9)
