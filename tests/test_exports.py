"""Files and figures for the organiser: one definition each, and the same on every way out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from world import ENTRANCE, EVENT, EXIT, ROUNDS, World, booth_reader, kiosk, local, make_folder, world_at

from kiosk.actions import closing, people
from kiosk.actions.exports import TABLES, export
from kiosk.actions.report import report
from kiosk.exchange.people import read_people
from kiosk.i18n import LANGUAGES, _, use
from kiosk.model import KioskError

GERMAN = EVENT.replace('"en"', '"de"')
BOOTHS = ["1;Amt 1;1", "2;Amt 2;2", "3;Amt 2;1"]
POSITIONS = ["1A;1;Koch"]
ONE, TWO, THREE = (booth_reader(booth) for booth in "123")


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", GERMAN + ROUNDS, BOOTHS, POSITIONS)) as opened:
        yield opened


@pytest.fixture
def played(world: World) -> World:
    """Five are registered, four came, one of them spontaneously; three talks count, of two persons."""
    named = [("Änne", "Öz"), ("=1+1", "Abt"), ("Cem", "Can"), ("Dora", "Dorn"), ("Emil", "Eck")]
    for number, (first, last) in enumerate(named, 1):
        world.listed(f"T{number}", number=number, first_name=first, last_name=last, channel="school", status="other")
    world.listed("X", number=6, cancelled=True)
    world.listed("STAFF", role="employer", channel="school")
    for code in ("T1", "T2", "T3", "STAFF"):
        world.scan(code)
    people.walk_in(world.desk, {"first_name": "Zoë", "channel": "press"}, ENTRANCE)
    world.scan("nobody's")
    for code, reader, seconds in (("T1", ONE, 300), ("T1", TWO, 4), ("T2", TWO, 61), ("STAFF", ONE, 90)):
        world.scan(code, reader)
        world.clock.go(seconds=seconds)
        world.scan(code, reader)
        world.clock.go(seconds=10)
    world.scan("T3", TWO)
    world.clock.go(seconds=20)
    world.scan("T2", THREE)
    world.clock.go(seconds=59)
    world.scan("T3", THREE)
    world.scan("T1", EXIT)
    return world


FIGURES = {
    "T1": 5,
    "T2": 4,
    "T3": 4,
    "T4": 1,
    "T5": 2,
    "T5_rate": 0.4,
    "T6": 5,
    "T6_attendees": 4,
    "Q1": 0,
    "Q1_unknown": 0,
    "A1": 2,
    "A2": 3,
    "A2_seats": 4,
    "A2_minutes": 38,
    "P1": 1,
    "P2": 0,
    "P3": 1,
    "G1": 4,
    "G2": 4,
    "G4": 0.12,
    "G4_mean": 1.8,
    "G4_median": 1.2,
    "G5": 1.0,
    "G5_0": 1,
    "G5_1": 2,
    "G5_2": 1,
    "B1": 0,
    "B2": 0,
    "B2_now": 0,
    "B3": 0,
    "F1": 0,
    "F1_now": 0,
    "F1_open": 0,
    "F2": 0,
    "F2_now": 0,
    "F2_open": 0,
    "F2_begun": 0,
    "F3": 0,
    "F3_same_day": 0,
    "F4": 0.0,
    "F4_pairs": 0.0,
    "L1": 0.1934,
    "L1_idle": 31,
    "L1_over": 0,
    "R1": 0,
}
"""Two talks of T1 and one of T2 were confirmed, one of T3 was ended by the next booth after 79 seconds.

