"""Help: F1 on every screen and in every dialog, and a scan is taken under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from staging import SIZES, Stage, code_of, quiet, settled
from textual.containers import VerticalScroll
from textual.widgets import Static

import kiosk.screens
from kiosk.app import KioskApp
from kiosk.screens.base import Frame
from kiosk.screens.dialogs import BadgeDialog, LeaveDialog
from kiosk.screens.help import HelpDialog
from kiosk.widgets.verdict import VerdictStrip
from kiosk.words import LOOKS

Looks = Callable[[KioskApp, str], None]

SCREENS = ("ctrl+s", "f2", "f3", "f4", "f5", "f6")


def frames(kind: type[Frame[object]]) -> Iterator[type[Frame[object]]]:
    for each in kind.__subclasses__():
        yield each
        yield from frames(each)


def all_frames() -> list[type[Frame[object]]]:
    for file in sorted(Path(kiosk.screens.__file__).parent.glob("*.py")):
        import_module(f"kiosk.screens.{file.stem}")
    return [each for each in frames(Frame) if each is not HelpDialog and not each.__subclasses__()]


def part(app: KioskApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


@pytest.mark.parametrize("frame", all_frames())
def test_every_screen_and_every_dialog_says_what_is_done_there(frame: type[Frame[object]]) -> None:
    assert len(frame.HELP) > 40


@pytest.mark.parametrize("key", SCREENS)
async def test_f1_tells_the_keys_of_the_screen_in_sight(stage: Stage, key: str) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        await pilot.press(key)
        await quiet(pilot)
        under = stage.app.screen
        shown = [
            stage.app.get_key_display(found.binding) for found in under.active_bindings.values() if found.binding.show
        ]
        await pilot.press("f1")
        await quiet(pilot)
        assert isinstance(stage.app.screen, HelpDialog)
        told = part(stage.app, "help-keys")
        assert [name for name in shown if name not in told] == []
        assert "F12" in told
        assert "Quit" in told
        await pilot.press("f1")
        await quiet(pilot)
        assert stage.app.screen is under


async def test_every_answer_is_explained(stage: Stage) -> None:
    async with stage.app.run_test(size=(200, 60)) as pilot:
        await quiet(pilot)
        await pilot.press("f1")
        await quiet(pilot)
        told = " ".join(part(stage.app, "help-answers").split())
        missing = [look for look in LOOKS.values() if f"{look.symbol} {look.word} {look.advice}" not in told]
        assert missing == []


async def test_help_on_a_dialog_goes_back_to_it_and_scans_count_under_it(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("f12", "f1")
        await quiet(pilot)
        assert "F12" in part(stage.app, "help-keys")
        assert "F7" not in part(stage.app, "help-keys")
        await stage.scan(pilot, code_of(1))
        assert "number 1" in str(stage.app.screen.query_one(VerdictStrip).content)
        assert stage.app.desk.store.turnout()[1] == 1
        await pilot.press("escape")
        await quiet(pilot)
        assert isinstance(stage.app.screen, LeaveDialog)


async def test_a_scan_closes_a_new_badge_that_help_covers(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("f2")
        await quiet(pilot)
        under = stage.app.screen
        await stage.app.push_screen(BadgeDialog(1, stage.app.desk.store.event_key.hex()))
        await pilot.press("f1")
        await quiet(pilot)
        assert isinstance(stage.app.screen, HelpDialog)
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert stage.app.screen is under


async def test_the_whole_help_can_be_reached_in_the_smallest_window(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("f1", "end")
        await settled(pilot)
        scroll = stage.app.screen.query_one(VerticalScroll)
        last = stage.app.screen.query_one("#help-answers", Static)
        assert scroll.max_scroll_y > 0
        assert last.region.bottom == scroll.region.bottom


async def test_help_changes_its_language_with_the_screen(stage: Stage) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        await pilot.press("f1")
        await quiet(pilot)
        stage.app.action_language()
        await settled(pilot)
        assert "Farben" in part(stage.app, "help-keys")
        assert "Willkommen" in part(stage.app, "help-answers")


@pytest.mark.parametrize("desk", ["en", "de"], indirect=True)
@pytest.mark.parametrize("size", SIZES[:2])
async def test_help_looks_right(
    stage: Stage, looks: Looks, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    async with stage.app.run_test(size=size) as pilot:
        await quiet(pilot)
        await pilot.press("f2", "f1")
        await settled(pilot)
        looks(stage.app, f"help-{size[0]}x{size[1]}-{stage.app.desk.event.language}")


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_keys_are_called_as_they_are_printed_on_german_keyboards(stage: Stage) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f6")
        await quiet(pilot)
        await pilot.press("f1")
        await quiet(pilot)
        told = part(stage.app, "help-keys")
        assert "F7, Bild auf" in told
        assert "F8, Bild ab" in told
