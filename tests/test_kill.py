"""A scan that was answered is there, whenever the program that took it is killed."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from children import PROCESSES, nine, scan_without_end
from world import make_folder, world_at

from kiosk.actions.upkeep import verify
from kiosk.desk import at_desk

CODES = 60
FOLDERS = 4
ROUNDS = 14
WRITERS = 2
LONGEST = 0.1
"""Seconds from the start of a writer to its end; opening the database takes a part of them."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there the way it is here")


class Writer:
    """A process that scans until it is killed, and what it has acknowledged."""

    def __init__(self, folder: Path, dice: int) -> None:
        self._ear, told = PROCESSES.Pipe(duplex=False)
        self._process: Any = PROCESSES.Process(target=scan_without_end, args=(folder, CODES, dice, told), daemon=True)
        self._process.start()
        told.close()

    def wait_for_one(self) -> None:
        """Until it has told of a scan, however busy the machine is."""
        assert self._ear.poll(60)

    def kill(self) -> list[str]:
        """Ends it at once; every entry and verdict that it has told."""
        self._process.kill()
        heard = []
        while True:
            try:
                heard.append(self._ear.recv_bytes().decode())
            except (EOFError, OSError):
                break
        self._process.join()
        assert self._process.exitcode == -signal.SIGKILL
        return heard


def killed(folder: Path, dice: Random) -> list[str]:
    """One round: two writers at once, each killed at a moment of its own; what they had acknowledged."""
    writers = [Writer(folder, dice.randrange(1 << 30)) for _ in range(WRITERS)]
    heard = []
    for writer in writers:
        if dice.random() < 0.5:
            writer.wait_for_one()
        time.sleep(dice.uniform(0, LONGEST))
        heard += writer.kill()
    return heard


@pytest.mark.parametrize("attempt", range(FOLDERS))
def test_every_acknowledged_scan_outlives_the_kill(tmp_path: Path, attempt: int) -> None:
    folder = make_folder(tmp_path / "event", booths=["1;Amt;2"])
    with world_at(folder) as world:
        for number in range(CODES):
            world.listed(f"TICKET-{number}", number=number + 1)
    dice, heard = Random(attempt), set[str]()
    for _ in range(ROUNDS):
        heard.update(killed(folder, dice))
        with at_desk(folder, nine) as desk:
            written = {f"{row[0]}-{row[1]} {json.loads(row[2]).get('verdict')}" for row in rows(desk.store.db)}
            assert heard <= written
    assert len(heard) > ROUNDS
    with at_desk(folder, nine) as desk:
        entries, problems = verify(desk.store)
        assert problems == []
        assert entries >= len(heard) + CODES


def test_an_event_that_goes_on_can_be_verified(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", booths=["1;Amt;2"])
    with world_at(folder) as world:
        for number in range(CODES):
            world.listed(f"TICKET-{number}", number=number + 1)
        writer, seen = Writer(folder, 1), {CODES}
        while len(seen) < 12:
            entries, problems = verify(world.store)
            assert problems == []
            seen.add(entries)
        assert writer.kill()


def rows(db: Any) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = db.execute("select station, seq, body from journal").fetchall()
    return found


def test_that_is_a_hundred_kills() -> None:
    assert FOLDERS * ROUNDS * WRITERS >= 100
