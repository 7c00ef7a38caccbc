"""The follow-up list: every agreed step by its day, what is still to be done, what clashes; in a file and on People."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hallway import scan
from python_calamine import CalamineWorkbook
from staging import FakeClock, Stage, quiet, typed
from textual.widgets import Static

from kiosk.actions.exports import export
from kiosk.actions.people import correct
from kiosk.actions.results import record_result
from kiosk.desk import Desk

STEPS = {
    ("5", "3"): {"next_step": "trial_work", "date": "2026-12-01", "time": "09:00", "place": "Park", "who": "=Mentorin"},
    ("5", "4"): {"next_step": "follow_up", "date": "2026-12-01", "time": "10:00"},
    ("6", "3"): {"next_step": "internship"},
    ("6", "4"): {"next_step": "documents_missing", "date": "2026-11-30", "settled": "documents"},
    ("10", "5"): {"next_step": "none"},
    ("11", "5"): {"application": "on_site"},
}
"""What came of the talks, by number and booth."""


@pytest.fixture
def agreed(desk: Desk, clock: FakeClock) -> Desk:
    for number, booth in STEPS:
        scan(desk, int(number))
        scan(desk, int(number), booth)
        clock.go(minutes=5)
    for talk in desk.store.talks():
        record_result(desk, talk.id, STEPS[str(talk.number), talk.booth])
    return desk


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("desk", ["de"], indirect=True)
def test_every_agreed_step_is_a_row_in_the_order_of_its_day(agreed: Desk) -> None:
    five = agreed.store.person_by_number(5)
    assert five
    correct(agreed, five.id, {"consent_contact": "yes"})
    written = {path.name: path for path in export(agreed)}
    found = rows(written["followups-personenbezogen.csv"])
    assert [(row["Nummer"], row["Stand"], row["Datum"]) for row in found] == [
        ("6", "4", "30.11.2026"),
        ("5", "3", "01.12.2026"),
        ("5", "4", "01.12.2026"),
        ("6", "3", ""),
    ]
    documents, trial, further, internship = found
    assert (documents["Aufgabe"], documents["Aufgabe erledigt"]) == ("", "die Unterlagen liegen vor")
    assert (trial["Vorname"], trial["Arbeitgeber"], trial["Ort"]) == ("Mohammed", "Amt 3", "Park")
    assert trial["Wer macht was"] == "'=Mentorin", "no formula"
    assert "§ 45 SGB III" in trial["Aufgabe"]
    assert (trial["Fällig (ISO)"], trial["Fällig"]) == ("2026-11-30", "30.11.2026"), "before it begins"
    assert trial["Überschneidet sich mit"] == "Amt 4: Folgetermin, Di 01.12.2026 10:00"
    assert further["Überschneidet sich mit"] == "Amt 3: Erprobung, Di 01.12.2026 09:00"
    assert internship["Aufgabe"] == "Tag vereinbaren"
    assert {row["Nummer"]: row["Einwilligung Kontakt"] for row in found} == {
        "5": "ja",
        "6": "",
    }
    sheet = CalamineWorkbook.from_path(written["export-personenbezogen.xlsx"]).get_sheet_by_name("Nächste Schritte")
    assert [line[:2] for line in sheet.to_python()[1:]] == [[int(row["Nummer"]), row["Vorname"]] for row in found]
    missing = {row["Nummer"]: row["Noch offen"] for row in rows(written["attendees-personenbezogen.csv"])}
    assert {each: missing[each] for each in ("5", "10", "11", "1")} == {
        "5": "",
        "10": "nur ein Gespräch",
        "11": "nur ein Gespräch",
        "1": "",
    }, "11 still sits there, 1 never came"


async def test_people_names_the_employers_whose_appointments_clash(stage: Stage, agreed: Desk) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "5")
        await quiet(pilot)
        facts = str(stage.app.screen.query_one("#facts", Static).content)
        assert "3 Amt 3: trial work · Tu 2026-12-01 09:00 · Park · =Mentorin" in facts
        assert "▲ clashes with: 4 Amt 4, follow-up appointment, Tu 2026-12-01 10:00" in facts
        assert "§ 45 SGB III), by Mo 2026-11-30" in facts
