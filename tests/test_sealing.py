"""Sealed backups and exports: only the right passphrase or key opens them, with kiosk and with the tools of others."""

from __future__ import annotations

import json
import os
import pty
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from world import kiosk, make_folder, shell, world_at

from kiosk.snapshot import contents

AGE, SEVEN_ZIP = shutil.which("age"), shutil.which("7z") or shutil.which("7zz")

WORDS = "richtig Pferd Batterie Klammer"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "event")
    with world_at(made) as world:
        world.listed("TICKET-1", first_name="Zerlina", last_name="Abendroth", number=1)
    return made


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(WORDS + "\n")
    return path


def key_pair(path: Path) -> str:
    done = kiosk("key", path)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    public = done.stdout.split('"')[1]
    assert public.startswith("age1")
    return public


def backed_up(folder: Path, *options: object, **environment: str) -> Path:
    done = kiosk("backup", folder, "--json", *options, **environment)
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    assert made["sealed"]
    file = Path(made["file"])
    assert b"Zerlina" not in file.read_bytes()
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file


def test_a_passphrase_opens_what_it_sealed(folder: Path, tmp_path: Path, words: Path) -> None:
    file = backed_up(folder, "--passphrase-file", words)
    assert file.name.endswith(".kioskbackup.age")
    other = tmp_path / "other"
    done = kiosk("restore", file, other, "--passphrase-file", words)
    assert done.returncode == 0, done.stderr
    assert contents(other / "kiosk.db").hlc == contents(folder / "kiosk.db").hlc
    done = kiosk("restore", file, tmp_path / "third", KIOSK_PASSPHRASE=WORDS)
    assert done.returncode == 0, done.stderr


