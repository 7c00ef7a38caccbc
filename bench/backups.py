"""What a scan waits for while a backup is made, and how long backup and restore of a large event take."""

from __future__ import annotations

import gc
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.world import PEOPLE, event_folder
from kiosk.actions.backup import back_up
from kiosk.actions.restore import Key, restore
from kiosk.actions.scans import take
from kiosk.clock import laptop
from kiosk.desk import Desk, at_desk
from kiosk.exchange.sealing import Lock, make_key, read_keys
from kiosk.model import Draft, Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.journal import NEW

TALKS = 40_000
BACKUPS = 5


def fill(desk: Desk) -> None:
    """As many talks as such an event holds."""
    people = [person.id for person in desk.store.people()]
    for begin in range(0, TALKS, 2000):
        with desk.store.write() as store:
            drafts = []
            for number in range(begin, begin + 2000):
                person = people[number % len(people)]
                body = {"person": person, "booth": str(1 + number % 20), "seat": "1", "confirmed": True}
                drafts.append(Draft("talk_started", f"talk:{NEW}", body))
            store.record(drafts)


def waits(desk: Desk, codes: list[str], act: Callable[[], object]) -> tuple[list[float], list[float]]:
    """How long each scan took while something was done in a thread beside it, and how long that took."""
    reader, found, lasted = ReaderSetting(ReaderRole.ENTRANCE), [], []

    def work() -> None:
        for _ in range(BACKUPS):
            began = time.perf_counter()
            act()
            lasted.append(time.perf_counter() - began)

    thread = threading.Thread(target=work)
    thread.start()
    index = 0
    while thread.is_alive():
        began = time.perf_counter()
        take(desk, Scan(reader, codes[index % len(codes)], laptop()))
        found.append(time.perf_counter() - began)
        index += 1
        time.sleep(0.005)
    return found, lasted


def main() -> None:
    """Prints the longest waits, without a backup, with one, and with a sealed one."""
    with tempfile.TemporaryDirectory() as place:
        folder = event_folder(Path(place) / "event", PEOPLE, laptop().at.date())
        key = Path(place) / "key.txt"
        lock = Lock(recipients=(make_key(key),))
        with at_desk(folder) as desk:
            fill(desk)
            gc.freeze()
            gc.set_threshold(20_000, 50, 100)  # as the screens do
            codes = [code.text for person in desk.store.people()[:2000] for code in desk.store.codes(person.id)]
            size = (folder / "kiosk.db").stat().st_size
            print(f"{PEOPLE} people, {TALKS} talks, {size / 1e6:.0f} MB")
            for name, act in (
                ("no backup", lambda: time.sleep(1)),
                ("backup", lambda: back_up(folder, desk.event)),
                ("sealed backup", lambda: back_up(folder, desk.event, lock)),
            ):
                found, lasted = waits(desk, codes, act)
                found.sort()
                late, longest = found[int(len(found) * 0.99)], found[-1]
                print(f"{name:14} {max(lasted):5.2f} s  {len(found):5} scans beside it:", end="")
                print(f" p50 {found[len(found) // 2] * 1e3:6.2f} ms  p99 {late * 1e3:6.2f} ms", end="")
                print(f"  longest {longest * 1e3:6.2f} ms")
            made = back_up(folder, desk.event, lock)
        print(f"file {made.path.stat().st_size / 1e6:.1f} MB")
        began = time.perf_counter()
        restore(made.path, Path(place) / "other", Key(secrets=read_keys(key)))
        print(f"restore {time.perf_counter() - began:5.2f} s")


if __name__ == "__main__":
    main()
