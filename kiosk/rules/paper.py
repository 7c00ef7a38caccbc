"""Paper mode: how the ticks of a list that was kept by hand are written, one line for each time.

::

    10:05 112                       checked in at 10:05
    10:05 112-118 121               several at once
    out 12:10 112                   checked out
    booth 7 10:20 112               a talk began at booth 7
    booth 7 10:20-10:31 112 position 7A application
    done 10:31 112                  the talk is over
    2026-11-21 10:05 112            on another day

German words work too (``aus``, ``stand``, ``fertig``, ``stelle`` …). A name with blanks stands in quotation marks; what
follows ``#`` is a remark. Any text gives lines or faults, and never an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from kiosk.i18n import N_
from kiosk.rules.cards import OUTCOMES, Command

MOST: Final = 200
"""Numbers in one line; more are a slip such as ``1-1122``."""

DIGITS: Final = 7


class Act(StrEnum):
    """What was ticked."""

    IN = "in"
    OUT = "out"
    TALK = "talk"
    DONE = "done"


WORDS: Final[Mapping[str, Act]] = {
    **dict.fromkeys(("in", "ein", "rein", "da"), Act.IN),
    **dict.fromkeys(("out", "aus", "raus", "weg"), Act.OUT),
    **dict.fromkeys(("booth", "stand"), Act.TALK),
    **dict.fromkeys(("done", "end", "fertig", "ende"), Act.DONE),
}

POSITION_WORDS: Final = frozenset({"position", "pos", "stelle"})

OUTCOME_WORDS: Final[Mapping[str, Command]] = {
    **{str(command): command for command in OUTCOMES},
    "bewerbung": Command.APPLICATION,
    "angekündigt": Command.ANNOUNCED,
    "folgegespräch": Command.FOLLOW_UP,
    "erprobung": Command.TRIAL_WORK,
    "praktikum": Command.INTERNSHIP,
    "unterlagen": Command.DOCUMENTS_MISSING,
    "nichts": Command.NO_NEXT_STEP,
}
"""What may be written behind a talk: the words of the result cards."""


class Why(StrEnum):
    """Why a line cannot be read: a sentence to translate, with the part that is wrong."""

    NO_TIME = N_("“{what}” is no time of day. Begin like this: 10:05 112")
    NO_NUMBER = N_("There is no number behind the time. Write it like this: 10:05 112")
    NO_BOOTH = N_("The booth is missing. Write it like this: booth 7 10:20 112")
    BAD_NUMBER = N_("“{what}” is no number of a person.")
    BACKWARDS = N_("“{what}” counts backwards. Write the smaller number first.")
    TOO_MANY = N_("More than 200 numbers in one line. Check “{what}”.")
    BAD_WORD = N_("“{what}” cannot be read here. Behind a talk may stand: done 10:31, position, application.")
    ENDS_EARLY = N_("The talk would end before it begins: {what}.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that could be read; whether it can be true is another question."""

    line: int
    act: Act
    at: time
    numbers: tuple[int, ...]
    day: date | None = None
    booth: str = ""
    ends: time | None = None
    position: str = ""
    outcome: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that could not be read, and why."""

    line: int
    why: Why
    what: str = ""


_TOKEN: Final = re.compile(r'"([^"]*)"|([^\s,;]+)')
_TIME: Final = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[-–]([0-9]{1,2})[:.]([0-9]{2}))?")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RANGE: Final = re.compile(rf"([0-9]{{1,{DIGITS}}})(?:[-–]([0-9]{{1,{DIGITS}}}))?")


class _Unreadable(Exception):
    """Ends the reading of one line."""

    def __init__(self, why: Why, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what


def read(text: str) -> Iterator[Line | Fault]:
    """Every line with something in it, in order; lines are counted from 1."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        tokens = [quoted or bare for quoted, bare in _TOKEN.findall(line.partition("#")[0])]
        if tokens:
            try:
                yield _line(number, tokens)
            except _Unreadable as wrong:
                yield Fault(number, wrong.why, wrong.what)


def _line(number: int, tokens: list[str]) -> Line:
    act = WORDS.get(tokens[0].casefold(), Act.IN)
    if tokens[0].casefold() in WORDS:
        del tokens[0]
    booth = ""
    if act is Act.TALK:
        if not tokens or _TIME.fullmatch(tokens[0]):
            raise _Unreadable(Why.NO_BOOTH)
        booth = tokens.pop(0)
    day = _day(tokens)
    at, ends = _times(tokens, act)
    numbers = _numbers(tokens)
    read_so_far = Line(number, act, at, numbers, day, booth, ends)
    return _about(read_so_far, tokens) if tokens else _sound(read_so_far)


def _day(tokens: list[str]) -> date | None:
    if not tokens or not _ISO.fullmatch(tokens[0]):
        return None
    try:
        found = date.fromisoformat(tokens[0])
    except ValueError:
        return None  # It is looked at as a time then, and refused as such.
    del tokens[0]
    return found


def _times(tokens: list[str], act: Act) -> tuple[time, time | None]:
    """The time at the beginning, and the end that a talk may have behind a dash."""
    what = tokens.pop(0) if tokens else ""
    found = _TIME.fullmatch(what)
    if found is None or (found[3] and act is not Act.TALK):
        raise _Unreadable(Why.NO_TIME, what)
    return _time(found[1], found[2], what), _time(found[3], found[4], what) if found[3] else None


def _time(hour: str, minute: str, what: str) -> time:
    if int(hour) > 23 or int(minute) > 59:
        raise _Unreadable(Why.NO_TIME, what)
    return time(int(hour), int(minute))


def _numbers(tokens: list[str]) -> tuple[int, ...]:
    """The numbers and ranges up to the first word, each number once."""
    found: dict[int, None] = {}
    while tokens and (one := _RANGE.fullmatch(tokens[0])):
        what = tokens.pop(0)
        first, last = int(one[1]), int(one[2] or one[1])
        if last < first:
            raise _Unreadable(Why.BACKWARDS, what)
        if last - first >= MOST or len(found) + last - first >= MOST:
            raise _Unreadable(Why.TOO_MANY, what)
        found |= dict.fromkeys(range(first, last + 1))
    if not found:
        raise _Unreadable(Why.BAD_NUMBER, tokens[0]) if tokens else _Unreadable(Why.NO_NUMBER)
    return tuple(found)


def _about(line: Line, tokens: list[str]) -> Line:
    """What stands behind the numbers: only a talk has more to say."""
    if line.act is not Act.TALK:
        raise _Unreadable(Why.BAD_NUMBER, tokens[0])
    ends, position, outcome = line.ends, "", dict[str, str]()
    while tokens:
        word = tokens.pop(0)
        said = word.casefold()
        if said in POSITION_WORDS and tokens:
            position = tokens.pop(0)
        elif WORDS.get(said) is Act.DONE and tokens and (found := _TIME.fullmatch(tokens[0])) and not found[3]:
            ends = _time(found[1], found[2], tokens.pop(0))
        elif said in OUTCOME_WORDS:
            outcome |= OUTCOMES[OUTCOME_WORDS[said]]
        else:
            raise _Unreadable(Why.BAD_WORD, word)
    whole = Line(line.line, line.act, line.at, line.numbers, line.day, line.booth, ends, position, outcome or None)
    return _sound(whole)


def _sound(line: Line) -> Line:
    if line.ends is not None and line.ends < line.at:
        raise _Unreadable(Why.ENDS_EARLY, f"{line.at:%H:%M}-{line.ends:%H:%M}")
    return line
