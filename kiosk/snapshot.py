"""The database as a file: copying it as of one moment while others write, and what a copy holds.

Nothing here writes to a database that is in use.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.schema import APPLICATION_ID
from kiosk.store import BUSY_MS, in_words

PAGES: Final = 256
"""How many pages are copied at once: about a megabyte, a few milliseconds."""

BREATH: Final = 0.002
"""Seconds between two such pieces, for whoever else needs the disk."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, as far as copies are compared."""

    station: str
    event_key: str
    entries: int
    hlc: str

    @property
    def latest(self) -> datetime | None:
        """When the last entry was written, by the clock of the laptop that wrote it."""
        return datetime.fromtimestamp(int(self.hlc.partition(".")[0]) / 1000, UTC) if self.hlc else None


@contextmanager
def _opened(path: Path, timeout: float = BUSY_MS / 1000) -> Iterator[sqlite3.Connection]:
    """A database that is there already, and is never made by looking at it."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=timeout, isolation_level=None)
    try:
        yield db
    finally:
        db.close()


def snapshot(path: Path, target: Path) -> Contents:
    """Copies a database as of this moment into a new file, page by page, and makes sure that the copy is sound.

    One transaction reads the whole of it. Whoever writes meanwhile neither waits nor makes the copying begin again,
    as SQLite's backup otherwise does: in write-ahead logging what is new lies beside what is being read.

    Raises:
        KioskError: the database or the disk cannot be used, or the database is damaged.
    """
    with in_words(path), _opened(path) as source:
        source.execute("begin")
        source.execute("select 1 from sqlite_master").fetchall()
        with in_words(target):
            copy = sqlite3.connect(target, isolation_level=None)
            try:
                # If this is cut off, the copy is thrown away: it needs no journal and no waiting for the disk.
                copy.execute("pragma synchronous=off")
                copy.execute("pragma journal_mode=off").fetchall()
                source.backup(copy, pages=PAGES, sleep=BREATH)
                copy.execute("pragma journal_mode=delete").fetchall()
                if copy.execute("pragma integrity_check(1)").fetchall() != [("ok",)]:
                    raise sqlite3.DatabaseError
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) not in _DAMAGES:
                    raise
                raise KioskError(_damaged(path)) from None
            finally:
                copy.close()
    return contents(target)


_DAMAGES: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _damaged(path: Path) -> str:
    return _("{path} is damaged, so no backup of it was made; the earlier ones are kept.").format(path=path)


def contents(path: Path) -> Contents:
    """What a database holds.

    Raises:
        KioskError: it is damaged or none of kiosk's.
    """
    with in_words(path), _opened(path) as db:
        (mark,) = db.execute("pragma application_id").fetchone()
        if mark != APPLICATION_ID:
            raise KioskError(_("{path} belongs to another program; kiosk does not touch it.").format(path=path))
        known = dict(db.execute("select key, value from meta").fetchall())
        entries, hlc = db.execute("select count(*), max(hlc) from journal").fetchone()
    return Contents(known.get("station", ""), known.get("event_key", ""), entries, hlc or "")


def holds_more(path: Path, other: Path) -> bool:
    """Whether a journal has entries that the one of another file lacks."""
    with in_words(path), _opened(path) as db:
        db.execute("attach ? as other", [str(other)])
        query = "select exists (select station, seq from journal except select station, seq from other.journal)"
        return bool(db.execute(query).fetchone()[0])


def length(path: Path) -> int:
    """How many entries the journal of a database has that others may be writing to."""
    with in_words(path), _opened(path) as db:
        return int(db.execute("select count(*) from journal").fetchone()[0])


def is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    try:
        with _opened(path) as db:
            return bool(db.execute("pragma integrity_check(1)").fetchall() == [("ok",)])
    except sqlite3.DatabaseError:
        return False


def settle(path: Path) -> None:
    """Brings a database and its log into the one file, so that it can be put aside.

    Raises:
        KioskError: another process has it open.
    """
    try:
        with _opened(path, timeout=0) as db:
            db.execute("pragma journal_mode=delete").fetchall()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return  # It is damaged: there is nothing to bring together, and its owner wants to be rid of it.
        text = _("{folder} is in use: kiosk is running there. End it on every screen first; nothing was changed.")
        raise KioskError(text.format(folder=path.parent)) from None


def compact(path: Path) -> None:
    """Writes a database anew without a trace of what was deleted from it: no free page, no log beside it."""
    with in_words(path), _opened(path) as db:
        db.execute("pragma secure_delete=on").fetchall()
        db.execute("pragma journal_mode=delete").fetchall()
        db.execute("vacuum")
