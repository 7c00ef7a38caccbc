"""People, booths and positions from the lists that ticket shops and offices really write (``tests/lists``)."""

from __future__ import annotations

import unicodedata
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.exchange.columns import mapping
from kiosk.exchange.headers import BOOTHS
from kiosk.exchange.people import PeopleList, duplicates, read_people
from kiosk.exchange.places import read_booths, read_positions, write_places
from kiosk.model import KioskError
from kiosk.programme import Booth, Pause, Position

LISTS = Path(__file__).parent / "lists"


def listed(name: str, *chosen: str) -> PeopleList:
    return read_people(LISTS / name, mapping(chosen))


def people(folder: Path, text: str, *chosen: str) -> PeopleList:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return read_people(path, mapping(chosen))


def person(folder: Path, text: str, *chosen: str) -> dict[str, Any]:
    found = people(folder, text, *chosen)
    assert not found.rejected
    return dict(found.said[0].fields)


def reasons(found: PeopleList) -> dict[int, str]:
    return {row.line: row.reason for row in found.rejected}


PEERS = {
    "pretix_positions.csv": [
        {
            "code": "rs8a3p67jepqtbt9evz766bfggzhfaqh",
            "first_name": "Ayşe",
            "last_name": "Yılmaz",
            "email": "ayse@example.org",
            "organisation": "Schule am Park",
            "cancelled": False,
        },
        {
            "code": "=QAa8kz3p67jepqtbt9evz766bfggzAQA",
            "first_name": "Jürgen",
            "last_name": "Müller",
            "cancelled": False,
        },
        {"code": "x2y3z4abcdefghjkmnpqrstuvwxyz234", "first_name": "Otto", "last_name": "Weg", "cancelled": True},
    ],
    "pretix_positions_old.csv": [
        {
            "first_name": "Anna",
            "last_name": "von der Heide",
            "email": "anna@example.org",
            "organisation": "Tischlerei Heide",
            "cancelled": False,
        },
        {"first_name": "Bert", "last_name": "Brecht", "cancelled": True},
    ],
    "pretix_positions_de.csv": [
        {
            "code": "ks8a3p67jepqtbt9evz766bfggzhfaqh",
            "first_name": "Can",
            "last_name": "Öz",
            "email": "can@example.org",
            "cancelled": False,
        },
        {"code": "ms8a3p67jepqtbt9evz766bfggzhfaqh", "first_name": "Eva", "last_name": "Abt", "cancelled": True},
    ],
    "pretix_checkin.csv": [
        {
            "code": "rs8a3p67jepqtbt9evz766bfggzhfaqh",
            "first_name": "Kim",
            "last_name": "Ott",
            "email": "kim@example.org",
            "organisation": "Stadtwerke",
            "note": "kommt später",
        }
    ],
    "hievents.csv": [
        {
            "code": "A-7KQ2M9X",
            "first_name": "Ada",
            "last_name": "Lovelace",
            "email": "ada@example.org",
            "cancelled": False,
            "wishes": ("7", "3"),
        },
        {
            "code": "A-8KQ2M9X",
            "first_name": "Bob",
            "last_name": "Weg",
            "email": "bob@example.org",
            "cancelled": True,
            "note": "krank",
        },
        {
            "code": "A-9KQ2M9X",
            "first_name": "Cem",
            "last_name": "Öz",
            "email": "cem@example.org",
            "cancelled": False,
            "wishes": ("3",),
        },
    ],
    "hievents_de.csv": [
        {
            "code": "A-7KQ2M9X",
            "first_name": "Ada",
            "last_name": "Lovelace",
            "email": "ada@example.org",
            "cancelled": False,
        }
    ],
    "eventbrite.csv": [
        {
            "first_name": "Anna",
            "last_name": "Müller",
            "email": "anna@example.org",
            "organisation": "Schule",
            "group": "Klasse 10b",
            "cancelled": False,
        },
        {"first_name": "Bert", "last_name": "Weg", "email": "bert@example.org", "cancelled": True},
    ],
    "eventbrite_barcode.csv": [
        {
            "code": "0814847311126137001",
            "first_name": "Anna",
            "last_name": "Müller",
            "email": "anna@example.org",
            "cancelled": False,
        },
        {
            "code": "0814847311126138001",
            "first_name": "Bert",
            "last_name": "Weg",
            "email": "bert@example.org",
            "cancelled": True,
        },
    ],
    "alfio.csv": [
        {
            "code": "3f0c0a3e-6a3c-4c55-9a5e-0b1f3f6f7a11",
            "first_name": "Anna",
            "last_name": "Müller",
            "email": "anna@example.org",
            "organisation": "=Stahl & Co",
            "language": "de",
            "cancelled": False,
        },
        {
            "code": "4f0c0a3e-6a3c-4c55-9a5e-0b1f3f6f7a12",
            "first_name": "Bo",
            "last_name": "Öz",
            "email": "bo@example.org",
            "language": "en",
            "cancelled": False,
        },
        {
            "code": "5f0c0a3e-6a3c-4c55-9a5e-0b1f3f6f7a13",
            "first_name": "Cy",
            "last_name": "Weg",
            "email": "cy@example.org",
            "language": "en",
            "cancelled": True,
        },
    ],
    "attendize.csv": [
        {"code": "518274639", "first_name": "Anna", "last_name": "Müller", "email": "anna@example.org"},
        {"code": "518274640", "first_name": "Bert", "last_name": "Müller", "email": "anna@example.org"},
    ],
    "luma.csv": [
        {
            "code": "https://lu.ma/check-in/evt-x?pk=g-a1",
            "first_name": "Anna",
            "last_name": "Müller",
            "email": "anna@example.org",
            "channel": "jobcenter",
            "cancelled": False,
        },
        {
            "code": "https://lu.ma/check-in/evt-x?pk=g-a2",
            "first_name": "Bo",
            "last_name": "van Dyk",
            "email": "bo@example.org",
            "cancelled": True,
        },
        {
            "code": "https://lu.ma/check-in/evt-x?pk=g-a3",
            "first_name": "Cy",
            "last_name": "Öz",
            "email": "cy@example.org",
            "cancelled": True,
        },
    ],
    "eventyay_leads.csv": [
        {"first_name": "Anna", "last_name": "Müller", "email": "anna@example.org", "note": "ruft an"}
    ],
    "buero.csv": [
        {
            "first_name": "Jürgen-Anna",
            "last_name": "Groß",
            "email": "jga@example.org",
            "channel": "agentur",
            "status": "job_seeker",
            "district": "Derendorf",
            "wishes": ("07", "3"),
            "arrives": "09:30",
            "leaves": "12:00",
            "consent_photo": "yes",
            "note": "Bringt Mappe mit",
        },
        {
            "first_name": "Şükrü",
            "last_name": "Đặng",
            "channel": "jobcenter",
            "status": "training_seeker",
            "district": "Bilk",
            "wishes": ("3",),
            "consent_photo": "no",
        },
        {
            "first_name": "Eva",
            "last_name": "Abt",
            "email": "eva@example.org",
            "channel": "Flyer",
            "status": "other",
        },
    ],
    "kiosk.csv": [
        {
            "code": "KBA2B3C4D5E6F7G8H9J2",
            "number": 112,
            "first_name": "Anna",
            "last_name": "Müller",
            "email": "anna@example.org",
            "role": "attendee",
            "group": "10b",
            "channel": "jobcenter",
            "status": "job_seeker",
            "district": "Bilk",
            "language": "uk",
            "wishes": ("7", "3", "P12"),
            "arrives": "10:00",
            "leaves": "12:30",
            "consent_contact": "yes",
            "consent_photo": "no",
            "guardian_consent": "not_needed",
            "cancelled": False,
        },
        {
            "first_name": "Max",
            "last_name": "Kraft",
            "email": "max@example.org",
            "organisation": "Tiefbauamt",
            "role": "employer",
            "cancelled": False,
        },
    ],
}


