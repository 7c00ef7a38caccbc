"""What is left of somebody who was erased: files that tell of them by number, copies on sticks, a second erasing."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from world import EVENT, World, booth_reader, kiosk, make_folder, world_at

from kiosk import category_words
from kiosk.actions.closing import close
from kiosk.actions.document import document
from kiosk.actions.report import report
from kiosk.desk import at_desk
from kiosk.i18n import use
from kiosk.rules.erasing import CATEGORIES
from kiosk.rules.figures.cells import hidden
from kiosk.rules.figures.tables import SENSITIVE

NUMBER = 5


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An event that is over, in which everybody but one has a name."""
    made = make_folder(tmp_path / "event", EVENT, ["1;Amt;2"])
    with world_at(made) as world:
        for number in range(1, 8):
            named = {"first_name": "Dorothea", "last_name": "Rieseberg"} if number != NUMBER else {}
            world.listed(f"TICKET-{number}", **{"number": number, "first_name": "", "last_name": "", **named})
        for number in range(1, 8):
            world.scan(f"TICKET-{number}")
            talk(world, number)
        close(world.desk)
    (made / "bonds.csv").write_text("kind;number;with;booth;talks\nmost;1;;;3\ntogether;2;5;;\nmost;5;;;1\n")
    return made


def talk(world: World, number: int) -> None:
    for seconds in (90, 5):
        world.scan(f"TICKET-{number}", booth_reader("1"))
        world.clock.go(seconds=seconds)


def erased(folder: Path, *words: object, code: int = 0) -> dict[str, Any]:
    done = kiosk("erase", folder, *words, "--yes", "--json")
    assert done.returncode == code, done.stderr + done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def exported(folder: Path, name: str) -> list[str]:
    with (folder / "exports" / name).open(encoding="utf-8-sig", newline="") as file:
        return [row["Number"] for row in csv.DictReader(file, delimiter=";")]


def test_nothing_that_tells_of_one_person_by_number_only_stays(folder: Path) -> None:
    for words in ((), ("--for", "employer"), ("--seal",)):
        assert kiosk("export", folder, *words, KIOSK_PASSPHRASE="a long passphrase").returncode == 0
    kiosk("backup", folder)
    assert str(NUMBER) in exported(folder, "talks.csv")
    done = kiosk("erase", folder, "--person", NUMBER, "--yes")
    assert done.returncode == 0, done.stderr
    assert not list((folder / "exports").glob("*"))
    assert not list((folder / "backups").glob("*"))
    assert "exports: 10" in done.stdout
    assert "backups: 1" in done.stdout
    assert "make them anew" in done.stdout
    assert (folder / "bonds.csv").read_text() == "kind;number;with;booth;talks\nmost;1;;;3\n"
    kiosk("export", folder)
    for name in ("talks.csv", "scans.csv", "attendees-personal.csv"):
        assert str(NUMBER) not in exported(folder, name)
        assert "4" in exported(folder, name)


def test_copies_go_from_wherever_they_are(folder: Path, tmp_path: Path) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    away.mkdir()
    other = away / "other.txt"
    other.write_text("of somebody else")
    for words in (("--to", stick), ("--to", away), ("-o", tmp_path / "mine.kioskbackup")):
        assert kiosk("backup", folder, *words).returncode == 0
    places = [str(path) for path in (next(stick.iterdir()), next(away.glob("kiosk-*")), tmp_path / "mine.kioskbackup")]
    shown = kiosk("inventory", folder)
    assert all(place in shown.stdout for place in places)
    away.rename(tmp_path / "unplugged")
    done = erased(folder, "--all", code=1)
    assert done["copies_removed"] == [places[0], places[2]]
    assert done["copies_unreachable"] == [places[1]]
    assert not list(stick.iterdir())
    protocol = Path(done["protocol"])
    assert f"✖ {places[1]} could not be reached" in protocol.read_text(encoding="utf-8-sig")
    assert places[1] in kiosk("inventory", folder).stdout

    assert erased(folder, "--all", code=1)["copies_unreachable"] == [places[1]]
    (tmp_path / "unplugged").rename(away)
    again = erased(folder, "--all")
    assert again["copies_removed"] == [places[1]]
    assert f"✔ The copy at {places[1]} is removed." in protocol.read_text(encoding="utf-8-sig")
    assert list(away.iterdir()) == [other]
    assert places[1] not in kiosk("inventory", folder).stdout
    assert not (folder / "backups").exists()


