"""CSV and XLSX files that open rightly in German Excel and are never seen half written."""

from __future__ import annotations

import csv
import io
import math
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.faults import reason
from kiosk.i18n import _
from kiosk.model import KioskError

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | date | time | datetime | None

_WIDEST: Final = 420
"""Pixels, about sixty characters."""
_LONGEST: Final = 32_767
"""Characters that Excel keeps in a cell."""
_EXACT: Final = 10**15
"""Excel keeps 15 digits of a number."""

# Spreadsheets run a cell that begins so as a formula (OWASP: CSV injection); an apostrophe before it makes it text.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_SIGNED: Final = re.compile(r"[+-]\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, language: str = "de") -> None:
    """Writes a CSV as German Excel opens it by a double click: UTF-8 with a mark, ``;``, CRLF, and no formulas.

    Texts stay as they are, long codes too; a workbook is the file in which Excel shows those with all their digits.

    Raises:
        KioskError: if it cannot be written, for example because Excel holds it open.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(name) for name in header])
    writer.writerows([_csv(cell, language) for cell in row] for row in rows)
    replace_file(path, text.getvalue().encode("utf-8-sig"))


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """Writes a workbook; texts stay texts, whatever they look like.

    Raises:
        KioskError: if it cannot be written, for example because Excel holds it open.
    """
    import xlsxwriter  # takes longer to load than everything else here, and only an export needs it

    data = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as book:
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for column, name in enumerate(sheet.header):
                page.write_string(0, column, name[:_LONGEST], bold)
            last = 0
            for last, row in enumerate(sheet.rows, 1):
                _fill(page, last, row)
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, last, max(len(sheet.header) - 1, 0))
            page.autofit(_WIDEST)
    replace_file(path, data.getvalue())


def _fill(page: Worksheet, line: int, row: Sequence[Cell]) -> None:
    for column, cell in enumerate(row):
        value = _plain(cell)
        if isinstance(value, str):
            page.write_string(line, column, value[:_LONGEST])
        elif abs(value) < _EXACT:
            page.write_number(line, column, value)
        else:
            page.write_string(line, column, _decimal(value))


def _plain(cell: Cell) -> str | int | float:
    """A cell as a text or a number: yes and no in words, moments as ISO 8601, nothing as an empty text."""
    match cell:
        case None:
            return ""
        case bool():
            return _("yes") if cell else _("no")
        case float():
            return cell if math.isfinite(cell) else ""
        case datetime():
            return cell.isoformat(timespec="seconds")
        case time():
            return cell.isoformat("seconds" if cell.second else "minutes")
        case date():
            return cell.isoformat()
        case _:
            return cell


def _csv(cell: Cell, language: str) -> str:
    value = _plain(cell)
    if isinstance(value, str):
        return _guarded(value)
    return _decimal(value).replace(".", "," if language == "de" else ".")


def _decimal(value: int | float) -> str:
    """A number with all its digits, never in scientific notation."""
    return format(Decimal(repr(value)), "f")


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _SIGNED.fullmatch(text) else text


def replace_file(path: Path, data: bytes) -> None:
    """Puts a file in its place in one step, readable by its owner only (as ``mkstemp`` makes it)."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        text = _("Nothing can be written to the folder {folder}: {reason}.")
        raise KioskError(text.format(folder=path.parent, reason=reason(error))) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except PermissionError:
        text = _("{file} is open in another program. Close it there, for example in Excel, and try again.")
        raise KioskError(text.format(file=path.name)) from None
    except OSError as error:
        text = _("{file} cannot be written: {reason}.")
        raise KioskError(text.format(file=path, reason=reason(error))) from None
    finally:
        temporary.unlink(missing_ok=True)