@pytest.mark.parametrize("name", PEERS)
def test_the_lists_of_ticket_shops_and_offices(name: str) -> None:
    assert [dict(person.fields) for person in listed(name).said] == PEERS[name]


def test_every_sample_list_is_tried() -> None:
    assert {path.name for path in LISTS.iterdir()} == {*PEERS, "booths.csv", "positions.csv"}


def test_the_columns_are_told_by_their_names_in_the_list() -> None:
    assert listed("pretix_positions_old.csv").columns == {
        "first_name": "Attendee name",
        "last_name": "Attendee name",
        "email": "Attendee email",
        "organisation": "Company",
        "cancelled": "Status",
    }
    assert listed("buero.csv").columns["wishes"] == ["Wunsch 1", "Wunsch 2", "Wunsch 3"]
    assert listed("kiosk.csv").columns["wishes"] == "wishes"


def test_a_code_that_a_spreadsheet_has_ruined_is_rejected_with_the_reason() -> None:
    told = reasons(listed("eventbrite_barcode.csv"))
    assert list(told) == [4]
    assert "8,14E+17" in told[4]


@pytest.mark.parametrize("code", ["8,14E+17", "8.14847E+17", "8,14847311126137E+17", "8e+18"])
def test_every_form_of_a_ruined_number_is_seen(tmp_path: Path, code: str) -> None:
    assert list(reasons(people(tmp_path, f"Code;Name\n{code};Müller, Anna\nE17;Abt, Bert\n"))) == [2]


