"""The public display: what it shows, that it shows no name, and that nothing can be done at it."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import select
import signal
import subprocess
import sys
import time
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hallway import NAMED, begin, block_of, order, publish_plan, scan, seen
from staging import SIZES, FakeClock, make_event, settled
from textual.app import App
from textual.pilot import Pilot
from waiting import ticked

from kiosk.actions import rounds, stopping
from kiosk.actions.hall import HallView
from kiosk.desk import Desk
from kiosk.hall import NOTICE_SECONDS, HallApp
from kiosk.model import Person
from kiosk.programme import Event
from kiosk.rules import clock as clock_rules
from kiosk.rules.announcements import Announcement
from kiosk.rules.seating import Way
from kiosk.screens.hall import HallScreen, LeaveHall
from kiosk.store import Store
from kiosk.widgets.ways import Ways, layout

Looks = Callable[[App[None], str], None]


@pytest.fixture
def hall(desk: Desk, clock: FakeClock) -> HallApp:
    """The display of the event at the desk, as another process shows it."""
    return HallApp(desk.folder, desk.event, clock)


def mood(hall: HallApp) -> str:
    """The state by whose colour the time is shown."""
    return next(name for name in hall.screen.classes if name in MOODS)


MOODS = {f"-{name}" for name in (*clock_rules.State, "stopped", "idle")}


async def shown(pilot: Pilot[None]) -> str:
    """What stands there once the display has looked again."""
    await ticked(pilot)
    return seen(pilot.app)


# What it shows


async def test_every_state_has_its_word_its_symbol_and_its_colour(hall: HallApp, desk: Desk, clock: FakeClock) -> None:
    publish_plan(desk)
    async with hall.run_test(size=(80, 24)) as pilot:
        assert "○ Welcome. The first round begins in" in await shown(pilot)
        assert mood(hall) == "-waiting"
        clock.go(minutes=30)
        order(desk, clock_rules.STARTED)
        text = await shown(pilot)
        assert "▶ round 1 of 3: talks are running" in text
        assert "until 10:10" in text
        assert mood(hall) == "-running"
        clock.go(minutes=9, seconds=10)
        assert "◆ round 1 of 3: last minute" in await shown(pilot)
        assert mood(hall) == "-warning"
        order(desk, clock_rules.PAUSED)
        assert "‖ round 1 of 3: paused" in await shown(pilot)
        assert mood(hall) == "-paused"
        order(desk, clock_rules.RESUMED)
        clock.go(minutes=1)
        text = await shown(pilot)
        assert "⇄ Please change. Round 2 of 3 begins in" in text
        assert "at 10:12" in text
        assert mood(hall) == "-change"
        clock.go(minutes=40)
        assert "■ round 3 of 3: all rounds are over" in await shown(pilot)
        assert mood(hall) == "-ended"


async def test_the_numbers_of_the_coming_round_are_shown_with_their_booths(
    hall: HallApp, desk: Desk, clock: FakeClock
) -> None:
    plan = begin(desk, clock)
    async with hall.run_test(size=(80, 24)) as pilot:
        text = await shown(pilot)
        assert "Round 2, 10:12: number → booth" in text
        assert hall.screen.query_one(Ways).ways == tuple((n, plan[2, n]) for n in (1, 2, 3))
        clock.go(minutes=9)
        assert "Round 2, 10:12" in await shown(pilot)
        clock.go(minutes=20)
        assert "number → booth" not in await shown(pilot)


async def test_who_is_missing_at_a_booth_is_called_after_a_minute(hall: HallApp, desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    booth = plan[1, 2]
    scan(desk, 2, "6")  # Booth 6 takes whoever comes; booths that never scanned anybody call nobody.
    async with hall.run_test(size=(80, 24)) as pilot:
        assert "Last call" not in await shown(pilot)
        scan(desk, 5, booth)
        assert f"Last call: 2→{booth}" in await shown(pilot)
        scan(desk, 2, booth)
        scan(desk, 2, booth)
        assert "Last call" not in await shown(pilot)


async def test_a_stop_fills_the_screen_and_hides_the_list(hall: HallApp, desk: Desk, clock: FakeClock) -> None:
    begin(desk, clock)
    async with hall.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        stopping.stop_all(desk)
        text = await shown(pilot)
        assert "✖ Everything is stopped" in text
        assert "2 persons in the house" in " ".join(text.split())
        assert "number → booth" not in text
        assert mood(hall) == "-stopped"
        stopping.lift(desk)
        assert "paused" in await shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_right(hall: HallApp, desk: Desk, clock: FakeClock, looks: Looks, size: tuple[int, int]) -> None:
    begin(desk, clock)
    async with hall.run_test(size=size) as pilot:
        for minutes, state in ((0, "running"), (7.5, "warning"), (1, "change")):
            clock.go(minutes=minutes)
            await shown(pilot)
            await settled(pilot)
            looks(hall, f"hall-{state}-{size[0]}x{size[1]}")


async def test_the_stop_looks_right(hall: HallApp, desk: Desk, clock: FakeClock, looks: Looks) -> None:
    begin(desk, clock)
    stopping.stop_all(desk)
    async with hall.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        looks(hall, "hall-stopped-80x24")


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_it_speaks_the_language_of_the_event(hall: HallApp, desk: Desk, clock: FakeClock) -> None:
    begin(desk, clock)
    async with hall.run_test(size=(120, 36)) as pilot:
        assert "Runde 1 von 3: Gespräche laufen" in await shown(pilot)


# Pages


def ways(count: int, booth: str = "{}") -> tuple[Way, ...]:
    return tuple(Way(number, booth.format(number % 20 + 1)) for number in range(1, count + 1))


@pytest.mark.parametrize("size", [(76, 8), (116, 12), (196, 26), (196, 8), (20, 1)])
@pytest.mark.parametrize("count", [1, 12, 50, 240, 675])
def test_a_page_fits_and_large_signs_never_make_many_pages(size: tuple[int, int], count: int) -> None:
    how = layout(ways(count), *size)
    assert how.rows * (how.height + (how.height > 1)) <= size[1] + 1
    pages = -(-count // how.a_page)
    assert how.height == 1 or pages <= 2


def test_few_numbers_are_drawn_large_and_names_of_booths_never_are() -> None:
    assert layout(ways(20), 196, 30).height > 1
    assert layout(ways(675), 196, 30).height == 1
    assert layout(ways(20, "A{}"), 196, 30).height == 1


async def test_the_pages_turn_and_every_number_gets_its_turn(clock: FakeClock, desk: Desk) -> None:
    hall = HallApp(desk.folder, desk.event, clock)
    async with hall.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        screen = typing.cast(HallScreen, hall.screen)
        list_ = screen.query_one(Ways)
        found: set[int] = set()
        screen.remove_class("-alone")
        list_.ways = ways(200)
        await pilot.pause()
        for page in range(list_.pages):
            assert list_.page == page + 1
            found |= {int(word) for word in str(list_.render()).split() if word.isdigit()}
            screen.turn()
        assert list_.page == 1
        assert found >= set(range(1, 201))


# No name can get there


def reachable(kind: Any, known: set[Any]) -> set[Any]:
    """Every type that values of this type can hold."""
    if kind in known:
        return known
    known.add(kind)
    for part in typing.get_args(kind):
        reachable(part, known)
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        for hint in typing.get_type_hints(kind).values():
            reachable(hint, known)
    return known


def test_what_the_hall_is_given_cannot_hold_a_person() -> None:
    known = reachable(HallView, set())
    assert Way in known
    assert Event in known
    assert Announcement in known
    assert Person not in known
    people = {field.name for field in dataclasses.fields(Person)}
    texts = {
        name
        for kind in (HallView, Way, Announcement)
        for name, hint in typing.get_type_hints(kind).items()
        if hint is str
    }
    assert not texts & (people - {"number"})


@pytest.mark.parametrize("size", SIZES)
async def test_no_name_of_the_list_is_ever_shown(
    hall: HallApp, desk: Desk, clock: FakeClock, size: tuple[int, int]
) -> None:
    for place in (5, 6, 10):
        scan(desk, place)
    plan = begin(desk, clock)
    scan(desk, 5, plan[1, 2])
    async with hall.run_test(size=size) as pilot:
        for minutes in (0, 3, 5, 1.5, 10, 40):
            clock.go(minutes=minutes)
            text = await shown(pilot)
            words = set(re.findall(r"\w+", text.casefold()))
            assert not words & {word for name in NAMED for word in re.findall(r"\w{3,}", name.casefold())}


# It only looks


async def test_no_key_changes_anything_and_only_the_same_key_twice_closes_it(hall: HallApp, desk: Desk) -> None:
    before = desk.store.journal()
    keys = [*(f"f{n}" for n in range(1, 12)), "enter", "space", "ctrl+c", "ctrl+z", "ctrl+x", "ctrl+p", "q", "down"]
    async with hall.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press(*keys)
        assert isinstance(hall.screen, HallScreen)
        await pilot.press("f12")
        await pilot.pause()
        assert isinstance(hall.screen, LeaveHall)
        await pilot.press(*keys, "escape")
        await pilot.pause()
        assert isinstance(hall.screen, HallScreen)
        await pilot.press("ctrl+q")
        await pilot.pause()
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not hall.is_running
    assert desk.store.journal() == before


async def test_a_command_of_another_process_is_seen_without_a_key(hall: HallApp, desk: Desk, clock: FakeClock) -> None:
    assert NOTICE_SECONDS < 0.1
    async with hall.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        order(desk, clock_rules.STARTED)
        assert "talks are running" in await shown(pilot)
        rounds.undo(desk, block_of(desk))
        assert "Welcome" in await shown(pilot)


# The database comes late, goes, is damaged


async def test_it_waits_for_a_database_that_comes_late(tmp_path: Path, clock: FakeClock, desk: Desk) -> None:
    folder = tmp_path / "late"
    make_event(folder)
    hall = HallApp(folder, desk.event, clock)
    async with hall.run_test(size=(80, 24)) as pilot:
        assert "Waiting for the event: start “kiosk run" in await shown(pilot)
        assert not (folder / "kiosk.db").exists()
        Store(folder / "kiosk.db", clock).close()
        assert "Welcome" in await shown(pilot)


async def test_it_follows_a_database_that_is_replaced(hall: HallApp, desk: Desk, clock: FakeClock) -> None:
    order(desk, clock_rules.STARTED)
    path = desk.folder / "kiosk.db"
    async with hall.run_test(size=(80, 24)) as pilot:
        assert "talks are running" in await shown(pilot)
        desk.store.close()
        for old in desk.folder.glob("kiosk.db*"):
            old.unlink()
        assert "Waiting for the event" in await shown(pilot)
        Store(path, clock).close()
        assert "Welcome" in await shown(pilot)


async def test_a_damaged_database_is_said_and_does_not_end_it(hall: HallApp, desk: Desk, clock: FakeClock) -> None:
    path = desk.folder / "kiosk.db"
    async with hall.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        desk.store.close()
        good = path.read_bytes()
        for old in desk.folder.glob("kiosk.db*"):
            old.unlink()
        path.write_bytes(b"no database at all, " * 500)
        assert "damaged" in " ".join((await shown(pilot)).split())
        path.unlink()
        path.write_bytes(good)
        assert "Welcome" in await shown(pilot)


# A process of its own


@contextlib.contextmanager
def hall_process(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    import pty

    far, near = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
    command = [sys.executable, "-m", "kiosk", "hall", str(folder)]
    process = subprocess.Popen(command, stdin=near, stdout=near, stderr=near, env=env, start_new_session=True)
    os.close(near)
    try:
        yield process, far
    finally:
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):
            os.close(far)


def read_until(far: int, wanted: bytes, seconds: float = 20) -> bytes:
    got, until = b"", time.monotonic() + seconds
    while wanted not in got and time.monotonic() < until and select.select([far], [], [], 0.2)[0] is not None:
        try:
            if select.select([far], [], [], 0)[0]:
                got += os.read(far, 65536)
        except OSError:
            break
    return got


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_restored(desk: Desk, number: int) -> None:
    with hall_process(desk.folder) as (process, far):
        assert b"Welcome" in read_until(far, b"Welcome")
        process.send_signal(number)
        assert b"\x1b[?1049l" in read_until(far, b"\x1b[?1049l")
        assert process.wait(10) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_it_ends_when_its_terminal_is_gone(desk: Desk) -> None:
    with hall_process(desk.folder) as (process, far):
        read_until(far, b"Welcome")
        os.close(far)
        process.wait(15)
