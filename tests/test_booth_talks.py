"""What came of a talk at the moderator's desk: the booth's own keys, for a talk of now or of before, and the tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hallway import scan, seen
from hypothesis import given
from hypothesis import strategies as st
from staging import FakeClock, Stage, quiet, settled
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static
from waiting import until

from kiosk.actions import closing, rights
from kiosk.actions.results import record_result
from kiosk.desk import Desk
from kiosk.rules.results import Application, Result, Step, clashes
from kiosk.rules.rights import Rank
from kiosk.rules.tasks import TICKED, Todo, tasks, tasks_of
from kiosk.screens.booth_dialogs import StepDialog
from kiosk.screens.booth_talks import BoothTalksDialog
from kiosk.screens.contract import ContractDialog
from kiosk.screens.pin import PinDialog
from kiosk.widgets.verdict import VerdictStrip

Looks = Callable[[App[None], str], None]

# Rules

results = st.builds(
    Result,
    talk=st.just("talk:1"),
    id=st.integers(1, 9).map(lambda n: f"talk:{n}"),
    person=st.sampled_from(["person:1", "person:2"]),
    number=st.integers(1, 2),
    booth=st.sampled_from(["3", "4"]),
    next_step=st.sampled_from(Step),
    date=st.none() | st.dates(date(2026, 11, 22), date(2026, 11, 26)),
    time=st.none() | st.times(time(8), time(18)),
    settled=st.sampled_from(["", *Todo]),
    started=st.none() | st.just(date(2026, 12, 1)),
)


@given(results)
def test_a_step_raises_its_tasks_until_they_are_done(result: Result) -> None:
    open_ = {task.todo for task in tasks_of(result)}
    ticked = TICKED.get(result.next_step)
    if result.settled == ticked or result.started:
        ticked = None
    assert (open_ & {Todo.CONSENT, Todo.DOCUMENTS}) == ({ticked} if ticked else set())
    meets = result.next_step in (Step.FOLLOW_UP, Step.TRIAL_WORK, Step.INTERNSHIP)
    assert (Todo.DAY in open_) is (meets and result.date is None)
    for task in tasks_of(result):
        before = timedelta(days=1) if task.todo is Todo.CONSENT else timedelta()
        assert task.due == (result.date - before if result.date else None), "consent is there before the day itself"


@given(st.lists(results, max_size=6, unique_by=lambda result: result.id))
def test_tasks_are_told_in_the_order_in_which_they_are_due(found: list[Result]) -> None:
    all_ = tasks(found)
    assert sorted(all_, key=lambda task: task.due or date.max) == all_
    assert len(all_) == sum(len(tasks_of(result)) for result in found)


@given(st.lists(results, max_size=6, unique_by=lambda result: result.id))
def test_missing_documents_clash_with_nothing(found: list[Result]) -> None:
    due = {result.id for result in found if result.next_step is Step.DOCUMENTS_MISSING}
    clashing = clashes(found)
    assert due.isdisjoint(clashing)
    assert due.isdisjoint(other.id for others in clashing.values() for other in others)


# The screen


@pytest.fixture(autouse=True)
def _positions(tmp_path: Path) -> None:
    (tmp_path / "event").mkdir()
    (tmp_path / "event" / "positions.csv").write_text("position,booth,title\nP1,3,Gärtner\n", encoding="utf-8")


@pytest.fixture
def held(desk: Desk, clock: FakeClock) -> Desk:
    """Number 5 was at booth 3 and sits at booth 4, number 6 sits at booth 3."""
    scan(desk, 5)
    scan(desk, 6)
    scan(desk, 5, "3")
    clock.go(minutes=5)
    scan(desk, 6, "3")
    scan(desk, 5, "4")
    clock.go(minutes=1)
    return desk


def result(desk: Desk, number: int, booth: str) -> Result:
    talk = next(talk for talk in desk.store.talks() if (talk.number, talk.booth) == (number, booth))
    found = desk.store.result(talk.id)
    assert found
    return found


async def opened(pilot: Pilot[None], booth: int) -> None:
    await pilot.press("f4")
    await quiet(pilot)
    await pilot.press(*["down"] * (booth - 1), "ctrl+r")
    await quiet(pilot)


async def pressed(pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    await quiet(pilot)
    return " ".join(seen(pilot.app).split())


async def test_the_booths_keys_say_what_came_of_a_talk_of_now_and_of_one_before(stage: Stage, held: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, 3)
        assert isinstance(stage.app.screen, BoothTalksDialog)
        text = await pressed(pilot, "f3")
        assert "What came of it: number 6" in text
        assert "F3 ✔ application on site" in text
        assert result(held, 6, "3").application is Application.ON_SITE
        assert result(held, 6, "3").by == Rank.MODERATOR
        assert "What came of it: number 5" in await pressed(pilot, "down")
        text = await pressed(pilot, "f2", "enter")
        assert "F2 ✔ position: P1 Gärtner" in text
        await pressed(pilot, "f11")
        assert result(held, 5, "3").application is Application.RECEIVED
        assert "F11 ✔" not in await pressed(pilot, "ctrl+z")
        assert "F2 · position" in await pressed(pilot, "ctrl+z")
        assert "Nothing was said about this talk" in await pressed(pilot, "ctrl+z")
        text = await pressed(pilot, "up", "f10")
        assert "✔ number 6 · Talk over" in text
        assert not held.store.running_talks(booth="3")
        await pressed(pilot, "ctrl+z")
        assert [talk.number for talk in held.store.running_talks(booth="3")] == [6]


@pytest.mark.parametrize("desk", ["de"], indirect=True)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_trial_work_raises_its_task_and_a_clash_is_said_at_once_without_the_employer(
    stage: Stage, held: Desk, looks: Looks, size: tuple[int, int]
) -> None:
    (other,) = held.store.running_talks(booth="4")
    record_result(held, other.id, {"next_step": "follow_up", "date": "2026-12-01", "time": "10:00", "place": "Amt 4"})
    async with stage.app.run_test(size=size) as pilot:
        await opened(pilot, 3)
        await pressed(pilot, "down", "f6")
        dialog = stage.app.screen
        assert isinstance(dialog, StepDialog)
        for name, text in {"date": "1.12.", "time": "9:00", "place": "Gärtnerei", "who": "Mentorin fragt"}.items():
            dialog.query_one(f"#{name}", Input).value = text
        await pressed(pilot)
        said = str(dialog.query_one("#clash", Static).content)
        assert said == "▲ überschneidet sich mit: Folgetermin, Di 01.12.2026 10:00", "when and what, not with whom"
        await settled(pilot)
        looks(stage.app, f"booth-step-clash-{size[0]}x{size[1]}-de")
        text = await pressed(pilot, "f6")
        assert "✔ Nummer 5 · Erprobung · ▲ überschneidet" in text
        stage.app.screen.query_one(VerdictStrip).clear()
        text = await pressed(pilot)
        assert "F6 ✔ Erprobung: Di 01.12.2026 09:00" in text
        assert "F9 · kein" in text
        assert "30.11.2026" in text
        assert "Gärtnerei · Mentorin fragt" in text
        await settled(pilot)
        looks(stage.app, f"booth-talks-{size[0]}x{size[1]}-de")
        found = result(held, 5, "3")
        assert (found.date, found.time, found.place) == (date(2026, 12, 1), time(9), "Gärtnerei")
        await pressed(pilot, "f6", "f9", "enter")
        now = result(held, 5, "3")
        assert (now.settled, now.date, now.who) == (Todo.CONSENT, found.date, found.who), "what stood there stays"
        assert "einholen" not in await pressed(pilot)


async def test_it_can_be_put_right_after_the_closing_too(stage: Stage, held: Desk) -> None:
    closing.close(held)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, 3)
        text = await pressed(pilot)
        assert "F10" not in text, "what would be refused is not offered"
        assert "–■ 6" in text, "nobody ended the talk of number 6"
        assert "▶" not in text
        assert "a next step or a contract can still be noted" in await pressed(pilot, "f3")
        await pressed(pilot, "f11")
        assert result(held, 6, "3").application is Application.RECEIVED
        await pressed(pilot, "f8")
        stage.app.screen.query_one("#date", Input).value = "30.11."
        text = await pressed(pilot, "f8")
        assert "bring the missing documents, by Mo 2026-11-30" in text
        await pressed(pilot, "ctrl+z")
        assert result(held, 6, "3").next_step is Step.UNSAID


async def test_an_application_on_site_gives_way_only_when_confirmed(stage: Stage, held: Desk) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await opened(pilot, 3)
        await pressed(pilot, "f4", "f11")
        assert result(held, 6, "3").application is Application.RECEIVED, "an announced one has come"
        await pressed(pilot, "f3")
        text = await pressed(pilot, "f11")
        assert "number 6 has an application on site. Record “application received later” in its place?" in text
        assert "The same key again confirms." in text
        await pressed(pilot, "f4", "down", "f3", "f11", "up")
        assert [result(held, number, "3").application for number in (6, 5)] == [Application.ON_SITE] * 2
        await pressed(pilot, "f11", "f11")
        assert result(held, 6, "3").application is Application.RECEIVED
        await pressed(pilot, "f3")
        closing.close(held)
        text = await pressed(pilot, "f11")
        assert "An application on site is recorded already, and stays: the event is closed." in text
        assert result(held, 6, "3").application is Application.ON_SITE


async def test_nothing_goes_on_at_a_booth_once_the_event_is_closed(stage: Stage, held: Desk) -> None:
    assert held.store.running_talks()
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "f4")
        assert "▶" in await pressed(pilot)
        closing.close(held)
        await quiet(pilot)
        text = await pressed(pilot)
        assert "✖ closed" in text
        assert not [gone for gone in ("▶", "● open", "+1 seat", "F7 Close") if gone in text]


async def test_what_is_known_weeks_later_is_said_there_too(stage: Stage, held: Desk, clock: FakeClock) -> None:
    closing.close(held)
    clock.go(days=20)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, 3)
        await pressed(pilot, "f6")
        stage.app.screen.query_one("#date", Input).value = "01.11.2026"
        assert "before the event" in await pressed(pilot, "enter")
        stage.app.screen.query_one("#date", Input).value = "1.12."
        stage.app.screen.query_one("#started", Input).value = "2.12."
        await pressed(pilot, "enter")
        found = result(held, 6, "3")
        assert (found.next_step, found.started) == (Step.TRIAL_WORK, date(2026, 12, 2))
        await pressed(pilot, "ctrl+e", "right")
        dialog = stage.app.screen
        assert isinstance(dialog, ContractDialog)
        assert "number 6" in seen(stage.app)
        dialog.query_one("#date", Input).value = "1.11.2026"
        dialog.query_one("#reporter", Input).value = "Jobcenter"
        text = await pressed(pilot, "tab", "ctrl+e")
        assert isinstance(stage.app.focused, Input)
        assert "before the event" in text
        assert "Ctrl+E Record" in text, "it is offered in a field, too"
        dialog.query_one("#date", Input).value = "10.12.2026"
        text = await pressed(pilot, "ctrl+e")
        assert "^E ✔ contract of training, Th 2026-12-10" in text
        assert "✔ number 6 · Contract" in text
        contract = held.store.contract("3", found.person)
        assert contract
        assert (contract.number, contract.reporter, contract.by) == (6, "Jobcenter", Rank.MODERATOR)
        await pressed(pilot, "ctrl+e", "f9")
        assert held.store.contract("3", found.person) is None


async def test_only_the_moderator_opens_it(stage: Stage, held: Desk) -> None:
    rights.set_pin(held, Rank.LEAD, "1234")
    rights.set_pin(held, Rank.MODERATOR, "5678")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, 3)
        assert isinstance(stage.app.screen, PinDialog)
        await pressed(pilot, *"5678", "enter")
        await until(pilot, lambda: isinstance(stage.app.screen, BoothTalksDialog))
        await pressed(pilot, "f9")
        assert result(held, 6, "3").next_step is Step.NONE
        await pressed(pilot, "escape", "down", "ctrl+r")
        assert isinstance(stage.app.screen, PinDialog), "that PIN was for this booth's talks only"


async def test_a_booth_without_talks_says_so(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, 1)
        assert "No talk was held at this booth yet" in await pressed(pilot, "f5")
        assert stage.app.screen.query_one("#talks", OptionList).option_count == 0
