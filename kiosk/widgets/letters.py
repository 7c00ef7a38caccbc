"""Words in letters of several lines, for a hall that reads them from ten metres away."""

from __future__ import annotations

from functools import cache
from textwrap import wrap
from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.widgets.digits import BLOCKS

ALPHABET: Final = (
    (
        "A     B     C     D     E     F     G     H     I   J     K     L    M     ",
        ".###. ####. .#### ####. ##### ##### .#### #...# ### ..### #...# #... #...# ",
        "#...# #...# #.... #...# #.... #.... #.... #...# .#. ...#. #..#. #... ##.## ",
        "##### ####. #.... #...# ####. ####. #..## ##### .#. ...#. ###.. #... #.#.# ",
        "#...# #...# #.... #...# #.... #.... #...# #...# .#. #..#. #..#. #... #...# ",
        "#...# ####. .#### ####. ##### #.... .#### #...# ### .##.. #...# #### #...# ",
    ),
    (
        "N     O     P     Q     R     S     T     U     V     W     X     Y     Z     ",
        "#...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# ##### ",
        "##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#. ",
        "#.#.# #...# ####. #.#.# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#.. ",
        "#..## #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## .#.#. ..#.. .#... ",
        "#...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...# ..#.. ##### ",
    ),
    (
        "?     ' ’ . , -   ",
        ".###. # # . . ... ",
        "#...# # # . . ... ",
        "..##. . . . . ### ",
        "..... . . . . ... ",
        "..#.. . . # # ... ",
    ),
)
"""Each letter below its name; a sign is one cell wide and half a cell high."""

DOTTED: Final = {"Ä": "A", "Ö": "O", "Ü": "U"}
DOTS: Final = ".#.#."
LINES: Final = 3
"""How many lines a letter takes at its smallest."""

SPACE: Final = 3


@cache
def _glyphs() -> dict[str, list[str]]:
    """The rows of every letter, with a row for dots above it."""
    found: dict[str, list[str]] = {" ": ["." * SPACE] * 6}
    for names, *rows in ALPHABET:
        places = [place for place, sign in enumerate(names) if sign != " "]
        for start, end in zip(places, [*places[1:], len(names)], strict=True):
            shape = [row[start : end - 1] for row in rows]
            found[names[start]] = ["." * len(shape[0]), *shape]
    return found | {letter: [DOTS, *found[plain][1:]] for letter, plain in DOTTED.items()}


def spell(text: str, width: int, height: int) -> list[str]:
    """The text in capitals as lines, as large as a room of so many cells allows; lines of it stay lines.

    Nothing where it does not fit, or holds a sign that has no letter here.
    """
    glyphs = _glyphs()
    capitals = text.upper().split("\n")
    if not all(capitals) or any(sign not in glyphs for line in capitals for sign in line):
        return []
    rows = [".".join(glyphs[sign][row] for sign in line) for line in capitals for row in range(6)]
    longest = max(map(len, rows))
    scale = min(width // longest, height // (LINES * len(capitals)))
    if scale < 1:
        return []
    rows = [row.center(longest, ".") for row in rows]
    canvas = ["".join(sign * scale for sign in row) for row in rows for _ in range(scale)]
    pairs = zip(canvas[::2], canvas[1::2], strict=True)
    return ["".join(BLOCKS[(up == "#") + 2 * (down == "#")] for up, down in zip(*pair, strict=True)) for pair in pairs]


def broken(text: str, width: int, height: int) -> str:
    """The text on as few lines as it can be spelled on in such a room; nothing where it cannot."""
    for most in range(1, height // LINES + 1):
        for longest in range(len(text) // most, len(text) + 1):
            lines = wrap(text, max(1, longest), break_long_words=False)
            if len(lines) <= most:
                break
        if spell("\n".join(lines), width, height):
            return "\n".join(lines)
    return ""


class Letters(Widget):
    """A word that fills its widget, or nothing."""

    word = reactive("")

    DEFAULT_CSS = "Letters { content-align: center middle; text-wrap: nowrap; }"

    def render(self) -> Content:
        """The word at the size of the widget."""
        return Content("\n".join(spell(self.word, self.size.width, self.size.height)))
