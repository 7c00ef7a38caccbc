"""Bars with their numbers: a chart that can also be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.rules.bars import bar
from kiosk.widgets.texts import plain
from kiosk.words import number_text

WIDEST_NAME: Final = 0.4
"""The names get at most this part of the width."""

Bar = tuple[str, int]
"""A name and a number."""


class Bars(Widget):
    """One bar a line, under a heading."""

    bars: reactive[Sequence[Bar]] = reactive((), layout=True)
    heading = reactive("")

    DEFAULT_CSS = "Bars { height: auto; width: 1fr; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The heading and the bars."""
        return 1 + max(1, len(self.bars))

    def render(self) -> Content:
        """Name, number, bar: the numbers stand in a column."""
        lines = [plain(self.heading, "bold $primary")]
        if not self.bars:
            lines.append(Content.styled("–", "$text-muted"))
        width = self.content_size.width
        named = [(plain(name), number_text(value), value) for name, value in self.bars]
        names = min(max((name.cell_length for name, _, _ in named), default=0), int(width * WIDEST_NAME))
        numbers = max((len(number) for _, number, _ in named), default=0)
        most = max((value for _, _, value in named), default=0)
        for name, number, value in named:
            drawn = bar(value, most, max(1, width - names - numbers - 4))
            fitted = name.truncate(names, ellipsis=True, pad=True)
            lines.append(Content.assemble(fitted, "  ", (number.rjust(numbers), "bold"), "  ", (drawn, "$accent")))
        return Content("\n").join(lines)
