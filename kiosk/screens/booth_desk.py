"""The screen of one booth: who is in, who comes next, the last answer large, and results at a key."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from kiosk.actions import booth_desk, people
from kiosk.actions.booth_desk import BoothView, Held
from kiosk.actions.closing import closed_text
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError, Scan, Verdict
from kiosk.programme import ReaderSetting
from kiosk.rules.names import number_of
from kiosk.screens import KEYS
from kiosk.screens.outcome import OutcomeKeys
from kiosk.widgets.booth import BoothPanel, about_line, care_lines, coming_lines, rounds_text, said_lines, seat_lines
from kiosk.widgets.lamps import lamps
from kiosk.widgets.texts import plain, put
from kiosk.widgets.title import Head
from kiosk.words import Tone, booth_text, clock_time

RECORDED: Final = frozenset({Verdict.TALK_STARTED, Verdict.TALK_DONE, Verdict.RECORDED})


class BoothDeskScreen(OutcomeKeys[None]):
    """One booth."""

    CSS_PATH = "booth_desk.tcss"
    HELP = N_(
        "A badge begins a talk, the same badge again or F10 ends it; whoever has no badge is started by number and"
        " Enter. The keys on the right say what came of the talk at the marked seat; the same key again takes an"
        " application back. Arrow keys mark another seat. Once the event is closed nothing is said here any more: the"
        " lead records what comes in later."
    )
    AUTO_FOCUS: ClassVar[str | None] = "#typed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", N_("Seat before"), show=False, priority=True),
        Binding("down", "mark(1)", N_("Next seat"), show=False, priority=True),
    ]

    _view: BoothView | None = None
    _stage: object = None

    def __init__(self, reader: ReaderSetting) -> None:
        super().__init__()
        self._reader = reader
        self._marked = "1"
        self._done: list[str] = []
        """The entries of what was done here, the last one last."""

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
                yield Static(id="care")
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
        put(self.query_one("#booth-state", Static), plain(closed_text(self.desk) or booth_text(view.now)))
        put(self.query_one("#coming", Static), coming_lines(self.desk.event, view))
        self.query_one(BoothPanel).close(closed=view.closed)
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
        clock = clock_time(self.desk.event, now.at)
        title = [plain(f"{view.now.booth.employer}  {clock}"), plain(clock)]
        self.query_one(Head).show(title, plain(rounds_text(view, now)), lamps(self.host.lamps, 30))

    def _show_said(self) -> None:
        """What was said of the talk at the marked seat, beside the keys that say it; neither after the closing."""
        held, event = self.meant, self.desk.event
        for name, lines in (("about", about_line(held)), ("said", said_lines(event, held)), ("care", care_lines(held))):
            put(self.query_one(f"#{name}", Static), Content() if self._after_closing else lines)

    def show_answer(self, answer: Answer) -> None:
        """Fills the panel with the answer, and marks the seat that it is about."""
        super().show_answer(answer)
        if answer.verdict in RECORDED and answer.entry:
            self._done.append(answer.entry)
        self.update_data()
        seats = self._view.seats if self._view else ()
        about = [seat.seat for seat in seats if seat.held and seat.held.talk.person == answer.person != ""]
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

    @property
    def meant(self) -> Held | None:
        """The talk at the marked seat, or the last one there."""
        seat = self._view.seat(self._marked) if self._view else None
        return seat.held if seat else None

    @property
    def at_booth(self) -> str:
        """This booth."""
        return self._reader.booth

    @property
    def by(self) -> str:
        """This booth's reader, also where it was a key."""
        return self._reader.name

    @property
    def none_held(self) -> str:
        """How a talk begins here."""
        return _("No talk was held at this seat yet: scan a badge or type a number.")

    def recorded(self, entry: str) -> None:
        """Keeps what was done here, so that it can be taken back."""
        self._done.append(entry)

    def action_undo(self) -> None:
        """Takes the last thing back that was done at this screen."""
        if not self._done:
            self.say(Tone.HINT, _("There is nothing to take back at this booth."))
            return
        try:
            people.undo(self.desk, self._done.pop())
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
