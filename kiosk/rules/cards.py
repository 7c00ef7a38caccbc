"""The cards that staff scan instead of pressing keys: which there are at an event, and what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from kiosk.codes import CARD, COMMAND, card_code
from kiosk.programme import Event
from kiosk.rules.feedback import Mood, questions
from kiosk.rules.results import Application, Step

DAYS: Final = 28
"""For so many days after the event there is a card: longer ahead nobody fixes a date at a booth."""

HALF_HOURS: Final = range(16, 37)
"""Half hours since midnight for which there is a card: from 8:00 to 18:00."""


class Command(StrEnum):
    """What a command card tells the reader at which it is scanned."""

    UNDO = "undo"
    CHECK_OUT = "check_out"
    WALK_IN = "walk_in"
    NEXT = "next"
    HELP = "help"
    DONE = "done"
    APPLICATION = "application"
    ANNOUNCED = "announced"
    FOLLOW_UP = "follow_up"
    TRIAL_WORK = "trial_work"
    INTERNSHIP = "internship"
    DOCUMENTS_MISSING = "documents_missing"
    NO_NEXT_STEP = "no_next_step"


OUTCOMES: Final[Mapping[Command, Mapping[str, str]]] = {
    Command.APPLICATION: {"application": Application.ON_SITE.value},
    Command.ANNOUNCED: {"application": Application.ANNOUNCED.value},
    Command.FOLLOW_UP: {"next_step": Step.FOLLOW_UP.value},
    Command.TRIAL_WORK: {"next_step": Step.TRIAL_WORK.value},
    Command.INTERNSHIP: {"next_step": Step.INTERNSHIP.value},
    Command.DOCUMENTS_MISSING: {"next_step": Step.DOCUMENTS_MISSING.value},
    Command.NO_NEXT_STEP: {"next_step": Step.NONE.value},
}
"""What a result card says of the last talk."""


class Sort(StrEnum):
    """What a card is about."""

    COMMAND = "command"
    POSITION = "position"
    BOOTH = "booth"
    DAY = "day"
    TIME = "time"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    ``means`` is a command's word, the name of a position or a booth, a day or a time in ISO 8601, or an answer and its
    question.
    """

    sort: Sort
    means: str

    @property
    def command(self) -> Command | None:
        """The command that it gives; None where it names something."""
        return Command(self.means) if self.sort is Sort.COMMAND else None


def cards_of(event: Event) -> tuple[Card, ...]:
    """Every card of an event, in the order in which they are printed."""
    last = max(event.days)
    days = (last - event.day).days + DAYS
    return (
        *(Card(Sort.COMMAND, command.value) for command in Command),
        *(Card(Sort.POSITION, position.position) for position in event.positions),
        *(Card(Sort.BOOTH, booth.booth) for booth in event.booths),
        *(Card(Sort.DAY, (event.day + timedelta(days=day)).isoformat()) for day in range(1, days + 1)),
        *(Card(Sort.TIME, f"{half // 2:02}:{half % 2 * 30:02}") for half in HALF_HOURS),
        *(Card(Sort.FEEDBACK, f"{mood}:{question}") for question in questions(event) for mood in Mood),
    )


def opinion_of(card: Card | None) -> tuple[str, Mood] | None:
    """The question and the answer that a card gives; None where it is about something else."""
    if card is None or card.sort is not Sort.FEEDBACK:
        return None
    mood, _colon, question = card.means.partition(":")
    return question, Mood(mood)


@lru_cache(maxsize=4)
def codes_of(cards: tuple[Card, ...], key: bytes) -> Mapping[str, Card]:
    """The cards by their codes.

    A code follows from what the card means under the event's key. Nothing has to be kept, and whoever prints the cards
    again, or on another laptop of this event, gets the same. Where two cards come to one code, once in thousands of
    events, the later one moves on.
    """
    found: dict[str, Card] = {}
    for card in cards:
        kind = COMMAND if card.sort is Sort.COMMAND else CARD
        attempt = 0
        while (code := card_code(f"{card.sort}:{card.means}", key, kind, attempt)) in found:
            attempt += 1
        found[code] = card
    return found
