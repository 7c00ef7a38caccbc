from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kiosk.actions.upkeep import verify
from kiosk.demo.cast import cast
from kiosk.demo.day import DOORS, Habit, doors, smudged, visitors
from kiosk.demo.event import first_free
from kiosk.desk import at_desk
from kiosk.exchange.people import read_people
from kiosk.model import Role, Verdict
from kiosk.rules.figures import DEFINITIONS

DAY = date(2026, 11, 22)
PEOPLE = 60
KIOSK = [sys.executable, "-m", "kiosk"]
SMALL = ["demo", "--people", str(PEOPLE), "--language", "de"]


@dataclass
class Run:
    """A demo that was played to its end by a process of its own."""

    place: Path
    out: str
    err: str
    status: int
    found: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.found = json.loads(self.out) if self.out.startswith("{") else {}

    @property
    def folder(self) -> Path:
        return self.place / str(self.found["folder"])

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "exports" / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))


def played(place: Path, *more: str) -> Run:
    done = subprocess.run(
        [*KIOSK, *SMALL, *more], cwd=place, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    return Run(place, done.stdout, done.stderr, done.returncode)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return played(tmp_path_factory.mktemp("demo"), "--json", "--seed", "7")


def test_a_whole_day_gives_one_document_and_tells_how_far_it_is_beside_it(run: Run) -> None:
    assert run.status == 0, run.err
    assert len(run.out.splitlines()) == 1
    assert run.found["state"] == "open"
    assert run.folder.name == "kiosk-demo"
    assert "100 %" in run.err
    assert "kiosk-demo" in run.err


def test_as_many_come_as_were_to_come_and_most_of_them_talk(run: Run) -> None:
    figures = run.found["figures"]
    assert figures["T2"] == PEOPLE
    assert figures["T1"] - figures["T5"] + figures["T4"] == figures["T2"]
    assert figures["T5"] > 0
    assert figures["T4"] > 0
    assert figures["G1"] > PEOPLE
    assert min(figures["B1"], figures["B2"], figures["F1"]) > 0, "the booths scan what came of the talks"
    assert figures["R1"] >= 5, "some scan a card at the exit that says how it was"
    assert all(check["holds"] for check in run.found["checks"])


def test_the_files_say_what_the_report_says(run: Run) -> None:
    assert all((run.place / path).stat().st_size for path in run.found["exports"])
    rows = [list(row.values()) for row in run.table("figures.csv")]
    shown = {figure: value for figure, _name, value, *_more in rows}
    assert set(DEFINITIONS) <= set(shown)
    whole = {figure: str(value) for figure, value in run.found["figures"].items() if isinstance(value, int)}
    assert whole.items() <= shown.items()
    counted = [row for row in run.table("talks.csv") if row[next(reversed(row))] == "ja"]
    assert len(counted) == run.found["figures"]["G1"]


def test_the_database_of_the_day_holds(run: Run) -> None:
    with at_desk(run.folder) as desk:
        entries, problems = verify(desk.store)
        verdicts = Counter(scan.verdict for scan in desk.store.scans())
        seats = {booth.booth: booth.seats for booth in desk.event.booths}
        talks = desk.store.talks()
    assert problems == []
    assert entries > 300
    seen = {Verdict.ADMITTED, Verdict.CANCELLED, Verdict.FOREIGN, Verdict.UNKNOWN, Verdict.CHECKED_OUT, Verdict.SENT}
    assert seen <= set(verdicts)
    assert all(int(talk.seat) <= seats[talk.booth] for talk in talks)


def test_the_clock_of_the_folder_goes_on_where_the_day_ended(run: Run) -> None:
    with at_desk(run.folder) as desk:
        now = desk.event.local(desk.now().at)
        last = max(scan.at for scan in desk.store.scans())
        assert now.date() == desk.event.day
        assert desk.now().at >= last


def test_the_same_seed_plays_the_same_day(run: Run, tmp_path: Path) -> None:
    again = played(tmp_path, "--json", "--seed", "7")
    assert again.found["figures"] == run.found["figures"]
    assert again.found["by"] == run.found["by"]


def test_without_json_people_read_the_figures_and_what_to_do_next(tmp_path: Path) -> None:
    done = played(tmp_path, "mein-fest", "--seed", "8")
    assert done.status == 0, done.err
    assert "kiosk run mein-fest" in done.out
    assert str(Path("mein-fest", "exports", "talks.csv")) in done.out
    assert str(PEOPLE) in done.out


def test_a_folder_that_holds_an_event_is_left_alone(run: Run) -> None:
    before = (run.folder / "event.toml").read_bytes()
    again = played(run.place, run.folder.name, "--json")
    assert again.status == 1
    assert "event.toml" in again.err
    assert (run.folder / "event.toml").read_bytes() == before


def test_a_further_demo_gets_a_folder_beside_the_first(tmp_path: Path) -> None:
    assert first_free(tmp_path).name == "kiosk-demo"
    (tmp_path / "kiosk-demo").mkdir()
    assert first_free(tmp_path).name == "kiosk-demo-2"


def test_the_event_has_the_size_of_the_real_one() -> None:
    event = cast(1)
    assert len(event.comers) + len(event.walk_ins) + 1 == 675
    assert len(event.booths) == 20
    assert sum(booth.seats for booth in event.booths) == 84
    assert len(event.positions) == 84
    attendees = [guest for guest in event.listed if guest.role is Role.ATTENDEE]
    sent = sum(guest.channel in ("agentur", "jobcenter") for guest in attendees)
    assert 0.35 < sent / len(attendees) < 0.47
    names = " ".join(f"{guest.first_name} {guest.last_name}" for guest in attendees)
    assert set("äöüßİıŞşłŁễО") <= set(names)
    assert len({(guest.first_name, guest.last_name) for guest in attendees}) == len(attendees)


def test_most_people_come_in_the_first_half_hour_one_after_another() -> None:
    coming = visitors(cast(3), 3, DAY)
    guests = [visitor for visitor in coming if visitor.guest.role is Role.ATTENDEE]
    early = sum(visitor.comes < doors(DAY) + DOORS for visitor in guests)
    assert 0.55 < early / len(guests) < 0.75
    gaps = [(after.comes - before.comes).total_seconds() for before, after in pairwise(coming)]
    assert min(gaps) >= 1.5
    assert {visitor.habit for visitor in coming} == {None, *Habit}


def test_a_smudged_badge_is_another_code() -> None:
    for badge in ("KBBBBBBBBBBBBBBBBBBB", "k3f9-abcdefgh"):
        assert smudged(badge) != badge


def test_another_seed_makes_up_other_people() -> None:
    one, other = cast(1, PEOPLE), cast(2, PEOPLE)
    assert one.listed != other.listed
    assert cast(1, PEOPLE) == one


def test_chance_of_others_is_left_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    visitors(cast(4, PEOPLE), 4, DAY)
    assert random.random() == expected


def test_the_list_is_read_without_a_rejected_row(run: Run) -> None:
    listed = read_people(run.folder / "attendees.csv")
    assert listed.rejected == ()
    assert len(listed.said) == len(cast(7, PEOPLE).listed)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one child there")
def test_what_was_recorded_when_it_is_stopped_is_kept(tmp_path: Path) -> None:
    command = [*KIOSK, "demo", "--people", "200", "--json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        assert child.stdout
        while "20 %" not in child.stderr.readline():
            pass
        child.send_signal(signal.SIGINT)
        told, rest = child.stdout.read(), child.stderr.read()
    assert child.returncode == 130
    assert told == ""
    assert "Traceback" not in rest
    with at_desk(tmp_path / "kiosk-demo") as desk:
        assert verify(desk.store)[1] == []
        assert desk.store.inside() > 20
        assert desk.now().at >= max(scan.at for scan in desk.store.scans())


class Terminal:
    """A demo on a terminal of its own."""

    def __init__(self, place: Path) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.shown = b""
        self._termios = termios
        self._near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._far = far
        self.before = termios.tcgetattr(far)
        self.child = subprocess.Popen(
            [*KIOSK, "demo", "--people", "400", "--language", "de"],
            cwd=place,
            stdin=far,
            stdout=far,
            stderr=far,
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
        )

    def until(self, text: str) -> None:
        """Reads the screen until a text was painted."""
        ends = time.monotonic() + 30
        while text.encode() not in self.shown:
            assert time.monotonic() < ends, self.shown[-2000:].decode(errors="replace")
            self._read(0.2)

    def _read(self, seconds: float) -> None:
        if select.select([self._near], [], [], seconds)[0]:
            self.shown += os.read(self._near, 65536)

    def type(self, keys: bytes) -> None:
        os.write(self._near, keys)

    def ended(self) -> int:
        """Its exit status; what it still prints is read meanwhile."""
        ends = time.monotonic() + 20
        while self.child.poll() is None and time.monotonic() < ends:
            self._read(0.05)
        while select.select([self._near], [], [], 0)[0]:
            self._read(0)
        return self.child.wait(1)

    def modes(self) -> list[Any]:
        return self._termios.tcgetattr(self._far)

    def close(self) -> None:
        self.child.kill()
        self.child.wait()
        os.close(self._near)
        os.close(self._far)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    if sys.platform == "win32":
        pytest.skip("no pseudo-terminals there")
    with contextlib.closing(Terminal(tmp_path)) as opened:
        yield opened


@pytest.mark.parametrize("way", ["ctrl+c", "signal"])
def test_on_a_terminal_people_come_in_at_once_and_it_ends_cleanly(terminal: Terminal, tmp_path: Path, way: str) -> None:
    terminal.until("Job-Speed-Dating")
    with at_desk(tmp_path / "kiosk-demo") as desk:
        before = desk.store.turnout()[1]
        assert desk.event.rehearsal_speed == 12
        ends = time.monotonic() + 20
        while desk.store.turnout()[1] == before and time.monotonic() < ends:
            terminal._read(0.05)
        assert desk.store.turnout()[1] > before
    if way == "ctrl+c":
        terminal.type(b"\x03")
    else:
        terminal.child.send_signal(signal.SIGTERM)
    assert terminal.ended() == 0
    assert b"\x1b[?1049l" in terminal.shown
    assert terminal.modes() == terminal.before
    assert b"kiosk run kiosk-demo" in terminal.shown.rpartition(b"\x1b[?1049l")[2]
    with at_desk(tmp_path / "kiosk-demo") as desk:
        assert desk.event.rehearsal_speed == 1
        assert verify(desk.store)[1] == []
