"""Backups by themselves, in a thread beside the screens: made, rotated and copied to a stick.

Of all processes on an event folder the first makes them; when it ends, another one goes on. What there is can be seen
by all of them.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.actions import copies
from kiosk.actions.backup import BACKUPS, back_up, copy_to, last_in, names_in, room_on, rotate
from kiosk.clock import laptop
from kiosk.desk import DATABASE, Desk
from kiosk.exchange.sealing import Lock
from kiosk.model import KioskError
from kiosk.rules.backups import BackupState
from kiosk.snapshot import length

FIRST_SECONDS: Final = 15.0
"""Nothing is done before the screens have come up and the readers are open."""

LOOK_SECONDS: Final = 10.0
PATIENCE_SECONDS: Final = 3.0
TURN: Final = ".keeper"


class Turn:
    """The right to make the backups of a folder; the system takes it back from a process that dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def take(self) -> bool:
        """Whether it is ours, now or still."""
        if self._handle >= 0:
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if _locked(handle):
            self._handle = handle
            return True
        os.close(handle)
        return False

    def give_back(self) -> None:
        """Lets another process have it."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Keeper:
    """Makes the backups of an open event."""

    def __init__(self, desk: Desk) -> None:
        self._folder, self._event, self._station = desk.folder, desk.event, desk.store.station
        self._room = desk.folder / BACKUPS
        self._setting = desk.event.backup
        self._turn = Turn(self._room / TURN)
        self._end = threading.Event()
        self._threads: list[threading.Thread] = []
        self._saved = -1
        self._made: tuple[datetime | None, str] = (last_in(self._room), "")
        self._carried: tuple[datetime | None, str] = (None, "")

    @property
    def state(self) -> BackupState:
        """What there is; may be asked from any thread."""
        return BackupState(*self._made, *self._carried)

    def start(self) -> None:
        """Begins; a stick has a thread of its own, since one that hangs must not hold up the others."""
        if not self._setting.every:
            return
        acts = [self._keep, *([self._carry] if self._setting.to else [])]
        for act in acts:
            thread = threading.Thread(target=self._again, args=(act,), name="backup", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Ends it, after a backup that is just being made, if it does not take long."""
        self._end.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)
        self._turn.give_back()

    def _again(self, act: Callable[[], None]) -> None:
        """Does something again and again; whatever fails is told, and tried again."""
        every = self._setting.every.total_seconds()
        if self._end.wait(min(FIRST_SECONDS, every)):
            return
        while True:
            act()
            if self._end.wait(min(LOOK_SECONDS, every)):
                return

    def _keep(self) -> None:
        try:
            self._room.mkdir(mode=0o700, exist_ok=True)
            if self._turn.take() and self._is_due():
                made = back_up(self._folder, self._event, Lock(recipients=self._setting.recipients))
                self._saved = made.contents.entries
                rotate(self._room, self._setting.keep)
            trouble = ""
        except (KioskError, OSError) as error:
            trouble = str(error)
        self._made = last_in(self._room), trouble

    def _is_due(self) -> bool:
        """Whether the last one is old, and something was recorded since: copies of the same push nothing away."""
        last = last_in(self._room)
        if last is None or laptop().at - last < timedelta(0):
            return True
        return laptop().at - last >= self._setting.every and length(self._folder / DATABASE) != self._saved

    def _carry(self) -> None:
        """Brings the newest backup to the stick, also one that was plugged in later."""
        stick = self._folder / self._setting.to
        room, names = room_on(stick, self._station), names_in(self._room)
        trouble = ""
        try:
            if names and not (room / names[-1]).exists():
                copy_to(stick, self._station, self._room / names[-1])
                copies.remember(self._folder, room)
                rotate(room, self._setting.keep)
        except (KioskError, OSError) as error:
            trouble = str(error)
        self._carried = last_in(room), trouble
