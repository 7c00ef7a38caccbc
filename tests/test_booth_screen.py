"""The screen of a booth: who is in, who comes next, results at a key, with a reader, a wedge, or keys alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_scanner import FakeScanner
from hallway import begin, publish_plan, scan, seen
from staging import FakeClock, FakeGong, FakeReader, code_of, settled
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from waiting import ticked, until
from world import kiosk

from kiosk.actions import closing
from kiosk.app import serial_reader
from kiosk.booth import BoothApp, reader_of
from kiosk.desk import Desk, open_desk
from kiosk.devices.gong import Sound
from kiosk.devices.lamps import Lamp
from kiosk.model import KioskError, Verdict
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.results import Application, Result, Step
from kiosk.screens.booth_dialogs import PositionDialog, StepDialog

Looks = Callable[[App[None], str], None]


class Booth:
    """The screen of a booth with a reader that a test plays on."""

    def __init__(self, desk: Desk, gong: FakeGong, booth: str) -> None:
        self.desk, self.gong = desk, gong
        self.readers: list[FakeReader] = []
        self.app = BoothApp(desk, ReaderSetting(ReaderRole.BOOTH, port="x", booth=booth), gong, self._make)

    def _make(self, *given: Any) -> FakeReader:
        self.readers.append(FakeReader(*given))
        return self.readers[-1]

    async def scan(self, pilot: Pilot[None], place: int) -> str:
        self.readers[0].scan(code_of(place))
        return await self.text(pilot)

    async def press(self, pilot: Pilot[None], *keys: str) -> str:
        await pilot.press(*keys)
        return await self.text(pilot)

    async def text(self, pilot: Pilot[None]) -> str:
        await settled(pilot)
        return " ".join(seen(self.app).split())

    def result(self, place: int) -> Result | None:
        person = self.desk.store.person_by_number(place)
        assert person
        talks = self.desk.store.talks_of(person.id)
        return self.desk.store.result(talks[-1].id)


@pytest.fixture
def positions(tmp_path: Path) -> None:
    """Positions of booth 3, written before the event is opened."""
    (tmp_path / "event").mkdir()
    lines = "position,booth,title\nP1,3,Data analyst\nP2,3,[b]Clerk[/b]\nP9,4,Gardener\n"
    (tmp_path / "event" / "positions.csv").write_text(lines, encoding="utf-8")


@pytest.fixture
def booth(positions: None, desk: Desk, gong: FakeGong) -> Booth:
    return Booth(desk, gong, "3")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_badge_begins_a_talk_and_the_screen_tells_who_comes_next(
    booth: Booth, desk: Desk, clock: FakeClock, looks: Looks, size: tuple[int, int]
) -> None:
    publish_plan(desk)
    for place in (1, 2, 3, 5):
        scan(desk, place)
    clock.go(minutes=29)
    async with booth.app.run_test(size=size) as pilot:
        await settled(pilot)
        text = await booth.text(pilot)
        assert "Booth 3: open, seats: 2" in text
        assert text.count("○ free") == 2
        assert "Coming" in text
        looks(booth.app, f"booth-desk-idle-{size[0]}x{size[1]}")
        text = await booth.scan(pilot, 5)
        assert "TALK RUNS" in text
        assert "▶ 5 Mohammed A." in text
        assert "since 09:59" in text
        text = await booth.scan(pilot, 3)
        assert "▶ 3 İpek Y." in text
        assert [talk.seat for talk in desk.store.running_talks(booth="3")] == ["1", "2"]
        looks(booth.app, f"booth-desk-{size[0]}x{size[1]}")
    assert booth.gong.played == [Sound.GOOD, Sound.GOOD]


async def test_results_at_a_key_stand_where_the_keys_stand_and_are_taken_back(
    booth: Booth, desk: Desk, clock: FakeClock
) -> None:
    scan(desk, 5)
    async with booth.app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "No talk was held at this seat yet" in await booth.press(pilot, "f3")
        await booth.scan(pilot, 5)
        text = await booth.press(pilot, "f3")
        assert "F3 ✔ application on site" in text
        found = booth.result(5)
        assert found
        assert (found.application, found.next_step, found.by) == (Application.ON_SITE, Step.UNSAID, "booth-3")
        text = await booth.press(pilot, "f4", "f4")
        assert "F4 ✔ application announced" in text
        assert "F3 · application on site" in text
        await booth.press(pilot, "f8", "f8")
        found = booth.result(5)
        assert found
        assert (found.application, found.next_step) == (Application.ANNOUNCED, Step.DOCUMENTS_MISSING)
        assert "F9 ✔" in await booth.press(pilot, "f9")
        for step in (Step.DOCUMENTS_MISSING, Step.UNSAID):
            await booth.press(pilot, "ctrl+z")
            found = booth.result(5)
            assert found
            assert found.next_step is step
        await booth.press(pilot, "f4")
        found = booth.result(5)
        assert found
        assert found.application is Application.NONE, "the same key again takes it back"


async def test_a_step_stays_with_whom_its_dialog_names_whoever_sits_down_meanwhile(
    booth: Booth, desk: Desk, clock: FakeClock
) -> None:
    scan(desk, 5)
    scan(desk, 6)
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await booth.scan(pilot, 5)
        assert "number 5 Mohammed A. · internship" in await booth.press(pilot, "f7")
        for number in (5, 6):
            clock.go(seconds=200)
            await booth.scan(pilot, number)
        assert isinstance(booth.app.screen, StepDialog)
        await booth.press(pilot, "enter")
        first, second = booth.result(5), booth.result(6)
        assert first
        assert first.next_step is Step.INTERNSHIP
        assert second is None


async def test_a_step_is_agreed_with_its_day_and_time(booth: Booth, desk: Desk, clock: FakeClock, looks: Looks) -> None:
    scan(desk, 5)
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await booth.scan(pilot, 5)
        await booth.press(pilot, "f5")
        dialog = booth.app.screen
        assert isinstance(dialog, StepDialog)
        looks(booth.app, "booth-step-80x24")
        dialog.query_one("#date", Input).value = "31.2."
        assert "is no date" in await booth.press(pilot, "enter")
        dialog.query_one("#date", Input).value = "30.11."
        dialog.query_one("#time", Input).value = "9:30"
        text = await booth.press(pilot, "enter")
        assert "F5 ✔ follow-up" in text
        found = booth.result(5)
        assert found
        assert (found.next_step, str(found.date), f"{found.time:%H:%M}") == (Step.FOLLOW_UP, "2026-11-30", "09:30")
        await booth.press(pilot, "f6")
        await booth.press(pilot, "f6")
        found = booth.result(5)
        assert found
        assert (found.next_step, found.date) == (Step.TRIAL_WORK, None)


async def test_the_position_is_chosen_from_those_of_the_booth(booth: Booth, desk: Desk, looks: Looks) -> None:
    scan(desk, 5)
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await booth.scan(pilot, 5)
        await booth.press(pilot, "f2")
        dialog = booth.app.screen
        assert isinstance(dialog, PositionDialog)
        assert dialog.query_one(OptionList).option_count == 3
        looks(booth.app, "booth-position-80x24")
        text = await booth.press(pilot, "down", "enter")
        assert "F2 ✔ position: P2 [b]Clerk[/b]" in text
        assert desk.store.running_talks(booth="3")[0].position == "P2"
        await booth.press(pilot, "ctrl+z")
        assert desk.store.running_talks(booth="3")[0].position is None


async def test_done_ends_the_talk_however_short_and_ctrl_z_takes_it_back(
    booth: Booth, desk: Desk, clock: FakeClock
) -> None:
    scan(desk, 5)
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await booth.scan(pilot, 5)
        clock.go(seconds=10)
        text = await booth.press(pilot, "f10")
        assert text.count("○ free") == 2
        (talk,) = desk.store.talks()
        assert talk.ends
        assert talk.confirmed
        assert "No talk is running" in await booth.press(pilot, "f10")
        assert "▶ 5" in await booth.press(pilot, "ctrl+z")
        assert "▶ 5" not in await booth.press(pilot, "ctrl+z")
        assert desk.store.talks() == []
        assert "nothing to take back" in await booth.press(pilot, "ctrl+z")


async def test_keys_alone_are_enough(booth: Booth, desk: Desk, clock: FakeClock) -> None:
    scan(desk, 5)
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "▶ 5 Mohammed A." in await booth.press(pilot, "5", "enter")
        assert "Nobody has the number 99" in await booth.press(pilot, "9", "9", "enter")
        clock.go(seconds=4)
        assert "▶ 5" not in await booth.press(pilot, "5", "enter")
        (talk,) = desk.store.talks()
        assert talk.confirmed


async def test_arrow_keys_mark_the_seat_whose_talk_is_meant(booth: Booth, desk: Desk, clock: FakeClock) -> None:
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await booth.scan(pilot, 5)
        await booth.scan(pilot, 6)
        assert "What came of it: number 6" in await booth.text(pilot)
        assert "What came of it: number 5" in await booth.press(pilot, "up")
        await booth.press(pilot, "f3")
        assert booth.result(5)
        assert booth.result(6) is None


async def test_whoever_is_planned_elsewhere_is_sent_kindly_and_a_talk_that_overruns_says_so(
    desk: Desk, clock: FakeClock, gong: FakeGong
) -> None:
    plan = begin(desk, clock)
    away = next(booth for booth in ("4", "5", "6"))
    other = Booth(desk, gong, away)
    async with other.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        text = await other.scan(pilot, 2)
        assert "OTHER BOOTH" in text
        clock.go(seconds=4)
        assert "▶ 2" in await other.scan(pilot, 2)
        clock.go(minutes=11)
        await ticked(pilot)
        assert "+3:04" in await other.text(pilot)
    assert plan[1, 2] != away


async def test_two_booths_and_an_entrance_work_on_one_folder_at_once(
    desk: Desk, clock: FakeClock, gong: FakeGong
) -> None:
    second = open_desk(desk.folder, clock)
    try:
        one, two = Booth(desk, gong, "3"), Booth(second, gong, "4")
        async with one.app.run_test(size=(80, 24)) as first, two.app.run_test(size=(80, 24)) as other:
            await settled(first)
            await settled(other)
            gate = open_desk(desk.folder, clock)
            try:
                for place in (5, 6, 7):
                    scan(gate, place)
                assert "▶ 5" in await one.scan(first, 5)
                assert "▶ 6" in await two.scan(other, 6)
                clock.go(seconds=5)
                assert "▶ 5" in await two.scan(other, 5), "whoever sits here has left the other booth"
                assert "▶ 5" not in await one.text(first)
                assert gate.store.inside() == 3
            finally:
                gate.store.close()
        assert len(desk.store.talks()) == 3
    finally:
        second.store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
async def test_a_real_reader_begins_and_ends_a_talk(
    desk: Desk, clock: FakeClock, gong: FakeGong, tmp_path: Path
) -> None:
    scan(desk, 5)
    with FakeScanner(tmp_path / "scanner") as scanner:
        app = BoothApp(desk, reader_of(desk, "3", scanner.port), gong, serial_reader)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: [state.lamp for state in app.lamps] == [Lamp.OPEN])
            for running in (1, 0):
                scanner.send(code_of(5).encode() + b"\r\n")
                await until(pilot, lambda at=running: len(desk.store.running_talks(booth="3")) == at)
                clock.go(seconds=5)
    assert len(desk.store.talks()) == 1


async def test_a_reader_that_types_is_enough(booth: Booth, desk: Desk) -> None:
    scan(desk, 5)
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for sign in code_of(5):
            booth.app.post_message(Key("minus" if sign == "-" else sign, sign))
        booth.app.post_message(Key("enter", "\r"))
        assert "▶ 5 Mohammed A." in await booth.text(pilot)
        assert booth.app.screen.query_one("#typed", Input).value == ""


async def test_it_speaks_german_at_a_key(booth: Booth) -> None:
    async with booth.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Platz 1" in await booth.press(pilot, "ctrl+l")
        assert isinstance(booth.app.focused, Input)


def test_a_booth_that_there_is_not_is_told(desk: Desk) -> None:
    with pytest.raises(KioskError, match="There is no booth “99”"):
        reader_of(desk, "99", "")
    refused = kiosk("booth", desk.folder, "--booth", "3")
    assert refused.returncode == 1
    assert refused.stderr.startswith("This needs a terminal.")


async def test_nothing_is_said_at_the_booth_once_the_event_is_closed(
    booth: Booth, desk: Desk, clock: FakeClock
) -> None:
    publish_plan(desk)
    scan(desk, 5)
    scan(desk, 5, "3")
    async with booth.app.run_test(size=(80, 24)) as pilot:
        assert "F6 · trial work" in await booth.press(pilot, "f5", "enter")
        closing.close(desk)
        text = await booth.text(pilot)
        assert "✖ closed Tell the lead what comes in later." in text
        assert "Seat 1 ✖ closed" in text
        gone = ("Ready", "next:", "Coming", "▶", "F3", "F9", "F10", "Take back")
        assert not [word for word in gone if word in text]
        clock.go(seconds=5)
        text = await booth.scan(pilot, 5)
        assert "REFUSED" in text
        assert "The event is closed. The lead can open it again." in text
        await booth.press(pilot, "f6", "f9", "f3", "f10", "ctrl+z")
        found = booth.result(5)
        assert found
        assert (found.application, found.next_step) == (Application.NONE, Step.FOLLOW_UP), "nothing was overwritten"
        assert [scan.verdict for scan in desk.store.scans(limit=1)] == [Verdict.REFUSED]
        closing.reopen(desk)
        assert "F6 · trial work" in await booth.text(pilot)
