"""A barcode reader that is not there: its scans come through a real port, so a demo runs the real reader's code."""

from __future__ import annotations

import itertools
import os
import socket
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from select import select
from types import TracebackType
from typing import Final, Protocol, Self

_POLL: Final = 0.1


class Line(Protocol):
    """The far end of a port: what the scanner writes to."""

    port: str
    """What to write as ``port`` in a reader's setting."""

    def write(self, data: bytes) -> None:
        """Sends the bytes, and waits as long as nobody takes them and the line is not closed."""

    def close(self) -> None:
        """Unplugs the scanner."""


class SocketLine:
    """A line through the laptop's own network interface, for systems without pseudo-terminals."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(_POLL)
        self.port = f"socket://127.0.0.1:{self._server.getsockname()[1]}"
        self._reader: socket.socket | None = None
        self._closed = threading.Event()
        self._writing = threading.Lock()

    def write(self, data: bytes) -> None:
        """Sends to whoever is connected; waits for a connection where there is none."""
        with self._writing:
            while not self._closed.is_set() and not self._sent(data):
                pass

    def close(self) -> None:
        """Hangs up."""
        self._closed.set()
        with self._writing:
            self._hang_up()
            self._server.close()

    def _sent(self, data: bytes) -> bool:
        try:
            if self._reader is None:
                self._reader, _address = self._server.accept()
            self._reader.sendall(data)
        except TimeoutError:
            return False
        except OSError:
            self._hang_up()
            return False
        return True

    def _hang_up(self) -> None:
        if self._reader:
            with suppress(OSError):
                self._reader.close()
            self._reader = None


if sys.platform == "win32":
    _OwnLine = SocketLine
else:
    import tty

    class PtyLine:
        """A line through a pseudo-terminal; its port is a device like that of a real scanner."""

        def __init__(self) -> None:
            self._far, self._near = os.openpty()
            tty.setraw(self._near)
            os.set_blocking(self._far, False)
            self.port = os.ttyname(self._near)
            self._closed = threading.Event()
            self._writing = threading.Lock()

        def write(self, data: bytes) -> None:
            """Sends to whoever has the device open, and fills its buffer where nobody has."""
            with self._writing:
                while data and not self._closed.is_set():
                    if select([], [self._far], [], _POLL)[1]:
                        with suppress(BlockingIOError):
                            data = data[os.write(self._far, data) :]

        def close(self) -> None:
            """Makes the device vanish."""
            self._closed.set()
            with self._writing:
                os.close(self._far)
                os.close(self._near)

    _OwnLine = PtyLine


class SimulatedReader:
    """A scanner whose terminators and prefixes change from scan to scan, as those of several makers do.

    It can be used as a context manager. Scans that are sent before the reader's lamp is ``open`` may be thrown away by
    the port as it opens, as with a real scanner.
    """

    def __init__(
        self,
        terminators: Sequence[bytes] = (b"\r",),
        prefixes: Sequence[bytes] = (b"",),
        line: Line | None = None,
    ) -> None:
        self._line = line or _OwnLine()
        self.port = self._line.port
        self._frames = itertools.cycle(itertools.product(prefixes, terminators))
        self._closed = threading.Event()
        self._player: threading.Thread | None = None

    def scan(self, text: str) -> None:
        """Sends one code."""
        prefix, terminator = next(self._frames)
        self._line.write(prefix + text.encode() + terminator)

    def play(self, texts: Iterable[str], pace: float) -> None:
        """Sends codes one after another with ``pace`` seconds between them, from a thread of its own."""

        def run() -> None:
            for text in texts:
                if self._closed.wait(pace):
                    return
                self.scan(text)

        self._player = threading.Thread(target=run, name="simulated reader", daemon=True)
        self._player.start()

    def close(self) -> None:
        """Stops playing and unplugs."""
        self._closed.set()
        self._line.close()
        if self._player:
            self._player.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
