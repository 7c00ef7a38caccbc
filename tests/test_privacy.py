"""The rights of people: when they are forgotten, what they may see, what the office knows of a lost laptop."""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hallway import scan, seen
from staging import Stage, quiet
from test_erasing import leave_files, play
from world import DAY, EVENT, ROUNDS, World, booth_reader, kiosk, local, make_folder, world_at

from kiosk.actions import people
from kiosk.actions.closing import close
from kiosk.actions.dossier import dossier, print_dossier
from kiosk.actions.erasing import erase_all
from kiosk.actions.inventory import inventory
from kiosk.actions.preflight import changing_findings
from kiosk.actions.results import record_result
from kiosk.actions.retention import retention
from kiosk.desk import Desk
from kiosk.guard import LOG, keep_quiet
from kiosk.i18n import use
from kiosk.model import Draft
from kiosk.rules.plans import PLANNED, entity_of
from kiosk.rules.readiness import Level

BOOTHS = ["1;Amt;2", "2;Amt 2;2"]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, ["1A;1;Koch"])) as opened:
        yield opened


def due(world: World) -> tuple[Level, str]:
    found = retention(world.desk)
    assert found
    return found.level, found.text


def talked(world: World, agreed: str) -> None:
    world.scan("T1", booth_reader("1"))
    world.clock.go(seconds=90)
    world.scan("T1", booth_reader("1"))
    record_result(world.desk, world.store.talks()[0].id, {"next_step": "follow_up", "date": agreed})


def test_the_day_of_erasing_is_four_weeks_after_the_event(world: World) -> None:
    assert retention(world.desk) is None
    world.listed("T1", number=1)
    assert due(world) == (Level.GOOD, "To be erased on 2026-12-20.")
    assert "To be erased on 2026-12-20." in [found.text for found in changing_findings(world.desk)]
    world.clock.at = local(9, day=date(2026, 12, 20))
    level, text = due(world)
    assert level is Level.HINT
    assert "2026-12-20" in text
    assert "kiosk erase" in text


@pytest.mark.parametrize(
    ("agreed", "erased"), [("2026-12-01", "2026-12-20"), ("2027-02-01", "2027-02-02"), ("2028-01-01", "2027-05-23")]
)
def test_what_was_agreed_puts_it_off_for_half_a_year_at_most(world: World, agreed: str, erased: str) -> None:
    world.listed("T1", number=1)
    talked(world, agreed)
    assert due(world)[1] == f"To be erased on {erased}."


