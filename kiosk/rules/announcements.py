"""What the hall is told beside the rounds: one announcement at a time, which ends by itself, and never with a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.model import Entry, Person
from kiosk.rules.journal import standing
from kiosk.rules.names import plain

ANNOUNCED: Final = "announced"
ANNOUNCEMENT_ENDED: Final = "announcement_ended"

_WORD: Final = re.compile(r"[\w\u0300-\u036f]+")
_SHORT: Final = 3
"""Names of fewer letters are words of many languages, too: they count only as they are written on the list."""

_PARTICLES: Final = frozenset({"von", "van", "der", "den", "dem", "del", "dos", "bin", "ibn", "abu", "zum", "zur"})
"""Parts of names that are everyday words and tell nobody who is meant."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the hall is told: a prepared text by its name, for a number where it is about one, or words of one's own."""

    prepared: str
    """Which of the prepared texts; empty where the words are one's own."""
    own: str
    calls: int | None
    """Whose number is called."""
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether it is still to be shown at this moment."""
        return at < self.until


def announcement_of(entries: Iterable[Entry]) -> Announcement | None:
    """The last announcement by the entries that concern the event as a whole; None where it was ended."""
    said = [entry for entry in standing(entries) if entry.kind in (ANNOUNCED, ANNOUNCEMENT_ENDED)]
    if not said or said[-1].kind == ANNOUNCEMENT_ENDED:
        return None
    body = said[-1].body
    until = datetime.fromisoformat(body["until"])
    return Announcement(body.get("prepared", ""), body.get("own", ""), body.get("number"), until)


def names_in(text: str, people: Iterable[Person]) -> tuple[str, ...]:
    """The words of a text that are last names of somebody on the list; the first name counts where it is the only one.

    Written with or without accents and in whatever case, for nobody in the hall minds that.
    """
    names = _names(people)
    return tuple(dict.fromkeys(word for word in _words(text) if _known_as(word) in names))


def _names(people: Iterable[Person]) -> set[str]:
    words = {_known_as(word) for person in people for word in _words(person.last_name or person.first_name)}
    return {word for word in words if word not in _PARTICLES and not word.isdecimal()}


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _known_as(word: str) -> str:
    """A word however it is written: ``Müller``, ``MUELLER`` and ``muller`` are the same; short ones as they are."""
    return word if len(word) < _SHORT else re.sub("([aou])e", r"\1", plain(word))
