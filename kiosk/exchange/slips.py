"""Routing slips on paper: a number, and when it goes to which booth. Four to a page of A4, to be cut apart."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kiosk.assets import asset
from kiosk.exchange.paper import A4, Paper, missing, right_to_left
from kiosk.i18n import _

SLIP: Final = (A4[0] / 2, A4[1] / 2)
"""Millimetres; a slip is A6."""

MARGIN: Final = 8.0
TALLEST_ROW: Final = 8.0
TIME_WIDE: Final = 18.0
BOOTH_WIDE: Final = 28.0
TWO_LINES: Final = 9.8
FOOT: Final = 46.0
"""What the sentences need below the list."""

_SEPARATORS: Final = re.compile(r"[,;/|+&()]")
_REGION: Final = re.compile(r"([a-z]{2,3})[-_][a-z]{2,4}")


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a slip says in one language: fixed and short, never put together from parts."""

    known: tuple[str, ...]
    title: str
    number: str
    booth: str
    long: str
    gong: str
    next: str
    help: str
    none: str


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
    language: str


@dataclass(frozen=True, slots=True)
class Head:
    """What all slips of a block share."""

    event: str
    language: str
    """That of the staff: a slip in another one has a line for them."""
    minutes: str


@cache
def sentences() -> Mapping[str, Sentences]:
    """What slips say, by language."""
    tables = tomllib.loads(asset("slips.toml").read_text(encoding="utf-8"))
    return {name: Sentences(**{**table, "known": tuple(table["known"])}) for name, table in tables.items()}


def slip_language(said: str, otherwise: str) -> str:
    """The language of a person's slip, by what their list says of it: of several the first that there is."""
    for part in _SEPARATORS.split(said.casefold()):
        word = part.strip()
        region = _REGION.fullmatch(word)
        for name, texts in sentences().items():
            if (region[1] if region else word) in texts.known:
                return name
    return otherwise


def write_slips(path: Path, head: Head, slips: Sequence[Slip]) -> str:
    """Writes the slips as a PDF; the characters that no font has and that are left out.

    Raises:
        KioskError: the file cannot be written.
    """
    paper = Paper(title=head.event)
    for place, slip in enumerate(slips):
        if place % 4 == 0:
            paper.page()
            paper.cut(SLIP[0], 0, SLIP[0], A4[1])
            paper.cut(0, SLIP[1], A4[0], SLIP[1])
        _Drawing(paper, head, slip, (place % 2) * SLIP[0] + MARGIN, (place % 4 // 2) * SLIP[1] + MARGIN).draw()
    paper.save(path)
    employers = {stop.employer for slip in slips for stop in slip.stops}
    return missing([head.event, *sorted(employers)])


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One slip on its place of the page; in a language that is read from the right, it begins there."""

    paper: Paper
    head: Head
    slip: Slip
    x: float
    y: float

    def draw(self) -> None:
        says, width, bottom = sentences()[self.slip.language], SLIP[0] - 2 * MARGIN, self.y + SLIP[1] - 2 * MARGIN
        self.paper.text(self.x, self.y - 2, width, self.head.event, 9, align=self._side, grey=90)
        self.paper.text(self.x, self.y + 3, width, says.title, 12)
        number = says.number.format(number=self.slip.number)
        y = self.paper.text(self.x, self.y + 9, width, number, 24, bold=True) + 2
        y = self._stops(says, y, bottom - FOOT) if self.slip.stops else self._line(y, says.none, bold=True)
        if self.slip.stops:
            for said in (says.long.format(minutes=self.head.minutes), says.gong, says.next):
                y = self._line(y, said)
        self._line(y, says.help, bold=True)
        if self.slip.language != self.head.language:
            self.paper.line(self.x, bottom - 8, self.x + width, bottom - 8, grey=170)
            self.paper.text(self.x, bottom - 7, width, self._for_staff(), 8, height=8, grey=60)

    def _line(self, y: float, said: str, *, bold: bool = False) -> float:
        return self.paper.text(self.x, y + 1, SLIP[0] - 2 * MARGIN, said, 11, bold=bold, height=TWO_LINES)

    def _stops(self, says: Sentences, y: float, lowest: float) -> float:
        """Time, booth and employer, a row each; the lower edge of the last row."""
        row = min(TALLEST_ROW, (lowest - y) / len(self.slip.stops))
        size = min(13.0, row * 1.7)
        rest = SLIP[0] - 2 * MARGIN - TIME_WIDE - BOOTH_WIDE
        for stop in self.slip.stops:
            self._cell(y, 0, TIME_WIDE, stop.time, size, bold=True)
            self._cell(y, TIME_WIDE, BOOTH_WIDE, says.booth.format(booth=stop.booth), size, bold=True)
            self._cell(y + size * 0.06, TIME_WIDE + BOOTH_WIDE, rest, stop.employer, size * 0.75)
            y += row
        return y + 1

    def _cell(self, y: float, start: float, wide: float, text: str, size: float, *, bold: bool = False) -> None:
        """A part of a row; ``start`` counts from where reading begins."""
        turned = self._side == "R"
        x = self.x + (SLIP[0] - 2 * MARGIN - start - wide + 1 if turned else start)
        self.paper.text(x, y, wide - 1, text, size, bold=bold, align=self._side)

    @property
    def _side(self) -> str:
        """Where reading begins."""
        return "R" if right_to_left(sentences()[self.slip.language].title) else "L"

    def _for_staff(self) -> str:
        """The same for whoever helps, in their own language."""
        booth = sentences()[self.head.language].booth
        talks = [f"{stop.time} {booth.format(booth=stop.booth)}" for stop in self.slip.stops]
        return _("For staff: {text}").format(text=" · ".join([str(self.slip.number), *talks]))