So they lasted 300, 4, 61 and 79 seconds, and 574 seconds passed from the first to the end of the last: four seats were
open in each of them.
"""


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def test_the_figures_are_what_their_definitions_say(played: World) -> None:
    found = report(played.desk)
    assert found["figures"] == FIGURES
    assert all(check["holds"] for check in found["checks"])
    assert len(found["checks"]) == 14


def test_the_report_is_what_others_rely_on(played: World) -> None:
    found = report(played.desk)
    assert found.keys() == {
        "as_of",
        "state",
        "reopened",
        "figures",
        "sent",
        "met",
        "by",
        "checks",
        "at_least",
        "later",
        "corrections",
    }
    assert found["state"] == "open"
    assert datetime.fromisoformat(found["as_of"]).utcoffset() == timedelta(hours=1)
    assert {row["id"]: row["G1"] for row in found["by"]["booth"]} == {"1": 1, "2": 3, "3": 0}
    assert {row["id"]: row["G1"] for row in found["by"]["position"]} == {"1A": 0, "": 4}
    assert {row["id"]: (row["T1"], row["T2"]) for row in found["by"]["channel"]} == {
        "": (0, 0),
        "press": (0, 1),
        "school": (5, 3),
    }


def test_a_talk_counts_when_it_was_long_enough_or_confirmed(world: World) -> None:
    world.listed("T1", number=1)
    world.scan("T1", ONE)
    world.clock.go(seconds=59)
    assert report(world.desk)["figures"]["G1"] == 0
    world.clock.go(seconds=1)
    assert report(world.desk)["figures"]["G1"] == 1
    world.scan("T1", TWO)
    world.clock.go(seconds=4)
    assert report(world.desk)["figures"]["G1"] == 1
    world.scan("T1", TWO)
    assert report(world.desk)["figures"]["G1"] == 2


def test_one_employer_at_two_booths_is_met_once(world: World) -> None:
    world.listed("T1", number=1)
    for reader in (TWO, THREE, TWO):
        world.scan("T1", reader)
        world.clock.go(minutes=5)
    found = report(world.desk)
    assert (found["figures"]["G1"], found["figures"]["G2"]) == (3, 1)
    assert {row["id"]: (row["G1"], row["G2"]) for row in found["by"]["booth"] if row["G1"]} == {
        "2": (2, 1),
        "3": (1, 1),
    }


def test_visits_are_counted_once_a_day(tmp_path: Path) -> None:
    block = '[[block]]\nid = "more"\nmode = "open"\nstarts = 10:00:00\ndate = 2026-11-23\n'
    with world_at(make_folder(tmp_path / "days", EVENT + block)) as world:
        world.listed("A", number=1)
        for _ in range(2):
            for reader in (ENTRANCE, EXIT, ENTRANCE):
                world.scan("A", reader)
                world.clock.go(minutes=5)
            world.clock.go(days=1)
        figures = report(world.desk)["figures"]
    assert (figures["T2"], figures["T3"]) == (1, 2)


def test_an_undone_check_in_is_no_attendee(world: World) -> None:
    world.listed("A", number=1)
    entry = world.scan("A").entry
    assert report(world.desk)["figures"]["T2"] == 1
    people.undo(world.desk, entry)
    assert (report(world.desk)["figures"]["T2"], report(world.desk)["figures"]["T5"]) == (0, 1)


def test_a_closed_event_keeps_its_figures(world: World) -> None:
    world.listed("A", number=1)
    world.scan("A", ONE)
    world.clock.go(seconds=30)
    closing.close(world.desk)
    before = report(world.desk)
    assert (before["state"], before["figures"]["G1"]) == ("closed", 0)
    world.clock.go(hours=2)
    world.scan("A", ENTRANCE)
    assert report(world.desk) == before
    closing.reopen(world.desk)
    assert report(world.desk)["figures"]["G1"] == 1


def test_nothing_at_all_is_figures_too(world: World) -> None:
    found = report(world.desk)
    assert set(found["figures"].values()) == {0}
    assert all(check["holds"] for check in found["checks"])


# Files


def test_the_files_have_their_names_and_open_in_german_excel(played: World) -> None:
    written = export(played.desk)
    folder = played.desk.folder / "exports"
    assert [path.name for path in written] == [
        "attendees-personenbezogen.csv",
        "talks.csv",
        "results-personenbezogen.csv",
        "contracts-personenbezogen.csv",
        "followups-personenbezogen.csv",
        "scans.csv",
        "figures.csv",
        "feedback.csv",
        "export-personenbezogen.xlsx",
    ]
    assert {path.name for path in folder.iterdir()} == {path.name for path in written}
    for path in written[:-1]:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        assert data.count(b"\n") == data.count(b"\r\n")
        assert b";" in data.splitlines()[0]
        assert path.stat().st_mode & 0o077 == 0


def test_figures_are_the_same_on_screen_in_csv_and_in_the_workbook(played: World) -> None:
    export(played.desk)
    folder = played.desk.folder / "exports"
    assert {row["Kennung"]: number(row["Wert"]) for row in rows(folder / "figures.csv")} == FIGURES
    book = CalamineWorkbook.from_path(folder / "export-personenbezogen.xlsx")
    sheets = ["Teilnehmende", "Gespräche", "Ergebnisse", "Verträge", "Nächste Schritte", "Scans", "Kennzahlen"]
    assert book.sheet_names == [*sheets, "Rückmeldungen"]
    header, *lines = book.get_sheet_by_name("Kennzahlen").to_python()
    place = header.index("Wert")
    assert {line[0]: line[place] for line in lines} == FIGURES


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_takes_the_name_of_every_sheet(language: str) -> None:
    use(language)
    names = [_(table.title) for table in TABLES]
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if re.search(r"[\[\]:*?/\\]|^'|'$|^history$|^.{32}|^$", name, re.IGNORECASE)]


def test_who_came_and_who_did_not(played: World) -> None:
    export(played.desk)
    everyone = rows(played.desk.folder / "exports" / "attendees-personenbezogen.csv")
    came = {row["Nummer"]: row["war da"] for row in everyone if row["Nummer"]}
    assert came == {"1": "ja", "2": "ja", "3": "ja", "4": "nein", "5": "nein", "6": "nein", "7": "ja"}
    anna = everyone[0]
    assert (anna["Vorname"], anna["Nachname"], anna["Gespräche"]) == ("Änne", "Öz", "2")
    assert anna["Erster Einlass (ISO)"] == local(9).astimezone(played.desk.event.timezone).isoformat()
    assert anna["Erster Einlass"] == "22.11.2026 09:00:00"


def test_what_is_kept_in_codes_is_told_in_the_language_of_the_event(played: World) -> None:
    staff = played.listed("STAFF", role="staff", consent_contact="withdrawn", channel="jobcenter", status="job_seeker")
    export(played.desk)
    folder = played.desk.folder / "exports"
    listed = rows(folder / "attendees-personenbezogen.csv")
    assert {row["Rolle"] for row in listed} >= {"Teilnahme", "Team"}
    assert [row["Einwilligung Kontakt"] for row in listed if row["Rolle"] == "Team"] == ["widerrufen"]
    scans = rows(folder / "scans.csv")
    assert {row["Lesegerät"] for row in scans} >= {"Einlass", "Stand 1"}
    assert {row["Ergebnis"] for row in scans} >= {"Willkommen", "Gespräch läuft"}
    again = {person.fields["role"] for person in read_people(folder / "attendees-personenbezogen.csv").said}
    assert again >= {"attendee", str(staff.role)}


def test_a_formula_in_a_name_stays_a_text(played: World) -> None:
    export(played.desk)
    folder = played.desk.folder / "exports"
    assert "'=1+1" in {row["Vorname"] for row in rows(folder / "attendees-personenbezogen.csv")}
    book = CalamineWorkbook.from_path(folder / "export-personenbezogen.xlsx")
    header, *lines = book.get_sheet_by_name("Teilnehmende").to_python()
    assert "=1+1" in {line[header.index("Vorname")] for line in lines}


def test_a_named_file_tells_neither_channel_nor_status(played: World) -> None:
    written = export(played.desk)
    for path in written:
        if path.suffix == ".csv" and "personenbezogen" in path.name:
            text = path.read_text(encoding="utf-8-sig")
            assert "school" not in text
            assert "press" not in text
            assert "Status" not in text.splitlines()[0]
    for path in written:
        if path.suffix == ".csv" and "personenbezogen" not in path.name:
            text = path.read_text(encoding="utf-8-sig")
            assert not any(name in text for name in ("Änne", "Öz", "Dora", "Zoë"))


def test_talks_and_scans_are_there_one_by_one(played: World) -> None:
    people.undo(played.desk, str(played.store.scans(limit=1)[0].entry))
    export(played.desk)
    folder = played.desk.folder / "exports"
    talks = rows(folder / "talks.csv")
    assert [(row["Nummer"], row["Stand"], row["Sekunden"], row["Bestätigt"], row["zählt"]) for row in talks] == [
        ("1", "1", "300", "ja", "ja"),
        ("1", "2", "4", "ja", "ja"),
        ("2", "2", "61", "ja", "ja"),
        ("", "1", "90", "ja", "ja"),
        ("3", "2", "79", "nein", "ja"),
        ("2", "3", "59", "nein", "nein"),
        ("3", "3", "0", "nein", "nein"),
    ]
    scans = rows(folder / "scans.csv")
    assert len(scans) == len(played.store.scans())
    assert [row["Zeit (ISO)"] for row in scans] == sorted(row["Zeit (ISO)"] for row in scans)
    assert sum(row["Zurückgenommen"] == "ja" for row in scans) == 1


def test_an_export_can_go_elsewhere_in_english(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", EVENT)) as world:
        world.listed("A", number=1)
        written = export(world.desk, tmp_path / "a" / "b")
    assert written[0].name == "attendees-personal.csv"
    assert rows(written[0])[0]["Number"] == "1"
    assert not (tmp_path / "event" / "exports").exists()


def test_a_second_export_replaces_the_first(played: World) -> None:
    export(played.desk)
    first = sorted(path.name for path in (played.desk.folder / "exports").iterdir())
    played.scan("T4")
    export(played.desk)
    folder = played.desk.folder / "exports"
    assert sorted(path.name for path in folder.iterdir()) == first
    assert {row["Kennung"]: row["Wert"] for row in rows(folder / "figures.csv")}["T2"] == "5"


def test_a_folder_that_cannot_be_written_is_told(played: World) -> None:
    (played.desk.folder / "exports").write_text("in the way")
    with pytest.raises(KioskError, match="Nothing can be written to the folder"):
        export(played.desk)


# The commands


def test_the_commands_print_figures_and_paths(played: World) -> None:
    folder = played.desk.folder
    found: dict[str, Any] = json.loads(kiosk("report", folder, "--json").stdout)
    assert {name: found["figures"][name] for name in ("T1", "T2", "T4")} == {"T1": 5, "T2": 4, "T4": 1}
    said = kiosk("report", folder)
    assert said.returncode == 0
    assert "Teilnehmende" in said.stdout
    assert said.stdout.count("✔") == 14
    paths = kiosk("export", folder).stdout.splitlines()
    assert len(paths) == 9
    assert all(Path(path).exists() for path in paths)
    refused = kiosk("export", folder, "-o", folder / "event.toml")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert len(refused.stderr.splitlines()) == 1
