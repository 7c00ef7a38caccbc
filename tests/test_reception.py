"""Reception: the verdict that fills the screen, and one key for whatever is unusual."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Callable

import pytest
from staging import SIZES, FakeClock, FakeGong, Stage, code_of, quiet, settled, typed
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Footer, Input, Sparkline, Static
from textual.widgets._footer import FooterKey
from waiting import ticked, until

from kiosk.actions import booths, closing, people
from kiosk.actions.plans import propose, publish
from kiosk.actions.reception import search, take_in
from kiosk.app import KioskApp
from kiosk.desk import Desk
from kiosk.devices.gong import Sound
from kiosk.model import Verdict
from kiosk.rules.booths import CLOSED
from kiosk.screens.dialogs import BadgeDialog, SearchDialog
from kiosk.screens.reception import ReceptionScreen
from kiosk.screens.walk_in import WalkInDialog
from kiosk.widgets import panel
from kiosk.widgets.digits import Digits
from kiosk.widgets.panel import VerdictPanel
from kiosk.widgets.verdict import Banner, VerdictStrip

Looks = Callable[[KioskApp, str], None]


def part(app: KioskApp, name: str) -> str:
    shown = app.screen.query_one(f"#{name}")
    return shown.value if isinstance(shown, Digits) else str(shown.content)


async def arrived(pilot: Pilot[None]) -> None:
    await pilot.press("f2")
    await quiet(pilot)


def published(desk: Desk) -> None:
    publish(desk, propose(desk, desk.event.blocks[0]))


@pytest.mark.parametrize("size", SIZES)
async def test_the_verdict_fills_the_screen(
    stage: Stage, clock: FakeClock, looks: Looks, size: tuple[int, int]
) -> None:
    published(stage.app.desk)
    name = f"reception-{size[0]}x{size[1]}"
    async with stage.app.run_test(size=size) as pilot:
        await arrived(pilot)
        looks(stage.app, f"{name}-idle")
        for place in (2, 5, 4):
            clock.go(seconds=40)
            await stage.scan(pilot, code_of(place))
        await settled(pilot)
        looks(stage.app, f"{name}-refused")
        clock.go(seconds=40)
        await stage.scan(pilot, code_of(1))
        await settled(pilot)
        looks(stage.app, f"{name}-welcome")


async def test_the_next_scan_replaces_a_verdict_and_time_clears_it(
    stage: Stage, gong: FakeGong, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert part(stage.app, "number") == "2"
        await stage.scan(pilot, code_of(4))
        await quiet(pilot)
        assert "CANCELLED" in part(stage.app, "word")
        assert stage.app.screen.query_one(VerdictPanel).has_class("-bad")
        await stage.scan(pilot, "nobody knows this")
        await quiet(pilot)
        assert "UNKNOWN" in part(stage.app, "word")
        assert not stage.app.screen.query_one("#number").display
        assert gong.played == [Sound.GOOD, Sound.BAD, Sound.BAD]
        monkeypatch.setattr(panel, "SECONDS", 0.05)
        await stage.scan(pilot, code_of(5))
        await quiet(pilot)
        assert part(stage.app, "number") == "2"
        assert "2 of 20" in part(stage.app, "advice")
        assert stage.app.screen.query_one(VerdictPanel).has_class("-idle")


async def test_a_swinging_badge_is_answered_silently_and_once(stage: Stage, clock: FakeClock, gong: FakeGong) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        for _ in range(3):
            await stage.scan(pilot, code_of(2))
            clock.go(seconds=1)
        assert "WELCOME" in part(stage.app, "word")
        clock.go(seconds=4)
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert "ALREADY IN" in part(stage.app, "word")
        assert "09:30" in part(stage.app, "advice")
        assert gong.played == [Sound.GOOD, Sound.HINT]
        assert len(stage.app.desk.store.scans()) == 2


async def test_arrivals_are_counted_by_the_minute(stage: Stage, clock: FakeClock) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await arrived(pilot)
        for place in (1, 2, 3):
            await stage.scan(pilot, code_of(place))
        clock.go(minutes=2)
        await stage.scan(pilot, code_of(5))
        await quiet(pilot)
        minutes = list(stage.app.screen.query_one(Sparkline).data or [])
        assert minutes[-3:] == [3, 0, 1]
        assert "4 arrivals" in part(stage.app, "arrivals-head")
        clock.go(minutes=14)
        await ticked(pilot)
        assert "1 arrival " in part(stage.app, "arrivals-head")
        assert "4 of 11" in part(stage.app, "came")


async def test_somebody_is_checked_in_by_name(stage: Stage, clock: FakeClock, looks: Looks) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f7")
        await quiet(pilot)
        await typed(pilot, "schm")
        await settled(pilot)
        looks(stage.app, "search-80x24")
        await stage.scan(pilot, code_of(2))
        await pilot.press("down")
        await pilot.press("enter")
        await quiet(pilot)
        assert isinstance(stage.app.screen, ReceptionScreen)
        assert part(stage.app, "number") == "11"
        assert stage.app.desk.store.inside() == 2
        clock.go(seconds=5)
        await pilot.press("f7")
        await quiet(pilot)
        await typed(pilot, "11")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert "ALREADY IN" in part(stage.app, "word")


async def test_a_short_name_needs_enter(stage: Stage) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f8")
        await quiet(pilot)
        await typed(pilot, "Bo")
        await pilot.press("f8")
        await quiet(pilot)
        await pilot.press("escape")
        await pilot.press("ctrl+z")
        await quiet(pilot)
        assert desk.store.inside() == 0
        await pilot.press("f7")
        await quiet(pilot)
        await typed(pilot, "bo")
        await quiet(pilot)
        assert not stage.app.screen.query_one("#hits").display
        await pilot.press("enter")
        await quiet(pilot)
        assert stage.app.screen.query_one("#hits").display
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.store.inside() == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ann", [1]),
        ("GROSS", [2]),
        ("gros", [2]),
        ("yilmas", [3]),
        ("muller", [6]),
        ("2", [2]),
        ("²", []),
        ("9" * 40, []),
        ("%", []),
        ("' or 1=1", []),
        ("[/b]", []),
        ("le", []),
    ],
)
def test_what_a_search_finds(desk: Desk, text: str, numbers: list[int]) -> None:
    found = [desk.store.person(person) for person in search(desk, text, whole=False)]
    assert [person.number for person in found if person] == numbers


async def test_names_do_not_stay_in_sight(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f7")
        await quiet(pilot)
        search = stage.app.screen.query_one("#search")
        monkeypatch.setattr(search, "_forget_seconds", 0.3)
        await typed(pilot, "schm")
        await until(pilot, lambda: not stage.app.screen.query_one(Input).value)
        assert not stage.app.screen.query_one("#hits").display


async def test_a_walk_in_gets_a_number_and_a_badge(stage: Stage, looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _below: 7)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f8")
        await quiet(pilot)
        await typed(pilot, "Eva")
        await pilot.press("enter", "enter")
        await typed(pilot, "77")
        await pilot.press("f8")
        await settled(pilot)
        looks(stage.app, "walk-in-80x24")
        assert isinstance(stage.app.screen, WalkInDialog)
        await pilot.press("backspace", "backspace", "2")
        await quiet(pilot)
        assert part(stage.app, "error") == ""
        await pilot.press("enter")
        await quiet(pilot)
        assert isinstance(stage.app.screen, BadgeDialog)
        looks(stage.app, "badge-80x24")
        person = stage.app.desk.store.person_by_number(13)
        assert person is not None
        assert (person.first_name, person.wishes, person.walk_in, person.inside) == ("Eva", ("2",), True, True)
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert isinstance(stage.app.screen, ReceptionScreen)
        assert part(stage.app, "number") == "2"


async def test_a_lost_badge_is_replaced_and_the_old_one_refused(stage: Stage, clock: FakeClock) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f9")
        await quiet(pilot)
        await typed(pilot, "Groß")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        code = str(stage.app.screen.query_one("#badge-code", Static).content)
        await pilot.press("enter")
        await quiet(pilot)
        await stage.scan(pilot, code_of(2))
        await pilot.pause()
        assert "BADGE REPLACED" in part(stage.app, "word")
        await stage.scan(pilot, code)
        await pilot.pause()
        assert "WELCOME" in part(stage.app, "word")
        assert part(stage.app, "number") == "2"


async def test_the_last_things_done_here_are_taken_back_one_by_one(stage: Stage) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await stage.scan(pilot, code_of(1))
        await stage.scan(pilot, code_of(2))
        await stage.scan(pilot, "unknown")
        for left in (1, 0, 0):
            await pilot.press("ctrl+z")
            await quiet(pilot)
            assert store.inside() == left
        assert "nothing to take back" in str(stage.app.screen.query_one(VerdictStrip).content)
        assert "taken back" in part(stage.app, "scans")


async def test_staff_admit_in_spite_of_a_refusal_with_a_reason(stage: Stage, looks: Looks) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("ctrl+o")
        await quiet(pilot)
        assert isinstance(stage.app.screen, ReceptionScreen)
        await stage.scan(pilot, code_of(4))
        await quiet(pilot)
        assert "Admit anyway" in {key.description for key in stage.app.screen.query_one(Footer).query("FooterKey")}
        await pilot.press("ctrl+o")
        await quiet(pilot)
        await pilot.press("enter")
        await typed(pilot, "invited")
        await settled(pilot)
        looks(stage.app, "reason-80x24")
        await stage.scan(pilot, code_of(5))
        await pilot.press("enter")
        await quiet(pilot)
        assert part(stage.app, "number") == "4"
        assert store.inside() == 2
        admitted = next(scan for scan in store.scans() if scan.verdict == "admitted" and scan.person.endswith("-4"))
        entry = store.entry(*admitted.entry.rsplit("-", 1)[:1], int(admitted.entry.rsplit("-", 1)[1]))
        assert entry is not None
        assert entry.body["reason"] == "invited"


async def test_a_refusal_sends_nobody_to_a_booth(stage: Stage, clock: FakeClock) -> None:
    desk = stage.app.desk
    published(desk)
    with desk.store.write():
        people.replace_badge(desk, str(desk.store.person_by_number(2).id))  # type: ignore[union-attr]
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await stage.scan(pilot, code_of(1))
        await quiet(pilot)
        assert stage.app.screen.query_one("#going").display
        assert stage.app.screen.query_one("#number").display
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert "BADGE REPLACED" in part(stage.app, "word")
        assert "number 2" in part(stage.app, "name")
        assert not stage.app.screen.query_one("#going").display
        assert not stage.app.screen.query_one("#number").display
        await pilot.press("ctrl+s")
        await quiet(pilot)
        clock.go(seconds=5)
        await stage.scan(pilot, code_of(2))
        shown = str(stage.app.screen.query_one(VerdictStrip).content)
        assert "Badge replaced" in shown
        assert "Round" not in shown


async def test_whom_another_screen_refused_can_be_admitted_here(stage: Stage) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f11")
        await quiet(pilot)
        assert "refused nobody" in str(stage.app.screen.query_one(VerdictStrip).content)
        await pilot.press("ctrl+s")
        await quiet(pilot)
        await stage.scan(pilot, code_of(4))
        await stage.scan(pilot, code_of(4))
        await pilot.press("f2")
        await quiet(pilot)
        assert "CANCELLED" in part(stage.app, "word")
        await pilot.press("f11")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert "without a reason" in str(stage.app.screen.query_one(VerdictStrip).content)
        await typed(pilot, "invited")
        await pilot.press("enter")
        await quiet(pilot)
        assert part(stage.app, "number") == "4"
        assert store.inside() == 1


async def test_what_staff_do_by_hand_is_said_when_it_cannot_be_recorded(stage: Stage) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        store.db.execute("pragma query_only = on")
        for key, text in (("f7", "10"), ("f9", "10")):
            await pilot.press(key)
            await quiet(pilot)
            await typed(pilot, text)
            await quiet(pilot)
            await pilot.press("enter")
            await quiet(pilot)
            assert isinstance(stage.app.screen, ReceptionScreen)
            assert stage.app.screen.query_one(Banner).has_class("-shown")
        await pilot.press("f8", "f8")
        await quiet(pilot)
        assert "may not be written" in part(stage.app, "error")


async def test_a_scanner_that_types_is_no_typing(stage: Stage) -> None:
    """Keys at a scanner's pace belong to a scan, whatever field they would go to."""
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f7")
        await quiet(pilot)
        for sign in code_of(3):
            stage.app.post_message(Key("minus" if sign == "-" else sign, sign))
        stage.app.post_message(Key("enter", "\r"))
        await quiet(pilot)
        assert isinstance(stage.app.screen, SearchDialog)
        assert stage.app.screen.query_one(Input).value == ""
        assert stage.app.desk.store.inside() == 1


