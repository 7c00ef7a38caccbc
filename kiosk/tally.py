"""Counts without an order: a small database of its own beside the journal, for answers that must lead to nobody.

It holds how often each answer was given to each question at each laptop, and nothing of when or where. It is no part of
``kiosk.db``, for the log that SQLite writes ahead there keeps the last changes in their order: an answer would stand in
it behind the badge of whoever gave it. Here a change takes the place of what was there before, in as many bytes, so
that not even the place in the file tells what came last; the file in which SQLite keeps the page meanwhile goes with
the commit. Every answer is on disk before anybody is thanked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.store import BUSY_MS, in_words

FILE: Final = "feedback.db"

Counts = tuple[int, ...]

_TABLE: Final = (
    "create table if not exists tally (laptop text not null, question text not null, counts text not null,"
    " primary key (laptop, question)) strict, without rowid"
)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
_WIDE: Final = 9
"""Digits of every count, so that none ever takes more room than before."""


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with in_words(path), closing(sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)) as db:
            db.execute("pragma synchronous=full")
            yield db
    except KioskError as error:
        if isinstance(error.__cause__, sqlite3.DatabaseError) and error.__cause__.sqlite_errorcode in _DAMAGED:
            raise _damaged(path) from error
        raise
    except (sqlite3.Error, ValueError) as error:  # It is whole, and holds no counts.
        raise _damaged(path) from error


def _damaged(path: Path) -> KioskError:
    text = _("{path} is damaged. Move it out of the folder: most of the answers are in the journal, too.")
    return KioskError(text.format(path=path))


def add(path: Path, laptop: str, question: str, place: int, least: Counts) -> None:
    """Counts one answer, by its place among the answers; durable when this returns.

    ``least`` is what the counts must have been before; it matters where the file was lost.

    Raises:
        KioskError: it could not be written; then it does not count.
    """
    with suppress(OSError):  # SQLite tells better what is wrong
        path.touch(mode=0o600)
    with _open(path) as db:
        db.execute("begin immediate")
        db.execute(_TABLE)
        query = "select counts from tally where laptop = ? and question = ?"
        row = db.execute(query, [laptop, question]).fetchone()
        counts = [max(pair) for pair in zip(_read(row[0]), least, strict=True)] if row else [*least]
        counts[place] += 1
        said = " ".join(f"{count:0{_WIDE}}" for count in counts)
        db.execute("insert or replace into tally values (?, ?, ?)", [laptop, question, said])
        db.execute("commit")


def read(path: Path) -> dict[str, dict[str, Counts]]:
    """The counts of each question, by laptop.

    Raises:
        KioskError: the file is damaged, or cannot be read.
    """
    found: dict[str, dict[str, Counts]] = {}
    if path.exists():
        with _open(path) as db:
            known = db.execute("select 1 from sqlite_master where name = 'tally'").fetchone()
            rows = db.execute("select laptop, question, counts from tally").fetchall() if known else []
            for laptop, question, counts in rows:
                found.setdefault(laptop, {})[question] = _read(counts)
    return found


def _read(counts: str) -> Counts:
    """The counts of a row.

    Raises:
        ValueError: it holds none.
    """
    return tuple(map(int, str(counts).split()))