def test_a_workbook_whose_codes_became_numbers_loses_only_the_ruined_ones(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Barcode #", "First Name", "Last Name"])
        sheet.write_row(1, 0, [814847311126137001, "Anna", "Müller"])
        sheet.write_row(2, 0, ["0814847311126137001", "Bert", "Abt"])
        sheet.write_row(3, 0, [4711, "Cem", "Öz"])
    found = read_people(path)
    assert [person.fields["code"] for person in found.said] == ["0814847311126137001", "4711"]
    assert list(reasons(found)) == [2]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Vorname;Name", "Anna;Müller", ("Anna", "Müller")),
        ("Name;Ort", "Müller, Anna Maria;Bonn", ("Anna Maria", "Müller")),
        ("Name;Ort", "Anna Maria Müller;Bonn", ("Anna Maria", "Müller")),
        ("Name;Ort", "Frau Anna von der Heide;Bonn", ("Anna", "von der Heide")),
        ("Name;Ort", "Herr Omar al Hakim;Bonn", ("Omar", "al Hakim")),
        ("Name;Ort", "Cher;Bonn", ("Cher", None)),
        ("Name;Ort", "Müller,;Bonn", (None, "Müller")),
        ("Full Name;First Name;Last Name", "X Y;Anna;Müller", ("Anna", "Müller")),
        ("Attendee name;Name", "Anna Müller;", ("Anna", "Müller")),
        ("VOR_NAME;nach-name", "Anna;Müller", ("Anna", "Müller")),
        ("firstName;lastName", "Anna;Müller", ("Anna", "Müller")),
        ("Vorname*;Nachname (Pflicht)", "Anna;Müller", ("Anna", None)),
    ],
)
def test_first_and_last_name(tmp_path: Path, header: str, row: str, expected: tuple[str | None, str | None]) -> None:
    fields = person(tmp_path, f"{header}\n{row}\n")
    assert (fields.get("first_name"), fields.get("last_name")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wishes\n7|3|7|P 1", ("7", "3", "P 1")),
        ('Wünsche\n"7, 3;9"', ("7", "3", "9")),
        ("Wuensche\n07", ("07",)),
        ("Wunsch 10;Wunsch 2;Wunsch 1\nz;b;a", ("a", "b", "z")),
        ("wish1;wish2;wish3\na;;b", ("a", "b")),
        ("2. Wunsch;1. Wunsch\nb, c;a", ("a", "b, c")),
        ("Zweitwunsch;Erstwunsch\nb;a", ("a", "b")),
        ("Wunsch;Wunsch\na;b", ("a", "b")),
        ("Priorität 1;Priorität 2\na;-", ("a",)),
        ("wishes\n ", None),
    ],
)
def test_wishes_come_by_rank_without_repetitions(tmp_path: Path, text: str, expected: tuple[str, ...] | None) -> None:
    header, row = text.split("\n")
    assert person(tmp_path, f"Code;{header}\nA1;{row}\n").get("wishes") == expected


