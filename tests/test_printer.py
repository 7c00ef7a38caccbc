"""The print queue: a printer that takes badges, is gone, slow or says no in German, and reprints that are asked about.

``lp`` is a small program of the test's own on the search path, where it is not the system's real one.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import prints
import pytest
from staging import ENTRANCE, Stage
from textual.pilot import Pilot
from waiting import until
from world import kiosk, make_folder, world_at

from kiosk.actions.people import replace_badge
from kiosk.desk import Desk
from kiosk.devices import printer as queue
from kiosk.model import KioskError
from kiosk.screens.dialogs import BadgeDialog
from kiosk.widgets.verdict import VerdictStrip

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="lp is of Linux and macOS")

Lp = Callable[[str], Path]


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lp]:
    """Puts an ``lp`` on the search path that notes how it was called, keeps the file, and then does as it is told."""
    room = tmp_path / "queue"
    room.mkdir()

    def make(script: str) -> Path:
        program = room / "lp"
        takes = f'printf "%s\\n" "$@" >> {room}/asked\nfor last; do :; done\ncp "$last" {room}/taken.pdf'
        program.write_text(f"#!/bin/sh\n{takes}\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return room

    monkeypatch.setenv("PATH", f"{room}{os.pathsep}{os.environ['PATH']}")
    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "event")
    with world_at(made) as world:
        for number in (11, 12):
            world.listed(world.code(number), number=number)
    return made


def entries(folder: Path) -> list[dict[str, object]]:
    with world_at(folder) as world:
        return [dict(entry.body) for entry in world.store.journal() if entry.kind == "badge_printed"]


def test_a_badge_goes_to_the_named_printer_in_its_real_size_and_is_noted(lp: Lp, folder: Path) -> None:
    room = lp("echo request id is Etiketten-1")
    said = kiosk("badges", folder, "--sheet", "label", "--number", 12, "--print", "--printer", "Etiketten")
    assert said.returncode == 0, said.stderr
    assert said.stdout.endswith("Sent to the printer.\n")
    asked = (room / "asked").read_text().split("\n")
    assert asked[:2] == ["-d", "Etiketten"]
    assert {"media=Custom.62x100mm", "print-scaling=none"} <= set(asked)
    (page,) = prints.pages(room / "taken.pdf")
    (noted,) = entries(folder)
    assert prints.codes(page) == [noted["code"]]
    assert noted["printer"] == "Etiketten"
    assert (folder / "badges" / "badges.pdf").exists()


def test_a_second_print_is_asked_about_and_done_when_told(lp: Lp, folder: Path) -> None:
    lp("true")
    one = ("badges", folder, "--print", "--number", 12)
    assert kiosk(*one).returncode == 0
    refused = kiosk(*one)
    assert refused.returncode == 1
    assert refused.stderr.startswith("The badge of number 12 was printed at ")
    assert "--again" in refused.stderr
    assert len(entries(folder)) == 1
    assert kiosk(*one, "--again").returncode == 0
    assert len(entries(folder)) == 2
    assert kiosk("badges", folder, "--number", 12).returncode == 0, "a PDF is never asked about"
    everybody = kiosk("badges", folder, "--print")
    assert (everybody.returncode, len(entries(folder))) == (1, 2)


def test_the_badge_that_takes_the_place_of_a_printed_one_is_no_reprint(lp: Lp, folder: Path) -> None:
    lp("true")
    one = ("badges", folder, "--print", "--number", 12)
    assert kiosk(*one).returncode == 0
    with world_at(folder) as world:
        person = world.store.person_by_number(12)
        assert person
        replace_badge(world.desk, person.id)
    assert kiosk(*one).returncode == 0


@pytest.mark.parametrize(
    "script",
    [
        "echo 'lp: Der Drucker »Etiketten« ist nicht verfügbar.' >&2; exit 1",
        "printf 'lp: Fehler - \\033[31mDrucker oder Klasse existiert nicht.\\n' >&2; exit 1",
        "exit 1",
        "kill -9 $$",
    ],
    ids=["german", "colours", "silent", "killed"],
)
def test_a_printer_that_refuses_is_told_in_one_sentence_and_the_pdf_is_kept(lp: Lp, folder: Path, script: str) -> None:
    lp(script)
    said = kiosk("badges", folder, "--print", "--json", "--number", 12)
    assert (said.returncode, said.stdout) == (1, "")
    (line,) = said.stderr.splitlines()
    assert line.startswith("The printer did not take it (")
    assert str(folder / "badges" / "badges.pdf") in line
    assert "\033" not in line
    assert not entries(folder)
    (page,) = prints.pages(folder / "badges" / "badges.pdf")
    assert len(prints.codes(page)) == 1


def test_a_laptop_without_a_queue_says_so(folder: Path, tmp_path: Path) -> None:
    said = kiosk("badges", folder, "--print", PATH=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr.startswith("This laptop has no print queue (lp). The PDF is kept: ")


@pytest.mark.skipif(not shutil.which("lp"), reason="needs the real lp")
def test_the_real_lp_without_a_server_is_told_in_one_sentence(folder: Path, tmp_path: Path) -> None:
    said = kiosk("badges", folder, "--print", "--printer", "Etiketten", CUPS_SERVER=str(tmp_path / "no-socket"))
    assert said.returncode == 1
    (line,) = said.stderr.splitlines()
    assert line.startswith("The printer “Etiketten” did not take it (")
    assert "PDF is kept: " in line


def test_a_queue_that_never_answers_is_given_up(lp: Lp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lp("exec sleep 30")
    monkeypatch.setattr(queue, "PATIENCE", 0.3)
    with pytest.raises(KioskError, match="does not answer"):
        queue.send(make_pdf(tmp_path), "", (62, 100))


def make_pdf(room: Path) -> Path:
    path = room / "page.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    return path


def test_windows_prints_through_sumatra_without_scaling() -> None:
    command = queue.sumatra_command("SumatraPDF.exe", Path("badge.pdf"), "Etiketten")
    assert command[1:3] == ["-print-to", "Etiketten"]
    assert command[-1] == "badge.pdf"
    assert {"noscale", "-silent"} <= set(command)
    assert "-print-to-default" in queue.sumatra_command("SumatraPDF.exe", Path("badge.pdf"), "")


async def badge_dialog(stage: Stage, pilot: Pilot[None], desk: Desk) -> str:
    """Opens the dialog with the new badge of number 2; its code."""
    person = desk.store.person_by_number(2)
    assert person
    code = replace_badge(desk, person.id)
    stage.app.push_screen(BadgeDialog(2, code))
    await pilot.pause()
    return code


async def told(pilot: Pilot[None], part: str) -> str:
    """Waits until something is said; the whole sentence."""
    strip = pilot.app.screen.query_one(VerdictStrip)
    await until(pilot, lambda: part in str(strip.render()))
    return str(strip.render())


async def test_the_new_badge_is_printed_by_a_key_and_a_second_time_only_when_confirmed(
    lp: Lp, stage: Stage, desk: Desk
) -> None:
    room = lp("true")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        code = await badge_dialog(stage, pilot, desk)
        await pilot.press("ctrl+p")
        await told(pilot, "sent to the printer")
        (page,) = prints.pages(room / "taken.pdf")
        assert prints.codes(page) == [code]
        (room / "taken.pdf").unlink()
        await pilot.press("ctrl+p")
        assert "number 2 was printed at 09:30" in await told(pilot, "The same key again")
        assert not (room / "taken.pdf").exists()
        await pilot.press("ctrl+p")
        await told(pilot, "sent to the printer")
        assert (room / "taken.pdf").exists()
    assert sum(entry.kind == "badge_printed" for entry in desk.store.journal()) == 2


async def test_a_slow_printer_keeps_no_scan_waiting(lp: Lp, stage: Stage, desk: Desk, slow_workers: None) -> None:
    room = lp("while [ ! -e {room}/go ]; do sleep 0.05; done".replace("{room}", "$(dirname $0)"))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        stage.app.use_reader(ENTRANCE)
        await badge_dialog(stage, pilot, desk)
        await pilot.press("ctrl+p")
        await until(pilot, (room / "taken.pdf").exists)
        await stage.scan(pilot, "TICKET-0003")
        assert desk.store.person_by_number(3).inside
        assert not isinstance(stage.app.screen, BadgeDialog), "the next person closes the dialog"
        (room / "go").touch()
        await told(pilot, "Badge of number 2: sent to the printer")


async def test_a_printer_that_is_gone_is_told_at_the_desk(lp: Lp, stage: Stage, desk: Desk) -> None:
    lp("echo 'lp: Drucker nicht gefunden.' >&2; exit 1")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await badge_dialog(stage, pilot, desk)
        await pilot.press("ctrl+p")
        text = await told(pilot, "Drucker nicht gefunden")
        assert text.startswith(f"Not printed, kept in badges{os.sep}badge-2.pdf. The printer did not take it")
        assert (desk.folder / "badges" / "badge-2.pdf").exists()
        assert isinstance(stage.app.screen, BadgeDialog)
    assert not any(entry.kind == "badge_printed" for entry in desk.store.journal())


async def test_a_code_that_was_replaced_meanwhile_is_not_printed(lp: Lp, stage: Stage, desk: Desk) -> None:
    room = lp("true")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await badge_dialog(stage, pilot, desk)
        replace_badge(desk, desk.store.person_by_number(2).id)
        await pilot.press("ctrl+p")
        await told(pilot, "has been replaced meanwhile")
    assert not (room / "taken.pdf").exists()
