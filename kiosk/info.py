"""The info point as an application of its own: whoever scans their badge is told where to go next."""

from __future__ import annotations

from typing import Final

from textual.timer import Timer

from kiosk.actions import info
from kiosk.actions.info import News, Told
from kiosk.app import serial_reader
from kiosk.desk import Desk
from kiosk.devices.gong import Gong, Sound
from kiosk.model import KioskError
from kiosk.place import PlaceApp
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.screens.host import ReaderMaker, SoundMaker
from kiosk.screens.info import InfoScreen
from kiosk.screens.messages import ScanArrived

SECONDS: Final = 8.0
"""How long an answer stays."""

TONES: Final = {News.NEXT: Sound.GOOD, News.NONE: Sound.HINT, News.RECEPTION: Sound.HINT, News.THANKS: Sound.GOOD}


def reader_of(desk: Desk, port: str) -> ReaderSetting:
    """The reader of the info point: at this port, else the one of the settings; without either only the keyboard."""
    named = next((reader for reader in desk.event.readers if reader.role is ReaderRole.INFO), None)
    return ReaderSetting(ReaderRole.INFO, port=port) if port or named is None else named


class InfoApp(PlaceApp):
    """The screen of one info point."""

    CSS_PATH = "screens/info.tcss"

    def __init__(
        self,
        desk: Desk,
        setting: ReaderSetting,
        gong: SoundMaker | None = None,
        make_reader: ReaderMaker = serial_reader,
    ) -> None:
        self._page = InfoScreen(desk.event)
        self._gong = gong or Gong()
        self._over: Timer | None = None
        super().__init__(desk, self._page, setting, make_reader)

    def _begin(self) -> None:
        self._gong.prepare()
        super()._begin()

    def on_unmount(self) -> None:
        """Gives the sound back; the reader is given back where it was taken."""
        self._gong.close()

    def _tick(self) -> None:
        self._page.show_time(self._desk.now())

    def _warn(self, trouble: str) -> None:
        self._page.warn(trouble)

    def on_scan_arrived(self, message: ScanArrived) -> None:
        """Tells whoever scanned where to go next, for some seconds."""
        trouble = self._lack
        try:
            told = info.ask(self._desk, message.scan)
        except KioskError as error:
            told, trouble = Told(News.RECEPTION), str(error)
        self._warn(trouble)
        if told:
            self._page.show(told)
            self._gong.play(TONES[told.news])
        if self._over:
            self._over.stop()
        self._over = self.set_timer(SECONDS, self._clear)

    def _clear(self) -> None:
        self._page.show(Told(News.SCAN))


def run(desk: Desk, port: str) -> int:
    """Shows the info point until somebody closes it; the exit status of the program."""
    app = InfoApp(desk, reader_of(desk, port))
    app.run(mouse=False)
    return app.return_code or 0
