"""The info point as an application of its own: whoever scans their badge is told where to go next."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.timer import Timer

from kiosk import i18n
from kiosk.actions import info
from kiosk.actions.info import News, Told
from kiosk.app import serial_reader
from kiosk.desk import Desk
from kiosk.devices.gong import Gong, Sound
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.devices.wedge import Wedge, WedgeMixin
from kiosk.guard import GuardedApp
from kiosk.model import KioskError, Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.screens.hall import LeaveHall
from kiosk.screens.host import Reader, ReaderMaker, SoundMaker
from kiosk.screens.info import InfoScreen
from kiosk.screens.messages import ReaderChanged, ScanArrived
from kiosk.widgets.themes import CONTRAST

SECONDS: Final = 8.0
"""How long an answer stays."""

TICK_SECONDS: Final = 1.0

TONES: Final = {News.NEXT: Sound.GOOD, News.NONE: Sound.HINT, News.RECEPTION: Sound.HINT, News.THANKS: Sound.GOOD}


def reader_of(desk: Desk, port: str) -> ReaderSetting:
    """The reader of the info point: at this port, else the one of the settings; without either only the keyboard."""
    named = next((reader for reader in desk.event.readers if reader.role is ReaderRole.INFO), None)
    return ReaderSetting(ReaderRole.INFO, port=port) if port or named is None else named


class InfoApp(WedgeMixin[None], GuardedApp):
    """The screen of one info point."""

    CSS_PATH = "screens/info.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f12,ctrl+q", "leave", show=False)]

    def __init__(
        self,
        desk: Desk,
        setting: ReaderSetting,
        gong: SoundMaker | None = None,
        make_reader: ReaderMaker = serial_reader,
    ) -> None:
        super().__init__(desk.folder)
        i18n.use(desk.event.language)
        self.theme = CONTRAST.name
        self._desk = desk
        self._gong = gong or Gong()
        self._page = InfoScreen(desk.event)
        self._reader: Reader | None = None
        if setting.port or setting.match:
            self._reader = make_reader(setting, self._deliver, self._report, desk.clock)
        self._over: Timer | None = None
        self._lack = ""
        self.wedge = Wedge(setting, self._deliver, desk.clock)

    def on_mount(self) -> None:
        """Paints first, then opens the reader."""
        self.guard_terminal()
        self.push_screen(self._page, wait_for_dismiss=False)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._gong.prepare()
        self._tick()
        self.set_interval(TICK_SECONDS, self._tick)
        if self._reader:
            self._reader.start()

    def on_unmount(self) -> None:
        """Gives the devices back."""
        if self._reader:
            self._reader.stop()
        self._gong.close()

    def _tick(self) -> None:
        self._page.show_time(self._desk.now())

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
        """Tells whoever scanned where to go next, for some seconds."""
        trouble = self._lack
        try:
            told = info.ask(self._desk, message.scan)
        except KioskError as error:
            told, trouble = Told(News.RECEPTION), str(error)
        self._page.warn(trouble)
        if told:
            self._page.show(told)
            self._gong.play(TONES[told.news])
        if self._over:
            self._over.stop()
        self._over = self.set_timer(SECONDS, self._clear)

    def _clear(self) -> None:
        self._page.show(Told(News.SCAN))

    def action_leave(self) -> None:
        """Asks before leaving."""
        self.push_screen(LeaveHall(), lambda leave: self.exit() if leave else None)


def run(desk: Desk, port: str) -> int:
    """Shows the info point until somebody closes it; the exit status of the program."""
    app = InfoApp(desk, reader_of(desk, port))
    app.run(mouse=False)
    return app.return_code or 0
