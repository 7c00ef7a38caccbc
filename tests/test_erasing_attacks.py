"""Erasing seen by somebody who looks for what it left, or for what it took from others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import python_calamine
from world import EVENT, World, booth_reader, make_folder, shell, world_at

from kiosk.actions.badges import everybody
from kiosk.actions.closing import close
from kiosk.actions.erasing import erase_all, erase_person
from kiosk.actions.late import import_results
from kiosk.actions.lists import import_people
from kiosk.actions.report import report
from kiosk.actions.results import record_result
from kiosk.actions.retention import retention
from kiosk.actions.upkeep import verify
from kiosk.desk import at_desk
from kiosk.exchange.write import Sheet, write_xlsx
from kiosk.i18n import use
from kiosk.model import KioskError
from kiosk.rules.readiness import Level

HEADER = "number;code;first_name;last_name;email;note"
LIST = [
    "1;TICKET-1;Max;Muster;max@example.org;",
    "2;TICKET-10;Max;Muster;muster@example.org;",
    "3;TICKET-3;Dorothea;Rieseberg;;",
    "4;TICKET-4;;;nobody@example.org;",
    "5;TICKET-5;Eva;Blum;eva@example.org;kommt mit Dorothea Rieseberg",
]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """People of whom two have one name, one has none, and one is named in the note of another."""
    folder = make_folder(tmp_path / "event", EVENT, ["1;Amt Eins;2"])
    (folder / "attendees.csv").write_text("\n".join([HEADER, *LIST]) + "\n", encoding="utf-8")
    with world_at(folder) as opened:
        import_people(opened.desk, folder / "attendees.csv")
        for code in ("TICKET-1", "TICKET-5"):
            opened.scan(code)
        yield opened


def left_of(folder: Path, name: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and name.encode() in path.read_bytes()]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_of_a_list_the_rows_of_one_person_go_and_no_others(world: World, number: int) -> None:
    close(world.desk)
    done = erase_person(world.desk, number)
    kept = (world.desk.folder / "attendees.csv").read_text(encoding="utf-8").splitlines()
    assert kept == [HEADER, *(row for row in LIST if not row.startswith(f"{number};"))]
    assert done.rows == 1


def test_what_is_said_of_somebody_with_others_goes_and_theirs_stays(world: World) -> None:
    reader = booth_reader("1")
    world.scan("TICKET-5", reader)
    world.clock.go(minutes=3)
    world.scan("TICKET-5", reader)
    (talk,) = world.store.talks()
    said = {"next_step": "follow_up", "date": "2026-12-01", "place": "Raum 2", "who": "Dorothea Rieseberg fragt nach"}
    record_result(world.desk, talk.id, said, by="booth 1")
    close(world.desk)
    done = erase_person(world.desk, 3)
    assert left_of(world.desk.folder, "Rieseberg") == [world.desk.folder / "attendees.csv"]
    assert done.left.keys() == {"attendees.csv"}, "the row of the other one stays, and is named"
    with at_desk(world.desk.folder, world.clock) as desk:
        other = desk.store.person_by_number(5)
        assert other
        assert (other.last_name, other.note, desk.store.results()[0].place) == ("Blum", "", "Raum 2")
        assert verify(desk.store)[1] == []


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.actions import erasing, leftovers
from kiosk.desk import at_desk
from kiosk.exchange import residue
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
{where} = die
with at_desk(Path(sys.argv[1])) as desk:
    erasing.erase_person(desk, 3)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there the way it is here")
@pytest.mark.parametrize("where", ["residue.wipe", "leftovers.search"])
def test_of_one_person_nothing_stays_where_it_was_cut_off_at_its_end(world: World, where: str) -> None:
    folder = world.desk.folder
    (folder / "attendees.csv").unlink()
    close(world.desk)
    world.store.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED.format(where=where), str(folder)], env=shell(), capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with at_desk(folder, world.clock) as desk:
        assert desk.store.person_by_number(3) is None
        told = retention(desk)
        assert told
        assert told.level is Level.BAD
        assert erase_person(desk, 3).already
    assert left_of(folder, "Rieseberg") == []
    assert not list(folder.glob(".erasing-*"))
    assert list(folder.glob("erased-*.txt"))


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="links need a right there")
def test_a_room_on_another_disk_is_emptied_and_any_other_link_is_named(world: World, tmp_path: Path) -> None:
    folder = world.desk.folder
    for name, linked in (("exports", True), ("mine", True), ("list.txt", False)):
        (tmp_path / name).mkdir() if linked else (tmp_path / name).write_text("Rieseberg")
        (folder / name).symlink_to(tmp_path / name)
    (tmp_path / "exports" / "attendees-personal.csv").write_text("Dorothea;Rieseberg")
    (tmp_path / "mine" / "paper.txt").write_text("Dorothea Rieseberg")
    close(world.desk)
    done = erase_all(replace(world.desk, by="lead"))
    assert not list((tmp_path / "exports").iterdir())
    assert (tmp_path / "mine" / "paper.txt").exists(), "what a link leads to may be anybody's"
    assert done.left == {"list.txt": -1, "mine": -1}
    with at_desk(folder, world.clock) as desk:
        again = erase_all(replace(desk, by="lead"))
    assert (again.already, (tmp_path / "mine" / "paper.txt").exists()) == (done.at, True)
    assert again.still == ["list.txt", "mine"]


def test_a_word_of_ones_own_for_how_somebody_came_goes(world: World) -> None:
    for number, channel in enumerate(("mentor|Frau Sommer", "Tante Erna", *["jobcenter,Zeitung"] * 3, "school"), 11):
        world.scan(f"T{world.listed(f'T{number}', number=number, channel=channel).number}")
    close(world.desk)
    erase_all(replace(world.desk, by="lead"))
    for name in ("Sommer", "Erna"):
        assert left_of(world.desk.folder, name) == []
    with at_desk(world.desk.folder, world.clock) as desk:
        found = sorted({row["id"] for row in report(desk)["by"]["channel"]} - {""})
    assert found == ["channel 1", "jobcenter,Zeitung", "mentor|channel 2", "school"]


def test_rows_are_taken_out_of_workbooks_that_were_read(world: World) -> None:
    """And what else stands in them stays, on every sheet."""
    folder = world.desk.folder
    notes = Sheet("Notes", ["Number"], [[3], ["Saal"]])
    people: list[list[str | int]] = [["6", "Ilse", "Kranich"], ["7", "Dora", "Quitzow"], [8, "Udo", "Vollmann"]]
    write_xlsx(folder / "more.xlsx", [Sheet("List", ["number", "first_name", "last_name"], people), notes])
    import_people(world.desk, folder / "more.xlsx")
    later: list[list[str | float]] = [[number, "1", "2026-11-22"] for number in (3, 7, 5.0)]
    write_xlsx(folder / "later.xlsx", [Sheet("Portal", ["Nummer", "Stand", "Bewerbung am"], later), notes])
    import_results(world.desk, folder / "later.xlsx")
    write_xlsx(folder / "budget.xlsx", [Sheet("Costs", ["Who", "Sum"], [["Dora Quitzow", 12.5]])])
    close(world.desk)
    done = erase_person(world.desk, 7)
    assert done.rows == 2
    assert done.left.keys() == {"budget.xlsx"}, "what was never read as a list is left to its owner"
    more, late = (python_calamine.load_workbook(folder / name) for name in ("more.xlsx", "later.xlsx"))
    assert more.get_sheet_by_name("List").to_python()[1:] == [["6", "Ilse", "Kranich"], [8, "Udo", "Vollmann"]]
    assert late.get_sheet_by_name("Portal").to_python()[1:] == [later[0], later[2]]
    for book in (more, late):
        assert book.get_sheet_by_name("Notes").to_python() == [["Number"], [3], ["Saal"]]


def test_a_list_of_numbers_that_cannot_be_written_again_is_named(world: World) -> None:
    folder = world.desk.folder
    write_xlsx(folder / "later.xlsx", [Sheet("Portal", ["Nummer", "Stand", "Bewerbung am"], [[3, "1", "2026-11-22"]])])
    (folder / "later.xlsx").rename(folder / "later.xlsm")
    import_results(world.desk, folder / "later.xlsm")
    (folder / "attendees.csv").unlink()
    close(world.desk)
    assert erase_person(world.desk, 3).left == {"later.xlsm": 1}


def test_a_list_that_was_read_goes_even_if_it_names_nobody(world: World) -> None:
    (world.desk.folder / "ways.csv").write_text("number;channel\n3;jobcenter\n", encoding="utf-8")
    import_people(world.desk, world.desk.folder / "ways.csv")
    close(world.desk)
    erase_all(replace(world.desk, by="lead"))
    assert not (world.desk.folder / "ways.csv").exists()


def test_for_whoever_is_erased_nothing_is_printed_and_no_code_is_given(world: World) -> None:
    close(world.desk)
    erase_person(world.desk, 1)
    with at_desk(world.desk.folder, world.clock) as desk:
        assert [person.number for person in everybody(desk)] == [2, 3, 4, 5]
        erase_all(replace(desk, by="lead"))
    with at_desk(world.desk.folder, world.clock) as desk:
        with pytest.raises(KioskError, match="Everybody was erased on"):
            everybody(desk)
        assert not desk.store.all_codes()
