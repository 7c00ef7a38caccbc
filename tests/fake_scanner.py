"""A scanner on a real pseudo-terminal that can be unplugged, and comes back under another device name."""

from __future__ import annotations

import os
import tty
from pathlib import Path
from types import TracebackType
from typing import Self


class FakeScanner:
    """Stands behind a link, as real scanners stand behind ``/dev/serial/by-id``."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._ends: tuple[int, int] | None = None
        self._taken: list[int] = []
        self._last_device = ""
        self.plug()

    @property
    def port(self) -> str:
        return str(self.link)

    @property
    def device(self) -> str:
        assert self._ends
        return os.ttyname(self._ends[1])

    def plug(self) -> None:
        """A new device appears; its old name is taken by another one."""
        self._ends = os.openpty()
        if self.device == self._last_device:
            self._taken += self._ends
            self._ends = os.openpty()
        self._last_device = self.device
        tty.setraw(self._ends[1])
        self.link.symlink_to(self.device)

    def send(self, data: bytes) -> None:
        assert self._ends
        os.write(self._ends[0], data)

    def unplug(self) -> None:
        if self._ends:
            self.link.unlink()
            for end in self._ends:
                os.close(end)
            self._ends = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
        for end in self._taken:
            os.close(end)
