"""What a scan means: the situation in, the verdict and the entries out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from kiosk.model import Draft, Instant, NextTalk, Person, PlannedTalk, Scan, Talk, Verdict
from kiosk.programme import Block, Booth, Event, ReaderRole, ReaderSetting
from kiosk.rules.journal import NEW
from kiosk.rules.people import CHECKED_IN, CHECKED_OUT, SCANNED
from kiosk.rules.talks import TALK_ENDED, TALK_STARTED, free_seat

REPEAT_WINDOW: Final = timedelta(seconds=3)
"""A badge that swings on its lanyard is read every 0.5 to 2 seconds; within this time it is one scan."""

_LONGEST_CODE: Final = 120


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the text of a scan is: a person's code, or the verdict that says why it is not."""

    code: str
    person: Person | None = None
    revoked: bool = False
    fault: Verdict | None = None


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


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and what has to be written before it may be shown."""

    verdict: Verdict
    drafts: tuple[Draft, ...] = ()


@dataclass(slots=True)
class Repeats:
    """Remembers the last code of every reader, since a repeat leaves no trace in the journal."""

    _last: dict[ReaderSetting, tuple[str, Instant, Verdict]] = field(default_factory=dict)

    def is_repeat(self, scan: Scan, code: str) -> bool:
        """Whether this is the same code again at once; if so, the time to wait begins anew."""
        known = self._last.get(scan.reader)
        if known is None or known[0] != code or not timedelta(0) <= scan.at.since(known[1]) < REPEAT_WINDOW:
            return False
        self._last[scan.reader] = (code, scan.at, known[2])
        return True

    def insisted(self, scan: Scan, code: str) -> bool:
        """Whether the last answer at this reader sent this very badge to another booth."""
        known = self._last.get(scan.reader)
        return known is not None and known[0] == code and known[2] is Verdict.WRONG_BOOTH

    def remember(self, scan: Scan, code: str, verdict: Verdict) -> None:
        """Keeps what was answered."""
        self._last[scan.reader] = (code, scan.at, verdict)


def _span(event: Event, block: Block) -> tuple[datetime, datetime]:
    """Begin and end of a block by the programme; a block without rounds has no end that is known."""
    starts = event.moment(block.day, block.starts)
    return starts, starts + block.rounds * (block.talk + block.change)


def programme_day(event: Event, at: datetime) -> date | None:
    """The day of the event that a moment belongs to, in the event's own zone; None on any other day.

    A block that runs past midnight still belongs to the day on which it began.
    """
    for block in event.blocks:
        starts, ends = _span(event, block)
        if starts <= at < ends:
            return block.day
    day = event.local(at).date()
    return day if day in event.days else None


def day_of(event: Event, at: datetime) -> date:
    """The day under which a check-in is counted: the event's, or the calendar's where the event is not on."""
    return programme_day(event, at) or event.local(at).date()


def day_begins(event: Event, at: datetime) -> datetime:
    """When the day of a moment began: at midnight, or when the block was over that ran past it.

    Whoever came in earlier and never checked out has gone home since.
    """
    day = day_of(event, at)
    over = (_span(event, block)[1] for block in event.blocks if block.day < day)
    return max([event.moment(day, time.min), *over])


def is_in(event: Event, person: Person, at: datetime) -> bool:
    """Whether a person is in the house: in today and not out since."""
    return person.inside and person.last_in is not None and person.last_in >= day_begins(event, at)


def judge(scan: Scan, meaning: Meaning, situation: Situation) -> Judgement:
    """The verdict on one scan that is no repeat, and the entries that it leaves."""
    if situation.closed:
        return _noted(scan, meaning, Verdict.REFUSED)
    if meaning.person is None:
        return _noted(scan, meaning, meaning.fault or Verdict.UNKNOWN)
    if meaning.revoked:
        return _noted(scan, meaning, Verdict.REVOKED)
    return _BY_ROLE[scan.reader.role](scan, meaning, meaning.person, situation)


def _body(scan: Scan, code: str, verdict: Verdict, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"reader": scan.reader.name, "code": code[:_LONGEST_CODE], "verdict": str(verdict), **(more or {})}


def _noted(scan: Scan, meaning: Meaning, verdict: Verdict) -> Judgement:
    """A verdict that changes nothing but is kept: every refusal can be explained afterwards."""
    entity = meaning.person.id if meaning.person else f"scan:{NEW}"
    return Judgement(verdict, (Draft(SCANNED, entity, _body(scan, meaning.code, verdict)),))


def _unwelcome(scan: Scan, person: Person, situation: Situation) -> Verdict | None:
    """Why someone who is not in the house may not come in now; None if they may."""
    if person.cancelled:
        return Verdict.CANCELLED
    if programme_day(situation.event, scan.at.at) is None:
        return Verdict.WRONG_DAY
    return None


def _day(scan: Scan, event: Event) -> str:
    return day_of(event, scan.at.at).isoformat()


def _at_entrance(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> Judgement:
    if is_in(situation.event, person, scan.at.at):
        return _noted(scan, meaning, Verdict.ALREADY_IN)
    refusal = _unwelcome(scan, person, situation)
    permitted = situation.event.permitted
    if refusal is None and permitted is not None and situation.inside >= permitted:
        refusal = Verdict.FULL
    if refusal is not None:
        return _noted(scan, meaning, refusal)
    body = _body(scan, meaning.code, Verdict.ADMITTED, {"day": _day(scan, situation.event)})
    return Judgement(Verdict.ADMITTED, (Draft(CHECKED_IN, person.id, body),))


def _at_exit(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> Judgement:
    if not is_in(situation.event, person, scan.at.at):
        return _noted(scan, meaning, Verdict.NOT_IN)
    body = _body(scan, meaning.code, Verdict.CHECKED_OUT)
    return Judgement(Verdict.CHECKED_OUT, (Draft(CHECKED_OUT, person.id, body),))


def _at_info(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> Judgement:
    if not is_in(situation.event, person, scan.at.at):
        return _noted(scan, meaning, _unwelcome(scan, person, situation) or Verdict.NOT_IN)
    return _noted(scan, meaning, Verdict.SENT if situation.next else Verdict.ALREADY_IN)


def _at_booth(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> Judgement:
    running = next((talk for talk in situation.at_booth if talk.person == person.id), None)
    if running is not None:
        body = _body(scan, meaning.code, Verdict.TALK_DONE, {"confirmed": True})
        return Judgement(Verdict.TALK_DONE, (Draft(TALK_ENDED, running.id, body),))
    if not is_in(situation.event, person, scan.at.at) and (refusal := _unwelcome(scan, person, situation)):
        return _noted(scan, meaning, refusal)
    planned = situation.planned
    if planned is not None and planned.booth != scan.reader.booth and not situation.insisted:
        return _noted(scan, meaning, Verdict.WRONG_BOOTH)
    return Judgement(Verdict.TALK_STARTED, tuple(_talk_begins(scan, meaning, person, situation)))


def _talk_begins(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> list[Draft]:
    """A talk starts, with what that implies.

    Whoever sits here has come in and has left every other booth; where all seats are taken, the longest talk is over.
    """
    drafts: list[Draft] = []
    if not is_in(situation.event, person, scan.at.at):
        implied = {"reader": scan.reader.name, "day": _day(scan, situation.event), "implied": True}
        drafts.append(Draft(CHECKED_IN, person.id, implied))
    drafts += [Draft(TALK_ENDED, talk.id, {"implied": True}) for talk in situation.elsewhere]
    seat = free_seat(situation.booth.seats if situation.booth else 1, situation.at_booth)
    if seat is None:
        oldest = situation.at_booth[0]
        drafts.append(Draft(TALK_ENDED, oldest.id, {"implied": True}))
        seat = oldest.seat
    planned = situation.planned
    here = planned is not None and planned.booth == scan.reader.booth
    about = {"person": person.id, "number": person.number, "booth": scan.reader.booth, "seat": seat}
    if planned is not None and here:
        about |= {"block": planned.block, "round": planned.round, "position": planned.position}
    drafts.append(Draft(TALK_STARTED, f"talk:{NEW}", _body(scan, meaning.code, Verdict.TALK_STARTED, about)))
    return drafts


_BY_ROLE: Final[Mapping[ReaderRole, Callable[[Scan, Meaning, Person, Situation], Judgement]]] = {
    ReaderRole.ENTRANCE: _at_entrance,
    ReaderRole.EXIT: _at_exit,
    ReaderRole.BOOTH: _at_booth,
    ReaderRole.INFO: _at_info,
}
