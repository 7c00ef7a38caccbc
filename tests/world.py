"""A small event in a folder of its own with a clock that a test sets: what tests of the core are played on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import children
from staging import FakeClock

from kiosk.actions.scans import take
from kiosk.codes import new_code
from kiosk.desk import Desk, open_desk
from kiosk.model import Answer, Draft, Person, Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.journal import NEW
from kiosk.rules.people import LISTED
from kiosk.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 22)

EVENT = """
[event]
name = "Job-Speed-Dating"
date = 2026-11-22
language = "en"
"""

ROUNDS = """
[[block]]
id = "talks"
mode = "rounds"
starts = 10:00:00
rounds = 4
"""

ENTRANCE = ReaderSetting(ReaderRole.ENTRANCE, port="-")
EXIT = ReaderSetting(ReaderRole.EXIT, port="-")
INFO = ReaderSetting(ReaderRole.INFO, port="-")


def booth_reader(booth: str) -> ReaderSetting:
    return ReaderSetting(ReaderRole.BOOTH, port="-", booth=booth)


def local(hour: int, minute: int = 0, second: float = 0, day: date = DAY) -> datetime:
    """A time of day at the event."""
    at = time(hour, minute, int(second), round(second % 1 * 1_000_000))
    return datetime.combine(day, at, BERLIN).astimezone(UTC)


def make_folder(folder: Path, settings: str = EVENT, booths: Sequence[str] = (), positions: Sequence[str] = ()) -> Path:
    """An event folder; booths are rows of ``booth;employer;seats;opens;closes;pauses``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "event.toml").write_text(settings, encoding="utf-8")
    if booths:
        write_list(folder / "booths.csv", "booth;employer;seats;opens;closes;pauses", booths)
    if positions:
        write_list(folder / "positions.csv", "position;booth;title", positions)
    return folder


def write_list(path: Path, header: str, rows: Sequence[str]) -> Path:
    """A list; rows that are shorter than the header are filled up."""
    separators = header.count(";")
    lines = [header, *(row + ";" * (separators - row.count(";")) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@dataclass
class World:
    """An open event."""

    desk: Desk
    clock: FakeClock

    @property
    def store(self) -> Store:
        return self.desk.store

    def listed(self, *codes: str, **fields: Any) -> Person:
        """Puts somebody on the list."""
        said = {"first_name": "Anna", "last_name": "Abt", "role": "attendee", "codes": list(codes), **fields}
        with self.store.write() as store:
            (entry,) = store.record([Draft(LISTED, f"person:{NEW}", said)])
        return self.person(entry.entity)

    def person(self, person: str) -> Person:
        found = self.store.person(person)
        assert found
        return found

    def scan(self, text: str, reader: ReaderSetting = ENTRANCE) -> Answer:
        """Scans one code."""
        (answer,) = take(self.desk, Scan(reader, text, self.clock()))
        return answer

    def journal(self) -> int:
        """How many entries there are."""
        return len(self.store.journal())

    def code(self, serial: int = 1) -> str:
        """A badge code of this event that nobody has."""
        return new_code("B", serial, self.store.event_key)


@contextmanager
def world_at(folder: Path, at: datetime | None = None) -> Iterator[World]:
    """Opens an event folder at nine o'clock or at another moment."""
    clock = FakeClock(at or local(9))
    desk = open_desk(folder, clock)
    try:
        yield World(desk, clock)
    finally:
        desk.store.close()


def kiosk(
    *words: object, given: bytes | None = None, fresh: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A command of a shell, in English unless told otherwise; a fresh one reads the program and has our limits."""
    told, all_ = [str(word) for word in words], {**shell(), **environment}
    if fresh or sys.platform == "win32":
        command = [sys.executable, "-m", "kiosk", *told]
        ended = subprocess.run(command, input=given, capture_output=True, env=all_, timeout=60, check=False)
        status, out, err = ended.returncode, ended.stdout, ended.stderr
    else:
        status, out, err = children.command(told, all_, given)
    return subprocess.CompletedProcess(["kiosk", *told], status, out.decode(), err.decode())


def shell() -> dict[str, str]:
    """The environment of a shell that speaks English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return {**kept, "LANGUAGE": "en", "LANG": "C.UTF-8"}
