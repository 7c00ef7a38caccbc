"""Which column of a list holds which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.exchange.headers import ATTENDEES, WEAK_CODES, Names, fold, folds, names_of, wish_rank
from kiosk.exchange.states import is_status, is_ticket_state
from kiosk.exchange.tables import Table
from kiosk.exchange.values import quoted
from kiosk.i18n import _
from kiosk.model import KioskError

Chosen = Mapping[str, Sequence[str]]
"""Columns that the user named for a field; an empty name says that no column holds it."""

_CODE_LENGTH: Final = 6
_WEAK_NUMBERS: Final = frozenset(folds(("Nr.", "Nr", "No.", "#")))
"""Columns that hold the attendees' numbers in one list and anything else in the next."""


@dataclass(frozen=True, slots=True)
class Columns:
    """For each field the indexes of its columns, several only for wishes, in the order of their rank."""

    places: Mapping[str, tuple[int, ...]]

    def __contains__(self, field: str) -> bool:
        """Whether the list has the field."""
        return field in self.places

    def unused(self, header: Sequence[str]) -> list[str]:
        """What the columns are called that hold no field."""
        used = {column for columns in self.places.values() for column in columns}
        return [name for column, name in enumerate(header) if name and column not in used]

    def named(self, header: Sequence[str]) -> dict[str, str | list[str]]:
        """The fields and what their columns are called in the list; a whole name serves first and last name."""
        found: dict[str, str | list[str]] = {}
        for field, columns in self.places.items():
            names = [header[column] for column in columns]
            if field == "name":
                for part in ("first_name", "last_name"):
                    found.setdefault(part, names[0])
            else:
                found[field] = names[0] if len(names) == 1 else names
        return found


def mapping(options: Iterable[str], names: Names = ATTENDEES) -> Chosen:
    """What ``--map field=Column`` says, given any number of times.

    Raises:
        KioskError: for a field that there is not, or an option without ``=``.
    """
    found: dict[str, list[str]] = {}
    for option in options:
        field, equals, column = option.partition("=")
        field = field.strip().replace("-", "_")
        if not equals or field not in names:
            raise KioskError(
                _("--map {option}: say field=Column, with one of the fields {fields}.").format(
                    option=option, fields=", ".join(names)
                )
            )
        found.setdefault(field, []).extend([column.strip()] if column.strip() else [])
    return found


def expected(names: Names, chosen: Chosen) -> frozenset[str]:
    """The folded names that a header of this kind of list may have."""
    return names_of(names) | {fold(column) for columns in chosen.values() for column in columns}


def match(table: Table, names: Names, chosen: Chosen) -> Columns:
    """Finds the column of each field; what the user chose goes first.

    Raises:
        KioskError: if the list has no column that the user chose.
    """
    places = {field: _asked(table, field, columns) for field, columns in chosen.items()}
    for field, synonyms in names.items():
        if field not in places:
            taken = {column for columns in places.values() for column in columns}
            free = [column for column in range(len(table.header)) if column not in taken]
            places[field] = _wishes(table, synonyms, free) if field == "wishes" else _best(table, synonyms, free)
    if "name" in names:
        _settle_name(table, places, chosen)
    if names is ATTENDEES:
        _settle_code(table, places, chosen)
        _settle_number(table, places, chosen, once=True)
        _settle_status(table, places, chosen)
    elif "application" in names and not (places["code"] or places["email"]):
        # In a list of results that tells whom it means by code or address, it may count the rows.
        _settle_number(table, places, chosen, once=False)
    return Columns({field: columns for field, columns in places.items() if columns})


def _asked(table: Table, field: str, columns: Sequence[str]) -> tuple[int, ...]:
    found: list[int] = []
    for name in columns:
        same = [index for index, head in enumerate(table.header) if head == name]
        same = same or [index for index, head in enumerate(table.header) if fold(head) == fold(name)]
        if not same:
            text = _("{file} has no column {column}. It has: {columns}.")
            raise KioskError(text.format(file=table.file, column=quoted(name), columns=listed(table.header)))
        found += same if field == "wishes" else same[:1]
    return tuple(found) if field == "wishes" else tuple(found[:1])


