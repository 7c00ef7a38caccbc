"""Paper mode: what was ticked by hand is recorded with its real times, whole lines only, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staging import FakeClock, Stage, code_of, quiet, settled, typed
from textual.pilot import Pilot
from textual.widgets import Input, Static
from world import DAY, EVENT, ROUNDS, World, kiosk, local, make_folder, world_at

from kiosk.actions import paper
from kiosk.actions.paper import State
from kiosk.actions.reception import arrivals
from kiosk.actions.report import report
from kiosk.actions.upkeep import verify
from kiosk.app import KioskApp
from kiosk.desk import Desk
from kiosk.rules.paper import MOST, Act, Fault, Line, Why, read
from kiosk.screens.paper import PaperDialog

Looks = Callable[[KioskApp, str], None]


def one(text: str) -> Line | Fault:
    (found,) = read(text)
    return found


def line(text: str) -> Line:
    found = one(text)
    assert isinstance(found, Line)
    return found


@given(st.text())
def test_any_text_gives_lines_or_faults_in_order(text: str) -> None:
    found = list(read(text))
    assert [each.line for each in found] == sorted({each.line for each in found})
    for each in found:
        if isinstance(each, Fault):
            assert each.why.format(what=each.what)
        else:
            assert 0 < len(each.numbers) <= MOST


TIMES = st.times().map(lambda at: time(at.hour, at.minute))


@given(
    TIMES,
    st.lists(st.integers(0, 9_999_999), min_size=1, max_size=20, unique=True),
    st.sampled_from(["", "in ", "Ein ", "OUT ", "aus "]),
)
def test_what_is_written_is_read(at: time, numbers: list[int], word: str) -> None:
    found = line(f"{word}{at:%H:%M} {', '.join(map(str, numbers))}")
    assert (found.at, found.numbers) == (at, tuple(numbers))
    assert found.act is (Act.OUT if word.strip().casefold() in ("out", "aus") else Act.IN)


def test_ranges_remarks_days_and_talks_are_understood() -> None:
    assert line("10:05 112-114 113 121  # list 2").numbers == (112, 113, 114, 121)
    assert line("9.05 7").at == time(9, 5)
    assert line("2026-11-21 10:05 7").day == date(2026, 11, 21)
    talk = line('Stand "Halle A" 10:20 112 fertig 10:31 Stelle 7A Bewerbung folgegespräch')
    assert (talk.act, talk.booth, talk.ends, talk.position) == (Act.TALK, "Halle A", time(10, 31), "7A")
    assert talk.outcome == {"application": "on_site", "next_step": "follow_up"}
    assert line("booth 7 10:20-10:31 112").ends == time(10, 31)
    assert line("done 10:31 112").act is Act.DONE


@pytest.mark.parametrize(
    ("text", "why", "what"),
    [
        ("112", Why.NO_TIME, "112"),
        ("25:00 1", Why.NO_TIME, "25:00"),
        ("10:05", Why.NO_NUMBER, ""),
        ("10:05 Anna", Why.BAD_NUMBER, "Anna"),
        ("10:05 1 Anna", Why.BAD_NUMBER, "Anna"),
        ("10:05 ٣", Why.BAD_NUMBER, "٣"),
        ("10:05 118-112", Why.BACKWARDS, "118-112"),
        ("10:05 1-1122", Why.TOO_MANY, "1-1122"),
        ("booth 10:05 1", Why.NO_BOOTH, ""),
        ("booth 7 10:20-10:10 1", Why.ENDS_EARLY, "10:20-10:10"),
        ("booth 7 10:20 1 later", Why.BAD_WORD, "later"),
        ("2026-13-45 10:05 1", Why.NO_TIME, "2026-13-45"),
        ("10:05-10:10 1", Why.NO_TIME, "10:05-10:10"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, why: Why, what: str) -> None:
    found = one(f"\n# remark\n{text}")
    assert found == Fault(3, why, what)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Eleven o'clock; five people with the numbers 1 to 5, two booths with one seat."""
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, ["7;Amt 7;1", "8;Amt 8;1"], ["7A;7;Technik"])
    with world_at(folder, local(11)) as opened:
        for number in range(1, 6):
            opened.listed(f"TICKET-{number}", number=number)
        yield opened


