"""Going on from a backup on another laptop: rounds with the right time left, no name used twice, nothing lost."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from world import DAY, ROUNDS, World, kiosk, make_folder, shell, world_at

from kiosk.actions import rounds
from kiosk.actions.restore import restore
from kiosk.exchange.archives import unpack
from kiosk.model import KioskError
from kiosk.rules import clock
from kiosk.snapshot import contents

TODAY = f'[event]\nname = "Probe"\ndate = {datetime.now(UTC):%Y-%m-%d}\nlanguage = "en"\n'


def scanned(folder: Path, number: int) -> World:
    """One person more on the list who checks in."""
    with world_at(folder) as world:
        world.listed(f"TICKET-{number}", number=number)
        assert world.scan(f"TICKET-{number}").number == number
        return world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "event", f'[event]\nname = "Probe"\ndate = {DAY}\nlanguage = "en"\n' + ROUNDS)
    scanned(made, 1)
    return made


def backed_up(folder: Path) -> Path:
    done = kiosk("backup", folder, "--json")
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout)["file"])


def restored(file: Path, folder: Path) -> dict[str, Any]:
    done = kiosk("restore", file, folder, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("held", [False, True])
def test_a_running_round_goes_on_with_the_right_time_left(tmp_path: Path, held: bool) -> None:
    folder = make_folder(tmp_path / "event", TODAY + ROUNDS)
    with world_at(folder, datetime.now(UTC)) as world:
        # The clock of this world names another boot than this laptop's, as another laptop's would.
        block = rounds.rounds_block(world.desk)
        rounds.command(world.desk, block, clock.STARTED)
        world.clock.go(seconds=1)
        rounds.command(world.desk, block, clock.EXTENDED, seconds=120)
        if held:
            rounds.command(world.desk, block, clock.PAUSED)
        began = world.clock.at
    other = tmp_path / "other"
    (told,) = restored(backed_up(folder), other)["rounds"]
    done = kiosk("round", other, "status", "--json")
    now = json.loads(done.stdout)
    assert (now["state"], now["round"]) == ("paused" if held else "running", 1)
    passed = 0 if held else (datetime.now(UTC) - began).total_seconds()
    assert now["left_seconds"] == pytest.approx(12 * 60 - 1 - passed, abs=2)
    assert told["left_seconds"] == pytest.approx(now["left_seconds"], abs=5)
    if held:
        assert kiosk("round", other, "resume").returncode == 0
    assert kiosk("round", other, "end").returncode == 0


def test_a_restored_copy_never_writes_under_the_name_of_the_first_laptop(folder: Path, tmp_path: Path) -> None:
    other, third = tmp_path / "other", tmp_path / "third"
    file = backed_up(folder)
    with world_at(folder) as world:
        first, key, badge = world.store.station, world.store.event_key, world.code()
    said = restored(file, other)["station"]
    assert said != first
    assert restored(file, third)["station"] not in (first, said)
    scanned(other, 2)
    scanned(folder, 3)
    with world_at(other) as world:
        assert (world.store.station, world.store.event_key) == (said, key)
        assert world.code() == badge
        assert [person.number for person in world.store.people()] == [1, 2]
        from_other = world.store.journal()
    with world_at(folder) as world, world.store.write() as store:
        before = store.length()
        assert store.merge(from_other) == sum(entry.station == said for entry in from_other) > 0
        assert store.conflicts() == []
        assert store.length() == before + 2
    done = kiosk("verify", folder)
    assert done.returncode == 0, done.stdout


def test_entries_come_after_those_of_the_backup_however_the_clock_stands(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    restored(backed_up(folder), other)
    with world_at(other) as world:
        latest = max(entry.hlc for entry in world.store.journal())
        world.clock.go(hours=-3)
        person = world.listed(number=5)
        (entry,) = world.store.entries(person.id)
        assert entry.hlc > latest


def test_scans_are_taken_at_once_on_the_other_laptop(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    began = time.monotonic()
    restored(backed_up(folder), other)
    assert time.monotonic() - began < 60
    done = kiosk("gate", other, "--role", "info", "--port", "-", "--json", given=b"TICKET-1\n")
    assert json.loads(done.stdout)["number"] == 1
    assert kiosk("verify", other).returncode == 0
    assert other.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in other.iterdir() if path.is_file()} == {0o600}


def test_a_folder_that_is_newer_is_not_touched(folder: Path) -> None:
    file = backed_up(folder)
    scanned(folder, 2)
    before = everything(folder)
    done = kiosk("restore", file, folder)
    assert done.returncode == 1
    assert "is newer than the backup" in done.stderr
    assert everything(folder) == before


def test_a_folder_that_is_older_is_replaced_and_kept(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    restored(backed_up(folder), other)
    scanned(folder, 2)
    settings = (other / "event.toml").read_bytes()
    done = restored(backed_up(folder), other)
    aside = Path(done["set_aside"])
    assert (aside / "event.toml").read_bytes() == settings
    assert contents(aside / "kiosk.db").entries == 2
    with world_at(other) as world:
        assert {person.number for person in world.store.people()} == {1, 2}


def test_a_damaged_database_is_replaced_and_kept(folder: Path) -> None:
    file = backed_up(folder)
    (folder / "kiosk.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert kiosk("verify", folder).returncode == 1
    done = restored(file, folder)
    assert (Path(done["set_aside"]) / "kiosk.db").read_bytes().endswith(b"\xff")
    assert kiosk("verify", folder).returncode == 0


def test_the_folder_of_another_event_and_other_folders_are_not_touched(folder: Path, tmp_path: Path) -> None:
    file = backed_up(folder)
    another = make_folder(tmp_path / "another")
    with world_at(another):
        pass
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "letter.txt").write_text("Dear")
    for place, said in [(another, "another event"), (documents, "no event"), (file, "is a file")]:
        done = kiosk("restore", file, place)
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
        assert said in done.stderr
    assert [path.name for path in documents.iterdir()] == ["letter.txt"]


def test_a_folder_that_another_process_works_in_is_not_touched(folder: Path) -> None:
    file = backed_up(folder)
    command = [sys.executable, "-m", "kiosk", "gate", str(folder), "--role", "info", "--port", "-", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=shell()) as gate:
        assert gate.stdin
        assert gate.stdout
        gate.stdin.write(b"TICKET-0\n")
        gate.stdin.flush()
        gate.stdout.readline()
        again = backed_up(folder)
        before = everything(folder)
        done = kiosk("restore", again, folder)
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
        assert "is in use" in done.stderr
        assert everything(folder) == before
        gate.stdin.close()
        assert gate.wait(20) == 0
    assert "is newer" in kiosk("restore", file, folder).stderr
    assert kiosk("restore", again, folder).returncode == 0


def test_a_file_that_is_cut_short_anywhere_changes_nothing(folder: Path, tmp_path: Path) -> None:
    whole = backed_up(folder).read_bytes()
    dice = random.Random(1)
    lengths = [0, 1, 3, 4, 30, len(whole) - 1, len(whole) - 22, *(dice.randrange(len(whole)) for _ in range(120))]
    short, other = tmp_path / "short.kioskbackup", tmp_path / "other"
    for length in lengths:
        short.write_bytes(whole[:length])
        with pytest.raises(KioskError, match=r"cut short|no backup"):
            restore(short, other)
        assert not other.exists()


def test_a_file_with_a_wrong_byte_is_refused_or_says_the_same(folder: Path, tmp_path: Path) -> None:
    whole = backed_up(folder).read_bytes()
    dice = random.Random(2)
    bad, refused = tmp_path / "bad.kioskbackup", 0
    for number in range(150):
        place = dice.randrange(len(whole))
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << dice.randrange(8))]) + whole[place + 1 :])
        other = tmp_path / f"other-{number}"
        try:
            restore(bad, other)
        except KioskError:
            refused += 1
            assert not other.exists()
        else:  # It hit a date or another field of the zip that means nothing here.
            assert contents(other / "kiosk.db").hlc == contents(folder / "kiosk.db").hlc
            assert (other / "event.toml").read_bytes() == (folder / "event.toml").read_bytes()
    assert refused > 100


def test_any_wrong_bit_where_a_zip_says_what_it_holds_is_called_what_it_is(folder: Path, tmp_path: Path) -> None:
    whole, bad, into = backed_up(folder).read_bytes(), tmp_path / "bad.kioskbackup", tmp_path / "into"
    end, known = whole.rindex(b"PK\1\2"), set()
    for bit in range(8 * end, 8 * len(whole)):
        wrong = bytearray(whole)
        wrong[bit // 8] ^= 1 << bit % 8
        bad.write_bytes(wrong)
        try:
            unpack(bad, into, bad.name)
        except KioskError as error:
            known.add(str(error).split(":")[0])
        else:
            assert (into / "event.toml").read_bytes() == (folder / "event.toml").read_bytes()
            assert contents(into / "kiosk.db").hlc == contents(folder / "kiosk.db").hlc
        shutil.rmtree(into)
    assert all(re.search("cut short|no backup|newer version", said) for said in known), known


def test_a_file_of_a_newer_kiosk_or_with_a_path_in_it_is_refused(folder: Path, tmp_path: Path) -> None:
    plain, other = backed_up(folder), tmp_path / "other"
    with zipfile.ZipFile(plain) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    facts = json.loads(members.pop("backup.json"))
    tricks = [
        ({**facts, "format": 2}, members, "newer version"),
        ({**facts, "files": {"../evil.toml": "0" * 64}}, {"../evil.toml": b"x"}, "cut short"),
        ({**facts, "entries": facts["entries"] + 1}, members, "cut short"),
        ({"format": 1}, members, "cut short"),
    ]
    for said, files, answer in tricks:
        bad = tmp_path / "bad.kioskbackup"
        with zipfile.ZipFile(bad, "w") as packed:
            for name, content in files.items():
                packed.writestr(name, content)
            packed.writestr("backup.json", json.dumps(said))
        done = kiosk("restore", bad, other)
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
        assert answer in done.stderr
        assert not other.exists()
    assert not (tmp_path / "evil.toml").exists()


def test_what_is_no_backup_is_called_that(folder: Path, tmp_path: Path) -> None:
    for file, said in [(tmp_path / "none", "There is no file"), (folder / "event.toml", "is no backup of kiosk")]:
        done = kiosk("restore", file, tmp_path / "other")
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
        assert said in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a file size limit is set differently there")
def test_a_full_disk_leaves_nothing_half_restored(folder: Path, tmp_path: Path) -> None:
    file = backed_up(folder)

    import resource

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [sys.executable, "-m", "kiosk", "restore", str(file), str(tmp_path / "other")]
    done = subprocess.run(command, env=shell(), preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "could not be written" in done.stderr
    assert not (tmp_path / "other").exists()


def test_a_restore_that_was_cut_off_can_be_made_again(folder: Path, tmp_path: Path) -> None:
    file, other = backed_up(folder), tmp_path / "other"
    restored(file, other)
    # As if the power had gone between the old files and the new ones: nothing runs here, and a restore mends it.
    aside = other / "backups" / "before-restore-20261122-100000"
    aside.mkdir()
    for path in [path for path in other.iterdir() if path.is_file()]:
        shutil.move(path, aside / path.name)
    assert kiosk("round", other, "status").returncode == 1
    assert not (other / "kiosk.db").exists()
    restored(file, other)
    assert kiosk("verify", other).returncode == 0


@pytest.mark.parametrize(("system", "event"), [("de", "en"), ("en", "de"), ("fr", "de")])
def test_refusals_speak_the_language_of_the_event_as_soon_as_one_is_known(
    tmp_path: Path, system: str, event: str
) -> None:
    settings = f'[event]\nname = "Probe"\ndate = {DAY}\nlanguage = "{event}"\n'
    folder, other = (make_folder(tmp_path / name, settings) for name in ("one", "other"))
    scanned(folder, 1)
    scanned(other, 1)
    backup = backed_up(folder)
    speaks = {"LANGUAGE": system, "LANG": f"{system}_{system.upper()}.UTF-8"}
    none = {"de": "Die Datei", "en": "There is no file"}
    for into, spoken in ((tmp_path / "new", "de" if system == "de" else "en"), (folder, event)):
        assert none[spoken] in kiosk("restore", tmp_path / "none", into, **speaks).stderr
    another = {"de": "enthält eine andere Veranstaltung", "en": "holds another event"}[event]
    assert another in kiosk("restore", backup, other, **speaks).stderr
    (other / "event.toml").unlink()
    assert another in kiosk("restore", backup, other, **speaks).stderr, "the backup says its language, too"
    (folder / "kiosk.db").write_bytes(b"x" * 4096)
    damaged = {"de": "beschädigt", "en": "damaged"}[event]
    assert damaged in kiosk("backup", folder, **speaks).stderr