@pytest.mark.parametrize(
    ("column", "value", "field", "expected"),
    [
        ("Rolle", "Aussteller", "role", "employer"),
        ("Rolle", "Teilnehmer*in", "role", "attendee"),
        ("role", "PRESS", "role", "press"),
        ("Rolle", "Sprachmittlung", "role", "mentor"),
        ("Zugangsweg", "Agentur für Arbeit", "channel", "agentur"),
        ("channel", "Job-Center", "channel", "jobcenter"),
        ("channel", "Radio", "channel", "Radio"),
        ("Erwerbsstatus", "arbeitslos", "status", "job_seeker"),
        ("Erwerbsstatus", "Astronaut", "status", "other"),
        ("Status", "arbeitsuchend", "status", "job_seeker"),
        ("Status", "storniert", "cancelled", True),
        ("Attendee Status", "Checked In", "cancelled", False),
        ("storniert", "ja", "cancelled", True),
        ("storniert", "nein", "cancelled", False),
        ("storniert", "", "cancelled", False),
        ("Fotoerlaubnis", "Ja, gerne", "consent_photo", "yes"),
        ("Fotoerlaubnis", "Nein", "consent_photo", "no"),
        ("Fotoerlaubnis", "✓", "consent_photo", "yes"),
        ("Fotoerlaubnis", "vielleicht", "consent_photo", None),
        ("Fotoerlaubnis", "Januar", "consent_photo", None),
        ("Einwilligung Eltern", "nicht nötig", "guardian_consent", "not_needed"),
        ("arrives", "9.05 Uhr", "arrives", "09:05"),
        ("arrives", "09:05:00", "arrives", "09:05"),
        ("Teilnahme-Nr.", "007", "number", 7),
        ("E-Mail", "keine", "email", None),
        ("Note", "\u202eabc\u0007 \u00a0 d\u200be", "note", "abc de"),
        ("Note", "Cafe\u0301", "note", "Café"),
    ],
)
def test_what_a_cell_means(tmp_path: Path, column: str, value: str, field: str, expected: object) -> None:
    assert person(tmp_path, f"Code;{column}\nA1;{value}\n").get(field) == expected


def test_a_column_status_is_about_tickets_or_about_people_by_what_stands_in_it(tmp_path: Path) -> None:
    tickets = people(tmp_path, "Code;Status\nA;bezahlt\nB;storniert (bezahlte Gebühr)\nC;refunded\nD;Warteliste\n")
    assert [row.fields["cancelled"] for row in tickets.said] == [False, True, True, True]
    assert "status" not in tickets.columns
    seekers = people(tmp_path, "Code;Status\nA;Arbeitsuchende/r\nB;job_seeker\nC;other\nD;\n")
    assert [row.fields.get("status") for row in seekers.said] == ["job_seeker", "job_seeker", "other", None]
    assert "cancelled" not in seekers.columns
    neither = people(tmp_path, "Code;Status\nA;Rechnung gestellt\n")
    assert set(neither.columns) == {"code"}


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [
        ("number", "0", "0"),
        ("number", "-5", "-5"),
        ("number", "zwölf", "zwölf"),
        ("number", "1000000", "999999"),
        ("number", "1,5", "1,5"),
        ("arrives", "25:00", "25:00"),
        ("leaves", "mittags", "mittags"),
        ("role", "VIP", "VIP"),
    ],
)
def test_a_cell_that_cannot_be_used_rejects_its_row_only(tmp_path: Path, column: str, value: str, word: str) -> None:
    found = people(tmp_path, f"Vorname;{column}\nAnna;\nBert;{value}\nCem;\n")
    assert [row.fields["first_name"] for row in found.said] == ["Anna", "Cem"]
    assert word in reasons(found)[3]
    assert found.rows == 3


