"""When the hall has to hear something: each change of the round clock is one signal, whoever brought it about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from kiosk.programme import Block
from kiosk.rules.clock import Phase, RoundClock


class Signal(StrEnum):
    """What the gong says."""

    START = "start"
    WARNING = "warning"
    END = "end"


class _Seen(NamedTuple):
    phase: Phase
    round: int
    warned: bool


@dataclass(slots=True)
class Signals:
    """Remembers what each block was last seen in; the first look is silent, since what it sees is no news."""

    _before: dict[str, _Seen] = field(default_factory=dict)

    def heard(self, block: Block, turned: RoundClock, left: timedelta) -> Signal | None:
        """The signal that is due; ``turned`` is the clock as of now, and ``left`` what it has left.

        A pause is no signal and hides none. A command that is taken back says nothing, and of several changes that
        came at once, as after a sleep of the laptop, only the last one does.
        """
        now = _Seen(turned.phase, turned.round, turned.phase is Phase.TALK and left <= block.warning)
        before = self._before.get(block.id)
        self._before[block.id] = now
        return _between(before, now) if before and before != now else None


def _between(before: _Seen, now: _Seen) -> Signal | None:
    if now.round < before.round or now.phase is Phase.WAITING:
        return None
    further = now.round > before.round
    if now.phase is not Phase.TALK:
        return Signal.END if further or before.phase is Phase.TALK else None
    if further:
        return Signal.START
    return Signal.WARNING if now.warned and before.phase is Phase.TALK else None
