"""The journal and its projections in SQLite: one write path, durable before it is answered.

A store belongs to the thread that opened it. Several processes open the same file; each sees what the others have
committed by ``version``, which costs microseconds to ask.
"""

from __future__ import annotations

import errno
import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kiosk.clock import Clock, laptop
from kiosk.codes import folded
from kiosk.i18n import _
from kiosk.later import LaterQueries
from kiosk.model import Draft, Entry, KioskError
from kiosk.queries import JOURNAL
from kiosk.rows import columns, to_values
from kiosk.rules import names
from kiosk.rules.journal import NEW, UNDONE, tick
from kiosk.rules.merging import NONE, merged, tied
from kiosk.rules.projections import ROWS, Projection, person_in, project
from kiosk.schema import APPLICATION_ID, EXTRA, VERSIONS, migrations
from kiosk.sqlite import Database

BUSY_MS: Final = 5000
"""How long a write waits for another process's write before it gives up."""


def _insert(name: str) -> str:
    """The statement that writes a row of a projection."""
    own = [*columns(ROWS[name]), *EXTRA.get(name, {})]
    if name not in ("people", "talks"):
        own.append("entity")
    quoted = ", ".join(f'"{column}"' for column in own)
    return f"insert or replace into {name} ({quoted}) values ({', '.join('?' * len(own))})"  # noqa: S608


_INSERT: Final = {name: _insert(name) for name in ROWS}
_OF_SORT: Final = {
    "person": ("people", "codes"),
    "talk": ("talks", "results"),
    "plan": ("planned",),
    "pair": ("results", "contracts"),
}
_BY_ENTITY: Final = {"people": "id", "talks": "id"}

_REASONS: Final = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_CANTOPEN: "readonly",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_IOERR: "unreachable",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}


def _reason(error: sqlite3.Error) -> str:
    """What kind of fault it is; empty for a mistake of this program, which no user can mend."""
    return _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")