def test_a_row_that_names_nobody_is_rejected_and_one_sign_is_enough(tmp_path: Path) -> None:
    header = "Vorname;Nachname;E-Mail;Code;Nummer;Firma"
    rows = ["Anna;;;;;", ";Abt;;;;", ";;c@example.org;;;", ";;;D1;;", ";;;;5;", ";;;;;Stadtwerke"]
    found = people(tmp_path, "\n".join([header, *rows]))
    assert [row.line for row in found.said] == [2, 3, 4, 5, 6]
    assert list(reasons(found)) == [7]


def test_rows_with_too_few_or_too_many_cells_are_rejected(tmp_path: Path) -> None:
    found = people(
        tmp_path, "Vorname;Nachname;E-Mail;Bemerkung\nAnna;Müller\nBert\nCem;Öz;c@example.org;x;y\nDa;Do;;;;\n"
    )
    assert [row.line for row in found.said] == [2, 5]
    assert list(reasons(found)) == [3, 4]


def test_an_empty_cell_and_a_missing_column_say_nothing(tmp_path: Path) -> None:
    assert person(tmp_path, "Code;Vorname;Wünsche;Gruppe;Fotoerlaubnis\nA1;;;-;\n") == {"code": "A1"}


def test_a_long_name_stays_whole(tmp_path: Path) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff " * 4
    assert person(tmp_path, f"Vorname;Nachname\nAnna;{name}\n")["last_name"] == name.strip()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ID;Public ID;Vorname\n17;A-7KQ2M9X;Anna", "A-7KQ2M9X"),
        ("ID;Vorname\n17;Anna", None),
        ("ID;Vorname\n3f0c0a3e-6a3c-4c55-9a5e-0b1f3f6f7a11;Anna", "3f0c0a3e-6a3c-4c55-9a5e-0b1f3f6f7a11"),
        ("Reference;Vorname\nK3J9X2;Anna\nK3J9X2;Bert", None),
        ("Order #;Attendee #;Vorname\n112087546;199318456;Anna", None),
        ("Code;Ticket secret;Vorname\n;abcdefgh;Anna", "abcdefgh"),
    ],
)
def test_which_column_is_the_code(tmp_path: Path, text: str, code: str | None) -> None:
    assert person(tmp_path, text + "\n").get("code") == code


def test_the_user_names_columns(tmp_path: Path) -> None:
    text = "Kürzel;Wer;Erste Wahl;Zweite Wahl;Status\nA1;Müller, Anna;7;3;bezahlt\n"
    chosen = ("code=Kürzel", "name=wer", "wishes=Erste Wahl", "wishes=Zweite Wahl", "cancelled=")
    found = people(tmp_path, text, *chosen)
    assert found.said[0].fields == {"code": "A1", "first_name": "Anna", "last_name": "Müller", "wishes": ("7", "3")}
    assert found.columns["wishes"] == ["Erste Wahl", "Zweite Wahl"]
    assert found.columns["last_name"] == "Wer"


def test_what_the_user_names_goes_before_what_is_recognised(tmp_path: Path) -> None:
    text = "Vorname,Name,Firma,Amt\nAnna,Müller,Stadtwerke,Jugendamt\n"
    assert person(tmp_path, text, "organisation=Amt")["organisation"] == "Jugendamt"
    assert person(tmp_path, text, "note=Name") == {"first_name": "Anna", "organisation": "Stadtwerke", "note": "Müller"}
    assert person(tmp_path, text, "name=Name")["first_name"] == "Müller"


