"""Backups while the event runs: what they hold, what they leave, and that nobody waits for them or loses anything."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from children import PROCESSES, nine, scan_without_end
from staging import settled
from waiting import until
from world import EVENT, ROUNDS, kiosk, make_folder, shell, world_at

from kiosk.actions.upkeep import verify
from kiosk.app import KioskApp
from kiosk.desk import at_desk, open_desk
from kiosk.rules.backups import BackupState, backup_finding, superseded

if sys.platform == "win32":
    pytest.skip("processes are killed and limited differently there", allow_module_level=True)

CODES = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An event with people, booths and a round that can be started."""
    made = make_folder(tmp_path / "event", EVENT + ROUNDS, booths=["1;Amt;2"], positions=["P1;1;Pflege"])
    with world_at(made) as world:
        for number in range(CODES):
            world.listed(f"TICKET-{number}", number=number + 1)
    return made


def backed_up(folder: Path, *words: object, **environment: str) -> dict[str, Any]:
    done = kiosk("backup", folder, "--json", *words, **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows(database: Path) -> dict[tuple[str, int], tuple[Any, ...]]:
    with sqlite3.connect(database) as db:
        return {(row[0], row[1]): row for row in db.execute("select * from journal").fetchall()}


def rest_of(ear: Any) -> Iterator[str]:
    """The entries that a writer had told before it was killed."""
    with suppress(EOFError, OSError):
        while True:
            yield ear.recv_bytes().decode().split()[0]


def good_names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").glob("kiosk-*.kioskbackup"))


def test_a_backup_is_a_plain_zip_that_only_its_owner_can_read(folder: Path) -> None:
    (folder / "bonds.csv").write_text("kind;number;with;booth;talks\ntogether;1;2;;\n")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / "film.mp4").write_bytes(b"large")
    made = backed_up(folder)
    path = Path(made["file"])
    assert path.parent == folder / "backups"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert made["entries"] == CODES
    assert made["bytes"] == path.stat().st_size
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        names = set(packed.namelist())
    assert names == {
        "backup.json",
        "kiosk.db",
        "event.toml",
        "booths.csv",
        "positions.csv",
        "bonds.csv",
        "logo.png",
    }


