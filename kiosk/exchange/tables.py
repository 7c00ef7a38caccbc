"""Lists as they come, CSV or workbook, as a header and rows of texts.

``csv.Sniffer`` takes the comma in ``Vorname;Nachname;Firma, Ort`` for the separator and gives up on tabs and on single
columns, so the separator is found here: it is the one that makes names of columns and rows of one length.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from kiosk.exchange import workbooks
from kiosk.exchange.decoding import decode, encoded_twice
from kiosk.exchange.headers import fold
from kiosk.exchange.values import clean
from kiosk.faults import reason
from kiosk.i18n import _
from kiosk.model import KioskError

DELIMITERS: Final = (";", ",", "\t", "|")
LARGEST: Final = 50_000_000
"""Bytes; a list of a hundred thousand people is smaller."""

_ONE_COLUMN: Final = "\x1f"
_END: Final = "\x1e"
_PADDING: Final = " \u00a0\ufeff\r\n" + "".join(DELIMITERS)
_SAMPLE: Final = 60
_EVEN: Final = 0.8
_SEPARATOR: Final = re.compile(r'\s*"?sep=([;,\t|])"?[\s;,|]*(?:[\r\n]|$)')
_GUARD: Final = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the physical line on which it begins, from 1 (in a workbook the sheet's row), and its cells."""

    line: int
    cells: tuple[str, ...]

    def __getitem__(self, column: int) -> str:
        """The cell of a column, empty where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it came; ``delimiter`` is empty for a workbook and for a list of one column."""

    file: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, index: int) -> Iterator[str]:
        """What stands in a column, empty cells left out."""
        return (row[index] for row in self.rows if row[index])


def read_table(path: Path, names: Collection[str] = ()) -> Table:
    """Reads a list; the header is the row in which most of the expected (folded) names of columns stand.

    Blank rows are no rows, and what stands above the header is no part of the list.

    Raises:
        KioskError: if there is no such file, or nothing in it that can be read as a list.
    """
    data = _bytes(path)
    if data.startswith(workbooks.SIGNS):
        grids = [filled(enumerate(grid, 1)) for grid in workbooks.sheets(data, path.name)]
        rows = max(grids, key=lambda rows: _known(rows, names), default=[])
        return _table(path.name, "xlsx", "", rows, names)
    text, encoding = decode(data, path.name)
    if not text.strip(_PADDING):
        raise _empty(path.name)
    delimiter = _delimiter(text, names)
    rows = filled(_records(text, delimiter, path.name))
    if _SEPARATOR.match(text):
        rows = [row for row in rows if row.line > 1]
    return _table(path.name, encoding, delimiter.strip(_ONE_COLUMN), rows, names)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise KioskError(_("{file} is too large for a list of people.").format(file=path.name))
        return path.read_bytes()
    except FileNotFoundError:
        raise KioskError(_("There is no file {file}.").format(file=path)) from None
    except OSError as error:
        raise KioskError(_("{file} cannot be read: {reason}.").format(file=path, reason=reason(error))) from None


def _empty(file: str) -> KioskError:
    return KioskError(_("{file} is empty.").format(file=file))


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV text, each with the line on which it begins; lines end with CR, LF or both."""
    start = 1
    lines = chain(io.StringIO(text.replace(_END, " "), newline=""), [_END])
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in reader:
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                raise _open_quote(file, start)
            yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        raise _open_quote(file, start) from None


def _open_quote(file: str, line: int) -> KioskError:
    return KioskError(
        _("{file}, line {line}: a quotation mark is opened and not closed again. Close it or delete it.").format(
            file=file, line=line
        )
    )


def filled(records: Iterator[tuple[int, list[str]]] | enumerate[list[str]]) -> list[Row]:
    """The rows in which anything stands, their cells without blanks around them and without formula guards."""
    rows = (Row(line, tuple(_bare(cell) for cell in cells)) for line, cells in records)
    return [row for row in rows if any(row.cells)]


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula (a tab goes as a blank)."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and _GUARD.match(cell) else cell


def _delimiter(text: str, names: Collection[str]) -> str:
    stated = _SEPARATOR.match(text)
    if stated:
        return stated[1]
    return max((_ONE_COLUMN, *DELIMITERS), key=lambda delimiter: _fit(text, delimiter, names))


def _fit(text: str, delimiter: str, names: Collection[str]) -> tuple[int, bool, int, float]:
    """How well a delimiter suits: expected names in the header, whether the rows are as long as it, its length."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        rows = filled(enumerate(islice(lines, _SAMPLE), 1))
    except csv.Error:
        rows = []
    if not rows:
        return (0, False, 0, 0)
    head = _head(rows, names)
    width = len(rows[head].cells)
    even = sum(len(row.cells) == width for row in rows[head:]) / (len(rows) - head)
    return _known(rows, names), even > _EVEN, width, even


def _known(rows: Sequence[Row], names: Collection[str]) -> int:
    return max((sum(fold(cell) in names for cell in row.cells) for row in rows[:_SAMPLE]), default=0)


def _head(rows: Sequence[Row], names: Collection[str]) -> int:
    """Which row is the header: the first with most of the expected names, else the first that is mostly filled."""
    known = [sum(fold(cell) in names for cell in row.cells) for row in rows[:_SAMPLE]]
    if max(known):
        return known.index(max(known))
    filled = [sum(map(bool, row.cells)) for row in rows[:_SAMPLE]]
    return next(index for index, count in enumerate(filled) if count * 2 > max(filled))


def _table(file: str, encoding: str, delimiter: str, rows: list[Row], names: Collection[str]) -> Table:
    if not rows:
        raise _empty(file)
    head = _head(rows, names)
    _refuse_garbled(file, rows)
    header, rows = tuple(map(clean, rows[head].cells)), rows[head + 1 :]
    if delimiter and len(header) > 2:
        _refuse_swallowed(file, rows, delimiter, len(header) - 1)
    width = len(header)
    while width > 1 and not header[width - 1] and not any(row[width - 1] for row in rows):
        width -= 1
    return Table(file, encoding, delimiter, header[:width], tuple(_trimmed(row, width) for row in rows))


def _trimmed(row: Row, width: int) -> Row:
    """The row without what only pads it (``;;;``); cells beyond the header that hold something stay."""
    length = len(row.cells)
    while length > width and not row.cells[length - 1]:
        length -= 1
    return Row(row.line, row.cells[:length])


def _refuse_garbled(file: str, rows: Sequence[Row]) -> None:
    for row in rows:
        garbled = encoded_twice("\n".join(row.cells))
        if garbled:
            text = _(
                "{file}, line {line}: letters such as “{letter}” are damaged, because the list was once saved in a "
                "wrong encoding. Export it again from where it came."
            )
            raise KioskError(text.format(file=file, line=row.line, letter=garbled))


def _refuse_swallowed(file: str, rows: Sequence[Row], delimiter: str, width: int) -> None:
    """Refuses a cell in which whole rows stand: people would be missing without a word."""
    for row in rows:
        for cell in row.cells:
            if ("\n" in cell or "\r" in cell) and any(line.count(delimiter) >= width for line in cell.splitlines()):
                raise _open_quote(file, row.line)
