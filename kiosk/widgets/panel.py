"""The verdict that fills the screen at reception, and what stands there while nobody is being scanned."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from kiosk.i18n import _
from kiosk.model import Answer, NextTalk, Role, Verdict
from kiosk.programme import Event
from kiosk.widgets.digits import BARS, Digits
from kiosk.widgets.texts import plain, put, safe
from kiosk.widgets.verdict import LONGEST_NAME, SECONDS, TONES
from kiosk.words import LOOKS, ROLES, Tone, clock_time, number_word, reader_word, told_with


@dataclass(frozen=True, slots=True)
class Count:
    """How full it is: attendees who came, attendees expected, persons in the house and permitted there."""

    present: int
    expected: int
    inside: int
    permitted: int | None
    apart: tuple[tuple[Role, int, int], ...] = ()
    """Those who are no attendees: role, how many came and how many are expected."""


class VerdictPanel(Vertical):
    """Symbol, word and colour, the number in large digits, first name and initial, and the next booth."""

    def __init__(self) -> None:
        super().__init__(id="panel")
        self._over: Timer | None = None
        self._count = Count(0, 0, 0, None)
        self._shown: Answer | None = None
        self.closed = False
        """Whether the event is closed, which stands there then while nobody is being scanned."""

    def compose(self) -> ComposeResult:
        """The lines of a verdict, from the top."""
        yield Static(id="word")
        yield Digits(id="number")
        yield Static(id="name")
        yield Static(id="advice")
        yield Static(id="marks")
        with Horizontal(id="going"):
            yield Static(id="when")
            yield Digits(id="booth")

    def answer(self, event: Event, answer: Answer) -> None:
        """Shows an answer at once, in place of the one before; it goes by itself."""
        if answer.verdict is Verdict.REPEAT and self._shown and self._shown.person == answer.person:
            self._go_later()
            return
        self._shown = answer
        look = LOOKS[answer.verdict]
        self.remove_class(*TONES, "-idle", "-numberless")
        self.add_class(f"-{look.tone}")
        refuses = look.tone is Tone.BAD
        self.set_class(answer.number is None or refuses, "-numberless")
        self._write("word", Content(f"{look.symbol}  {_(look.word).upper()}"))
        self.query_one("#number", Digits).value = "" if answer.number is None else str(answer.number)
        # Seen from the corner of an eye a large number and a booth are a welcome; a refusal has neither.
        number = number_word(answer.number) if refuses and answer.number is not None else ""
        self._write("name", plain(" · ".join(part for part in (number, safe(_called(answer), LONGEST_NAME)) if part)))
        self._write("advice", plain(_advice(event, answer)))
        self.set_class(bool(answer.reason), "-reasoned")
        self._write("marks", Content() if refuses else plain(told_with(answer)))
        self.set_class(bool(told_with(answer)) and not refuses, "-marked")
        self._show_way(event, None if refuses else answer.next)
        self._go_later()

    def _show_way(self, event: Event, way: NextTalk | None) -> None:
        self.set_class(way is None, "-nowhere")
        if way is None:
            return
        drawn = set(way.booth) <= set(BARS)
        self.query_one("#booth", Digits).value = way.booth if drawn else ""
        lines = [
            _("Round {round}, {time}").format(round=way.round, time=clock_time(event, way.starts)),
            _("Booth") if drawn else _("Booth {booth}").format(booth=safe(way.booth)),
            _("Seat {seat}").format(seat=safe(way.seat)) if way.seat else "",
        ]
        self._write("when", Content("\n".join(line for line in lines if line)))

    def count(self, count: Count) -> None:
        """Takes the present counts, which are shown while no verdict is."""
        if count != self._count or self._shown is None:
            self._count = count
            if self._shown is None:
                self.rest()

    def close(self, *, closed: bool) -> None:
        """Takes whether the event is closed."""
        if closed != self.closed:
            self.closed = closed
            if self._shown is None:
                self.rest()

    def rest(self) -> None:
        """Shows that the next badge can be scanned or that the event is closed, and how many have come."""
        self._shown, count = None, self._count
        self.remove_class(*TONES, "-numberless", "-marked", "-reasoned")
        self.add_class("-idle", "-nowhere")
        self._write("word", Content("✖ " + _("closed") if self.closed else _("Ready for the next badge")))
        self.query_one("#number", Digits).value = str(count.present)
        came = _("of {expected} expected have come").format(expected=count.expected)
        self._write("name", Content(came))
        house = (
            _("{inside} in the house")
            if count.permitted is None
            else _("{inside} of {permitted} permitted in the house")
        )
        self._write("advice", Content(house.format(inside=count.inside, permitted=count.permitted)))

    def _write(self, part: str, text: Content) -> None:
        put(self.query_one(f"#{part}", Static), text)

    def _go_later(self) -> None:
        if self._over:
            self._over.stop()
        self._over = self.set_timer(SECONDS, self.rest)


def _called(answer: Answer) -> str:
    """What a person is called; whoever has no number is told by the role."""
    if answer.role in (None, Role.ATTENDEE):
        return answer.name
    return f"{answer.name} ({_(ROLES[answer.role])})"


def _advice(event: Event, answer: Answer) -> str:
    """What to do, or since when somebody is in."""
    if answer.verdict is Verdict.ALREADY_IN and answer.first:
        since = _("in since {time} ({reader})")
        return since.format(time=clock_time(event, answer.first), reader=reader_word(answer.first_reader))
    return answer.reason or _(LOOKS[answer.verdict].advice)