@pytest.mark.parametrize("option", ["Name", "surname=Name", "=Name"])
def test_a_mapping_without_a_field_is_refused(option: str) -> None:
    with pytest.raises(KioskError, match="field=Column"):
        mapping([option])


def test_a_mapping_to_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match=r"list\.csv has no column “Familie”\. It has: “Vorname”, “Nachname”\."):
        people(tmp_path, "Vorname;Nachname\nAnna;Müller\n", "last_name=Familie")


def test_a_list_that_names_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match=r"no column says who a person is. It has: “Stadt”, “Land”"):
        people(tmp_path, "Stadt;Land\nBonn;DE\n")


def test_rows_that_look_like_one_person_are_told(tmp_path: Path) -> None:
    rows = [
        "Jürgen;Groß;a@example.org",
        "Juergen;Gross;b@example.org",
        "GROSS;Jurgen;",
        "Anna;Öz;f@example.org",
        "Bert;Öz;f@example.org",
        ";;x@example.org",
        ";;X@example.org",
        "İpek;Yıldız;",
        "Ipek;Yildiz;",
    ]
    found = people(tmp_path, "\n".join(["Vorname;Nachname;E-Mail", *rows]))
    assert duplicates(found.said) == [(3, 2), (4, 2), (8, 7), (10, 9)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=5, max_size=5), max_size=5))
def test_no_cell_leaves_the_words_of_the_fields(tmp_path: Path, cells: list[list[str]]) -> None:
    rows = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
    text = "\n".join(["Code;Nummer;Rolle;Fotoerlaubnis;Kommt ab", "A1;1;;;", *rows])
    try:
        found = people(tmp_path, text)
    except KioskError:
        return
    assert found.rows == len(found.said) + len(found.rejected)
    for row in found.said:
        assert row.fields.get("consent_photo", "") in ("", "yes", "no", "not_needed")
        assert row.fields.get("role", "attendee") in ("attendee", "employer", "staff", "mentor", "press")
        assert row.fields.get("number", 1) > 0
        assert not any(unicodedata.category(char) == "Cc" for char in row.fields.get("code", ""))


def places(folder: Path, text: str, *chosen: str) -> tuple[Booth, ...]:
    path = folder / "booths.csv"
    path.write_text(text, encoding="utf-8")
    return read_booths(path, mapping(chosen, BOOTHS))


def test_booths_and_positions_of_an_office() -> None:
    booths = read_booths(LISTS / "booths.csv")
    assert booths == (
        Booth(
            booth="07",
            employer="Tiefbauamt",
            seats=4,
            room="KAP1",
            opens=time(10),
            closes=time(16),
            pauses=(Pause(time(11), time(11, 12)), Pause(time(13), time(13, 30))),
            languages=("de", "en"),
            profile="Wir bauen Straßen.\nUnd Brücken.",
        ),
        Booth(booth="3", employer="Jugendamt", seats=2, room="KAP1"),
    )
    assert read_positions(LISTS / "positions.csv", booths) == (
        Position("T1", "07", "Bauzeichner*in", "Ausbildung", 3),
        Position("T2", "07", "Ingenieur*in", "Job", 1),
        Position("J1", "3", "J1", "Praktikum", 2),
    )


@pytest.mark.parametrize(
    "text",
    [
        "booth,employer,seats\n07,Tiefbauamt,4\n",
        "Tisch;Arbeitgeber;Anzahl Plätze\n07;Tiefbauamt;4\n",
        "Ausstellerliste;;\n\nSTAND-NR.;BETRIEB;PLAETZE;;\n07;Tiefbauamt;4;;\n",
        "table\tcompany\tseats\n07\tTiefbauamt\t4,0\n",
    ],
)
def test_booths_in_many_dialects(tmp_path: Path, text: str) -> None:
    assert places(tmp_path, text) == (Booth("07", "Tiefbauamt", 4),)


