"""A scan from the badge to the durable verdict, beside the least that could be done.

The least is a hand-written ``sqlite3`` transaction with the same pragmas that writes the same rows: the journal entry,
the person, the person's codes and the scan.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.world import PEOPLE, event_folder
from kiosk.actions.scans import take
from kiosk.clock import laptop
from kiosk.desk import Desk, at_desk
from kiosk.model import Scan
from kiosk.programme import ReaderRole, ReaderSetting

SCANS = 600


def _times(act: Callable[[int], object], count: int) -> list[float]:
    found = []
    for index in range(count):
        began = time.perf_counter()
        act(index)
        found.append(time.perf_counter() - began)
    return found


def by_hand(path: Path) -> list[float]:
    """The same rows in one plain transaction each."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        db.execute(f"pragma {pragma}").fetchall()
    people = [row[0] for row in db.execute("select id from people where inside = 0 order by number").fetchall()]
    (seq,) = db.execute("select max(seq) from journal").fetchone()

    def act(index: int) -> None:
        person, number = people[index], seq + 1 + index
        body = json.dumps({"at": "2026-11-22T10:00:00.000+00:00", "reader": "entrance", "verdict": "admitted"})
        db.execute("begin immediate")
        db.execute(
            "insert into journal values (?, ?, ?, ?, ?, ?)",
            ["hand", number, f"{number:013d}.000000", "checked_in", person, body],
        )
        codes = db.execute("select * from codes where entity = ?", [person]).fetchall()
        known = db.execute("select * from people where id = ?", [person]).fetchone()
        db.execute("delete from people where id = ?", [person])
        db.execute(f"insert into people values ({','.join('?' * len(known))})", known)
        db.execute("delete from codes where entity = ?", [person])
        for code in codes:
            db.execute(f"insert into codes values ({','.join('?' * len(code))})", code)
        db.execute(
            "insert into scans values (?, ?, ?, ?, ?, ?, ?, ?)",
            [f"hand-{number}", "2026-11-22T10:00:00+00:00", "entrance", "code", "admitted", person, 0, person],
        )
        db.execute("commit")

    return _times(act, SCANS)


def through_actions(desk: Desk, codes: list[str]) -> list[float]:
    """The same scans through the rules and the store."""
    reader = ReaderSetting(ReaderRole.ENTRANCE)
    return _times(lambda index: take(desk, Scan(reader, codes[index], laptop())), SCANS)


@contextmanager
def _gate(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "kiosk", "gate", str(folder), "--port", "-", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ) as gate:
        yield gate


def through_gate(folder: Path, codes: list[str]) -> list[float]:
    """Line in, line out, through a process of its own."""
    with _gate(folder) as gate:
        assert gate.stdin is not None
        assert gate.stdout is not None

        def act(index: int) -> None:
            gate.stdin.write(codes[index].encode() + b"\n")  # type: ignore[union-attr]
            gate.stdin.flush()  # type: ignore[union-attr]
            gate.stdout.readline()  # type: ignore[union-attr]

        act(SCANS)
        found = _times(act, SCANS)
        gate.stdin.close()
    return found


def main() -> None:
    """Prints medians and their ratios."""
    with tempfile.TemporaryDirectory() as place:
        folder = event_folder(Path(place) / "event", PEOPLE, laptop().at.date())
        with at_desk(folder) as desk:
            codes = [code.text for person in desk.store.people() for code in desk.store.codes(person.id)]
            kiosk = through_actions(desk, codes)
        gate = through_gate(folder, codes[SCANS:])
        hand = by_hand(folder / "kiosk.db")
    least = statistics.median(hand)
    for name, found in (("by hand", hand), ("kiosk store", kiosk), ("kiosk gate", gate)):
        middle, late = statistics.median(found), sorted(found)[int(len(found) * 0.99)]
        print(f"{name:12} p50 {middle * 1e3:6.3f} ms  p99 {late * 1e3:6.3f} ms  {middle / least:5.2f} x by hand")


if __name__ == "__main__":
    main()
