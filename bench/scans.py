"""A scan from the badge to the durable verdict, beside the least that could be done.

The least is a hand-written ``sqlite3`` transaction with the same pragmas that writes the same rows: the journal entry,
the person, the person's codes and the scan. The ways take turns, each on a folder of its own, so that whatever else the
machine does meanwhile slows down all of them alike.
"""

from __future__ import annotations

import json
import os
import shutil
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
WARM = 100
"""So many more come first and are not counted."""

Act = Callable[[int], object]


def _in_turn(acts: dict[str, Act]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in acts}
    for index in range(WARM + SCANS):
        for name, act in acts.items():
            began = time.perf_counter()
            act(index)
            found[name].append(time.perf_counter() - began)
    return {name: times[WARM:] for name, times in found.items()}


def by_hand(path: Path) -> Act:
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

    return act


def through_actions(desk: Desk, codes: list[str]) -> Act:
    """The same scans through the rules and the store."""
    reader = ReaderSetting(ReaderRole.ENTRANCE)
    return lambda index: take(desk, Scan(reader, codes[index], laptop()))


@contextmanager
def through_gate(folder: Path, codes: list[str]) -> Iterator[Act]:
    """Line in, line out, through a process of its own."""
    command = [sys.executable, "-m", "kiosk", "gate", str(folder), "--port", "-", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ) as gate:
        into, out = gate.stdin, gate.stdout
        assert into is not None
        assert out is not None

        def act(index: int) -> None:
            into.write(codes[index].encode() + b"\n")
            into.flush()
            out.readline()

        yield act
        into.close()


def main() -> None:
    """Prints medians and their ratios."""
    with tempfile.TemporaryDirectory() as place:
        folder = event_folder(Path(place) / "event", PEOPLE, laptop().at.date())
        hand, gate = (shutil.copytree(folder, Path(place) / name) for name in ("hand", "gate"))
        with at_desk(folder) as desk:
            codes = [code.text for person in desk.store.people() for code in desk.store.codes(person.id)]
            with through_gate(gate, codes) as at_gate:
                ways = {
                    "by hand": by_hand(hand / "kiosk.db"),
                    "kiosk store": through_actions(desk, codes),
                    "kiosk gate": at_gate,
                }
                found = _in_turn(ways)
    least = statistics.median(found["by hand"])
    for name, times in found.items():
        middle, late = statistics.median(times), sorted(times)[int(len(times) * 0.99)]
        print(f"{name:12} p50 {middle * 1e3:6.3f} ms  p99 {late * 1e3:6.3f} ms  {middle / least:5.2f} x by hand")


if __name__ == "__main__":
    main()
