"""The head of every screen: the event's name, the way to the other screens, the rounds and the readers' lamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.i18n import _
from kiosk.widgets.texts import spread


@dataclass(frozen=True, slots=True)
class Tab:
    """A screen that can be gone to: its mode, its function key and its name as a text to translate."""

    mode: str
    key: str
    word: str


class Line(Widget):
    """One line with a text at either end."""

    left: reactive[Content] = reactive(Content.empty)
    right: reactive[Content] = reactive(Content.empty)

    def render(self) -> Content:
        """Both texts, as far as there is room."""
        return spread(self.left, self.right, self.size.width)


class Head(Vertical):
    """The three lines at the top of a screen; the event's name stands there from the first paint."""

    def __init__(self, title: Content, tabs: Sequence[Tab], current: str) -> None:
        super().__init__(id="head")
        self._title = title
        self._tabs = tabs
        self._current = current

    def compose(self) -> ComposeResult:
        """The name, the tabs, and the line of rounds and lamps."""
        title, tabs = Line(id="title"), Line(id="tabs")
        title.left = self._title
        tabs.left = Content(" ").join(self._tab(tab) for tab in self._tabs)
        yield title
        yield tabs
        yield Line(id="state")

    def _tab(self, tab: Tab) -> Content:
        style = "reverse bold" if tab.mode == self._current else "$text-muted"
        link = f"[{style} @click=app.show('{tab.mode}')] {tab.key.upper()} $word [/]"
        return Content.from_markup(link, word=_(tab.word))

    def show(self, place_and_time: Content, rounds: Content, lamps: Content) -> None:
        """Brings the lines up to date; what has not changed is not painted anew."""
        title, state = self.query_one("#title", Line), self.query_one("#state", Line)
        title.right, state.left, state.right = place_and_time, rounds, lamps