def told(world: World, text: str) -> list[tuple[State, str]]:
    return [(each.state, each.whole) for each in paper.record(world.desk, text)]


def test_ticks_count_at_their_real_time_and_are_marked(world: World) -> None:
    told(world, "10:05 1-2\nout 10:50 2")
    first, second = (world.store.person_by_number(number) for number in (1, 2))
    assert first
    assert second
    assert (first.first_in, first.inside) == (local(10, 5), True)
    assert (second.first_in, second.last_out, second.inside) == (local(10, 5), local(10, 50), False)
    ticks = [entry for entry in world.store.journal() if entry.body.get("paper")]
    assert [entry.at for entry in ticks] == [local(10, 5), local(10, 5), local(10, 50)]
    assert all(entry.hlc.startswith(str(int(local(11).timestamp()))) for entry in ticks)
    assert verify(world.store)[1] == []


def test_arrivals_are_those_of_their_quarter_hour(world: World) -> None:
    told(world, "10:52 1-3\n10:30 4")
    found = arrivals(world.desk, local(11))
    assert (sum(found), found[6]) == (3, 3)


def test_a_later_scan_is_no_second_coming_in(world: World) -> None:
    world.scan("TICKET-1")
    told(world, "10:05 1")
    person = world.store.person_by_number(1)
    assert person
    assert (person.first_in, person.visits, person.conflict) == (local(10, 5), 1, "")


def test_who_was_in_already_changes_nothing_and_is_told(world: World) -> None:
    told(world, "10:05 1")
    ((state, text),) = told(world, "10:20 1")
    assert state is State.RECORDED
    assert "was in already, since 10:05" in text
    person = world.store.person_by_number(1)
    assert person
    assert (person.first_in, person.conflict) == (local(10, 5), "")


def test_the_same_line_twice_counts_once(world: World) -> None:
    text = "10:05 1-3\n10:05 1\n10:20 1\nout 10:40 2\nout 10:40 5\nbooth 7 10:20 3\ndone 10:31 3"
    told(world, text)
    entries = world.journal()
    again = told(world, text)
    assert {state for state, _text in again} == {State.KNOWN}
    assert world.journal() == entries
    assert len(world.store.talks()) == 1


def test_a_line_is_recorded_whole_or_not_at_all(world: World) -> None:
    entries = world.journal()
    found = told(world, "10:05 4-6\n11:30 1\n2026-11-20 10:05 1\nbooth 9 10:05 1\nbooth 8 10:05 1 position 7A\nfoo")
    assert [state for state, _text in found] == [State.REFUSED] * 6
    for (_state, text), named in zip(
        found, ["number 6", "11:30", "2026-11-20", "no booth 9", "7A", "foo"], strict=True
    ):
        assert named in text
    assert world.journal() == entries


def test_lines_are_recorded_in_the_order_of_their_times(world: World) -> None:
    found = told(world, "out 10:50 1\n10:05 1")
    assert "checked out" in found[0][1]
    assert "not in the house" not in found[0][1]


def test_a_talk_has_its_times_and_what_came_of_it(world: World) -> None:
    said = told(world, "booth 7 10:20-10:31 1 position 7A application\nbooth 8 10:40 1\ndone 10:52 1")
    assert said[0][1].endswith("application on site"), "whoever types sees that the words were understood"
    assert "7A" in said[0][1]
    first, second = world.store.talks()
    assert (first.starts, first.ends, first.position) == (local(10, 20), local(10, 31), "7A")
    assert (second.starts, second.ends, second.confirmed) == (local(10, 40), local(10, 52), True)
    person = world.store.person_by_number(1)
    assert person
    assert person.first_in == local(10, 20)
    figures = report(world.desk)["figures"]
    assert (figures["T2"], figures["G1"], figures["B1"]) == (1, 2, 1)


def test_a_talk_typed_in_late_is_over_when_the_next_one_began(world: World) -> None:
    told(world, "booth 8 10:40 1")
    told(world, "booth 7 10:20 1")
    first, second = world.store.talks()
    assert (first.booth, first.ends) == ("7", local(10, 40))
    assert (second.booth, second.ends) == ("8", None)


