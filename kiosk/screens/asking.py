"""Asking people for wishes and consents: what the dialogs of reception share, and one for those who are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Checkbox, Input, Label, Static

from kiosk.actions.asking import ANSWERS, CONSENTS, Vacancy, keep_answers, vacancies
from kiosk.actions.planning import ANYTHING
from kiosk.actions.reception import wishes_of
from kiosk.i18n import N_, _
from kiosk.model import KioskError, Person, Role
from kiosk.screens.base import Dialog, Result
from kiosk.widgets.choice import Choice
from kiosk.widgets.texts import plain, safe
from kiosk.words import number_word

PICKS: Final = ("f2", "f3", "f4", "f5", "f6", "f7")
"""The keys that wish one of the booths with the most free seats."""

COLUMNS: Final = 2
WIDTH: Final = 33


class Tick(Checkbox):
    """A box to tick, which is empty otherwise: not told by its colour alone."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        """Shows the tick, or none."""
        self.BUTTON_INNER = "✔" if self.value else " "
        super().watch_value()


class AskingDialog(Dialog[Result]):
    """A dialog with wishes that take one key each, consents, and marks of help."""

    BINDINGS: ClassVar = [
        *(Binding(key, f"pick({place})", N_("Wish"), show=False) for place, key in enumerate(PICKS)),
        Binding("f9", "anything", N_("Open to anything")),
    ]

    _free: tuple[Vacancy, ...] = ()

    def wish_fields(self, wishes: str = "") -> ComposeResult:
        """The field for wishes, and the booths that one key each adds to it."""
        self._free = tuple(vacancies(self.desk, len(PICKS)))
        with Horizontal(classes="field"):
            yield Label(_("Wishes"))
            yield Input(safe(wishes), id="wishes", max_length=200)
        yield Static(self._picks(), id="picks")

    def _picks(self) -> Content:
        cells = []
        for key, place in zip(PICKS, self._free, strict=False):
            free = _("{n} free").format(n=place.free)
            name = safe(f"{place.booth} {place.employer}", WIDTH - 8 - len(free))
            cells.append(Content.assemble((f"{key.upper()} ", "bold $primary"), f"{name} · ", (free, "$text-muted")))
        rows = [cells[start : start + COLUMNS] for start in range(0, len(cells), COLUMNS)]
        return Content("\n").join(Content("").join(_padded(cell) for cell in row) for row in rows)

    def consent_fields(self, said: Mapping[str, str]) -> ComposeResult:
        """A choice for each consent."""
        consents = list(CONSENTS.items())
        for row in (consents[:2], consents[2:]):  # Three do not fit on a line of the narrowest window.
            with Horizontal(classes="choices"):
                for name, label in row:
                    yield Choice(label, ANSWERS, said.get(name, ""), id=name)

    def help_fields(self, assistance: bool, interpreting: str) -> ComposeResult:
        """What helps a person on the day; no reason is asked for."""
        with Horizontal(classes="choices"):
            yield Tick(_("Assistance"), assistance, id="assistance")
            yield Label(_("Interpreting into"))
            yield Input(safe(interpreting), id="interpreting", max_length=40)

    def answers(self) -> dict[str, Any]:
        """What was answered up to now, by the names of the fields."""
        found: dict[str, Any] = {str(choice.id): choice.value for choice in self.query(Choice)}
        found |= {str(tick.id): tick.value for tick in self.query(Tick)}
        found |= {str(field.id): field.value.strip() for field in self.query(Input)}
        if "wishes" in found:
            found["wishes"] = wishes_of(found["wishes"])
        return found

    @on(Input.Changed)
    def _corrected(self) -> None:
        """What was wrong may be right now."""
        self.query_one("#error", Static).update(plain(self.hint()))

    def hint(self) -> str:
        """What is to be known of the answers up to now, though nothing is wrong with them."""
        return ""

    def wrong(self, error: KioskError) -> None:
        """Says what cannot be."""
        self.query_one("#error", Static).update(plain(str(error)))

    def action_pick(self, place: int) -> None:
        """Adds a booth to the wishes, or takes it out again."""
        if place < len(self._free):
            self._wish(self._free[place].booth)

    def action_anything(self) -> None:
        """Is open to anything, or no longer."""
        self._wish(ANYTHING)

    def _wish(self, wish: str) -> None:
        for field in self.query("#wishes").results(Input):
            wishes = wishes_of(field.value)
            kept = [known for known in wishes if known != wish]
            field.value = ", ".join(kept if wish in wishes else [*wishes, wish])
            field.cursor_position = len(field.value)


def _padded(cell: Content) -> Content:
    return Content.assemble(cell, " " * max(1, WIDTH - cell.cell_length))


class AskDialog(AskingDialog[bool]):
    """Asks somebody who is in for what is not known yet; gives whether anything was new."""

    HEADING = N_("Ask")
    HELP: ClassVar[str] = N_(
        "Consents and wishes of whoever was scanned last. The arrow keys change an answer, Enter goes on, F8 saves. "
        "Scans are taken meanwhile."
    )
    BINDINGS: ClassVar = [Binding("f8", "save", N_("Save"))]

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person

    def body(self) -> ComposeResult:
        """Whom it is about, by number; consents first, then wishes where they have named none."""
        person = self._person
        yield Static(plain(number_word(person.number), "bold"), classes="lead")
        yield from self.consent_fields({name: getattr(person, name) for name in CONSENTS})
        yield from self.help_fields(person.assistance, person.interpreting)
        if person.role is Role.ATTENDEE and not person.wishes:
            yield from self.wish_fields()
        yield Static(plain(_("← → change, Enter goes on, F8 saves.")), classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Begins with the first consent that was not asked for."""
        open_ = [choice for choice in self.query(Choice) if not choice.value]
        (open_ or list(self.query(Choice)))[0].focus()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    def action_save(self) -> None:
        """Keeps the answers."""
        try:
            self.dismiss(keep_answers(self.desk, self._person.id, self.answers()))
        except KioskError as error:
            self.wrong(error)
