"""Typing in afterwards what was ticked on paper while no screen worked."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from kiosk.actions import paper
from kiosk.actions.paper import Outcome, State
from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import hanging, plain
from kiosk.words import Tone

MOST: Final = 6
"""So many of the lines that were typed in stay in sight."""

MARKS: Final = {
    State.RECORDED: ("✔", "$text-success"),
    State.KNOWN: ("●", "$text-warning"),
    State.REFUSED: ("✖", "$text-error"),
}


class PaperDialog(Dialog[None]):
    """One line is one time; below it stands how it will be read, before Enter records it."""

    HEADING = N_("From paper")
    HELP: ClassVar[str] = N_(
        "What was ticked by hand while no screen worked is typed in with its real times, and marked as such. One line"
        " is one time: “10:05 112” is a check-in, “10:05 112-118 121” several, “out 12:10 112” a check-out,"
        " “booth 7 10:20-10:31 112” a talk, “done 10:31 112” its end. A whole file is read by the"
        " command “kiosk paper”."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo", N_("Take back"))]

    def __init__(self) -> None:
        super().__init__()
        self._done: list[Outcome] = []

    def body(self) -> ComposeResult:
        """The field, how it is read, and what has been recorded."""
        yield Input(id="ticks", max_length=400, placeholder="10:05 112-118 121")
        yield Static(id="read", classes="lead")
        yield Static(id="done")
        yield Static(
            plain(_("10:05 112   ·   out 12:10 112   ·   booth 7 10:20-10:31 112   ·   F1 more")), classes="note"
        )

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one(Input).focus()
        self._preview()

    def update_data(self) -> None:
        """What is typed may mean something else now."""
        self._preview()
        self._list()

    @on(Input.Changed)
    def _preview(self) -> None:
        found = paper.preview(self.desk, self.query_one(Input).value)
        read = self.query_one("#read", Static)
        read.update(
            _shown(found[0], read.size.width) if found else Content(_("One line is one time; Enter records it."))
        )

    @on(Input.Submitted)
    def _record(self, event: Input.Submitted) -> None:
        try:
            found = paper.record(self.desk, event.value)
        except KioskError as error:
            self.say(Tone.BAD, str(error))
            return
        kept = [outcome for outcome in found if outcome.state is not State.REFUSED]
        if kept:
            self._done += kept
            event.input.clear()
        self._list()

    def action_undo(self) -> None:
        """Takes the last line back that was recorded here."""
        last = next((outcome for outcome in reversed(self._done) if outcome.entries), None)
        if last is None:
            self.say(Tone.HINT, _("No line was recorded here that could be taken back."))
            return
        try:
            paper.take_back(self.desk, last)
        except KioskError as error:
            self.say(Tone.BAD, str(error))
            return
        self._done.remove(last)
        self.say(Tone.HINT, _("Taken back: {what}").format(what=last.text))
        self._list()

    def _list(self) -> None:
        done = self.query_one("#done", Static)
        done.update(Content("\n").join(_shown(outcome, done.size.width) for outcome in self._done[-MOST:]))


def _shown(outcome: Outcome, width: int) -> Content:
    mark, style = MARKS[outcome.state]
    return hanging(Content.styled(f"{mark}  ", style), plain(outcome.whole), width)
