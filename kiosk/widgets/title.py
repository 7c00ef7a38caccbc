"""The head of every screen: the event's name, the way to the other screens, the rounds and the readers' lamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.i18n import _
from kiosk.widgets.texts import spread


@dataclass(frozen=True, slots=True)
class Key:
    """A key that works on every screen: its name, how it is written, its word as a text to translate, what it does."""

    name: str
    key: str
    word: str
    action: str


class Line(Widget):
    """One line with a text at either end."""

    left: reactive[Content] = reactive(Content.empty)
    right: reactive[Content] = reactive(Content.empty)

    def render(self) -> Content:
        """Both texts, as far as there is room."""
        return spread(self.left, self.right, self.size.width)


class Head(Vertical):
    """The three lines at the top of a screen; the event's name stands there from the first paint."""

    def __init__(self, title: Content, tabs: Sequence[Key], keys: Sequence[Key], current: str) -> None:
        super().__init__(id="head")
        self._title = title
        self._tabs = tabs
        self._keys = keys
        self._current = current

    def compose(self) -> ComposeResult:
        """The name, the tabs, and the line of rounds and lamps."""
        title, tabs = Line(id="title"), Line(id="tabs")
        title.left = self._title
        tabs.left = Content("").join(self._tab(tab) for tab in self._tabs)
        yield title
        yield tabs
        yield Line(id="state")

    def on_resize(self) -> None:
        """Shows as many of the further keys as there is room for beside the tabs, the last one first."""
        tabs = self.query_one("#tabs", Line)
        shown = [self._link(key, "[b]$key[/b] $word") for key in self._keys]
        while shown and tabs.left.cell_length + 1 + Content("   ").join(shown).cell_length > tabs.size.width:
            del shown[0]
        tabs.right = Content("   ").join(shown)

    def _tab(self, tab: Key) -> Content:
        if tab.name == self._current:
            return Content.styled(f" {tab.key.upper()} {_(tab.word)} ", "bold $background on $primary")
        return self._link(tab, " $key $word ")

    def _link(self, key: Key, text: str) -> Content:
        named = self.app.get_key_display(Binding(key.key, key.action))
        return Content.from_markup(f"[@click=app.{key.action}]{text}[/]", key=named, word=_(key.word))

    def show(self, place_and_time: Content, rounds: Content, lamps: Content) -> None:
        """Brings the lines up to date; what has not changed is not painted anew."""
        title, state = self.query_one("#title", Line), self.query_one("#state", Line)
        title.right, state.left, state.right = place_and_time, rounds, lamps
