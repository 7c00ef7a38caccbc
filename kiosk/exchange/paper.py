"""Everything printed is drawn here: pages in millimetres, texts of any script that stay in their box, codes, lines.

A text is set in the font that has its words whole, so that their letters join; what no carried font has is left out,
and ``missing`` tells it before anything is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from kiosk import sheets
from kiosk.assets import asset
from kiosk.exchange.write import replace_file

A4: Final = sheets.A4

QUIET: Final = 4
"""Modules of white around a code (ISO/IEC 18004)."""

POINT: Final = 25.4 / 72
"""Millimetres; sizes of letters are in points."""

LEADING: Final = 1.25
"""From line to line, in sizes of the letters: the tallest letters with all their marks fit."""

_FONTS: Final = {
    "dejavu": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    "arabic": ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
}
"""The families by preference, each plain and bold."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""Persian and Indian words need them; other unseen signs could only do harm."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_VARIATIONS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
_MOST_MARKS: Final = 3
"""Marks on one letter; nobody's name has more, and a tower of them would reach into its neighbours."""

_MEASURED: Final = 100.0
"""The size at which widths are measured; they grow with the size."""

_PLAIN: Final = re.compile("[ -~\u00a0-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2026]*")
"""Latin, Greek and Cyrillic letters stand side by side as they are; shaping them takes ten times as long."""

_WHOLE_WORDS: Final = 0.4
"""A text may get so much smaller before its words are broken."""


def clean(text: str) -> str:
    """The text on one line, without signs that are not seen or would turn its order around."""
    parts: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if sign.isspace():
            parts.append(" ")
        elif sign in _JOINERS:
            parts += [sign] if parts and parts[-1].isalpha() else []
        elif _seen(sign) and marks <= _MOST_MARKS:
            parts.append(sign)
    return " ".join("".join(parts).split())


def _seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN and sign not in _VARIATIONS


def missing(texts: Iterable[str]) -> str:
    """The characters of these texts that no carried font has, each once; to be told before anything is printed."""
    known = _coverage()
    return "".join(dict.fromkeys(sign for text in texts for sign in clean(text) if sign not in known))


def printable(text: str) -> str:
    """The clean text without what no font has."""
    known = _coverage()
    return " ".join("".join(sign for sign in clean(text) if sign in known).split())


