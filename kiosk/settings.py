"""What may stand in ``event.toml``: every table, every key, what its value must be, and how that is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from kiosk.i18n import LANGUAGES, N_
from kiosk.programme import TONES, BadgeName, Mode, ReaderRole
from kiosk.sheets import SHEETS

TIMEZONE: Final = "Europe/Berlin"
"""The zone of an event that names none."""

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Signs that command a terminal instead of being shown."""

PLAUSIBLE_YEARS: Final = range(2000, 2101)
"""A year outside is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be: in words for the user, and how it is read (ValueError where it is none of that)."""

    read: Callable[[Any], Any]
    wanted: str
    words: Mapping[str, object] = field(default_factory=dict)
    near: Callable[[], Iterable[str]] = tuple
    """What may have been meant by a text that is none of that."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table, with an example as it stands in TOML, and the model's word for it where that differs."""

    kind: Kind
    example: str
    needed: bool = False
    field: str = ""


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError


def _text(value: Any) -> str:
    _require(isinstance(value, str) and bool(value.strip()) and not CONTROL.search(value))
    return str(value).strip()


def _name(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _texts(value: Any) -> tuple[str, ...]:
    _require(isinstance(value, list))
    return tuple(map(_text, value))


def _flag(value: Any) -> bool:
    _require(isinstance(value, bool))
    return bool(value)


def _day(value: Any) -> date:
    if isinstance(value, str):
        german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", value)
        value = date(*map(int, reversed(german.groups()))) if german else date.fromisoformat(value)
    _require(isinstance(value, date) and not isinstance(value, datetime) and value.year in PLAUSIBLE_YEARS)
    return date(value.year, value.month, value.day)


def _time(value: Any) -> time:
    if isinstance(value, str):
        parts = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::(\d{2}))?", value)
        hour, minute, second = (int(part or 0) for part in parts.groups()) if parts else (24, 0, 0)
        value = time(hour, minute, second)
    _require(isinstance(value, time))
    return time(value.hour, value.minute, value.second)


def _moment(value: Any) -> datetime:
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    _require(isinstance(value, datetime) and value.year in PLAUSIBLE_YEARS)
    return datetime.combine(value.date(), value.timetz())


def _timezone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value))
    except (KeyError, OSError) as unknown:
        raise ValueError from unknown


def _number(kind: type[float], least: float, most: float) -> Kind:
    """A number within bounds; in TOML a whole number is as good as one with a decimal point, but not the reverse."""

    def read(value: Any) -> float:
        fits = isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
        _require(fits and least <= value <= most)
        return kind(value)

    wanted = N_("a whole number from {least} to {most}") if kind is int else N_("a number from {least} to {most}")
    return Kind(read, wanted, {"least": least, "most": most})


def _choice(read: Callable[[Any], Any], choices: Iterable[str]) -> Kind:
    names = tuple(str(choice) for choice in choices)
    return Kind(read, N_("one of these: {choices}"), {"choices": ", ".join(names)}, lambda: names)


def _language(value: Any) -> str:
    _require(value in LANGUAGES)
    return str(value)


def _sheet(value: Any) -> str:
    _require(value in SHEETS)
    return str(value)


def _recipient(value: Any) -> str:
    """One public key or several; whether their check letters are right is found out where they are used."""
    keys = _text(value).replace(",", " ").split()
    _require(all(re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", key) for key in keys))
    return " ".join(keys)


TEXT: Final = Kind(_text, N_("a text on one line, in straight quotation marks"))
TEXTS: Final = Kind(_texts, N_("texts in square brackets, each in straight quotation marks"))
DAY: Final = Kind(_day, N_("a day as year-month-day"))
TIME: Final = Kind(_time, N_("a time of day with seconds"))
MOMENT: Final = Kind(_moment, N_("a day with a time"))
MINUTES: Final = _number(float, 0, 24 * 60)

TABLES: Final[Mapping[str, Mapping[str, Key]]] = {
    "event": {
        "name": Key(TEXT, '"Job-Speed-Dating"', needed=True),
        "venue": Key(TEXT, '"Zentralbibliothek"'),
        "date": Key(DAY, "2026-11-22", needed=True, field="day"),
        "language": Key(_choice(_language, LANGUAGES), '"de"'),
        "timezone": Key(Kind(_timezone, N_("the name of a time zone"), near=available_timezones), f'"{TIMEZONE}"'),
        "permitted": Key(_number(int, 1, 1_000_000), "800"),
    },
    "block": {
        "id": Key(TEXT, '"talks"', needed=True),
        "mode": Key(_choice(Mode, Mode), '"rounds"', needed=True),
        "date": Key(DAY, "2026-11-22", field="day"),
        "starts": Key(TIME, "10:00:00", needed=True),
        "rounds": Key(_number(int, 1, 1000), "12"),
        "talk_minutes": Key(_number(float, 0.01, 24 * 60), "10"),
        "change_minutes": Key(MINUTES, "2"),
        "warning_minutes": Key(MINUTES, "1"),
        "grace_minutes": Key(MINUTES, "2"),
        "auto": Key(Kind(_flag, N_("true or false, without quotation marks")), "true"),
    },
    "reader": {
        "role": Key(_choice(ReaderRole, ReaderRole), '"entrance"', needed=True),
        "port": Key(TEXT, '"COM3"'),
        "match": Key(TEXT, '"Honeywell"'),
        "booth": Key(Kind(_name, TEXT.wanted), '"7"'),
        "tone": Key(_number(int, 1, TONES), "2"),
    },
    "desk": {
        "lock_minutes": Key(_number(float, 0.1, 24 * 60), "5"),
    },
    "badge": {
        "name": Key(_choice(BadgeName, BadgeName), '"first"', field="badge_name"),
    },
    "printer": {
        "name": Key(TEXT, '"Label_printer"', field="printer"),
        "sheet": Key(_choice(_sheet, SHEETS), '"label"', field="badge_sheet"),
    },
    "backup": {
        "to": Key(TEXT, '"E:/"'),
        "every_minutes": Key(MINUTES, "10"),
        "keep": Key(_number(int, 2, 10_000), "12"),
        "recipient": Key(Kind(_recipient, N_("a public key of age, as kiosk key makes it")), '"age1..."'),
    },
    "privacy": {
        "keep_weeks": Key(_number(int, 1, 26), "4"),
    },
    "feedback": {
        "questions": Key(TEXTS, '["Wie war\'s?"]'),
    },
    "rehearsal": {
        "speed": Key(_number(float, 0.1, 100_000), "60", needed=True, field="rehearsal_speed"),
        "from": Key(MOMENT, "2026-11-22T08:30:00", needed=True, field="rehearsal_from"),
        "since": Key(MOMENT, "2026-11-20T14:00:00+01:00", needed=True, field="rehearsal_since"),
    },
}
"""The tables whose keys are fixed. ``[labels]`` is free: a word of the program, and what this event says instead."""

LABELS: Final = "labels"
LABEL: Final = Key(TEXT, '"Tisch"')
TARGETS: Final = "targets"
TARGET: Final = Key(_number(float, 0, 1e9), "500")
"""Free as well: the id of a figure, and the number that was hoped for."""
MOST_QUESTIONS: Final = 3
LONGEST_QUESTION: Final = 60
"""So many signs of a question fit on a screen and on a card."""

LISTS: Final = ("block", "reader")
"""The tables that may stand there several times, in double brackets."""
