"""Finding a person by name or number: a field and at most a few hits, which go by themselves."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions.reception import LEAST, search
from kiosk.category_words import label_text
from kiosk.desk import Desk
from kiosk.i18n import N_, _, ngettext
from kiosk.model import Person
from kiosk.widgets.texts import plain, put, safe

PAUSE: Final = 0.12
"""Seconds without a key before a search begins, so that a name typed at speed is searched once."""

LONGEST: Final = 40


class PersonSearch(Vertical):
    """A search field with its hits. The field keeps the keyboard; the arrow keys move through the hits."""

    BINDINGS: ClassVar = [
        Binding("down", "move(1)", N_("Down"), show=False),
        Binding("up", "move(-1)", N_("Up"), show=False),
    ]

    class Marked(Message):
        """A hit is marked, or none any more."""

        def __init__(self, person: str | None) -> None:
            super().__init__()
            self.person = person

    class Chosen(Message):
        """A hit was chosen."""

        def __init__(self, person: str) -> None:
            super().__init__()
            self.person = person

    def __init__(
        self,
        desk: Desk,
        limit: int = 8,
        forget_seconds: float = 20,
        wanted: str = "",
        idle: Callable[[], float] = lambda: inf,
    ) -> None:
        """Prepares a search that forgets after so many seconds without a key: names must not stay in sight.

        ``idle`` tells for how many seconds there was none; without it only what is typed into the field counts.
        """
        super().__init__(id="search")
        self._desk = desk
        self._limit = limit
        self._forget_seconds = forget_seconds
        self._wanted = wanted
        self._idle = idle
        self._begin: Timer | None = None
        self._forget: Timer | None = None

    def compose(self) -> ComposeResult:
        """The field, what it takes, and the hits."""
        yield Input(self._wanted, placeholder=_("Name (three letters or more) or number"), id="wanted", max_length=80)
        yield OptionList(id="hits")
        yield Static(id="none", classes="note")

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one("#hits", OptionList).can_focus = False
        self.query_one(Input).focus()
        self._show([])

    @on(Input.Changed, "#wanted")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        for timer in (self._begin, self._forget):
            if timer:
                timer.stop()
        self._begin = self.set_timer(PAUSE, lambda: self._search(whole=False))
        self._forget_in(self._forget_seconds)

    def _forget_in(self, seconds: float) -> None:
        self._forget = self.set_timer(seconds, self._forget_if_idle)

    def _forget_if_idle(self) -> None:
        left = self._forget_seconds - self._idle()
        if left > 0:
            self._forget_in(left)
        else:
            self.clear()

    @on(Input.Submitted, "#wanted")
    def _entered(self, event: Input.Submitted) -> None:
        """Chooses the marked hit; where none is shown yet, looks for the whole name first."""
        event.stop()
        if self._begin:
            self._begin.stop()
        marked = self.marked
        if self._searched == event.value and marked:
            self.post_message(self.Chosen(marked))
        else:
            self._search(whole=True)

    @on(OptionList.OptionSelected, "#hits")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id:
            self.post_message(self.Chosen(event.option_id))

    @on(OptionList.OptionHighlighted, "#hits")
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Marked(event.option_id))

    _searched = ""

    @property
    def marked(self) -> str | None:
        """The id of the person whose hit is marked."""
        hits = self.query_one("#hits", OptionList)
        return hits.get_option_at_index(hits.highlighted).id if hits.highlighted is not None else None

    def clear(self) -> None:
        """Forgets what was searched."""
        self.query_one(Input).value = ""
        self._show([])

    def again(self) -> None:
        """Shows the same hits as they are now."""
        at = self.query_one("#hits", OptionList).highlighted
        if self._searched:
            self._search(whole=True)
            hits = self.query_one("#hits", OptionList)
            hits.highlighted = min(at, hits.option_count - 1) if at is not None and hits.option_count else None

    def action_move(self, by: int) -> None:
        """Marks the next or the previous hit."""
        hits = self.query_one("#hits", OptionList)
        (hits.action_cursor_down if by > 0 else hits.action_cursor_up)()

    def _search(self, *, whole: bool) -> None:
        self._searched = self.query_one(Input).value
        found = search(self._desk, self._searched, whole=whole, limit=self._limit)
        people = [person for who in found if (person := self._desk.store.person(who))]
        short = _("Three letters or more; Enter searches for a shorter name.")
        nothing = _("Nobody found.") if whole or len(self._searched.strip()) >= LEAST else short
        self._show(people, nothing if self._searched.strip() else "")

    def _show(self, people: list[Person], nothing: str = "") -> None:
        hits = self.query_one("#hits", OptionList)
        hits.clear_options()
        hits.add_options([Option(hit(person), id=person.id) for person in people])
        hits.display = bool(people)
        if people:
            hits.highlighted = 0
        else:
            self.post_message(self.Marked(None))
        count = ngettext("{n} person found", "{n} persons found", len(people)) + "  ·  " + _("↑ ↓ and Enter choose")
        put(self.query_one("#none", Static), Content(count if people else nothing))


def hit(person: Person) -> Content:
    """One person on one line: number, name, group, and whether they are here."""
    number = "–" if person.number is None else str(person.number)
    name = safe(f"{person.first_name} {person.last_name}", LONGEST) or _("(no name)")
    more = safe(label_text(person.group or person.organisation), 20)
    state = presence(person)
    return Content.assemble(
        (f"{number:>5}  ", "bold"), state[:2], name, (f"  {more}" if more else "", "$text-muted"), "  ", state[2:]
    )


def presence(person: Person) -> Content:
    """Whether a person is here: symbol and word."""
    if person.inside:
        return Content.styled("✔ " + _("here"), "$text-success")
    if person.cancelled and not person.present:
        return Content.styled("✖ " + _("cancelled"), "$text-error")
    return plain("○ " + (_("has left") if person.present else _("not here yet")), "$text-muted")
