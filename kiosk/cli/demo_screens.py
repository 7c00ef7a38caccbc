"""The screens of the demo: those of the real event, with people who come by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from kiosk.app import KioskApp, serial_reader
from kiosk.clock import Clock
from kiosk.demo.live import SPEED, Show
from kiosk.desk import Desk
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.i18n import _
from kiosk.model import Scan
from kiosk.programme import ReaderSetting
from kiosk.screens.host import Reader

TOLD_SECONDS: Final = 15


class DemoApp(KioskApp):
    """Opens on reception, where something happens at once, and is left by Ctrl+C, too."""

    CSS_PATH = "../screens/base.tcss"
    DEFAULT_MODE: ClassVar[str] = "reception"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "exit", show=False, priority=True)]

    def __init__(self, desk: Desk, show: Show) -> None:
        super().__init__(desk, make_reader=self._reader)
        self._show = show

    def _reader(
        self,
        setting: ReaderSetting,
        deliver: Callable[[Scan], object],
        report: Callable[[ReaderState], object],
        clock: Clock,
    ) -> Reader:
        """A reader at a serial port; people come as soon as the made-up one is read."""

        def told(state: ReaderState) -> None:
            if state.setting == self._show.entrance and state.lamp is Lamp.OPEN:
                self._show.ready()
            report(state)

        return serial_reader(setting, deliver, told, clock)

    def on_mount(self) -> None:
        """Says what this is."""
        text = _(
            "Everybody here is made up, and a minute at this screen is {speed} minutes at the event.\n"
            "F3, then F7 starts the rounds; if you do not, they start by themselves. F12 ends the demo.\n"
            "What the hall sees, in a second terminal: kiosk hall {folder}"
        )
        self.notify(
            text.format(speed=SPEED, folder=self.desk.folder), title=_("Demo"), timeout=TOLD_SECONDS, markup=False
        )

    def action_exit(self) -> None:
        """Leaves without asking; nothing can be lost here."""
        self.exit()


def run(desk: Desk, show: Show) -> int:
    """Shows the screens until somebody leaves; the exit status of the program."""
    app = DemoApp(show.equip(desk), show)
    show.start()
    app.run()
    return app.return_code or 0
