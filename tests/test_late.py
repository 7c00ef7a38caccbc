"""Lists that come weeks later: what is sure is taken in once, what is likely is proposed, what cannot be is told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import EVENT, ROUNDS, World, booth_reader, local, make_folder, world_at
from xlsxwriter import Workbook

from kiosk.actions import closing, contracts, merging, people, results
from kiosk.actions.employer_lists import export_for_employers
from kiosk.actions.exports import export
from kiosk.actions.late import import_results
from kiosk.actions.people import badge_of
from kiosk.actions.report import report
from kiosk.actions.upkeep import verify
from kiosk.cli.folder import KINDS
from kiosk.cli.main import kiosk
from kiosk.field_words import FIELDS
from kiosk.i18n import use
from kiosk.model import KioskError
from kiosk.rules.closing import EVENT as EVENT_ITSELF
from kiosk.rules.readiness import LIST_READ
from kiosk.rules.results import Result

GERMAN = EVENT.replace('"en"', '"de"')
BOOTHS = ["1;Amt für Grün;1", "2;Bäckerei Süß;2", "3;Bäckerei Süß;1", "4;Klinik;1"]
POSITIONS = ["1A;1;Gärtnerin", "1B;1;Koch", "2A;2;Bäcker", "3A;3;Verkäufer", "4A;4;Koch"]
PEOPLE = [("Jürgen", "Groß"), ("İpek", "Yılmaz"), ("Zoë", "Müller"), ("Lea", "Schmidt"), ("Leah", "Schmitt")]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def played(folder: Path, settings_text: str = EVENT) -> World:
    """Number 1 has talked about 1A at booth 1 and about nothing known at booth 2; number 2 at booth 1 about 1B."""
    opened = world_at(make_folder(folder, settings_text + ROUNDS, BOOTHS, POSITIONS))
    world = opened.__enter__()
    world.closing = opened  # type: ignore[attr-defined]
    for number, (first, last) in enumerate(PEOPLE, 1):
        fields = {"first_name": first, "last_name": last, "email": f"p{number}@example.org", "consent_contact": "yes"}
        world.listed(f"TICKET-{number}", number=number, **fields)
        world.scan(f"TICKET-{number}")
    world.listed("STAFF", role="employer", email="staff@example.org", first_name="Petra", last_name="Amt")
    for number, booth, position in ((1, "1", "1A"), (1, "2", ""), (2, "1", "1B")):
        world.scan(f"TICKET-{number}", booth_reader(booth))
        world.clock.go(seconds=90)
        talk = results.last_talk(world.desk, booth)
        assert talk
        if position:
            results.about(world.desk, talk.id, position)
        world.scan(f"TICKET-{number}", booth_reader(booth))
        world.clock.go(seconds=10)
    first = world.store.talks()[0]
    results.record_result(world.desk, first.id, {"application": "announced"}, by="booth-1")
    closing.close(world.desk)
    world.clock.at = local(12, day=local(0).date().replace(month=12, day=15))
    return world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    opened = played(tmp_path / "event")
    yield opened
    assert verify(opened.store)[1] == []
    opened.closing.__exit__(None, None, None)  # type: ignore[attr-defined]


HEADER = (
    "Nummer;Code;Vorname;Name;E-Mail;Arbeitgeber/Stand/Amt;Kennziffer;Bewerbung am;Ergebnis;Nächster Schritt;Termin"
)


def take_in(
    world: World, *rows: str, header: str = HEADER, encoding: str = "cp1252", dry: bool = False
) -> dict[str, Any]:
    path = world.desk.folder / "portal.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    found = import_results(world.desk, path, dry_run=dry)
    counted = found["imported"] + found["updated"] + found["unchanged"] + len(found["rejected"] + found["proposed"])
    assert counted == found["rows"] == sum(bool(row.strip(";")) for row in rows)
    return found


def counts(found: dict[str, Any]) -> tuple[int, int, int, int, int]:
    return found["imported"], found["updated"], found["unchanged"], len(found["proposed"]), len(found["rejected"])


FIGURES = ("G1", "B1", "B2", "B2_now", "B3", "F1", "F1_now", "F2_begun", "F3", "F3_same_day")


def figures(world: World) -> dict[str, float]:
    found = report(world.desk)
    assert all(check["holds"] for check in found["checks"])
    return {figure: found["figures"][figure] for figure in FIGURES}


def said(world: World) -> list[tuple[int | None, str, str | None, str, bool]]:
    """What is known by now, by number, booth and position."""
    found = [(r.number, r.booth, r.position, str(r.application), bool(r.talk)) for r in world.store.results()]
    return sorted(found, key=str)


# Taken in


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_german_list_of_a_career_portal_is_taken_in_once(world: World, encoding: str) -> None:
    before = figures(world)
    rows = [
        "1;;Jürgen;Groß;;Amt für Grün;1A;02.12.2026 14:03;nachgereicht;Vorstellungsgespräch;Mo, 21.12.2026",
        ";TICKET-2;;;;;2A;3.12.;Bewerbung eingegangen;;",
        ";;Zoë;Müller;P3@example.org;Stand 4;;2026-12-04;;;",
        "1;;;;;Bäckerei Süß;;;Absage;;",
    ]
    found = take_in(world, *rows, encoding=encoding)
    assert counts(found) == (3, 1, 0, 0, 0)
    assert found["without_talk"] == [3, 4]
    assert said(world) == [
        (1, "1", "1A", "received", True),
        (1, "2", None, "none", True),
        (2, "2", "2A", "received", False),
        (3, "4", None, "received", False),
    ]
    first = world.store.result(world.store.talks()[0].id)
    assert first
    assert (str(first.applied), str(first.date), first.next_step) == ("2026-12-02", "2026-12-21", "follow_up")
    changed = {"B2_now": 0, "B3": 3, "F1_now": 1}
    assert figures(world) == before | changed
    journal = world.journal()
    again = take_in(world, *rows, encoding=encoding)
    assert counts(again) == (0, 0, 4, 0, 0)
    assert (again["without_talk"], world.journal()) == ([], journal)


def test_an_english_list_brings_contracts_and_begun_trial_work(world: World) -> None:
    header = "Number;Booth;Position;Contract signed;Contract type;Reported by;Trial work started;Who"
    rows = [
        "1;1;1A;2026-11-22;training;Mr [x];;",
        "2;Amt für Grün;;01.12.2026;;;;",
        "2;;4A;;yes;;;",
        "3;4;;;;Ms Y;5.12.2026;lead",
        "4;1;;;no;;;",
    ]
    found = take_in(world, *rows, header=header, encoding="utf-8")
    assert counts(found) == (4, 0, 1, 0, 0)
    assert [(c.number, c.booth, c.position, c.kind, str(c.date), c.reporter) for c in world.store.contracts()] == [
        (1, "1", "1A", "training", "2026-11-22", "Mr [x]"),
        (2, "1", None, "", "2026-12-01", ""),
        (2, "4", "4A", "", "None", ""),
    ]
    assert figures(world) | {"F3": 3, "F3_same_day": 1, "F2_begun": 1} == figures(world)
    (begun,) = (result for result in world.store.results() if result.started)
    assert (begun.number, begun.who, begun.by) == (3, "lead", "Ms Y")
    assert counts(take_in(world, *rows, header=header, encoding="utf-8")) == (0, 0, 5, 0, 0)


def test_a_workbook_is_read_as_well(world: World) -> None:
    path = world.desk.folder / "Rückmeldung.xlsx"
    with Workbook(path) as book:
        page = book.add_worksheet()
        for column, cells in enumerate(
            (("Bewerbungen", "TN-Nr.", 1.0), ("", "Stelle", "1A"), ("", "Status", "hochgeladen"))
        ):
            page.write_column(0, column, cells)
    assert counts(import_results(world.desk, path)) == (0, 1, 0, 0, 0)
    assert figures(world)["B3"] == 1


def test_an_application_for_another_position_is_one_of_its_own(world: World) -> None:
    rows = ["1;;;;;;1B;;hochgeladen;;", "1;;;;;;2A;;hochgeladen;;", "2;;;;;1;1A;;hochgeladen;;"]
    assert take_in(world, *rows)["without_talk"] == [2, 4]
    assert said(world) == [
        (1, "1", "1A", "announced", True),
        (1, "1", "1B", "received", False),
        (1, "2", "2A", "received", True),
        (2, "1", "1A", "received", False),
    ]
    assert figures(world) | {"B2": 1, "B3": 3} == figures(world)
    assert [talk.position for talk in world.store.talks()] == ["1A", None, "1B"], "no talk is said to be about it"


def test_a_trial_writes_nothing_and_says_the_same(world: World) -> None:
    rows = ["1;;;;;;1A;;hochgeladen;;", "9;;;;;;1A;;hochgeladen;;"]
    before = world.journal()
    trial = take_in(world, *rows, dry=True)
    assert world.journal() == before
    assert take_in(world, *rows) == trial


def test_a_list_before_the_closing_is_late_all_the_same(world: World) -> None:
    closing.reopen(world.desk)
    for entry in world.store.entries(EVENT_ITSELF):
        if entry.kind in ("closed", "reopened"):
            people.undo(world.desk, str(entry.id))
    take_in(world, "1;;;;;;1A;;;Folgetermin;20.12.2026", "3;;;;;;4A;2.12.2026;;;")
    assert figures(world) | {"B1": 0, "F1": 1, "F1_now": 1, "B3": 1} == figures(world)
    closing.close(world.desk)
    assert figures(world) | {"B1": 0, "F1": 0, "F1_now": 1, "B3": 1} == figures(world)


# Not taken in


PROPOSED = [
    (";;Lea;Schmit;;1;;;hochgeladen;;", "not sure who is meant", [4, 5]),
    (";;Lea;Schmidt;;1;;;hochgeladen;;", "not sure who is meant", [4, 5]),
    (";;;;p4@example.org;1;;;hochgeladen;;", "not sure who is meant", [4]),
    (";;Zoë;Müller;p4@example.org;1;;;hochgeladen;;", "not sure who is meant", [4, 3]),
    ("1;;Zoë;Müller;;1;;;hochgeladen;;", "The name is not that of number 1", [3]),
    ("1;;Otto;Groß;;1;;;hochgeladen;;", "The name is not that of number 1", []),
    ("1;;Jurgen;Falschname;;1;;;hochgeladen;;", "The name is not that of number 1", []),
    ("1;;;Falschname;;1;;;hochgeladen;;", "The name is not that of number 1", []),
    ("1;TICKET-2;;;;1;;;hochgeladen;;", "number 1 and the code belong to two people", [1, 2]),
    ("1;;;;p3@example.org;1;;;hochgeladen;;", "e-mail address is not that of number 1", [3]),
    ("1;;;;nobody@example.org;1;;;hochgeladen;;", "e-mail address is not that of number 1", []),
    (";TICKET-1;Jürgen;Groß;nobody@example.org;1;;;hochgeladen;;", "e-mail address is not that of number 1", []),
    ("77;;Zoe;Mueller;;1;;;hochgeladen;;", "Nobody has the number 77", [3]),
    ("3;;;;;Bäckerei Süß;;;hochgeladen;;", "several booths: 2, 3", []),
    (
        "3;;;;;Bäckerei Süs;Koch;;hochgeladen;;",
        "no booth or employer “Bäckerei Süs”. Likely is: Bäckerei Süß",
        [],
    ),
    ("3;;;;;;Koch;;hochgeladen;;", "Several positions are called “Koch”: 1B, 4A", []),
]
"""Each row with why it is not sure, and the numbers that are likely."""


REJECTED = [
    ("77;;;;;1;;;hochgeladen;;", "Nobody has the number 77"),
    (";NOBODYS;;;;1;;;hochgeladen;;", "Nobody has this code"),
    (";;Karl;Unbekannt;;1;;;hochgeladen;;", "Nobody on the list is meant"),
    (";STAFF;;;;1;;;hochgeladen;;", "only attendees apply"),
    (";;;;;1;;;hochgeladen;;", "neither a name nor a code"),
    ("88;;;;;1;;;;;", "Nobody has the number 88"),
    ("1;;;;;1;;21.11.2026;hochgeladen;;", "2026-11-21 is before the event. Write a day from 2026-11-22 on"),
    ("1;;;;;1;;16.12.2026;hochgeladen;;", "2026-12-16 is still to come"),
    ("1;;;;;1;;;;Folgetermin;1.1.2026", "2026-01-01 is before the event"),
    ("1;;;;;1;;31.2.;;;", "“31.2.” is no date. Write it like this: 2026-11-22"),
    ("1;;;;;1;;;vielleicht;;", "“vielleicht” is no result that is known. Write one of these"),
    ("1;;;;;1;;;vor Ort;;", "brings only applications received later"),
    ("1;;;;;1;9Z;;hochgeladen;;", "There is no position “9Z”. Known are: 1A, 1B"),
    ("1;;;;;Zoo;;;hochgeladen;;", "There is no booth or employer “Zoo”"),
    ("1;;;;;Klinik;2A;;hochgeladen;;", "do not belong together"),
    ("1;;;;;;;;hochgeladen;;", "neither booth, employer nor position"),
    ("3;;;;;4;;;;;21.12.2026", "names a day or time, but no next step"),
    ("1;;;;;1;;;hochgeladen;;;;zu;viel", "The row has 14 cells"),
]
"""Each row with what is wrong with it."""


def test_what_is_likely_is_proposed_and_never_taken_in(world: World) -> None:
    before = said(world)
    found = take_in(world, *(row for row, _reason, _numbers in PROPOSED))
    assert counts(found) == (0, 0, 0, len(PROPOSED), 0)
    for line, (row, (_text, reason, numbers)) in enumerate(zip(found["proposed"], PROPOSED, strict=True), 2):
        assert reason in row["reason"]
        assert (row["line"], sorted(row["numbers"])) == (line, sorted(numbers))
        assert not [name for pair in PEOPLE for name in pair if name in row["reason"]]
    assert said(world) == before


def test_who_talked_there_is_proposed_first_and_the_others_are_counted(world: World) -> None:
    closing.reopen(world.desk)
    world.clock.at = local(11)
    for number, booth in ((20, "1"), (21, "2"), (22, ""), (23, "1"), (24, "")):
        world.listed(
            f"TICKET-{number}", number=number, first_name=f"Otto {'abcde'[number - 20]}", last_name="Waldbrandt"
        )
        world.scan(f"TICKET-{number}")
        if booth:
            world.scan(f"TICKET-{number}", booth_reader(booth))
            world.clock.go(seconds=90)
            world.scan(f"TICKET-{number}", booth_reader(booth))
            world.clock.go(seconds=10)
    about_it = next(talk for talk in world.store.talks() if talk.number == 23)
    results.about(world.desk, about_it.id, "1B")
    rows = [
        ";;;Waldbrandt;;;1B;;hochgeladen;;",
        ";;;Waldbrandt;;2;;;hochgeladen;;",
        ";;;Waldbrandt;;Zoo;;;hochgeladen;;",
    ]
    found = take_in(world, *rows)
    assert [(row["numbers"], row["more"]) for row in found["proposed"]] == [
        ([23, 20, 21], 2),
        ([21, 20, 22], 2),
        ([20, 21, 22], 2),
    ]
    path = world.desk.folder / "portal.csv"
    spoken = CliRunner().invoke(kiosk, ["import", str(world.desk.folder), str(path), "--as", "results"])
    assert "Likely numbers: 23, 20, 21 and 2 more." in spoken.output


def test_what_cannot_be_is_told_in_one_sentence(world: World) -> None:
    before = said(world)
    found = take_in(world, *(row for row, _reason in REJECTED))
    assert counts(found) == (0, 0, 0, 0, len(REJECTED))
    for line, (row, (_text, reason)) in enumerate(zip(found["rejected"], REJECTED, strict=True), 2):
        assert reason in row["reason"]
        assert row["line"] == line
        assert "\n" not in row["reason"]
    assert said(world) == before


def test_the_same_application_twice_counts_once_and_contradictions_are_told(world: World) -> None:
    rows = [
        "3;;;;;;4A;2.12.2026;hochgeladen;;",
        ";TICKET-3;;;;Klinik;4A;5.12.2026;hochgeladen;;",
        "3;;;;;;4A;;;Folgetermin;20.12.2026",
        "3;;;;;;4A;;;Folgetermin;21.12.2026",
        "1;;;;;;1A;;vor Ort;;",
    ]
    for wanted in ((1, 1, 1, 0, 2), (0, 0, 3, 0, 2)):
        found = take_in(world, *rows)
        assert counts(found) == wanted
        assert {"line": 3, "like": 2} in found["duplicates"]
        assert [row["line"] for row in found["rejected"]] == [5, 6]
        assert "Line 4 says something else" in found["rejected"][0]["reason"]
    (result,) = (known for known in world.store.results() if known.number == 3)
    assert (str(result.applied), str(result.date)) == ("2026-12-02", "2026-12-20")
    assert figures(world)["B3"] == 1


@pytest.mark.parametrize("row", ["1;;;;;1;1A;21.11.2026;hochgeladen;;", "3;;;;;4;;;;Folgetermin;20.11.2026"])
def test_a_day_before_the_event_is_refused_whatever_is_known_already(world: World, row: str) -> None:
    closing.reopen(world.desk)
    results.record_result(world.desk, world.store.talks()[0].id, {"application": "on_site"}, by="booth-1")
    take_in(world, "1;;;;;1;1A;;hochgeladen;;", "3;;;;;4;;;;Folgetermin;1.12.2026")
    found = take_in(world, row, row)
    assert counts(found) == (0, 0, 0, 0, 2)
    assert ["is before the event" in rejected["reason"] for rejected in found["rejected"]] == [True, True]


def test_whoever_applied_on_site_and_sends_the_rest_has_applied_once(world: World) -> None:
    closing.reopen(world.desk)
    second = world.store.talks()[2]
    results.record_result(world.desk, second.id, {"application": "on_site"})
    closing.close(world.desk)
    assert counts(take_in(world, "2;;;;;;1B;2.12.2026;hochgeladen;;", "2;;;;;;1B;;vor Ort;;")) == (0, 0, 2, 0, 0)
    assert figures(world) | {"B1": 1, "B3": 0} == figures(world)


@pytest.mark.parametrize(
    ("header", "row", "said_then"),
    [
        ("Candidate No.;Booth;Application", "3;4;yes", (3, "4", None, "received", False)),
        ("Bewerber-ID;Kennziffer;Bewerbung", "3;4A;ja", (3, "4", "4A", "received", False)),
        ("Kandidaten-Nr.;Kennziffer;Beworben", "3;4A;x", (3, "4", "4A", "received", False)),
        ("Bewerbernummer;Stand;Nächster Schritt;Termin;Uhrzeit", "3;4;Folgetermin;1.12.2026;9:00 AM", None),
        ("Nr.;Name;Kennziffer;Bewerbung", "3;Müller;4A;ja", (3, "4", "4A", "received", False)),
        ("#;Kennziffer;Bewerbung", "3;4A;ja", (3, "4", "4A", "received", False)),
        ("Nr.;Code;Kennziffer;Bewerbung", "1;TICKET-3;4A;ja", (3, "4", "4A", "received", False)),
    ],
)
def test_columns_and_cells_of_portals_are_understood(
    world: World, header: str, row: str, said_then: tuple[Any, ...] | None
) -> None:
    assert counts(take_in(world, row, header=header)) == (1, 0, 0, 0, 0)
    assert said_then is None or said_then in said(world)
    times = [result.time for result in world.store.results() if result.time]
    assert [f"{time:%H:%M}" for time in times] == ([] if said_then else ["09:00"])


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("Nummer;Stand;Bewerbung", "3;4;nein", None),
        ("Nummer;Stand;Status", "3;4;ja", "“ja” is no result that is known"),
        ("Nummer;Stand;Bewerbung", "3;4;?", "“?” is no result that is known"),
        ("Nummer;Stand;Vertrag", "3;4;Minijob", "Write one of these: contract of employment, contract of training"),
        ("Nummer;Stand;Vertrag;Datum", "3;4;ja;1.12.2026", "write the day into a column “Contract signed”"),
        ("Badge code;Position code;Status;Date", "TICKET-3;4A;Contract;2026-12-11", "column “Contract signed”"),
        ("Nummer;Stand;Nächster Schritt;Termin;Zeit", "3;4;Folgetermin;1.12.2026;14:00 PM", "“14:00 PM” is no time"),
    ],
)
def test_what_portals_write_and_cannot_be_taken_says_what_to_write(
    world: World, header: str, row: str, reason: str | None
) -> None:
    before = said(world)
    found = take_in(world, row, header=header)
    assert counts(found)[:2] == (0, 0)
    assert [reason in rejected["reason"] for rejected in found["rejected"]] == ([True] if reason else [])
    assert said(world) == before


def test_a_name_of_a_column_may_end_with_a_full_stop(world: World) -> None:
    with pytest.raises(KioskError) as refused:
        take_in(world, "3;4", header="Lfd. Nr.;Cand. No.")
    assert "“Cand. No.”." in str(refused.value)


def test_a_file_that_is_no_such_list_is_told(world: World) -> None:
    path = world.desk.folder / "falsch.csv"
    for text, reason in (
        ("Stelle;Ergebnis\n1A;hochgeladen\n", "no column says who a person is"),
        ("Nummer;Stelle\n1;1A\n", "no column says what came of it"),
        ("", "is empty"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(KioskError, match=reason):
            import_results(world.desk, path)


# Replaced and taken back


def told(world: World) -> list[tuple[int | None, str, str, str]]:
    """The contracts that hold."""
    return [(c.number, c.booth, c.kind, str(c.date)) for c in world.store.contracts()]


CONTRACTS = "Nummer;Stand;Kennziffer;Vertrag;Vertrag am"


@pytest.mark.parametrize("word", ["nein", "Nein", "kein", "keiner", "kein Vertrag", "no", "none", "no contract"])
def test_no_contract_is_none_and_with_a_day_it_contradicts_itself(world: World, word: str) -> None:
    found = take_in(world, f"1;1;;{word};01.12.2026", f"2;1;;{word};", header=CONTRACTS)
    assert counts(found) == (0, 0, 1, 0, 1)
    assert found["rejected"][0]["reason"] == (
        "The row names a contract, and says that there is none. Correct one of the two."
    )
    assert (told(world), figures(world)["F3"]) == ([], 0)


def test_a_contract_that_there_is_not_is_taken_back_by_a_list(world: World) -> None:
    wrong = ["1;1;;Arbeitsvertrag;01.12.2026", "2;;4A;ja;"]
    take_in(world, *wrong, header=CONTRACTS)
    assert figures(world)["F3"] == 2
    found = take_in(world, "1;Amt für Grün;;nein;", "2;4;4A;kein Vertrag;", "3;1;;nein;", header=CONTRACTS)
    assert counts(found) == (0, 2, 1, 0, 0)
    assert found["taken_back"] == [
        {"line": 2, "was": {"contract_kind": "employment", "contract_date": "2026-12-01"}},
        {"line": 3, "was": {"contract_kind": "", "contract_date": ""}},
    ]
    assert (told(world), figures(world)["F3"]) == ([], 0)
    old = take_in(world, *wrong, header=CONTRACTS)
    assert (counts(old), old["outdated"]) == ((0, 0, 2, 0, 0), [2, 3]), "what was said before does not bring it back"
    take_in(world, "1;1;;Arbeitsvertrag;10.12.2026", header=CONTRACTS)
    assert told(world) == [(1, "1", "employment", "2026-12-10")]


@pytest.mark.parametrize("position", ["1A", "4A"], ids=["of a talk, announced on site", "without a talk"])
def test_an_application_that_came_in_later_is_taken_back_by_a_list(world: World, position: str) -> None:
    before = figures(world)
    wrong, none = f"1;;;;;;{position};2.12.2026;nachgereicht;;", f"1;;;;;;{position};;keine Bewerbung;;"
    take_in(world, wrong)
    assert figures(world)["B3"] == 1
    found = take_in(world, none)
    assert (counts(found), found["taken_back"], found["without_talk"]) == (
        (0, 1, 0, 0, 0),
        [{"line": 2, "was": {"application": "received", "applied": "2026-12-02"}}],
        [],
    )
    assert figures(world) == before, "who has promised one on site has still promised it"
    for row in (none, wrong):
        again = take_in(world, row)
        assert (counts(again), again["taken_back"]) == ((0, 0, 1, 0, 0), [])
    assert figures(world) == before
    take_in(world, f"1;;;;;;{position};9.12.2026;nachgereicht;;")
    assert figures(world)["B3"] == 1, "a day that was never said brings it back"


def test_an_application_of_a_key_is_taken_back_by_a_list_and_one_of_the_site_is_not(world: World) -> None:
    closing.reopen(world.desk)
    first, _second, third = world.store.talks()
    results.record_result(world.desk, third.id, {"application": "on_site"})
    closing.close(world.desk)
    results.record_result(world.desk, first.id, {"application": "received"})
    found = take_in(world, "1;;;;;;1A;;keine Bewerbung;;", "2;;;;;;1B;;keine Bewerbung;;", "1;;;;;;1A;3.12.;keine;;")
    assert counts(found) == (0, 1, 0, 0, 2)
    reasons = [row["reason"] for row in found["rejected"]]
    assert "what was said on site stays. Correct the word; or what was said, on the Booths screen" in reasons[0]
    assert reasons[1] == (
        "The row names the day of an application, and says that there is none. Correct one of the two."
    )
    assert figures(world) | {"B1": 1, "B2": 1, "B2_now": 1, "B3": 0} == figures(world)


def test_no_contract_for_one_position_denies_none_for_another(world: World) -> None:
    found = take_in(world, "1;;1B;nein;", "1;;1A;ja;", "1;1;;nein;", "1;;1A;keiner;", "2;1;;nein;ja", header=CONTRACTS)
    assert counts(found) == (1, 0, 1, 0, 3)
    reasons = [row["reason"] for row in found["rejected"]]
    assert all("Line 3 says something else of the same" in reason for reason in reasons[:2])
    take_in(world, "1;;1B;nein;", header=CONTRACTS)
    assert told(world) == [(1, "1", "", "None")]


def test_a_contract_that_was_reported_before_the_closing_is_taken_back_too(world: World) -> None:
    closing.reopen(world.desk)
    person = world.store.person_by_number(1)
    assert person
    contracts.record_contract(world.desk, person.id, "1", {"kind": "employment", "date": "2026-11-22"}, by="lead")
    closing.close(world.desk)
    assert figures(world)["F3"] == 1
    take_in(world, "1;1;;nein;", header=CONTRACTS)
    assert figures(world)["F3"] == 0


def test_a_contract_is_not_signed_on_a_day_to_come(world: World) -> None:
    found = take_in(world, "1;1;;ja;16.12.2026", "1;2;;ja;15.12.2026", header=CONTRACTS)
    assert counts(found) == (1, 0, 0, 0, 1)
    assert "2026-12-16 is still to come" in found["rejected"][0]["reason"]


def test_what_an_appointment_replaces_is_told_and_its_hour_goes_with_it(world: World) -> None:
    talk = world.store.talks()[0].id
    said = {"next_step": "internship", "date": "2026-12-01", "time": "14:00", "place": "Büro 3", "who": "Frau [x]"}
    results.record_result(world.desk, talk, said)
    assert take_in(world, "1;;;;;;1A;;;Praktikum;01.12.2026")["replaced"] == []
    rows = ["1;;;;;;1A;;;Probearbeit;20.12.2026"]
    found = take_in(world, *rows)
    was = {"next_step": "internship", "date": "2026-12-01", "time": "14:00"}
    assert (counts(found), found["replaced"]) == ((0, 1, 0, 0, 0), [{"line": 2, "was": was}])
    changed = world.store.result(talk)
    assert changed
    assert (changed.next_step, str(changed.date), changed.time, changed.place, changed.who) == (
        "trial_work",
        "2026-12-20",
        None,
        "",
        "",
    )
    assert (counts(take_in(world, *rows)), counts(take_in(world, "1;;;;;;1A;;;Praktikum;1.12.2026"))) == (
        (0, 0, 1, 0, 0),
        (0, 0, 1, 0, 0),
    )


def test_an_email_address_of_a_record_that_was_merged_is_theirs(world: World) -> None:
    closing.reopen(world.desk)
    one, other = (world.store.person_by_number(number) for number in (3, 4))
    assert one
    assert other
    merging.merge(world.desk, one.id, other.id)
    rows = ["3;;;;P4@example.org;1;;;hochgeladen;;", "3;;;;P3@example.org;4;;;hochgeladen;;"]
    assert counts(take_in(world, *rows)) == (2, 0, 0, 0, 0)


def test_a_day_belongs_to_the_step_of_another_row_wherever_that_stands(world: World) -> None:
    rows = ["3;;;;;;4A;;;;20.12.2026", "3;;;;;;4A;;;Folgetermin;"]
    assert counts(take_in(world, *rows)) == (1, 1, 0, 0, 0)
    assert counts(take_in(world, *rows)) == (0, 0, 2, 0, 0)


# There and back


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))


def write_back(path: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("cp1252", "replace"))


def test_the_own_exports_are_read_again_with_what_was_changed_in_them(tmp_path: Path) -> None:
    world = played(tmp_path / "event", GERMAN)
    twice = world.store.talks()[0]
    closing.reopen(world.desk)
    later, world.clock.at = world.clock.at, local(11)
    for number, booth in ((1, "1"), (2, "2")):  # a second talk about the same, and one that is too short to count
        world.scan(f"TICKET-{number}", booth_reader(booth))
    world.clock.go(seconds=5)
    again = next(talk for talk in world.store.talks()[3:] if talk.booth == "1")
    assert len(world.store.talks()) == 5
    results.about(world.desk, again.id, "1A")
    results.record_result(world.desk, again.id, {"next_step": "follow_up", "date": "2026-12-20", "time": "08:30"})
    closing.close(world.desk)
    world.clock.at = later
    take_in(
        world, "3;;;;;;4A;2.12.2026;hochgeladen;;", "2;;;;;;3A;;Ausbildungsvertrag;;", "3;;;;;1;;;;Praktikum;30.12.2026"
    )
    files = {path.name: path for path in (*export(world.desk), *export_for_employers(world.desk))}
    named = ["results-personenbezogen.csv", "contracts-personenbezogen.csv", "Amt-für-Grün-personenbezogen.csv"]
    before, figures_before = world.store.projections(), figures(world)
    for name in (
        *named,
        "Klinik-personenbezogen.csv",
        "Bäckerei-Süß-personenbezogen.csv",
        "export-personenbezogen.xlsx",
    ):
        found = import_results(world.desk, files[name])
        assert (found["proposed"], found["rejected"], found["unchanged"]) == ([], [], found["rows"]), name
    assert (world.store.projections(), figures(world)) == (before, figures_before)

    rows = rows_of(files[named[0]])
    place = next(place for place, row in enumerate(rows) if row["kiosk-Id"] == again.id)
    rows[place] |= {"Datum": "22.12.2026", "Ort": "Büro 3"}
    write_back(files[named[0]], rows)
    assert counts(import_results(world.desk, files[named[0]])) == (0, 1, len(rows) - 1, 0, 0)
    changed = world.store.result(again.id)
    assert changed
    assert (str(changed.date), changed.place) == ("2026-12-22", "Büro 3")
    first = world.store.result(twice.id)
    assert first
    assert first.date is None, "the other talk of the same person at the same booth is another row"

    form = rows_of(files[named[2]])
    form[0] |= {"Vertrag": "Arbeitsvertrag", "Vertrag am": "01.12.2026"}
    write_back(files[named[2]], form)
    found = import_results(world.desk, files[named[2]])
    assert (counts(found)[:2], found["outdated"]) == ((1, 0), [4]), "what was changed since the form went out stays so"
    assert world.store.result(again.id) == changed
    assert figures(world)["F3"] == figures_before["F3"] + 1
    world.closing.__exit__(None, None, None)  # type: ignore[attr-defined]


def test_a_list_without_rows_says_what_to_do(world: World) -> None:
    path = world.desk.folder / "leer.csv"
    path.write_text("Nr.;Stand;Bewerbung\n", encoding="utf-8")
    for sort in ("results", "attendees"):
        said = CliRunner().invoke(kiosk, ["import", str(world.desk.folder), str(path), "--as", sort, "--json"])
        assert (said.exit_code, json.loads(said.stdout)["rows"]) == (1, 0)
        assert said.stderr == "leer.csv has no row below the names of its columns. Export the list once more.\n"


def test_every_field_of_a_list_has_a_word() -> None:
    for names in KINDS.values():
        assert names.keys() <= FIELDS.keys()


def test_what_the_command_says_in_german_and_as_a_document(tmp_path: Path) -> None:
    world = played(tmp_path / "event", GERMAN)
    folder = world.desk.folder
    world.closing.__exit__(None, None, None)  # type: ignore[attr-defined]
    path = folder / "Portal Größe.csv"
    rows = [
        "1;;;;;;1A;;nachgereicht;;",
        ";;Lea;Schmitt;;;1A;;nachgereicht;;",
        "3;;;;;;4A;;nachgereicht;;",
        "3;;;;;;4A;;nachgereicht;;",
    ]
    path.write_bytes("\r\n".join([HEADER, *rows, "9;;;;;;1A;;nachgereicht;;"]).encode("cp1252"))
    command = ["import", str(folder), str(path), "--as", "results"]
    trial = CliRunner().invoke(kiosk, [*command, "--dry-run", "--json"])
    assert trial.exit_code == 0, trial.output
    found = json.loads(trial.output)
    assert counts(found) == (1, 1, 1, 1, 1)
    assert found["columns"]["employer"] == "Arbeitgeber/Stand/Amt"
    spoken = CliRunner().invoke(kiosk, command)
    use("en")
    assert spoken.exit_code == 0
    for text in (
        "Spalten Nummer ← Nummer, Badge-Code ← Code, Vorname ← Vorname, Nachname ← Name, E-Mail ← E-Mail",
        "5 Zeilen: 1 neu, 1 geändert, 1 unverändert, 1 abgelehnt, 1 nicht sicher",
        "Zeile 3, nicht übernommen: Es ist nicht sicher, wer gemeint ist.",
        "Wahrscheinliche Nummern: 4, 5.",
        "Zeile 5 sagt dasselbe wie Zeile 4: schon bekannt, einmal gezählt.",
        "Zeile 6: Niemand hat die Nummer 9.",
        "Ohne Gespräch, so vermerkt: Zeile 4",
    ):
        assert text in spoken.output
    assert not [name for pair in PEOPLE for name in pair if name in spoken.output]
    path.write_text(f"{HEADER};Vertrag\n1;;;;;;1A;;;Praktikum;1.12.2026;ja\n", encoding="utf-8")
    CliRunner().invoke(kiosk, command)
    path.write_text(f"{HEADER};Vertrag\n1;;;;;;1A;;;Erprobung;;nein\n", encoding="utf-8")
    spoken = CliRunner().invoke(kiosk, command)
    use("en")
    assert "Zeile 2 ersetzt: Praktikum Di 01.12.2026" in spoken.output
    assert "Zeile 2 nimmt einen Vertrag zurück, denn sie sagt, dass es keinen gibt: Vertrag" in spoken.output
    (folder / "nichts.csv").write_text("Nummer;Stand;Ergebnis\n99;1;Vertrag\n", encoding="utf-8")
    refused = CliRunner().invoke(kiosk, ["import", str(folder), str(folder / "nichts.csv"), "--as", "results"])
    use("en")
    assert refused.exit_code == 1


def test_every_list_is_remembered_so_that_it_can_be_erased(world: World) -> None:
    take_in(world, "1;;;;;;1A;;hochgeladen;;")
    (entry,) = (entry for entry in world.store.entries(EVENT_ITSELF) if entry.kind == LIST_READ)
    assert (entry.body["file"], entry.body["rejected"]) == ("portal.csv", 0)


# Any list


CELLS = st.sampled_from(["1", "2", "3", "77", ""])
ROWS = st.lists(
    st.builds(
        lambda number, position, day, word, step, when: f"{number};;;;;;{position};{day};{word};{step};{when}",
        CELLS,
        st.sampled_from(["1A", "1B", "2A", "Koch", ""]),
        st.sampled_from(["", "1.12.2026", "2.12.2026", "1.1.2026"]),
        st.sampled_from(
            ["", "hochgeladen", "Absage", "Vertrag", "Ausbildungsvertrag", "kein Vertrag", "vor Ort", "keine", "?"]
        ),
        st.sampled_from(["", "Praktikum", "Probearbeit"]),
        st.sampled_from(["", "20.12.2026", "21.12."]),
    ),
    min_size=1,
    max_size=8,
)


NEWER = {"date": "2026-12-28", "who": "Empfang"}


def at_position(result: Result) -> dict[str, str]:
    """What names a result without a talk beside its pair."""
    return {"position": result.position} if result.position and not result.talk else {}


class Undone(Exception):
    """Takes back what an example has written."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(ROWS)
def test_any_list_twice_says_nothing_new_and_undoes_nothing_newer(world: World, rows: list[str]) -> None:
    with suppress(Undone), world.store.write():
        before = figures(world)
        first = take_in(world, *rows)
        after = figures(world)
        for result in world.store.results():
            if result.date:
                entity = result.id.removesuffix(f"/{result.position}")
                results.record_result(world.desk, entity, NEWER | at_position(result))
        state, journal = world.store.projections(), world.journal()
        second = take_in(world, *rows)
        assert (second["imported"], second["updated"]) == (0, 0)
        assert (second["rejected"], second["proposed"]) == (first["rejected"], first["proposed"])
        assert (world.store.projections(), world.journal()) == (state, journal)
        assert [after[figure] for figure in ("G1", "B1")] == [before[figure] for figure in ("G1", "B1")]
        raise Undone


def test_a_badge_means_its_person(world: World) -> None:
    person = world.store.person_by_number(5)
    assert person
    assert badge_of(world.desk, person.id) is None
    own = world.listed(world.code(9), number=9)
    assert counts(take_in(world, f";{badge_of(world.desk, own.id)};;;;;1A;;hochgeladen;;")) == (1, 0, 0, 0, 0)