def test_the_settings_say_how_many_weeks(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", EVENT + "[privacy]\nkeep_weeks = 2\n")) as world:
        world.listed("T1", number=1)
        assert due(world)[1] == "To be erased on 2026-12-06."
    (tmp_path / "event" / "event.toml").write_text(EVENT + "[privacy]\nkeep_weeks = 0\n", encoding="utf-8")
    done = kiosk("check", tmp_path / "event")
    assert done.returncode == 1
    assert "keep_weeks" in done.stderr


def test_after_erasing_it_says_so_and_an_erasing_cut_off_is_told(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS)
    with world_at(folder) as world:
        world.listed("T1", number=1)
        close(world.desk)
        erase_all(world.desk)
    with world_at(folder) as world:
        assert due(world) == (Level.GOOD, f"Erased on {DAY}: no names are kept.")
        (folder / ".erasing-x").mkdir()
        assert due(world)[0] is Level.BAD


async def test_the_start_screen_tells_the_day_that_was_agreed_last(stage: Stage, desk: Desk) -> None:
    scan(desk, 5, "3")
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        assert "To be erased on 2026-12-20." in seen(stage.app)
        record_result(desk, desk.store.talks()[0].id, {"next_step": "follow_up", "date": "2027-01-30"})
        await quiet(pilot)
        assert "To be erased on 2027-01-31." in seen(stage.app)


def test_one_person_gets_everything_that_is_known_of_them(world: World) -> None:
    said = {"consent_contact": "yes", "note": "Rollstuhl", "channel": "jobcenter", "email": "a@example.org"}
    person = world.listed("T1", number=7, first_name="Änne", last_name="Öztürk", **said)
    world.listed("T2", number=8, first_name="Zweite", last_name="Person")
    talked(world, "2026-12-01")
    world.scan("T2")
    world.clock.go(minutes=5)
    people.correct(world.desk, person.id, {"consent_contact": "withdrawn"})
    done = kiosk("person", world.desk.folder, 7, "--json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["person"]["last_name"] == "Öztürk"
    assert found["person"]["channel"] == "jobcenter"
    assert [(word["consent"], word["said"]) for word in found["consents"]] == [
        ("consent_contact", "yes"),
        ("consent_contact", "withdrawn"),
    ]
    people.correct(world.desk, person.id, {"consent_contact": "no"})
    again = dossier(world.desk, 7)["consents"]
    assert [word["said"] for word in again] == ["yes", "withdrawn"], "a no after a yes takes it back, too"
    assert found["talks"][0]["result"]["date"] == "2026-12-01"
    assert [code["text"] for code in found["codes"]] == ["T1"]
    kinds = [entry["kind"] for entry in found["journal"]]
    assert kinds == ["listed", "checked_in", "talk_started", "talk_ended", "result", "listed"]
    assert "Zweite" not in done.stdout
    assert kiosk("person", world.desk.folder, 99).returncode == 1


def test_the_print_out_says_the_same(world: World) -> None:
    person = world.listed("T1", number=7, first_name="Änne", last_name="Öztürk", note="Rollstuhl")
    for _round in range(60):
        world.scan("T1")
        world.clock.go(seconds=30)
    talked(world, "2026-12-01")
    done = kiosk("person", world.desk.folder, 7)
    path = Path(done.stdout.strip())
    assert path.name == "person-7-personal.pdf"
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    text = "\n".join(pages)
    assert len(pages) > 1
    assert all(word in text for word in ("Änne", "Öztürk", "Rollstuhl", "2026-12-01"))
    assert text.count("2026-11-22, ") >= 60
    assert world.person(person.id).number == 7


def test_the_print_out_tells_each_consent_and_a_code_in_one_line(world: World) -> None:
    code = "TICKET-2026-KWDF-ABCDEFGHIJKLMNOPQRSTUVW"
    person = world.listed(code, number=7, consent_contact="yes", consent_photo="no")
    world.listed("T2", number=8)
    world.clock.go(minutes=5)
    people.correct(world.desk, person.id, {"consent_contact": "no"})
    assert inventory(world.desk)["consents"] == {
        "consent_contact": {"withdrawn": 1, "not_asked": 1},
        "consent_photo": {"no": 1, "not_asked": 1},
        "guardian_consent": {"not_asked": 2},
    }
    lines = {number: printed(print_dossier(world.desk, number)[0]) for number in (7, 8)}
    assert "Contact data yes, 2026-11-22, 09:00 · withdrawn, 2026-11-22, 09:05" in lines[7]
    assert "Photo no, 2026-11-22, 09:00" in lines[7]
    assert [line for line in lines[8] if "not asked" in line] == [
        "Contact data not asked",
        "Photo not asked",
        "Guardian not asked",
    ]
    assert code in lines[7]


def printed(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [line for page in document for line in page.get_textpage().get_text_range().splitlines()]


def test_the_print_out_tells_appointments_plan_and_tasks_in_words(tmp_path: Path) -> None:
    german = (EVENT + ROUNDS).replace('"en"', '"de"')
    with world_at(make_folder(tmp_path / "event", german, BOOTHS, ["1A;1;Koch"])) as world:
        person = world.listed("T1", number=7, channel="press|jobcenter", status="job_seeker")
        planned = {"round": 2, "booth": "1", "seat": "1.2", "position": "1A"}
        with world.store.write() as store:
            store.record([Draft(PLANNED, entity_of("talks", person.id), {"from": 1, "epoch": 1, "talks": [planned]})])
        talked(world, "2026-12-03")
        said = {"next_step": "trial_work", "date": "2026-12-03", "time": "09:00"}
        record_result(world.desk, world.store.talks()[0].id, said)
        done = kiosk("person", world.desk.folder, 7)
        found = json.loads(kiosk("person", world.desk.folder, 7, "--json").stdout)
    with pypdfium2.PdfDocument(done.stdout.strip()) as document:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    assert "03.12.2026 09:00" in text
    assert "§ 45 SGB III), bis 02.12.2026" in text
    assert "talks, Runde 2 1 Amt · Platz 1.2" in text
    assert "Presse, Jobcenter" in text
    assert "arbeitsuchend" in text.casefold()
    assert "press" not in text
    assert "job_seeker" not in text
    assert found["talks"][0]["result"]["tasks"] == [{"todo": "consent", "due": "2026-12-02"}]
    assert found["planned"][0]["employer"] == "Amt"


def test_the_sheet_for_the_office_counts_and_names_nobody(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;Amt am Stand;2", "2;Amt 2;2"], ["1A;1;Koch"])
    with world_at(folder) as world:
        play(world)
        leave_files(world)
        close(world.desk)
    kiosk("backup", folder)
    done = kiosk("inventory", folder, "--json", "-o", tmp_path / "sheet.pdf")
    found = json.loads(done.stdout)
    assert found["persons"]["attendee"] == 12
    assert found["categories"]["email"] == 12 - 1
    assert found["consents"]["consent_photo"] == {"not_asked": 12}
    assert [backup["sealed"] for backup in found["backups"]] == [False]
    assert found["pins"] == ["lead"]
    assert found["disk_encrypted"] in (True, False, None)
    assert found["files"]["exports"]["files"] >= 5
    shown = kiosk("inventory", folder).stdout
    for word in ("Rieseberg", "Änne", "TICKET", "Zeugnis", "Klasse"):
        assert word not in done.stdout + shown
    assert (tmp_path / "sheet.pdf").stat().st_size > 1000
    assert found["erase_on"] == (DAY + timedelta(days=28)).isoformat()


def test_the_sheet_is_in_the_words_of_the_event(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT.replace('"en"', '"de"'), BOOTHS)
    with world_at(folder) as world:
        world.listed("T1", number=1)
        world.scan("T1")
        close(world.desk)
    kiosk("backup", folder)
    (folder / "backups" / ".keeper").touch()  # held by the process that makes backups by itself
    shown = kiosk("inventory", folder).stdout
    assert "Sicherungen: 1 Datei," in shown
    assert "Scans: 1, 22.11.2026, 09:00 – 22.11.2026, 09:00" in shown
    assert "Kopien anderswo: keine" in shown
    assert "Zu löschen: 20.12.2026" in shown
    assert kiosk("erase", folder, "--all", "--yes").returncode == 0
    shown = kiosk("inventory", folder).stdout
    assert "Gelöscht am: " in shown
    assert "Zu löschen" not in shown
    assert not re.search(r"\d{4}-\d\d-\d\d", shown)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_only_its_owner_can_read_what_kiosk_writes(tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        folder = tmp_path / "mine"
        assert kiosk("new", folder).returncode == 0
        with world_at(make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;Amt am Stand;2", "2;Amt 2;2"])) as world:
            play(world)
            for path in world.desk.folder.rglob("*"):
                path.chmod(0o600)
            leave = world.desk.folder
            for words in (
                ("export", leave),
                ("export", leave, "--for", "employer"),
                ("export", leave, "--pseudonymous"),
                ("export", leave, "--seal"),
                ("badges", leave),
                ("person", leave, 1),
                ("inventory", leave, "-o", leave / "exports" / "sheet.pdf"),
                ("sheets", leave),
                ("cards", leave),
                ("backup", leave),
                ("slips", leave, "--what", "numbers"),
                ("report", leave),
                ("export", leave, "-o", tmp_path / "new" / "deep"),
                ("backup", leave, "-o", tmp_path / "new" / "copy.kioskbackup"),
                ("restore", tmp_path / "new" / "copy.kioskbackup", tmp_path / "new" / "other" / "event"),
            ):
                done = kiosk(*words, KIOSK_PASSPHRASE="a long passphrase", KIOSK_PIN="8642")
                assert done.returncode == 0, (words, done.stderr)
            open_ = [path for path in tmp_path.rglob("*") if is_open(path) and path != leave]
            assert open_ == []
            close(world.desk)
        assert kiosk("erase", leave, "--all", "--yes", KIOSK_PIN="8642").returncode == 0
        assert [path for path in leave.rglob("*") if is_open(path)] == []
    finally:
        os.umask(before)


def is_open(path: Path) -> bool:
    """Whether others than the owner may read a file or enter a folder."""
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def test_what_fails_beside_the_screens_is_noted_without_a_name(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise LookupError("Dorothea Rieseberg")

    async def both() -> None:
        keep_quiet(tmp_path, asyncio.get_running_loop())
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    asyncio.run(both())
    assert capfd.readouterr() == ("", "")
    noted = (tmp_path / LOG).read_text()
    assert noted.count("LookupError") == 2
    assert "Rieseberg" not in noted
