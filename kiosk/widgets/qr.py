"""A badge code as a square that a phone or a reader takes from the screen."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from textual.content import Content

BLOCKS: Final = " ▀▄█"
"""A cell by its upper and lower half."""

QUIET: Final = 2
"""Modules of white around the code; four are asked for by ISO/IEC 18004, readers of screens are content with two."""


def qr(code: str) -> Content:
    """The code, dark on white whatever the theme, two modules high and one wide to a cell."""
    from qrcode.constants import ERROR_CORRECT_M  # Only a few badges a day are made at the desk.
    from qrcode.main import QRCode

    drawn = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    drawn.add_data(code)
    rows = drawn.get_matrix()
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=[False] * len(rows[0]))
    lines = ["".join(BLOCKS[bool(up) + 2 * bool(down)] for up, down in zip(*pair, strict=True)) for pair in pairs]
    return Content.styled("\n".join(lines), "#000000 on #ffffff")
