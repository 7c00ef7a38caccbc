"""What every screen and every dialog has: head, answers to scans, keys in the user's language."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from kiosk import i18n
from kiosk.actions import rounds
from kiosk.actions.closing import closed_text
from kiosk.desk import Desk
from kiosk.i18n import N_, _, plain_date
from kiosk.model import Answer
from kiosk.programme import Block, Mode
from kiosk.rules import clock
from kiosk.rules.clock import RoundClock, RoundStatus, State
from kiosk.screens import KEYS, TABS
from kiosk.widgets.keys import Keys
from kiosk.widgets.lamps import lamps
from kiosk.widgets.texts import plain
from kiosk.widgets.title import Head, forms
from kiosk.widgets.verdict import SECONDS, Banner, VerdictStrip
from kiosk.words import Tone, clock_time, minutes_left, rank_word, status_text

if TYPE_CHECKING:
    from kiosk.screens.host import Host

Result = TypeVar("Result")

NOTED: Final = "ctrl+y"
"""The key by which staff say that they know what was lost."""

EVERYWHERE: Final = ("ctrl+b", "ctrl+u")
"""Keys of every screen, which come after its own."""


class Frame(Screen[Result]):
    """A screen or dialog that shows the answers to scans and speaks the user's language.

    While it is in sight the application calls ``catch_up`` when the journal has changed and ``tick`` some times a
    second; what a screen adds to either goes into ``update_data`` and ``update_clock``.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(NOTED, "app.noted", N_("Noted"), show=False),
        Binding("f1", "app.help", N_("Help"), show=False),
        Binding("ctrl+b", "app.privacy", N_("Privacy"), show=False, priority=True),
    ]

    HELP: ClassVar[str]
    """What is done here, a text to translate; F1 shows it."""
    HOLDS_NAMES: ClassVar[bool] = False
    """Whether names may stand here as long as it is open: then it is covered after a while without a key."""

    spoken = ""
    """The language in which the screen was composed."""

    _asked: tuple[str, float] = ("", 0.0)
    """The last question, and until when it can be confirmed."""

    @property
    def host(self) -> Host:
        """The application that shows it."""
        return cast("Host", self.app)

    @property
    def desk(self) -> Desk:
        """The open event."""
        return self.host.desk

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys with their words in the language that is spoken now."""
        found = super().active_bindings
        return {key: active._replace(binding=_translated(active.binding)) for key, active in found.items()}

    def update_data(self) -> None:
        """Shows what the journal says now; called on every change of it and when the screen comes into sight."""

    def update_clock(self) -> None:
        """Shows what the time makes of it; called after ``update_data`` and some times a second."""

    def catch_up(self) -> None:
        """Brings everything up to date."""
        self.show_losses()
        self.update_data()
        self.tick()

    def tick(self) -> None:
        """Brings what depends on the time up to date."""
        self.update_clock()

    def show_answer(self, answer: Answer) -> None:
        """Shows the answer to a scan."""
        self.show_losses()
        self.query_one(VerdictStrip).answer(self.desk.event, answer)

    def say(self, tone: Tone, text: str) -> None:
        """Shows a sentence where the answers stand."""
        self.query_one(VerdictStrip).say(tone, text)

    def warn(self) -> None:
        """Something was not recorded, or staff have noted it."""
        self.show_losses()

    def show_losses(self) -> None:
        """Shows what was not recorded, as long as it is to be known: it concerns the program, not one screen."""
        event, losses = self.desk.event, self.host.losses
        lost = [f"{clock_time(event, loss.at)} {loss.what}" for loss in losses.open]
        reason = losses.open[-1].reason if lost else ""
        key = self.app.get_key_display(Binding(NOTED, ""))
        self.query_one(Banner).show(lost, reason, over=losses.over, key=key)

    def confirmed(self, question: str) -> bool:
        """Whether somebody has just been asked this and gives the same command again; asks where not."""
        asked, until = self._asked
        if asked == question and monotonic() < until:
            self._asked = ("", 0.0)
            return True
        self._asked = (question, monotonic() + SECONDS)
        self.say(Tone.HINT, question + " " + _("The same key again confirms."))
        return False

    async def retranslate(self) -> None:
        """Speaks the language that is spoken now."""
        if self.spoken != i18n.language():
            await self.recompose()
            self.refresh_bindings()
            self.catch_up()

    async def on_screen_resume(self) -> None:
        """Catches up with what has happened while the screen was out of sight."""
        await self.retranslate()
        self.catch_up()
        self.come_back()

    def come_back(self) -> None:
        """Does what only a return asks for; Textual calls the handler above once for each class that has one."""

    def _surroundings(self) -> ComposeResult:
        self.spoken = i18n.language()
        yield Banner()
        yield VerdictStrip()
        yield Keys()
        yield Static(
            _("This window is too small. Please make it at least 80 columns wide and 24 lines high."), id="small"
        )


def _translated(binding: Binding) -> Binding:
    return replace(binding, description=_(binding.description)) if binding.description else binding


class BaseScreen(Frame[None]):
    """A screen of the day, under the head that all of them share; ``body`` gives what is its own."""

    MODE: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+b", "app.privacy", N_("Privacy"), priority=True),
        Binding("ctrl+u", "app.sign_in", N_("Sign in"), priority=True),
    ]

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys of this screen before those of every screen."""
        found = super().active_bindings
        last = [(key, found.pop(key)) for key in EVERYWHERE if key in found]
        return {**found, **dict(last)}

    _clocks: tuple[tuple[Block, RoundClock], ...] = ()
    _ended = ""

    def compose(self) -> ComposeResult:
        """Head, body, answers, keys."""
        yield Head(plain(self.desk.event.name, "bold"), TABS, KEYS, self.MODE)
        with Container(id="body"):
            yield from self.body()
        yield from self._surroundings()

    def body(self) -> ComposeResult:
        """The widgets of this screen."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Brings everything up to date."""
        blocks = [block for block in self.desk.event.blocks if block.mode is Mode.ROUNDS]
        self._clocks = tuple((block, rounds.clock_of(self.desk, block)) for block in blocks)
        self._ended = closed_text(self.desk)
        super().catch_up()

    def tick(self) -> None:
        """Brings what depends on the time up to date."""
        rounds_line = self._rounds_line()
        room = max(20, self.size.width - rounds_line.cell_length - 4)
        self.query_one(Head).show(self._place_and_time(), rounds_line, lamps(self.host.lamps, room))
        super().tick()

    def round_status(self) -> RoundStatus | None:
        """The state of the rounds now: of the first block that is not over, else of the last; None without rounds."""
        now = self.desk.now()
        found = [clock.status_of(turned, self.desk.event, block, now) for block, turned in self._clocks]
        return next((status for status in found if status.state is not State.ENDED), found[-1] if found else None)

    def _rounds_line(self) -> Content:
        status = self.round_status()
        if status is None:
            return Content()
        text = Content(status_text(status))
        if status.state in (State.WAITING, State.ENDED):
            return text
        return Content.assemble(text, "  ", (minutes_left(status.left), "bold"))

    def _place_and_time(self) -> tuple[Content, ...]:
        event, at, session = self.desk.event, self.desk.now().at, self.host.session
        rank = rank_word(session.rank) if session.pins and session.rank else ""
        # Who stands here and that the event is closed are the first to be seen and never left out.
        marks = ((rank, "bold $accent"), (self._ended, "bold $text-warning"))
        return forms(marks, event.venue, plain_date(event.local(at)), clock_time(event, at))


class Dialog(Frame[Result], ModalScreen[Result]):
    """A question in a box over a screen. Scans are taken and answered while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", N_("Close")),
        Binding("f1", "app.help", N_("Help")),
    ]

    HEADING: str
    """The heading, a text to translate."""

    def compose(self) -> ComposeResult:
        """The box with its heading, then answers and keys."""
        with Container(id="dialog"):
            yield Static(plain(_(self.HEADING)), id="heading")
            yield from self.body()
        yield from self._surroundings()

    def body(self) -> ComposeResult:
        """The widgets of this dialog."""
        raise NotImplementedError
