"""Choosing a reader among those that are plugged in, where event.toml names none."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.devices.ports import PORT_ERRORS, FoundPort, found_ports
from kiosk.i18n import N_, _
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain, safe
from kiosk.words import READERS

BOOTHS: Final = N_("Booths")
"""What is said of a reader that booths share; one that belongs to a single booth is named in event.toml."""


class ReaderDialog(Dialog[ReaderSetting]):
    """Lists the ports and what a scan at each would be for; scanners by their makers come first."""

    HEADING = N_("Choose a reader")
    HELP: ClassVar[str] = N_(
        "Choose the port of the reader and what its scans are for. At one for booths the "
        "card of a booth says whose the next scans are. A reader that types like a keyboard needs "
        "no choice: its scans count as at the entrance."
    )
    BINDINGS: ClassVar = [Binding("f7", "look", N_("Look again"))]

    def __init__(self) -> None:
        super().__init__()
        self._choices: list[ReaderSetting] = []

    def body(self) -> ComposeResult:
        """The list, and how a choice can be kept."""
        yield OptionList(id="ports")
        yield Static(id="found", classes="note")
        yield Static(plain(_("It is used until kiosk ends. To keep it, name it in event.toml.")), classes="note")

    def on_mount(self) -> None:
        """Looks at once."""
        self.query_one(OptionList).focus()
        self.action_look()

    def action_look(self) -> None:
        """Looks again; drivers may take their time, so a thread of its own does."""
        self.query_one("#found", Static).update(Content(_("Looking for the reader.")))
        self._look()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _look(self) -> None:
        try:
            found = found_ports()
        except PORT_ERRORS:
            found = []
        self.app.call_from_thread(self._show, sorted(found, key=lambda port: not port.is_scanner))

    def _show(self, found: list[FoundPort]) -> None:
        roles = (ReaderRole.ENTRANCE, ReaderRole.EXIT, ReaderRole.INFO, ReaderRole.BOOTH)
        rows = [(port, role) for port in found for role in roles]
        self._choices = [ReaderSetting(role, port=port.device) for port, role in rows]
        ports = self.query_one(OptionList)
        ports.clear_options()
        ports.add_options([Option(_row(port, role)) for port, role in rows])
        ports.highlighted = 0 if rows else None
        none = _("No serial port found. Plug the reader in, or set it to USB serial (CDC).")
        text = _("Arrow keys and Enter choose; Esc goes back.") if rows else none
        self.query_one("#found", Static).update(Content(text))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index])


def _row(port: FoundPort, role: ReaderRole) -> Content:
    what = "" if port.description == "n/a" else safe(port.description, 30)
    word = _(BOOTHS if role is ReaderRole.BOOTH else READERS[role])
    return Content.assemble((f"{word:<10}", "bold"), f"{safe(port.device)}  ", (what, "$text-muted"))
