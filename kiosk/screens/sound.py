"""Whether the gong can be heard where it has to be: only a person can say."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from kiosk.devices.gong import Sound
from kiosk.i18n import N_, _
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain


class SoundDialog(Dialog[bool]):
    """Plays the gong and asks; gives whether it was heard, and nothing where nobody answers."""

    HEADING = N_("Did you hear the gong?")
    HELP: ClassVar[str] = N_(
        "The gong was played. Go to the far end of the room and have somebody play it again with F8: it must be heard"
        " above the talking. The answer is kept for today and shown in the checklist."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "play", N_("Play again")),
        Binding("f9", "heard(True)", N_("Yes, heard")),
        Binding("f10", "heard(False)", N_("No")),
    ]

    def body(self) -> ComposeResult:
        """What is to be listened for."""
        yield Static(plain(_("F9: yes, also at the far end of the room. F10: no. F8 plays it again.")))

    def on_mount(self) -> None:
        """Plays at once."""
        self.action_play()

    def action_play(self) -> None:
        """Plays the gong."""
        self.host.gong.play(Sound.START)

    def action_heard(self, heard: bool) -> None:
        """Takes the answer."""
        self.dismiss(heard)
