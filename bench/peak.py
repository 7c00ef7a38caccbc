"""The peak half hour at the door: 440 people, one in ten an exception; what is lost, and how long people wait.

The arrivals are played into the running screens at a multiple of their pace: scans through a serial line (a pty)
without a pause, while the exceptions are done by their keys. How long people wait follows from how long staff need for
each (usual times at such doors), for one to three people who scan, with the exceptions among them or on a second lane.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
import tty
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from bench.world import event_folder
from kiosk.actions import people
from kiosk.actions.people import badge_of
from kiosk.app import KioskApp
from kiosk.clock import laptop
from kiosk.desk import Desk, at_desk

ARRIVALS: Final = 440
HALF_HOUR: Final = 1800.0
LISTED: Final = 675
SECONDS: Final = {"scan": 4.5, "search": 15.0, "walk_in": 45.0, "badge": 20.0, "cancelled": 20.0, "unknown": 15.0}
"""How long staff need for each, from the greeting to the next one."""

EXCEPTIONS: Final = tuple(kind for kind in SECONDS if kind != "scan")
RARE: Final = 10


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the door: seconds after it opened, what they need, and their place on the list."""

    at: float
    kind: str
    place: int


@dataclass(frozen=True, slots=True)
class Played:
    """What became of the half hour."""

    scans: int
    unrecorded: int
    admitted: int
    due: int
    seconds: float

    @property
    def lost(self) -> int:
        """Scans that left no trace, and people who should be in and are not."""
        return self.unrecorded + self.due - self.admitted


def arrivals(count: int, dice: random.Random, rare: int = RARE) -> list[Arrival]:
    """Who comes when: at random over the half hour, every tenth with something special, each kind as often."""
    moments = sorted(dice.uniform(0, HALF_HOUR) for _ in range(count))
    kinds = [EXCEPTIONS[n // rare % len(EXCEPTIONS)] if n % rare == rare - 1 else "scan" for n in range(count)]
    return [Arrival(at, kind, place) for place, (at, kind) in enumerate(zip(moments, kinds, strict=True), 1)]


def waits(came: Sequence[Arrival], lanes: int, *, apart: bool) -> list[float]:
    """How long each of them waits, in their order, where so many scan; ``apart`` sends exceptions to a second lane."""
    free = {False: [0.0] * lanes, True: [0.0]}
    found = []
    for one in came:
        desks = free[apart and one.kind != "scan"]
        first = min(range(len(desks)), key=desks.__getitem__)
        begins = max(one.at, desks[first])
        desks[first] = begins + SECONDS[one.kind]
        found.append(begins - one.at)
    return found


async def play(folder: Path, came: Iterable[Arrival], pace: float) -> Played:
    """Plays the arrivals into the screens on an event folder; ``pace`` is how many scans come in a second."""
    master, slave = os.openpty()
    tty.setraw(slave)
    with (folder / "event.toml").open("a", encoding="utf-8") as file:
        file.write(f'[[reader]]\nrole = "entrance"\nport = "{os.ttyname(slave)}"\n')
    began = time.perf_counter()
    try:
        with at_desk(folder) as desk:
            door = Door(desk, master, pace)
            await door.play(list(came))
            admitted = desk.store.turnout()[1]
            spent = time.perf_counter() - began
            return Played(len(door.sent), len(door.unrecorded()), admitted, door.due, spent)
    finally:
        os.close(master)
        os.close(slave)


class Door:
    """The reader's line and the keys of the desk."""

    def __init__(self, desk: Desk, line: int, pace: float) -> None:
        self.desk, self.line, self.pace = desk, line, pace
        self.due = 0
        self.sent: list[str] = []
        self._alone = asyncio.Lock()

    async def play(self, came: Sequence[Arrival]) -> None:
        """All of them: the scans without a pause, the exceptions beside them."""
        listed = {person.number: person.id for person in self.desk.store.people()}
        codes = {one.place: badge_of(self.desk, listed[one.place]) or "" for one in came}
        for one in came:
            if one.kind == "cancelled":
                people.correct(self.desk, listed[one.place], {"cancelled": True})
        app = KioskApp(self.desk)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("f2")
            await pilot.pause(1.0)
            scanning = asyncio.create_task(self._scan([codes[one.place] for one in came if one.kind == "scan"]))
            for one in came:
                if one.kind != "scan":
                    await self._special(pilot, one, codes[one.place])
            await scanning
            for _ in range(100):
                await pilot.pause(0.1)
                if not self.unrecorded():
                    break

    def unrecorded(self) -> set[str]:
        """The codes that were sent and of which the journal knows no scan."""
        return set(self.sent) - {scan.code for scan in self.desk.store.scans()}

    async def _scan(self, codes: Sequence[str]) -> None:
        for code in codes:
            async with self._alone:
                self._send(code)
            self.due += 1
            await asyncio.sleep(1 / self.pace)

    def _send(self, code: str) -> None:
        os.write(self.line, f"{code}\r".encode())
        self.sent.append(code)

    async def _special(self, pilot: Pilot[None], one: Arrival, code: str) -> None:
        """One exception by its keys; scans go on, but between a refusal and its reason."""
        self.due += 1
        if one.kind == "walk_in":
            await self._keys(pilot, "f8", "f2", "f3", "f4", "f8", "escape")
        elif one.kind == "cancelled":
            async with self._alone:
                await pilot.pause(0.3)
                self._send(code)
                await pilot.pause(0.3)
                await self._keys(pilot, "f11", *"ok", "enter")
        elif one.kind == "badge":
            await self._keys(pilot, "f9", *str(one.place), "enter", "escape", "f7", *str(one.place), "enter")
        else:
            if one.kind == "unknown":
                self._send(f"UNKNOWN-{one.place}")
            await self._keys(pilot, "f7", *str(one.place), "enter")

    @staticmethod
    async def _keys(pilot: Pilot[None], *keys: str) -> None:
        for key in keys:
            if key == "enter":
                await pilot.pause(0.2)
            await pilot.press(key)
            await pilot.pause(0.08)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARRIVALS
    came = arrivals(count, random.Random(0))
    print(f"{count} arrivals in half an hour: {dict(Counter(one.kind for one in came))}")
    with tempfile.TemporaryDirectory() as room:
        folder = event_folder(Path(room) / "event", LISTED, laptop().at.date())
        played = asyncio.run(play(folder, came, pace=10))
    print(f"scans sent {played.scans}, not recorded {played.unrecorded}; in {played.admitted} of {played.due}")
    print(f"lost: {played.lost}; played in {played.seconds:.0f} s")
    for lanes in (1, 2, 3):
        for apart in (False, True):
            found = sorted(waits(came, lanes, apart=apart))
            median, late = statistics.median(found), found[int(len(found) * 0.95)]
            where = "exceptions on a second lane" if apart else "exceptions among them"
            print(f"{lanes} scanning, {where}: median {median:.0f} s, 95 % {late:.0f} s, longest {found[-1]:.0f} s")
    sys.exit(1 if played.lost else 0)


if __name__ == "__main__":
    main()