def test_no_scan_is_lost_and_every_backup_is_a_prefix_of_the_journal(folder: Path, tmp_path: Path) -> None:
    ear, told = PROCESSES.Pipe(duplex=False)
    writer = PROCESSES.Process(target=scan_without_end, args=(folder, CODES, 1, told), daemon=True)
    writer.start()
    told.close()
    ear.recv_bytes()
    files = [backed_up(folder)["file"] for _ in range(4)]
    writer.kill()
    heard = list(rest_of(ear))
    writer.join()
    live = rows(folder / "kiosk.db")
    assert set(heard) <= {f"{station}-{seq}" for station, seq in live}
    lengths = []
    for number, file in enumerate(files):
        copy = tmp_path / f"copy-{number}"
        done = kiosk("restore", file, copy, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["problems"] == []
        held = rows(copy / "kiosk.db")
        last = max(seq for _station, seq in held)
        assert held == {name: row for name, row in live.items() if name[1] <= last}
        with at_desk(copy, nine) as desk:
            assert verify(desk.store) == (len(held), [])
        lengths.append(len(held))
    assert CODES < lengths[0] < lengths[-1] < len(live)


def test_a_killed_backup_leaves_the_good_ones_and_no_half_one(folder: Path, tmp_path: Path) -> None:
    (folder / "hall.png").write_bytes(random.Random(1).randbytes(6_000_000))
    first = Path(backed_up(folder)["file"]).read_bytes()
    known = good_names(folder)
    dice, cut = random.Random(2), 0
    for _ in range(12):
        command = [sys.executable, "-m", "kiosk", "backup", str(folder)]
        process = subprocess.Popen(command, env=shell(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while process.poll() is None and not list((folder / "backups").glob(".making-*")):
            assert time.monotonic() < until
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.25))
        process.kill()
        process.communicate()
        cut += process.returncode == -signal.SIGKILL
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        names = good_names(folder)
        assert set(known) <= set(names)
        known = names
        for left in (folder / "backups").glob(".making-*"):
            shutil.rmtree(left)
    assert cut >= 6
    assert (folder / "backups" / known[0]).read_bytes() == first
    for number, name in enumerate(known):
        done = kiosk("restore", folder / "backups" / name, tmp_path / f"copy-{number}")
        assert done.returncode == 0, done.stderr


def test_what_a_killed_backup_left_is_removed_later(folder: Path) -> None:
    room = folder / "backups"
    old, young = room / ".making-old", room / ".making-young"
    for each in (old, young):
        each.mkdir(parents=True)
        (each / "kiosk.db").write_bytes(b"half")
    part = room / "kiosk-20261122-100000.kioskbackup.part"
    part.write_bytes(b"half")
    long_ago = time.time() - 3600
    for path in (old, part):
        os.utime(path, (long_ago, long_ago))
    backed_up(folder)
    assert not old.exists()
    assert not part.exists()
    assert young.exists()


def test_a_stick_gets_a_copy(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backed_up(folder, "--to", stick)
    (copy,) = made["copies"]
    assert Path(copy["file"]).read_bytes() == Path(made["file"]).read_bytes()
    assert Path(copy["file"]).parent.name == f"kiosk-{made['station']}"


@pytest.mark.parametrize("named", ["--to", "event.toml"])
def test_a_copy_that_cannot_be_made_ends_with_one_and_the_backup_is_there(folder: Path, named: str) -> None:
    words = ["--to", folder / "none"]
    if named == "event.toml":
        (folder / "event.toml").write_text(f'{EVENT}[backup]\nto = "none"\n{ROUNDS}', encoding="utf-8")
        words = []
    done = kiosk("backup", folder, *words)
    assert done.returncode == 1
    assert [line[0] for line in done.stdout.splitlines()] == ["✔", "▲", "▲"]
    assert "The backup itself is there, a copy is not: The stick or disk" in done.stdout
    assert "seal it" in done.stdout, "what follows from the backup that was made is said all the same"
    done = kiosk("backup", folder, "--json", *words)
    assert done.returncode == 1
    (copy,) = json.loads(done.stdout)["copies"]
    assert "is not there: plug it in" in copy["problem"]
    assert len(good_names(folder)) == 2


def limited(folder: Path, size: int) -> subprocess.CompletedProcess[str]:
    """A backup on a disk that has no room for more than so many bytes in a file."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-m", "kiosk", "backup", str(folder)]
    return subprocess.run(
        command, env=shell(), preexec_fn=limit, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("size", [8_000, 40_000, 2_000_000])
def test_where_the_disk_is_full_the_earlier_ones_stay(folder: Path, size: int) -> None:
    (folder / "hall.png").write_bytes(random.Random(1).randbytes(2_500_000))
    backed_up(folder)
    known = good_names(folder)
    done = limited(folder, size)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "could not be" in done.stderr or "disk is full" in done.stderr
    assert [path.name for path in (folder / "backups").iterdir()] == known


def test_a_stick_that_is_pulled_out_while_it_is_written_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "hall.png").write_bytes(random.Random(1).randbytes(25_000_000))
    stick = tmp_path / "stick"
    for _ in range(5):
        stick.mkdir()
        command = [sys.executable, "-m", "kiosk", "backup", str(folder), "--to", str(stick), "--json"]
        process = subprocess.Popen(command, env=shell(), stdout=subprocess.PIPE, text=True)
        until = time.monotonic() + 30
        while process.poll() is None and not list(stick.rglob("*.part")) and time.monotonic() < until:
            time.sleep(0.001)
        shutil.rmtree(stick, ignore_errors=True)
        said = process.communicate(timeout=60)[0]
        made = json.loads(said)
        assert process.returncode == (made["copies"][0]["file"] is None)
        assert Path(made["file"]).stat().st_size == made["bytes"]
        if made["copies"][0]["file"] is None:
            assert "could not be written" in made["copies"][0]["problem"]
            return
    pytest.fail("the stick was never pulled out in time")


def test_a_damaged_database_is_not_backed_up(folder: Path) -> None:
    backed_up(folder)
    known = good_names(folder)
    with sqlite3.connect(folder / "kiosk.db") as db:
        (size,) = db.execute("pragma page_size").fetchone()
        (root,) = db.execute("select rootpage from sqlite_master where name = 'people'").fetchone()
        db.execute("pragma wal_checkpoint(truncate)")
    with (folder / "kiosk.db").open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    done = kiosk("backup", folder)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert good_names(folder) == known


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["FOLDER/none"], "There is no folder"),
        (["FOLDER/.."], "is no event folder"),
        (["FOLDER", "-o", "FOLDER/event.toml"], "is there already and no backup"),
        (["FOLDER", "-o", "FOLDER/b1.zip"], "b1.zip does not end in .kioskbackup, as backups do"),
        (["FOLDER", "-o", "FOLDER/new/b1.age"], "does not end in .kioskbackup"),
        (["FOLDER", "--recipient", "age1nonsense"], "is no public key"),
        (["FOLDER", "--seal"], "A passphrase is needed"),
        (["FOLDER", "--passphrase-file", "FOLDER/none"], "cannot be read"),
        (["FOLDER", "-o", "/proc/none/x.kioskbackup"], "could not be written"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(folder: Path, words: list[str], said: str) -> None:
    done = kiosk("backup", *(word.replace("FOLDER", str(folder)) for word in words))
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert said in done.stderr
    assert not list(folder.glob("backups/kiosk-*"))


def test_a_new_folder_may_be_named_after_a_day(folder: Path) -> None:
    for name in ("Tresor", "26.11.2026"):
        assert kiosk("backup", folder, "-o", folder / name).returncode == 0
        assert len(list((folder / name).glob("*.kioskbackup"))) == 1


def test_the_newest_stay(folder: Path) -> None:
    names = [f"kiosk-20261122-10{minute:02d}00.kioskbackup" for minute in range(6)]
    sealed = "kiosk-20261122-100530.kioskbackup.age"
    assert superseded([*names, sealed, "notes.txt", "before-restore-1"], 3) == names[:4]
    assert superseded(names[:2], 3) == []


SETTING = "\n[backup]\nevery_minutes = 0.003\nkeep = 3\nto = {stick!r}\n"


async def test_the_screens_back_up_by_themselves_and_rotate(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    settings = (folder / "event.toml").read_text() + SETTING.format(stick=str(stick))
    (folder / "event.toml").write_text(settings)
    desk = open_desk(folder)
    app = KioskApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        with world_at(folder) as world:
            seen: set[str] = set()
            end = time.monotonic() + 20
            while len(seen) < 6 and time.monotonic() < end:
                world.listed(number=1000 + len(seen))
                await pilot.pause(0.15)
                seen.update(good_names(folder))
                if len(seen) == 2:
                    stick.mkdir(exist_ok=True)
        assert len(seen) >= 6
        await settled(pilot)
        assert app.keeper.state.last is not None
        assert app.keeper.state.copied is not None
        assert "Last backup" in str(app.screen.query_one("#checks").render())
    assert 3 <= len(good_names(folder)) <= 4
    assert set(good_names(folder)) <= {*seen, *good_names(folder)[-1:]}
    room = stick / f"kiosk-{desk.store.station}"
    assert 1 <= len(list(room.iterdir())) <= 4
    desk.store.close()
    assert not [path for path in (folder / "backups").iterdir() if path.name.startswith(".making")]


async def test_nothing_is_backed_up_again_while_nothing_happens(folder: Path) -> None:
    settings = (folder / "event.toml").read_text() + "\n[backup]\nevery_minutes = 0.003\n"
    (folder / "event.toml").write_text(settings)
    desk = open_desk(folder)
    async with KioskApp(desk).run_test() as pilot:
        await pilot.pause(2.5)
    desk.store.close()
    assert len(good_names(folder)) == 1


async def test_of_two_processes_one_makes_the_backups(folder: Path) -> None:
    settings = (folder / "event.toml").read_text() + "\n[backup]\nevery_minutes = 0.01\n"
    (folder / "event.toml").write_text(settings)
    first, second = open_desk(folder), open_desk(folder)
    one, other = KioskApp(first), KioskApp(second)
    made: list[Path] = []
    async with one.run_test() as pilot:
        await until(pilot, lambda: good_names(folder))
        async with other.run_test() as beside:
            with world_at(folder) as world:
                for number in range(5):
                    world.listed(number=1000 + number)
                    await beside.pause(0.7)
            made = sorted((folder / "backups").glob("kiosk-*"))
            # Two that both made them would have made two of each.
            assert 2 <= len(made) <= 6
            assert other.keeper.state.last is not None
            one.keeper.stop()
            with world_at(folder) as world:
                world.listed(number=2000)
            await until(beside, lambda: len(list((folder / "backups").glob("kiosk-*"))) > len(made))
    first.store.close()
    second.store.close()


def test_the_start_screen_says_how_old_the_last_one_is(folder: Path) -> None:
    with world_at(folder) as world:
        event, now = world.desk.event, world.clock().at
        minute = now.replace(minute=0)
        for state, symbol, said in [
            (BackupState(), "▲", "No backup yet: one is made every 10 minutes."),
            (BackupState(last=now), "✔", "Last backup: 09:00."),
            (BackupState(last=now, copied=minute), "✔", "Last backup: 09:00, on the stick: 09:00."),
            (BackupState(last=now.replace(hour=7)), "▲", "Last backup: 08:00."),
            (BackupState(last=now, copy_trouble="Gone."), "▲", "Last backup: 09:00. Gone."),
            (BackupState(last=now, trouble="Full."), "✖", "Full."),
        ]:
            finding = backup_finding(event, state, now)
            assert (finding.symbol, finding.text) == (symbol, said)
