"""The report: what each figure counts, the words for the press, and the command."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from world import ENTRANCE, EVENT, booth_reader, kiosk, local, make_folder, world_at

from kiosk.actions.closing import close
from kiosk.actions.contracts import record_contract
from kiosk.actions.document import document
from kiosk.actions.exports import export
from kiosk.actions.report import report
from kiosk.desk import at_desk
from kiosk.i18n import speaking, use
from kiosk.rules.figures.cells import LEAST, hidden
from kiosk.rules.press import about, almost, press

GERMAN = EVENT.replace('"en"', '"de"')


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


# Rules


@pytest.mark.parametrize(
    ("count", "said"),
    [(20, "about 20"), (19, "about 20"), (21, "about 20"), (17, "17"), (5, "5"), (0, "0"), (102, "about 100")],
)
def test_about(count: int, said: str) -> None:
    assert about(count, str) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (278, "almost 280"),
        (280, "280"),
        (271, "over 270"),
        (675, "almost 680"),
        (3, "3"),
        (1988, "almost 2000"),
        (0, "0"),
    ],
)
def test_almost(count: int, said: str) -> None:
    assert almost(count, str) == said


PRESS = dict.fromkeys(("T2", "A1", "Q1", "G1", "P2", "B1", "B2", "F1", "F2"), 0)


@pytest.mark.parametrize(
    ("counted", "german", "english"),
    [
        ({}, "Bisher ist niemand gekommen", "So far nobody has come"),
        ({"T2": 1, "A1": 3}, "Insgesamt kam 1 teilnehmende Person", "In all, 1 attendee came"),
        ({"T2": 2, "A1": 3}, "Insgesamt kamen 2 Teilnehmende", "In all, 2 attendees came"),
        (
            {"T2": 2, "A1": 1, "Q1": 1, "G1": 1, "P2": 1, "B1": 1, "B2": 1},
            "Insgesamt kamen 2 Teilnehmende und sprachen mit Vertreterinnen und Vertretern eines Arbeitgebers. "
            "Darunter war 1 arbeitsuchende Person, die über Agentur für Arbeit und Jobcenter erreicht wurde. Es wurde "
            "1 Gespräch zu 1 Einsatzmöglichkeit geführt, und noch vor Ort wurde 1 Bewerbung abgegeben; 1 weitere "
            "ist angekündigt",
            "In all, 2 attendees came and talked with representatives of one employer. Among them was 1 job seeker who "
            "was reached through the employment agency and the jobcentre. 1 talk was held about 1 possible job and 1 "
            "application was handed in on the spot; 1 more is announced",
        ),
        (
            {"T2": 2, "A1": 2, "G1": 3, "P2": 1, "B1": 1},
            "Insgesamt kamen 2 Teilnehmende und sprachen mit Vertreterinnen und Vertretern von 2 Ämtern. Es wurden 3 "
            "Gespräche zu 1 Einsatzmöglichkeit geführt, und noch vor Ort wurde 1 Bewerbung abgegeben",
            "In all, 2 attendees came and talked with representatives of 2 offices. 3 talks were held about 1 possible "
            "job and 1 application was handed in on the spot",
        ),
        (
            {"T2": 1, "A1": 1, "G1": 2, "B2": 1},
            "Insgesamt kam 1 teilnehmende Person. Es wurden 2 Gespräche geführt; 1 Bewerbung ist angekündigt",
            "In all, 1 attendee came. 2 talks were held; 1 application is announced",
        ),
        (
            {"T2": 1, "G1": 1, "B1": 2, "B2": 2},
            "Insgesamt kam 1 teilnehmende Person. Es wurde 1 Gespräch geführt, und noch vor Ort wurden 2 Bewerbungen "
            "abgegeben; 2 weitere sind angekündigt",
            "In all, 1 attendee came. 1 talk was held; 2 applications were handed in on the spot; 2 more are announced",
        ),
        (
            {"T2": 1, "G1": 1, "B2": 2},
            "Insgesamt kam 1 teilnehmende Person. Es wurde 1 Gespräch geführt; 2 Bewerbungen sind angekündigt",
            "In all, 1 attendee came. 1 talk was held; 2 applications are announced",
        ),
        (
            {"T2": 2, "G1": 2, "F1": 1},
            "Insgesamt kamen 2 Teilnehmende. Es wurden 2 Gespräche geführt. Vereinbart wurde 1 Termin für ein weiteres "
            "Gespräch",
            "In all, 2 attendees came. 2 talks were held. 1 appointment for a further talk was agreed",
        ),
        (
            {"T2": 2, "G1": 2, "F1": 1, "F2": 1},
            "Insgesamt kamen 2 Teilnehmende. Es wurden 2 Gespräche geführt. Vereinbart wurden 1 Termin für ein "
            "weiteres Gespräch und 1 Erprobung",
            "In all, 2 attendees came. 2 talks were held. 1 appointment for a further talk and 1 stay to try out the "
            "work were agreed",
        ),
        (
            {"T2": 2, "G1": 2, "F2": 2},
            "Insgesamt kamen 2 Teilnehmende. Es wurden 2 Gespräche geführt. Vereinbart wurden 2 Erprobungen",
            "In all, 2 attendees came. 2 talks were held. 2 stays to try out the work were agreed",
        ),
    ],
)
def test_one_of_something_is_told_in_the_singular_and_none_not_at_all(
    counted: dict[str, int], german: str, english: str
) -> None:
    for language, said, as_of in (("de", german, "Stand"), ("en", english, "as of")):
        with speaking(language):
            assert press(PRESS | counted, "15:30", str) == f"{said} ({as_of} 15:30)."


@given(st.integers(0, 100_000))
def test_round_words_are_within_their_bounds(count: int) -> None:
    for said in (about(count, str), almost(count, str)):
        word, _blank, number = said.rpartition(" ")
        near = int(number)
        assert {
            "": count == near,
            "about": abs(count - near) <= 0.05 * near,
            "almost": 0.97 * near <= count < near,
            "over": near < count <= 1.05 * near,
        }[word]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=9))
def test_no_small_cell_goes_out_or_can_be_computed(counts: list[int]) -> None:
    rows = [{"id": str(place), "T2": count} for place, count in enumerate(counts)]
    told = hidden(rows)
    assert all(row["T2"] is None or row["T2"] >= LEAST for row in told)
    gone = [counts[int(row["id"])] for row in told if row["T2"] is None]
    everything_gone = len(gone) == len(told)
    assert not gone or everything_gone or (len(gone) > 1 and sum(gone) >= LEAST)


def cell_row(id_: str, registered: int, came: int, talks: int) -> dict[str, object]:
    return {"id": id_, "T1": registered, "T2": came, "G1": talks}


def cell_rows(ids: list[str]) -> st.SearchStrategy[list[dict[str, object]]]:
    """Rows of a breakdown of persons: of those registered some have not come, others came without."""

    def row(id_: str, came: int, missing: int, spontaneous: int, talks: int) -> dict[str, object]:
        return cell_row(id_, came + missing, came + spontaneous, talks * bool(came + spontaneous))

    few = st.sampled_from([0, 0, 0, 1, 2, 3, 5, 9])
    return st.lists(
        st.tuples(st.sampled_from(ids), st.integers(0, 20), few, st.sampled_from([0, 0, 0, 1, 2]), st.integers(0, 40)),
        min_size=1,
        max_size=len(ids),
        unique_by=lambda cells: cells[0],
    ).map(lambda found: [row(*cells) for cells in found])


IDS = ["", "job_seeker", "a", "b", "c", "d", "e", "f"]


@given(cell_rows(IDS), st.sets(st.sampled_from(["", "job_seeker"])))
@example([cell_row("", 5, 3, 0), cell_row("job_seeker", 4, 3, 0), cell_row("a", 3, 3, 0)], {""})
@example([cell_row("", 3, 3, 2), cell_row("job_seeker", 3, 3, 1), cell_row("a", 3, 3, 3)], {""})
@example([cell_row("", 3, 3, 2), cell_row("job_seeker", 3, 3, 1), cell_row("a", 3, 3, 3)], {"job_seeker"})
def test_no_few_persons_come_out_by_any_sum_or_difference(rows: list[dict[str, object]], known: set[str]) -> None:
    """What is printed, the totals, and what other figures tell, are equations: none of a few persons follows."""
    told = hidden(rows)
    exact = {row["id"]: row for row in rows}
    cells = [(place, column) for place in range(len(told)) for column in ("T1", "T2", "G1")]

    def vector(*chosen: tuple[int, str]) -> list[int]:
        return [(cell in chosen[:1]) - (cell in chosen[1:]) for cell in cells]

    equations = [[int(column == each) for _place, each in cells] for column in ("T1", "T2", "G1")]
    for place, row in enumerate(told):
        given_too = row["id"] in known
        equations += [vector((place, column)) for column in ("T1", "T2", "G1") if given_too or row[column] is not None]
    rank = np.linalg.matrix_rank(np.array(equations))

    def follows(wanted: list[int]) -> bool:
        return bool(np.linalg.matrix_rank(np.array([*equations, wanted])) == rank)

    def value(place: int, column: str) -> int:
        return int(exact[told[place]["id"]][column])  # type: ignore[call-overload]

    apart = [place for place, row in enumerate(told) if row["id"] not in known]
    gone = {column: [place for place in apart if told[place][column] is None] for column in ("T1", "T2", "G1")}
    for column in ("T1", "T2", "G1"):
        if len(gone[column]) < len(apart):  # Where all are hidden the totals of the figures tell what they tell.
            for place in apart:
                assert value(place, column) not in (1, 2) or not follows(vector((place, column)))
    if len(gone["T1"]) < len(apart):
        for place in apart:
            missing = value(place, "T1") - value(place, "T2")
            assert abs(missing) not in (1, 2) or not follows(vector((place, "T1"), (place, "T2")))
        together = sum(value(place, "T1") - value(place, "T2") for place in gone["T1"])
        assert known or abs(together) not in (1, 2)
    for place, row in enumerate(told):
        if row["G1"] is not None:
            assert value(place, "T2") == 0 or value(place, "T2") >= LEAST


@given(cell_rows(IDS))
def test_what_is_large_enough_is_told(rows: list[dict[str, object]]) -> None:
    fine = [row for row in rows if min(row["T2"], row["G1"], row["T1"]) > 2 and row["T1"] == row["T2"]]  # type: ignore[call-overload]
    assert hidden(fine) == fine


def test_who_has_not_come_cannot_be_computed_from_a_printed_report(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", GERMAN)
    with world_at(folder) as world:
        for number in range(28):
            group, absent = ("10a", number < 3) if number < 18 else ("10b", number < 20)
            world.listed(f"T{number}", number=number + 1, group=group, status="" if number == 27 else "job_seeker")
            if not absent:
                world.scan(f"T{number}")
    with at_desk(folder) as desk:
        made = document(desk)
    (table,) = (table for table in made.tables if table.title == "Nach Gruppe")
    assert [row[:3] for row in table.rows] == [("10a", "*", "15"), ("10b", "*", "8")]
    assert {line.figure: line.value for line in made.lines}["Q1_unknown"] == "weniger als 3"


def test_a_table_without_an_employer_is_no_organisation_where_others_have_one(tmp_path: Path) -> None:
    some = "; 1 of them talked with representatives of one employer."
    everybody = " and talked with representatives of 2 offices."
    for name, rows, count, said, employers, booths in (
        ("fair", ["1;;2", "2;Amt 2;2"], 1, some, (("Amt 2", "1", "1"), ("no employer", "1", "0")), ["1", "2  Amt 2"]),
        ("tables", ["1;;2", "2;;2"], 2, everybody, (("1", "1", "1"), ("2", "1", "1")), ["1", "2"]),
    ):
        with world_at(make_folder(tmp_path / name, EVENT, rows)) as world:
            for booth in ("1", "2"):
                world.listed(booth)
                world.scan(booth)
                world.scan(booth, booth_reader(booth))
            world.clock.go(minutes=2)
            found, made = report(world.desk), document(world.desk)
        assert (found["figures"]["A1"], found["figures"]["G2"], found["met"]) == (count, count, count)
        assert f"2 attendees came{said}" in dict(made.press)["English"]
        (table,) = (table for table in made.tables if table.title == "By employer")
        assert table.rows == employers
        (chart,) = (chart for chart in made.charts if chart.title == "Talks by booth")
        assert [name for name, _count, _text in chart.bars] == booths


def test_a_booth_that_closed_offers_no_more_seat_minutes(tmp_path: Path) -> None:
    rows = ["1;Amt 1;2", "2;Amt 2;2;;10:00", "3;Amt 3;1;12:00", "4;Amt 4;1;;;09:30-09:45"]
    with world_at(make_folder(tmp_path / "event", EVENT, rows)) as world:
        world.listed("A", number=1)
        world.scan("A", booth_reader("1"))
        world.clock.go(hours=2)
        world.scan("A", booth_reader("1"))
        found = report(world.desk)
    minutes = {row["id"]: row["A2_minutes"] for row in found["by"]["booth"]}
    assert minutes == {"1": 240, "2": 120, "3": 0, "4": 105}
    assert (found["figures"]["A2"], found["figures"]["A2_seats"]) == (3, 5)
    assert found["figures"]["L1"] == round(120 / 465, 4)


def test_who_is_there_at_once_counts_who_went_and_who_never_checked_out(tmp_path: Path) -> None:
    from world import EXIT

    with world_at(make_folder(tmp_path / "event", EVENT)) as world:
        for number in (1, 2, 3):
            world.listed(f"T{number}", number=number)
        world.listed("S", role="staff")
        for code, reader, minutes in (("T1", ENTRANCE, 0), ("S", ENTRANCE, 5), ("T1", EXIT, 20), ("T2", ENTRANCE, 1)):
            world.clock.go(minutes=minutes)
            world.scan(code, reader)
        world.clock.go(minutes=5)
        world.scan("T3")
        world.clock.go(days=1)
        found = report(world.desk)
    assert (found["figures"]["T6"], found["figures"]["T6_attendees"]) == (3, 2)
    assert found["by"]["quarter"][-1]["id"].endswith("T09:30+01:00")


def test_the_first_and_the_last_quarter_tell_who_was_there_while_the_event_ran(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", EVENT, ["1;Amt 1;2"]), local(9, 10)) as world:
        for number in (1, 2):
            world.listed(f"T{number}", number=number)
            world.scan(f"T{number}")
        world.scan("T1", booth_reader("1"))
        world.clock.go(minutes=22.5)
        close(world.desk)
        found = report(world.desk)["by"]["quarter"]
    assert [row["present"] for row in found] == [2, 2, 2]
    assert [row["talking"] for row in found] == [1, 1, 1]


# The command


def test_a_german_page_has_no_english_words_and_no_decimal_points(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", GERMAN, ["1;Amt 1;1"])
    with world_at(folder) as world:
        world.listed("T1", number=1)
        world.scan("T1")
        world.scan("T1", booth_reader("1"))
        world.clock.go(minutes=5)
        close(world.desk)
    page = tmp_path / "a.html"
    assert kiosk("report", folder, "--html", page).returncode == 0
    drawn = re.findall(r"<figure>.*?</figure>", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(drawn) == 5
    for chart in drawn:
        title = re.findall(r"<figcaption>(.*?)</figcaption>", chart)[0]
        assert f"<title>{title}</title>" in chart
        assert "Die Zahlen" in chart
        assert not re.search(r"The numbers|Pygal|class=\"value\">\d+\.|>\d+\.\d+</text>", chart)
    assert any("im Mittel" in chart for chart in drawn)
    assert any(re.search(r">\d+,\d+</text>", chart) for chart in drawn)


def test_the_command_prints_each_form(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT, ["1;Amt 1;1"])
    with world_at(folder) as world:
        world.listed("T1", number=1, status="job_seeker")
        world.scan("T1")
        world.scan("T1", booth_reader("1"))
        world.clock.go(minutes=5)
        world.scan("T1", booth_reader("1"))
        close(world.desk)
    found = json.loads(kiosk("report", folder, "--json").stdout)
    assert (found.pop("event"), found.pop("date")) == ("Job-Speed-Dating", "2026-11-22")
    wanted = {"as_of", "state", "reopened", "figures", "sent", "met", "by", "checks", "at_least", "later"}
    wanted.add("corrections")
    assert found.keys() == wanted
    assert json.loads(kiosk("report", folder, "--json", "--press").stdout)["press"].keys() == {"de", "en"}
    said = kiosk("report", folder)
    assert "On site, frozen · as of 2026-11-22, 09:05" in said.stdout
    assert "█" in said.stdout
    assert "Talks by booth" in said.stdout
    assert said.stdout.split("Attendees by number of talks (G5)\n")[1].startswith(
        "  Talks  Attendees\n  0              0\n  1              1\n  Attendees (T2) who had exactly so many"
    )
    press = kiosk("report", folder, "--press").stdout
    assert press.startswith("Insgesamt kam 1 teilnehmende Person. Darunter war 1 ")
    written = kiosk("report", folder, "--html", tmp_path / "a.html", "--pdf", tmp_path / "a.pdf", "--compare", folder)
    assert (written.returncode, written.stdout) == (0, "")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "Job-Speed-Dating 2026" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_press_is_told_of_ways_here_and_of_talks_for_so_many_as_they_are_true_of(tmp_path: Path) -> None:
    labels = '[labels]\npress_employers = "Unternehmen"\npress_employers_en = "companies"\n'
    folder = make_folder(tmp_path / "event", GERMAN + labels, ["1;Alpha;9", "2;Beta;9"])
    with world_at(folder) as world:
        for number, channel in enumerate(["agentur", "jobcenter", "mentor", "none"] * 3, 1):
            world.listed(f"T{number}", number=number, channel=channel)
            world.scan(f"T{number}")
        for number in (1, 2, 3):
            world.scan(f"T{number}", booth_reader(str(number % 2 + 1)))
        world.clock.go(minutes=10)
        close(world.desk)
    said = kiosk("report", folder, "--press").stdout
    assert said.startswith(
        "Insgesamt kamen 12 Teilnehmende; 3 von ihnen sprachen mit Vertreterinnen und Vertretern von 2 Unternehmen. "
        "Darunter waren 9 Arbeitsuchende, davon 6 über Agentur für Arbeit und Jobcenter. Es wurden 3 Gespräche geführt"
    )
    assert (
        "In all, 12 attendees came; 3 of them talked with representatives of 2 companies. Among them were 9 job "
        "seekers, 6 of them reached through the employment agency and the jobcentre." in said
    )


def test_the_press_is_told_of_no_way_here_that_the_tables_hide(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", GERMAN)
    came = ["agentur"] * 6 + ["jobcenter"] * 2 + ["mentor"] * 4 + ["school"] * 3
    with world_at(folder) as world:
        for number, channel in enumerate(came):
            world.listed(f"T{number}", channel=channel)
            world.scan(f"T{number}")
    with at_desk(folder) as desk:
        made = document(desk)
    assert [text.split(" (")[0] for _language, text in made.press] == [
        "Insgesamt kamen 15 Teilnehmende. Darunter waren 12 Arbeitsuchende",
        "In all, 15 attendees came. Among them were 12 job seekers",
    ]
    (table,) = (table for table in made.tables if table.title.startswith("Nach Zugangsweg"))
    told = {row[0]: row[2] for row in table.rows}
    assert told == {"Agentur für Arbeit": "6", "Jobcenter": "*", "Mentorenprogramm": "*", "Schule": "3"}


def printed(path: Path) -> list[str]:
    """The lines of a PDF."""
    with pypdfium2.PdfDocument(path) as pages:
        return "\n".join(page.get_textpage().get_text_range() for page in pages).split("\n")


def test_other_events_are_named_and_told_of_by_the_same_rule_in_every_form(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + "[targets]\nT2 = 4\n")
    other = tmp_path / "r0.json"
    kept = {"event": "Spring", "figures": {"T2": 7, "Q1_unknown": 1, "T5_rate": 0.15}}
    other.write_text(json.dumps(kept), encoding="utf-8")
    with world_at(folder) as world:
        world.listed("T1", number=1)
        world.scan("T1")
        export(world.desk)
    assert kiosk("report", folder, "--funder", tmp_path / "f.pdf", "--compare", other).returncode == 0
    lines = [line.strip() for line in printed(tmp_path / "f.pdf")]
    heads = [place for place, line in enumerate(lines) if line.split()[-1:] == ["Spring"]]
    assert len(heads) == 8  # target and actual, and each subject, of which one goes on on the next page
    assert "1 4 25.0 % 7" in " ".join(lines)
    assert sum("Target" in line and "Reached" in line for line in lines) == 1  # not over columns without a target
    assert "Attendees by number of talks (G5)" in lines
    shown = kiosk("report", folder, "--compare", other).stdout
    assert "fewer than 3  Job seeking not known · Spring fewer than 3" in shown
    assert "0.0 %  No-show rate · Spring 15.0 %" in shown
    with (folder / "exports" / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {row["Id"]: row for row in csv.DictReader(file, delimiter=";")}
    assert told["Q1_unknown"]["Value"] == "fewer than 3"
    assert told["G5_0"]["Figure"] == "Attendees with 0 talks"
    assert all(row["Figure"] and row["Definition"] for row in told.values())


def test_what_goes_to_a_funder_tells_the_organiser_nothing_and_says_that_it_holds_names(tmp_path: Path) -> None:
    block = '[[block]]\nid = "talks"\nmode = "queue"\nstarts = 10:00:00\n'
    folder = make_folder(tmp_path / "event", GERMAN + block)
    with world_at(folder) as world:
        world.listed("T1", number=1)
    written = kiosk("report", folder, "--funder", tmp_path / "f.pdf")
    assert written.stderr.splitlines() == [
        str(tmp_path / "f.pdf"),
        "Die Datei enthält Namen, in der Unterschriftenliste.",
        "Es wurden keine Soll-Werte gesetzt: Sie stehen unter [targets] in event.toml.",
    ]
    text = " ".join(" ".join(printed(tmp_path / "f.pdf")).split())
    assert "22.11.2026, 10:00 · Gespräche nach Aufruf" in text
    assert not re.search(r"event\.toml|Soll|· talks|noch nicht erfasst", text)


def test_names_of_booths_stand_in_line_and_rows_in_the_order_in_which_people_count(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", EVENT, ["1;Werft;1", "10;Amt;1"])) as world:
        for number in (1, 2, 10):
            world.listed(f"T{number}", district=f"District {number}")
        found, made = report(world.desk), document(world.desk)
    (chart,) = (chart for chart in made.charts if chart.title == "Talks by booth")
    assert [name for name, _count, _text in chart.bars] == ["1   Werft", "10  Amt"]
    assert [row["id"] for row in found["by"]["district"]] == ["District 1", "District 2", "District 10"]


def test_the_terminal_shows_the_breakdowns_with_what_they_hide(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT, ["1;Amt 1;1"], ["A;1;Gardening"])
    with world_at(folder) as world:
        for number in range(9):
            world.listed(f"T{number}", channel="agentur" if number < 5 else "mentor" if number < 7 else "school")
            world.scan(f"T{number}")
        world.scan("T1", booth_reader("1"))
        world.clock.go(minutes=5)
        close(world.desk)
    shown = kiosk("report", folder).stdout
    assert re.search(r"\n  A +Gardening +\d+\n", shown)
    table = shown.split("\nBy way here (Q2)\n")[1].split("\n\n")[0]
    assert re.search(r"\n  School +\* +\* +\*\n", table)
    assert "* Fewer than three persons" in table


def test_a_contract_that_was_reported_on_site_is_no_later_news(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT, ["1;Amt 1;1"])
    with world_at(folder) as world:
        person = world.listed("T1", number=1)
        world.scan("T1")
        record_contract(world.desk, person.id, "1", {"date": "2026-11-22"}, by="lead")
        close(world.desk)
        made = document(world.desk)
    assert made.later == "Nothing has come in since the closing"
    (heading,) = [heading for heading, lines in made.sections if "F3" in {line.figure for line in lines}]
    assert (heading, {line.figure: line.value for line in made.lines}["F3"]) == ("By now", "1")


def test_what_cannot_be_read_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT)
    other = tmp_path / "other.json"
    other.write_text("[]")
    refused = kiosk("report", folder, "--compare", other)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    make_folder(folder, GERMAN)
    refused = kiosk("report", folder, "--compare", "/nowhere")
    assert (refused.returncode, refused.stderr) == (
        1,
        "/nowhere ist weder ein Veranstaltungsordner noch ein Bericht, wie ihn „kiosk report --json“ ausgibt.\n",
    )
    make_folder(folder, EVENT + "[targets]\nT99 = 5\n")
    refused = kiosk("report", folder)
    assert refused.returncode == 1
    assert "there is no figure T99" in refused.stderr


def test_the_charts_leave_the_interpreter_as_it_was() -> None:
    code = (
        "import sys; from importlib.metadata import version;"
        "from kiosk.exchange.report_html import _drawing; _drawing();"
        "print(version('textual'), *(type(hook).__module__ for hook in sys.meta_path))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(version("textual"))
    assert "pygal" not in done.stdout


def test_a_question_that_nobody_has_answered_is_told_with_nothing(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", EVENT + '[feedback]\nquestions = ["Worth it?"]\n')) as world:
        found = report(world.desk)["by"]["feedback"]
    assert found == [{"id": "Worth it?", "R1": 0, "good": 0, "middling": 0, "bad": 0}]
