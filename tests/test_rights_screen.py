"""PINs at the screen: what needs one, what a wrong one costs, the lock, the privacy screen. Scans always go on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from staging import FakeClock, Stage, code_of, quiet, settled, typed
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, Static
from waiting import ticked

from kiosk.actions import rights
from kiosk.actions.rounds import clock_of, rounds_block
from kiosk.app import KioskApp
from kiosk.desk import Desk
from kiosk.model import Entry
from kiosk.rules.clock import entity_of
from kiosk.rules.closing import EVENT
from kiosk.rules.rights import PIN_REFUSED, RIGHTS, Rank
from kiosk.screens.correct import CorrectDialog
from kiosk.screens.dialogs import ReasonDialog
from kiosk.screens.lock import Cover
from kiosk.screens.pin import PinDialog, PinsDialog
from kiosk.screens.walk_in import WalkInDialog
from kiosk.widgets.search import PersonSearch
from kiosk.widgets.verdict import VerdictStrip

Looks = Callable[[KioskApp, str], None]

LEAD, MODERATOR, RECEPTION = "2468", "13579", "1111"


def seen(app: App[None]) -> str:
    """All that stands on the screen, as text."""
    drawn = re.findall(r">([^<]+)</text>", app.export_screenshot(simplify=False))
    return " ".join("".join(drawn).replace("&#160;", " ").split())


def strip(app: App[None]) -> str:
    return str(app.screen.query_one(VerdictStrip).content)


def error(app: App[None]) -> str:
    return str(app.screen.query_one("#error", Static).content)


def last(desk: Desk, entity: str) -> Entry:
    return desk.store.entries(entity)[-1]


async def give(pilot: Pilot[None], pin: str) -> None:
    """Types a PIN and waits until it was checked."""
    await typed(pilot, pin)
    await pilot.press("enter")
    await pilot.app.workers.wait_for_complete()
    await quiet(pilot)


@pytest.fixture
def lead_pin(desk: Desk) -> None:
    rights.set_pin(desk, Rank.LEAD, LEAD)


@pytest.fixture
def two_pins(desk: Desk, lead_pin: None) -> None:
    rights.set_pin(desk, Rank.MODERATOR, MODERATOR)


@pytest.fixture
def all_pins(desk: Desk, two_pins: None) -> None:
    rights.set_pin(desk, Rank.RECEPTION, RECEPTION)


async def test_without_pins_nothing_is_asked(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("f3", "f7")
        await quiet(pilot)
        assert clock_of(desk, rounds_block(desk)).round == 1
        assert "by" not in last(desk, entity_of("talks")).body
        await pilot.press("ctrl+u")
        await quiet(pilot)
        assert "No PIN is set" in strip(stage.app)


async def test_a_command_of_the_round_clock_asks_once_and_says_who_gave_it(
    stage: Stage, desk: Desk, two_pins: None
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        assert "● Reception" in seen(stage.app)
        await pilot.press("f3", "f7")
        await quiet(pilot)
        assert isinstance(stage.app.screen, PinDialog)
        assert clock_of(desk, rounds_block(desk)).round == 0
        await give(pilot, "9999")
        assert "wrong" in error(stage.app)
        await give(pilot, MODERATOR)
        assert clock_of(desk, rounds_block(desk)).round == 1
        assert last(desk, entity_of("talks")).body["by"] == "moderator"
        await pilot.press("f8")
        await quiet(pilot)
        assert isinstance(stage.app.screen, PinDialog), "the PIN counted for one command"
        await pilot.press("escape")
        await quiet(pilot)
        assert not clock_of(desk, rounds_block(desk)).held


async def test_a_rank_without_a_pin_of_its_own_is_everybodys(stage: Stage, desk: Desk, lead_pin: None) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        assert "◆ Moderation" in seen(stage.app)
        await pilot.press("f3", "f7")
        await quiet(pilot)
        assert clock_of(desk, rounds_block(desk)).round == 1


async def test_a_pin_of_too_low_a_rank_is_said_and_costs_nothing(stage: Stage, desk: Desk, two_pins: None) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await quiet(pilot)
        await stage.scan(pilot, code_of(4))
        await pilot.press("f11")
        await quiet(pilot)
        await give(pilot, MODERATOR)
        assert "may not do this" in error(stage.app)
        await give(pilot, LEAD)
        assert isinstance(stage.app.screen, ReasonDialog)
        await typed(pilot, "came anyway")
        await pilot.press("enter")
        await quiet(pilot)
        came = desk.store.search("4", 1)[0]
        assert came.inside
        assert {"by": "lead", "reason": "came anyway"}.items() <= last(desk, came.id).body.items()
        assert PIN_REFUSED not in [entry.kind for entry in desk.store.entries(RIGHTS)]


async def test_everybody_may_stop_everything_but_not_lift_it(stage: Stage, desk: Desk, two_pins: None) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3", "ctrl+x")
        await quiet(pilot)
        await pilot.press("ctrl+x")
        await quiet(pilot)
        assert last(desk, EVENT).kind == "all_stopped"
        await pilot.press("ctrl+x")
        await quiet(pilot)
        await pilot.press("ctrl+x")
        await quiet(pilot)
        assert isinstance(stage.app.screen, PinDialog)
        await give(pilot, MODERATOR)
        assert last(desk, EVENT).kind == "stop_lifted"
        assert last(desk, EVENT).body["by"] == "moderator"


async def test_wrong_pins_cost_ever_more_time_and_scans_go_on(
    stage: Stage, desk: Desk, clock: FakeClock, two_pins: None
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3", "f7")
        await quiet(pilot)
        for _ in range(3):
            await give(pilot, "0000")
        assert "5 seconds" in error(stage.app)
        await give(pilot, MODERATOR)
        assert isinstance(stage.app.screen, PinDialog), "a right PIN is not looked at, either"
        for _ in range(7):
            clock.go(minutes=5)
            await give(pilot, "0000")
        assert "10 minutes" in error(stage.app)
        await stage.scan(pilot, code_of(1))
        assert desk.store.inside() == 1
    again = Stage(desk, stage.app.gong)  # type: ignore[arg-type]
    async with again.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3", "f7")
        await quiet(pilot)
        assert "10 minutes" in error(again.app), "a restart forgives nothing"
        clock.go(minutes=11)
        await give(pilot, LEAD)
        assert clock_of(desk, rounds_block(desk)).round == 1


async def test_signing_in_holds_until_nobody_has_pressed_a_key_for_long(
    stage: Stage, desk: Desk, clock: FakeClock, two_pins: None
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("ctrl+u")
        await quiet(pilot)
        await give(pilot, LEAD)
        assert "★ Lead" in seen(stage.app)
        for minutes in (4, 4):
            clock.go(minutes=minutes)
            await pilot.press("f3")
        await pilot.press("f7")
        await quiet(pilot)
        assert last(desk, entity_of("talks")).body["by"] == "lead"
        clock.go(minutes=4)
        await stage.scan(pilot, code_of(1))
        clock.go(minutes=2)
        await ticked(pilot)
        assert "● Reception" in seen(stage.app), "a scan is no key"
        await pilot.press("ctrl+u")
        await quiet(pilot)
        await give(pilot, MODERATOR)
        assert "◆ Moderation" in seen(stage.app)
        await pilot.press("ctrl+u")
        await ticked(pilot)
        assert "● Reception" in seen(stage.app), "the same key signs out"


async def test_a_pin_that_was_changed_elsewhere_signs_out(stage: Stage, desk: Desk, two_pins: None) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("ctrl+u")
        await quiet(pilot)
        await give(pilot, MODERATOR)
        assert "◆ Moderation" in seen(stage.app)
        rights.set_pin(desk, Rank.MODERATOR, "8080")
        await ticked(pilot)
        assert "● Reception" in seen(stage.app)


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_with_a_pin_of_reception_it_starts_locked_and_takes_scans(
    stage: Stage, desk: Desk, all_pins: None, looks: Looks
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await ticked(pilot)
        await settled(pilot)
        assert isinstance(stage.app.screen, Cover)
        looks(stage.app, "locked-80x24")
        await stage.scan(pilot, code_of(2))
        await settled(pilot)
        assert desk.store.inside() == 1
        assert "Nummer 2" in seen(stage.app)
        assert "Jürgen" not in seen(stage.app)
        looks(stage.app, "locked-verdict-80x24")
        await pilot.press("f2", "f12", "f5", "escape", "ctrl+s")
        await quiet(pilot)
        assert isinstance(stage.app.screen, Cover), "no key leads past it"
        await pilot.press("ctrl+b")
        await settled(pilot)
        looks(stage.app, "pin-80x24")
        await stage.scan(pilot, code_of(6))
        await quiet(pilot)
        assert "Nummer 6" in seen(stage.app)
        assert "Zoë" not in seen(stage.app), "nor does the dialog over it say a name"
        await give(pilot, "9999")
        assert isinstance(stage.app.screen, PinDialog)
        await give(pilot, RECEPTION)
        await pilot.press("f2")
        await quiet(pilot)
        assert "Empfang" in seen(stage.app)


async def test_a_lock_during_a_dialog_keeps_what_was_typed(
    stage: Stage, desk: Desk, clock: FakeClock, all_pins: None
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await ticked(pilot)
        await pilot.press("ctrl+u")
        await quiet(pilot)
        await give(pilot, RECEPTION)
        await pilot.press("f2", "f8")
        await quiet(pilot)
        await typed(pilot, "Cosima")
        clock.go(minutes=6)
        await ticked(pilot)
        assert isinstance(stage.app.screen, Cover)
        assert "Cosima" not in seen(stage.app)
        await stage.scan(pilot, code_of(1))
        assert desk.store.inside() == 1
        await pilot.press("a", "enter", "f8")
        await quiet(pilot)
        assert isinstance(stage.app.screen, Cover)
        assert desk.store.turnout() == (11, 1), "nobody was taken in behind the cover"
        await pilot.press("ctrl+b")
        await quiet(pilot)
        await give(pilot, RECEPTION)
        assert isinstance(stage.app.screen, WalkInDialog)
        assert stage.app.screen.query_one("#first_name", Input).value == "Cosima"


async def test_a_dialog_with_names_is_covered_after_a_while_and_any_key_brings_it_back(
    stage: Stage, desk: Desk, clock: FakeClock
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "Schmidt")
        await pilot.press("f8")
        await quiet(pilot)
        assert isinstance(stage.app.screen, CorrectDialog)
        clock.go(seconds=15)
        await ticked(pilot)
        assert isinstance(stage.app.screen, CorrectDialog)
        clock.go(seconds=6)
        await ticked(pilot)
        assert isinstance(stage.app.screen, Cover)
        assert "Schmidt" not in seen(stage.app)
        await pilot.press("a")
        await quiet(pilot)
        assert isinstance(stage.app.screen, CorrectDialog)
        assert stage.app.screen.query_one("#last_name", Input).value == "Schmidt"
        assert stage.app.screen.query_one("#first_name", Input).value == "Lea", "the key was only for waking up"


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_the_privacy_key_covers_at_once_and_scans_go_on(stage: Stage, desk: Desk, looks: Looks) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await quiet(pilot)
        await stage.scan(pilot, code_of(5))
        await settled(pilot)
        assert "Mohammed" in seen(stage.app)
        await pilot.press("f7", "ctrl+b")
        await settled(pilot)
        assert isinstance(stage.app.screen, Cover), "over a dialog, too"
        assert "Mohammed" not in seen(stage.app)
        looks(stage.app, "privacy-80x24")
        await stage.scan(pilot, code_of(6))
        await quiet(pilot)
        assert "Nummer 6" in seen(stage.app)
        assert "Zoë" not in seen(stage.app)
        await pilot.press("ctrl+b")
        await quiet(pilot)
        assert isinstance(stage.app.screen.query_one(PersonSearch), PersonSearch)


async def test_with_a_pin_of_reception_the_privacy_key_locks(stage: Stage, desk: Desk, all_pins: None) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await ticked(pilot)
        await pilot.press("ctrl+b")
        await quiet(pilot)
        await give(pilot, LEAD)
        await pilot.press("ctrl+b")
        await quiet(pilot)
        assert isinstance(stage.app.screen, Cover)
        await pilot.press("ctrl+b")
        await quiet(pilot)
        assert isinstance(stage.app.screen, PinDialog)


async def test_an_emergency_waits_for_no_pin(stage: Stage, desk: Desk, all_pins: None) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await ticked(pilot)
        await pilot.press("ctrl+x")
        await quiet(pilot)
        await pilot.press("ctrl+x")
        await quiet(pilot)
        assert last(desk, EVENT).kind == "all_stopped"
        assert isinstance(stage.app.screen, Cover)


@pytest.mark.parametrize("text", [code_of(1), "5901234123457", "978316148410012345"])
async def test_a_scanner_that_types_does_not_type_into_the_field_of_a_pin(
    stage: Stage, desk: Desk, two_pins: None, text: str
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("ctrl+u")
        await quiet(pilot)
        before = len(desk.store.scans(limit=100))
        for letter in text:
            stage.app.post_message(Key(letter, letter))
        stage.app.post_message(Key("enter", "\r"))
        await quiet(pilot)
        assert stage.app.screen.query_one("#pin", Input).value == ""
        assert len(desk.store.scans(limit=100)) == before + 1
        assert PIN_REFUSED not in [entry.kind for entry in desk.store.entries(RIGHTS)]
        await pilot.press("2", "4")
        await quiet(pilot)
        assert stage.app.screen.query_one("#pin", Input).value == "24", "a person's keys arrive"


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_pins_are_set_at_the_screen(stage: Stage, desk: Desk, looks: Looks) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f10")
        await quiet(pilot)
        assert isinstance(stage.app.screen, PinsDialog)
        await pilot.press("down", "enter")
        await set_to(pilot, "4711", "4711")
        assert "zuerst" in error(stage.app)
        stage.app.screen.query_one("#roles").focus()
        await pilot.press("up", "enter")
        await set_to(pilot, LEAD, "2469")
        assert "verschieden" in error(stage.app)
        await set_to(pilot, "12", "12")
        assert "4 bis 12" in error(stage.app)
        await set_to(pilot, LEAD, LEAD)
        assert set(rights.pins(desk)) == {Rank.LEAD}, error(stage.app)
        await pilot.press("down", "enter")
        await set_to(pilot, LEAD, LEAD)
        assert "andere" in error(stage.app)
        await set_to(pilot, MODERATOR, MODERATOR)
        await settled(pilot)
        looks(stage.app, "pins-80x24")
        assert last(desk, RIGHTS).body["by"] == "lead"
        assert rights.matched(rights.pins(desk), MODERATOR) is Rank.MODERATOR
        await pilot.press("up", "f9")
        assert set(rights.pins(desk)) == {Rank.LEAD, Rank.MODERATOR}, "the lead's goes last"
        await pilot.press("down", "f9", "up", "f9")
        assert rights.pins(desk) == {}


async def test_a_pin_can_be_typed_at_once_and_the_arrows_choose_whose(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f10")
        await quiet(pilot)
        for role, pin in ((Rank.LEAD, LEAD), (Rank.MODERATOR, MODERATOR), (Rank.RECEPTION, RECEPTION)):
            await pilot.press(*(["down"] if role is not Rank.LEAD else []))
            await typed(pilot, pin)
            await pilot.press("enter")
            await give(pilot, pin)
            assert role in rights.pins(desk), error(stage.app)


async def set_to(pilot: Pilot[None], first: str, second: str) -> None:
    pilot.app.screen.query_one("#pin", Input).focus()
    await quiet(pilot)
    await typed(pilot, first)
    await pilot.press("enter")
    await typed(pilot, second)
    await pilot.press("enter")
    await pilot.app.workers.wait_for_complete()
    await quiet(pilot)