def test_who_is_cancelled_was_let_in_by_hand(world: World) -> None:
    world.listed("TICKET-9", number=9, cancelled=True)
    ((state, text),) = told(world, "10:05 9")
    assert (state, "cancelled" in text) == (State.RECORDED, True)
    assert world.store.turnout()[1] == 1


def test_a_preview_records_nothing(world: World) -> None:
    entries = world.journal()
    assert [each.state for each in paper.preview(world.desk, "10:05 1\nbooth 7 10:05 2")] == [State.RECORDED] * 2
    assert world.journal() == entries


def test_taking_back_leaves_nothing_of_the_line(world: World) -> None:
    (outcome,) = paper.record(world.desk, "booth 7 10:20-10:31 1-2 application")
    paper.take_back(world.desk, outcome)
    assert world.store.talks() == []
    assert world.store.turnout()[1] == 0
    assert verify(world.store)[1] == []


def test_the_command_reads_a_file_and_standard_input(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT, ["7;Amt 7;1"])
    (tmp_path / "people.csv").write_text("first_name,last_name\nAnna,Abt\nBea,Bo\n", encoding="utf-8")
    assert kiosk("import", folder, tmp_path / "people.csv").returncode == 0
    ticks = tmp_path / "ticks.txt"
    ticks.write_text(f"\ufeff{DAY} 10:05 1\r\n10:05 99\r\n", encoding="utf-8")
    ended = kiosk("paper", folder, ticks)
    assert ended.returncode == 1
    assert "Line 2: " in ended.stderr
    ended = kiosk("paper", folder, "-", "--json", given=b"\xff\n")
    assert ended.returncode == 1
    document = json.loads(ended.stdout)
    assert [(each["line"], each["state"]) for each in document["lines"]] == [(1, "refused")]
    assert (document["recorded"], document["refused"]) == (0, 1)
    ended = kiosk("paper", folder, tmp_path / "none.txt")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)


async def opened(pilot: Pilot[None], stage: Stage) -> None:
    await quiet(pilot)
    await pilot.press("f2")
    await quiet(pilot)
    await pilot.press("ctrl+n")
    await quiet(pilot)
    assert isinstance(stage.app.screen, PaperDialog)


def part(stage: Stage, name: str) -> str:
    return str(stage.app.screen.query_one(f"#{name}", Static).content)


async def test_a_line_is_previewed_recorded_and_taken_back(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, stage)
        await typed(pilot, "09:05 1-2")
        assert "09:05 checked in: 1 Anna" in part(stage, "read")
        assert desk.store.turnout()[1] == 0
        await stage.scan(pilot, code_of(3))
        assert desk.store.turnout()[1] == 1
        await pilot.press("enter")
        await quiet(pilot)
        assert "09:05 checked in" in part(stage, "done")
        assert stage.app.screen.query_one(Input).value == ""
        assert desk.store.turnout()[1] == 3
        await pilot.press("ctrl+z")
        await quiet(pilot)
        assert desk.store.turnout()[1] == 1
        assert part(stage, "done") == ""


async def test_a_wrong_line_stays_to_be_corrected(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, stage)
        await typed(pilot, "09:05 99")
        assert "Nobody has the number 99" in part(stage, "read")
        await pilot.press("enter")
        await quiet(pilot)
        assert stage.app.screen.query_one(Input).value == "09:05 99"
        assert desk.store.turnout()[1] == 0


@pytest.mark.parametrize("desk", ["en", "de"], indirect=True)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_dialog_looks_right(stage: Stage, looks: Looks, size: tuple[int, int], clock: FakeClock) -> None:
    async with stage.app.run_test(size=size) as pilot:
        await opened(pilot, stage)
        clock.go(hours=2)
        for text in ("10:05 1-3 5", "10:20 1", "aus 11:10 2", "stand 3 10:20-10:31 1"):
            await typed(pilot, text)
            await pilot.press("enter")
            await quiet(pilot)
        await typed(pilot, "10:05 112-118")
        await settled(pilot)
        looks(stage.app, f"paper-{size[0]}x{size[1]}-{stage.app.desk.event.language}")
