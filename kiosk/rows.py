"""The model's dataclasses as rows of SQLite and back: one column a field, in the fields' order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, Final, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

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


class _Ways(NamedTuple):
    """How the value of a field that is stored as something else gets there and back."""

    place: int
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _ways(hint: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]] | None:
    """How a value is stored and becomes itself again; None where it is stored as it is."""
    plain = _plain_type(hint)
    if plain is bool:
        return int, bool
    if plain is datetime:
        return lambda value: value.astimezone(UTC).isoformat(), datetime.fromisoformat
    if plain in (date, time):
        return plain.isoformat, plain.fromisoformat
    if get_origin(plain) is tuple:
        return lambda value: json.dumps(value, ensure_ascii=False), lambda value: tuple(json.loads(value))
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return attrgetter("value"), plain
    return None


@cache
def _stored_otherwise(row: Any) -> list[_Ways]:
    hints = get_type_hints(row)
    found = ((place, _ways(hints[field.name])) for place, field in enumerate(fields(row)))
    return [_Ways(place, *ways) for place, ways in found if ways]


@cache
def _getter(row: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*columns(row))


def to_values(row: Any) -> list[Any]:
    """A dataclass as the values of its columns."""
    kind: Any = type(row)
    values = list(_getter(kind)(row))
    for place, write, _ in _stored_otherwise(kind):
        if values[place] is not None:
            values[place] = write(values[place])
    return values


def from_values(row: type[Row], values: Sequence[Any]) -> Row:
    """The dataclass whose columns these values are."""
    kind: Any = row
    given = list(values)
    for place, _, read in _stored_otherwise(kind):
        if given[place] is not None:
            given[place] = read(given[place])
    return row(*given)
