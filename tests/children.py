"""What tests let other processes do. It imports no screen, since every one of them imports it."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory
from typing import Any

from kiosk import actions
from kiosk.__main__ import main
from kiosk.actions.feedback import give
from kiosk.actions.people import walk_in
from kiosk.actions.scans import take
from kiosk.desk import at_desk
from kiosk.model import Instant, Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.feedback import DEFAULT, Mood
from kiosk.store import Store

MOST_SECONDS = 60.0

PROCESSES: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    # What is read at the start of a command, but for the words of its own help, which are of one language.
    read = sorted(path.stem for path in Path(actions.__file__).parent.glob("[a-z]*.py"))
    PROCESSES.set_forkserver_preload(["click", *(f"kiosk.actions.{name}" for name in read)])

ENTRANCE = ReaderSetting(ReaderRole.ENTRANCE, port="-")
READERS = (ENTRANCE, ReaderSetting(ReaderRole.EXIT, port="-"), ReaderSetting(ReaderRole.BOOTH, port="-", booth="1"))
NINE = Instant(datetime(2026, 11, 22, 8, tzinfo=UTC))


def nine() -> Instant:
    """Nine o'clock at the event."""
    return NINE


def command(words: Sequence[str], environment: Mapping[str, str], given: bytes | None) -> tuple[int, bytes, bytes]:
    """Runs a command line in a process of its own that need not read the program first; its status and what it wrote.

    Raises:
        TimeoutExpired: it takes more than a minute.
    """
    with TemporaryDirectory() as room:
        ends = [Path(room) / name for name in ("stdin", "stdout", "stderr")]
        for end in ends:
            end.write_bytes(b"")
        ends[0].write_bytes(given or b"")
        process = PROCESSES.Process(target=_command, args=(words, environment, Path.cwd(), ends))
        process.start()
        process.join(MOST_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutExpired(list(words), MOST_SECONDS)
        return process.exitcode, ends[1].read_bytes(), ends[2].read_bytes()


def _command(words: Sequence[str], environment: Mapping[str, str], where: Path, ends: Sequence[Path]) -> None:
    os.chdir(where)
    os.environ.clear()
    os.environ.update(environment)
    for number, end in enumerate(ends):
        os.dup2(os.open(end, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_APPEND), number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, "r" if number == 0 else "w") for number in range(3))
    sys.argv = ["kiosk", *words]
    main()


def together(act: Callable[..., Any], *calls: tuple[Any, ...]) -> list[Any]:
    """Runs one process a call, all let go in the same moment; what each returned, or the error that it raised."""
    barrier, answers = PROCESSES.Barrier(len(calls)), PROCESSES.SimpleQueue()
    started = [
        PROCESSES.Process(target=_child, args=(number, act, call, barrier, answers))
        for number, call in enumerate(calls)
    ]
    for process in started:
        process.start()
    found = dict(answers.get() for _ in started)
    for process in started:
        process.join()
    return [found[number] for number in range(len(calls))]


def _child(number: int, act: Callable[..., Any], call: tuple[Any, ...], barrier: Any, answers: Any) -> None:
    barrier.wait()
    try:
        answers.put((number, act(*call)))
    except Exception as error:
        answers.put((number, error))


def open_new(path: Path) -> tuple[str, bytes]:
    with Store(path) as store:
        return store.station, store.event_key


def open_as_nobody(path: Path) -> None:
    os.setgid(65534)
    os.setuid(65534)
    Store(path).close()


def scan_once(folder: Path, code: str) -> str:
    with at_desk(folder, nine) as desk:
        (answer,) = take(desk, Scan(ENTRANCE, code, NINE))
        return str(answer.verdict)


def see_change(folder: Path, ready: Any) -> tuple[float, int]:
    """When a change by another process was seen, and how many were in the house then."""
    with Store(folder / "kiosk.db") as store:
        known = store.version()
        ready.wait()
        while store.version() == known:
            time.sleep(0.02)
        return time.monotonic(), store.inside()


def make_change(folder: Path, code: str, ready: Any) -> tuple[float, int]:
    """When a scan was durable."""
    with at_desk(folder, nine) as desk:
        ready.wait()
        time.sleep(0.05)
        take(desk, Scan(ENTRANCE, code, NINE))
        return time.monotonic(), desk.store.inside()


def see_or_make(code: str | None, folder: Path, ready: Any) -> tuple[float, int]:
    return see_change(folder, ready) if code is None else make_change(folder, code, ready)


def scan_without_end(folder: Path, codes: int, dice: int, told: Connection) -> None:
    """Scans at random and tells the entry of each scan once it is durable, until it is killed."""
    drawn = Random(dice)
    with at_desk(folder, nine) as desk:
        desk.store.db.execute("pragma wal_autocheckpoint=20")
        while True:
            scan = Scan(drawn.choice(READERS), f"TICKET-{drawn.randrange(codes)}", NINE)
            for answer in take(desk, scan):
                if answer.entry:
                    told.send_bytes(f"{answer.entry} {answer.verdict}".encode())


def walk_in_once(folder: Path) -> int | None:
    with at_desk(folder, nine) as desk:
        return walk_in(desk, {"first_name": "Walk"}, ENTRANCE).number


def answer_without_end(folder: Path, dice: int, told: Connection) -> None:
    """Answers at random and tells of each answer once it is durable, until it is killed."""
    drawn = Random(dice)
    with at_desk(folder, nine) as desk:
        while True:
            mood = drawn.choice(list(Mood))
            give(desk, DEFAULT, mood)
            told.send_bytes(mood.value.encode())


def answer_times(folder: Path, times: int) -> None:
    """Answers so often."""
    with at_desk(folder, nine) as desk:
        for _time in range(times):
            give(desk, DEFAULT, Mood.GOOD)
