"""The small questions that any screen may ask."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from kiosk.i18n import N_, _
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain


class LeaveDialog(Dialog[bool]):
    """Asks before the program ends; only the key that opened it confirms, since a scanner may type any other."""

    TITLE_TEXT: ClassVar[str] = N_("Quit kiosk on this laptop?")
    BINDINGS: ClassVar = [Binding("f12", "leave", N_("Quit"))]

    def body(self) -> ComposeResult:
        """What leaving means."""
        yield Static(plain(_("Everything recorded is kept. While kiosk is closed, no scan is taken here.")))
        yield Static(plain(_("F12 quits, Esc goes back.")), classes="note")

    def action_leave(self) -> None:
        """Leaves."""
        self.dismiss(True)
