"""The report: what each figure counts, the words for the press, and the command."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import ENTRANCE, EVENT, World, booth_reader, kiosk, make_folder, world_at

from kiosk.actions.closing import close
from kiosk.actions.document import press_block
from kiosk.actions.report import report
from kiosk.actions.results import record_result
from kiosk.i18n import speaking, use
from kiosk.model import Draft
from kiosk.rules.figures.cells import LEAST, hidden
from kiosk.rules.journal import NEW
from kiosk.rules.people import LISTED
from kiosk.rules.press import about, almost, press

GERMAN = EVENT.replace('"en"', '"de"')


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def list_people(world: World, count: int, **fields: Any) -> None:
    said = [
        {"role": "attendee", "number": number, "first_name": "A", "last_name": f"N{number}", "codes": [f"T{number}"]}
        | {name: of(number) for name, of in fields.items()}
        for number in range(1, count + 1)
    ]
    with world.store.write() as store:
        store.record([Draft(LISTED, f"person:{NEW}", one) for one in said])


# The other events that are known


def test_dresden_everyone_talks_and_every_talk_has_a_next_step(tmp_path: Path) -> None:
    booths = [f"{booth};Firma {booth};2" for booth in range(1, 6)]
    steps = ("follow_up", "trial_work", "none", "follow_up", "internship")
    with world_at(make_folder(tmp_path / "dd", GERMAN, booths)) as world:
        list_people(world, 42)
        with world.store.write():
            for number in range(1, 43):
                world.scan(f"T{number}")
                reader = booth_reader(str(number % 5 + 1))
                world.scan(f"T{number}", reader)
                world.clock.go(minutes=2)
                world.scan(f"T{number}", reader)
                talk = world.store.last_talk(reader.booth)
                assert talk
                step = steps[number % 5]
                dated = {"date": "2026-11-30", "time": "10:00"} if step in ("follow_up", "trial_work") else {}
                record_result(world.desk, talk.id, {"next_step": step, **dated})
        found = report(world.desk)["figures"]
        assert all(result.next_step for result in world.store.results())
    wanted = {"T2": 42, "A1": 5, "G1": 42, "G5_0": 0, "G5_1": 42, "F1": 16, "F2": 9, "F1_open": 0, "F4": 0.381}
    assert {name: found[name] for name in wanted} == wanted


def test_dortmund_counts_tables_and_contacts_without_any_application(tmp_path: Path) -> None:
    tables = [f"{table};Tisch {table};12" for table in range(1, 9)]
    with world_at(make_folder(tmp_path / "do", GERMAN, tables)) as world:
        list_people(world, 59, district=lambda number: f"Bezirk {number % 9}")
        with world.store.write():
            for number in range(1, 60):
                world.scan(f"T{number}")
                world.clock.go(minutes=1)
                world.scan(f"T{number}", booth_reader(str(number % 8 + 1)))
            world.clock.go(minutes=15)
        found = report(world.desk)
        press = press_block(world.desk, found, "de")
    figures = found["figures"]
    assert (figures["T2"], figures["A2"], figures["G2"], figures["B1"]) == (59, 8, 59, 0)
    assert len(found["by"]["district"]) == 9
    assert "Bewerbungen" not in press
    assert press.startswith("Insgesamt kamen 59 Teilnehmende")


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


PRESS = dict.fromkeys(("T2", "A1", "Q1", "G1", "P2", "B1", "B2"), 0)


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


# The command


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
    assert found.keys() == {"as_of", "state", "reopened", "figures", "by", "checks", "later", "corrections"}
    assert json.loads(kiosk("report", folder, "--json", "--press").stdout)["press"].keys() == {"de", "en"}
    said = kiosk("report", folder)
    assert "On site, frozen · as of 2026-11-22, 09:05" in said.stdout
    assert "█" in said.stdout
    assert "Talks by booth" in said.stdout
    press = kiosk("report", folder, "--press").stdout
    assert press.startswith("Insgesamt kam 1 teilnehmende Person. Darunter war 1 ")
    written = kiosk("report", folder, "--html", tmp_path / "a.html", "--pdf", tmp_path / "a.pdf", "--compare", folder)
    assert (written.returncode, written.stdout) == (0, "")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "Job-Speed-Dating 2026" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_an_event_at_gates_without_a_screen_is_counted_the_same(tmp_path: Path) -> None:
    """Three gates, one after the other; ten minutes of the event pass in a second."""
    since = datetime.now(UTC).isoformat()
    pace = f"[rehearsal]\nspeed = 600\nfrom = 2026-11-22T09:00:00\nsince = {since}\n"
    folder = make_folder(tmp_path / "event", GERMAN + pace, ["1;Amt 1;20", "2;Amt 2;20"])
    rows = "".join(f"T{number};A;N{number};{'arbeitsuchend' if number < 8 else 'Rentner'}\n" for number in range(1, 13))
    (folder / "list.csv").write_text("Code;Vorname;Nachname;Status\n" + rows, encoding="utf-8")
    assert kiosk("import", folder, folder / "list.csv").returncode == 0

    def gate(role: str, people: int, *more: str) -> list[str]:
        given = "".join(f"T{number}\r\n" for number in range(1, people + 1)).encode()
        told = kiosk("gate", folder, "--role", role, *more, "--port", "-", "--json", given=given)
        return [json.loads(line)["verdict"] for line in told.stdout.splitlines()]

    assert gate("entrance", 10) == ["admitted"] * 10
    assert gate("booth", 12, "--booth", "1") == ["talk_started"] * 12
    assert gate("booth", 6, "--booth", "2") == ["talk_started"] * 6
    found = json.loads(kiosk("report", folder, "--json").stdout)
    wanted = {"T2": 12, "T6": 12, "A1": 2, "G1": 18, "G2": 18, "G5_1": 6, "G5_2": 6, "Q1": 7}
    assert {name: found["figures"][name] for name in wanted} == wanted
    assert all(check["holds"] for check in found["checks"])


def test_what_cannot_be_read_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT)
    other = tmp_path / "other.json"
    other.write_text("[]")
    refused = kiosk("report", folder, "--compare", other)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    make_folder(folder, EVENT + "[targets]\nT99 = 5\n")
    refused = kiosk("report", folder)
    assert refused.returncode == 1
    assert "there is no figure T99" in refused.stderr
