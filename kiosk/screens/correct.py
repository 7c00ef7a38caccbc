"""Correcting what the list says of a person."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from kiosk.actions.asking import CONSENTS
from kiosk.actions.reception import correct, time_of
from kiosk.i18n import N_, _
from kiosk.model import KioskError, Person
from kiosk.rules.rights import Right
from kiosk.screens.asking import AskingDialog, Tick
from kiosk.widgets.texts import safe

LABELS: Final = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "wishes": N_("Wishes"),
    "arrives": N_("Can come from"),
    "leaves": N_("Leaves by"),
}


class CorrectDialog(AskingDialog[bool]):
    """Shows the fields as they are; gives whether anything was corrected."""

    HEADING = N_("Correct")
    HELP: ClassVar[str] = N_(
        "Correct what is wrong and save with F8. What was there before stays in the journal. Changed wishes "
        "lead to new talks."
    )
    HOLDS_NAMES: ClassVar[bool] = True
    BINDINGS: ClassVar = [Binding("f8", "save", N_("Save"))]

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person
        self._before = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "wishes": ", ".join(person.wishes),
            "arrives": f"{person.arrives:%H:%M}" if person.arrives else "",
            "leaves": f"{person.leaves:%H:%M}" if person.leaves else "",
            "interpreting": person.interpreting,
        }

    def body(self) -> ComposeResult:
        """A field for each."""
        for name, label in LABELS.items():
            with Horizontal(classes="field"):
                yield Label(_(label))
                yield Input(safe(self._before[name]), id=name, max_length=200)
        yield from self.consent_fields({name: getattr(self._person, name) for name in CONSENTS})
        yield from self.help_fields(self._person.assistance, self._person.interpreting)
        yield Tick(_("The registration was cancelled"), self._person.cancelled, id="cancelled")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one("#first_name", Input).focus()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    def action_save(self) -> None:
        """Records what is different; who was cancelled is admitted again only by whoever may override."""
        if self._person.cancelled and not self.query_one("#cancelled", Tick).value:
            self.host.with_right(Right.OVERRIDE, self._save)
        else:
            self._save()

    def _save(self) -> None:
        try:
            self.dismiss(correct(self.desk, self._person.id, self._fields()))
        except KioskError as error:
            self.wrong(error)

    def _fields(self) -> dict[str, object]:
        """What was typed; a field that was not touched is left as it is, whatever could be shown of it."""
        fields: dict[str, object] = self.answers()
        for name, before in self._before.items():
            text = self.query_one(f"#{name}", Input).value.strip()
            if text == safe(before):
                del fields[name]
            elif name in ("arrives", "leaves"):
                fields[name] = time_of(text)
        return fields
