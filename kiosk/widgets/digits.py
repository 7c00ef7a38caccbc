"""Digits as large as the room allows, for whoever reads them from ten metres away."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

BARS: Final = {
    "0": "abcdef",
    "1": "ijd",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "gfabcd",
    "-": "g",
    "S": "afgcd",
    "T": "ai",
    "O": "abcdef",
    "P": "abefg",
}
"""The bars of each sign, named as on a seven-segment display; ``i`` and ``j`` are the stem and the flag of the 1."""

WIDEST: Final = 0.72
NARROWEST: Final = 0.45
"""How wide a digit is at most and at least, as a part of its height."""

BLOCKS: Final = " ▀▄█"
"""A cell by its upper and lower half, which are about square."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a bar, in halves of a cell downwards."""


def draw(text: str, width: int, height: int) -> list[str]:
    """The text of digits, colons and the letters of STOP as lines, as large as a room of so many cells allows."""
    wide = _digit_width(text, width, 2 * height)
    if wide < 3:
        return [text]
    high = min(2 * height, int(wide / NARROWEST))
    high -= high % 2
    canvas = [[0] * _total(text, wide) for _ in range(high)]
    left = 0
    for sign in text:
        for box in _boxes(sign, wide, high):
            _fill(canvas, left, box)
        left += _advance(sign, wide)
    upper, lower = canvas[::2], canvas[1::2]
    rows = zip(upper, lower, strict=True)
    return ["".join(BLOCKS[up + 2 * down] for up, down in zip(*row, strict=True)) for row in rows]


def _stroke(wide: int) -> int:
    return max(1, round(wide * 0.24))


def _gap(wide: int) -> int:
    return max(1, round(wide * 0.22))


def _advance(sign: str, wide: int) -> int:
    """How far a sign reaches, the gap behind it included."""
    return _gap(wide) + (_stroke(wide) if sign == ":" else wide)


def _total(text: str, wide: int) -> int:
    return sum(_advance(sign, wide) for sign in text) - _gap(wide)


def _digit_width(text: str, width: int, high: int) -> int:
    """The widest digit with which the text fits."""
    wide = int(high * WIDEST)
    while wide and _total(text, wide) > width:
        wide -= 1
    return wide


def _boxes(sign: str, wide: int, high: int) -> list[Box]:
    thick = _stroke(wide)
    if sign == ":":
        return [(0, at - thick // 2, thick, at - thick // 2 + thick) for at in (high // 3, high - high // 3)]
    right, bottom, middle, stem = wide - thick, high - thick, (high - thick) // 2, (wide - thick) // 2
    bars: dict[str, Box] = {
        "a": (0, 0, wide, thick),
        "b": (right, 0, wide, middle + thick),
        "c": (right, middle, wide, high),
        "d": (0, bottom, wide, high),
        "e": (0, middle, thick, high),
        "f": (0, 0, thick, middle + thick),
        "g": (0, middle, wide, middle + thick),
        "i": (stem, 0, stem + thick, high),
        "j": (max(0, stem - thick), 0, stem, thick),
    }
    return [bars[name] for name in BARS.get(sign, "")]


def _fill(canvas: list[list[int]], at: int, box: Box) -> None:
    left, top, right, bottom = box
    for line in canvas[top:bottom]:
        line[at + left : at + right] = [1] * (right - left)


class Digits(Widget):
    """A number or a time of day that fills its widget; its colour is the widget's."""

    value = reactive("")

    DEFAULT_CSS = "Digits { content-align: center middle; text-wrap: nowrap; }"

    def render(self) -> Content:
        """The signs at the size of the widget."""
        return Content("\n".join(draw(self.value, self.size.width, self.size.height)))
