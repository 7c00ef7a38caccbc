"""The readers of the made-up event: each a serial line of its own, read by the code that reads a real scanner."""

from __future__ import annotations

import queue
import threading
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from kiosk.actions.scans import take
from kiosk.desk import Desk
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.devices.reader import SerialReader
from kiosk.devices.simulated import SimulatedReader
from kiosk.i18n import _
from kiosk.model import KioskError, Scan
from kiosk.programme import ReaderRole, ReaderSetting

TERMINATORS: Final = (b"\r", b"\r\n", b"\n", b"\t", b"\x03")
PREFIXES: Final = (b"", b"]Q1")

PATIENCE: Final = 10.0
"""Seconds after which a reader that says nothing is broken; a busy laptop needs a thousandth of it."""


class DirectGate:
    """A reader whose scans are taken at this desk; each is durable before the next one is read.

    So the desk's clock may stand still while a badge is read and jump afterwards.
    """

    def __init__(self, desk: Desk, setting: ReaderSetting) -> None:
        """Plugs the reader in and waits until it is ready.

        Raises:
            KioskError: it does not get ready.
        """
        self._desk = desk
        self._scanner = SimulatedReader(TERMINATORS, PREFIXES)
        self._arrived: queue.SimpleQueue[Scan] = queue.SimpleQueue()
        self._ready = threading.Event()
        setting = replace(setting, port=self._scanner.port)
        self._reader = SerialReader(setting, self._arrived.put, self._report, desk.clock)
        self._reader.start()
        if not self._ready.wait(PATIENCE):
            self.close()
            raise KioskError(self._reader.state.text)

    def _report(self, state: ReaderState) -> None:
        if state.lamp is Lamp.OPEN:
            self._ready.set()

    def scan(self, text: str) -> None:
        """Reads one code and takes it.

        Raises:
            KioskError: nothing came through the line, or it could not be recorded.
        """
        self._scanner.scan(text)
        try:
            arrived = self._arrived.get(timeout=PATIENCE)
        except queue.Empty:
            raise KioskError(_("The demo's reader at {port} is silent.").format(port=self._scanner.port)) from None
        take(self._desk, arrived)

    def close(self) -> None:
        """Unplugs the reader."""
        self._reader.stop()
        self._scanner.close()


class Gates:
    """Every reader of the event, each plugged in when it is first used. It can be used as a context manager."""

    def __init__(self, desk: Desk, entrance: SimulatedReader | None = None) -> None:
        """Prepares the readers; an ``entrance`` that is given is read by somebody else."""
        self._desk = desk
        self._entrance = entrance
        self._gates: dict[tuple[ReaderRole, str], DirectGate] = {}
        self.scans = 0

    def scan(self, role: ReaderRole, text: str, booth: str = "") -> None:
        """Reads a code at a reader.

        Raises:
            KioskError: it did not come through, or could not be recorded.
        """
        self.scans += 1
        if self._entrance and role is ReaderRole.ENTRANCE:
            self._entrance.scan(text)
            return
        gate = self._gates.get((role, booth))
        if gate is None:
            gate = self._gates[role, booth] = DirectGate(self._desk, ReaderSetting(role, booth=booth))
        gate.scan(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for gate in self._gates.values():
            gate.close()
