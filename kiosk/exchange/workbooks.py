"""The sheets of an Excel or LibreOffice workbook as texts."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

import python_calamine

from kiosk.i18n import _
from kiosk.model import KioskError

SIGNS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How the files of workbooks begin: new ones (.xlsx, .ods) are zip archives, old ones (.xls) compound documents."""

_EXACT: Final = 10**15
"""Excel keeps 15 digits of a number; a longer one has lost its last ones."""

_Cell = int | float | str | bool | time | date | datetime | timedelta


def sheets(data: bytes, file: str) -> list[list[list[str]]]:
    """The visible sheets that hold something, each with its rows from the sheet's first one.

    Raises:
        KioskError: if the workbook is damaged, protected by a password, or none.
    """
    grids = _grids(data, file, _is_list).values()
    return [[[_text(cell) for cell in row] for row in grid] for grid in grids if grid]


def values(data: bytes, file: str) -> dict[str, list[list[str | int | float]]]:
    """All that stands in the sheets of a workbook, hidden ones too, by their names: numbers as such, all else as text.

    Raises:
        KioskError: if the workbook is damaged, protected by a password, or none.
    """
    grids = _grids(data, file, _is_grid)
    return {name: [[_value(cell) for cell in row] for row in grid] for name, grid in grids.items()}


def _grids(
    data: bytes, file: str, is_wanted: Callable[[python_calamine.SheetMetadata], bool]
) -> dict[str, list[list[_Cell]]]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = [sheet.name for sheet in book.sheets_metadata if is_wanted(sheet)]
            return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except python_calamine.PasswordError:
        raise KioskError(_("{file} is protected by a password. Save it without one.").format(file=file)) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise KioskError(
            _("{file} is damaged or is no workbook. Save it again as an Excel workbook (.xlsx).").format(file=file)
        ) from None


def _is_list(sheet: python_calamine.SheetMetadata) -> bool:
    return sheet.visible == python_calamine.SheetVisibleEnum.Visible and _is_grid(sheet)


def _is_grid(sheet: python_calamine.SheetMetadata) -> bool:
    return bool(sheet.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _value(cell: _Cell) -> str | int | float:
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not abs(cell) < _EXACT:
        return _text(cell)
    return int(cell) if cell == int(cell) else cell


def _text(cell: _Cell) -> str:
    """A cell as it would stand in a CSV: whole numbers without ``.0``, moments as ISO 8601.

    A number that is too long for Excel comes in scientific notation, so that it is seen to have lost digits.
    """
    match cell:
        case str():
            return cell
        case float() | int() if not isinstance(cell, bool):
            return _number(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell).lower()


def _number(value: float) -> str:
    if not abs(value) < _EXACT:
        return f"{float(value):E}"
    return str(int(value)) if value == int(value) else repr(value)
