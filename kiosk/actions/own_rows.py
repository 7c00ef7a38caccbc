"""Taking the rows of one person out of the lists that lie in the folder; all others stay as they came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.desk import BONDS, Desk
from kiosk.exchange import bonds, late
from kiosk.exchange.residue import without_rows
from kiosk.exchange.tables import Row
from kiosk.model import Entry, KioskError, Person
from kiosk.rules.readiness import LIST_READ
from kiosk.rules.traces import Marks


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a list that are somebody's."""

    path: Path
    are_theirs: Callable[[Row], bool]
    names: Collection[str] = ()
    """By what the columns of this kind of list are known."""
    imported: bool = True
    """Whether it is a list that was read: then what else a workbook holds is known, and it may be written anew."""


def imported(journal: Iterable[Entry]) -> set[str]:
    """The names of the files that were read as lists."""
    return {str(entry.body.get("file", "")) for entry in journal if entry.kind == LIST_READ} - {""}


def named(lists: Iterable[Path], journal: Iterable[Entry], person: Person, marks: Marks) -> Iterator[Rows]:
    """Their rows in lists in which something by which they are known was found."""
    read = imported(journal)
    for path in lists:
        yield Rows(
            path, lambda row: marks.are_in(row.cells, person.first_name, person.last_name), imported=path.name in read
        )


def numbered(desk: Desk, journal: Iterable[Entry], numbers: Collection[str]) -> Iterator[Rows]:
    """Their rows in lists that may name people by number only."""
    results = imported(entry for entry in journal if entry.body.get("of"))
    for path in (desk.folder / name for name in sorted({*results, BONDS})):
        room = bonds if path.name == BONDS else late
        if path.is_file() and (columns := room.number_columns(path)):
            yield Rows(path, _having(columns, numbers), room.HEADERS)


def _having(columns: Collection[int], numbers: Collection[str]) -> Callable[[Row], bool]:
    return lambda row: any(row[column].lstrip("0") in numbers for column in columns)


def take_out(rows: Rows, workshop: Path) -> tuple[int, int]:
    """How many rows were taken out of a list, and how many stay that should not; nothing where it is no list."""
    aside = workshop / f"{len(list(workshop.iterdir()))}-{rows.path.name}"
    try:
        found, done = without_rows(rows.path, rows.are_theirs, aside, rows.names, books=rows.imported)
    except KioskError:
        return 0, 0
    return (found, 0) if done else (0, found)
