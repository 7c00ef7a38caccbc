"""The head of every screen: the event's name, the way to the other screens, the rounds and the readers' lamps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.i18n import _
from kiosk.widgets.texts import plain, spread


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


class Title(Line):
    """The line of which the time is never cut: what else stands on the right gives way, then the text on the left."""

    forms: reactive[tuple[Content, ...]] = reactive(())
    """What may stand on the right, the fullest first."""

    def render(self) -> Content:
        """Both texts, as far as there is room."""
        return titled(self.left, self.forms, self.size.width)


def forms(marks: Iterable[tuple[str, str]], venue: str, day: str, time: str) -> tuple[Content, ...]:
    """Marks with their styles, then place, day and time: with all, without the place, and with the time alone."""
    places = (f"{venue}  ·  {day}  {time}".removeprefix("  ·  "), f"{day}  {time}", time)
    told = ((*marks, (place, "$text-muted")) for place in places)
    return tuple(Content("  ·  ").join(plain(text, style) for text, style in form if text) for form in told)


def titled(left: Content, forms: Sequence[Content], width: int) -> Content:
    """A text and beside it the fullest form for which there is room; the shortest is there in any case."""
    room = width - 1 - left.cell_length
    right = next((form for form in forms if form.cell_length <= room), Content().join(forms[-1:]))
    return spread(left.truncate(max(0, width - 1 - right.cell_length), ellipsis=True), right, width)


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
        title, tabs = Title(id="title"), Line(id="tabs")
        title.left = self._title
        tabs.left = self._ways(tight=False)
        yield title
        yield tabs
        yield Line(id="state")

    def on_resize(self) -> None:
        """Shows as many of the further keys as there is room for beside the tabs, the last one first and always."""
        tabs = self.query_one("#tabs", Line)
        shown = [self._link(key, "[b]$key[/b] $word", self._written(key)) for key in self._keys]
        room = tabs.size.width - 1
        tabs.left = self._ways(tight=False)
        if tabs.left.cell_length + shown[-1].cell_length > room:
            tabs.left = self._ways(tight=True)
        while shown and tabs.left.cell_length + Content("   ").join(shown).cell_length > room:
            del shown[0]
        tabs.right = Content("   ").join(shown)

    def _ways(self, *, tight: bool) -> Content:
        return Content("").join(self._tab(tab, tight) for tab in self._tabs)

    def _tab(self, tab: Key, tight: bool) -> Content:
        name = tab.key.upper().replace("CTRL+", "^") if tight else self._written(tab)
        if tab.name == self._current:
            return Content.styled(f" {name} {_(tab.word)} ", "bold $background on $primary")
        return self._link(tab, " $key $word" if tight else " $key $word ", name)

    def _written(self, key: Key) -> str:
        return self.app.get_key_display(Binding(key.key, key.action))

    def _link(self, key: Key, text: str, name: str) -> Content:
        return Content.from_markup(f"[@click=app.{key.action}]{text}[/]", key=name, word=_(key.word))

    def show(self, place_and_time: Sequence[Content], rounds: Content, lamps: Content) -> None:
        """Brings the lines up to date, the first as full as it fits; what has not changed is not painted anew."""
        title, state = self.query_one("#title", Title), self.query_one("#state", Line)
        title.forms, state.left, state.right = tuple(place_and_time), rounds, lamps
