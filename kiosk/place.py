"""What visitors use by themselves, the info point and the feedback at the exit: one page and its own reader."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.screen import Screen

from kiosk import i18n
from kiosk.app import serial_reader
from kiosk.desk import Desk
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.devices.wedge import Wedge, WedgeMixin
from kiosk.guard import GuardedApp
from kiosk.model import Scan
from kiosk.programme import ReaderSetting
from kiosk.screens.hall import LeaveHall
from kiosk.screens.host import Reader, ReaderMaker
from kiosk.screens.messages import ReaderChanged, ScanArrived
from kiosk.widgets.themes import CONTRAST

TICK_SECONDS: Final = 1.0


class PlaceApp(WedgeMixin[None], GuardedApp):
    """A page, its reader, and a key that asks before leaving. What a scan does is said by whoever builds on this."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f12,ctrl+q", "leave", show=False)]
    LEAVE: ClassVar[type[LeaveHall]] = LeaveHall

    def __init__(
        self, desk: Desk, page: Screen[None], setting: ReaderSetting, make_reader: ReaderMaker = serial_reader
    ) -> None:
        super().__init__(desk.folder)
        i18n.use(desk.event.language)
        self.theme = CONTRAST.name
        self._desk, self._first = desk, page
        self._lack = ""
        self._reader: Reader | None = None
        if setting.port or setting.match:
            self._reader = make_reader(setting, self._deliver, self._report, desk.clock)
        self.wedge = Wedge(setting, self._deliver, desk.clock)

    def on_mount(self) -> None:
        """Paints first, then opens the reader."""
        self.guard_terminal()
        self.push_screen(self._first, wait_for_dismiss=False)
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
        """Keeps the page up to date."""

    def _warn(self, trouble: str) -> None:
        """Shows what is wrong with the reader; nothing once it is right."""

    def _deliver(self, scan: Scan) -> None:
        """Takes a scan from any thread."""
        self.post_message(ScanArrived(scan))

    def _report(self, state: ReaderState) -> None:
        self.post_message(ReaderChanged(state))

    def on_reader_changed(self, message: ReaderChanged) -> None:
        """Says why the reader takes nothing, where it does not."""
        ready = message.state.lamp in (Lamp.OPEN, Lamp.OPENING)
        self._lack = "" if ready else message.state.text
        self._warn(self._lack)

    def action_leave(self) -> None:
        """Asks before leaving."""
        self.push_screen(self.LEAVE(), lambda leave: self.exit() if leave else None)
