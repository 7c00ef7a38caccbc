"""The moderator's screen: one key a command, the gong once for each change, and who is missing where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hallway import begin, block_of, order, publish_plan, scan, seen
from hypothesis import given
from hypothesis import strategies as st
from staging import SIZES, FakeClock, FakeGong, Stage, quiet, settled
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Footer
from waiting import ticked

from kiosk.actions import booths, rounds, stopping
from kiosk.actions.floor import floor_view, occupancy
from kiosk.desk import Desk, open_desk
from kiosk.devices.gong import Sound
from kiosk.model import KioskError
from kiosk.rules import clock as clock_rules
from kiosk.rules.booths import CLOSED, PAUSED
from kiosk.rules.clock import State
from kiosk.screens.moderation import PlanDialog, StopDialog
from kiosk.widgets.heatmap import HeatMap
from kiosk.widgets.sections import Section, arranged, shares
from kiosk.widgets.verdict import VerdictStrip

Looks = Callable[[App[None], str], None]


async def moderating(pilot: Pilot[None]) -> None:
    await pilot.press("f3")
    await settled(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, each once the one before has done its work."""
    for key in keys:
        await pilot.press(key)
        await quiet(pilot)


def state(desk: Desk) -> tuple[State, int]:
    now = rounds.status(desk, block_of(desk))
    return now.state, now.round


def strip(app: App[None]) -> str:
    return str(app.screen.query_one(VerdictStrip).content)


# Keys


async def test_one_key_each_starts_holds_extends_and_ends_a_round(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "f7")
        assert state(desk) == (State.RUNNING, 1)
        assert "▶ round 1 of 3: talks are running" in seen(stage.app)
        await press(pilot, "f8")
        assert state(desk) == (State.PAUSED, 1)
        await press(pilot, "f8")
        assert state(desk) == (State.RUNNING, 1)
        clock.go(minutes=9, seconds=30)
        await press(pilot, "f9")
        assert rounds.status(desk, block_of(desk)).left == timedelta(seconds=90)
        await press(pilot, "f10")
        assert state(desk) == (State.CHANGE, 1)
        assert "⇄" in seen(stage.app)
        await press(pilot, "f7")
        assert state(desk) == (State.RUNNING, 2)


async def test_the_last_command_can_be_taken_back(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "f7", "f10", "ctrl+z")
        assert state(desk) == (State.RUNNING, 1)
        await press(pilot, "ctrl+z")
        assert state(desk) == (State.WAITING, 0)
        assert "Taken back: start of round 1, 09:30" in strip(stage.app)
        await press(pilot, "ctrl+z")
        assert "nothing to undo" in strip(stage.app)


async def test_an_old_command_is_taken_back_only_when_that_is_confirmed(
    stage: Stage, desk: Desk, clock: FakeClock
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "f7")
        clock.go(minutes=4)
        await press(pilot, "ctrl+z")
        assert state(desk) == (State.RUNNING, 1)
        assert "Take back: start of round 1" in strip(stage.app)
        await press(pilot, "ctrl+z")
        assert state(desk) == (State.WAITING, 0)


async def test_a_key_that_means_nothing_now_says_why(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "f10")
        assert "Start it first" in strip(stage.app)
        assert state(desk) == (State.WAITING, 0)


