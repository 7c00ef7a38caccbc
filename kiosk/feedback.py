"""The feedback of visitors as an application of its own: they answer at the exit, with a key, a click or a card."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from kiosk import i18n
from kiosk.actions import feedback
from kiosk.app import serial_reader
from kiosk.desk import Desk
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.devices.wedge import Wedge, WedgeMixin
from kiosk.guard import GuardedApp
from kiosk.model import KioskError, Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.feedback import Mood, questions
from kiosk.screens.feedback import FeedbackScreen, LeaveFeedback
from kiosk.screens.host import Reader, ReaderMaker
from kiosk.screens.messages import ReaderChanged, ScanArrived
from kiosk.widgets.themes import CONTRAST

TICK_SECONDS: Final = 1.0


class FeedbackApp(WedgeMixin[None], GuardedApp):
    """The screen of one place for feedback. What is scanned here never reaches the journal."""

    CSS_PATH = "screens/feedback.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f12,ctrl+q", "leave", show=False)]

    def __init__(self, desk: Desk, port: str = "", make_reader: ReaderMaker = serial_reader) -> None:
        super().__init__(desk.folder)
        i18n.use(desk.event.language)
        self.theme = CONTRAST.name
        self._desk = desk
        self._page = FeedbackScreen(desk.event, questions(desk.event), self._give)
        # The role stands in no entry: nothing that is scanned here is judged by it.
        setting = ReaderSetting(ReaderRole.INFO, port=port)
        self._reader: Reader | None = None
        if port:
            self._reader = make_reader(setting, self._deliver, self._report, desk.clock)
        self._lack = ""
        self.wedge = Wedge(setting, self._deliver, desk.clock)

    def on_mount(self) -> None:
        """Paints first, then opens the reader."""
        self.guard_terminal()
        self.push_screen(self._page, wait_for_dismiss=False)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._tick()
        self.set_interval(TICK_SECONDS, self._tick)
        if self._reader:
            self._reader.start()

    def on_unmount(self) -> None:
        """Gives the reader back."""
        if self._reader:
            self._reader.stop()

    def _tick(self) -> None:
        self._page.show_time(self._desk.now())
        self._page.warn(self._lack or feedback.why_not(self._desk))

    def _give(self, question: str, mood: Mood) -> str:
        try:
            feedback.give(self._desk, question, mood)
        except KioskError as error:
            return str(error)
        return ""

    def _deliver(self, scan: Scan) -> None:
        """Takes a scan from any thread."""
        self.post_message(ScanArrived(scan))

    def _report(self, state: ReaderState) -> None:
        self.post_message(ReaderChanged(state))

    def on_reader_changed(self, message: ReaderChanged) -> None:
        """Says why the reader takes nothing, where it does not."""
        ready = message.state.lamp in (Lamp.OPEN, Lamp.OPENING)
        self._lack = "" if ready else message.state.text
        self._page.warn(self._lack)

    def on_scan_arrived(self, message: ScanArrived) -> None:
        """Counts a card; of a badge it says that none is needed, and keeps nothing."""
        try:
            told = feedback.at_screen(self._desk, message.scan)
        except KioskError as error:
            told = str(error)
        if told:
            self._page.tell(told)

    def action_leave(self) -> None:
        """Asks before leaving."""
        self.push_screen(LeaveFeedback(), lambda leave: self.exit() if leave else None)


def run(desk: Desk, port: str) -> int:
    """Shows the questions until somebody closes them; the exit status of the program."""
    app = FeedbackApp(desk, port)
    app.run()
    return app.return_code or 0