def _in_words(reason: str, path: Path) -> KioskError:
    """What a fault of the database means to the people at the desk."""
    texts = {
        "full": _("The disk is full: {path} could not be written. Free some space; nothing recorded is lost."),
        "readonly": _("{path} may not be written. Give yourself the right to write in this folder."),
        "busy": _("{path} is held by another program. Close that program and try again."),
        "unreachable": _("{path} could not be read or written. Check the disk; nothing recorded is lost."),
        "damaged": _("{path} is damaged or no database. Restore a copy from backups; do not go on with this file."),
    }
    return KioskError(texts[reason].format(path=path))


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Says every fault of a database's file or disk in words.

    Raises:
        KioskError: one of them has come up.
    """
    try:
        yield
    except sqlite3.Error as error:
        reason = _reason(error)
        if not reason:
            raise
        raise _in_words(reason, path) from error


class Store(LaterQueries):
    """An open ``kiosk.db``."""

    def __init__(self, path: Path, clock: Clock = laptop) -> None:
        """Opens the database, makes it where there is none, and brings its tables up to this version.

        Raises:
            KioskError: the file is another program's, damaged, of a newer version, or may not be written.
        """
        self.path = path
        self._clock = clock
        self._writing = False
        try:
            if not path.exists():
                path.touch(mode=0o600)
        except OSError as error:
            raise _in_words("full" if error.errno == errno.ENOSPC else "readonly", path) from error
        with self.in_words():
            self.db = Database(sqlite3.connect(path, timeout=BUSY_MS / 1000), execute_plugins=False)
            try:
                self._prepare()
            except BaseException:
                self.db.close()
                raise

    def _prepare(self) -> None:
        self._recognise()
        self._log_ahead()
        for pragma in ("synchronous=full", "foreign_keys=on"):
            self.db.execute(f"pragma {pragma}")
        if migrations.pending(self.db):
            with self._immediate():
                migrations.apply(self.db)
                self._identify()
                self.rebuild()
        self.station = self.meta("station")
        self.event_key = bytes.fromhex(self.meta("event_key"))

    def _recognise(self) -> None:
        """Refuses a file that is not kiosk's, or that a newer kiosk has changed, before anything is written to it."""
        # The tables first: another process that is just making them sets the mark in the same transaction.
        tables = self.db.table_names()
        (mark,) = self.db.execute("pragma application_id").fetchone()
        if mark != APPLICATION_ID and tables:
            raise KioskError(_("{path} belongs to another program; kiosk does not touch it.").format(path=self.path))
        if {migration.name for migration in migrations.applied(self.db)} - VERSIONS:
            text = _("{path} was made by a newer version of kiosk. Install that version on this laptop.")
            raise KioskError(text.format(path=self.path))

    def _log_ahead(self) -> None:
        """Turns to write-ahead logging, which SQLite refuses at once while another process does the same."""
        until = time.monotonic() + BUSY_MS / 1000
        while True:
            try:
                self.db.execute("pragma journal_mode=wal").fetchall()
                return
            except sqlite3.OperationalError as error:
                if _reason(error) != "busy" or time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def _identify(self) -> None:
        """Gives a new database its name in the journal and the key that its badges are signed with."""
        self.db.execute(f"pragma application_id = {APPLICATION_ID}")
        for key, value in (("station", _new_station()), ("event_key", secrets.token_hex(32))):
            self.db.execute("insert or ignore into meta (key, value) values (?, ?)", [key, value])

    def become_another(self) -> None:
        """Goes on under a name of its own, as a copy must: two laptops that write the same numbers would clash.

        The badges stay good, and the next stamp comes after all that the journal holds, however the laptop's clock
        stands.
        """
        with self.write():
            latest = self.db.execute("select max(hlc) from journal").fetchone()[0] or ""
            for key, value in (("station", _new_station()), ("hlc", max(latest, self.meta("hlc")))):
                self.db.execute("insert or replace into meta (key, value) values (?, ?)", [key, value])
        self.station = self.meta("station")

    def close(self) -> None:
        """Ends the use of the database."""
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # Writing

    def in_words(self) -> AbstractContextManager[None]:
        """Says every fault of the file or the disk within it in words."""
        return in_words(self.path)

    @contextmanager
    def _immediate(self) -> Iterator[None]:
        """One transaction that holds the right to write from its first read on.

        A deferred one would fail at once, whatever the waiting time, when another process commits between its read and
        its write.
        """
        self.db.execute("begin immediate")
        try:
            yield
            self.db.execute("commit")
        except BaseException:
            if self.db.conn.in_transaction:
                self.db.execute("rollback")
            raise

    @contextmanager
    def write(self) -> Iterator[Store]:
        """The one way to change anything: what is read and recorded within is one durable transaction.

        A write within a write is a part of it.

        Raises:
            KioskError: the disk is full, the folder read-only, or another process does not let go; nothing was written.
        """
        if self._writing:
            yield self
            return
        self._writing = True
        try:
            with self.in_words(), self._immediate():
                yield self
        finally:
            self._writing = False
        self._writes += 1

    def record(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Numbers, stamps and writes entries and brings their projections up to date; only within ``write``."""
        seq, hlc = self._last()
        now = self._clock()
        entries = []
        for draft in drafts:
            seq, hlc = seq + 1, tick(hlc, int(now.at.timestamp() * 1000))
            entity = draft.entity.removesuffix(NEW) + f"{self.station}-{seq}" if _is_new(draft) else draft.entity
            body = draft.body if "at" in draft.body else {"at": now.at.isoformat(timespec="milliseconds"), **draft.body}
            entries.append(Entry(self.station, seq, hlc, draft.kind, entity, body))
        self._append(entries)
        return entries

    def _last(self) -> tuple[int, str]:
        """The number and the stamp after which this laptop's next entry comes; the stamps of others count too."""
        seq, own, others = self.db.execute(
            "select max(seq), max(hlc), (select value from meta where key = 'hlc') from journal"
            " where station = ? and seq = (select max(seq) from journal where station = ?)",
            [self.station, self.station],
        ).fetchone()
        return seq or 0, max(own or "", others or "")

    def merge(self, entries: Sequence[Entry]) -> int:
        """Takes in entries of other laptops, in any order and with repeats; how many were new.

        An entry that bears a known name but says something else is kept apart, once, and never replaces the first.
        """
        fresh: dict[tuple[str, int], Entry] = {}
        for entry in entries:
            known = self.entry(entry.station, entry.seq) or fresh.get((entry.station, entry.seq))
            if known is None:
                fresh[entry.station, entry.seq] = entry
            elif _journal_row(known) != _journal_row(entry):
                self.db.execute("insert or ignore into conflict values (?, ?, ?, ?, ?, ?)", _journal_row(entry))
        self._append(list(fresh.values()))
        if fresh:
            latest = max(self.meta("hlc"), *(entry.hlc for entry in fresh.values()))
            self.db.execute("insert or replace into meta (key, value) values ('hlc', ?)", [latest])
        return len(fresh)

    def _append(self, entries: Sequence[Entry]) -> None:
        self.db.conn.executemany(
            f"insert into journal ({JOURNAL}) values (?, ?, ?, ?, ?, ?)",  # noqa: S608
            [_journal_row(entry) for entry in entries],
        )
        for entity in dict.fromkeys(entry.entity for entry in entries):
            self.refresh(entity)

    def refresh(self, entity: str) -> None:
        """Makes the rows of one entity anew from its entries, and those of all that is about the same person."""
        entries = self.entries(entity)
        records = self._records(entity, entries)
        self._remake(entity, entries, records)
        if len(records) > 1 and entity in records:
            for other in (*sorted(records - {entity}), *self._about(records)):
                self._remake(other, self.entries(other), records)

    def _records(self, entity: str, entries: Sequence[Entry]) -> set[str]:
        """Every record that was ever merged with that of the person whom an entity is about."""
        record = person_in(entity, entries)
        links = self._merges() if record else []
        return tied(record, links) if links else {record}

    def _about(self, records: set[str]) -> list[str]:
        """The talks and plans of these records, and what else they have to do with booths."""
        talks = [talk.id for record in records for talk in self.talks_of(record)]
        query = "select distinct entity from journal where entity between ? and ?"
        named = [
            str(entity)
            for sort in ("plan", "pair")
            for (entity,) in self.db.execute(query, [f"{sort}:", f"{sort};"]).fetchall()
            if person_in(entity, ()) in records
        ]
        return [*talks, *named]

    def concerned(self, entities: Iterable[str]) -> dict[str, set[str]]:
        """These entities, and all about persons with several records among them, each with its person's records."""
        found: dict[str, set[str]] = {}
        for entity in entities:
            records = self._records(entity, self.entries(entity))
            found[entity] = records
            if len(records) > 1 and entity in records:
                found |= dict.fromkeys((*records, *self._about(records)), records)
        return found

    def due(self, entity: str, entries: Sequence[Entry], records: set[str] | None = None) -> dict[str, list[Any]]:
        """The rows of one entity that follow from the journal."""
        records = self._records(entity, entries) if records is None else records
        several = merged({record: self.entries(record) for record in records}) if len(records) > 1 else NONE
        return self.rows_of(entity, project(entity, entries, several))

    def _remake(self, entity: str, entries: Sequence[Entry], records: set[str]) -> None:
        sort = entity.partition(":")[0]
        rows = self.due(entity, entries, records)
        # Rows only vanish by an undo, another plan or a contract denied; for all else writing over them is enough.
        shrinks = sort in ("plan", "pair") or any(entry.kind == UNDONE for entry in entries)
        for name in (*_OF_SORT.get(sort, ()), "scans"):
            if shrinks:
                self.db.execute(f"delete from {name} where {_BY_ENTITY.get(name, 'entity')} = ?", [entity])  # noqa: S608
            for row in rows[name]:
                self.db.execute(_INSERT[name], row)

    @staticmethod
    def rows_of(entity: str, projection: Projection) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of one entity as the tables keep them."""
        return {
            name: [(*to_values(row), *_keys(name, row, entity)) for row in getattr(projection, name)] for name in ROWS
        }

    def projections(self) -> dict[str, set[tuple[Any, ...]]]:
        """All rows of all projections, as they are kept."""
        return {name: set(self.db.execute(f"select * from {name}").fetchall()) for name in ROWS}  # noqa: S608

    def rewrite(self, change: Callable[[Entry], Mapping[str, Any] | None]) -> int:
        """Gives entries other bodies; how many. Only within ``write``, and only to erase what they say of people.

        Where ``change`` gives None an entry is removed. The projections have to be made anew afterwards.
        """
        changed = 0
        for table in ("journal", "conflict"):
            rows = self.db.execute(f"select {JOURNAL} from {table}").fetchall()  # noqa: S608
            for row in rows:
                station, seq, hlc, kind, entity, said = row
                entry = Entry(station, seq, hlc, kind, entity, json.loads(said))
                body = change(entry)
                new = None if body is None else _journal_row(replace(entry, body=body))[5]
                if new == said:
                    continue
                changed += 1
                # Entries of a clash bear one name, and are told apart by their bodies.
                where, whose = "where station = ? and seq = ? and body = ?", [station, seq, said]
                if new is None:
                    self.db.execute(f"delete from {table} {where}", whose)  # noqa: S608
                else:
                    self.db.execute(f"update or replace {table} set body = ? {where}", [new, *whose])  # noqa: S608
        return changed

    def rebuild(self) -> None:
        """Makes all projections anew from the journal; only within ``write``."""
        for name in ROWS:
            self.db.execute(f"delete from {name}")  # noqa: S608
        for (entity,) in self.db.execute("select distinct entity from journal").fetchall():
            self.refresh(entity)


def _new_station() -> str:
    return f"desk-{secrets.token_hex(3)}"


def _is_new(draft: Draft) -> bool:
    return draft.entity.endswith(f":{NEW}")


def _journal_row(entry: Entry) -> list[Any]:
    """The values of an entry; the same entry always gives the same text, so that two laptops can compare it."""
    body = json.dumps(entry.body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return [entry.station, entry.seq, entry.hlc, entry.kind, entry.entity, body]


def _keys(name: str, row: Any, entity: str) -> list[Any]:
    """The values of the columns that a row has besides its fields."""
    if name == "people":
        return [names.key(row.first_name, row.last_name, row.organisation)]
    if name == "codes":
        return [folded(row.text), entity]
    return [] if name == "talks" else [entity]
