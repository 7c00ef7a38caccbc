"""People: one person's day, and what is wrong on the list put right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hallway import seen
from staging import SIZES, FakeClock, Stage, code_of, quiet, settled, typed
from textual.widgets import Checkbox, Input, Static
from waiting import passed

from kiosk.actions.plans import propose, publish
from kiosk.app import KioskApp
from kiosk.screens.correct import CorrectDialog
from kiosk.screens.talks import TalksDialog
from kiosk.widgets.search import PersonSearch

Looks = Callable[[KioskApp, str], None]


@pytest.mark.parametrize("size", SIZES)
async def test_one_persons_day(stage: Stage, clock: FakeClock, looks: Looks, size: tuple[int, int]) -> None:
    desk = stage.app.desk
    publish(desk, propose(desk, desk.event.blocks[0]))
    async with stage.app.run_test(size=size) as pilot:
        await quiet(pilot)
        await stage.scan(pilot, code_of(3))
        clock.go(minutes=5)
        await stage.scan(pilot, code_of(3))
        stage.app.screen.query_one("#strip").clear()
        await pilot.press("f5")
        await settled(pilot)
        looks(stage.app, f"people-{size[0]}x{size[1]}-empty")
        await typed(pilot, "ipek")
        await settled(pilot)
        looks(stage.app, f"people-{size[0]}x{size[1]}")
        facts = str(stage.app.screen.query_one("#facts").content)
        assert "Came at 09:30" in facts
        assert "Already in" in facts
        assert facts.count("planned") == 3


async def test_a_day_follows_what_happens(stage: Stage) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "leah")
        await quiet(pilot)
        assert "Has not come yet" in str(stage.app.screen.query_one("#facts").content)
        await stage.scan(pilot, code_of(11))
        await quiet(pilot)
        assert "Came at 09:30" in str(stage.app.screen.query_one("#facts").content)
        assert "here" in str(stage.app.screen.query_one("#who").content)
        await pilot.press("f7")
        await quiet(pilot)
        assert "Nobody is chosen" in str(stage.app.screen.query_one("#who").content)


async def test_a_name_with_markup_or_script_is_shown_as_text(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        for number, shown in (("1", "Anna [/b] x"), ("7", "…"), ("8", "Emoji Person"), ("9", "(name in print only)")):
            await pilot.press("f7")
            await typed(pilot, number)
            await quiet(pilot)
            assert shown in str(stage.app.screen.query_one("#who").content)


async def test_the_list_is_corrected_and_only_what_is_different_is_recorded(stage: Stage, looks: Looks) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await pilot.press("f8")
        await quiet(pilot)
        assert not isinstance(stage.app.screen, CorrectDialog)
        await typed(pilot, "groß")
        await quiet(pilot)
        await pilot.press("f8")
        await settled(pilot)
        looks(stage.app, "correct-80x24")
        fields = {field.id: field for field in stage.app.screen.query(Input)}
        fields["wishes"].value = "5, 2"
        fields["arrives"].value = "1030"
        await stage.scan(pilot, code_of(2))
        await pilot.press("f8")
        await quiet(pilot)
        person = store.person_by_number(2)
        assert person is not None
        assert (person.wishes, f"{person.arrives}", person.inside) == (("5", "2"), "10:30:00", True)
        last = store.entries(person.id)[-1]
        assert set(last.body) - {"at"} == {"wishes", "arrives"}
        assert "Wishes: 5 Amt 5, 2 Amt 2" in str(stage.app.screen.query_one("#facts").content)


async def test_a_tick_is_not_told_by_its_colour_alone(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "5")
        await pilot.press("f8")
        await quiet(pilot)
        assert "▐▌ The registration was cancelled" in seen(stage.app)
        stage.app.screen.query_one("#cancelled", Checkbox).focus()
        await pilot.press("space")
        await quiet(pilot)
        assert "▐✔▌ The registration was cancelled" in seen(stage.app)
        assert "▐▌ Assistance" in seen(stage.app)


async def test_what_cannot_be_is_refused_in_a_sentence(stage: Stage) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "12")
        await quiet(pilot)
        await pilot.press("f8")
        await quiet(pilot)
        fields = {field.id: field for field in stage.app.screen.query(Input)}
        for name, wrong, said in (("arrives", "25:00", "25:00"), ("leaves", "soon", "soon"), ("wishes", "99", "99")):
            fields[name].value = wrong
            await pilot.press("f8")
            await quiet(pilot)
            assert said in str(stage.app.screen.query_one("#error").content)
            fields[name].value = ""
        stage.app.screen.query_one(Checkbox).value = True
        await pilot.press("f8")
        await quiet(pilot)
        person = store.person_by_number(12)
        assert person is not None
        assert person.cancelled


@pytest.mark.parametrize("desk", ["en", "de"], indirect=True)
async def test_a_talk_is_locked_and_swapped_by_hand(stage: Stage, looks: Looks) -> None:
    desk = stage.app.desk
    publish(desk, propose(desk, desk.event.blocks[0]))
    plan = {(talk.number, talk.round): talk.booth for talk in desk.store.planned("talks")}
    german = desk.event.language == "de"
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "1")
        await quiet(pilot)
        await pilot.press("f9")
        await quiet(pilot)
        assert isinstance(stage.app.screen, TalksDialog)
        await pilot.press("f9")
        await settled(pilot)
        assert [talk.round for talk in desk.store.planned("talks") if talk.locked] == [1]
        looks(stage.app, f"talks-80x24-{desk.event.language}")
        await pilot.press("f9", "f10")
        await quiet(pilot)
        assert not any(talk.locked for talk in desk.store.planned("talks"))
        error = stage.app.screen.query_one("#error")
        assert ("Nummer" if german else "Type the number") in str(error.content)
        await pilot.press("9", "9", "f10")
        await quiet(pilot)
        assert ("Nummer 99" if german else "Number 99 does not take part") in str(error.content)
        await pilot.press("backspace", "backspace", "1", "2", "f10")
        await quiet(pilot)
        assert str(error.content) == ""
        after = {(talk.number, talk.round): (talk.booth, talk.locked) for talk in desk.store.planned("talks")}
        assert (1, 1) not in after
        assert after[12, 1] == (plan[1, 1], True)
        await pilot.press("escape")
        await quiet(pilot)
        assert str(stage.app.screen.query_one("#facts").content).count("Runde" if german else "Round") == 2


async def test_staff_have_no_talks_to_lock(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "petra")
        await quiet(pilot)
        await pilot.press("f9")
        await quiet(pilot)
        assert "Only attendees have talks" in str(stage.app.screen.query_one("#strip").content)


async def test_a_day_stays_as_long_as_somebody_presses_keys_and_goes_soon_after(stage: Stage, clock: FakeClock) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        search = stage.app.screen.query_one(PersonSearch)
        assert search._forget_seconds <= 20
        await typed(pilot, "Schmidt")
        await pilot.press("pagedown")
        await passed(pilot, 20)
        assert "Schmidt" in str(stage.app.screen.query_one("#who", Static).content)
        clock.go(seconds=20)
        await passed(pilot, 20)
        assert "Schmidt" not in str(stage.app.screen.query_one("#who", Static).content)
        assert stage.app.screen.query_one(Input).value == ""
