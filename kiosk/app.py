"""The application at the desk: its screens, its keys, its language, and when what is in sight is brought up to date."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widgets import Input

from kiosk import i18n
from kiosk.actions.cards import HelpWatch
from kiosk.actions.people import manual_reader
from kiosk.actions.scans import is_listed
from kiosk.actions.signals import SignalWatch
from kiosk.clock import Clock
from kiosk.desk import Desk
from kiosk.devices.gong import Gong, Sound
from kiosk.devices.lamps import ReaderState
from kiosk.devices.wedge import Collector, Wedge, WedgeMixin
from kiosk.model import Scan
from kiosk.programme import ReaderSetting
from kiosk.screens import KEYS, TABS, lazily
from kiosk.screens.base import Frame
from kiosk.screens.host import Host, Reader, ReaderMaker, SoundMaker
from kiosk.widgets.pin import PinField
from kiosk.widgets.themes import following

NOTICE_SECONDS: Final = 0.04
"""How often it is looked whether another process has recorded something."""

TICK_SECONDS: Final = 0.2


def serial_reader(
    setting: ReaderSetting, deliver: Callable[[Scan], object], report: Callable[[ReaderState], object], clock: Clock
) -> Reader:
    """A reader at a serial port."""
    from kiosk.devices.reader import SerialReader  # Its library is loaded when the first screen is painted already.

    return SerialReader(setting, deliver, report, clock)


class KioskApp(WedgeMixin[None], Host):
    """The screens on one open event."""

    CSS_PATH = "screens/base.tcss"
    MODES: ClassVar = {tab.name: lazily(tab.name) for tab in TABS}
    DEFAULT_MODE: ClassVar[str] = "start"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(tab.key, tab.action, tab.word, show=False) for tab in (*TABS, *KEYS)),
    ]

    def __init__(self, desk: Desk, gong: SoundMaker | None = None, make_reader: ReaderMaker = serial_reader) -> None:
        super().__init__(desk, gong or Gong(), make_reader)
        i18n.use(desk.event.language)
        self._version = desk.store.version()
        self._signals = SignalWatch(desk)
        self._help = HelpWatch(desk)
        self.wedge = Wedge(manual_reader(desk), self.deliver, desk.clock, Collector(self._is_meant))

    def _is_meant(self, text: str) -> bool:
        """Whether a text that was typed fast is a scan: in a text field only if somebody has it as their code."""
        return not isinstance(self.focused, Input) or isinstance(self.focused, PinField) or is_listed(self.desk, text)

    def on_mount(self) -> None:
        """Paints first, then opens what may take its time."""
        self.guard_terminal()
        self.call_after_refresh(self.keep_watch)
        self.call_after_refresh(self._open_devices)
        self.set_interval(NOTICE_SECONDS, self._notice)
        self.set_interval(TICK_SECONDS, self._tick)

    def on_unmount(self) -> None:
        """Gives the devices back."""
        self.stop_readers()
        self.keeper.stop()
        self.gong.close()

    def _open_devices(self) -> None:
        self.gong.prepare()
        for setting in self.desk.event.readers:
            self.use_reader(setting)
        self.keeper.start()

    def _notice(self) -> None:
        version = self.desk.store.version()
        if version != self._version:
            self._version = version
            self.in_sight(lambda frame: frame.catch_up())
            for reader in self._help.due():
                self.call_for_help(reader)

    def _tick(self) -> None:
        self.keep_watch()
        self.in_sight(lambda frame: frame.tick())
        for signal in self._signals.due():
            self.gong.play(Sound(signal))
            self.bell()

    async def action_show(self, mode: str) -> None:
        """Goes to a screen."""
        await self.switch_mode(mode)

    def action_language(self) -> None:
        """Speaks the other language."""
        i18n.use("en" if i18n.language() == "de" else "de")
        self.in_sight(lambda frame: frame.retranslate())

    def action_look(self) -> None:
        """Changes to the next of the themes."""
        self.theme = following(self.theme)

    def action_help(self) -> None:
        """Explains what is in sight."""
        from kiosk.screens.help import HelpDialog

        if isinstance(self.screen, Frame):
            self.push_screen(HelpDialog(self.screen))

    def action_leave(self) -> None:
        """Asks before leaving."""
        from kiosk.screens.dialogs import LeaveDialog

        self.push_screen(LeaveDialog(), lambda leave: self.exit() if leave else None)


def run(desk: Desk) -> int:
    """Shows the screens until somebody leaves; the exit status of the program."""
    # Python looks through all its objects every dozen scans otherwise, and a scan then waits 0.2 s for its answer.
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    app = KioskApp(desk)
    app.run()
    return app.return_code or 0