def test_of_one_person_a_stick_is_cleared_once_it_is_there(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    kiosk("backup", folder, "--to", stick)
    (place,) = stick.iterdir()
    stick.rename(tmp_path / "unplugged")
    assert erased(folder, "--person", NUMBER, code=1)["copies_unreachable"] == [str(place)]
    assert erased(folder, "--person", NUMBER, code=1)["copies_unreachable"] == [str(place)]
    (tmp_path / "unplugged").rename(stick)
    done = kiosk("erase", folder, "--person", NUMBER, "--yes")
    assert f"Nobody has the number {NUMBER}. What an earlier erasing has left:" in done.stdout
    assert f"✔ The copy at {place} is removed." in done.stdout
    assert not list(stick.iterdir())


def test_whatever_was_written_elsewhere_with_people_in_it_is_known(folder: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "mine.txt").write_text("of somebody else")
    written = ("o/talks.csv", "in/export.zip", "person.pdf", "funder.pdf", "badges.pdf", "list.pdf")
    for words in (
        ("export", folder, "-o", away / "o"),
        ("export", folder, "--seal", "-o", away / "in"),
        ("export", folder, "-o", folder / "mein"),
        ("person", folder, 1, "-o", away / "person.pdf"),
        ("report", folder, "--funder", away / "funder.pdf", "--html", away / "report.html"),
        ("badges", folder, "-o", away / "badges.pdf"),
        ("slips", folder, "--what", "numbers", "-o", away / "list.pdf"),
    ):
        done = kiosk(*words, KIOSK_PASSPHRASE="a long passphrase")
        assert done.returncode == 0, (words, done.stderr)
    shown = kiosk("inventory", folder).stdout
    assert [
        name for name in written if str(away / name).replace("export.zip", "export-personal.zip") not in shown
    ] == []
    assert "report.html" not in shown
    (away / "o" / "scans.csv").write_text("looked through by hand")
    (away / "badges.pdf").unlink()
    done = kiosk("erase", folder, "--all", "--yes")
    assert done.returncode == 1
    assert f"✖ {away / 'o' / 'scans.csv'}: changed since kiosk has written it" in done.stdout
    left = {path.name for path in away.rglob("*") if path.is_file()}
    assert left == {"mine.txt", "report.html", "scans.csv"}
    assert not (folder / "mein").exists()
    assert "scans.csv" in kiosk("erase", folder, "--all", "--yes").stdout
    (away / "o" / "scans.csv").unlink()
    assert erased(folder, "--all")["copies_changed"] == []


def test_what_one_erasing_leaves_the_next_one_tells_again(folder: Path) -> None:
    for name in ("note.txt", "other.txt"):
        (folder / name).write_text("TICKET-1 kommt später.")
    (folder / "sealed.dat").write_bytes(b"age-encryption.org/v1")
    first = erased(folder, "--person", 1, code=1)
    assert first["left"].keys() == {"note.txt", "other.txt", "sealed.dat"}
    (folder / "other.txt").write_text("Jemand kommt später.")
    again = kiosk("erase", folder, "--person", 1, "--yes")
    assert again.returncode == 1
    assert "✖ note.txt: left by an earlier erasing, and unchanged" in again.stdout
    assert "▲ other.txt: left by an earlier erasing, and changed since" in again.stdout
    done = kiosk("erase", folder, "--all", "--yes")
    assert done.returncode == 0, done.stdout
    assert {path.name for path in folder.iterdir()} & {"note.txt", "other.txt", "sealed.dat"} == {"other.txt"}


def test_everybody_is_erased_once_only(folder: Path) -> None:
    with world_at(folder) as world:
        told = report(world.desk)["by"]
    before = {name: hidden(rows) if name in SENSITIVE else rows for name, rows in told.items()}
    first = erased(folder, "--all")
    assert first["persons"] == 7
    protocol = Path(first["protocol"]).read_bytes()
    (folder / "attendees.csv").write_text("number;first_name\n1;Dorothea\n")
    done = kiosk("erase", folder, "--all", "--yes")
    assert done.returncode == 0
    assert done.stdout.startswith("Everybody was erased already on 20")
    assert "7 persons" not in done.stdout
    assert not (folder / "attendees.csv").exists()
    text = Path(first["protocol"]).read_bytes()
    assert text.startswith(protocol)
    assert b"7 persons" not in text[len(protocol) :]
    nothing = erased(folder, "--all")
    assert (nothing["persons"], nothing["protocol"]) == (0, None)
    assert Path(first["protocol"]).read_bytes() == text
    with at_desk(folder) as desk:
        assert report(desk)["by"] == before


def test_after_erasing_no_row_about_anybody_goes_out(folder: Path) -> None:
    erased(folder, "--all")
    done = kiosk("export", folder)
    assert done.returncode == 0
    assert "only figures are left" in done.stderr
    assert {path.name for path in (folder / "exports").iterdir()} == {"figures.csv", "feedback.csv", "export.xlsx"}
    with zipfile.ZipFile(folder / "exports" / "export.xlsx") as book:
        assert [name for name in book.namelist() if "worksheets/sheet" in name] == [
            f"xl/worksheets/sheet{n}.xml" for n in (1, 2)
        ]
    sealed = kiosk("export", folder, "--seal", KIOSK_PASSPHRASE="a long passphrase")
    assert Path(sealed.stdout.strip()).name == "export.zip"
    for words in (("--pseudonymous",), ("--for", "employer")):
        refused = kiosk("export", folder, *words)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert "only figures are left" in refused.stderr


def test_a_backup_goes_into_a_folder_that_is_not_there_yet(folder: Path, tmp_path: Path) -> None:
    assert kiosk("backup", folder, "-o", tmp_path / "stick" / "zweit").returncode == 0
    (made,) = (tmp_path / "stick" / "zweit").iterdir()
    assert made.suffix == ".kioskbackup"
    assert "database" in kiosk("inventory", folder).stdout


def test_what_erasing_left_of_a_name_is_told_in_the_language_of_the_event(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT.replace('"en"', '"de"'), ["1;Amt;2"])
    ways = {
        "first_name": "Frau",
        "last_name": "Rieseberg",
        "group": "Klasse Rieseberg",
        "channel": "agentur|Frau Rieseberg",
    }
    with world_at(folder) as world:
        for number in range(1, 8):
            world.listed(f"TICKET-{number}", number=number, **(ways if number < 5 else {"district": "Hof"}))
            world.scan(f"TICKET-{number}")
            talk(world, number)
        close(world.desk)
    erased(folder, "--all")
    with at_desk(folder) as desk:
        (row,) = [row for row in report(desk)["by"]["group"] if row["id"]]
        tables = {cell for table in document(desk).tables for cells in table.rows for cell in cells}
    assert row["id"] == "group 1", "what is kept is in no language of people"
    assert tables >= {"Gruppe 1", "Agentur für Arbeit, Zugangsweg 1"}
    assert not [cell for cell in tables if "group" in cell]


def test_every_name_that_erasing_takes_away_has_a_word() -> None:
    assert tuple(sorted(category_words.ERASED)) == tuple(sorted(CATEGORIES))
