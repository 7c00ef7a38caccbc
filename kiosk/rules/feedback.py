"""What visitors say of the event: up to three questions with three answers each, counted, and of nobody.

An answer has no entry of its own in the journal. An entry has a number and a stamp, so it would stand behind the badge
that was scanned before it, and the order alone would tell whose it is. What is kept are counts: how often each answer
was given at this laptop (``tally.py``). They only ever grow, and the higher of two counts of one laptop is the later
one; so the journal need only carry them on now and then, and entries in any order and with repeats add up to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.i18n import N_
from kiosk.model import Entry, Instant
from kiosk.programme import Event, ReaderSetting

FEEDBACK: Final = "feedback"
"""The entity of all answers, and the kind of the entries that carry them on."""

DEFAULT: Final = N_("How was it?")
"""What is asked where the settings ask nothing."""

LEAST: Final = 5
"""So many answers to a question are carried on together, and fewer are told to nobody."""

PAUSE: Final = timedelta(seconds=5)
"""So long a reader takes no second answer to a question: nobody who queues is as quick, but whoever plays is."""

SWING: Final = timedelta(seconds=3)
"""Cards that are read again and again within this time are one that lies before the reader, or a game; they wait."""

LATE: Final = timedelta(minutes=30)
"""So long after the closing answers count: they are the last that visitors do on their way out."""


class Mood(StrEnum):
    """The three answers, in the order in which they are shown and counted."""

    GOOD = "good"
    MIDDLING = "middling"
    BAD = "bad"


MOODS: Final = tuple(Mood)

Counts = tuple[int, ...]
"""How often each of ``MOODS`` was said."""

NOTHING: Final[Counts] = (0,) * len(MOODS)

ByLaptop = Mapping[str, Mapping[str, Counts]]
"""Counts by the laptop at which they were given and by question."""


def questions(event: Event) -> tuple[str, ...]:
    """What visitors are asked, in this order."""
    return event.questions or (DEFAULT,)


def in_journal(entries: Iterable[Entry]) -> ByLaptop:
    """The counts that the journal knows, whatever the order of its entries and however often each comes."""
    return joined(*({entry.station: _counts(entry)} for entry in entries if entry.kind == FEEDBACK))


def _counts(entry: Entry) -> Mapping[str, Counts]:
    return {question: tuple(counts) for question, counts in entry.body["counts"].items()}


def joined(*known: ByLaptop) -> ByLaptop:
    """The higher counts of each laptop: they only grow, so those are the later ones."""
    found: dict[str, dict[str, Counts]] = {}
    for each in known:
        for laptop, told in each.items():
            own = found.setdefault(laptop, {})
            for question, counts in told.items():
                own[question] = tuple(map(max, own.get(question, NOTHING), counts))
    return found


def added_up(known: ByLaptop) -> dict[str, Counts]:
    """The counts of all laptops together, by question."""
    found: dict[str, Counts] = {}
    for told in known.values():
        for question, counts in told.items():
            found[question] = tuple(map(sum, zip(found.get(question, NOTHING), counts, strict=True)))
    return found


def due(own: Mapping[str, Counts], told: Mapping[str, Counts], least: int) -> dict[str, Counts]:
    """The counts of a laptop that the journal is to carry on: of questions with so many answers that it lacks."""
    return {
        question: counts for question, counts in own.items() if sum(counts) - sum(told.get(question, NOTHING)) >= least
    }


def takes(closed: datetime | None, now: datetime) -> bool:
    """Whether answers still count, at an event that was closed then, or is open."""
    return closed is None or now - closed <= LATE


@dataclass(slots=True)
class Pauses:
    """When each reader last took an answer to each question, and last saw one; it lives as long as the program does."""

    _last: dict[tuple[ReaderSetting, str], tuple[Instant, Instant]] = field(default_factory=dict)

    def pass_by(self, reader: ReaderSetting, question: str, now: Instant) -> bool:
        """Whether an answer may count; then the pause begins anew."""
        taken, seen = self._last.get((reader, question), (None, None))
        waits = _within(now, taken, PAUSE) or _within(now, seen, SWING)
        self._last[reader, question] = (taken if waits and taken else now, now)
        return not waits


def _within(now: Instant, then: Instant | None, time: timedelta) -> bool:
    """Whether so little time has passed; a clock that was set back is no time."""
    return then is not None and timedelta(0) <= now.since(then) < time
