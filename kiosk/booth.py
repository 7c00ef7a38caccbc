"""One booth as an application of its own: its reader, seats and results, on the same event folder as the others."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from kiosk.app import KioskApp, serial_reader
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.screens import KEYS
from kiosk.screens.booth_desk import BoothDeskScreen
from kiosk.screens.host import ReaderMaker, SoundMaker


def reader_of(desk: Desk, booth: str, port: str) -> ReaderSetting:
    """The reader of a booth: at this port, else the one of the settings; without either only the keyboard.

    Raises:
        KioskError: there is no such booth.
    """
    if desk.event.booth(booth) is None:
        known = ", ".join(each.booth for each in desk.event.booths) or "–"
        text = _("There is no booth “{booth}”. Give --booth one of: {known}.")
        raise KioskError(text.format(booth=booth, known=known))
    if port:
        return ReaderSetting(ReaderRole.BOOTH, port=port, booth=booth)
    named = (each for each in desk.event.readers if (each.role, each.booth) == (ReaderRole.BOOTH, booth))
    return next(named, ReaderSetting(ReaderRole.BOOTH, booth=booth))


class BoothApp(KioskApp, inherit_bindings=False):
    """The screen of one booth. The gong is the hall's: here only answers sound."""

    MODES: ClassVar[dict[str, Any]] = {}
    DEFAULT_MODE: ClassVar[str] = "_default"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key.key, key.action, key.word, show=False) for key in KEYS),
    ]

    def __init__(
        self,
        desk: Desk,
        setting: ReaderSetting,
        gong: SoundMaker | None = None,
        make_reader: ReaderMaker = serial_reader,
    ) -> None:
        super().__init__(desk, gong, make_reader)
        self._setting = setting
        if self.wedge:
            self.wedge.setting = setting

    def on_mount(self) -> None:
        """Shows the one screen that there is."""
        self.push_screen(BoothDeskScreen(self._setting), wait_for_dismiss=False)

    def _open_devices(self) -> None:
        self.gong.prepare()
        if self._setting.port or self._setting.match:
            self.use_reader(self._setting)

    def _tick(self) -> None:
        self.keep_watch()
        self.in_sight(lambda frame: frame.tick())


def run(desk: Desk, booth: str, port: str) -> int:
    """Shows the booth until somebody leaves; the exit status of the program.

    Raises:
        KioskError: there is no such booth.
    """
    app = BoothApp(desk, reader_of(desk, booth, port))
    app.run(mouse=False)
    return app.return_code or 0