def test_booths_of_a_workbook_and_of_columns_that_the_user_names(tmp_path: Path) -> None:
    path = tmp_path / "booths.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["Stand", "Firma", "Plätze"])
        book.worksheets()[0].write_row(1, 0, [7, "Tiefbauamt", 4])
    assert read_booths(path) == (Booth("7", "Tiefbauamt", 4),)
    assert places(tmp_path, "Stand;Wer;Stühle\n7;Tiefbauamt;4\n", "employer=Wer", "seats=Stühle") == read_booths(path)


def test_a_list_of_booths_may_be_empty(tmp_path: Path) -> None:
    assert places(tmp_path, "booth,employer,seats\n") == ()


@pytest.mark.parametrize(
    ("rows", "line", "word"),
    [
        ("7;A;", 2, "seats"),
        ("7;A;0", 2, "seats"),
        ("7;A;-1", 2, "seats"),
        ("7;A;viele", 2, "seats"),
        ("7;A;2\n\n7;B;1", 4, "twice"),
        ("a7;A;2\nA7;B;1", 3, "twice"),
        (";A;2", 2, "names no booth"),
        ("7;A;2;25:00", 2, "25:00"),
        ("7;A;2;16:00;10:00", 2, "before it opens"),
        ("7;A;2;;;11:00", 2, "time of day"),
        ("7;A;2;;;11:30-11:00", 2, "before it begins"),
        ("7", 2, "has 1 cell, but the header has 6"),
    ],
)
def test_a_mistake_in_the_booths_is_named_by_file_and_line(tmp_path: Path, rows: str, line: int, word: str) -> None:
    with pytest.raises(KioskError) as caught:
        places(tmp_path, f"booth;employer;seats;opens;closes;pauses\n{rows}\n")
    assert str(caught.value).startswith(f"booths.csv, line {line}: ")
    assert word in str(caught.value)


def test_booths_without_a_column_for_seats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match=r"booths\.csv has no column seats\. It has: “Stand”, “Firma”\."):
        places(tmp_path, "Stand;Firma\n7;Tiefbauamt\n")


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ("P1;8;x", "There is no booth “8”"),
        ("P1;07;x", "There is no booth “07”"),
        ("P1;;x", "There is no booth"),
        ("P1;7;x\nP1;7;y", "twice"),
        (";7;x", "names no position"),
        ("P1;7;x;drei", "openings"),
    ],
)
def test_a_mistake_in_the_positions_is_named_by_file_and_line(tmp_path: Path, rows: str, word: str) -> None:
    path = tmp_path / "positions.csv"
    path.write_text(f"position;booth;title;openings\n{rows}\n", encoding="utf-8")
    with pytest.raises(KioskError, match=r"positions\.csv, line [23]: ") as caught:
        read_positions(path, (Booth("7", "Tiefbauamt", 4),))
    assert word in str(caught.value)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Code;Stelle;Stand", "P1;Bauzeichner*in;7"),
        ("Einsatzmöglichkeit;Bezeichnung;Tisch", "P1;Bauzeichner*in;7"),
        ("Position code;Position;Booth", "P1;Bauzeichner*in;7"),
    ],
)
def test_the_code_of_a_position_and_what_it_is_called(tmp_path: Path, header: str, row: str) -> None:
    path = tmp_path / "positions.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert read_positions(path, (Booth("7", "", 1),)) == (Position("P1", "7", "Bauzeichner*in"),)


@pytest.mark.parametrize("language", ["de", "en"])
def test_booths_and_positions_come_back_as_they_were_written(tmp_path: Path, language: str) -> None:
    booths = (
        *read_booths(LISTS / "booths.csv"),
        Booth("=1", "-", 1, pauses=(Pause(time(9), time(9, 5)),), profile='sagt "ja"; nein'),
    )
    positions = (*read_positions(LISTS / "positions.csv", booths), Position("0815", "=1", "+49", openings=0))
    write_places(tmp_path / "booths.csv", booths, language)
    write_places(tmp_path / "positions.csv", positions, language)
    assert read_booths(tmp_path / "booths.csv") == booths
    assert read_positions(tmp_path / "positions.csv", booths) == positions
