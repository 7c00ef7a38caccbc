"""A serial barcode reader: one thread that finds its port, opens it, reads it, loses it and finds it again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from kiosk.clock import Clock
from kiosk.codes import split
from kiosk.devices import lamps
from kiosk.devices.framer import Frame, Framer
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.devices.ports import PORT_ERRORS, FoundPort, Port, fitting, open_port
from kiosk.model import Scan
from kiosk.programme import ReaderSetting

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 1.0
"""Seconds between two tries to find and open the port; the pause doubles from the first to the longest."""


class SerialReader:
    """Delivers the scans of one reader, from ``start`` to ``stop``, and reports each change of its state.

    Both callbacks are called in the reader's own thread and must not raise. A frame that holds several codes of the
    kiosk form is delivered as one scan for each, any other frame as one scan with its whole text. Enumerating,
    opening, reading and closing all happen in that one thread, since drivers may hang in any of them.
    """

    def __init__(
        self,
        setting: ReaderSetting,
        deliver: Callable[[Scan], object],
        report: Callable[[ReaderState], object],
        clock: Clock,
        opener: Callable[[str], Port] = open_port,
    ) -> None:
        """Prepares the reader; ``opener`` gives the port for a device name, as an open one is handed in."""
        self.state = ReaderState(setting, Lamp.OPENING, lamps.SEARCHING)
        self._setting = setting
        self._deliver = deliver
        self._report = report
        self._clock = clock
        self._opener = opener
        self._last: FoundPort | None = None
        self._refused = ""
        self._pause = FIRST_PAUSE
        self._port: Port | None = None
        self._guard = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"reader {setting.name}", daemon=True)

    def start(self) -> None:
        """Begins to look for the port; returns at once."""
        self._thread.start()

    def stop(self, timeout: float = 0.5) -> None:
        """Ends the reader, and waits no longer than ``timeout`` seconds for a driver that hangs."""
        self._stopping.set()
        with self._guard, suppress(*PORT_ERRORS):
            if self._port:
                self._port.cancel_read()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            found = self._find()
            port = self._open(found) if found else None
            if found and port:
                self._use(port, found)
            self._stopping.wait(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _find(self) -> FoundPort | None:
        try:
            ports = fitting(self._setting, self._last)
        except PORT_ERRORS as error:
            self._tell(Lamp.ABSENT, lamps.NOT_OPENED, port=self._setting.port, reason=str(error))
            return None
        if len(ports) == 1:
            return ports[0]
        self._refused = ""
        if ports:
            names = ", ".join(f"{port.device} ({port.identity})" for port in ports)
            self._tell(Lamp.ABSENT, lamps.SEVERAL, ports=names)
        else:
            self._tell_absent(*lamps.why_not_found(self._setting))
        return None

    def _open(self, found: FoundPort) -> Port | None:
        if found.device != self._refused:
            self._tell(Lamp.OPENING, lamps.OPENING, port=found.device)
        try:
            port = self._opener(found.device)
        except PORT_ERRORS as error:
            self._refused = found.device
            lamp, message, values = lamps.why_not_opened(error, found.device)
            if lamp is Lamp.ABSENT:
                self._tell_absent(message, values)
            else:
                self._tell(lamp, message, **values)
            return None
        self._refused = ""
        return port

    def _use(self, port: Port, found: FoundPort) -> None:
        with self._guard:
            self._port = port
        self._last = found
        self._tell(Lamp.OPEN, lamps.READY, port=found.device)
        try:
            self._read(port)
        finally:
            with self._guard:
                self._port = None
            with suppress(*PORT_ERRORS):
                port.close()

    def _read(self, port: Port) -> None:
        framer = Framer()
        while not self._stopping.is_set():
            data = _received(port)
            if data is None:
                # Told before the port is closed, for closing may hang in the driver of a device that is gone.
                self._tell(Lamp.LOST, lamps.UNPLUGGED)
                return
            self._pause = FIRST_PAUSE
            now = time.monotonic()
            for frame in framer.feed(data, now) if data else framer.tick(now):
                self._take(frame)

    def _take(self, frame: Frame) -> None:
        at = self._clock()
        message = lamps.NOISE if frame.overlong else lamps.PARITY if frame.parity else lamps.READY
        self._tell(Lamp.OPEN, message, **self.state.values)
        if not frame.overlong:
            for text in split(frame.text):
                self._deliver(Scan(self._setting, text, at))

    def _tell_absent(self, message: str, values: Mapping[str, str]) -> None:
        """A reader that was there before is not absent but lost."""
        if self._last:
            self._tell(Lamp.LOST, lamps.UNPLUGGED)
        else:
            self._tell(Lamp.ABSENT, message, **values)

    def _tell(self, lamp: Lamp, message: str, **values: str) -> None:
        state = ReaderState(self._setting, lamp, message, values)
        if state != self.state:
            self.state = state
            self._report(state)


def _received(port: Port) -> bytes | None:
    """What has come within the port's timeout, None when the device is gone.

    One byte is waited for and the rest taken with it: waiting for more would wait out the whole timeout every time.
    """
    try:
        first = port.read(1)
        return first + port.read(port.in_waiting) if first else first
    except PORT_ERRORS:
        return None