def right_to_left(text: str) -> bool:
    """Whether the text is read from the right: its first letter decides."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((way in {"R", "AL"} for way in strong if way in {"L", "R", "AL"}), False)


@cache
def _coverage() -> frozenset[str]:
    """Every character that some font has, plain and bold."""
    return frozenset[str]().union(*Paper().letters.values())


@dataclass(frozen=True, slots=True)
class _Look:
    """How lines are written."""

    size: float
    bold: bool
    align: str
    grey: int
    turned: bool


class Paper:
    """A PDF in the making; places and lengths in millimetres from the upper left corner, sizes in points."""

    def __init__(self, width: float = A4[0], height: float = A4[1], title: str = "") -> None:
        from fpdf import FPDF  # takes a third of a second to load, and only printing needs it

        self.width, self.height = width, height
        self._pdf = FPDF(unit="mm", format=(width, height))
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        for family, files in _FONTS.items():
            for style, file in zip(("", "B"), files, strict=True):
                self._pdf.add_font(family, style, asset("fonts", file))
        self.letters = {
            family: frozenset(map(chr, self._cmap(family, "") & self._cmap(family, "B"))) for family in _FONTS
        }
        """What each family has."""
        self._widths: dict[tuple[str, bool], float] = {}

    def _cmap(self, family: str, style: str) -> set[int]:
        return set(getattr(self._pdf.fonts[family + style], "cmap", ()))

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._pdf.pages_count

    def page(self) -> None:
        """Begins a new page."""
        self._pdf.add_page()

    def save(self, path: Path) -> None:
        """Writes the PDF, whole or not at all.

        Raises:
            KioskError: the file cannot be written.
        """
        replace_file(path, bytes(self._pdf.output()))

    def text(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        align: str = "",
        height: float = 0,
        grey: int = 0,
    ) -> float:
        """Writes a text that never leaves its box: a long one gets smaller, then breaks into lines, as both fit.

        Without a height there is one line. ``align`` is L, C, R, or empty for the side on which reading begins. The
        lower edge of what was written.
        """
        shown = printable(text)
        if not shown:
            return y
        if height:
            size, lines = self._fitted(shown, width, height, size, bold)
        else:
            size, lines = min(size, width * _MEASURED / self._width(shown, bold)), [shown]
        return self._write(x, y, width, lines, _Look(size, bold, align, grey, right_to_left(shown)))

    def paragraph(
        self, x: float, y: float, width: float, text: str, size: float, *, bold: bool = False, align: str = ""
    ) -> float:
        """Writes a text of any length in its size, as many lines as it takes; the lower edge of the last one."""
        for part in map(printable, text.splitlines()):
            lines = self._wrapped(part, width, size, bold) if part else [""]
            y = self._write(x, y, width, lines, _Look(size, bold, align, 0, right_to_left(part)))
        return y

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a text is on one line."""
        return self._width(printable(text), bold) * size / _MEASURED

    def _write(self, x: float, y: float, width: float, lines: list[str], look: _Look) -> float:
        pdf, step = self._pdf, look.size * POINT * LEADING
        for line in lines:
            if line and not look.turned and self._is_plain(line):
                self._write_plain(x, y, width, line, look)
                y += step
                continue
            with pdf.local_context(text_color=look.grey):  # else a text's last font would stay on the page for the next
                wide = self._width(line, look.bold) * look.size / _MEASURED
                self._set_font(line, look.bold, look.size, look.turned)
                if wide > width:
                    pdf.set_font_size(look.size * width / wide)
                pdf.set_xy(x, y)
                pdf.cell(width, step, line, align=look.align or ("R" if look.turned else "L"))
            y += step
        return y

    def _set_font(self, text: str, bold: bool, size: float, turned: bool) -> None:
        if self._is_plain(text):
            self._set_plain(bold, size)
            return
        family = min(self.letters, key=lambda family: self._spoils(family, text))
        others = [other for other in _FONTS if other != family] if self._spoils(family, text)[1] else []
        self._pdf.set_fallback_fonts(others, exact_match=False)
        self._pdf.set_font(family, "B" if bold else "", size)
        self._pdf.set_text_shaping(True, direction="rtl" if turned else "ltr")

    def _is_plain(self, text: str) -> bool:
        return bool(_PLAIN.fullmatch(text)) and self.letters["dejavu"].issuperset(text)

    def _set_plain(self, bold: bool, size: float) -> None:
        self._pdf.set_fallback_fonts([])
        self._pdf.set_font("dejavu", "B" if bold else "", size)
        self._pdf.set_text_shaping(False)

    def _write_plain(self, x: float, y: float, width: float, line: str, look: _Look) -> None:
        """Writes a line for which no letter has to be shaped, where a cell would have written it."""
        wide = self._width(line, look.bold) * look.size / _MEASURED
        size = look.size * min(1.0, width / wide)
        self._set_plain(look.bold, size)
        self._pdf.set_text_color(look.grey)
        left = {"C": (width - wide) / 2, "R": width - wide}.get(look.align, 0.0)
        self._pdf.text(x + max(0.0, left), y + (look.size * LEADING / 2 + size * 0.3) * POINT, line)

    def _spoils(self, family: str, text: str) -> tuple[int, int]:
        """How many words a family can only set in part, so that their letters would not join, and what it lacks."""
        lacking = [(sum(sign not in self.letters[family] for sign in word), len(word)) for word in text.split()]
        return sum(0 < lacks < length for lacks, length in lacking), sum(lacks for lacks, _length in lacking)

    def _width(self, text: str, bold: bool) -> float:
        """The width of a piece of text at the size at which all are measured."""
        found = self._widths.get((text, bold))
        if found is None:
            self._set_font(text, bold, _MEASURED, right_to_left(text))
            found = self._widths[text, bold] = self._pdf.get_string_width(text)
        return found

    def _fitted(self, text: str, width: float, height: float, size: float, bold: bool) -> tuple[float, list[str]]:
        """The largest size in which the text fits into its box, and its lines."""
        longest = max(self._width(part, bold) for part, _apart in _parts(text)) / _MEASURED
        tried = min(size, height / POINT / LEADING)
        least = tried * _WHOLE_WORDS
        while True:
            lines = self._wrapped(text, width, tried, bold)
            fits = len(lines) * tried * POINT * LEADING <= height + 0.01
            if fits and (longest * tried <= width or tried < least):
                return tried, lines
            tried *= 0.96

    def _wrapped(self, text: str, width: float, size: float, bold: bool) -> list[str]:
        """The lines of a text at this size; a word that is wider than a line is broken."""
        room = width * _MEASURED / size
        blank = self._width(" ", bold)
        lines: list[str] = []
        line, used = "", 0.0
        for part, apart in _parts(text):
            for at, piece in enumerate(self._pieces(part, room, bold)):
                gap = blank if line and apart and at == 0 else 0.0
                wide = self._width(piece, bold)
                if line and used + gap + wide > room:
                    lines.append(line)
                    line, used = piece, wide
                else:
                    line, used = line + (" " if gap else "") + piece, used + gap + wide
        return [*lines, line]

    def _pieces(self, word: str, room: float, bold: bool) -> Iterator[str]:
        """A word, in pieces that fit on a line."""
        if self._width(word, bold) <= room:
            yield word
            return
        piece, used = "", 0.0
        for letter in _letters(word):
            wide = self._width(letter, bold)
            if piece and used + wide > room:
                yield piece
                piece, used = "", 0.0
            piece, used = piece + letter, used + wide
        yield piece

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """Draws a QR code with its quiet zone into a square: black on white, error correction H, as vectors."""
        rows = qr_matrix(text)
        module = side / len(rows)
        self._pdf.set_fill_color(255)
        self._pdf.rect(x, y, side, side, style="F")
        self._pdf.set_fill_color(0)
        for line, row in enumerate(rows):
            place = 0
            for dark, run in groupby(row):
                length = len(list(run))
                if dark:
                    # A hair taller than its row, or a seam would show between rows on some screens and printers.
                    self._pdf.rect(x + place * module, y + line * module, length * module, module * 1.02, style="F")
                place += length

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False, grey: int = 0, wide: float = 0.2
    ) -> None:
        """Draws a line."""
        self._pdf.set_draw_color(grey)
        self._pdf.set_line_width(wide)
        if dashed:
            self._pdf.set_dash_pattern(1, 1)
        self._pdf.line(x1, y1, x2, y2)
        self._pdf.set_dash_pattern()

    def cut(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draws a dashed line to cut or fold along."""
        self.line(x1, y1, x2, y2, dashed=True, grey=170)

    def box(self, x: float, y: float, width: float, height: float, *, grey: int = 0, filled: bool = False) -> None:
        """Draws a rectangle: to be ticked, or filled."""
        self._pdf.set_draw_color(grey)
        self._pdf.set_fill_color(grey)
        self._pdf.set_line_width(0.3)
        self._pdf.rect(x, y, width, height, style="F" if filled else "D")

    def disc(self, x: float, y: float, radius: float, *, grey: int = 0) -> None:
        """Draws a filled circle around a point."""
        self._pdf.set_fill_color(grey)
        self._pdf.circle(x, y, radius, style="F")

    def image(self, x: float, y: float, width: float, height: float, path: Path) -> None:
        """Draws a picture as large as it fits into its box.

        Raises:
            OSError, ValueError: the file is no picture that can be printed.
        """
        self._pdf.image(path, x, y, width, height, keep_aspect_ratio=True)

    @contextmanager
    def turned(self, x: float, y: float) -> Iterator[None]:
        """What is drawn within stands on its head, turned around a point."""
        with self._pdf.rotation(180, x, y):
            yield


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """What a line may end after: words, and their parts up to a hyphen; each with whether a blank stands before it."""
    for word in text.split():
        for at, part in enumerate(re.findall(r"[^-\u2010\u05be]+[-\u2010\u05be]*|[-\u2010\u05be]+", word)):
            yield part, at == 0


def _letters(word: str) -> list[str]:
    """The letters of a word, each with its marks."""
    letters: list[str] = []
    for sign in word:
        if letters and (unicodedata.combining(sign) or sign in _JOINERS):
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters


@cache
def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code with its quiet zone; a code of twenty letters gives version 2."""
    from qrcode.constants import ERROR_CORRECT_H
    from qrcode.main import QRCode

    drawn = QRCode(border=QUIET, error_correction=ERROR_CORRECT_H)
    drawn.add_data(text)
    return tuple(tuple(map(bool, row)) for row in drawn.get_matrix())
