"""What a booth is asked: which position a talk was about, and when the next step is to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions.reception import time_of
from kiosk.actions.results import date_of
from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.programme import Position
from kiosk.rules.results import Step
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain
from kiosk.words import STEPS


class PositionDialog(Dialog[str]):
    """Offers the positions of the booth; gives the chosen one, empty for none."""

    HEADING = N_("Which position was it about?")
    HELP = N_("The positions of this booth as positions.csv has them. Arrow keys mark one, Enter takes it.")

    def __init__(self, offered: tuple[Position, ...], chosen: str | None) -> None:
        super().__init__()
        self._offered, self._chosen = offered, chosen

    def body(self) -> ComposeResult:
        """The positions, and none of them."""
        known = [Option(plain(f"{each.position}  {each.title}"), each.position) for each in self._offered]
        yield OptionList(*known, Option(plain(_("none of these")), ""))
        yield Static(plain(_("Enter takes it, Esc goes back.")), classes="note")

    def on_mount(self) -> None:
        """Marks what was chosen before."""
        choices = self.query_one(OptionList)
        names = [each.position for each in self._offered]
        choices.highlighted = names.index(self._chosen) if self._chosen in names else 0
        choices.focus()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(str(event.option.id or ""))


class StepDialog(Dialog[Mapping[str, str]]):
    """Asks when an agreed step is to be; both may be left empty."""

    HELP = N_("Day and time of what was agreed. Without a day it counts as in prospect; the day can come later.")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5,f6,f7", "agree", N_("Record"))]

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.HEADING = STEPS[step]
        self._step = step

    def body(self) -> ComposeResult:
        """The fields."""
        for name, label, example in (("date", _("Day"), "30.11."), ("time", _("Time of day"), "10:30")):
            with Horizontal(classes="field"):
                yield Label(label)
                yield Input(id=name, max_length=10, placeholder=example)
        yield Static(plain(_("Enter records it; both may stay empty.")), classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one("#date", Input).focus()

    @on(Input.Changed)
    def _corrected(self) -> None:
        """What was wrong may be right now."""
        self.query_one("#error", Static).update("")

    @on(Input.Submitted)
    def action_agree(self) -> None:
        """Gives what is to be recorded; where a field cannot be understood, says so."""
        typed = {name: self.query_one(f"#{name}", Input).value for name in ("date", "time")}
        try:
            when = {"date": date_of(self.desk, typed["date"]), "time": time_of(typed["time"])}
        except KioskError as error:
            self.query_one("#error", Static).update(plain(str(error)))
        else:
            self.dismiss({"next_step": str(self._step), **when})