async def test_the_next_change_and_how_late_it_is_are_said(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    clock.go(minutes=37)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await moderating(pilot)
        await press(pilot, "f7")
        text = seen(stage.app)
        assert "change at 10:17" in text
        assert "round 2 at 10:19" in text
        assert "7 min later than planned" in text


async def test_a_command_from_a_shell_is_seen(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    other = open_desk(desk.folder, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        order(other, clock_rules.STARTED)
        await ticked(pilot)
        assert "talks are running" in seen(stage.app)
    other.store.close()


# Stopping everything


async def test_one_key_twice_stops_everything(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    begin(desk, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+x")
        assert isinstance(stage.app.screen, StopDialog)
        assert not stopping.stopped(desk)
        await press(pilot, "ctrl+x")
        assert stopping.stopped(desk)
        assert state(desk) == (State.PAUSED, 1)
        assert "✖ Everything is stopped" in seen(stage.app)
        assert "2 persons in the house" in seen(stage.app)
        await press(pilot, "f8")
        assert "Everything is stopped. Lift the stop" in strip(stage.app)
        await press(pilot, "ctrl+x", "ctrl+x")
        assert not stopping.stopped(desk)
        assert state(desk) == (State.PAUSED, 1)
        await press(pilot, "f8")
        assert state(desk) == (State.RUNNING, 1)


async def test_a_stop_can_be_thought_better_of(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+x", "escape")
        assert not stopping.stopped(desk)


def test_no_round_starts_while_everything_is_stopped(desk: Desk) -> None:
    stopping.stop_all(desk)
    stopping.stop_all(desk)
    with pytest.raises(KioskError, match="Everything is stopped"):
        order(desk, clock_rules.STARTED)
    stopping.lift(desk)
    assert order(desk, clock_rules.STARTED).state is State.RUNNING


# The gong


async def test_the_gong_sounds_once_for_each_change_whatever_brought_it_about(
    stage: Stage, desk: Desk, clock: FakeClock, gong: FakeGong
) -> None:
    other = open_desk(desk.folder, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await ticked(pilot)
        order(other, clock_rules.STARTED)
        await ticked(pilot)
        assert gong.played == [Sound.START]
        clock.go(minutes=9, seconds=30)
        await ticked(pilot)
        assert gong.played == [Sound.START, Sound.WARNING]
        order(other, clock_rules.PAUSED)
        await ticked(pilot)
        order(other, clock_rules.RESUMED)
        await ticked(pilot)
        clock.go(minutes=1)
        await ticked(pilot)
        assert gong.played == [Sound.START, Sound.WARNING, Sound.END]
        clock.go(minutes=2)
        await ticked(pilot)
        assert gong.played == [Sound.START, Sound.WARNING, Sound.END, Sound.START]
    other.store.close()


async def test_a_program_that_is_started_during_a_round_is_silent(desk: Desk, clock: FakeClock, gong: FakeGong) -> None:
    order(desk, clock_rules.STARTED)
    async with Stage(desk, gong).app.run_test(size=(80, 24)) as pilot:
        await ticked(pilot)
        assert gong.played == []


async def test_the_gong_can_be_tried(stage: Stage, gong: FakeGong) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+g")
        assert gong.played == [Sound.START]


# Who is missing where


def test_who_is_not_in_the_house_and_who_is_not_at_the_booth(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    view = floor_view(desk)
    assert view is not None
    assert view.round == 1
    assert [tuple(way) for way in view.missing.absent] == [(3, plan[1, 3])]
    assert view.missing.late == ()
    scan(desk, 5, plan[1, 2])  # Now it is known that this booth scans.
    view = floor_view(desk)
    assert view is not None
    assert [tuple(way) for way in view.missing.late] == [(2, plan[1, 2])]


def test_before_a_round_only_those_who_are_not_in_the_house_are_missing(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    scan(desk, 5, plan[1, 2])
    clock.go(minutes=9)
    view = floor_view(desk)
    assert view is not None
    assert view.round == 2
    assert [tuple(way) for way in view.missing.absent] == [(3, plan[2, 3])]
    assert view.missing.late == ()


def test_a_talk_that_outlasts_the_gong_overruns_and_one_that_is_early_does_not(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    view = floor_view(desk)
    assert view is not None
    assert view.overruns == ()
    clock.go(minutes=9)  # 10:11, in the change-over
    scan(desk, 2, plan[2, 2])
    for minutes, over in ((0, 1), (2, 3)):
        clock.go(minutes=minutes)
        view = floor_view(desk)
        assert view is not None
        assert [(talk.number, talk.booth, talk.over) for talk in view.overruns] == [
            (1, plan[1, 1], timedelta(minutes=over))
        ]


def test_free_seats_are_those_that_nobody_is_planned_for(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    booths.add_seats(desk, plan[1, 1], 1)
    booths.command(desk, "6", CLOSED)
    view = floor_view(desk)
    assert view is not None
    free = {load.booth: load.free for load in view.loads}
    taken = [plan[1, number] for number in (1, 2, 3)]
    assert free[plan[1, 1]] == 3 - taken.count(plan[1, 1])
    assert free["5"] == 2
    assert free["6"] == 0


async def test_the_lists_stand_beside_the_time(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        text = seen(stage.app)
        assert "Not in the house: 1" in text
        assert f"3➜{plan[1, 3]}" in text
        assert "Talks overrun: 0" in text
        clock.go(minutes=9)
        await ticked(pilot)
        text = seen(stage.app)
        assert "Talks overrun: 1" in text
        assert f"3➜{plan[2, 3]}" in text


def test_what_does_not_fit_is_counted() -> None:
    section = Section("x", tuple(f"{n}➜7" for n in range(100, 120)))
    assert len(arranged(section, 19, 99)) == 7
    lines = arranged(section, 19, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("+15")
    assert all(len(line) <= 19 for line in lines)
    shown = sum(line.count("➜") for line in lines)
    assert shown + 15 == 20


@given(st.lists(st.integers(0, 9), max_size=5), st.integers(0, 30))
def test_lines_are_shared_fairly_and_never_more_than_wanted(wanted: list[int], room: int) -> None:
    given_ = shares(wanted, room)
    assert sum(given_) == min(room, sum(wanted))
    assert all(got <= want for got, want in zip(given_, wanted, strict=True))
    unsated = [got for got, want in zip(given_, wanted, strict=True) if got < want]
    assert not unsated or max(given_) - min(unsated) <= 1


# The plan


async def test_a_plan_is_shown_before_it_is_published(stage: Stage, desk: Desk, looks: Looks) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        assert "No plan is published yet" in seen(stage.app)
        await press(pilot, "f11")
        await stage.app.workers.wait_for_complete()
        await settled(pilot)
        assert isinstance(stage.app.screen, PlanDialog)
        text = seen(stage.app)
        assert "best possible, proven" in text
        assert "9 talks" in text
        assert "3 persons are told anew" in text
        assert "Without a talk (8): 5, 6, 7, 8, 9, 10, 11, 12" in text
        assert not desk.store.has_plan("talks")
        await press(pilot, "f11")
        await stage.app.workers.wait_for_complete()
        await settled(pilot)
        assert len(desk.store.planned("talks")) == 9
        assert not isinstance(stage.app.screen, PlanDialog)


async def test_a_plan_that_comes_out_under_another_dialog_leaves_nothing_open(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "f11")
        await stage.app.workers.wait_for_complete()
        await settled(pilot)
        plan = stage.app.screen
        assert isinstance(plan, PlanDialog)
        await press(pilot, "f1")
        plan.action_publish()
        await stage.app.workers.wait_for_complete()
        await settled(pilot)
        assert desk.store.has_plan("talks")
        await press(pilot, "f1")
        await settled(pilot)
        assert not any(isinstance(screen, PlanDialog) for screen in stage.app.screen_stack)


def test_the_map_of_a_plan_tells_seats_from_pauses(desk: Desk) -> None:
    plan = publish_plan(desk)
    booths.command(desk, "5", PAUSED)
    booths.command(desk, "6", CLOSED)
    found = occupancy(desk, block_of(desk))
    assert sum(found.taken.values()) == 9
    assert all(found.taken[booth, round_] >= 1 for (round_, _), booth in plan.items())
    assert [found.seats["4", round_] for round_ in (1, 2, 3)] == [2, 2, 2]
    assert [found.seats["5", round_] for round_ in (1, 2, 3)] == [0, 2, 2]
    assert [found.seats["6", round_] for round_ in (1, 2, 3)] == [0, 0, 0]


async def test_the_map_stands_below_the_time_where_there_is_room(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    begin(desk, clock)
    async with stage.app.run_test(size=(200, 60)) as pilot:
        await moderating(pilot)
        assert stage.app.screen.query_one(HeatMap).size.height == 4
        assert "Plan: 9 talks" in seen(stage.app)


# Looks


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_right(stage: Stage, desk: Desk, clock: FakeClock, looks: Looks, size: tuple[int, int]) -> None:
    begin(desk, clock)
    async with stage.app.run_test(size=size) as pilot:
        await moderating(pilot)
        looks(stage.app, f"rounds-{size[0]}x{size[1]}")
        clock.go(minutes=9)
        await ticked(pilot)
        await settled(pilot)
        looks(stage.app, f"rounds-change-{size[0]}x{size[1]}")


async def test_every_key_has_its_place_in_the_footer(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        footer = stage.app.screen.query_one(Footer)
        assert footer.max_scroll_x == 0
        assert "Ctrl+X Stop all" in seen(stage.app)


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_it_speaks_german(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    begin(desk, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        text = seen(stage.app)
        assert "Runde 1 von 3: Gespräche laufen" in text
        assert stage.app.screen.query_one(Footer).max_scroll_x == 0


async def test_an_event_without_rounds_says_so(desk: Desk, gong: FakeGong) -> None:
    without = replace(desk, event=replace(desk.event, blocks=()))
    stage = Stage(without, gong)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        assert "The programme has no rounds." in seen(stage.app)
        await press(pilot, "f7")
        assert "This event has no rounds" in strip(stage.app)
