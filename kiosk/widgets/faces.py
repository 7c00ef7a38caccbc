"""Three faces as large as the room allows: the mouth tells them apart, so that nobody needs to see their colour."""

from __future__ import annotations

from functools import cache
from typing import Final

from textual.content import Content
from textual.widget import Widget

from kiosk.rules.feedback import Mood
from kiosk.widgets.digits import BLOCKS

BEND: Final = {Mood.GOOD: 1.0, Mood.MIDDLING: 0.0, Mood.BAD: -1.0}
"""How far the middle of the mouth hangs below its corners."""

THICK: Final = 0.13
"""The width of a line, as a part of the face's radius; never less than a sign."""
EYES: Final = (0.36, 0.28, 0.14)
"""How far from the middle the eyes are, how far above it, and their radius."""
MOUTH: Final = (0.52, 0.36, 0.34)
"""Half the width of the mouth, how far below the middle it is, and how deep it bends."""


@cache
def face(mood: Mood, width: int, height: int) -> list[str]:
    """The face as lines, in a room of so many cells; nothing where not even the mouth could be made out."""
    high = min(width, 2 * height)
    high -= high % 2
    if high < 8:
        return []
    radius = high / 2
    rows = [
        [_inked(mood, (x + 0.5) / radius - 1, (y + 0.5) / radius - 1, radius) for x in range(high)] for y in range(high)
    ]
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(BLOCKS[up + 2 * down] for up, down in zip(*pair, strict=True)) for pair in pairs]


def _inked(mood: Mood, x: float, y: float, radius: float) -> bool:
    """Whether a point is drawn; the face reaches from -1 to 1."""
    thick = max(THICK, 1 / radius)
    apart, up, eye = EYES
    if 1 - thick <= (x * x + y * y) ** 0.5 <= 1:
        return True
    if ((abs(x) - apart) ** 2 + (y + up) ** 2) ** 0.5 <= max(eye, 0.8 / radius):
        return True
    half, down, deep = MOUTH
    bend = BEND[mood]
    mouth = down + bend * deep * (0.5 - (x / half) ** 2)
    # A line that runs steeply is as wide across as one that lies.
    steep = (1 + (2 * bend * deep * x / half**2) ** 2) ** 0.5
    return abs(x) <= half and abs(y - mouth) <= thick / 2 * steep


class Face(Widget):
    """A face that fills its widget; its colour is the widget's."""

    DEFAULT_CSS = "Face { content-align: center middle; text-wrap: nowrap; }"

    def __init__(self, mood: Mood) -> None:
        super().__init__()
        self._mood = mood

    def render(self) -> Content:
        """The face at the size of the widget."""
        return Content("\n".join(face(self._mood, self.size.width, self.size.height)))
