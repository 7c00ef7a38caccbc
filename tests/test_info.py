"""The info point: scan, and your next booth stands there, large, with your number and no name."""

from __future__ import annotations

import dataclasses
import re
import sys
import typing
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_scanner import FakeScanner
from hallway import NAMED, begin, publish_plan, scan, seen
from staging import SIZES, FakeClock, FakeGong, FakeReader, code_of, settled
from test_hall import reachable
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from waiting import passed, until
from world import kiosk

import kiosk.info as info_app
from kiosk.actions import info
from kiosk.actions.info import News, Told
from kiosk.app import serial_reader
from kiosk.desk import Desk
from kiosk.devices.gong import Sound
from kiosk.devices.lamps import Lamp
from kiosk.info import InfoApp, reader_of
from kiosk.model import Person, Scan, Verdict
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.screens.hall import LeaveHall
from kiosk.widgets.digits import Digits

Looks = Callable[[App[None], str], None]

INFO = ReaderSetting(ReaderRole.INFO, port="x")
LANGUAGES = ("de", "en", "tr", "uk")


class Point:
    """An info point with a reader that a test plays on."""

    def __init__(self, desk: Desk, gong: FakeGong) -> None:
        self.readers: list[FakeReader] = []
        self.app = InfoApp(desk, INFO, gong, self._make)

    def _make(self, *given: typing.Any) -> FakeReader:
        self.readers.append(FakeReader(*given))
        return self.readers[-1]

    async def scan(self, pilot: Pilot[None], text: str) -> str:
        self.readers[0].scan(text)
        await settled(pilot)
        return " ".join(seen(self.app).split())


@pytest.fixture
def point(desk: Desk, gong: FakeGong) -> Point:
    return Point(desk, gong)


@pytest.mark.parametrize("news", News)
def test_every_sentence_is_there_in_every_language(news: News) -> None:
    assert tuple(info.sentences()[news]) == LANGUAGES
    for line in info.sentences()[news].values():
        assert ("{booth}" in line, "{round}" in line, "{time}" in line) == (news is News.NEXT,) * 3
        assert len(line) <= 76


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_booth_stands_there_large_and_goes_by_itself(
    point: Point,
    desk: Desk,
    clock: FakeClock,
    gong: FakeGong,
    looks: Looks,
    size: tuple[int, int],
) -> None:
    plan = begin(desk, clock)
    async with point.app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "Please scan your badge." in seen(point.app)
        looks(point.app, f"info-scan-{size[0]}x{size[1]}")
        text = await point.scan(pilot, code_of(2))
        booth = plan[1, 2]
        assert point.app.screen.query_one(Digits).value == booth
        for line in info.sentences()[News.NEXT].values():
            assert line.format(booth=booth, round=1, time="10:00") in text
        assert "number 2" in text
        looks(point.app, f"info-next-{size[0]}x{size[1]}")
        await passed(pilot, info_app.SECONDS)
        assert "Please scan your badge." in seen(point.app)
        assert "number 2" not in seen(point.app)
    assert gong.played == [Sound.GOOD]
    assert desk.store.scans(limit=1)[0].verdict is Verdict.SENT


async def test_who_has_no_talk_or_is_not_in_is_sent_to_reception(
    point: Point, desk: Desk, clock: FakeClock, gong: FakeGong, looks: Looks
) -> None:
    begin(desk, clock)
    scan(desk, 5)
    async with point.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        text = await point.scan(pilot, code_of(5))
        assert "No talk is planned for you. Please go to the reception." in text
        assert "number 5" in text
        looks(point.app, "info-none-80x24")
        for wrong in (code_of(6), code_of(4), "nobody", "KB" + "X" * 18, "\x1b[2Jx"):
            text = await point.scan(pilot, wrong)
            assert "Please go to the reception with your badge." in text
            assert "number" not in text
        assert gong.played == [Sound.HINT] * 6


async def test_the_same_badge_again_keeps_the_answer_and_sounds_once(
    point: Point, desk: Desk, clock: FakeClock, gong: FakeGong
) -> None:
    begin(desk, clock)
    async with point.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        before = len(desk.store.journal())
        for _swing in range(20):
            clock.go(seconds=1)
            text = await point.scan(pilot, code_of(2))
            assert "Please go to booth" in text
        assert gong.played == [Sound.GOOD]
        assert len(desk.store.journal()) == before + 1


async def test_a_booth_of_letters_is_shown_too(point: Point) -> None:
    async with point.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        point.app._page.show(Told(News.NEXT, 7, "A[b]12", "", 2, None))
        await settled(pilot)
        assert "A[b]12" in seen(point.app)


