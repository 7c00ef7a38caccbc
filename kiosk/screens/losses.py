"""What could not be recorded since the program began, and whether staff still have to be told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.model import Scan
from kiosk.widgets.texts import safe

TAIL: Final = 6


@dataclass(frozen=True, slots=True)
class Loss:
    """One scan, or one thing done by hand, that does not count; ``what`` tells it from others without a name."""

    at: datetime
    what: str
    reason: str


@dataclass(slots=True)
class Losses:
    """All of them, in their order; which are still to be noted, and whether scans are recorded again."""

    all: list[Loss] = field(default_factory=list)
    over: bool = True
    """Whether something has been recorded since the last loss."""
    _noted: int = 0

    @property
    def open(self) -> Sequence[Loss]:
        """Those that nobody has noted yet."""
        return self.all[self._noted :]

    def add(self, loss: Loss) -> None:
        """A further one."""
        self.all.append(loss)
        self.over = False

    def note(self) -> None:
        """Staff have written them down."""
        self._noted = len(self.all)


def tail(scan: Scan) -> str:
    """The last letters of a code: enough to find the badge, and no more than stands on it."""
    text = safe(scan.text)
    return text if len(text) <= TAIL else f"…{text[-TAIL:]}"
