"""The screen of one booth: who is in, who comes next, the last answer large, and results at a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Input, Static

from kiosk.actions import booth_desk, people, results
from kiosk.actions.booth_desk import BoothView, Seat
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError, Scan, Verdict
from kiosk.programme import ReaderSetting
from kiosk.rules.names import number_of
from kiosk.rules.results import Application, Step
from kiosk.screens import KEYS
from kiosk.screens.base import Frame
from kiosk.screens.booth_dialogs import PositionDialog, StepDialog
from kiosk.widgets.booth import SAID, BoothPanel, coming_lines, rounds_text, said_lines, seat_lines
from kiosk.widgets.lamps import lamps
from kiosk.widgets.texts import plain, put, safe
from kiosk.widgets.title import Head
from kiosk.words import (
    APPLICATIONS,
    STEPS,
    Tone,
    booth_text,
    clock_time,
    number_word,
    position_text,
)

RECORDED: Final = frozenset({Verdict.TALK_STARTED, Verdict.TALK_DONE, Verdict.RECORDED})


class BoothDeskScreen(Frame[None]):
    """One booth."""

    CSS_PATH = "booth_desk.tcss"
    HELP = N_(
        "A badge begins a talk, the same badge again or F10 ends it; whoever has no badge is started by number and"
        " Enter. The keys on the right say what came of the talk at the marked seat; the same key again takes an"
        " application back. Arrow keys mark another seat."
    )
    AUTO_FOCUS: ClassVar[str | None] = "#typed"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, action, word, show=False) for key, action, word in SAID),
        Binding("f10", "done", N_("Talk over")),
        Binding("ctrl+z", "undo", N_("Take back")),
        Binding("up", "mark(-1)", N_("Seat before"), show=False, priority=True),
        Binding("down", "mark(1)", N_("Next seat"), show=False, priority=True),
    ]

    _view: BoothView | None = None
    _stage: object = None

    def __init__(self, reader: ReaderSetting) -> None:
        super().__init__()
        self._reader = reader
        self._marked = "1"
        self._done: list[tuple[str, str]] = []
        """What was done here, the last thing last: the name of the entry, and words for it."""

    def compose(self) -> ComposeResult:
        """Head, answer, seats, what was said, the field for a number."""
        yield Head(plain(self.desk.event.name, "bold"), (), KEYS, "")
        with Container(id="body"), Horizontal():
            with Vertical(id="left"):
                yield BoothPanel(self.desk.event)
                yield Input(id="typed", max_length=40, placeholder=_("Number, then Enter"))
            with Vertical(id="right"):
                yield Static(id="booth-state", classes="heading")
                yield Static(id="seats")
                yield Static(id="coming")
                yield Static(id="about", classes="heading")
                yield Static(id="said")
        yield from self._surroundings()

    # What it shows

    def update_data(self) -> None:
        """What is recorded."""
        booth = self.desk.event.booth(self._reader.booth)
        if booth is None:
            return
        self._view = view = booth_desk.booth_view(self.desk, booth)
        self._stage = view.rounds.stage(self.desk.now()) if view.rounds else None
        if view.seat(self._marked) is None:
            self._marked = view.seats[0].seat
        put(self.query_one("#booth-state", Static), plain(booth_text(view.now)))
        put(self.query_one("#coming", Static), coming_lines(self.desk.event, view))
        self.query_one(BoothPanel).expect(view.next)
        self._show_said()

    def update_clock(self) -> None:
        """The time, how long talks run, the readers; all anew where time alone has changed the round."""
        view, now = self._view, self.desk.now()
        if view is None:
            return
        if view.rounds and view.rounds.stage(now) != self._stage:
            self.update_data()
            view = self._view or view
        put(self.query_one("#seats", Static), seat_lines(self.desk.event, view, self._marked, now.at))
        title = plain(f"{view.now.booth.employer}  {clock_time(self.desk.event, now.at)}")
        self.query_one(Head).show(title, plain(rounds_text(view, now)), lamps(self.host.lamps, 30))

    def _show_said(self) -> None:
        """What was said of the talk at the marked seat, beside the keys that say it."""
        seat = self._view.seat(self._marked) if self._view else None
        talk = seat.talk if seat else None
        about = _("What came of it: {number}").format(number=number_word(talk.number)) if talk else _("No talk yet")
        put(self.query_one("#about", Static), plain(about))
        put(
            self.query_one("#said", Static),
            said_lines(self.desk.event, seat),
        )

    def show_answer(self, answer: Answer) -> None:
        """Fills the panel with the answer, and marks the seat that it is about."""
        super().show_answer(answer)
        if answer.verdict in RECORDED and answer.entry:
            self._done.append((answer.entry, f"{answer.verdict}:{answer.number}"))
        self.update_data()
        seats = self._view.seats if self._view else ()
        about = [seat.seat for seat in seats if seat.talk and seat.talk.person == answer.person and answer.person]
        running = [seat.seat for seat in seats if seat.seat in about and seat.taken]
        if about:
            self._marked = (running or about)[0]
        self.query_one(BoothPanel).answer(self.desk.event, answer)
        self._show_said()
        self.update_clock()

    async def retranslate(self) -> None:
        """Speaks the language that is spoken now, with the field for numbers ready as before."""
        await super().retranslate()
        if self.is_current and self.focused is None:
            self.query_one("#typed", Input).focus()

    # What is done here

    @on(Input.Submitted, "#typed")
    def _typed(self, event: Input.Submitted) -> None:
        """Begins or ends the talk of a number; what is no number is taken for a code."""
        text = event.value.strip()
        event.input.clear()
        number = number_of(text)
        if number is None:
            if text:
                self.host.take(Scan(self._reader, text, self.desk.now()))
            return
        try:
            answers = booth_desk.call_in(self.desk, self._reader, number)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
            return
        for answer in answers:
            self.host.tell(answer, self._reader)

    def _do(self, act: Callable[[str], object], said: str) -> None:
        """Records something of the talk at the marked seat; where that cannot be, says why."""
        seat = self._view.seat(self._marked) if self._view else None
        if seat is None or seat.talk is None:
            self.say(Tone.HINT, _("No talk was held at this seat yet: scan a badge or type a number."))
            return
        try:
            act(seat.talk.id)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
            return
        self._done.append((booth_desk.last_entry(self.desk, seat.talk.id), said))
        self.say(Tone.GOOD, f"✔ {number_word(seat.talk.number)} · {said}")
        self.catch_up()

    def _record(self, fields: Mapping[str, str], said: str) -> None:
        self._do(lambda talk: results.record_result(self.desk, talk, fields, by=self._reader.name), said)

    @property
    def _seat_now(self) -> Seat | None:
        return self._view.seat(self._marked) if self._view else None

    def action_position(self) -> None:
        """Says which position the talk is about."""
        seat = self._seat_now
        offered = tuple(each for each in self.desk.event.positions if each.booth == self._reader.booth)
        if not offered:
            self.say(Tone.HINT, _("positions.csv names no position of this booth."))
        elif seat is None or seat.talk is None:
            self._do(lambda _talk: None, "")
        else:
            self.app.push_screen(PositionDialog(offered, seat.talk.position), self._positioned)

    def _positioned(self, position: str | None) -> None:
        if position is not None:
            said = position_text(self.desk.event, position) or _("none of these")
            self._do(lambda talk: results.about(self.desk, talk, position), safe(said, 40))

    def action_apply(self, application: str) -> None:
        """Says how the person applied; the same key again takes it back."""
        seat = self._seat_now
        same = seat is not None and seat.result is not None and seat.result.application == application
        said = _("no application") if same else _(APPLICATIONS[Application(application)])
        self._record({"application": str(Application.NONE) if same else application}, said)

    def action_agree(self, step: str) -> None:
        """Asks when an agreed step is to be, and records it."""
        seat = self._seat_now
        if seat is None or seat.talk is None:
            self._do(lambda _talk: None, "")
            return
        self.app.push_screen(StepDialog(Step(step)), partial(self._agreed, _(STEPS[Step(step)])))

    def _agreed(self, said: str, fields: Mapping[str, str] | None) -> None:
        if fields is not None:
            self._record(fields, said)

    def action_say(self, step: str) -> None:
        """Records a step that has no date."""
        self._record({"next_step": step}, _(STEPS[Step(step)]))

    def action_done(self) -> None:
        """Ends the talk at the marked seat."""
        self._do(lambda talk: booth_desk.end_talk(self.desk, talk, self._reader.name), _("Talk over"))

    def action_undo(self) -> None:
        """Takes the last thing back that was done at this screen."""
        if not self._done:
            self.say(Tone.HINT, _("There is nothing to take back at this booth."))
            return
        entry, _said = self._done.pop()
        try:
            people.undo(self.desk, entry)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
            return
        self.say(Tone.HINT, _("Taken back."))
        self.catch_up()

    def action_mark(self, step: int) -> None:
        """Marks the seat before or after."""
        names = [seat.seat for seat in self._view.seats] if self._view else []
        if self._marked in names:
            self._marked = names[(names.index(self._marked) + step) % len(names)]
            self._show_said()
            self.update_clock()
