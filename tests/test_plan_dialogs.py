"""What the moderator is shown of a plan: who changes and why, empty seats on offer, a better plan, how far it is."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hallway import begin, block_of, order, publish_plan, scan, seen
from staging import FakeClock, Stage, settled
from test_rounds_screen import moderating, press, strip
from textual.app import App
from waiting import ticked, until

from kiosk.actions import booths, people, planner
from kiosk.actions.offers import offers
from kiosk.actions.planner import Planner, StoppedError
from kiosk.actions.plans import propose
from kiosk.actions.repairs import recent_moves
from kiosk.desk import Desk
from kiosk.i18n import use
from kiosk.model import Draft, KioskError
from kiosk.rotation import Plan, plan
from kiosk.rotation.planner import Stage as Step
from kiosk.rotation.problem import Problem
from kiosk.rules import clock as clock_rules
from kiosk.rules.booths import CLOSED
from kiosk.rules.people import LISTED
from kiosk.screens.moderation import PlanDialog
from kiosk.screens.repairs import ChangesDialog, OfferDialog, RebalanceDialog

Looks = Callable[[App[None], str], None]


def wish(desk: Desk, number: int, *wishes: str) -> None:
    person = desk.store.person_by_number(number)
    assert person
    with desk.store.write() as store:
        store.record([Draft(LISTED, person.id, {"wishes": list(wishes)})])


def text_of(app: App[Any], name: str) -> str:
    return str(app.screen.query_one(f"#{name}").content)  # type: ignore[attr-defined]


@pytest.fixture
def crowded(desk: Desk, clock: FakeClock) -> dict[tuple[int, int], str]:
    """Round 1 runs for three minutes; 3 did not come; 5, who has no talk then, wishes what 3 was to have."""
    plan = begin(desk, clock)
    scan(desk, 5)
    wish(desk, 5, plan[1, 3])
    clock.go(minutes=1)
    return plan


# Who changes and why


@pytest.mark.parametrize("language", ["en", "de"])
async def test_a_closed_booth_is_told_with_who_changes_and_why(
    stage: Stage, desk: Desk, clock: FakeClock, looks: Looks, language: str
) -> None:
    plan = begin(desk, clock)
    booths.command(desk, plan[2, 2], CLOSED)
    assert recent_moves(desk)
    use(language)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        use(language)
        await moderating(pilot)
        await press(pilot, "ctrl+n")
        await settled(pilot)
        assert isinstance(stage.app.screen, ChangesDialog)
        said = text_of(stage.app, "moves")
        assert (f"booth {plan[2, 2]} closed" if language == "en" else f"Stand {plan[2, 2]} geschlossen") in said
        looks(stage.app, f"changes-80x24-{language}")
        await press(pilot, "ctrl+n")
        assert not isinstance(stage.app.screen, ChangesDialog)


async def test_where_nobody_changed_it_says_so(stage: Stage, desk: Desk) -> None:
    publish_plan(desk)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+n")
        assert "Nobody has been sent elsewhere" in text_of(stage.app, "moves")


# Empty seats


async def test_empty_seats_are_shown_and_then_given(
    stage: Stage, desk: Desk, clock: FakeClock, crowded: dict[tuple[int, int], str], looks: Looks
) -> None:
    booth = crowded[1, 3]
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+o")
        await settled(pilot)
        assert isinstance(stage.app.screen, OfferDialog)
        assert f"Booth {booth}, seat 1: number 5, since number 3 did not come" in text_of(stage.app, "offers")
        assert [talk.number for talk in desk.store.planned("talks", round_=1, booth=booth)] == [3]
        looks(stage.app, "offers-80x24")
        await press(pilot, "ctrl+o")
        await settled(pilot)
        assert f"Number 5 to booth {booth}" in text_of(stage.app, "offers")
        assert [talk.number for talk in desk.store.planned("talks", round_=1, booth=booth)] == [5]
        await press(pilot, "escape", "ctrl+n")
        assert "number 3 did not come" in text_of(stage.app, "moves")


async def test_a_seat_is_kept_for_whoever_is_late(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    publish_plan(desk)
    clock.go(minutes=30)
    with pytest.raises(KioskError, match="No round is running"):
        offers(desk, block_of(desk))
    order(desk, clock_rules.STARTED)
    clock.go(seconds=90)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+o")
        assert "Seats are offered from 10:02 on" in text_of(stage.app, "lead")
        assert "Give these seats" not in seen(stage.app)


# A better plan


async def test_a_better_plan_says_first_how_many_change_and_what_it_gains(
    stage: Stage, desk: Desk, looks: Looks
) -> None:
    publish_plan(desk)
    for number in (5, 6):
        wish(desk, number, "4", "5")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+r")
        await stage.app.workers.wait_for_complete()
        await settled(pilot)
        assert isinstance(stage.app.screen, RebalanceDialog)
        said = text_of(stage.app, "gain")
        assert "2 persons would be told anew." in said
        assert "4 more talks" in said
        looks(stage.app, "rebalance-80x24")
        assert len(desk.store.planned("talks")) == 9
        await press(pilot, "ctrl+r")
        assert len(desk.store.planned("talks")) == 13
        await press(pilot, "ctrl+r")
        await stage.app.workers.wait_for_complete()
        await settled(pilot)
        assert "cannot be made better" in text_of(stage.app, "gain")


async def test_without_a_plan_there_is_nothing_to_balance(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "ctrl+r")
        await stage.app.workers.wait_for_complete()
        await settled(pilot)
        assert "No plan is out yet" in text_of(stage.app, "gain")


# How far it is


async def test_escape_stops_the_planner_and_the_screen_stays_alive(
    stage: Stage, desk: Desk, monkeypatch: pytest.MonkeyPatch, slow_workers: None
) -> None:
    told, go_on, stopped = threading.Event(), threading.Event(), threading.Event()

    def slowly(problem: Problem, tell: Callable[[Step], None]) -> Plan:
        tell(Step.CHOOSING)
        told.set()
        go_on.wait(10)
        try:
            tell(Step.PLACING)
        except StoppedError:
            stopped.set()
            raise
        return plan(problem)

    monkeypatch.setattr(planner, "plan", slowly)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "f11")
        assert told.wait(5)
        await settled(pilot)
        await ticked(pilot)
        assert "Planning: choosing the talks" in text_of(stage.app, "quality")
        await stage.scan(pilot, "TICKET-0001")
        assert "Welcome" in strip(stage.app)
        await press(pilot, "escape")
        assert not isinstance(stage.app.screen, PlanDialog)
        go_on.set()
        assert stopped.wait(5)
    assert not desk.store.has_plan("talks")


def test_a_large_plan_is_made_by_another_process_and_is_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "APART", 1)
    steps: list[Step] = []
    apart = propose(desk, block_of(desk), Planner(steps.append))
    assert apart.plan == propose(desk, block_of(desk)).plan
    assert steps == [Step.CHOOSING, Step.PLACING, Step.COMPACTING]


def test_a_large_plan_can_be_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "APART", 1)
    made: list[Planner] = []

    def stop(_: Step) -> None:
        made[0].stop()

    made.append(Planner(stop))
    with pytest.raises(StoppedError):
        propose(desk, block_of(desk), made[0])


def test_a_planner_that_dies_is_told_in_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "APART", 1)
    monkeypatch.setattr(planner.sys, "executable", "false" if planner.sys.platform != "win32" else "where")
    with pytest.raises(KioskError, match="ended without a plan"):
        propose(desk, block_of(desk), Planner(lambda _: None))


# Keys


@pytest.mark.parametrize("desk", ["en", "de"], indirect=True)
async def test_the_further_keys_stand_below_the_time(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    begin(desk, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await settled(pilot)
        german = desk.event.language == "de"
        text = seen(stage.app)
        for word in (
            ("Änderungen", "Leere Plätze", "Neu ausgleichen")
            if german
            else (
                "Changes",
                "Empty seats",
                "Re-balance",
            )
        ):
            assert word in text


def test_a_correction_is_told_with_its_number(desk: Desk) -> None:
    plan = publish_plan(desk)
    one = desk.store.person_by_number(1)
    assert one
    people.correct(desk, one.id, {"wishes": ["4", "5", "6"]})
    (move,) = [move for move in recent_moves(desk) if move.number == 1]
    assert {booth for _, booth in move.before} == {plan[round_, 1] for round_ in (1, 2, 3)}
    assert (move.cause, move.of) == ("corrected", "1")


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_how_long_a_plan_took_has_a_comma_in_german(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await moderating(pilot)
        await press(pilot, "f11")
        await until(pilot, lambda: text_of(stage.app, "quality").endswith(" s"))
        assert re.search(r" \d+,\d\d s$", text_of(stage.app, "quality"))
