"""Watching the round clocks for what the hall has to hear."""

from __future__ import annotations

from kiosk.actions.rounds import clock_of
from kiosk.desk import Desk
from kiosk.programme import Block, Mode
from kiosk.rules import clock
from kiosk.rules.clock import RoundClock
from kiosk.rules.signals import Signal, Signals


class SignalWatch:
    """Tells each signal once, whether a key, a shell or time itself brought it about."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._version = (-1, -1)
        self._clocks: list[tuple[Block, RoundClock]] = []
        self._signals = Signals()

    def due(self) -> list[Signal]:
        """The signals since the last call; cheap enough to be asked many times a second."""
        desk, version = self._desk, self._desk.store.version()
        if version != self._version:
            self._version = version
            blocks = [block for block in desk.event.blocks if block.mode is Mode.ROUNDS]
            self._clocks = [(block, clock_of(desk, block)) for block in blocks]
        return [signal for block, turned in self._clocks if (signal := self._heard(block, turned))]

    def _heard(self, block: Block, turned: RoundClock) -> Signal | None:
        now = self._desk.now()
        status = clock.status_of(turned, self._desk.event, block, now)
        return self._signals.heard(block, clock.advance(turned, block, now), status.left)
