"""The queue before reception: groups at one go, and the second lane."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from staging import FakeClock, Stage, code_of, quiet, settled, typed
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from waiting import ticked
from world import EXIT, World

from kiosk.actions import groups, lane, people
from kiosk.app import KioskApp
from kiosk.desk import Desk, open_desk
from kiosk.model import Draft, KioskError
from kiosk.rules.journal import NEW
from kiosk.rules.lane import How, Why
from kiosk.rules.people import LISTED
from kiosk.screens.group import GroupsDialog, MembersDialog
from kiosk.screens.lane import LaneDialog, ParkDialog
from kiosk.screens.walk_in import WalkInDialog
from kiosk.widgets.verdict import VerdictStrip

Looks = Callable[[KioskApp, str], None]

german = pytest.mark.parametrize("desk", ["de"], indirect=True)


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await quiet(pilot)


def shown(app: KioskApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}").content)  # type: ignore[attr-defined]


def said(app: KioskApp) -> str:
    return str(app.screen.query_one(VerdictStrip).content)


@pytest.fixture
def school(desk: Desk) -> Desk:
    """A class of five, one of them cancelled, and a mentor's group of two."""
    pupils = [("Ada", "Kühn"), ("Ben", "Lenz"), ("Cem", "Mutlu"), ("Dora", "Nagy"), ("Emil", "Otto")]
    rows = [
        {"first_name": first, "last_name": last, "number": 30 + place, "group": "Klasse 9b", "codes": [f"P{place}"]}
        for place, (first, last) in enumerate(pupils)
    ]
    rows[4]["cancelled"] = True
    rows += [{"first_name": name, "number": 40 + place, "group": "Weiß"} for place, name in enumerate("XY")]
    with desk.store.write() as store:
        store.record([Draft(LISTED, f"person:{NEW}", row) for row in rows])
    return desk


@german
async def test_a_class_is_checked_in_at_one_go(stage: Stage, school: Desk, clock: FakeClock, looks: Looks) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "f2")
        await stage.scan(pilot, "P1")
        await keys(pilot, "f10")
        assert isinstance(stage.app.screen, GroupsDialog)
        await settled(pilot)
        looks(stage.app, "groups-80x24-de")
        await typed(pilot, "kla")
        assert stage.app.screen.query_one(OptionList).option_count == 1
        await keys(pilot, "enter")
        assert isinstance(stage.app.screen, MembersDialog)
        await keys(pilot, "down", "down", "f9")
        clock.go(seconds=5)
        await stage.scan(pilot, code_of(2))
        await settled(pilot)
        looks(stage.app, "members-80x24-de")
        await keys(pilot, "enter")
        assert "3 von 4 da. Es fehlen: 32" in said(stage.app)
        inside = {person.number for person in school.store.people() if person.inside}
        assert inside == {30, 31, 33, 2}
        await keys(pilot, "ctrl+z")
        inside = {person.number for person in school.store.people() if person.inside}
        assert inside == {31, 2}, "those of the group are taken back in one step, whoever was scanned stays"


def test_a_group_is_checked_in_wholly_or_not_at_all(school: Desk) -> None:
    members = groups.group_of(school, "Klasse 9b").members
    before = len(school.store.journal())
    school.store.db.execute("pragma query_only = on")
    with pytest.raises(KioskError):
        groups.check_in(school, "Klasse 9b", [person.id for person in members])
    school.store.db.execute("pragma query_only = off")
    assert len(school.store.journal()) == before
    came = groups.check_in(school, "Klasse 9b", [person.id for person in members])
    assert (came.here, came.due, came.missing) == (4, 4, ()), "a cancelled one is not admitted on the quiet"
    people.undo(school, *came.entries)
    assert groups.group_of(school, "Klasse 9b").here == 0


def test_a_full_house_takes_no_more_of_a_group(school: Desk, clock: FakeClock) -> None:
    world = World(school, clock)
    for place in range(18):
        world.listed(f"F{place}", first_name=f"F{place}")
        world.scan(f"F{place}")
    members = groups.group_of(school, "Klasse 9b").members
    came = groups.check_in(school, "Klasse 9b", [person.id for person in members])
    assert (came.here, came.missing) == (2, (32, 33))
    assert school.store.inside() == 20


