"""A contract that came of the event, as somebody reported it to the organiser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from kiosk.actions.booth_desk import Held
from kiosk.actions.result_cells import KINDS
from kiosk.actions.results import date_of
from kiosk.i18n import N_, _, plain_date
from kiosk.model import KioskError
from kiosk.rules.contracts import Contract, Kind
from kiosk.screens.base import Dialog
from kiosk.screens.booth_dialogs import heading
from kiosk.widgets.choice import Choice
from kiosk.widgets.texts import plain, safe


class ContractDialog(Dialog[Mapping[str, str]]):
    """Asks for kind, day and reporter of a contract; gives them, or nothing at all where there is none after all."""

    HELP: ClassVar[str] = N_(
        "A contract of this person with this employer, also one that is reported weeks later: what kind, signed when, "
        "and who told you. F9 takes the last report back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "report", N_("Record"), priority=True),
        Binding("f9", "none", N_("Take back")),
    ]

    def __init__(self, known: Contract | None, held: Held) -> None:
        super().__init__()
        self.HEADING = heading(held, _("Contract"))
        self._known = known

    def body(self) -> ComposeResult:
        """The fields, with what was reported before."""
        known = self._known
        words = {str(kind): word for kind, word in KINDS.items()} | {str(Kind.UNSAID): N_("not said")}
        kind = str(known.kind if known else Kind.EMPLOYMENT)
        yield Choice(N_("Kind"), words, kind, id="kind")
        day = plain_date(known.date) if known and known.date else ""
        told = safe(known.reporter) if known else ""
        for name, label, value in (("date", _("Contract signed"), day), ("reporter", _("Reported by"), told)):
            with Horizontal(classes="field"):
                yield Label(label)
                yield Input(value, id=name, max_length=10 if name == "date" else 80)
        yield Static(plain(_("Enter records it; everything may stay empty.")), classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Is ready to choose."""
        self.query_one(Choice).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what was reported can be taken back."""
        return action != "none" or self._known is not None

    @on(Input.Submitted)
    def action_report(self) -> None:
        """Gives what is to be recorded; where the day cannot be understood, says so."""
        try:
            day = date_of(self.desk, self.query_one("#date", Input).value)
        except KioskError as error:
            self.query_one("#error", Static).update(plain(str(error)))
            return
        reporter = self.query_one("#reporter", Input).value.strip()
        self.dismiss({"kind": self.query_one(Choice).value, "date": day, "reporter": reporter})

    def action_none(self) -> None:
        """Gives nothing: the report is taken back."""
        self.dismiss({})
