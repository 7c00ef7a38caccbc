"""What people at the screens wait for: the first paint, the verdict after a scan; and what the laptop pays meanwhile.

Everything runs as it does at an event: the program in a terminal of its own (a pty), a reader on a serial line (another
pty). Painted means that the bytes have left for the terminal.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.world import PEOPLE, event_folder
from kiosk.clock import laptop
from kiosk.desk import at_desk

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("Hello world")

Hello().run()
"""
RUNS = 7
SCANS = 200
IDLE_SECONDS = 10.0
PATIENCE = 10.0


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command: list[str]) -> None:
        self.began = time.perf_counter()
        self.child, self.screen = pty.fork()
        if self.child == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "de_DE.UTF-8"}
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
            os.execv(command[0], command)

    def until(self, text: bytes) -> float:
        """When the text was painted."""
        seen = b""
        deadline = time.perf_counter() + PATIENCE
        while text not in seen:
            ready, _, _ = select.select([self.screen], [], [], max(0.0, deadline - time.perf_counter()))
            if not ready:
                raise TimeoutError(text)
            seen = (seen + os.read(self.screen, 65536))[-65536:]
        return time.perf_counter()

    def drain(self, seconds: float) -> None:
        """Reads what is painted meanwhile."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            if select.select([self.screen], [], [], left)[0] and not self._read():
                return

    def _read(self) -> bytes:
        try:
            return os.read(self.screen, 65536)
        except OSError:  # how Linux says that the program has gone
            return b""

    def cpu(self) -> float:
        """Processor seconds that the program has used."""
        fields = Path(f"/proc/{self.child}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """Ends the program."""
        os.kill(self.child, signal.SIGTERM)
        self.drain(PATIENCE)
        os.waitpid(self.child, 0)
        os.close(self.screen)


@contextmanager
def terminal(command: list[str]) -> Iterator[Terminal]:
    """A program that is ended afterwards."""
    opened = Terminal(command)
    try:
        yield opened
    finally:
        opened.close()


def first_paint(folder: Path, hello: Path) -> tuple[list[float], list[float], list[float]]:
    """Seconds to the event's name and to the whole first screen, and to the least Textual program's, in turn."""
    ours, whole, least = [], [], []
    for _ in range(RUNS):
        with terminal([sys.executable, "-m", "kiosk", "run", str(folder)]) as kiosk:
            ours.append(kiosk.until(b"Bench") - kiosk.began)
            whole.append(kiosk.until(b"F9") - kiosk.began)
        with terminal([sys.executable, str(hello)]) as plain:
            least.append(plain.until(b"Hello") - plain.began)
    return ours, whole, least


def scan_to_paint(folder: Path, line: int, people: list[tuple[str, str]]) -> tuple[list[float], float]:
    """Seconds from the last byte of a code to its verdict on the screen; processor share of an idle second."""
    found = []
    with terminal([sys.executable, "-m", "kiosk", "run", str(folder)]) as kiosk:
        kiosk.until(b"Bench")
        os.write(kiosk.screen, b"\x1bOQ")
        kiosk.drain(2.0)
        for code, name in people[:SCANS]:
            began = time.perf_counter()
            os.write(line, code.encode() + b"\r\n")
            found.append(kiosk.until(name.encode()) - began)
            kiosk.drain(0.05)
        kiosk.drain(10.0)
        before = kiosk.cpu()
        kiosk.drain(IDLE_SECONDS)
        idle = (kiosk.cpu() - before) / IDLE_SECONDS
    return found, idle


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as place:
        line, port = pty.openpty()
        tty.setraw(port)
        began = time.perf_counter()
        folder = event_folder(Path(place) / "event", PEOPLE, laptop().at.date(), rounds=12)
        print(f"import of {PEOPLE:,} rows      {time.perf_counter() - began:6.2f} s")
        with at_desk(folder) as desk:
            people = [
                (desk.store.codes(person.id)[0].text, person.first_name) for person in desk.store.people()[:SCANS]
            ]
            for wanted in ("Nachname77", "Nachnmae77", "Vorname12 Nach"):
                began = time.perf_counter()
                desk.store.search(wanted)
                print(f"search {wanted:17} {(time.perf_counter() - began) * 1e3:6.2f} ms")
        hello = Path(place) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        ours, whole, least = first_paint(folder, hello)
        for what, seconds in (("first paint: the title ", ours), ("first whole screen     ", whole)):
            ratio = statistics.median(seconds) / statistics.median(least)
            print(f"{what}  {statistics.median(seconds):6.3f} s   {ratio:.2f} x a hello world")
        with (folder / "event.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'[[reader]]\nrole = "entrance"\nport = "{os.ttyname(port)}"\n')
        subprocess.run([sys.executable, "-m", "kiosk", "round", str(folder), "start"], check=True, capture_output=True)
        found, idle = scan_to_paint(folder, line, people)
        middle, late = statistics.median(found) * 1e3, sorted(found)[int(len(found) * 0.99)] * 1e3
        print(f"scan to painted verdict  p50 {middle:.1f} ms  p99 {late:.1f} ms  {late:.0f} % of 100 ms")
        print(f"idle with running clock  {idle * 100:.1f} % of a core")


if __name__ == "__main__":
    main()
