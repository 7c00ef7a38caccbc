"""What comes in without a talk: contracts, applications sent in later, trial work that has begun."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import EVENT, ROUNDS, World, booth_reader, local, make_folder, world_at

from kiosk.actions import closing, contracts, merging, results
from kiosk.actions.document import document
from kiosk.actions.dossier import dossier
from kiosk.actions.employer_lists import export_for_employers
from kiosk.actions.exports import export
from kiosk.actions.report import report
from kiosk.actions.upkeep import rebuild, verify
from kiosk.i18n import use
from kiosk.model import Entry, KioskError
from kiosk.rules import pairs
from kiosk.rules.contracts import CONTRACT, Kind, contract_of
from kiosk.rules.journal import UNDONE
from kiosk.rules.results import Application, results_without_talk
from kiosk.rules.talks import RESULT

BOOTHS = ["1;Amt 1;1", "2;Amt 2;2", "3;Amt 2;1"]
POSITIONS = ["1A;1;Koch", "1B;1;Kellner", "2A;2;Gärtnerin"]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, POSITIONS)) as opened:
        for number in range(1, 4):
            fields = {"number": number, "first_name": f"Vor{number}", "last_name": f"Abt-{number}"}
            opened.listed(f"T{number}", consent_contact="yes", **fields)
            opened.scan(f"T{number}")
        yield opened
        assert verify(opened.store)[1] == []


def pair(world: World, number: int, booth: str = "1") -> str:
    found = world.store.person_by_number(number)
    assert found
    return pairs.entity_of(booth, found.id)


def signed(world: World, number: int, booth: str = "1", **fields: str) -> None:
    contracts.record_contract(world.desk, pairs.split(pair(world, number))[1], booth, fields, by="lead")


def figures(world: World) -> dict[str, float]:
    found = report(world.desk)
    assert all(check["holds"] for check in found["checks"])
    return {
        figure: found["figures"][figure]
        for figure in ("G1", "B1", "B2", "B2_now", "B3", "F2_begun", "F3", "F3_same_day")
    }


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))


# Contracts


def test_a_contract_is_said_field_by_field_and_the_last_word_holds(world: World) -> None:
    signed(world, 1, kind="employment", date="2026-11-22", reporter="Frau [x]")
    signed(world, 1, kind="training", position="1A")
    (found,) = world.store.contracts()
    assert (found.number, found.booth, found.position) == (1, "1", "1A")
    assert (found.kind, found.date, found.reporter) == (Kind.TRAINING, date(2026, 11, 22), "Frau [x]")
    contracts.take_contract_back(world.desk, found.person, "1")
    (found,) = world.store.contracts()
    assert (found.kind, found.position) == (Kind.EMPLOYMENT, None)
    contracts.take_contract_back(world.desk, found.person, "1")
    assert world.store.contracts() == []
    with pytest.raises(KioskError, match="No contract was reported"):
        contracts.take_contract_back(world.desk, found.person, "1")


def test_contracts_count_by_person_and_employer_also_after_the_closing(world: World) -> None:
    signed(world, 1, "2", date="2026-11-22")
    signed(world, 1, "3")  # the same employer
    world.clock.go(days=10)
    signed(world, 2, date="2026-12-01")
    closing.close(world.desk)
    signed(world, 3, kind="training")
    found = figures(world)
    assert (found["F3"], found["F3_same_day"]) == (3, 1)
    contracts.take_contract_back(world.desk, pairs.split(pair(world, 3))[1], "1")
    assert figures(world)["F3"] == 2
    with pytest.raises(KioskError, match="closed"):
        contracts.take_contract_back(world.desk, pairs.split(pair(world, 2))[1], "1")


@pytest.mark.parametrize(
    ("booth", "fields", "said"),
    [
        ("9", {}, "There is no booth 9"),
        ("1", {"date": "2026-11-21"}, "2026-11-21 is before the event. Write a day from 2026-11-22 on"),
        ("1", {"date": "2026-11-23"}, "2026-11-23 is still to come. Write the day on which it was"),
        ("1", {"position": "2A"}, "no position 2A at this booth. Known are: 1A, 1B"),
    ],
)
def test_what_cannot_be_of_a_contract_is_told(world: World, booth: str, fields: dict[str, str], said: str) -> None:
    before = world.journal()
    with pytest.raises(KioskError, match=said):
        signed(world, 1, booth, **fields)
    assert world.journal() == before


def test_only_attendees_sign_contracts(world: World) -> None:
    staff = world.listed("STAFF", role="employer")
    with pytest.raises(KioskError, match="Only attendees"):
        contracts.record_contract(world.desk, staff.id, "1", {})


def test_what_came_of_it_stands_with_booth_position_and_employer_and_on_site_with_groups(world: World) -> None:
    for number in range(4, 13):
        world.listed(f"T{number}", number=number, group="10a" if number < 9 else "10b")
        world.scan(f"T{number}")
    for number in (4, 5, 6, 7, 10):
        results.record_result(world.desk, pair(world, number), {"application": "on_site", "position": "1A"})
    dated = {"next_step": "follow_up", "date": "2026-12-01"}
    for number, booth in ((4, "2"), (4, "3"), (9, "2"), (10, "2"), (11, "2")):  # booths 2 and 3 are one employer's
        results.record_result(world.desk, pair(world, number, booth), dated)
    closing.close(world.desk)
    results.record_result(world.desk, pair(world, 8), {"application": "received", "position": "1B"})
    signed(world, 8, position="1B")
    with world.store.reading():
        told, made = report(world.desk), document(world.desk)
    by = {name: {row["id"]: row for row in rows} for name, rows in told["by"].items()}

    def column(table: str, figure: str) -> dict[str, int]:
        return {row: cells[figure] for row, cells in by[table].items() if cells[figure]}

    assert [column(table, "B1") for table in ("booth", "position", "employer")] == [{"1": 5}, {"1A": 5}, {"Amt 1": 5}]
    assert [column(table, "F1") for table in ("booth", "position", "employer")] == [
        {"2": 4, "3": 1},
        {"": 4},
        {"Amt 2": told["figures"]["F1"]},
    ]
    for figure in ("B3", "F3"):
        assert [column(table, figure) for table in ("booth", "position")] == [{"1": 1}, {"1B": 1}]
    assert (column("group", "B1"), column("group", "F1")) == ({"10a": 4, "10b": 1}, {"10a": 1, "10b": 3})
    tables = {table.title: table for table in made.tables}
    assert tables["By booth"].head[-4:] == (
        "Applications on site",
        "Applications that came in later",
        "Follow-up appointments",
        "Contracts",
    )
    assert "Applications that came in later, Contracts: by now, as of 2026-11-22, 09:00." in tables["By booth"].note
    assert [row[-1:] for row in tables["By employer"].rows] == [("1",), ("0",)]
    assert tables["By group"].head[-1] == "Talks"  # what is left of so few may not be told


# Applications without a talk


def test_an_application_without_a_talk_counts_and_confirms_none(world: World) -> None:
    said = {"application": "announced", "position": "1A"}
    announced = results.record_result(world.desk, pair(world, 1), said)
    assert (announced.talk, announced.number, announced.position) == ("", 1, "1A")
    results.record_result(world.desk, pair(world, 1), {"application": "on_site", "position": "1B"})
    closing.close(world.desk)
    assert figures(world) | {"G1": 0, "B1": 1, "B2": 1, "B3": 0} == figures(world)
    world.clock.go(days=10)
    later = {"application": "received", "applied": "2026-12-02", "position": "1A"}
    results.record_result(world.desk, pair(world, 1), later)
    world.clock.go(days=1)
    results.record_result(world.desk, pair(world, 2, "2"), {"application": "received"})
    assert [(result.application, result.position) for result in world.store.results()] == [
        (Application.ON_SITE, "1B"),
        (Application.RECEIVED, "1A"),
        (Application.RECEIVED, None),
    ]
    assert figures(world) | {"G1": 0, "B1": 1, "B2": 1, "B2_now": 0, "B3": 2} == figures(world)
    results.take_back(world.desk, pair(world, 1))
    assert figures(world) | {"B2": 1, "B2_now": 1, "B3": 1} == figures(world)
    with pytest.raises(KioskError, match="closed"):
        results.record_result(world.desk, pair(world, 3), {"application": "on_site", "position": "1A"})


def test_trial_work_that_has_begun_is_counted_by_person_and_employer(world: World) -> None:
    with pytest.raises(KioskError, match="2026-12-01 is still to come"):
        results.record_result(world.desk, pair(world, 1, "2"), {"next_step": "trial_work", "started": "2026-12-01"})
    world.clock.go(days=10)
    for booth in "23":
        said = {"next_step": "trial_work", "date": "2026-11-30", "started": "2026-12-01"}
        results.record_result(world.desk, pair(world, 1, booth), said)
    results.record_result(world.desk, pair(world, 2), {"next_step": "trial_work"})
    assert figures(world)["F2_begun"] == 1
    with pytest.raises(KioskError, match="before the event"):
        results.record_result(world.desk, pair(world, 2), {"started": "2026-11-21"})


def test_a_closed_event_takes_a_position_only_where_none_was_known(world: World) -> None:
    for seconds in (90, 10):
        world.scan("T1", booth_reader("1"))
        world.clock.go(seconds=seconds)
    (talk,) = world.store.talks()
    closing.close(world.desk)
    results.about(world.desk, talk.id, "1A")
    assert [held.position for held in world.store.talks()] == ["1A"]
    for position in ("1B", ""):
        with pytest.raises(KioskError, match="is counted"):
            results.about(world.desk, talk.id, position)
    results.take_back(world.desk, talk.id)
    results.record_result(world.desk, talk.id, {"application": "received", "position": "1B"})
    assert [held.position for held in world.store.talks()] == [None], "what the talk was about is another matter"
    assert [result.position for result in world.store.results()] == ["1B"]
    with pytest.raises(KioskError, match="closed"):
        results.record_result(world.desk, talk.id, {"application": "received", "position": "1A"})


def test_whoever_is_listed_twice_has_it_once(world: World) -> None:
    signed(world, 1)
    signed(world, 2)
    for number in (1, 2):
        results.record_result(world.desk, pair(world, number), {"application": "received", "position": "1A"})
    one, two = (world.store.person_by_number(number) for number in (1, 2))
    assert one
    assert two
    merging.merge(world.desk, one.id, two.id)
    assert figures(world) | {"B3": 1, "F3": 1} == figures(world)
    assert {(row.person, row.number) for row in (*world.store.results(), *world.store.contracts())} == {(one.id, 1)}
    merging.separate(world.desk, one.id)
    assert figures(world) | {"B3": 2, "F3": 2} == figures(world)


# Written


def test_files_have_what_came_without_a_talk_and_contracts(world: World) -> None:
    world.clock.go(days=14)
    signed(world, 1, kind="training", date="2026-12-01", position="1A", reporter="Lehrwerkstatt")
    signed(world, 2, "2")
    said = {"application": "received", "applied": "2026-12-02", "position": "1A", "started": "2026-12-03"}
    results.record_result(world.desk, pair(world, 1), said)
    files = {path.name: path for path in (*export(world.desk), *export_for_employers(world.desk))}
    (row,) = read(files["results-personal.csv"])
    assert (row["Without a talk"], row["Applied on"], row["Trial work begun"]) == ("yes", "02.12.2026", "03.12.2026")
    first, second = read(files["contracts-personal.csv"])
    assert (first["Number"], first["Title"], first["Contract"]) == ("1", "Koch", "contract of training")
    assert (first["Contract signed"], first["Reported by"]) == ("01.12.2026", "Lehrwerkstatt")
    assert (second["Employer"], second["Contract"], second["Contract signed"]) == ("Amt 2", "contract", "")
    (own,) = read(files["Amt-1-personal.csv"])
    assert (own["Number"], own["Contract"], own["Application"]) == (
        "1",
        "contract of training",
        "application received later",
    )
    (other,) = read(files["Amt-2-personal.csv"])
    assert (other["Number"], other["Contract"], other["Application"]) == ("2", "contract", "")


def test_a_person_gets_told_of_it(world: World) -> None:
    signed(world, 1, kind="employment", reporter="Chefin")
    results.record_result(world.desk, pair(world, 1, "2"), {"application": "received", "position": "2A"})
    found = dossier(world.desk, 1)
    (row,) = found["contracts"]
    assert (row["booth"], row["kind"], row["reporter"]) == ("1", "employment", "Chefin")
    assert [(row["booth"], row["position"]) for row in found["without_talk"]] == [("2", "2A")]
    assert {"contract", "result"} <= {entry["kind"] for entry in found["journal"]}


# Folded


SAID = st.lists(
    st.tuples(
        st.sampled_from([RESULT, CONTRACT, UNDONE]),
        st.sampled_from(["", "1A", "1B"]),
        st.sampled_from(["received", "announced", "none"]),
        st.sampled_from(["employment", "training", ""]),
        st.integers(0, 5),
    ),
    max_size=8,
)


@given(SAID, st.randoms())
def test_any_order_of_arrival_and_repeats_fold_alike(steps, dice) -> None:  # type: ignore[no-untyped-def]
    entity = pairs.entity_of("Stand 1/2", "person:desk-1")
    entries: list[Entry] = []
    for place, (kind, position, application, sort, back) in enumerate(steps, 1):
        body: dict[str, object] = {"number": 1, "position": position}
        if kind == UNDONE:
            if place - 1 <= back:
                continue
            body = {"entry": f"desk-{place - 1 - back}"}
        else:
            body |= {"application": application} if kind == RESULT else {"kind": sort}
        entries.append(Entry("desk", place, f"{place:013d}.000000", kind, entity, body))
    mixed = [*entries, *entries]
    dice.shuffle(mixed)
    found, contract = results_without_talk(entity, mixed), contract_of(entity, mixed)
    assert found == results_without_talk(entity, entries)
    assert contract == contract_of(entity, entries)
    assert len({result.position for result in found}) == len(found)
    assert {(result.person, result.booth, result.talk) for result in found} <= {("person:desk-1", "Stand 1/2", "")}
    if all(entry.kind != UNDONE for entry in entries):
        said = {entry.body["position"] or None for entry in entries if entry.kind == RESULT}
        assert {result.position for result in found} == said
        last = [entry.body["kind"] for entry in entries if entry.kind == CONTRACT]
        assert (contract.kind if contract else None) == (last[-1] if last else None)


def test_a_database_of_the_version_before_keeps_its_results(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, POSITIONS)
    with world_at(folder) as world:
        world.listed("T1", number=1)
        world.scan("T1", booth_reader("1"))
        (talk,) = world.store.talks()
        said = results.record_result(world.desk, talk.id, {"application": "on_site"})
        with world.store.write() as store:
            store.db.execute("drop table contracts")
            store.db.execute("drop table results")
            store.db.execute("create table results (talk text primary key, person text, entity text) strict")
            store.db.execute("delete from _sqlite_migrations where name = 'late_results'")
    with world_at(folder, local(9, 1)) as world:
        assert world.store.results() == [said]
        signed(world, 1)
        assert rebuild(world.store) == []
        assert len(world.store.contracts()) == 1