# Readers


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
async def test_a_real_reader_is_read_and_its_loss_is_said(
    desk: Desk, clock: FakeClock, gong: FakeGong, tmp_path: Path
) -> None:
    begin(desk, clock)
    with FakeScanner(tmp_path / "scanner") as scanner:
        app = InfoApp(desk, reader_of(desk, scanner.port), gong, serial_reader)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: app._reader.state.lamp is Lamp.OPEN)
            scanner.send(code_of(2).encode() + b"\r\n")
            await until(pilot, lambda: "Please go to booth" in seen(app))
            scanner.unplug()
            await until(pilot, lambda: "The reader was unplugged" in seen(app))


async def test_a_reader_that_types_is_enough(desk: Desk, clock: FakeClock, gong: FakeGong) -> None:
    begin(desk, clock)
    app = InfoApp(desk, reader_of(desk, ""), gong, FakeReader)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for sign in code_of(2):
            app.post_message(Key("minus" if sign == "-" else sign, sign))
        app.post_message(Key("enter", "\r"))
        await settled(pilot)
        assert "Please go to booth" in seen(app)
        assert desk.store.scans(limit=1)[0].reader == "info"


def test_the_reader_is_the_one_of_the_port_else_of_the_settings_else_the_keyboard(desk: Desk) -> None:
    assert reader_of(desk, "COM7") == ReaderSetting(ReaderRole.INFO, port="COM7")
    assert reader_of(desk, "") == ReaderSetting(ReaderRole.INFO)
    known = ReaderSetting(ReaderRole.INFO, match="Zebra")
    named = dataclasses.replace(desk, event=dataclasses.replace(desk.event, readers=(known,)))
    assert reader_of(named, "") == known


async def test_the_lamp_of_a_reader_in_use_is_said(point: Point) -> None:
    async with point.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        point.readers[0].light(Lamp.BUSY)
        await settled(pilot)
        assert "Ready on x." in seen(point.app), "the sentence of the fake reader"


# It only tells


async def test_no_key_does_anything_and_only_the_same_key_twice_closes_it(point: Point, desk: Desk) -> None:
    before = desk.store.journal()
    keys = [*(f"f{n}" for n in range(1, 12)), "enter", "space", "ctrl+c", "ctrl+z", "ctrl+x", "ctrl+p", "q", "down"]
    async with point.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*keys)
        await pilot.press("f12")
        await pilot.pause()
        assert isinstance(point.app.screen, LeaveHall)
        await pilot.press("f12")
        await pilot.pause()
        assert not point.app.is_running
    assert desk.store.journal() == before


async def test_what_cannot_be_written_sends_to_reception_and_says_why(
    point: Point, desk: Desk, clock: FakeClock
) -> None:
    begin(desk, clock)
    async with point.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        desk.store.db.execute("pragma query_only = on")
        text = await point.scan(pilot, code_of(2))
        assert "Please go to the reception with your badge." in text
        assert "may not be written" in text
        desk.store.db.execute("pragma query_only = off")
        text = await point.scan(pilot, code_of(2))
        assert "Please go to booth" in text
        assert "may not be written" not in text


def test_what_it_is_told_cannot_hold_a_person() -> None:
    known = reachable(Told, set())
    assert Person not in known
    texts = {name for name, hint in typing.get_type_hints(Told).items() if hint is str}
    assert texts == {"booth", "seat"}


async def test_no_name_of_the_list_is_ever_shown(point: Point, desk: Desk, clock: FakeClock) -> None:
    publish_plan(desk)
    for place in range(1, 13):
        scan(desk, place)
    async with point.app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        for place in range(1, 13):
            text = await point.scan(pilot, code_of(place))
            words = set(re.findall(r"\w+", text.casefold()))
            assert not words & {word for name in NAMED for word in re.findall(r"\w{3,}", name.casefold())}


def test_the_answer_of_an_info_reader_holds_no_name_to_begin_with(desk: Desk, clock: FakeClock) -> None:
    from kiosk.actions.scans import take

    begin(desk, clock)
    (answer,) = take(desk, Scan(INFO, code_of(2), desk.now()))
    assert (answer.number, answer.name) == (2, "")


def test_without_a_terminal_one_sentence_says_so(desk: Desk) -> None:
    refused = kiosk("info", desk.folder)
    assert refused.returncode == 1
    assert refused.stderr.startswith("This needs a terminal.")
