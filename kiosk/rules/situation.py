"""What a scan is judged by, and what a judgement says: the words that the rules for badges and for cards share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from kiosk.model import Draft, NextTalk, Person, PlannedTalk, Scan, Talk, Verdict
from kiosk.programme import Booth, Event
from kiosk.rules.cards import Card
from kiosk.rules.journal import NEW
from kiosk.rules.people import SCANNED
from kiosk.rules.readers import Memory
from kiosk.rules.results import Result
from kiosk.rules.talks import TALK_ENDED

_LONGEST_CODE: Final = 120


class Note(StrEnum):
    """What staff are told besides the verdict; ``words.NOTES`` has the sentences."""

    BADGE_FIRST = "badge_first"
    BOOTH_FIRST = "booth_first"
    DAY_FIRST = "day_first"
    NO_TALK = "no_talk"
    TALK_OVER = "talk_over"
    SEVERAL_TALKS = "several_talks"
    NOTHING_TO_UNDO = "nothing_to_undo"
    AT_BOOTHS_ONLY = "at_booths_only"
    AT_DOORS_ONLY = "at_doors_only"
    OTHER_READER = "other_reader"
    OTHER_POSITION = "other_position"
    OLD_CARD = "old_card"
    EXPECTED_THERE = "expected_there"
    LEAVES = "leaves"
    BADGE_OF_NEW = "badge_of_new"
    HELP = "help"
    HELP_AT = "help_at"
    READY = "ready"
    NEXT = "next"
    NOBODY_NEXT = "nobody_next"
    AT_BOOTH = "at_booth"
    TAKEN_BACK = "taken_back"
    FEEDBACK_COUNTED = "feedback_counted"
    FEEDBACK_PAUSE = "feedback_pause"
    FEEDBACK_OVER = "feedback_over"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the text of a scan is: a person's code, a card, or the verdict that says why it is neither."""

    code: str
    person: Person | None = None
    revoked: bool = False
    fault: Verdict | None = None
    card: Card | None = None
    unused: bool = False
    """Whether this is a badge of this event that nobody has yet."""
    old_card: bool = False
    """Whether this is a card of this event that means nothing any more."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the verdict depends on besides the scan itself."""

    event: Event
    closed: bool = False
    inside: int = 0
    """Persons in the house, of every role."""
    next: NextTalk | None = None
    booth: Booth | None = None
    at_booth: tuple[Talk, ...] = ()
    """The talks that run at the reader's booth, the oldest first."""
    elsewhere: tuple[Talk, ...] = ()
    """The talks of this person that run at other booths."""
    planned: PlannedTalk | None = None
    """Where the running round has this person."""
    insisted: bool = False
    """Whether this is the second scan of a badge that was just told to be at the wrong booth."""
    memory: Memory = field(default_factory=Memory)
    """What this reader knows of the last minute."""
    last: Talk | None = None
    """The talk of the last badge at this reader, as long as cards belong to it."""
    result: Result | None = None
    """What was said of that talk."""
    coming: PlannedTalk | None = None
    """Whose talk at this booth is the next by the plan."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and what has to be written before it may be shown."""

    verdict: Verdict
    drafts: tuple[Draft, ...] = ()
    note: Note | None = None
    of: str = ""
    """The booth, the position or the number that the note names."""
    person: str = ""
    """Whom the verdict on a card is about."""
    comes_in: bool = False
    """Whether somebody without registration comes in with this badge, or without one."""


def body_of(scan: Scan, code: str, verdict: Verdict, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The body of the entry that a verdict stands on."""
    return {"reader": scan.reader.name, "code": code[:_LONGEST_CODE], "verdict": str(verdict), **(more or {})}


def noted(scan: Scan, meaning: Meaning, verdict: Verdict, note: Note | None = None, of: str = "") -> Judgement:
    """A verdict that changes nothing but is kept: every refusal can be explained afterwards."""
    entity = meaning.person.id if meaning.person else f"scan:{NEW}"
    return Judgement(verdict, (Draft(SCANNED, entity, body_of(scan, meaning.code, verdict)),), note, of)


def talk_over(scan: Scan, meaning: Meaning, talk: Talk, verdict: Verdict) -> Draft:
    """The end of a talk that the booth itself has told, which confirms it however short it was."""
    return Draft(TALK_ENDED, talk.id, body_of(scan, meaning.code, verdict, {"person": talk.person, "confirmed": True}))
