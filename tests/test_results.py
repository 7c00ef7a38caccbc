"""What came of the talks: said at a screen, kept with the talk, counted by the definitions, and written out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import EVENT, ROUNDS, World, booth_reader, local, make_folder, world_at

from kiosk.actions import closing, people, results
from kiosk.actions.exports import export
from kiosk.actions.report import report
from kiosk.actions.upkeep import verify
from kiosk.i18n import use
from kiosk.model import Entry, KioskError, Talk
from kiosk.rules.results import Application, Step, clashes, result_of
from kiosk.rules.talks import RESULT, TALK_ABOUT, TALK_STARTED

ONE, TWO, THREE = (booth_reader(booth) for booth in "123")
BOOTHS = ["1;Amt 1;1", "2;Amt 2;2", "3;Amt 2;1"]
POSITIONS = ["1A;1;Koch", "1B;1;Kellner", "2A;2;Gärtnerin"]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, POSITIONS)) as opened:
        for number in range(1, 5):
            opened.listed(f"T{number}", number=number, last_name=f"Abt-{number}")
        yield opened


def talked(world: World, number: int = 1, booth: str = "1") -> Talk:
    """A talk of this number that has just begun."""
    world.scan(f"T{number}", booth_reader(booth))
    world.clock.go(seconds=10)
    found = results.last_talk(world.desk, booth)
    assert found
    return found


def figures(world: World) -> dict[str, float]:
    found = report(world.desk)
    assert all(check["holds"] for check in found["checks"])
    return {figure: found["figures"][figure] for figure in ("G1", "B1", "B2", "F1", "F1_open", "F2", "F2_open")}


# Said


def test_what_was_said_last_of_each_field_holds(world: World) -> None:
    talk = talked(world)
    results.record_result(world.desk, talk.id, {"application": "announced", "next_step": "follow_up"}, by="lead")
    found = results.record_result(world.desk, talk.id, {"date": "2026-11-30", "time": "10:30", "place": "Raum [4] "})
    assert (found.application, found.next_step) == (Application.ANNOUNCED, Step.FOLLOW_UP)
    assert (found.date, found.time, found.place) == (date(2026, 11, 30), time(10, 30), "Raum [4]")
    assert (found.number, found.booth) == (1, "1")
    found = results.record_result(world.desk, talk.id, {"application": "on_site", "place": ""})
    assert (found.application, found.place, found.date) == (Application.ON_SITE, "", date(2026, 11, 30))
    assert world.store.results() == [found]
    assert verify(world.store)[1] == []


def test_where_nothing_follows_there_is_no_date(world: World) -> None:
    talk = talked(world)
    results.record_result(world.desk, talk.id, {"next_step": "trial_work", "date": "2026-11-30", "time": "10:30"})
    found = results.record_result(world.desk, talk.id, {"next_step": "none"})
    assert (found.next_step, found.date, found.time) == (Step.NONE, None, None)


def test_a_position_named_later_is_the_results_too(world: World) -> None:
    talk = talked(world)
    results.record_result(world.desk, talk.id, {"application": "on_site"})
    results.about(world.desk, talk.id, "1B")
    assert [found.position for found in world.store.results()] == ["1B"]
    results.about(world.desk, talk.id, "")
    assert [found.position for found in world.store.results()] == [None]
    with pytest.raises(KioskError, match=r"no position 2A at this booth. Known are: 1A, 1B"):
        results.about(world.desk, talk.id, "2A")


def test_the_last_word_is_taken_back_first(world: World) -> None:
    talk = talked(world)
    results.about(world.desk, talk.id, "1A")
    results.record_result(world.desk, talk.id, {"application": "on_site"})
    results.take_back(world.desk, talk.id)
    assert world.store.results() == []
    assert results.last_talk(world.desk, "1").position == "1A"  # type: ignore[union-attr]
    results.take_back(world.desk, talk.id)
    with pytest.raises(KioskError, match="Nothing was said"):
        results.take_back(world.desk, talk.id)
    assert verify(world.store)[1] == []


def test_a_result_goes_with_its_talk(world: World) -> None:
    talk = talked(world)
    results.record_result(world.desk, talk.id, {"application": "on_site"})
    started = next(entry for entry in world.store.entries(talk.id) if entry.kind == TALK_STARTED)
    people.undo(world.desk, str(started.id))
    assert (world.store.results(), world.store.talks()) == ([], [])
    with pytest.raises(KioskError, match="This talk was taken back"):
        results.record_result(world.desk, talk.id, {"application": "on_site"})


@pytest.mark.parametrize("said", ["on_site", "announced", "none", ""])
def test_a_closed_event_takes_no_application_that_was_counted_on_site(world: World, said: str) -> None:
    talk = talked(world)
    closing.close(world.desk)
    before = world.store.entries(talk.id)
    with pytest.raises(KioskError, match="closed"):
        results.record_result(world.desk, talk.id, {"application": said})
    assert world.store.entries(talk.id) == before


def test_what_comes_later_is_taken_by_a_closed_event_and_changes_nothing_on_site(world: World) -> None:
    talk = talked(world)  # too short to count, and a late result confirms no talk
    closing.close(world.desk)
    before = figures(world)
    found = results.record_result(world.desk, talk.id, {"application": "received", "next_step": "trial_work"})
    assert (found.application, found.next_step) == (Application.RECEIVED, Step.TRIAL_WORK)
    after = figures(world)
    assert [after[figure] for figure in ("G1", "B1", "B2")] == [before[figure] for figure in ("G1", "B1", "B2")]
    assert report(world.desk)["figures"]["B3"] == 1
    results.take_back(world.desk, talk.id)
    assert (world.store.results(), figures(world)) == ([], before)


def test_an_application_on_site_stays_one_after_the_closing(world: World) -> None:
    talk = talked(world)
    results.record_result(world.desk, talk.id, {"application": "on_site"})
    closing.close(world.desk)
    with pytest.raises(KioskError, match="closed"):
        results.record_result(world.desk, talk.id, {"application": "received"})
    with pytest.raises(KioskError, match="closed"):
        results.take_back(world.desk, talk.id)
    found = results.record_result(world.desk, talk.id, {"next_step": "follow_up", "date": "2026-12-01"})
    assert found.application is Application.ON_SITE
    assert figures(world)["B1"] == 1


def test_the_last_talk_is_the_running_one_else_the_last_that_was_over(world: World) -> None:
    assert results.last_talk(world.desk, "2") is None
    first, second = talked(world, 1, "2"), talked(world, 2, "2")
    assert results.last_talk(world.desk, "2", "1") == first
    world.scan("T2", TWO)
    last = results.last_talk(world.desk, "2")
    assert last
    assert last.id == first.id
    world.clock.go(seconds=10)
    world.scan("T1", TWO)
    last = results.last_talk(world.desk, "2")
    assert last
    assert (last.id, last.seat) == (first.id, "1")
    seated = results.last_talk(world.desk, "2", "2")
    assert seated
    assert seated.id == second.id


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("30.11.", "2026-11-30"),
        ("30.11", "2026-11-30"),
        (" 5. 1. ", "2027-01-05"),
        ("1.12.26", "2026-12-01"),
        ("01.12.2026", "2026-12-01"),
        ("2026-12-1", "2026-12-01"),
        ("", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(world: World, typed: str, meant: str) -> None:
    assert results.date_of(world.desk, typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"), [("31.2.", "is no date"), ("Monday", "is no date"), ("1.11.2026", "is before the event")]
)
def test_what_is_no_date_to_come_is_told(world: World, typed: str, said: str) -> None:
    with pytest.raises(KioskError, match=said):
        results.date_of(world.desk, typed)


SAID = st.lists(
    st.tuples(
        st.sampled_from(["application", "next_step", "date", "position"]),
        st.sampled_from(["on_site", "announced", "none", "follow_up", "trial_work", "2026-11-30", ""]),
    ),
    max_size=6,
)


@given(SAID, st.randoms())
def test_any_order_of_arrival_and_repeats_give_the_same_result(steps, dice) -> None:  # type: ignore[no-untyped-def]
    allowed = {
        "application": ("on_site", "announced", "none"),
        "next_step": ("follow_up", "trial_work", "none"),
        "date": ("2026-11-30", ""),
        "position": ("on_site", ""),
    }
    start = {"person": "person:1", "number": 1, "booth": "1", "seat": "1"}
    entries = [Entry("desk", 1, "0000000000001.000000", TALK_STARTED, "talk:desk-1", start)]
    for place, (name, value) in enumerate(((n, v) for n, v in steps if v in allowed[n]), 2):
        kind = TALK_ABOUT if name == "position" else RESULT
        entries.append(Entry("desk", place, f"{place:013d}.000000", kind, "talk:desk-1", {name: value}))
    mixed = [*entries, *entries]
    dice.shuffle(mixed)
    found = result_of("talk:desk-1", mixed)
    assert found == result_of("talk:desk-1", entries)
    told = [entry.body for entry in entries if entry.kind == RESULT]
    assert (found is None) is (not told)
    if found:
        said = [body["application"] for body in told if "application" in body]
        assert found.application == (said[-1] if said else "none")


# Counted


def test_applications_and_agreements_are_counted_as_they_are_defined(world: World) -> None:
    world.listed("STAFF", role="employer")
    said = [
        (1, "1", "1A", {"application": "on_site", "next_step": "follow_up", "date": "2026-11-30"}),
        (1, "1", "1A", {"application": "on_site", "next_step": "follow_up"}),
        (1, "1", "1B", {"application": "announced"}),
        (2, "1", "1A", {"application": "announced", "next_step": "trial_work"}),
        (2, "1", "1A", {"application": "on_site"}),
        (3, "2", "", {"application": "on_site", "next_step": "trial_work", "date": "2026-11-30"}),
        (3, "3", "", {"next_step": "trial_work"}),
        (4, "2", "", {"next_step": "documents_missing"}),
    ]
    for number, booth, position, fields in said:
        talk = talked(world, number, booth)
        if position:
            results.about(world.desk, talk.id, position)
        results.record_result(world.desk, talk.id, fields)
        world.scan(f"T{number}", booth_reader(booth))
        world.clock.go(seconds=10)
    world.scan("STAFF", ONE)
    boss = results.last_talk(world.desk, "1")
    assert boss
    results.record_result(world.desk, boss.id, {"application": "on_site"})
    assert figures(world) == {"G1": 8, "B1": 3, "B2": 1, "F1": 1, "F1_open": 0, "F2": 1, "F2_open": 1}


def test_a_booth_that_says_what_came_of_a_short_talk_confirms_it(world: World) -> None:
    talk = talked(world)
    assert figures(world)["G1"] == 0
    results.record_result(world.desk, talk.id, {"next_step": "none"})
    world.scan("T2", ONE)
    assert figures(world)["G1"] == 1
    assert [held.confirmed for held in world.store.talks()] == [True, False]


# Written


def test_the_results_are_a_file_that_says_that_it_names_people(world: World) -> None:
    talk = talked(world)
    results.about(world.desk, talk.id, "1A")
    fields = {"application": "on_site", "next_step": "trial_work", "date": "2026-11-30", "time": "08:00", "who": "=1+1"}
    results.record_result(world.desk, talk.id, fields, by="booth-1")
    silent = talked(world, 2, "2")
    results.record_result(world.desk, silent.id, {"place": "Raum 4"})
    path = next(path for path in export(world.desk) if path.name.startswith("results"))
    assert path.name == "results-personal.csv"
    row, other = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";")
    assert (other["Application"], other["Next step"], other["Date"], other["Place"]) == ("", "", "", "Raum 4")
    assert (row["Number"], row["Last name"], row["Position"], row["Title"]) == ("1", "Abt-1", "1A", "Koch")
    assert (row["Application"], row["Next step"]) == ("application on site", "trial work")
    assert (row["Date (ISO)"], row["Date"], row["Time"], row["Who does what"]) == (
        "2026-11-30",
        "30.11.2026",
        "08:00",
        "'=1+1",
    )
    assert (row["Recorded by"], row["Recorded"]) == ("Booth 1", f"{local(10).strftime('%d.%m.%Y')} 09:00:10")


# A database from before there were results


def test_a_database_of_the_version_before_keeps_everything_and_takes_results(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, POSITIONS)
    with world_at(folder) as world:
        world.listed("T1", number=1)
        talk = talked(world)
        with world.store.write() as store:
            store.db.execute("drop table results")
            store.db.execute("delete from _sqlite_migrations where name = 'results'")
    with world_at(folder, local(9, 1)) as world:
        assert [known.id for known in world.store.talks()] == [talk.id]
        results.record_result(world.desk, talk.id, {"application": "on_site"})
        assert figures(world)["B1"] == 1
        assert verify(world.store)[1] == []


@pytest.mark.parametrize(
    ("times", "clash"),
    [(("10:00", "11:59"), True), (("10:00", "12:00"), False), (("10:00", ""), True), (("10:00", "10:00"), True)],
)
def test_dates_of_one_person_that_cannot_both_be_kept_clash(world: World, times: tuple[str, str], clash: bool) -> None:
    talks = [talked(world), talked(world, booth="2")]
    for talk, at in zip(talks, times, strict=True):
        results.record_result(world.desk, talk.id, {"next_step": "follow_up", "date": "2026-12-01", "time": at})
    other = talked(world, number=2, booth="1")
    results.record_result(world.desk, other.id, {"next_step": "follow_up", "date": "2026-12-01", "time": "10:00"})
    first, second = (world.store.result(talk.id) for talk in talks)
    assert clashes(world.store.results()) == ({talks[0].id: (second,), talks[1].id: (first,)} if clash else {})
