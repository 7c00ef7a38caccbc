"""Badges as a PDF: number, name, and the code with its white around it, on sheets and labels of many sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.codes import grouped
from kiosk.exchange.paper import LEADING, POINT, Paper
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.sheets import Sheet

LARGEST_CODE: Final = 33.0
"""Millimetres, its white included: at 33 modules a module is one millimetre."""

SMALL: Final = 40.0
"""Millimetres of height below which a badge has no room for a head."""


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on one badge; how somebody came and what they seek never does.

    Without number, name and role it is a spare one, with lines to write on.
    """

    number: int | None
    name: str
    role: str
    """A word for who is not an attendee, else empty."""
    organisation: str
    code: str
    no_photo: bool = False


@dataclass(frozen=True, slots=True)
class _Room:
    """A rectangle to write into."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Head:
    """What all badges of an event share."""

    event: str
    logo: Path | None


def write_badges(path: Path, event: str, badges: Sequence[Badge], sheet: Sheet, logo: Path | None = None) -> int:
    """Writes the badges, so many to a page as the sheet has; how many pages there are.

    Raises:
        KioskError: the logo is no picture, or the file cannot be written.
    """
    paper, head, places = Paper(*sheet.page, title=event), _Head(event, logo), list(sheet.places())
    for at, badge in enumerate(badges):
        if at % sheet.each == 0:
            paper.page()
            _lines(paper, sheet)
        x, y = places[at % sheet.each]
        width, height = sheet.badge
        if sheet.fold:
            half = height / 2
            _draw(paper, head, badge, _Room(x, y + half, width, half))
            with paper.turned(x + width / 2, y + half / 2):
                _draw(paper, head, badge, _Room(x, y, width, half))
        else:
            _draw(paper, head, badge, _Room(x, y, width, height))
    paper.save(path)
    return paper.pages


def _lines(paper: Paper, sheet: Sheet) -> None:
    """Where to cut and to fold."""
    width, height = sheet.badge
    if sheet.cut:
        for x in {edge for left, _top in sheet.places() for edge in (left, left + width)} - {0.0, sheet.page[0]}:
            paper.cut(x, 0, x, sheet.page[1])
        for y in {edge for _left, top in sheet.places() for edge in (top, top + height)} - {0.0, sheet.page[1]}:
            paper.cut(0, y, sheet.page[0], y)
    if sheet.fold:
        for left, top in sheet.places():
            paper.line(left + 3, top + height / 2, left + width - 3, top + height / 2, dashed=True, grey=120)


def _draw(paper: Paper, head: _Head, badge: Badge, room: _Room) -> None:
    margin = 3.0 if room.height >= SMALL else 1.5
    inner = _Room(room.x + margin, room.y + margin, room.width - 2 * margin, room.height - 2 * margin)
    if room.width >= room.height:
        words, code = _beside(inner)
    else:
        words, code = _below(inner)
    _code(paper, badge, code)
    _words(paper, head, badge, words, headed=room.height >= SMALL)


def _beside(inner: _Room) -> tuple[_Room, _Room]:
    """The words on the left, the code on the right."""
    letters = _letters(inner)
    side = min(LARGEST_CODE, inner.height - letters, inner.width * 0.45)
    right, foot = inner.x + inner.width, inner.y + inner.height
    words = _Room(inner.x, inner.y, inner.width - side - 1, inner.height)
    return words, _Room(right - side, foot - side - letters, side, side + letters)


def _below(inner: _Room) -> tuple[_Room, _Room]:
    """The words above, the code in the middle below."""
    side = min(LARGEST_CODE, inner.width, inner.height * 0.45)
    high = side + _letters(inner)
    words = _Room(inner.x, inner.y, inner.width, inner.height - high - 1)
    return words, _Room(inner.x + (inner.width - side) / 2, inner.y + inner.height - high, side, high)


def _letters(inner: _Room) -> float:
    """The height for the letters of the code, on two lines."""
    return 7.0 if inner.height >= SMALL else 4.4


def _code(paper: Paper, badge: Badge, room: _Room) -> None:
    """The code as a square with its white, its letters below in groups of five."""
    paper.code(room.x, room.y, room.width, badge.code)
    line = (room.height - room.width) / 2
    groups = grouped(badge.code).split()
    for at, pair in enumerate((groups[:2], groups[2:])):
        top = room.y + room.width + at * line
        paper.text(room.x, top, room.width, " ".join(pair), line / POINT / LEADING, align="C")


def _words(paper: Paper, head: _Head, badge: Badge, room: _Room, *, headed: bool) -> None:
    """Head, number or role, name, and at the foot organisation and photo mark: each in its own part of the room."""
    top, bottom = room.y, room.y + room.height
    if headed:
        _head(paper, head, _Room(room.x, top, room.width, 7))
        top += 8
    line = 5.0 if headed else 3.6
    if badge.no_photo:
        bottom -= line
        _no_photo(paper, room.x, bottom, room.width, line)
    below = badge.organisation if badge.number is None else badge.role
    if below:
        high = line * 1.6
        bottom -= high
        paper.text(room.x, bottom, room.width, below, line / POINT / LEADING, align="L", height=high)
    large = badge.role if badge.number is None else str(badge.number)
    if large:
        high = min(24.0, (bottom - top) * (0.45 if badge.name else 0.9))
        paper.text(room.x, top, room.width, large, high / POINT / LEADING, bold=True, align="L")
        top += high
    if not large and not badge.name:
        _to_write_on(paper, _Room(room.x, top, room.width, bottom - top))
    if badge.name and bottom - top > 2:
        size = 26 if headed else 14
        paper.text(room.x, top, room.width, badge.name, size, bold=True, align="L", height=bottom - top)


def _to_write_on(paper: Paper, room: _Room) -> None:
    """A line for the number and one for the name."""
    for word, part in ((_("Number"), 0.45), (_("Name"), 0.95)):
        foot = room.y + room.height * part
        paper.text(room.x, foot - 3.4, room.width * 0.3, word, 7, align="L", height=3.2, grey=60)
        paper.line(room.x, foot, room.x + room.width - 2, foot, wide=0.3)


def _head(paper: Paper, head: _Head, room: _Room) -> None:
    """The logo and the event's name."""
    x, width = room.x, room.width
    if head.logo:
        try:
            paper.image(x, room.y, width * 0.4, room.height, head.logo)
        except Exception:  # the library raises whatever a picture that is none has led it to
            text = _("{file} is no picture that can be printed. Put a PNG, JPG or SVG there, or take it away.")
            raise KioskError(text.format(file=head.logo)) from None
        x, width = x + width * 0.42, width * 0.58
    paper.text(x, room.y, width, head.event, 9, align="L", height=room.height, grey=60)


def _no_photo(paper: Paper, x: float, y: float, width: float, height: float) -> None:
    """A crossed-out camera and the words, to be seen from afar."""
    size = height * 0.8
    wide, top = size * 1.3, y + (height - size) / 2
    paper.box(x, top + size * 0.22, wide, size * 0.78, filled=True)
    paper.box(x + wide * 0.3, top, wide * 0.4, size * 0.3, filled=True)
    paper.disc(x + wide / 2, top + size * 0.62, size * 0.26, grey=255)
    paper.line(x - 0.3, top + size, x + wide + 0.3, top, wide=0.9, grey=255)
    paper.line(x - 0.3, top + size + 0.3, x + wide + 0.3, top + 0.3, wide=0.5)
    left = wide + 1.2
    paper.text(x + left, y, width - left, _("No photo"), height / POINT / LEADING, bold=True, align="L")
