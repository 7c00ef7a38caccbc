"""The events of the press releases, scanned at real gates badge by badge and card by card, and what is printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from seeds import (
    ABSENT,
    CANCELLED,
    CLASHING,
    CONTACTS,
    DISTRICTS,
    HOSTS,
    MENTORS,
    OFFICES,
    PEOPLE,
    PUPILS,
    TABLES,
    make_dortmund,
    make_dresden,
    make_duesseldorf,
    name_of,
    ticket,
)
from test_erasing import still_there

from kiosk.actions.document import document, press_block
from kiosk.actions.erasing import erase_all
from kiosk.actions.exports import export
from kiosk.actions.figures import snapshot
from kiosk.actions.report import report
from kiosk.actions.reporting import write_files
from kiosk.desk import Desk, at_desk
from kiosk.i18n import speaking, use
from kiosk.rules.results import clashes
from kiosk.snapshot import snapshot as snapshot_of

PATIENCE = 300.0


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def played(factory: pytest.TempPathFactory, name: str, play: Callable[[Path], int]) -> Path:
    """The folder of an event that is played once, however many processes run these tests."""
    room = factory.getbasetemp()
    room = room.parent if "PYTEST_XDIST_WORKER" in os.environ else room
    done, folder = room / f"{name} is over", room / name
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not done.exists():
            assert time.monotonic() < until, "whoever plays this event has failed"
            time.sleep(0.1)
        return folder
    play(folder)
    done.touch()
    return folder


@pytest.fixture(scope="module")
def duesseldorf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The event of the press release: everyone is scanned at the door and at each booth."""
    with at_desk(played(tmp_path_factory, "000", make_duesseldorf)) as desk:
        yield desk


# Düsseldorf


def test_the_event_of_the_press_release_yields_its_figures(duesseldorf: Desk) -> None:
    found = report(duesseldorf)
    wanted = {
        "T2": 675,
        "A1": 20,
        "P2": 84,
        "G1": 1988,
        "B1": 444,
        "B2": 60,
        "Q1": 278,
        "G5": 2.95,
        "T6_attendees": 675,
    }
    assert {name: found["figures"][name] for name in wanted} == wanted
    assert [check["name"] for check in found["checks"] if not check["holds"]] == []
    assert sum(row["B1"] for row in found["by"]["position"]) == 444
    assert sum(row["T3"] for row in found["by"]["quarter"]) == 675
    assert sum(row["T2"] for row in found["by"]["channel"]) == 675


def test_the_press_block_is_that_of_the_press_release(duesseldorf: Desk) -> None:
    found = report(duesseldorf)
    assert press_block(duesseldorf, found, "de") == (
        "Insgesamt kamen 675 Teilnehmende und sprachen mit Vertreterinnen und Vertretern von rund 20 Ämtern. Darunter "
        "waren knapp 280 Arbeitsuchende, die über Agentur für Arbeit und Jobcenter erreicht wurden. Es wurden 1.988 "
        "Gespräche zu 84 Einsatzmöglichkeiten geführt und noch vor Ort 444 Bewerbungen abgegeben; 60 weitere sind "
        "angekündigt (Stand 10.01.2024, 15:30)."
    )
    assert press_block(duesseldorf, found, "en") == (
        "In all, 675 attendees came and talked with representatives of about 20 offices. Among them were almost 280 "
        "job seekers who were reached through the employment agency and the jobcentre. 1,988 talks were held about 84 "
        "possible jobs and 444 applications were handed in on the spot; 60 more are announced "
        "(as of 10 January 2024, 15:30)."
    )


