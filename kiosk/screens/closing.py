"""Closing the event and opening it again: what follows is said first, and a scanner cannot confirm it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from kiosk.actions.closing import close, reopen, unfinished, unfinished_text
from kiosk.desk import Desk
from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import hanging, plain, put
from kiosk.words import Tone, date_time

WIDTH: Final = 66
"""The room for a line, as the stylesheet has it."""


class ClosingDialog(Dialog[None]):
    """Asks whoever may; the desk is that of the lead, whose PIN counts until it is done."""

    QUESTION: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", N_("Go back")),
        Binding("ctrl+e", "do", N_("Confirm twice")),
    ]

    def __init__(self, lead: Desk) -> None:
        super().__init__()
        self._lead = lead

    def action_do(self) -> None:
        """Does it at the second time, unless somebody else has meanwhile."""
        if not self.confirmed(_(self.QUESTION)):
            return
        try:
            said = self.done()
        except KioskError as error:
            self.say(Tone.BAD, str(error))
        else:
            self.dismiss()
            self.host.say(Tone.GOOD, said)

    def done(self) -> str:
        """Does it, and says so.

        Raises:
            KioskError: it was done already, or could not be written.
        """
        raise NotImplementedError


class CloseDialog(ClosingDialog):
    """Asks before the event is closed."""

    HEADING = N_("Close the event?")
    QUESTION = N_("Close the event now?")
    HELP: ClassVar[str] = N_(
        "Closing ends the taking of scans on every reader and freezes what was counted on site. What is not over yet "
        "stands here and is counted as of now. Results that come in later can still be said. The lead can open the "
        "event again."
    )

    def body(self) -> ComposeResult:
        """What is not over, and what follows."""
        yield Static(id="unfinished", classes="lead")
        text = _(
            "From then on no scan is taken at any reader, and what was counted on site is frozen. Applications and "
            "next steps can still be said; they stand in the report with a time of their own. F9 takes it back."
        )
        yield Static(plain(text), classes="lead")
        yield Static(plain(_("Ctrl+E twice closes the event, Esc goes back.")), classes="note")

    def on_mount(self) -> None:
        """Shows what is not over by now."""
        left = unfinished_text(self.desk, unfinished(self.desk))
        lines = left or [_("Nobody is in the house, and all results are said.")]
        shown = self.query_one("#unfinished", Static)
        put(shown, Content("\n").join(hanging(Content("• "), plain(line), WIDTH) for line in lines))

    def done(self) -> str:
        """Closes the event."""
        at = date_time(self.desk.event, close(self._lead))
        return _("The event is closed. What was counted on site is frozen as of {time}.").format(time=at)


class ReopenDialog(ClosingDialog):
    """Asks before a closed event is opened again."""

    HEADING = N_("Open the event again?")
    QUESTION = N_("Open the event again now?")
    HELP: ClassVar[str] = N_(
        "Opening takes scans and corrections again, and the figures on site may change. Close the event once more "
        "when it is corrected: it then has a new time, and the report says how much was corrected."
    )

    def body(self) -> ComposeResult:
        """What follows."""
        text = _(
            "Scans are taken again, and what was counted on site may change. Close the event once more when it is "
            "corrected: that gives a new time, and the report counts the corrections. What has come in later stays so."
        )
        yield Static(plain(text), classes="lead")
        yield Static(plain(_("Ctrl+E twice opens the event again, Esc goes back.")), classes="note")

    def done(self) -> str:
        """Opens the event again."""
        reopen(self._lead)
        return _("The event is open again. Close it once more when it is corrected: that gives a new time.")