def test_another_passphrase_or_a_piece_of_the_file_opens_nothing(folder: Path, tmp_path: Path, words: Path) -> None:
    file = backed_up(folder, "--passphrase-file", words)
    other, short = tmp_path / "other", tmp_path / "short.age"
    done = kiosk("restore", file, other, KIOSK_PASSPHRASE="falsch")
    assert (done.returncode, done.stderr) == (1, f"The passphrase is not the one of {file.name}.\n")
    done = kiosk("restore", file, other)
    assert "A passphrase is needed" in done.stderr
    whole = file.read_bytes()
    for length in (25, 80, 200, len(whole) // 2, len(whole) - 1):
        short.write_bytes(whole[:length])
        done = kiosk("restore", short, other, KIOSK_PASSPHRASE=WORDS)
        assert (done.returncode, done.stderr.split(".age ")[1].split(".")[0]) == (1, "is cut short or damaged")
    assert not other.exists()


def test_a_public_key_seals_and_only_its_secret_key_opens(folder: Path, tmp_path: Path) -> None:
    key, wrong, other = tmp_path / "key.txt", tmp_path / "wrong.txt", tmp_path / "other"
    file = backed_up(folder, "--recipient", key_pair(key))
    key_pair(wrong)
    for options, said in [
        ([], "give the file of the secret key with --key-file"),
        (["--key-file", wrong], "is for another key"),
        (["--key-file", folder / "event.toml"], "holds no secret key"),
    ]:
        done = kiosk("restore", file, other, *options)
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
        assert said in done.stderr
        assert not other.exists()
    done = kiosk("restore", file, other, "--key-file", key)
    assert done.returncode == 0, done.stderr
    assert kiosk("key", key).returncode == 1
    assert contents(other / "kiosk.db").hlc == contents(folder / "kiosk.db").hlc


def test_the_settings_can_name_the_key(folder: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    settings = (folder / "event.toml").read_text()
    (folder / "event.toml").write_text(f'{settings}\n[backup]\nrecipient = "{key_pair(key)}"\n')
    file = backed_up(folder)
    assert kiosk("restore", file, tmp_path / "other", "--key-file", key).returncode == 0


def test_the_check_names_what_is_wrong_with_a_key_and_an_open_stick(folder: Path, tmp_path: Path) -> None:
    settings = (folder / "event.toml").read_text()
    public = key_pair(tmp_path / "key.txt")
    slip = public[:-1] + ("q" if public[-1] != "q" else "p")
    (folder / "event.toml").write_text(f'{settings}\n[backup]\nrecipient = "{slip}"\n')
    assert "is no public key" in kiosk("check", folder).stdout
    (folder / "event.toml").write_text(f'{settings}\n[backup]\nto = "/stick"\n')
    assert "can be read by whoever finds it" in kiosk("check", folder).stdout
    (folder / "event.toml").write_text(f'{settings}\n[backup]\nrecipient = "age1..."\n')
    done = kiosk("check", folder)
    assert (done.returncode, "a public key of age" in done.stderr) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty there")
def test_a_passphrase_is_typed_unseen_and_twice(folder: Path, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "kiosk", "backup", str(folder), "--seal"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=shell(), start_new_session=True)
    os.close(slave)
    shown = b""
    for prompt in (b"Passphrase: ", b"Repeat for confirmation: "):
        until = time.monotonic() + 20
        while prompt not in shown and time.monotonic() < until:
            shown += os.read(master, 1000)
        time.sleep(0.2)
        os.write(master, f"{WORDS}\n".encode())
    assert process.wait(30) == 0
    os.set_blocking(master, False)
    with suppress(OSError):
        shown += os.read(master, 10_000)
    os.close(master)
    assert WORDS.encode() not in shown
    (file,) = folder.glob("backups/*.age")
    assert kiosk("restore", file, tmp_path / "other", KIOSK_PASSPHRASE=WORDS).returncode == 0


@pytest.mark.skipif(AGE is None, reason="the program age is not installed here")
def test_age_itself_opens_a_backup(folder: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    file = backed_up(folder, "--recipient", key_pair(key))
    plain = tmp_path / "plain.zip"
    subprocess.run([str(AGE), "--decrypt", "-i", key, "-o", plain, file], check=True, timeout=60)
    with zipfile.ZipFile(plain) as packed:
        assert packed.testzip() is None
        assert b"Zerlina" in packed.read("kiosk.db")


@pytest.mark.skipif(AGE is None, reason="the program age is not installed here")
def test_a_backup_that_age_itself_has_sealed_is_restored(folder: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    public = key_pair(key)
    done = kiosk("backup", folder, "-o", tmp_path / "x.kioskbackup")
    assert done.returncode == 0, done.stderr
    sealed = tmp_path / "y.age"
    subprocess.run([str(AGE), "-r", public, "-o", sealed, tmp_path / "x.kioskbackup"], check=True, timeout=60)
    assert kiosk("restore", sealed, tmp_path / "other", "--key-file", key).returncode == 0


def test_a_sealed_export_leaves_nothing_readable(folder: Path, words: Path) -> None:
    done = kiosk("export", folder, "--passphrase-file", words)
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.strip())
    assert [found.name for found in (folder / "exports").rglob("*")] == [path.name] == ["export-personal.zip"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"Zerlina" not in path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        assert {info.flag_bits & 1 for info in packed.infolist()} == {1}
        assert "attendees-personal.csv" in packed.namelist()
    done = kiosk("export", folder, "--seal")
    assert (done.returncode, "A passphrase is needed" in done.stderr) == (1, True)


@pytest.mark.skipif(SEVEN_ZIP is None, reason="7-Zip is not installed here")
def test_seven_zip_opens_a_sealed_export(folder: Path, tmp_path: Path, words: Path) -> None:
    path = kiosk("export", folder, "--passphrase-file", words).stdout.strip()
    out = tmp_path / "out"
    wrong = subprocess.run([str(SEVEN_ZIP), "x", "-pfalsch", f"-o{out}", path], capture_output=True, check=False)
    assert wrong.returncode != 0
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([str(SEVEN_ZIP), "x", f"-p{WORDS}", f"-o{out}", path], check=True, capture_output=True)
    assert "Zerlina" in (out / "attendees-personal.csv").read_text(encoding="utf-8-sig")
    listed = subprocess.run([str(SEVEN_ZIP), "l", "-slt", path], check=True, capture_output=True, text=True).stdout
    assert "AES-256" in listed
