"""A list once it was read: what its rows say, and which of them cannot come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from kiosk.exchange.columns import Columns
from kiosk.exchange.tables import Row, Table
from kiosk.exchange.values import Unfit
from kiosk.i18n import _, ngettext

NOTHING: Final = frozenset(["-", "–", "—", "k.A.", "k. A.", "keine Angabe", "#NV", "#N/A"])
"""What is written into a cell that says nothing."""

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot come in, and why, in the user's language."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReadList(Generic[Said]):
    """A list; ``columns`` says for each field how its column is called, several for wishes."""

    file: str
    encoding: str
    delimiter: str
    columns: Mapping[str, str | list[str]]
    unused: list[str]
    """What the columns are called that hold nothing that kiosk knows."""
    said: tuple[Said, ...]
    """What each row says that can be read."""
    rejected: tuple[Rejected, ...]

    @property
    def rows(self) -> int:
        """How many rows the list has, blank ones not counted."""
        return len(self.said) + len(self.rejected)

    def about(self) -> dict[str, Any]:
        """What was found, in the form that others rely on; what became of the rows is to be added."""
        return {
            "file": self.file,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "rows": self.rows,
            "columns": dict(self.columns),
            "unused": self.unused,
        }


def judged(table: Table, columns: Columns, reach: int, said_by: Callable[[Row], Said]) -> ReadList[Said]:
    """The list that a table is; ``said_by`` reads a row that has at least the column ``reach``, or finds it unfit."""
    said: list[Said] = []
    rejected: list[Rejected] = []
    for row in table.rows:
        try:
            check_length(row, table, reach)
            said.append(said_by(row))
        except Unfit as error:
            rejected.append(Rejected(row.line, str(error)))
    names, unused = columns.named(table.header), columns.unused(table.header)
    return ReadList(table.file, table.encoding, table.delimiter, names, unused, tuple(said), tuple(rejected))


def check_length(row: Row, table: Table, reach: int) -> None:
    """Refuses a row that ends before the column ``reach`` or goes on after the header.

    Excel leaves out empty cells at the end of rows, so a row that is only somewhat short is whole.

    Raises:
        Unfit: if its cells cannot stand in the right columns.
    """
    if len(row.cells) <= reach or len(row.cells) > len(table.header):
        text = _("The row has {cells}, but the header has {columns}.")
        cells = ngettext("{n} cell", "{n} cells", len(row.cells))
        raise Unfit(text.format(cells=cells, columns=len(table.header)))
