"""The field for a PIN: digits that nobody can read over a shoulder."""

from __future__ import annotations

from typing import Final

from textual.widgets import Input

LONGEST: Final = 12


class PinField(Input):
    """Takes digits and shows dots. What a scanner types here is a scan, whether anybody has the code or not."""

    def __init__(self, name: str = "pin") -> None:
        super().__init__(id=name, password=True, restrict=r"[0-9]*", max_length=LONGEST)
