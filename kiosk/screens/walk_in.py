"""Taking in somebody without registration, in as few keys as they have answers."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from kiosk.actions.reception import namesakes, take_in
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError, Role
from kiosk.screens.asking import AskingDialog
from kiosk.widgets.choice import Choice
from kiosk.widgets.texts import plain
from kiosk.words import ROLES, number_word

LONGEST: Final = 200


class WalkInDialog(AskingDialog[Answer]):
    """Takes in somebody without registration; everything may be left empty."""

    HEADING = N_("Without registration")
    HELP: ClassVar[str] = N_(
        "Somebody without registration gets a number at once. Everything may be left empty. F2 to F7 wish the booths "
        "with the most free seats, F9 is open to anything; role and consents are changed with the arrow keys."
    )
    HOLDS_NAMES: ClassVar[bool] = True
    BINDINGS: ClassVar = [Binding("f8", "take_in", N_("Take in"))]

    def body(self) -> ComposeResult:
        """The fields."""
        lead = _("Nothing has to be filled in: F8 again gives a number and a plan.")
        yield Static(plain(lead), classes="note lead")
        for name, label in (("first_name", _("First name")), ("last_name", _("Last name"))):
            with Horizontal(classes="field"):
                yield Label(label)
                yield Input(id=name, max_length=LONGEST)
        yield from self.wish_fields()
        yield Choice(N_("Role"), {str(role): word for role, word in ROLES.items()}, str(Role.ATTENDEE), id="role")
        yield from self.consent_fields({})
        yield from self.help_fields(assistance=False, interpreting="")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one("#first_name", Input).focus()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Enter goes from field to field and takes in from the wishes on."""
        if event.input.id in ("wishes", "interpreting"):
            self.action_take_in()
        else:
            self.focus_next()

    def hint(self) -> str:
        """Says that there is somebody of this name already; both may be right."""
        said = [self.query_one(f"#{name}", Input).value for name in ("first_name", "last_name")]
        known = namesakes(self.desk, *said)
        text = _("Somebody of this name is here already: {number}. F8 takes in another person.")
        return text.format(number=", ".join(number_word(number) for number in known)) if known else ""

    def action_take_in(self) -> None:
        """Gives a number and checks in."""
        try:
            self.dismiss(take_in(self.desk, self.answers()))
        except KioskError as error:
            self.wrong(error)
