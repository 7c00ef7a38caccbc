"""Reading who belongs together, who must or must not meet whom, and who wants no more than so many talks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kiosk.exchange.columns import expected, listed, match
from kiosk.exchange.headers import BOOTHS, Names, fold
from kiosk.exchange.tables import Row, Table, read_table
from kiosk.exchange.values import Unfit, clean, whole
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.programme import Bond, BondKind, Booth

NAMES: Final[Names] = {
    "kind": ("kind", "Art", "Regel", "rule", "Was"),
    "number": ("number", "Nummer", "Teilnahmenummer", "Person"),
    "with": ("with", "mit", "mit Nummer", "zusammen mit", "with number"),
    "booth": BOOTHS["booth"],
    "talks": ("talks", "Gespräche", "Höchstzahl", "most"),
}

_KINDS: Final = {
    BondKind.TOGETHER: ("together", "zusammen", "gemeinsam"),
    BondKind.MUST: ("must", "muss", "must meet", "passt zu", "Passung"),
    BondKind.NEVER: ("never", "nie", "must not", "darf nicht", "nicht"),
    BondKind.MOST: ("most", "höchstens", "maximal", "max"),
}
HEADERS: Final = expected(NAMES, {})
"""How columns of this list may be called."""
_BY_WORD: Final = {fold(word): kind for kind, words in _KINDS.items() for word in words}


def read_bonds(path: Path, booths: tuple[Booth, ...]) -> tuple[Bond, ...]:
    """Reads the list, one rule a row.

    ``together`` has two numbers, ``must`` and ``never`` a number and a booth, ``most`` a number and how many talks.

    Raises:
        KioskError: naming file and line of the first mistake.
    """
    table = read_table(path, HEADERS)
    columns = match(table, NAMES, {})
    for needed in ("kind", "number"):
        if needed not in columns:
            text = _("{file} has no column {column}. It has: {columns}.")
            raise KioskError(text.format(file=table.file, column=needed, columns=listed(table.header)))
    places = {field: spots[0] for field, spots in columns.places.items()}
    return tuple(_bond(table, row, places, {booth.booth for booth in booths}) for row in table.rows)


def number_columns(path: Path) -> list[int]:
    """The columns in which the numbers of people stand; none where it is no such list."""
    try:
        places = match(read_table(path, HEADERS), NAMES, {}).places
    except KioskError:
        return []
    return [spot for field in ("number", "with") for spot in places.get(field, ())]


def _bond(table: Table, row: Row, places: dict[str, int], booths: set[str]) -> Bond:
    def cell(field: str) -> str:
        return clean(row[places[field]]) if field in places else ""

    try:
        kind = _BY_WORD.get(fold(cell("kind")))
        if kind is None:
            raise Unfit(_("“{text}” is no rule: say together, must, never or most.").format(text=cell("kind")))
        number = whole(cell("number"), 1, _("The number"))
        if kind is BondKind.TOGETHER:
            return Bond(kind, number, other=whole(cell("with"), 1, _("The number")))
        if kind is BondKind.MOST:
            return Bond(kind, number, talks=whole(cell("talks"), 0, _("The number of talks")))
        if cell("booth") not in booths:
            raise Unfit(_("There is no booth {booth}.").format(booth=cell("booth") or "“”"))
        return Bond(kind, number, booth=cell("booth"))
    except Unfit as error:
        text = _("{file}, line {line}: {reason}")
        raise KioskError(text.format(file=table.file, line=row.line, reason=error)) from None