def test_whoever_has_no_badge_comes_in_with_the_group(school: Desk) -> None:
    members = groups.group_of(school, "Weiß").members
    assert groups.check_in(school, "Weiß", [person.id for person in members]).here == 2
    assert [group.name for group in groups.groups(school, "weiss")] == ["Weiß"]
    with pytest.raises(KioskError, match="Nobody belongs"):
        groups.group_of(school, "Klasse 9z")


@german
async def test_a_case_is_parked_in_two_keys_and_solved_later(stage: Stage, clock: FakeClock, looks: Looks) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "f2")
        await stage.scan(pilot, code_of(4))
        await keys(pilot, "ctrl+k")
        assert isinstance(stage.app.screen, ParkDialog)
        await settled(pilot)
        looks(stage.app, "park-80x24-de")
        await keys(pilot, "enter")
        assert [(case.text, case.why) for case in lane.waiting(desk)] == [("4", Why.REFUSED)]
        await stage.scan(pilot, code_of(5))
        await quiet(pilot)
        assert shown(stage.app, "word") == "✔  WILLKOMMEN", "the queue goes on"
        clock.go(minutes=4)
        await keys(pilot, "ctrl+k")
        await typed(pilot, "anna")
        await keys(pilot, "down", "enter")
        clock.go(minutes=2)
        await ticked(pilot)
        assert "zweite Spur: 2 Fälle, 6 min" in shown(stage.app, "lane")
        await keys(pilot, "ctrl+k", "ctrl+k")
        assert isinstance(stage.app.screen, LaneDialog)
        await stage.scan(pilot, code_of(6))
        await settled(pilot)
        looks(stage.app, "lane-80x24-de")
        await keys(pilot, "down", "f7")
        await quiet(pilot)
        assert stage.app.screen.query_one(Input).value == "anna"
        await keys(pilot, "enter")
        found = desk.store.person_by_number(1)
        assert found
        assert found.inside
        assert [case.text for case in lane.waiting(desk)] == ["4"]
        await keys(pilot, "ctrl+k", "ctrl+k", "f8")
        assert isinstance(stage.app.screen, WalkInDialog)
        await keys(pilot, "escape", "ctrl+k", "ctrl+k", "ctrl+d")
        assert lane.waiting(desk) == []
        assert "Kein Fall wartet" in shown(stage.app, "none")


async def test_a_case_needs_a_word_and_can_be_taken_back(stage: Stage) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "f2", "ctrl+k", "enter")
        assert "Type a number" in shown(stage.app, "error")
        await typed(pilot, "red coat")
        await keys(pilot, "enter")
        assert [case.text for case in lane.waiting(desk)] == ["red coat"]
        await keys(pilot, "ctrl+z")
        assert lane.waiting(desk) == []


def test_cases_outlive_the_program_and_another_laptop_sees_them(desk: Desk) -> None:
    case = lane.park(desk, "  Öz \u202e, no badge ", Why.NOT_LISTED)
    other = open_desk(desk.folder, desk.clock)
    try:
        assert [(found.id, found.text) for found in lane.waiting(other)] == [(case.id, "Öz , no badge")]
        lane.settle(other, case.id, How.SOLVED)
    finally:
        other.store.close()
    assert lane.waiting(desk) == []
    with pytest.raises(KioskError, match="settled already"):
        lane.settle(desk, case.id, How.DROPPED)


def test_whoever_goes_makes_room_for_whoever_waits(desk: Desk, clock: FakeClock) -> None:
    world = World(desk, clock)
    for place in range(20):
        world.listed(f"F{place}", first_name=f"F{place}")
        world.scan(f"F{place}")
    assert world.scan(code_of(1)).verdict == "full"
    lane.park(desk, "1", Why.FULL)
    assert world.scan("F0", EXIT).reason == "One person may come in. 1 waits on the second lane."
