"""What is asked about a talk: which position it was about, and what the agreed next step is to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions.booth_desk import Held, clashing
from kiosk.actions.reception import time_of
from kiosk.actions.results import date_of
from kiosk.i18n import N_, _, plain_date
from kiosk.model import KioskError
from kiosk.programme import Position
from kiosk.result_words import TASKS, TICKS, clash_text
from kiosk.rules.results import Result, Step
from kiosk.rules.tasks import TICKED
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain, put, safe
from kiosk.words import STEPS, number_word

ASKED: Final = {
    "date": (N_("Day"), ""),
    "time": (N_("Time of day"), "10:30"),
    "place": (N_("Place"), ""),
    "who": (N_("Who does what"), ""),
}
"""What is asked about a step, with an example; that of a day is one soon after the event."""

DUE: Final = {"date": (N_("Until"), ""), "who": ASKED["who"]}
"""What is asked about missing documents: nobody has to be anywhere."""

BEGUN: Final = {"started": (N_("Begun on"), "")}
"""What is asked about trial work afterwards."""

DAYS: Final = ("date", "started")

LONGEST: Final = {"place": 80, "who": 120}
"""Signs that a text may have; a day and a time need far fewer, but what is cut off could mean another."""

SOON: Final = timedelta(days=8)
"""How long after the event the day lies that stands as an example."""


class PositionDialog(Dialog[str]):
    """Offers the positions of the booth; gives the chosen one, empty for none."""

    HELP = N_("The positions of this booth as positions.csv has them. Arrow keys mark one, Enter takes it.")

    def __init__(self, offered: tuple[Position, ...], held: Held) -> None:
        super().__init__()
        self.HEADING = heading(held, _("Which position was it about?"))
        self._offered, self._chosen = offered, held.talk.position

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
    """Asks for the particulars of an agreed step: when, where, who does what until then; all may stay empty."""

    HELP = N_(
        "What was agreed: day, time, place, and who does what until when. Without a day it counts as in prospect; the"
        " day can come later. F9 ticks the task off that such a step raises."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,f6,f7,f8", "agree", N_("Record")),
        Binding("f9", "settle", N_("Task done")),
    ]

    def __init__(self, step: Step, held: Held, *, afterwards: bool = False) -> None:
        super().__init__()
        self.HEADING = heading(held, _(STEPS[step]))
        self._step, self._held = step, held
        self._todo = TICKED.get(step)
        known = held.result if held.result and held.result.next_step is step else None
        self._known = _fields_of(known)
        self._labels = _labels_of(step, afterwards=afterwards)
        self._shown: dict[str, str] = {}
        """How what is known stands in the fields; as long as one is not changed, what is known stays as it is."""
        self._settled = known is not None and known.settled == self._todo

    def body(self) -> ComposeResult:
        """The fields, with what was said before."""
        days = {name: _day_text(self._known[name]) for name in DAYS}
        shown = {**self._known, **days}
        self._shown = {name: safe(shown[name]) for name in self._labels}
        for name, (label, example) in self._labels.items():
            with Horizontal(classes="field"):
                yield Label(_(label))
                yield Input(
                    self._shown[name],
                    id=name,
                    max_length=LONGEST.get(name, 40),
                    placeholder=example or self._a_day(name),
                )
        yield Static(id="task", classes="note")
        yield Static(id="clash", classes="note")
        yield Static(plain(_("Enter records it; everything may stay empty.")), classes="note")
        yield Static(id="error", classes="error")

    def _a_day(self, name: str) -> str:
        """A day as it can be typed, where one is asked for."""
        return f"{min(self.desk.event.days) + SOON:%d.%m.}" if name in DAYS else ""

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one("#date", Input).focus()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what raises a task can be ticked off."""
        return action != "settle" or self._todo is not None

    @on(Input.Changed)
    def _changed(self) -> None:
        """What was wrong may be right now; whether the person has another appointment then is said at once."""
        self.query_one("#error", Static).update("")
        self._show()

    def _show(self) -> None:
        """The task, and the appointments that this one clashes with."""
        task = ""
        if self._todo:
            task = f"✔ {_(TICKS[self._todo])}" if self._settled else f"▲ {_(TASKS[self._todo])}"
        put(self.query_one("#task", Static), plain(task, "" if self._settled else "$text-warning"))
        texts = [f"▲ {clash_text(other)}" for other in self._clashing()]
        put(self.query_one("#clash", Static), Content("\n").join(plain(text, "bold $text-warning") for text in texts))

    def _clashing(self) -> tuple[Result, ...]:
        try:
            said = self._fields()
        except KioskError:
            return ()  # Half typed.
        if not said["date"] or self._step is Step.DOCUMENTS_MISSING:
            return ()
        at = time.fromisoformat(said["time"]) if said["time"] else None
        return clashing(self.desk, self._held.talk, date.fromisoformat(said["date"]), at)

    def _fields(self) -> dict[str, str]:
        """What stands in the fields.

        Raises:
            KioskError: one cannot be understood.
        """
        a_day = partial(date_of, self.desk)
        read: dict[str, Callable[[str], str]] = {**dict.fromkeys(DAYS, a_day), "time": time_of}
        said = dict.fromkeys(ASKED, "")
        for field in self.query(Input):
            name, typed = str(field.id), field.value.strip()
            same = typed == self._shown[name]
            said[name] = self._known[name] if same else read.get(name, str)(typed)
        return {**said, "settled": str(self._todo) if self._todo and self._settled else ""}

    def action_settle(self) -> None:
        """Says that the task is done, or is not."""
        self._settled = not self._settled
        self._show()

    @on(Input.Submitted)
    def action_agree(self) -> None:
        """Gives what is to be recorded; where a field cannot be understood, says so."""
        try:
            said = self._fields()
        except KioskError as error:
            self.query_one("#error", Static).update(plain(str(error)))
        else:
            self.dismiss({"next_step": str(self._step), **said})


def heading(held: Held, what: str) -> str:
    """Whose talk it is, for by now another badge may have taken the seat; a name only where the screen had it, too."""
    who = " ".join(part for part in (number_word(held.talk.number), safe(held.name, 24)) if part)
    return f"{who}  ·  {what}"


def _fields_of(known: Result | None) -> dict[str, str]:
    """What was agreed before, as it is recorded; nothing of another step."""
    return {
        "date": known.date.isoformat() if known and known.date else "",
        "time": f"{known.time:%H:%M}" if known and known.time else "",
        "place": known.place if known else "",
        "who": known.who if known else "",
        "started": known.started.isoformat() if known and known.started else "",
    }


def _labels_of(step: Step, *, afterwards: bool) -> dict[str, tuple[str, str]]:
    """The fields that a step has, with their labels and examples."""
    if step is Step.DOCUMENTS_MISSING:
        return DUE
    return {**ASKED, **BEGUN} if afterwards and step is Step.TRIAL_WORK else ASKED


def _day_text(day: str) -> str:
    return plain_date(date.fromisoformat(day)) if day else ""