async def test_what_is_pasted_into_a_field_is_no_scan_but_a_ticket_is(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await pilot.press("f8")
        await quiet(pilot)
        for text in ("Annegret", code_of(3)):
            for sign in text:
                stage.app.post_message(Key("minus" if sign == "-" else sign, sign))
            stage.app.post_message(Key("tab", "\t"))
            await quiet(pilot)
        assert stage.app.screen.query_one("#first_name", Input).value == "Annegret"
        assert stage.app.screen.query_one("#last_name", Input).value == ""
        assert [scan.verdict for scan in stage.app.desk.store.scans()] == ["admitted"]


async def test_who_is_planned_nowhere_is_told_why(stage: Stage, clock: FakeClock) -> None:
    desk = stage.app.desk
    take_in(desk, {"first_name": "Eva", "wishes": ["6"]})
    published(desk)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await stage.scan(pilot, code_of(5))
        await quiet(pilot)
        assert "no wishes are known" in part(stage.app, "advice")
        for booth in ("1", "2", "3"):
            booths.command(desk, booth, CLOSED)
        clock.go(seconds=5)
        await stage.scan(pilot, code_of(1))
        await quiet(pilot)
        assert "No free seat at the wished booths" in part(stage.app, "advice")


async def test_a_long_day_costs_no_memory(stage: Stage, clock: FakeClock) -> None:
    """Every refusal shows one key more and every welcome one less; the keys of before are forgotten."""
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        for turn in range(16):
            clock.go(seconds=4)
            await stage.scan(pilot, code_of(4 if turn % 2 else 5))
        await quiet(pilot)
        gc.collect()
        assert sum(isinstance(thing, FooterKey) for thing in gc.get_objects()) <= 24


@pytest.mark.parametrize("desk", ["en", "de"], indirect=True)
async def test_the_keys_have_their_room_and_a_refusal_shows_first_what_admits(stage: Stage, clock: FakeClock) -> None:
    """Keys of every screen give way on a small window; before, half of reception's own were cut off."""
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        footer = stage.app.screen.query_one(Footer)
        shown = [(key.key_display, key.region.right) for key in footer.query(FooterKey)]
        assert [name for name, _ in shown[:6]] == ["F7", "F8", "F9", "F10", "^K", "^Z"]
        assert shown[5][1] <= 80
        await stage.scan(pilot, code_of(4))
        await settled(pilot)
        assert footer.query(FooterKey).first().key_display == "F11"
        assert footer.query(FooterKey).first().region.x == 0
        await pilot.resize_terminal(200, 40)
        await settled(pilot)
        assert {key.key_display[-2:] for key in footer.query(FooterKey)} >= {"+N", "+B"}


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_a_small_window_says_too_why_somebody_has_no_talk(stage: Stage, clock: FakeClock) -> None:
    published(stage.app.desk)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await stage.scan(pilot, code_of(1))
        await settled(pilot)
        assert not stage.app.screen.query_one("#advice").display, "the way to the booth needs the room"
        clock.go(seconds=5)
        await stage.scan(pilot, code_of(12))
        await settled(pilot)
        assert stage.app.screen.query_one("#advice").display
        assert "Strg+E" in part(stage.app, "advice")


async def test_a_badge_replaced_for_the_wrong_person_is_taken_back_and_nothing_else(stage: Stage) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await arrived(pilot)
        await stage.scan(pilot, code_of(1))
        await pilot.press("f9")
        await quiet(pilot)
        await typed(pilot, "2")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(stage.app.screen, BadgeDialog)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("ctrl+z")
        await quiet(pilot)
        assert "number 2" in str(stage.app.screen.query_one(VerdictStrip).content)
        assert desk.store.turnout()[1] == 1, "the check-in before it stands"
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert "WELCOME" in part(stage.app, "word"), "the old badge is good again"


@pytest.mark.parametrize("desk", ["de"], indirect=True)
@pytest.mark.parametrize("size", SIZES[1:])
async def test_every_key_has_its_place_in_the_footer(stage: Stage, size: tuple[int, int]) -> None:
    async with stage.app.run_test(size=size) as pilot:
        await arrived(pilot)
        assert stage.app.screen.query_one(Footer).max_scroll_x == 0


async def test_a_closed_reception_says_so_and_offers_nothing_that_is_refused(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await arrived(pilot)
        closing.close(desk)
        await quiet(pilot)
        assert part(stage.app, "word") == "✖ closed"
        shown = [key for key, active in stage.app.screen.active_bindings.items() if active.node is stage.app.screen]
        assert [key for key in shown if key.startswith("f") or key == "ctrl+e"] == ["f1", "ctrl+e"]
        await pilot.press("f8")
        assert isinstance(stage.app.screen, ReceptionScreen)
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert "REFUSED" in part(stage.app, "word")
        assert part(stage.app, "advice") == "The event is closed. The lead can open it again."
        assert [scan.verdict for scan in desk.store.scans(limit=1)] == [Verdict.REFUSED]
        closing.reopen(desk)
        await quiet(pilot)
        await pilot.press("f8")
        await quiet(pilot)
        assert isinstance(stage.app.screen, WalkInDialog)
