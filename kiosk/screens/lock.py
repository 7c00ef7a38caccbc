"""What covers the screen while nobody may look at it: scans go on being taken and answered, without a name."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from kiosk.actions import stopping
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError, Verdict
from kiosk.screens.base import Frame
from kiosk.screens.moderation import StopDialog
from kiosk.widgets.digits import Digits
from kiosk.widgets.lamps import lamps
from kiosk.widgets.texts import plain, put
from kiosk.widgets.title import Line
from kiosk.widgets.verdict import SECONDS, TONES
from kiosk.words import LOOKS, Tone, clock_time, next_text, number_word


class Cover(Frame[None], ModalScreen[None]):
    """The event's name, the time, the lamps and the last verdict; below it everything stays as it was."""

    CSS_PATH = "lock.tcss"
    HELP: ClassVar[str] = N_(
        "The screen is covered, so that nobody reads names in passing. Scans are taken and answered by number."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+b", "uncover", N_("Back to the screen"), priority=True),
        Binding("ctrl+u", "uncover", N_("Sign in"), show=False, priority=True),
        Binding("ctrl+x", "stop", N_("Stop all")),
        Binding("ctrl+l", "app.language", N_("Deutsch")),
    ]

    COVERS: ClassVar[bool] = True
    _over: Timer | None = None

    def __init__(self, by_itself: bool) -> None:
        super().__init__()
        self._by_itself = by_itself

    def compose(self) -> ComposeResult:
        """Head, time, verdict, keys."""
        with Vertical(id="cover-head"):
            title = Line(id="title")
            title.left = plain(self.desk.event.name, "bold")
            yield title
            yield Line(id="state")
        with Container(id="cover"):
            yield Digits(id="time")
            yield Static(id="why")
            yield Static(id="told")
        yield from self._surroundings()

    def update_clock(self) -> None:
        """The time, the lamps, and how to come back."""
        time = clock_time(self.desk.event, self.desk.now().at)
        self.query_one("#time", Digits).value = time
        self.query_one("#state", Line).left = lamps(self.host.lamps, self.size.width - 2)
        put(self.query_one("#why", Static), plain(self._why()))

    def _why(self) -> str:
        key = self.app.get_key_display(Binding("ctrl+b", ""))
        if self.host.session.rank is None:
            return _("Locked. Scans are taken. {key} and a PIN unlock.").format(key=key)
        if self._by_itself:
            return _("Covered, for names stood here. Scans are taken. Any key brings them back.")
        return _("Covered. Scans are taken. {key} brings the screen back.").format(key=key)

    def show_answer(self, answer: Answer) -> None:
        """Symbol, word, number and the next booth; no name."""
        self.show_losses()
        if answer.verdict is Verdict.REPEAT:
            return
        look = LOOKS[answer.verdict]
        number = "" if answer.number is None else number_word(answer.number)
        way = next_text(self.desk.event, answer.next) if look.tone is not Tone.BAD else ""
        told = self.query_one("#told", Static)
        self._calm()
        told.add_class(f"-{look.tone}")
        first = "  ·  ".join(part for part in (f"{look.symbol} {_(look.word)}", number) if part)
        put(told, Content("\n").join([plain(line) for line in (first, way) if line]))
        self._over = self.set_timer(SECONDS, self._calm)

    def _calm(self) -> None:
        if self._over:
            self._over.stop()
        told = self.query_one("#told", Static)
        told.remove_class(*TONES)
        put(told, Content())

    def say(self, tone: Tone, text: str) -> None:
        """Says nothing: what is said to others may hold a name."""

    def on_key(self, event: Key) -> None:
        """Brings back at any key what was covered for want of one."""
        if self._by_itself and self.host.session.rank is not None:
            event.stop()
            event.prevent_default()
            self.dismiss()

    def action_uncover(self) -> None:
        """Brings back what stood here; first asks who is there where that has to be known."""
        if self.host.session.rank is None:
            self.host.ask_who(self.dismiss)
        else:
            self.dismiss()

    def action_stop(self) -> None:
        """Stops everything: an emergency waits for no PIN."""
        self.app.push_screen(StopDialog(stopped=False), self._stopped)

    def _stopped(self, stop: bool | None) -> None:
        if stop:
            try:
                stopping.stop_all(self.desk)
            except KioskError as error:
                self.host.not_recorded(str(error), _("Stop all"))
