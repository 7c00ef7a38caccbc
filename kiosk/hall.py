"""The public display as a process of its own: it follows the event folder and can change nothing in it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from kiosk import i18n
from kiosk.actions.follower import Follower
from kiosk.clock import Clock, clock_of
from kiosk.desk import settings_of
from kiosk.guard import GuardedApp
from kiosk.programme import Event
from kiosk.screens.hall import HallScreen, LeaveHall
from kiosk.widgets.themes import CONTRAST

NOTICE_SECONDS: Final = 0.04
"""How often it is looked whether another process has recorded something, and how exact the time is."""


class HallApp(GuardedApp):
    """The display of one event."""

    CSS_PATH = "screens/hall.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f12,ctrl+q", "leave", show=False)]

    def __init__(self, folder: Path, event: Event, clock: Clock | None = None) -> None:
        super().__init__(folder)
        i18n.use(event.language)
        self.theme = CONTRAST.name
        self._event = event
        self._now = clock or clock_of(event)
        self._follower = Follower(folder, clock)
        self._hall = HallScreen(event)

    def on_mount(self) -> None:
        """Begins to follow."""
        self.guard_terminal()
        self.push_screen(self._hall, wait_for_dismiss=False)
        self.set_interval(NOTICE_SECONDS, self._look)

    def on_unmount(self) -> None:
        """Lets go of the database."""
        self._follower.close()

    def _look(self) -> None:
        if self._hall.is_mounted:
            if self._follower.look():
                self._hall.show_view(self._follower.view, self._follower.trouble)
            self._hall.show_time(self._now())

    def action_leave(self) -> None:
        """Asks before leaving."""
        self.push_screen(LeaveHall(), lambda leave: self.exit() if leave else None)


def run(folder: Path) -> int:
    """Shows the display until somebody closes it; the exit status of the program.

    Raises:
        KioskError: the folder holds no event.
    """
    app = HallApp(folder, settings_of(folder))
    app.run(mouse=False)
    return app.return_code or 0