def listed(header: Sequence[str]) -> str:
    """The names of a list's columns for a sentence, not too many of them; a name may end with a full stop."""
    return few([quoted(name) for name in header if name])


def few(texts: Sequence[str]) -> str:
    """Texts for a sentence, not too many of them."""
    return ", ".join(texts[:15]) + (" …" if len(texts) > 15 else "")


def _best(table: Table, synonyms: Sequence[str], free: Sequence[int]) -> tuple[int, ...]:
    """The column with the best name in which anything stands; of two with one name the first (pretix: Company)."""
    first: dict[str, int] = {}
    for column in free:
        first.setdefault(fold(table.header[column]), column)
    found = [first[name] for name in folds(synonyms) if name in first]
    filled = [column for column in found if any(table.column(column))]
    return tuple((filled or found)[:1])


def _wishes(table: Table, synonyms: Sequence[str], free: Sequence[int]) -> tuple[int, ...]:
    """The columns with a rank in their name in its order (Wunsch 1, Wunsch 2), else those that are named alike."""
    ranked = [(rank, column) for column in free if (rank := wish_rank(table.header[column])) is not None]
    if ranked:
        return tuple(column for _rank, column in sorted(ranked))
    best = next((name for name in folds(synonyms) if any(fold(table.header[column]) == name for column in free)), None)
    return tuple(column for column in free if fold(table.header[column]) == best)


def _settle_code(table: Table, places: dict[str, tuple[int, ...]], chosen: Chosen) -> None:
    """Takes ``ID`` or ``Reference`` for the code where nothing better is there and their values look like codes."""
    if places["code"] or "code" in chosen:
        return
    free = [column for column in range(len(table.header)) if not any(column in taken for taken in places.values())]
    for name in folds(WEAK_CODES):
        for column in (column for column in free if fold(table.header[column]) == name):
            values = list(table.column(column))
            if values and min(map(len, values)) >= _CODE_LENGTH and len(set(values)) == len(values):
                places["code"] = (column,)
                return


def _settle_number(table: Table, places: dict[str, tuple[int, ...]], chosen: Chosen, *, once: bool) -> None:
    """Takes ``Nr.`` for the number where nothing better is there and it holds whole numbers, each only ``once``."""
    if places["number"] or "number" in chosen:
        return
    for column in (column for column, head in enumerate(table.header) if fold(head) in _WEAK_NUMBERS):
        values = list(table.column(column))
        different = len(set(values)) == len(values) or not once
        if (values or not table.rows) and all(value.isdecimal() and int(value) for value in values) and different:
            places["number"] = (column,)
            return


def _settle_name(table: Table, places: dict[str, tuple[int, ...]], chosen: Chosen) -> None:
    """``Name`` beside a first name is the last name; a whole name beside first and last name helps where both miss."""
    whole = places["name"]
    if not whole or (places["last_name"] and "name" not in chosen):
        return
    if places["first_name"] and fold(table.header[whole[0]]) == "name" and not {"name", "last_name"} & set(chosen):
        places["last_name"], places["name"] = whole, ()
    else:
        places.update({part: () for part in ("first_name", "last_name") if part not in chosen})


def _settle_status(table: Table, places: dict[str, tuple[int, ...]], chosen: Chosen) -> None:
    """A column ``Status`` says by its values whether it is about the ticket or about the person."""
    column = places["status"]
    if not column or "status" in chosen or fold(table.header[column[0]]) != "status":
        return
    values = list(table.column(column[0]))
    people, tickets = sum(map(is_status, values)), sum(map(is_ticket_state, values))
    if tickets > people and "cancelled" not in chosen:
        places["cancelled"] = places["cancelled"] or column
    if tickets > people or (values and not people):
        places["status"] = ()
