"""Whoever moderates the made-up event when nobody sits at the screen: begins late, extends, pauses, closes a booth."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from kiosk.actions import booths, rounds
from kiosk.demo.scene import Scene
from kiosk.rules import clock
from kiosk.rules.booths import CLOSED, OPENED, PAUSED
from kiosk.rules.clock import RoundStatus

LATE: Final = timedelta(minutes=2)


class Moderator:
    """Turns the round clock and sees to the booths."""

    def __init__(self, scene: Scene) -> None:
        """Puts the start of the first round on the agenda."""
        self._scene = scene
        last = self._scene.block.rounds
        self._plans = {
            max(1, last // 5): self._extend,
            last // 3: self._pause_booth,
            last // 2: self._pause,
            2 * last // 3: self._close_booth,
        }
        start = scene.desk.event.moment(scene.block.day, scene.block.starts) + LATE
        scene.agenda.add(start, partial(self._command, clock.STARTED))

    def began(self, status: RoundStatus) -> None:
        """Does what is to be done in this round."""
        if plan := self._plans.get(status.round):
            plan(self._scene.desk.now().at)

    def _command(self, kind: str, **body: float) -> None:
        rounds.command(self._scene.desk, self._scene.block, kind, **body)

    def _extend(self, now: datetime) -> None:
        self._scene.agenda.add(now + timedelta(minutes=6), partial(self._command, clock.EXTENDED, seconds=60))

    def _pause(self, now: datetime) -> None:
        self._scene.agenda.add(now + timedelta(minutes=4), partial(self._command, clock.PAUSED))
        self._scene.agenda.add(now + timedelta(minutes=7), partial(self._command, clock.RESUMED))

    def _pause_booth(self, now: datetime) -> None:
        booth = self._scene.desk.event.booths[2].booth
        self._scene.agenda.add(now + timedelta(minutes=5), lambda: self._turn(booth, PAUSED))
        self._scene.agenda.add(now + timedelta(minutes=22), lambda: self._turn(booth, OPENED))

    def _close_booth(self, now: datetime) -> None:
        """The last booth goes home early; the floor staff find other seats for those who were planned there."""
        booth = self._scene.desk.event.booths[-1].booth
        self._scene.agenda.add(now + timedelta(minutes=11), lambda: self._turn(booth, CLOSED))

    def _turn(self, booth: str, kind: str) -> None:
        booths.command(self._scene.desk, booth, kind)