def test_screen_report_and_export_agree(duesseldorf: Desk, tmp_path: Path) -> None:
    found = report(duesseldorf)["figures"]
    assert snapshot(duesseldorf).figures == found
    export(duesseldorf, tmp_path)
    lines = (tmp_path / "figures.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    told = {line.split(";")[0]: float(line.split(";")[2].replace(",", ".")) for line in lines}
    assert told == found
    made = document(duesseldorf)
    assert {line.figure: line.value for line in made.lines}["G1"] == "1.988"


def test_every_way_of_printing_says_the_same(duesseldorf: Desk, tmp_path: Path) -> None:
    made = document(duesseldorf)
    page, paper, funder = tmp_path / "r.html", tmp_path / "r.pdf", tmp_path / "f.pdf"
    with speaking("de"):
        assert [left_out for _path, left_out in write_files(duesseldorf, made, page, paper, funder)] == [
            "",
            "",
            "",
        ]
    html, pdf, form = page.read_text(encoding="utf-8"), text_of(paper), text_of(funder)
    for text in (html, pdf, form):
        assert "1.988" in text
        assert "Stand" in text
        assert made.made in text
        assert "✔" in text
    for line in made.lines:
        assert line.name in html
        assert line.definition in html
        assert line.definition[:40] in pdf
    assert "knapp 280 Arbeitsuchende" in html
    assert "knapp 280" in pdf
    assert "112,5 %" in form
    assert "Unterschrift" in form
    first, last = name_of(PEOPLE)
    assert f"{last}, {first}" in form
    assert last not in html + pdf


def test_the_html_asks_nobody_for_anything(duesseldorf: Desk, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    list(write_files(duesseldorf, document(duesseldorf), page, None, None))
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") == 5
    assert "<script" not in html
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#)", html)
    outside = set(re.findall(r"https?://[^\s\"'<]+", html)) - {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert outside == set()
    assert html.count("<details>") == 5


def test_targets_and_other_events_stand_beside_the_figures(duesseldorf: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "2025.json"
    kept.write_text(json.dumps({"figures": {"T2": 500, "G5": 2.5}}), encoding="utf-8")
    lines = {line.figure: line for line in document(duesseldorf, [kept]).lines}
    assert (lines["T2"].target, lines["T2"].reached, lines["T2"].others) == ("600", "112,5 %", ("500",))
    assert (lines["G1"].reached, lines["G1"].others) == ("99,4 %", ("–",))
    assert lines["G5"].others == ("2,50",)
    assert lines["T1"].target == ""


def test_after_erasing_everybody_every_figure_is_printed_as_before(duesseldorf: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(duesseldorf.folder, folder, ignore=shutil.ignore_patterns("kiosk.db*"))
    snapshot_of(duesseldorf.folder / "kiosk.db", folder / "kiosk.db")
    with at_desk(folder) as desk:
        before = report(desk)
        export(desk)
        sought = [word for number in range(1, PEOPLE, 25) for word in (*name_of(number), ticket(number))]
        assert len(still_there(folder, sought)) >= len(sought)
        done = erase_all(replace(desk, by="lead"))
    assert (done.left, done.persons) == ({}, PEOPLE + ABSENT + CANCELLED + OFFICES)
    assert still_there(folder, sought) == []
    with at_desk(folder) as desk:
        assert report(desk) == before
        assert press_block(desk, report(desk), "de") == press_block(desk, before, "de")


def text_of(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", " ").replace("\n", " ")
    finally:
        pages.close()


# Dresden


def test_dresden_everyone_talks_and_every_talk_ends_with_what_is_agreed(tmp_path: Path) -> None:
    make_dresden(tmp_path / "003")
    with at_desk(tmp_path / "003") as desk:
        found = report(desk)
        results, talks = desk.store.results(), {talk.id for talk in desk.store.talks()}
        assert {result.talk for result in results if result.next_step} == talks
        clashing = {result.number for result in results if result.id in clashes(results)}
        assert press_block(desk, found, "de") == (
            "Insgesamt kamen 42 Teilnehmende und sprachen mit Vertreterinnen und Vertretern von 5 Unternehmen. "
            "Alle waren arbeitsuchend. Es wurden 70 Gespräche zu 12 Einsatzmöglichkeiten geführt. "
            "Vereinbart wurden 21 Termine für weitere Gespräche und 14 Erprobungen (Stand 15.03.2018, 13:00)."
        )
        assert "representatives of 5 employers. All of them were job seekers." in press_block(desk, found, "en")
    assert clashing == set(CLASHING)
    wanted = {"T2": 42, "A1": 5, "A2_seats": 20, "P2": 12, "G1": 70, "G5_0": 0, "G5_1": 14, "G5_2": 28, "Q1": 42}
    wanted |= {"B1": 0, "F1": 21, "F1_open": 7, "F2": 14, "F2_open": 0, "F4": 0.3}
    assert {name: found["figures"][name] for name in wanted} == wanted
    assert [row["T2"] for row in found["by"]["group"]] == [7] * MENTORS
    assert all(check["holds"] for check in found["checks"])


# Dortmund


def test_dortmund_counts_contacts_tables_and_districts_and_brings_pupils_to_companies(tmp_path: Path) -> None:
    make_dortmund(tmp_path / "002")
    with at_desk(tmp_path / "002") as desk:
        found = report(desk)
        met = {(talk.number, talk.booth) for talk in desk.store.talks() if talk.block == "pupils"}
        assert "Bewerbung" not in press_block(desk, found, "de")
        assert press_block(desk, found, "de") == (
            "Insgesamt kamen 63 Teilnehmende; 4 von ihnen sprachen mit Vertreterinnen und Vertretern von 4 Betrieben. "
            "Es wurden 185 Gespräche geführt (Stand 11.05.2023, 19:00)."
        )
        assert ("T1", 21.0, "21") in next(chart for chart in document(desk).charts if "Stand" in chart.title).bars
    by = {name: {row["id"]: row for row in rows} for name, rows in found["by"].items()}
    assert {group: row["T2"] for group, row in by["group"].items()} == {"Betriebe": CONTACTS, "Schulen": PUPILS}
    assert len(by["district"].keys() - {""}) == DISTRICTS
    assert sum(by["booth"][f"T{table}"]["G2"] for table in range(1, TABLES + 1)) == 169
    pupils = range(CONTACTS + 1, CONTACTS + PUPILS + 1)
    assert met == {(pupil, f"C{host}") for pupil in pupils for host in range(1, HOSTS + 1)}
    assert {row: (cells["G1"], cells["G2"]) for row, cells in by["employer"].items()} == {
        **{f"Betrieb {host}": (PUPILS, PUPILS) for host in range(1, HOSTS + 1)},
        "": (169, 0),
    }
    wanted = {
        "T2": 63,
        "A1": HOSTS,
        "A2": TABLES + HOSTS,
        "G1": 185,
        "G2": PUPILS * HOSTS,
        "B1": 0,
        "Q1": 0,
        "T6_attendees": 63,
    }
    assert {name: found["figures"][name] for name in wanted} == wanted
    assert (found["by"]["hour"][0]["id"][11:16], found["as_of"][11:16]) == ("15:00", "19:00")
    assert all(check["holds"] for check in found["checks"])
