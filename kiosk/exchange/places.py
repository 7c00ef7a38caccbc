"""Reading booths and positions, in any of the dialects of lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time
from pathlib import Path
from typing import Any, Final, TypeVar

from kiosk.exchange.columns import Chosen, Columns, expected, listed, match
from kiosk.exchange.headers import BOOTHS, POSITIONS, Names
from kiosk.exchange.judged import check_length
from kiosk.exchange.tables import Row, Table, read_table
from kiosk.exchange.values import Unfit, clean, paragraphs, quoted, several, time_of_day, whole
from kiosk.exchange.write import write_csv
from kiosk.i18n import N_, _, speaking
from kiosk.model import KioskError
from kiosk.programme import Booth, Pause, Position

_BOOTH_NEEDS: Final = ("booth", "seats")
_POSITION_NEEDS: Final = ("position", "booth")
_DASHES: Final = str.maketrans("–—−", "---")

T = TypeVar("T")


def read_booths(path: Path, chosen: Chosen | None = None) -> tuple[Booth, ...]:
    """Reads the booths; every one needs a name of its own and seats.

    Raises:
        KioskError: naming file and line of the first mistake.
    """
    table, columns = _opened(path, BOOTHS, chosen or {}, _BOOTH_NEEDS)
    known: set[str] = set()

    def booth(row: Row) -> Booth:
        read = _booth(row, columns)
        _new(read.booth, known, _("The row names no booth."), _("The booth {name} stands in the list twice."))
        return read

    return _each(table, columns, _BOOTH_NEEDS, booth)


def read_positions(path: Path, booths: Sequence[Booth], chosen: Chosen | None = None) -> tuple[Position, ...]:
    """Reads what talks are about; every position needs a name of its own and one of the booths.

    Raises:
        KioskError: naming file and line of the first mistake.
    """
    table, columns = _opened(path, POSITIONS, chosen or {}, _POSITION_NEEDS)
    places = {booth.booth for booth in booths}
    known: set[str] = set()

    def position(row: Row) -> Position:
        read = _position(row, columns)
        _new(read.position, known, _("The row names no position."), _("The position {name} stands in the list twice."))
        if read.booth not in places:
            raise Unfit(_("There is no booth {booth}.").format(booth=quoted(read.booth)))
        return read

    return _each(table, columns, _POSITION_NEEDS, position)


def described(path: Path, names: Names, chosen: Chosen) -> dict[str, Any]:
    """How a list was read: its encoding, its separator, and which of its columns hold which fields."""
    table = read_table(path, expected(names, chosen))
    columns = match(table, names, chosen)
    return {
        "file": table.file,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "columns": columns.named(table.header),
    }


def _opened(path: Path, names: Names, chosen: Chosen, needed: Sequence[str]) -> tuple[Table, Columns]:
    table = read_table(path, expected(names, chosen))
    columns = match(table, names, chosen)
    missing = [field for field in needed if field not in columns]
    if missing:
        text = _("{file} has no column {column}. It has: {columns}.")
        raise KioskError(text.format(file=table.file, column=missing[0], columns=listed(table.header)))
    return table, columns


def _each(table: Table, columns: Columns, needed: Sequence[str], read: Callable[[Row], T]) -> tuple[T, ...]:
    reach = max(columns.places[field][0] for field in needed)
    found: list[T] = []
    for row in table.rows:
        try:
            check_length(row, table, reach)
            found.append(read(row))
        except Unfit as error:
            text = _("{file}, line {line}: {reason}")
            raise KioskError(text.format(file=table.file, line=row.line, reason=error)) from None
    return tuple(found)


def _new(name: str, known: set[str], missing: str, twice: str) -> None:
    """Names that differ only in the size of letters are one: a reader or a hurried hand does not tell them apart."""
    if not name:
        raise Unfit(missing)
    if name.casefold() in known:
        raise Unfit(twice.format(name=name))
    known.add(name.casefold())


def _booth(row: Row, columns: Columns) -> Booth:
    opens, closes = _time(row, columns, "opens"), _time(row, columns, "closes")
    if opens and closes and closes <= opens:
        raise Unfit(_("The booth closes before it opens."))
    return Booth(
        booth=_cell(row, columns, "booth"),
        employer=_cell(row, columns, "employer"),
        seats=whole(_cell(row, columns, "seats"), 1, _("The number of seats")),
        room=_cell(row, columns, "room"),
        opens=opens,
        closes=closes,
        pauses=tuple(_pause(text) for text in several(_raw(row, columns, "pauses"), ",;\n")),
        languages=tuple(several(_raw(row, columns, "languages"), ",;/\n")),
        profile=paragraphs(_raw(row, columns, "profile")),
    )


def _position(row: Row, columns: Columns) -> Position:
    position = _cell(row, columns, "position")
    openings = _cell(row, columns, "openings")
    return Position(
        position=position,
        booth=_cell(row, columns, "booth"),
        title=_cell(row, columns, "title") or position,
        kind=_cell(row, columns, "kind"),
        openings=whole(openings, 0, _("The number of openings")) if openings else 1,
    )


def _pause(text: str) -> Pause:
    starts, _dash, ends = text.translate(_DASHES).partition("-")
    pause = Pause(time_of_day(starts), time_of_day(ends))
    if pause.ends <= pause.starts:
        raise Unfit(_("The pause {text} ends before it begins.").format(text=quoted(text)))
    return pause


def _time(row: Row, columns: Columns, field: str) -> time | None:
    text = _cell(row, columns, field)
    return time_of_day(text) if text else None


def _cell(row: Row, columns: Columns, field: str) -> str:
    return clean(_raw(row, columns, field))


def _raw(row: Row, columns: Columns, field: str) -> str:
    return row[columns.places[field][0]] if field in columns else ""


def write_places(path: Path, places: Sequence[Booth | Position], language: str) -> None:
    """Writes booths or positions as a list that ``read_booths`` and ``read_positions`` read the same again.

    Raises:
        KioskError: the file cannot be written.
    """
    booths = [place for place in places if isinstance(place, Booth)]
    positions = [place for place in places if isinstance(place, Position)]
    header, rows = (
        (_BOOTH_HEADER, map(_booth_row, booths)) if booths else (_POSITION_HEADER, map(_position_row, positions))
    )
    with speaking(language):
        write_csv(path, [_(name) for name in header], rows, language=language)


_BOOTH_HEADER: Final = (
    N_("Booth"),
    N_("Employer"),
    N_("Seats"),
    N_("Room"),
    N_("Opens"),
    N_("Closes"),
    N_("Pauses"),
    N_("Languages"),
    N_("Profile"),
)
_POSITION_HEADER: Final = (N_("Position code"), N_("Booth"), N_("Title"), N_("Kind"), N_("Openings"))


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _booth_row(booth: Booth) -> tuple[str | int, ...]:
    pauses = "|".join(f"{_clock(pause.starts)}-{_clock(pause.ends)}" for pause in booth.pauses)
    return (
        booth.booth,
        booth.employer,
        booth.seats,
        booth.room,
        _clock(booth.opens),
        _clock(booth.closes),
        pauses,
        ", ".join(booth.languages),
        booth.profile,
    )


def _position_row(position: Position) -> tuple[str | int, ...]:
    return (position.position, position.booth, position.title, position.kind, position.openings)
