"""Following an event folder from a process of its own, though its database may come late, be replaced or go away."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from kiosk.actions.hall import HallView, hall_view
from kiosk.clock import Clock
from kiosk.desk import DATABASE, Desk, open_desk
from kiosk.i18n import _
from kiosk.model import Instant, KioskError


class Follower:
    """Holds what the hall is shown at any time; nothing is ever written by it."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self._folder = folder
        self._clock = clock
        self._desk: Desk | None = None
        self._file: tuple[int, int] | None = None
        self._known: object = None
        self.view: HallView | None = None
        """What there is to show; None while there is nothing to read."""
        self.trouble = ""
        """Why there is nothing to show, in one sentence."""

    @property
    def desk(self) -> Desk | None:
        """The open event, None while there is none."""
        return self._desk

    def look(self) -> bool:
        """Catches up with what any process has recorded; whether there is anything new to show."""
        before = self.view, self.trouble
        try:
            self._follow()
        except KioskError as error:
            self._lose(str(error))
        except sqlite3.Error:
            text = _("{path} cannot be read just now; this display goes on trying.")
            self._lose(text.format(path=self._folder / DATABASE))
        return (self.view, self.trouble) != before

    def _lose(self, why: str) -> None:
        self.close()
        self.view, self.trouble = None, why

    def close(self) -> None:
        """Lets go of the database."""
        if self._desk:
            self._desk.store.close()
        self._desk, self._known = None, None

    def _follow(self) -> None:
        file = self._identity()
        if self._desk is None or file != self._file:
            self.close()
            self._desk, self._file = open_desk(self._folder, self._clock), file
        now = self._desk.now()
        version = self._desk.store.version()
        if (version, self._stage(now)) != self._known:
            self.view, self.trouble = hall_view(self._desk), ""
            self._known = version, self._stage(now)

    def _stage(self, now: Instant) -> object:
        return self.view.rounds.stage(now) if self.view and self.view.rounds else None

    def _identity(self) -> tuple[int, int]:
        """Which file the database is; a restored copy is another one under the same name.

        Raises:
            KioskError: there is none.
        """
        try:
            found = os.stat(self._folder / DATABASE)  # noqa: PTH116 - asked twenty times a second
        except OSError:
            raise KioskError(_missing(self._folder)) from None
        return found.st_dev, found.st_ino


def _missing(folder: Path) -> str:
    return _("Waiting for the event: start “kiosk run {folder}” on this laptop.").format(folder=folder)
