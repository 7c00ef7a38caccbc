"""The second lane: a case is parked in two keys, and solved when there is time for it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions.lane import park, settle, waiting, why_of
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError
from kiosk.rules.lane import Case, How, Why
from kiosk.screens.group import MarkingDialog
from kiosk.widgets.texts import plain, safe

WHYS: Final = {
    Why.NOT_LISTED: N_("on no list"),
    Why.UNREADABLE: N_("badge cannot be read"),
    Why.REFUSED: N_("cancelled, wrong day or replaced"),
    Why.FULL: N_("waits until somebody goes"),
    Why.GUARDIAN: N_("guardian has to agree"),
    Why.OTHER: N_("something else"),
}
"""Why a case is parked, in words."""

LIST: Final = "list"
"""Given by the parking dialog where somebody wants to see the cases."""


class ParkDialog(MarkingDialog):
    """Parks a case; gives its id, or ``LIST``."""

    HEADING = N_("Second lane: park a case")
    HELP: ClassVar[str] = N_(
        "Puts a case aside, so that the queue goes on. Enter parks whoever was refused last; the arrow keys choose why."
    )
    BINDINGS: ClassVar = [Binding("ctrl+k", "list", N_("Cases"), priority=True)]

    def __init__(self, last: Answer | None) -> None:
        """``last`` is the answer before, whose case it probably is."""
        super().__init__()
        self._text = "" if last is None else str(last.number) if last.number is not None else last.code[-6:]
        self._why = why_of(last)

    def body(self) -> ComposeResult:
        """Whose case it is, and why."""
        yield Input(self._text, placeholder=_("Number or a few words"), id="case", max_length=60)
        yield OptionList(*(Option(plain(_(word)), id=str(why)) for why, word in WHYS.items()), id="whys")
        yield Static(plain(_("Enter parks, Ctrl+K again shows the cases.")), classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Only Enter is needed where the case is that of the last scan."""
        self.rows.can_focus = False
        self.rows.highlighted = list(WHYS).index(self._why)
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _park(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(park(self.desk, event.value, Why(self.marked or Why.OTHER)).id)
        except KioskError as error:
            self.query_one("#error", Static).update(plain(str(error)))

    def action_list(self) -> None:
        """Shows the cases instead."""
        self.dismiss(LIST)


class LaneDialog(MarkingDialog):
    """The cases that wait; gives the id of one that is to be solved, and in ``next`` by what."""

    HEADING = N_("Second lane")
    HELP: ClassVar[str] = N_(
        "The cases that wait, the oldest first. F7 searches for the person, F8 takes in a walk-in, Enter says that "
        "it is solved."
    )
    HOLDS_NAMES: ClassVar[bool] = True
    BINDINGS: ClassVar = [
        Binding("f7", "solve_by('search')", N_("Search")),
        Binding("f8", "solve_by('walk_in')", N_("Walk-ins")),
        Binding("enter", "settle('solved')", N_("Solved")),
        Binding("ctrl+d", "settle('dropped')", N_("Drop")),
    ]

    next = ""

    def body(self) -> ComposeResult:
        """The cases, the oldest first."""
        yield OptionList(id="cases")
        yield Static(id="none", classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Nothing has the keyboard: no letter means anything here."""
        self.set_focus(None)
        self.update_data()

    def update_data(self) -> None:
        """The cases as they are now, also those of other laptops."""
        cases = waiting(self.desk)
        self.fill([Option(self._row(case), id=case.id) for case in cases])
        self.query_one("#none", Static).update(plain("" if cases else _("No case waits.")))

    def _row(self, case: Case) -> Content:
        minutes = int((self.desk.now().at - case.at).total_seconds() // 60)
        age = _("{n} min").format(n=minutes)
        return Content.assemble((f"{age:>7}  ", "bold"), safe(case.text, 24), "  ", (_(WHYS[case.why]), "$text-muted"))

    @property
    def case(self) -> Case | None:
        """The marked case."""
        return next((case for case in waiting(self.desk) if case.id == self.marked), None)

    def action_solve_by(self, how: str) -> None:
        """Searches for the person, or takes them in; the case is solved once they are in."""
        if self.marked:
            self.next = how
            self.dismiss(self.marked)

    def action_settle(self, how: str) -> None:
        """Takes the case off the lane."""
        if self.marked:
            try:
                settle(self.desk, self.marked, How(how))
            except KioskError as error:
                self.query_one("#error", Static).update(plain(str(error)))
            self.update_data()
