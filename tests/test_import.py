"""Taking lists in: every row is accounted for, and a list that comes again changes only what it says anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import ENTRANCE, EVENT, World, kiosk, make_folder, world_at, write_list

from kiosk.actions import people
from kiosk.actions.lists import import_people, import_places
from kiosk.actions.people import badge_of, is_badge
from kiosk.actions.upkeep import verify
from kiosk.desk import settings_of
from kiosk.i18n import use
from kiosk.model import KioskError, Person, Role

HEADER = "code;number;first_name;last_name;email;role;wishes;cancelled"


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT, ["1;Amt 1;2", "2;Amt 2;1"], ["P1;1;Cook"])) as opened:
        yield opened
        assert verify(opened.store)[1] == []


def take_in(world: World, *rows: str, header: str = HEADER, dry_run: bool = False) -> dict[str, Any]:
    """Imports a list; the rows of the report add up."""
    path = write_list(world.desk.folder / "list.csv", header, rows)
    report = import_people(world.desk, path, dry_run=dry_run)
    counted = report["imported"] + report["updated"] + report["unchanged"] + len(report["rejected"])
    assert counted == report["rows"] == len(rows)
    return report


def counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    return report["imported"], report["updated"], report["unchanged"], len(report["rejected"])


def named(world: World, first: str) -> Person:
    (found,) = [person for person in world.store.people() if person.first_name == first]
    return found


# What others rely on


def test_the_report_is_what_others_rely_on(world: World) -> None:
    path = world.desk.folder / "list.csv"
    header = "code;number;first_name;last_name;wish1;wish2"
    path.write_text(f"\ufeff{header}\nA;;Anna;Abt;1;2\n\nB;x;Ben;Bär\nC;;Anna;Abt\n", encoding="utf-8")
    report = import_people(world.desk, path)
    (reason,) = [row.pop("reason") for row in report["rejected"]]
    assert "x" in reason
    expected = {
        "file": "list.csv",
        "encoding": report["encoding"],
        "delimiter": ";",
        "rows": 3,
        "imported": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": [{"line": 4}],
        "columns": {
            "code": "code",
            "number": "number",
            "first_name": "first_name",
            "last_name": "last_name",
            "wishes": ["wish1", "wish2"],
        },
        "duplicates": [{"line": 5, "like": 2}],
    }
    assert {name: report[name] for name in expected} == expected
    assert "utf-8" in report["encoding"].lower()


def test_a_person_has_every_field_of_the_list(world: World) -> None:
    header = "Code;Vorname;Nachname;E-Mail;Firma;Rolle;Gruppe;Stadtbezirk;Sprache;Wunsch 1;Wunsch 2;kommt um;geht um"
    take_in(world, "A;Änne;Öz;a@b.de;Amt;;Klasse 9;Mitte;tr;2;P1;10:30;12:00", header=header)
    (person,) = world.store.people()
    assert (person.first_name, person.last_name, person.email, person.group) == ("Änne", "Öz", "a@b.de", "Klasse 9")
    assert (person.role, person.number, person.wishes) == (Role.ATTENDEE, 1, ("2", "P1"))
    assert (f"{person.arrives:%H:%M}", f"{person.leaves:%H:%M}") == ("10:30", "12:00")


def test_everyone_gets_a_badge_code_beside_the_ticket(world: World) -> None:
    own = world.code(77)
    take_in(world, "TICKET-1;;Anna;Abt", ";;Ben;Bär", f"{own};;Cem;Can")
    codes = {person.first_name: {code.text for code in world.store.codes(person.id)} for person in world.store.people()}
    assert len(codes["Anna"]) == 2
    assert "TICKET-1" in codes["Anna"]
    assert codes["Cem"] == {own}
    badges = [badge_of(world.desk, person.id) for person in world.store.people()]
    assert all(badge and is_badge(badge) for badge in badges)
    assert len(set(badges)) == 3
    assert [world.scan(code or "").verdict for code in ("TICKET-1", *badges[1:])] == ["admitted"] * 3


# Numbers


def test_numbers_are_kept_and_the_others_get_the_next_free_ones(world: World) -> None:
    take_in(world, ";;Anna;Abt", ";2;Ben;Bär", ";;Cem;Can", ";7;Dora;Dorn", ";;Emil;Eck")
    assert {person.first_name: person.number for person in world.store.people()} == {
        "Anna": 1,
        "Ben": 2,
        "Cem": 3,
        "Dora": 7,
        "Emil": 4,
    }
    take_in(world, ";;Fritz;Fuchs", ";5;Gina;Groß")
    assert (named(world, "Fritz").number, named(world, "Gina").number) == (6, 5)


def test_a_number_that_is_taken_is_rejected(world: World) -> None:
    take_in(world, ";7;Anna;Abt")
    report = take_in(world, ";7;Ben;Bär", ";8;Cem;Can", ";8;Dora;Dorn")
    assert counts(report) == (1, 0, 0, 2)
    assert [row["line"] for row in report["rejected"]] == [2, 4]
    assert "7" in report["rejected"][0]["reason"]
    assert "line 3" in report["rejected"][1]["reason"]
    assert [person.first_name for person in world.store.people()] == ["Anna", "Cem"]


def test_a_clash_of_numbers_does_not_hide_the_one_whose_number_it_is(world: World) -> None:
    take_in(world, ";7;Anna;Abt")
    report = take_in(world, ";7;Ben;Bär", ";;Anna;Abt")
    assert counts(report) == (0, 0, 1, 1)


def test_a_number_never_changes(world: World) -> None:
    take_in(world, "A;7;Anna;Abt")
    take_in(world, "A;9;Anna;Abt")
    assert named(world, "Anna").number == 7


def test_only_attendees_have_a_number(world: World) -> None:
    take_in(world, ";;Anna;Abt;;staff", ";5;Ben;Bär;;employer", ";;Cem;Can")
    assert {person.first_name: person.number for person in world.store.people()} == {
        "Anna": None,
        "Ben": None,
        "Cem": 1,
    }


def test_whoever_becomes_an_attendee_gets_a_number(world: World) -> None:
    take_in(world, "A;;Anna;Abt;;staff", "B;;Ben;Bär")
    assert counts(take_in(world, "A;;Anna;Abt;;attendee", "B;;Ben;Bär")) == (0, 1, 1, 0)
    assert (named(world, "Anna").number, named(world, "Anna").role) == (2, Role.ATTENDEE)


# The same list again


def test_a_list_that_comes_again_changes_nothing(world: World) -> None:
    rows = ["A;;Anna;Abt;a@b.de;;1|2", ";4;Ben;Bär", "C;;Cem;Can;;staff", ";;Anna;Abt;x@y.de", ";;;;only@mail.de"]
    assert counts(take_in(world, *rows)) == (5, 0, 0, 0)
    before = world.store.projections(), world.journal()
    assert counts(take_in(world, *rows)) == (0, 0, 5, 0)
    assert counts(take_in(world, *reversed(rows))) == (0, 0, 5, 0)
    assert (world.store.projections(), world.journal()) == before


def test_what_is_new_is_taken_and_what_is_empty_says_nothing(world: World) -> None:
    take_in(world, "A;;Anna;Abt;a@b.de;;1|2")
    report = take_in(world, "A;;Anne;Abt;;;2")
    assert counts(report) == (0, 1, 0, 0)
    (anna,) = world.store.people()
    assert (anna.first_name, anna.email, anna.wishes) == ("Anne", "a@b.de", ("2",))


def test_a_list_never_loses_a_check_in(world: World) -> None:
    take_in(world, "A;;Anna;Abt;a@b.de;;1")
    world.scan("A")
    before = named(world, "Anna")
    take_in(world, "A;;Anna;Abt;new@b.de;;2;refunded")
    after = named(world, "Anna")
    assert after.cancelled
    assert (after.inside, after.first_in, after.visits) == (before.inside, before.first_in, 1)


def test_a_person_keeps_every_ticket_code(world: World) -> None:
    take_in(world, "A;7;Anna;Abt")
    assert counts(take_in(world, "B;7;Anna;Abt")) == (0, 1, 0, 0)
    assert [world.scan(code).number for code in "AB"] == [7, 7]


def test_a_list_brings_no_revoked_badge_back(world: World) -> None:
    take_in(world, "A;;Anna;Abt")
    people.replace_badge(world.desk, named(world, "Anna").id)
    assert counts(take_in(world, "A;;Anna;Abt")) == (0, 0, 1, 0)
    assert world.scan("A").verdict == "revoked"


def test_two_of_one_name_in_a_list_are_two_persons_and_stay_two(world: World) -> None:
    assert counts(take_in(world, ";;Anna;Abt", ";;Anna;Abt")) == (2, 0, 0, 0)
    assert counts(take_in(world, ";;Anna;Abt", ";;Anna;Abt")) == (0, 0, 2, 0)
    assert counts(take_in(world, ";;Anna;Abt", ";;Anna;Abt", ";;Anna;Abt")) == (1, 0, 2, 0)


def test_two_of_one_name_and_address_are_told_apart_by_their_order(world: World) -> None:
    rows = [";;Anna;Abt;a@b.de;staff", ";;Anna;Abt;a@b.de", ";9;Anna;Abt", ";;Anna;Abt"]
    assert counts(take_in(world, *rows)) == (4, 0, 0, 0)
    assert counts(take_in(world, *rows)) == (0, 0, 4, 0)


def test_another_address_or_another_ticket_is_another_person(world: World) -> None:
    take_in(world, ";;Anna;Abt;one@example.org", "B;;Ben;Bär")
    report = take_in(world, ";;Anna;Abt;two@example.org", "B2;;Ben;Bär")
    assert counts(report) == (2, 0, 0, 0)


def test_the_surer_sign_goes_first_whatever_the_order_of_rows(world: World) -> None:
    take_in(world, "A;;Anna;Abt", ";;Ben;Bär;ben@example.org")
    known = {person.first_name: person.id for person in world.store.people()}
    report = take_in(world, ";;Anna;Abt", "A;;Anna;Abt;a@b.de", ";;Ben;Bär", ";;Ben;Bär;BEN@example.org;;2")
    assert counts(report) == (2, 2, 0, 0)
    anna, ben = world.person(known["Anna"]), world.person(known["Ben"])
    assert anna.email == "a@b.de"
    assert (ben.wishes, ben.email) == (("2",), "BEN@example.org")
    assert {world.scan("A").person} == {anna.id}


def test_a_code_stands_in_a_list_once(world: World) -> None:
    report = take_in(world, "TICKET-1;;Anna;Abt", "ticket-1;;Ben;Bär")
    assert counts(report) == (1, 0, 0, 1)
    assert "line 2" in report["rejected"][0]["reason"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "A", "B", "C"]),
            st.sampled_from(["", "1", "2", "5"]),
            st.sampled_from(["Anna;Abt", "Ben;Bär", "Ben;"]),
            st.sampled_from(["", "a@b.de", "x@y.de"]),
            st.sampled_from(["", "staff"]),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_add_up_and_numbers_and_codes_are_unique(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    lines = [";".join(row) for row in rows]
    with world_at(make_folder(tmp_path_factory.mktemp("event"))) as world:
        first = take_in(world, *lines)
        before = world.store.projections()
        again = take_in(world, *lines)
        assert world.store.projections() == before
        assert (again["imported"], again["updated"]) == (0, 0)
        assert len(again["rejected"]) == len(first["rejected"])
        everyone = world.store.people()
        numbers = [person.number for person in everyone if person.number]
        assert len(set(numbers)) == len(numbers) == sum(person.role is Role.ATTENDEE for person in everyone)
        assert len(everyone) == first["imported"]


# Names that contradict


def test_nobody_gets_another_name_by_number_only_once_the_doors_are_open(world: World) -> None:
    take_in(world, "A;7;Anna;Abt;a@b.de", "B;8;Ben;Bär")
    world.scan("A")
    before = world.store.projections()
    report = take_in(world, ";7;Anna;Ruckdeschel", ";8;Gerda;Bär;gerda@example.org")
    assert counts(report) == (0, 0, 0, 2)
    assert [row["line"] for row in report["rejected"]] == [2, 3]
    assert "number 7 bears another name" in report["rejected"][0]["reason"]
    assert "code or e-mail address" in report["rejected"][0]["reason"]
    assert "Ruckdeschel" not in report["rejected"][0]["reason"]
    assert world.store.projections() == before


@pytest.mark.parametrize(
    "row", [";7;Ana;Abt", ";7;Abt;Anna", ";7;Anna;Abt-Neumann", "A;7;Anna;Neumann", ";7;Anna;Neumann;A@B.de"]
)
def test_a_corrected_name_is_taken_whenever_it_comes(world: World, row: str) -> None:
    take_in(world, "A;7;Anna;Abt;a@b.de")
    world.scan("A")
    report = take_in(world, row)
    assert counts(report) == (0, 1, 0, 0)
    assert report["warnings"] == []


def test_before_the_doors_open_a_number_may_get_another_name_and_it_is_told(world: World) -> None:
    take_in(world, "A;7;Anna;Abt")
    report = take_in(world, ";7;Anna;Neumann")
    assert counts(report) == (0, 1, 0, 0)
    (told,) = report["warnings"]
    assert (told["line"], told["column"], told["value"]) == (2, "number", "7")
    assert "Another name" in told["reason"]


# Lists of something else

RESULTS = "Teilnahmenummer;Name;Vorname;Arbeitgeber;Kennziffer;Bewerbung;Bewerbung am;Gemeldet von"


@pytest.mark.parametrize(
    "header",
    [
        RESULTS,
        "Nummer;Stand;Nächster Schritt",
        "Code;Position code;Contract signed",
        "Bewerber-ID;Bewerbungsstatus;Unternehmen;Stellenbezeichnung;Eingangsdatum",
    ],
)
def test_a_list_of_results_is_taken_for_none_of_people_unless_somebody_says_so(world: World, header: str) -> None:
    take_in(world, "A;7;Anna;Abt")
    path = write_list(world.desk.folder / "late.csv", header, ["7;Ruckdeschel;Anna"])
    before = world.store.projections()
    with pytest.raises(KioskError, match=r"late\.csv: its columns are those of results: .* Say --as results"):
        import_people(world.desk, path)
    assert world.store.projections() == before


@pytest.mark.parametrize(
    "header",
    [
        "Nummer;Vorname;Name;Status;Datum;Ort",
        "Nummer;Vorname;Name;Eingang am",
        "Nummer;Vorname;Name;Bewerbung;Wunsch 1",
        "Nummer;Vorname;Name;Bewerbung;Einwilligung Foto",
    ],
)
def test_a_list_of_people_with_a_column_or_two_of_that_sort_is_taken(world: World, header: str) -> None:
    path = write_list(world.desk.folder / "people.csv", header, ["7;Anna;Abt"])
    assert import_people(world.desk, path)["imported"] == 1


def test_the_command_refuses_a_list_of_results_and_takes_it_when_told(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    path = write_list(tmp_path / "late.csv", RESULTS, ["7;Abt;Anna"])
    refused = kiosk("import", folder, path, "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--as results" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert json.loads(kiosk("import", folder, path, "--as", "attendees", "--json").stdout)["imported"] == 1


# Cells that are not understood


def test_what_is_left_out_of_a_row_is_told_with_line_column_and_value(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    header = "Nummer;Vorname;Name;E-Mail;Erwerbsstatus;Einwilligung Foto"
    rows = ["1;Anna;Abt;nix;quatschstatus;vielleicht", "2;Ben;Bär;keine;arbeitsuchend;nicht gefragt", "x;C;C;nix;;"]
    path = write_list(tmp_path / "list.csv", header, [*rows, "3;Dora;Dorn;;quatschstatus;"])
    done = kiosk("import", folder, path, "--json")
    report = json.loads(done.stdout)
    assert counts(report) == (3, 0, 0, 1)
    assert [(row["line"], row["column"], row["value"]) for row in report["warnings"]] == [
        (2, "E-Mail", "nix"),
        (2, "Erwerbsstatus", "quatschstatus"),
        (2, "Einwilligung Foto", "vielleicht"),
        (5, "Erwerbsstatus", "quatschstatus"),
    ]
    told = done.stderr.splitlines()
    assert len(told) == 3
    assert "Line 2, 5, column “Erwerbsstatus”, “quatschstatus”: " in done.stderr


# Trying it first


def test_a_dry_run_says_the_same_and_changes_nothing(world: World) -> None:
    take_in(world, "A;;Anna;Abt")
    rows = ["A;;Anne;Abt", ";;Ben;Bär", ";x;Cem;Can"]
    files = {name: (world.desk.folder / name).read_bytes() for name in ("kiosk.db", "kiosk.db-wal")}
    before = world.store.projections(), world.journal()
    tried = take_in(world, *rows, dry_run=True)
    assert (world.store.projections(), world.journal()) == before
    assert {name: (world.desk.folder / name).read_bytes() for name in files} == files
    assert take_in(world, *rows) == tried
    assert counts(tried) == (1, 1, 0, 1)


def test_a_refused_list_leaves_everything_as_it_was(world: World) -> None:
    take_in(world, "A;;Anna;Abt")
    before = world.store.projections(), world.journal()
    for text in ("Farbe;Größe\nrot;7\n", "", 'first_name;last_name\n"Ben;Bär\n'):
        (world.desk.folder / "list.csv").write_text(text, encoding="utf-8")
        with pytest.raises(KioskError, match=r"list\.csv"):
            import_people(world.desk, world.desk.folder / "list.csv")
    assert (world.store.projections(), world.journal()) == before


# Booths and positions


def test_booths_are_merged_into_the_folders_list(world: World) -> None:
    path = write_list(
        world.desk.folder / "new.csv", "Stand;Arbeitgeber;Plätze", ["2;Amt 2;4", "3;Amt 3;1", "1;Amt 1;2"]
    )
    tried = import_places(world.desk, path, "booths", {}, dry_run=True)
    assert settings_of(world.desk.folder) == world.desk.event
    report = import_places(world.desk, path, "booths", {})
    assert report == tried
    assert {name: report[name] for name in ("file", "delimiter", "rows", "imported", "updated", "unchanged")} == {
        "file": "new.csv",
        "delimiter": ";",
        "rows": 3,
        "imported": 1,
        "updated": 1,
        "unchanged": 1,
    }
    assert report["columns"] == {"booth": "Stand", "employer": "Arbeitgeber", "seats": "Plätze"}
    booths = settings_of(world.desk.folder).booths
    assert [(booth.booth, booth.seats) for booth in booths] == [("1", 2), ("2", 4), ("3", 1)]


def test_a_name_in_other_letters_is_the_same_booth(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", EVENT, ["A1;Amt;2"])) as world:
        path = write_list(tmp_path / "new.csv", "booth;employer;seats", ["a1;Amt;3"])
        report = import_places(world.desk, path, "booths", {})
        assert (report["imported"], report["updated"]) == (0, 1)
        assert [(booth.booth, booth.seats) for booth in settings_of(world.desk.folder).booths] == [("a1", 3)]


def test_positions_need_a_booth_that_is_there(world: World) -> None:
    path = write_list(world.desk.folder / "new.csv", "position;booth;title;openings", ["P2;2;Baker;3", "P1;1;Chef"])
    report = import_places(world.desk, path, "positions", {})
    assert (report["rows"], report["imported"], report["updated"]) == (2, 1, 1)
    assert {known.position: known.title for known in settings_of(world.desk.folder).positions} == {
        "P1": "Chef",
        "P2": "Baker",
    }
    write_list(path, "position;booth;title", ["P3;9;Cook"])
    with pytest.raises(KioskError, match=r"new\.csv, line 2.*9"):
        import_places(world.desk, path, "positions", {})


# The command


def test_the_command_tells_by_its_status_whether_anything_was_taken(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    path = write_list(tmp_path / "list.csv", HEADER, ["A;;Anna;Abt", "B;x;Ben;Bär"])
    taken = kiosk("import", folder, path, "--json")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert json.loads(taken.stdout)["imported"] == 1
    assert kiosk("import", folder, path).returncode == 0
    write_list(path, HEADER, ["B;x;Ben;Bär"])
    assert kiosk("import", folder, path, "--json").returncode == 1


def test_the_command_says_in_words_what_it_did(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    path = write_list(tmp_path / "list.csv", HEADER, ["A;;Anna;Abt", "B;x;Ben;Bär", ";;Anna;Abt"])
    said = kiosk("import", folder, path, "--dry-run").stdout
    assert "3 rows: 2 new, 0 updated, 0 unchanged, 1 rejected" in said
    assert "Line 3:" in said
    assert "Line 4 looks like line 2" in said
    write_list(path, HEADER, ["A;;Anna;Abt"])
    assert "\n1 row: 1 new, 0 updated" in kiosk("import", folder, path, "--dry-run").stdout
    booths = write_list(tmp_path / "booths.csv", "booth;employer;seats", ["1;Amt;2"])
    said = kiosk("import", folder, booths, "--as", "booths")
    assert (said.returncode, said.stderr) == (0, "")
    assert "1 row: 1 new" in said.stdout


def test_a_column_can_be_named(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    path = write_list(tmp_path / "list.csv", "Wer;Was", ["Anna;A", "Ben;B"])
    ended = kiosk("import", folder, path, "--map", "name=Wer", "--map", "code=Was", "--json")
    assert json.loads(ended.stdout)["columns"]["code"] == "Was"
    with world_at(folder) as world:
        assert world.scan("B", ENTRANCE).name == "Ben"
