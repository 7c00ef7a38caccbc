"""Preflight: readers proved, the gong heard, rows that could not be read, what the laptop says of itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from staging import FakeGong, Stage, code_of, quiet
from textual.events import Key
from textual.widgets import Static
from world import ENTRANCE, EVENT, EXIT, World, kiosk, local, make_folder, world_at

from kiosk.actions.preflight import heard_findings, machine, proved_findings, say_heard, settings_findings
from kiosk.codes import TEST_CODE, TEST_LABEL, Layout, layout_of, read
from kiosk.desk import Desk
from kiosk.devices.gong import Sound
from kiosk.devices.machine import connected, resumes
from kiosk.model import Verdict
from kiosk.rules.readiness import Level, machine_findings
from kiosk.screens.sound import SoundDialog

READERS = """
[[reader]]
role = "entrance"
port = "/dev/ttyACM0"

[[reader]]
role = "exit"
port = "/dev/ttyACM1"
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT + READERS)) as opened:
        opened.listed("TICKET-1", number=1)
        yield opened


def levels(world: World) -> list[Level]:
    return [finding.level for finding in proved_findings(world.desk)]


def test_a_reader_is_proved_by_a_readable_code_of_today(world: World) -> None:
    assert levels(world) == [Level.HINT, Level.HINT]
    world.scan("KBBBBBBBBBBBBBBBBBBB")
    assert levels(world) == [Level.HINT, Level.HINT]
    world.scan("TICKET-1")
    assert levels(world) == [Level.GOOD, Level.HINT]
    answer = world.scan(TEST_CODE, EXIT)
    assert (answer.verdict, answer.number, answer.reason) == (Verdict.COMMAND, None, "The reader works.")
    assert levels(world) == [Level.GOOD, Level.GOOD]
    world.clock.go(days=1)
    assert levels(world) == [Level.HINT, Level.HINT]


def test_the_test_code_is_nobody_and_no_refusal_at_any_event(world: World) -> None:
    world.scan(TEST_CODE, ENTRANCE)
    (scan,) = world.store.scans()
    assert (scan.verdict, scan.person) == (Verdict.COMMAND, "")
    assert world.store.turnout()[1] == 0
    for key in (bytes(32), bytes(range(32))):
        assert [reading.code for reading in read(TEST_LABEL, key)] == [TEST_CODE]


@pytest.mark.parametrize(
    ("typed_", "layout"),
    [
        (TEST_LABEL, Layout.SAME),
        (TEST_LABEL.lower(), Layout.SAME),
        (TEST_LABEL.replace("AY1", "AZ1"), Layout.GERMAN),
        (TEST_LABEL.replace("AY1", "QY&"), Layout.FRENCH),
        (TEST_CODE, Layout.UNKNOWN),
        ("AY1", Layout.UNKNOWN),
    ],
)
def test_the_layout_of_a_reader_that_types_shows_in_front_of_the_test_code(typed_: str, layout: Layout) -> None:
    assert layout_of(typed_) is layout


async def test_a_typing_reader_is_proved_and_its_layout_told(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        assert "not proved yet" in str(stage.app.screen.query_one("#checks", Static).content)
        for sign in TEST_LABEL.replace("AY1", "AZ1").lower():
            stage.app.post_message(Key(sign, sign))
        stage.app.post_message(Key("enter", "\r"))
        await quiet(pilot)
        assert "on a German one" in str(stage.app.screen.query_one("#strip", Static).content)
        assert "not proved yet" not in str(stage.app.screen.query_one("#checks", Static).content)
        assert desk.store.turnout()[1] == 0


async def test_the_gong_is_played_and_asked_about(stage: Stage, gong: FakeGong, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("f8")
        await quiet(pilot)
        assert isinstance(stage.app.screen, SoundDialog)
        await pilot.press("f8")
        assert gong.played == [Sound.START] * 2
        await pilot.press("f10")
        await quiet(pilot)
        assert "was not heard" in heard_findings(desk)[0].text
        await pilot.press("f8")
        await quiet(pilot)
        await stage.scan(pilot, code_of(1))
        await pilot.press("f9")
        await quiet(pilot)
        assert [finding.level for finding in heard_findings(desk)] == [Level.GOOD]
        assert desk.store.turnout()[1] == 1


def test_what_was_heard_yesterday_does_not_count(world: World) -> None:
    say_heard(world.desk, heard=True)
    assert heard_findings(world.desk)[0].level is Level.GOOD
    world.clock.at = local(9, day=local(9).date().replace(day=23))
    assert heard_findings(world.desk)[0].level is Level.HINT


def test_rows_that_could_not_be_read_are_told_until_the_list_is_right(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT)
    people = tmp_path / "people.csv"
    people.write_text("number;first_name;last_name\n1;Anna;Abt\n1;Bea;Bo\nx;Cem;Can\n", encoding="utf-8")
    kiosk("import", folder, people, "--dry-run")
    rejected = len(json.loads(kiosk("import", folder, people, "--json").stdout)["rejected"])
    assert rejected > 0
    with world_at(folder) as world:
        told = [finding.text for finding in settings_findings(world.desk) if finding.name == "list"]
        assert len(told) == 1
        assert told[0].startswith(f"people.csv: {rejected} row")
        entries = world.journal()
    kiosk("import", folder, people)
    with world_at(folder) as world:
        assert world.journal() == entries
    people.write_text("number;first_name;last_name\n1;Anna;Abt\n", encoding="utf-8")
    kiosk("import", folder, people)
    with world_at(folder) as world:
        assert [finding for finding in settings_findings(world.desk) if finding.name == "list"] == []


def test_what_this_laptop_says_of_itself_comes_soon_and_never_stops_anything(tmp_path: Path) -> None:
    began = time.monotonic()
    found = machine(tmp_path)
    assert time.monotonic() - began < 20
    assert Level.BAD not in {finding.level for finding in found}
    assert "encryption" in {finding.name for finding in found}


def test_what_is_not_known_is_not_told_as_good() -> None:
    nothing = machine_findings(screens=None, encrypted=None, hibernates=None, printers=None, synchronised=None)
    assert [(finding.name, finding.level) for finding in nothing] == [("encryption", Level.HINT)]
    well = machine_findings(screens=2, encrypted=True, hibernates=False, printers=["Desk"], synchronised=True)
    assert {finding.level for finding in well} == {Level.GOOD}
    bad = machine_findings(screens=1, encrypted=False, hibernates=True, printers=[], synchronised=False)
    assert [finding.name for finding in bad] == ["screen", "printer", "encryption", "hibernation", "clock"]
    assert {finding.level for finding in bad} == {Level.HINT}


def test_screens_and_swap_are_read_as_linux_writes_them(tmp_path: Path) -> None:
    for socket, status in (
        ("card0-eDP-1", "connected"),
        ("card0-HDMI-A-1", "disconnected"),
        ("card0-DP-1", "connected"),
    ):
        (tmp_path / socket).mkdir()
        (tmp_path / socket / "status").write_text(f"{status}\n", encoding="ascii")
    assert connected(tmp_path) == 2
    assert connected(tmp_path / "none") is None
    resume, swaps = tmp_path / "resume", tmp_path / "swaps"
    resume.write_text("8:2\n", encoding="ascii")
    swaps.write_text("Filename Type\n", encoding="utf-8")
    assert resumes(resume, swaps) is False
    swaps.write_text("Filename Type\n/dev/sda2 partition\n", encoding="utf-8")
    assert resumes(resume, swaps) is True
    resume.write_text("0:0\n", encoding="ascii")
    assert resumes(resume, swaps) is False
    assert resumes(tmp_path / "none", swaps) is None
