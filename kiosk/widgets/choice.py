"""One of a few words, chosen with the arrow keys: no letter is needed, for a scanner may type letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.i18n import N_, _
from kiosk.widgets.texts import safe


class Choice(Widget, can_focus=True):
    """A word that left and right change."""

    BINDINGS: ClassVar = [
        Binding("left", "turn(-1)", N_("Before"), show=False),
        Binding("right", "turn(1)", N_("Next"), show=False),
        Binding("enter", "app.focus_next", N_("Next field"), show=False),
    ]
    DEFAULT_CSS = "Choice { height: 1; width: auto; margin-right: 2; } Choice:focus { text-style: bold; }"

    value = reactive("", layout=True)
    """The key of the chosen word."""

    def __init__(self, label: str, words: Mapping[str, str], value: str, *, id: str) -> None:
        """``words`` are texts to translate, by the values that they stand for."""
        super().__init__(id=id)
        self._label, self._words = label, dict(words)
        if value not in self._words:
            self._words[value] = value
        self.set_reactive(Choice.value, value)

    def render(self) -> Content:
        """The label and the chosen word."""
        word = safe(_(self._words[self.value]))
        style = "bold $primary" if self.has_focus else ""
        return Content.assemble((f"{_(self._label)}  ", "$text-muted"), (f"‹ {word} ›", style))

    def action_turn(self, by: int) -> None:
        """The next word, or the one before."""
        values = list(self._words)
        self.value = values[(values.index(self.value) + by) % len(values)]

    def on_focus(self) -> None:
        """Shows that the arrow keys mean this one."""
        self.refresh()

    def on_blur(self) -> None:
        """The arrow keys mean another one."""
        self.refresh()
