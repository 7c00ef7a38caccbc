"""Reading the journal and its projections: every query that anybody asks, answered with the model's dataclasses."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from kiosk.codes import folded
from kiosk.i18n import _
from kiosk.model import Entry, EntryId, KioskError, Person, PlannedTalk, Role, ScanRow, Talk, Verdict
from kiosk.rows import columns, from_values
from kiosk.rules import names, pairs
from kiosk.rules.contracts import Contract
from kiosk.rules.forgotten import Spoken
from kiosk.rules.people import Code
from kiosk.rules.projections import ROWS
from kiosk.rules.results import Result
from kiosk.sqlite import Database

Row = TypeVar("Row")

_SELECT: Final = {name: ", ".join(f'{name}."{column}"' for column in columns(row)) for name, row in ROWS.items()}
JOURNAL: Final = "station, seq, hlc, kind, entity, body"


class Queries:
    """What can be asked of an open database. Rows are always fetched whole: an open cursor would hold the snapshot."""

    db: Database
    _writes = 0
    _indexed: tuple[tuple[int, int], names.Index] = ((-1, -1), names.Index.of({}))

    def version(self) -> tuple[int, int]:
        """Differs from an earlier answer when anything was committed since, here or by another process."""
        (foreign,) = self.db.execute("pragma data_version").fetchone()
        return int(foreign), self._writes

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read within is of one moment, whatever other processes write meanwhile."""
        if self.db.conn.in_transaction:
            yield
            return
        self.db.execute("begin")
        try:
            yield
        finally:
            self.db.execute("commit")

    def meta(self, key: str) -> str:
        """What the database knows of itself under this key; empty where nothing."""
        found = self.db.execute("select value from meta where key = ?", [key]).fetchone()
        return str(found[0]) if found else ""

    def _rows(self, row: type[Row], name: str, where: str = "", values: Sequence[Any] = ()) -> list[Row]:
        query = f"select {_SELECT[name]} from {name} {where}"  # noqa: S608 - all parts are this module's own
        return [from_values(row, found) for found in self.db.execute(query, list(values)).fetchall()]

    def entries(self, entity: str, *kinds: str) -> list[Entry]:
        """Every entry of an entity, or those of some kinds, in order."""
        chosen = f" and kind in ({', '.join('?' * len(kinds))})" if kinds else ""
        query = f"select {JOURNAL} from journal where entity = ?{chosen} order by hlc, station, seq"  # noqa: S608
        return [_entry(found) for found in self.db.execute(query, [entity, *kinds]).fetchall()]

    def entries_of_sort(self, sort: str) -> dict[str, list[Entry]]:
        """Every entry of all entities of a sort (``booth`` of ``booth:7``), in order, by entity."""
        query = f"select {JOURNAL} from journal where entity between ? and ? order by hlc, station, seq"  # noqa: S608
        found: dict[str, list[Entry]] = {}
        for row in self.db.execute(query, [f"{sort}:", f"{sort};"]).fetchall():
            entry = _entry(row)
            found.setdefault(entry.entity, []).append(entry)
        return found

    def comings_and_goings(self) -> dict[str, list[Entry]]:
        """Every entry that tells when somebody was in the house, in order, by the record that stands for the person."""
        query = f"""
            select {JOURNAL}, coalesce(nullif(merged_into, ''), entity)
            from journal join people on people.id = entity
            where entity between 'person:' and 'person;' and kind in ('checked_in', 'checked_out', 'undone')
            order by hlc, station, seq
        """  # noqa: S608
        found: dict[str, list[Entry]] = {}
        for *row, person in self.db.execute(query).fetchall():
            found.setdefault(str(person), []).append(_entry(row))
        return found

    def entry(self, station: str, seq: int) -> Entry | None:
        """One entry by its name."""
        query = f"select {JOURNAL} from journal where station = ? and seq = ?"  # noqa: S608
        found = self.db.execute(query, [station, seq]).fetchone()
        return _entry(found) if found else None

    def journal(self) -> list[Entry]:
        """Every entry, by laptop and number."""
        query = f"select {JOURNAL} from journal order by station, seq"  # noqa: S608
        return [_entry(found) for found in self.db.execute(query).fetchall()]

    def newest_plans(self, limit: int) -> list[Entry]:
        """The last changes of anybody's plan, the newest first."""
        query = f"select {JOURNAL} from journal where kind = 'planned' order by hlc desc limit ?"  # noqa: S608
        return [_entry(found) for found in self.db.execute(query, [limit]).fetchall()]

    def length(self) -> int:
        """How many entries the journal has."""
        return int(self.db.execute("select count(*) from journal").fetchone()[0])

    def damages(self) -> list[str]:
        """What SQLite finds wrong with the file, in its own words."""
        try:
            found = [str(text) for (text,) in self.db.execute("pragma integrity_check").fetchall()]
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [text for text in found if text != "ok"]

    def unreadable(self) -> list[EntryId]:
        """The entries whose body is no object."""
        query = (
            "select station, seq from journal where not json_valid(body) or json_type(body) <> 'object' order by 1, 2"
        )
        return [EntryId(*found) for found in self.db.execute(query).fetchall()]

    def conflicts(self) -> list[EntryId]:
        """The names under which another laptop has written something else than what is known."""
        query = "select distinct station, seq from conflict order by station, seq"
        return [EntryId(*found) for found in self.db.execute(query).fetchall()]

    def person(self, person: str) -> Person | None:
        """The person of this id; where it is a second record of somebody, the one that stands for them."""
        found = next(iter(self._rows(Person, "people", "where id = ?", [person])), None)
        return self._stands_for(found) if found else None

    def _stands_for(self, record: Person) -> Person:
        """The record that stands for the person of this one; itself, but for second records."""
        return (self.person(record.merged_into) if record.merged_into else None) or record

    def person_by_number(self, number: int) -> Person | None:
        """The attendee with this number; also by that of a second record."""
        found = self._rows(Person, "people", "where number = ? order by id", [number])
        return self._stands_for(found[0]) if found else None

    def people(self) -> list[Person]:
        """Everyone on the list, each once, by number."""
        return self._rows(Person, "people", "where merged_into = '' order by number is null, number, id")

    def records(self) -> list[Person]:
        """Every record of the list, also the second ones of one person, by number."""
        return self._rows(Person, "people", "order by number is null, number, id")

    def records_of(self, person: str) -> list[Person]:
        """The records of one person, the one that stands for them first."""
        where = "where id = ? or merged_into = ? order by merged_into, number, id"
        return self._rows(Person, "people", where, [person, person])

    def _merges(self) -> list[tuple[str, str]]:
        """Every pair of records that was ever said to be one person."""
        query = "select entity, json_extract(body, '$.into') from journal where kind = 'merged'"
        return [(str(record), str(into)) for record, into in self.db.execute(query).fetchall()]

    def numbers(self) -> set[int]:
        """The numbers that are in use."""
        return {
            number for (number,) in self.db.execute("select number from people where number is not null").fetchall()
        }

    def owners(self, code: str) -> list[tuple[Person, bool]]:
        """The persons that a code means, each with whether it was revoked; exact spelling goes before a like one."""
        query = f"""
            select codes.text, codes.revoked, {_SELECT["people"]} from codes join people on people.id = codes.entity
            where codes.code = ? order by codes.revoked, people.listed_at, people.id
        """  # noqa: S608
        found = self.db.execute(query, [folded(code)]).fetchall()
        exact = [row for row in found if row[0] == code]
        people = [(from_values(Person, row[2:]), bool(row[1])) for row in exact or found]
        return [(self._stands_for(person), revoked) for person, revoked in people]

    def codes(self, person: str) -> list[Code]:
        """The codes that mean this person, those of the record that stands for them first."""
        where = "where entity in (select id from people where id = ? or merged_into = ?) order by entity <> ?, text"
        return self._rows(Code, "codes", where, [person, person, person])

    def own_codes(self, record: str) -> list[Code]:
        """The codes of one record."""
        return self._rows(Code, "codes", "where entity = ? order by text", [record])

    def all_codes(self) -> dict[str, str]:
        """Every code in use, in the form by which codes are compared, with the person whom it means."""
        return dict(self.db.execute("select code, entity from codes order by revoked desc, entity desc").fetchall())

    def search(self, text: str, limit: int = 8) -> list[Person]:
        """The people whose number or name this means, the literal matches first, then those with a slip."""
        number = names.number_of(text)
        if number is not None:
            found = self.person_by_number(number)
            return [found] if found else []
        wanted = names.words(text)
        if not wanted:
            return []
        where = " and ".join(["search like ?"] * len(wanted)) + " order by search limit ?"
        rows = self._rows(Person, "people", f"where {where}", [*(f"% {word}%" for word in wanted), limit])
        meant = self._each_once([person.id for person in rows])
        if len(meant) < limit:
            meant = self._each_once([person.id for person in rows] + self._index().find(wanted)[: limit * 2])
        return meant[:limit]

    def _each_once(self, records: Sequence[str]) -> list[Person]:
        """The persons of these records, in their order."""
        found = (self.person(record) for record in records)
        return list({person.id: person for person in found if person}.values())

    def _index(self) -> names.Index:
        """The words of everyone on the list, read again when anything has changed."""
        version = self.version()
        known, index = self._indexed
        if known != version:
            keys = dict(self.db.execute("select id, search from people").fetchall())
            # Most of what is written changes nobody's name, and comparing takes less time than an index does.
            self._indexed = version, index if index.keys == keys else names.Index.of(keys)
        return self._indexed[1]

    def inside(self, since: datetime | None = None) -> int:
        """How many persons are in the house, of every role; only those who came in ``since`` then."""
        where, values = _since("last_in", since)
        query = f"select count(*) from people where inside = 1 and merged_into = '' and {where}"  # noqa: S608
        return int(self.db.execute(query, values).fetchone()[0])

    def turnout(self) -> tuple[int, int]:
        """How many attendees are expected, cancelled ones left out, and how many have come."""
        query = """
            select count(*) filter (where cancelled = 0 or first_in is not null),
                count(*) filter (where first_in is not null)
            from people where role = 'attendee' and merged_into = ''
        """
        expected, present = self.db.execute(query).fetchone()
        return int(expected), int(present)

    def turnout_apart(self) -> dict[Role, tuple[int, int]]:
        """Of those who are no attendees how many are expected and how many have come, by role."""
        query = """
            select role, count(*) filter (where cancelled = 0 or first_in is not null),
                count(*) filter (where first_in is not null)
            from people where role <> 'attendee' and merged_into = '' group by role order by role
        """
        return {Role(role): (expected, came) for role, expected, came in self.db.execute(query).fetchall()}

    def scans_of(self, person: str) -> list[ScanRow]:
        """The scans of one person, the newest first."""
        return self._rows(ScanRow, "scans", "where person = ? order by at desc, entry desc", [person])

    def scans(self, limit: int | None = None, since: datetime | None = None) -> list[ScanRow]:
        """The scans, the newest first."""
        where, values = _since("at", since)
        order = f"where {where} order by at desc, entry desc limit ?"
        return self._rows(ScanRow, "scans", order, [*values, limit or -1])

    def scans_of_code(self, code: str, verdict: Verdict, since: datetime) -> list[ScanRow]:
        """The scans of one code that had this verdict, the oldest first."""
        where, values = _since("at", since)
        query = f"where {where} and code = ? and verdict = ? order by at, entry"
        return self._rows(ScanRow, "scans", query, [*values, code, verdict.value])

    def readers_since(self, since: datetime) -> set[str]:
        """The readers that have delivered something readable since then, by their names in the journal."""
        where, values = _since("at", since)
        query = f"select distinct reader from scans where {where} and verdict <> 'misread'"  # noqa: S608
        return {str(reader) for (reader,) in self.db.execute(query, values).fetchall()}

    def inside_ids(self, since: datetime | None = None) -> set[str]:
        """Who is in the house and came in ``since`` then; no names, since this is read for what is shown in public."""
        where, values = _since("last_in", since)
        query = f"select id from people where inside = 1 and merged_into = '' and {where}"  # noqa: S608
        return {str(person) for (person,) in self.db.execute(query, values).fetchall()}

    def talks(self, since: datetime | None = None) -> list[Talk]:
        """Every talk that began since then, in the order in which they began."""
        where, values = _since("starts", since)
        return self._rows(Talk, "talks", f"where {where} order by starts, id", values)

    def talk_booths(self) -> set[str]:
        """The booths at which a badge was ever scanned for a talk."""
        return {str(booth) for (booth,) in self.db.execute("select distinct booth from talks").fetchall()}

    def talks_of(self, person: str) -> list[Talk]:
        """The talks of one person, in the order in which they began."""
        return self._rows(Talk, "talks", "where person = ? order by starts, id", [person])

    def talk(self, talk: str) -> Talk | None:
        """The talk of this id; None where it was taken back."""
        return next(iter(self._rows(Talk, "talks", "where id = ?", [talk])), None)

    def last_talk(self, booth: str, seat: str | None = None) -> Talk | None:
        """The talk at a booth, or at one of its seats, that runs or else was over last."""
        where, values = ("and seat = ?", [seat]) if seat is not None else ("", [])
        order = f"where booth = ? {where} order by ends is not null, ends desc, starts desc, id desc limit 1"
        return next(iter(self._rows(Talk, "talks", order, [booth, *values])), None)

    def result(self, result: str) -> Result | None:
        """What came of a talk, by its id, or without one, by ``results.id_of``; None where nothing was said."""
        return next(iter(self._rows(Result, "results", "where id = ?", [result])), None)

    def results(self) -> list[Result]:
        """What came of every talk of which something was said, and without one, in the order of the last words."""
        return self._rows(Result, "results", 'order by "at", id')

    def contract(self, booth: str, person: str) -> Contract | None:
        """The contract of a person with whoever is at a booth; None where none was reported."""
        where = "where entity = ?"
        return next(iter(self._rows(Contract, "contracts", where, [pairs.entity_of(booth, person)])), None)

    def contracts(self) -> list[Contract]:
        """Every contract that was reported, in the order of the last words."""
        return self._rows(Contract, "contracts", 'order by "at", entity')

    def results_of(self, person: str) -> list[Result]:
        """What came of the talks of one person."""
        return self._rows(Result, "results", "where person = ? order by id", [person])

    def spoken(self, since: datetime) -> list[Spoken]:
        """What is known of the talks of the attendees in the house who came in since then, by number."""
        where, values = _since("last_in", since)
        query = f"""
            select id, number,
                (select count(*) from talks where person = people.id and ends is null),
                (select count(*) from talks where person = people.id and ends is not null and confirmed = 1),
                exists (select 1 from results where person = people.id and next_step <> '')
            from people where inside = 1 and role = 'attendee' and merged_into = '' and {where} order by number, id
        """  # noqa: S608
        rows = self.db.execute(query, values).fetchall()
        return [Spoken(person, number, running, over, bool(agreed)) for person, number, running, over, agreed in rows]

    def unmet(self, since: datetime) -> list[Spoken]:
        """Those of them of whose talks none runs and none was confirmed: few, and quickly found."""
        where, values = _since("last_in", since)
        query = f"""
            select id, number from people
            where inside = 1 and role = 'attendee' and merged_into = '' and {where} and not exists
                (select 1 from talks where person = people.id and (ends is null or confirmed = 1))
            order by number, id
        """  # noqa: S608
        return [Spoken(person, number) for person, number in self.db.execute(query, values).fetchall()]

    def unconfirmed(self) -> list[Talk]:
        """The talks that are over and that no booth confirmed."""
        return self._rows(Talk, "talks", "where ends is not null and confirmed = 0")

    def talks_at(self, booth: str) -> list[Talk]:
        """The talks at a booth: those that run first, then the last to begin before the others."""
        return self._rows(Talk, "talks", "where booth = ? order by ends is not null, starts desc, id desc", [booth])

    def talks_without_result(self) -> list[Talk]:
        """The talks of which nobody has said what came of them, in the order in which they began."""
        return self._rows(Talk, "talks", "where id not in (select talk from results) order by starts, id")

    def running_talks(self, booth: str | None = None, person: str | None = None) -> list[Talk]:
        """The talks that are not over, at a booth or of a person, the oldest first."""
        where = "where ends is null"
        values: list[str] = []
        for column, value in (("booth", booth), ("person", person)):
            if value is not None:
                where, values = f"{where} and {column} = ?", [*values, value]
        return self._rows(Talk, "talks", f"{where} order by starts, id", values)

    def planned(
        self, block: str, person: str | None = None, round_: int | None = None, booth: str | None = None
    ) -> list[PlannedTalk]:
        """The published plan of a block, of one person, one round or one booth only."""
        where = "where block = ?"
        values: list[str | int] = [block]
        for column, value in (("person", person), ("round", round_), ("booth", booth)):
            if value is not None:
                where, values = f'{where} and "{column}" = ?', [*values, value]
        return self._rows(PlannedTalk, "planned", f"{where} order by round, number, person", values)

    def has_plan(self, block: str) -> bool:
        """Whether a plan for this block was published."""
        return self.db.execute("select 1 from planned where block = ? limit 1", [block]).fetchone() is not None

    def seats_taken(self, block: str) -> dict[tuple[str, int], int]:
        """How many seats the published plan takes at each booth in each round."""
        query = 'select booth, "round", count(*) from planned where block = ? group by booth, "round"'
        return {(booth, round_): seats for booth, round_, seats in self.db.execute(query, [block]).fetchall()}


def _since(column: str, since: datetime | None) -> tuple[str, list[str]]:
    """The condition that a moment is not before another, and its value; moments are kept in UTC, so texts compare."""
    return (f"{column} >= ?", [since.astimezone(UTC).isoformat()]) if since else ("true", [])


def _entry(row: Sequence[Any]) -> Entry:
    station, seq, hlc, kind, entity, body = row
    try:
        return Entry(station, seq, hlc, kind, entity, json.loads(body))
    except ValueError:
        text = _("Entry {entry} of the journal is damaged. Restore a copy from backups; do not go on with this file.")
        raise KioskError(text.format(entry=f"{station}-{seq}")) from None
