"""The model's dataclasses as rows of SQLite and back: one column a field, in the fields' order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

Row = TypeVar("Row")

SQLITE: Final[Mapping[type, type]] = {int: int, bool: int, float: float}
"""The types that SQLite keeps as numbers; all others are texts."""


def _plain_type(hint: Any) -> Any:
    """The type of a field without its ``None``."""
    choices = [choice for choice in get_args(hint) if choice is not NoneType]
    return choices[0] if NoneType in get_args(hint) else hint


@cache
def columns(row: Any) -> dict[str, type]:
    """The columns of a kind of row with the Python types that SQLite keeps them as."""
    hints = get_type_hints(row)
    return {field.name: SQLITE.get(_plain_type(hints[field.name]), str) for field in fields(row)}


def to_values(row: Any) -> list[Any]:
    """A dataclass as the values of its columns."""
    kind: Any = type(row)
    return [_value(getattr(row, name)) for name in columns(kind)]


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """How a stored value becomes a field's value again; None where it is one already."""
    plain = _plain_type(hint)
    if plain is bool:
        return bool
    if plain in (datetime, date, time):
        return lambda value: plain.fromisoformat(value) if value else None
    if get_origin(plain) is tuple:
        return lambda value: () if value == "[]" else tuple(json.loads(value))
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return plain
    return None


@cache
def _readers(row: Any) -> list[tuple[int, Callable[[Any], Any]]]:
    """The places of the fields that are stored as something else, each with its way back."""
    hints = get_type_hints(row)
    found = ((place, _reader(hints[field.name])) for place, field in enumerate(fields(row)))
    return [(place, read) for place, read in found if read]


def from_values(row: type[Row], values: Sequence[Any]) -> Row:
    """The dataclass whose columns these values are."""
    kind: Any = row
    given = list(values)
    for place, read in _readers(kind):
        given[place] = read(given[place])
    return row(*given)
