"""Routing slips on paper: a number, and when it goes to which booth. Four to a page of A4, to be cut apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.assets import asset
from kiosk.exchange.write import replace_file
from kiosk.i18n import _

if TYPE_CHECKING:
    from fpdf import FPDF

PAGE: Final = (210.0, 297.0)
SLIP: Final = (PAGE[0] / 2, PAGE[1] / 2)
"""Millimetres; a slip is A6."""

MARGIN: Final = 8.0
TALLEST_ROW: Final = 8.0
FONT: Final = "DejaVu"


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
    from fpdf import FPDF  # takes a third of a second to load, and only printing needs it

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.add_font(FONT, "", asset("fonts", "DejaVuSans.ttf"))
    pdf.add_font(FONT, "B", asset("fonts", "DejaVuSans-Bold.ttf"))
    for place, slip in enumerate(slips):
        if place % 4 == 0:
            pdf.add_page()
            _cutting_lines(pdf)
        _draw(pdf, event, slip, (place % 2) * SLIP[0], (place % 4 // 2) * SLIP[1])
    replace_file(path, bytes(pdf.output()))


def _cutting_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(180)
    pdf.set_dash_pattern(1, 1)
    pdf.line(SLIP[0], 0, SLIP[0], PAGE[1])
    pdf.line(0, SLIP[1], PAGE[0], SLIP[1])
    pdf.set_dash_pattern()


def _draw(pdf: FPDF, event: str, slip: Slip, left: float, top: float) -> None:
    width = SLIP[0] - 2 * MARGIN
    x, y = left + MARGIN, top + MARGIN
    _text(pdf, x, y, width, event, 9)
    _text(pdf, x, y + 6, width, _("Your number: {number}").format(number=slip.number), 22, bold=True)
    room = SLIP[1] - 2 * MARGIN - 26
    row = min(TALLEST_ROW, room / max(len(slip.stops), 1))
    for line, stop in enumerate(slip.stops):
        at = y + 19 + line * row
        size = min(12, row * 1.6)
        _text(pdf, x, at, 16, stop.time, size, bold=True)
        _text(pdf, x + 16, at, 26, _("Booth {booth}").format(booth=stop.booth), size, bold=True)
        _text(pdf, x + 42, at, width - 42, stop.employer, size * 0.8)
    if not slip.stops:
        _text(pdf, x, y + 19, width, _("No talk is planned yet. Please come to the reception."), 10)
    _text(pdf, x, top + SLIP[1] - MARGIN - 4, width, _("Questions? Please come to the reception."), 9)


def _text(pdf: FPDF, x: float, y: float, width: float, text: str, size: float, *, bold: bool = False) -> None:
    """Writes one line that never leaves its room: a long text gets smaller."""
    pdf.set_font(FONT, "B" if bold else "", size)
    wide = pdf.get_string_width(text)
    if wide > width:
        pdf.set_font_size(size * width / wide * 0.98)
    pdf.text(x, y + size * 0.35, text)
