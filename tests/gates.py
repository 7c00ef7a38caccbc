"""Driving an event through gates: real processes at doors and booths, fed with what scanners there would read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from world import kiosk, shell

from kiosk.codes import TEST_CODE

Line = tuple[str, str]
"""What is scanned, a badge's code or the name of a card, and the verdict that is expected."""

CLOCK = """
[rehearsal]
speed = 1
from = {midnight}
since = {since}
"""


@dataclass
class Sitting:
    """What is scanned at one time of the day: at the doors, and at the reader that the booths share."""

    at: datetime
    entrance: list[Line] = field(default_factory=list)
    booth: list[Line] = field(default_factory=list)
    exit: list[Line] = field(default_factory=list)
    first: tuple[str, ...] = ()
    """A command that is given before anything is scanned, without the folder."""

    @property
    def readers(self) -> list[tuple[str, list[Line]]]:
        """Each reader at which anything is scanned, by its role."""
        found = {"entrance": self.entrance, "booth": self.booth, "exit": self.exit}
        return [(role, lines) for role, lines in found.items() if lines]


def done(*words: object) -> str:
    """What a command prints that has to succeed."""
    ended = kiosk(*words)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def printed(folder: Path) -> dict[str, str]:
    """The codes of the cards as a booth has them, by word, position, booth, day and time."""
    found: dict[str, Any] = json.loads(done("cards", folder, "--json"))
    cards = {card["means"]: card["code"] for card in found["cards"]}
    cards |= {f"position {row['position']}": row["code"] for row in found["positions"]}
    cards |= {f"booth {row['booth']}": row["code"] for row in found["booths"]}
    return cards | {row.get("date") or row["time"]: row["code"] for row in (*found["dates"], *found["times"])}


def set_clock(folder: Path, settings: str, moment: datetime) -> None:
    """Lets every process that is started from now on believe that it is this moment, so long after midnight."""
    midnight = moment.replace(hour=0, minute=0)
    since = datetime.now(UTC) - (moment - midnight)
    text = settings + CLOCK.format(midnight=midnight.isoformat(), since=since.isoformat(timespec="milliseconds"))
    (folder / "event.toml").write_text(text, encoding="utf-8")


@dataclass
class Gate:
    """A gate that has said that it is ready for its lines."""

    process: subprocess.Popen[bytes]
    lines: Sequence[Line]

    def ready(self) -> None:
        """Waits for the answer to the test code, by which the gate has read the time, too."""
        given, told = self._streams()
        given.write(f"{TEST_CODE}\n".encode())
        given.flush()
        answer = told.readline()
        assert b'"command"' in answer, (answer, self.process.stderr and self.process.stderr.read())

    def _streams(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self.process.stdin
        assert self.process.stdout
        return self.process.stdin, self.process.stdout

    def feed(self, cards: Mapping[str, str]) -> None:
        """Scans all lines, and holds the answers to what was expected."""
        given = "".join(f"{cards.get(text, text)}\r\n" for text, _verdict in self.lines)
        said, complaint = self.process.communicate(given.encode(), timeout=120)
        assert (self.process.returncode, complaint) == (0, b"")
        told = [json.loads(line)["verdict"] for line in said.splitlines()]
        unlike = [
            (text, wanted, verdict)
            for (text, wanted), verdict in zip(self.lines, told, strict=True)
            if wanted != verdict
        ]
        assert unlike == []


def drive(folder: Path, settings: str, sittings: Sequence[Sitting]) -> int:
    """Scans a whole day; how many scans that were.

    The clock goes on from sitting to sitting, and a gate reads it when it is started. So each sitting has gates of its
    own, and those of the next one are started while these work.
    """
    cards = printed(folder)
    with ExitStack() as running:
        working: list[Gate] = []
        for sitting in sittings:
            set_clock(folder, settings, sitting.at)
            if sitting.first:
                done(sitting.first[0], folder, *sitting.first[1:])
            fresh = [Gate(running.enter_context(_Started(folder, role)), lines) for role, lines in sitting.readers]
            for gate in working:
                gate.feed(cards)
            for gate in fresh:
                gate.ready()
            working = fresh
        for gate in working:
            gate.feed(cards)
    return sum(len(lines) for sitting in sittings for _role, lines in sitting.readers)


class _Started(subprocess.Popen[bytes]):
    """A gate that reads lines; killed where a test ends before it has ended by itself."""

    def __init__(self, folder: Path, role: str) -> None:
        command = [sys.executable, "-m", "kiosk", "gate", str(folder), "--role", role, "--port", "-", "--json"]
        pipe = subprocess.PIPE
        super().__init__(command, stdin=pipe, stdout=pipe, stderr=pipe, env=shell())

    def __exit__(self, *error: Any) -> None:
        self.kill()
        super().__exit__(*error)
