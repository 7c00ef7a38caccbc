"""The tables of ``kiosk.db`` and how they came to be: one migration a version, never changed once released."""

from __future__ import annotations

from typing import Final

from kiosk.rows import columns
from kiosk.rules.projections import ROWS
from kiosk.sqlite import Database, Migrations

APPLICATION_ID: Final = 0x4B494F53
"""Marks a file as kiosk's own ("KIOS"), so that another program's database is never written to."""

migrations: Final = Migrations("kiosk")

VERSIONS: Final = frozenset(
    {"journal", "projections", "results", "people_marks", "results_settled", "late_results", "people_merged"}
)
"""Every migration that this version of kiosk knows; a database with others is from a newer one."""

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "people": ("id",),
    "codes": ("code", "entity", "text"),
    "talks": ("id",),
    "planned": ("block", "person", "round"),
    "scans": ("entry",),
    "results": ("id",),
    "contracts": ("entity",),
}
"""What makes a row of a projection unique."""

EXTRA: Final[dict[str, dict[str, type]]] = {
    "people": {"search": str},
    "codes": {"code": str},
}
"""Columns that a projection has besides its dataclass's fields: keys to search by."""


@migrations()
def journal(db: Database) -> None:
    """The journal, which is only ever added to, and what the database knows of itself."""
    db.execute(
        "create table journal (station text not null, seq integer not null, hlc text not null, kind text not null,"
        " entity text not null, body text not null, primary key (station, seq)) strict, without rowid"
    )
    db.execute("create index journal_entity on journal (entity, hlc, station, seq)")
    db.execute("create index journal_planned on journal (hlc) where kind = 'planned'")
    db.table("meta").create({"key": str, "value": str}, pk="key", strict=True)
    shape = {"station": str, "seq": int, "hlc": str, "kind": str, "entity": str, "body": str}
    db.table("conflict").create(shape, pk=tuple(shape), strict=True)


@migrations()
def projections(db: Database) -> None:
    """The tables that screens read, all of which are made anew from the journal after every migration."""
    for name in ("people", "codes", "talks", "planned", "scans"):
        _create(db, name)
    _index_people(db)
    db.table("codes").create_index(["entity"])
    db.table("talks").create_index(["booth", "ends"])
    db.table("talks").create_index(["person"])
    db.table("planned").create_index(["block", "round"])
    db.table("planned").create_index(["entity"])
    db.table("scans").create_index(["entity"])
    db.table("scans").create_index(["at"])


@migrations()
def results(db: Database) -> None:
    """What came of the talks."""
    _create(db, "results")


@migrations()
def people_marks(db: Database) -> None:
    """What helps a person on the day, and who was listed twice."""
    db.execute("drop table people")
    _create(db, "people")
    _index_people(db)
    db.execute("create index journal_merged on journal (entity) where kind = 'merged'")


@migrations()
def results_settled(db: Database) -> None:
    """Which tasks are done; what came of one person's talks is looked up together."""
    db.execute("drop table results")
    _create(db, "results")
    db.table("results").create_index(["person"])


@migrations()
def late_results(db: Database) -> None:
    """What came of the event without a talk, and contracts."""
    db.execute("drop table results")
    _create(db, "results")
    _create(db, "contracts")
    db.table("results").create_index(["person"])


@migrations()
def people_merged(db: Database) -> None:
    """Whose second records there are is asked of every person whose codes are listed."""
    db.table("people").create_index(["merged_into"])


def _index_people(db: Database) -> None:
    db.table("people").create_index(["number"])
    db.table("people").create_index(["inside"])


def _create(db: Database, name: str) -> None:
    """The table of a projection, with a column for each field of its dataclass."""
    shape = {**columns(ROWS[name]), **EXTRA.get(name, {})}
    if name not in ("people", "talks"):
        shape["entity"] = str
    db.table(name).create(shape, pk=KEYS[name], strict=True)
