"""The database: one write path, several processes on one file, and a clear sentence when it cannot be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from children import PROCESSES, open_as_nobody, open_new, scan_once, see_or_make, together
from world import World, kiosk, local, make_folder, world_at

from kiosk.actions import people
from kiosk.actions.upkeep import verify
from kiosk.i18n import use
from kiosk.model import Answer, Draft, KioskError
from kiosk.rules.journal import NEW, UNDONE
from kiosk.rules.people import CHECKED_IN, LISTED
from kiosk.rules.projections import ROWS
from kiosk.store import BUSY_MS, Store


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "event")


@pytest.fixture
def world(folder: Path) -> Iterator[World]:
    with world_at(folder) as opened:
        yield opened


# One write path


def test_a_new_database_is_as_durable_as_sqlite_can_make_it(world: World) -> None:
    asked = {name: world.store.db.execute(f"pragma {name}").fetchone()[0] for name in PRAGMAS}
    assert asked == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_MS}


def test_every_table_is_strict_and_known(world: World) -> None:
    world.listed("TICKET-1")
    world.scan("TICKET-1")
    world.scan("nobody's")
    tables = world.store.db.execute("select name, strict from pragma_table_list where schema = 'main'").fetchall()
    own = {name: strict for name, strict in tables if not name.startswith(("sqlite_", "_sqlite_"))}
    assert own == dict.fromkeys([*ROWS, "journal", "meta", "conflict"], 1)


@pytest.mark.parametrize("wrong", [{"number": "twelve"}, {"first_name": b"\x00"}])
def test_a_value_of_the_wrong_type_is_refused_whole(world: World, wrong: dict[str, Any]) -> None:
    before = world.store.projections(), world.journal()
    with pytest.raises((sqlite3.Error, TypeError)), world.store.write() as store:
        store.record([Draft(LISTED, f"person:{NEW}", said) for said in ({"first_name": "Fine"}, wrong)])
    assert (world.store.projections(), world.journal()) == before


def test_nothing_stays_of_a_write_that_fails_halfway(world: World) -> None:
    anna = world.listed("TICKET-1")
    before = world.store.projections(), world.journal()

    def fail(_taken: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), world.store.write() as store:
        fail(store.record([Draft(CHECKED_IN, anna.id, {"day": "2026-11-22"})]))
    assert (world.store.projections(), world.journal()) == before
    assert world.scan("TICKET-1").verdict == "admitted"


def test_a_mistake_of_the_program_is_not_blamed_on_the_file(world: World) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), world.store.write() as store:
        store.db.execute("insert into nowhere values (1)")


def test_the_database_can_be_read_by_its_owner_only(folder: Path, world: World) -> None:
    world.listed("TICKET-1")
    assert {path.stat().st_mode & 0o777 for path in folder.glob("kiosk.db*")} == {0o600}


# Undo


def test_an_undo_takes_back_exactly_one_entry(world: World) -> None:
    anna, ben = world.listed("A"), world.listed("B")
    first = world.scan("A").entry
    world.scan("B")
    people.undo(world.desk, first)
    assert not world.person(anna.id).present
    assert world.person(ben.id).inside


def test_an_undo_can_be_undone(world: World) -> None:
    anna = world.listed("A")
    entry = world.scan("A").entry
    people.undo(world.desk, entry)
    undo = world.store.entries(anna.id)[-1]
    assert undo.kind == UNDONE
    people.undo(world.desk, str(undo.id))
    assert world.person(anna.id).inside
    assert world.person(anna.id).first_in == local(9)


def test_what_was_undone_stays_in_the_journal_and_says_so(world: World) -> None:
    world.listed("A")
    people.undo(world.desk, world.scan("A").entry)
    (scan,) = world.store.scans()
    assert scan.undone
    assert scan.verdict == "admitted"


@pytest.mark.parametrize("entry", ["", "nonsense", "desk-000000-1", "desk-000000-x", "-1"])
def test_an_undo_of_what_never_was_is_refused(world: World, entry: str) -> None:
    before = world.journal()
    with pytest.raises(KioskError, match="There is no entry"):
        people.undo(world.desk, entry)
    assert world.journal() == before


def test_stamps_grow_even_when_the_clock_goes_back(world: World) -> None:
    world.listed("A")
    world.clock.go(hours=-5)
    world.listed("B")
    world.clock.go(hours=5, milliseconds=1)
    world.listed("C")
    stamps = [entry.hlc for entry in world.store.journal()]
    assert stamps == sorted(set(stamps))
    assert verify(world.store)[1] == []


# Several processes


def test_another_process_is_seen_within_a_tenth_of_a_second(folder: Path, world: World) -> None:
    def delay(number: int) -> float:
        world.listed(f"TICKET-{number}")
        ready = PROCESSES.Barrier(2)
        (seen, inside), done = together(see_or_make, (None, folder, ready), (f"TICKET-{number}", folder, ready))
        assert inside == number
        return seen - done[0]

    # A busy machine may hold one of the processes up; it does not do so every time.
    assert min(delay(number) for number in (1, 2, 3)) < 0.1


def test_the_version_changes_with_own_writes_and_stays_without(world: World) -> None:
    before = world.store.version()
    world.store.people()
    assert world.store.version() == before
    world.listed("A")
    assert world.store.version() != before


def test_a_badge_at_two_entrances_at_once_is_admitted_once(folder: Path, world: World) -> None:
    for number in range(5):
        person = world.listed(f"TICKET-{number}")
        verdicts = together(scan_once, *[(folder, f"TICKET-{number}")] * 3)
        assert sorted(verdicts) == ["admitted", "already_in", "already_in"]
        assert not world.person(person.id).conflict


def test_ten_processes_can_open_a_new_folder_at_once(tmp_path: Path) -> None:
    for attempt in range(10):
        opened = together(open_new, *[(tmp_path / f"{attempt}.db",)] * 10)
        assert len(set(opened)) == 1
        assert opened[0][0].startswith("desk-")


def test_what_is_read_together_is_of_one_moment(folder: Path, world: World) -> None:
    world.listed("TICKET-1")
    with world.store.reading():
        before = world.store.inside()
        with world_at(folder) as other:
            other.scan("TICKET-1")
        assert world.store.inside() == before == 0
    assert world.store.inside() == 1


# When it cannot be written


def test_a_write_that_has_to_wait_too_long_says_so_and_loses_nothing(folder: Path, world: World) -> None:
    world.listed("TICKET-1")
    holder = sqlite3.connect(folder / "kiosk.db", isolation_level=None)
    holder.execute("begin immediate")
    world.store.db.execute("pragma busy_timeout=20")
    with pytest.raises(KioskError, match="held by another program"):
        world.scan("TICKET-1")
    holder.execute("rollback")
    assert world.scan("TICKET-1").verdict == "admitted"
    holder.close()


def test_a_full_disk_says_so_and_the_next_scan_works_when_there_is_space(world: World) -> None:
    for number in range(400):
        world.listed(f"TICKET-{number}")
    db = world.store.db
    pages = db.execute("pragma page_count").fetchone()[0]
    db.execute(f"pragma max_page_count={pages}")
    taken: list[Answer] = []
    with pytest.raises(KioskError, match=r"disk is full.*nothing recorded is lost"):
        taken.extend(world.scan(f"TICKET-{number}") for number in range(400))
    db.execute(f"pragma max_page_count={pages * 10}")
    assert world.store.inside() == len(taken)
    assert world.scan(f"TICKET-{len(taken)}").verdict == "admitted"
    assert verify(world.store)[1] == []


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\x07" * 4000])
def test_a_damaged_file_is_told_and_not_touched(folder: Path, content: bytes) -> None:
    (folder / "kiosk.db").write_bytes(content)
    with pytest.raises(KioskError, match="damaged or no database"):
        Store(folder / "kiosk.db")
    assert (folder / "kiosk.db").read_bytes() == content


@pytest.mark.parametrize("first", [2, 10, 40])
def test_a_database_damaged_in_the_middle_ends_a_command_with_one_sentence(folder: Path, first: int) -> None:
    with world_at(folder) as world:
        for number in range(200):
            world.listed(f"TICKET-{number}")
    data = bytearray((folder / "kiosk.db").read_bytes())
    pages = slice(first * 4096, (first + 20) * 4096)
    data[pages] = os.urandom(len(data[pages]))
    (folder / "kiosk.db").write_bytes(data)
    ended = kiosk("report", folder)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "damaged or no database" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert kiosk("verify", folder).returncode == 1


def test_another_programs_database_is_left_alone(folder: Path) -> None:
    other = sqlite3.connect(folder / "kiosk.db")
    other.execute("create table songs (title)")
    other.commit()
    other.close()
    before = (folder / "kiosk.db").read_bytes()
    with pytest.raises(KioskError, match="another program"):
        Store(folder / "kiosk.db")
    assert (folder / "kiosk.db").read_bytes() == before


def test_a_database_of_a_newer_version_is_left_alone(folder: Path) -> None:
    with Store(folder / "kiosk.db") as store, store.write():
        store.db.table("_sqlite_migrations").insert(
            {"migration_set": "kiosk", "name": "from_the_future", "applied_at": "2099-01-01"}
        )
    before = (folder / "kiosk.db").read_bytes()
    with pytest.raises(KioskError, match="newer version"):
        Store(folder / "kiosk.db")
    assert (folder / "kiosk.db").read_bytes() == before


def test_a_migration_of_another_program_in_the_file_is_no_newer_version(folder: Path) -> None:
    with Store(folder / "kiosk.db") as store, store.write():
        store.db.table("_sqlite_migrations").insert(
            {"migration_set": "other", "name": "whatever", "applied_at": "2099-01-01"}
        )
    Store(folder / "kiosk.db").close()


@pytest.mark.parametrize("place", ["missing/kiosk.db", "file/kiosk.db", "directory"])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "directory").mkdir()
    with pytest.raises(KioskError, match="may not be written"):
        Store(tmp_path / place)


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that everybody may look into; the one that pytest gives belongs to its user alone."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_of_somebody_else_is_told(readable: Path) -> None:
    make_folder(readable)
    with pytest.raises(KioskError, match="may not be written"):
        raise together(open_as_nobody, (readable / "kiosk.db",))[0]
    Store(readable / "kiosk.db").close()
    for path in readable.iterdir():
        path.chmod(0o644)
    with pytest.raises(KioskError, match="may not be written"):
        raise together(open_as_nobody, (readable / "kiosk.db",))[0]
