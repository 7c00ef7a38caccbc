"""What is left of somebody who was erased: files that tell of them by number, copies on sticks, a second erasing."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from world import EVENT, World, booth_reader, kiosk, make_folder, world_at

from kiosk.actions.closing import close
from kiosk.actions.people import walk_in
from kiosk.actions.report import report
from kiosk.desk import at_desk
from kiosk.i18n import use
from kiosk.programme import ReaderRole, ReaderSetting

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


def erased(folder: Path, *words: object) -> dict[str, Any]:
    done = kiosk("erase", folder, *words, "--yes", "--json")
    assert done.returncode == 0, done.stderr + done.stdout
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
    done = erased(folder, "--all")
    assert done["copies_removed"] == [places[0], places[2]]
    assert done["copies_unreachable"] == [places[1]]
    assert not list(stick.iterdir())
    protocol = Path(done["protocol"])
    assert f"▲ The copies at {places[1]} could not be reached" in protocol.read_text(encoding="utf-8-sig")
    assert places[1] in kiosk("inventory", folder).stdout

    assert erased(folder, "--all")["copies_unreachable"] == [places[1]]
    (tmp_path / "unplugged").rename(away)
    again = erased(folder, "--all")
    assert again["copies_removed"] == [places[1]]
    assert f"✔ The copies at {places[1]} are removed." in protocol.read_text(encoding="utf-8-sig")
    assert list(away.iterdir()) == [other]
    assert places[1] not in kiosk("inventory", folder).stdout
    assert not (folder / "backups").exists()


def test_of_one_person_a_stick_is_cleared_once_it_is_there(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    kiosk("backup", folder, "--to", stick)
    (place,) = stick.iterdir()
    stick.rename(tmp_path / "unplugged")
    assert erased(folder, "--person", NUMBER)["copies_unreachable"] == [str(place)]
    assert "Nobody has the number" in kiosk("erase", folder, "--person", NUMBER, "--yes").stderr
    (tmp_path / "unplugged").rename(stick)
    done = kiosk("erase", folder, "--person", NUMBER, "--yes")
    assert "Somebody was erased already" in done.stdout
    assert f"✔ The copies at {place} are removed." in done.stdout
    assert not list(stick.iterdir())


def test_everybody_is_erased_once_only(folder: Path) -> None:
    with world_at(folder) as world:
        before = report(world.desk)["by"]
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


def test_whoever_came_afterwards_is_erased_alone_and_no_label_changes(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT)
    with world_at(folder) as world:
        for number in range(1, 5):
            named = {"group": f"Klasse {number % 2}", "district": "Hof", "channel": f"mentor|Frau {number}"}
            world.scan(f"T{world.listed(f'T{number}', number=number, **named).number}")
        close(world.desk)
    erased(folder, "--all")
    with at_desk(folder) as desk:
        before = sorted((person.group, person.channel) for person in desk.store.people())
    assert kiosk("reopen", folder).returncode == 0
    with at_desk(folder) as desk:
        walk_in(desk, {"first_name": "Wiebke", "last_name": "Spontanek"}, ReaderSetting(ReaderRole.ENTRANCE, port="-"))
    assert kiosk("close", folder).returncode == 0
    assert erased(folder, "--all")["persons"] == 1
    with at_desk(folder) as desk:
        after = sorted((person.group, person.channel) for person in desk.store.people() if person.group)
    assert after == before
    assert "Klasse" not in str(before)


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
    assert kiosk("export", folder, "--pseudonymous").stderr == ""
