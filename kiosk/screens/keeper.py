"""The application as far as it keeps things to those who may do and see them: PINs, the lock, the privacy screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from textual.events import Event, Key, MouseDown

from kiosk.actions.rights import Session, as_role
from kiosk.desk import Desk
from kiosk.guard import GuardedApp
from kiosk.i18n import _
from kiosk.rules.rights import Rank, Right, may
from kiosk.words import Tone, rank_word

FORGET: Final = timedelta(seconds=20)
"""After so long without a key a dialog that holds names is covered; what was typed is kept."""


class KeptApp(GuardedApp):
    """An application that knows who stands before it, as far as PINs tell."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.folder)
        self.session = Session(desk)
        self._acting: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The open event, as whoever stands here acts on it."""
        return self._acting or self.session.desk

    async def on_event(self, event: Event) -> None:
        """Notices that somebody is there; the keys of a scanner do not come as far as this."""
        if isinstance(event, Key | MouseDown):
            self.session.touch()
        await super().on_event(event)

    def say(self, tone: Tone, text: str) -> None:
        """Shows a sentence on whatever is in sight."""
        raise NotImplementedError

    def with_right(self, right: Right, act: Callable[[], object]) -> None:
        """Does what needs a right: at once where whoever stands here has it, else once a PIN was given.

        That PIN counts for this only; what ``act`` records says whose it was.
        """
        if may(self.session.rank, right):
            act()
            return
        from kiosk.screens.pin import PinDialog  # Screens that most days never see are loaded when they are needed.

        self.push_screen(PinDialog(right), partial(self._act_as, act))

    def _act_as(self, act: Callable[[], object], role: Rank | None) -> None:
        if role:
            self._acting = as_role(self.session.desk, role)
            try:
                act()
            finally:
                self._acting = None

    def action_sign_in(self) -> None:
        """Asks who stands here; whoever is signed in is signed out."""
        if not self.session.pins:
            self.say(Tone.HINT, _("No PIN is set, so everybody may do everything. F10 on the Start screen sets PINs."))
        elif self.session.signed:
            self.session.sign_out()
            self.say(Tone.HINT, _("Signed out."))
            self.keep_watch()
        else:
            self.ask_who(lambda: None)

    def ask_who(self, then: Callable[[], object]) -> None:
        """Asks for the PIN of whoever stands here, and goes on once it was given."""
        from kiosk.screens.pin import PinDialog

        def signed(role: Rank | None) -> None:
            if role:
                self.session.sign_in(role)
                then()
                self.say(Tone.GOOD, _("Signed in: {rank}").format(rank=rank_word(role)))

        self.push_screen(PinDialog(), signed)

    def keep_watch(self) -> None:
        """Signs out whoever has gone, and covers what not everybody may see; called some times a second."""
        self.session.look()
        if self.session.rank is None:
            self._cover(by_itself=False)
        elif self.session.idle >= FORGET and any(getattr(shown, "HOLDS_NAMES", False) for shown in self.screen_stack):
            self._cover(by_itself=True)

    def action_privacy(self) -> None:
        """Covers the screen at once; where reception has a PIN, it takes one to uncover it."""
        if Rank.RECEPTION in self.session.pins:
            self.session.sign_out()
        self._cover(by_itself=False)

    @property
    def covered(self) -> bool:
        """Whether no name may be shown now."""
        return any(getattr(shown, "COVERS", False) for shown in self.screen_stack)

    def _cover(self, *, by_itself: bool) -> None:
        if not self.covered:
            from kiosk.screens.lock import Cover

            self.push_screen(Cover(by_itself))
