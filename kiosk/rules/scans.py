"""What the scan of a badge means: the situation in, the verdict and the entries out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Final

from kiosk.model import Draft, Person, Scan, Talk, Verdict
from kiosk.programme import Block, Event, ReaderRole
from kiosk.rules.cards import Command
from kiosk.rules.commands import judge_card
from kiosk.rules.journal import NEW
from kiosk.rules.people import CHECKED_IN, CHECKED_OUT
from kiosk.rules.situation import Judgement, Meaning, Note, Situation, body_of, noted, talk_over
from kiosk.rules.talks import TALK_ENDED, TALK_STARTED, free_seat


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
        return noted(scan, meaning, Verdict.REFUSED)
    if situation.memory.waits is Command.WALK_IN and (meaning.unused or _again(meaning)):
        return _comes_in(scan, meaning, situation)
    if meaning.card is not None:
        return judge_card(scan, meaning, meaning.card, situation)
    if meaning.person is None:
        note = Note.OLD_CARD if meaning.old_card else None
        return noted(scan, meaning, meaning.fault or Verdict.UNKNOWN, note)
    if meaning.revoked:
        return noted(scan, meaning, Verdict.REVOKED)
    if situation.memory.waits is Command.CHECK_OUT:
        return _at_exit(scan, meaning, meaning.person, situation)
    return _BY_ROLE[scan.reader.role](scan, meaning, meaning.person, situation)


def _again(meaning: Meaning) -> bool:
    """Whether the card for somebody without registration came a second time: then they get no badge."""
    return meaning.card is not None and meaning.card.command is Command.WALK_IN


def _comes_in(scan: Scan, meaning: Meaning, situation: Situation) -> Judgement:
    """Somebody without registration comes in, unless nobody may."""
    if programme_day(situation.event, scan.at.at) is None:
        return noted(scan, meaning, Verdict.WRONG_DAY)
    if _is_full(situation):
        return noted(scan, meaning, Verdict.FULL)
    return Judgement(Verdict.ADMITTED, comes_in=True)


def _is_full(situation: Situation) -> bool:
    permitted = situation.event.permitted
    return permitted is not None and situation.inside >= permitted


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
        return noted(scan, meaning, Verdict.ALREADY_IN)
    refusal = _unwelcome(scan, person, situation)
    if refusal is None and _is_full(situation):
        refusal = Verdict.FULL
    if refusal is not None:
        return noted(scan, meaning, refusal)
    body = body_of(scan, meaning.code, Verdict.ADMITTED, {"day": _day(scan, situation.event)})
    return Judgement(Verdict.ADMITTED, (Draft(CHECKED_IN, person.id, body),))


def _at_exit(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> Judgement:
    """Whoever leaves the house leaves every booth."""
    if not is_in(situation.event, person, scan.at.at):
        return noted(scan, meaning, Verdict.NOT_IN)
    body = body_of(scan, meaning.code, Verdict.CHECKED_OUT)
    here = [talk for talk in situation.at_booth if talk.person == person.id]
    left = [_implied_end(talk) for talk in (*here, *situation.elsewhere)]
    return Judgement(Verdict.CHECKED_OUT, (*left, Draft(CHECKED_OUT, person.id, body)))


def _at_info(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> Judgement:
    if not is_in(situation.event, person, scan.at.at):
        return noted(scan, meaning, _unwelcome(scan, person, situation) or Verdict.NOT_IN)
    return noted(scan, meaning, Verdict.SENT if situation.next else Verdict.ALREADY_IN)


def _at_booth(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> Judgement:
    if not scan.reader.booth:
        return noted(scan, meaning, Verdict.REFUSED, Note.BOOTH_FIRST)
    running = next((talk for talk in situation.at_booth if talk.person == person.id), None)
    if running is not None:
        return Judgement(Verdict.TALK_DONE, (talk_over(scan, meaning, running, Verdict.TALK_DONE),))
    if not is_in(situation.event, person, scan.at.at) and (refusal := _unwelcome(scan, person, situation)):
        return noted(scan, meaning, refusal)
    planned = situation.planned
    if planned is not None and planned.booth != scan.reader.booth and not situation.insisted:
        return noted(scan, meaning, Verdict.WRONG_BOOTH, Note.EXPECTED_THERE, planned.booth)
    return Judgement(Verdict.TALK_STARTED, tuple(_talk_begins(scan, meaning, person, situation)))


def _implied_end(talk: Talk) -> Draft:
    return Draft(TALK_ENDED, talk.id, {"implied": True})


def _talk_begins(scan: Scan, meaning: Meaning, person: Person, situation: Situation) -> list[Draft]:
    """A talk starts, with what that implies.

    Whoever sits here has come in and has left every other booth; where all seats are taken, the longest talk is over.
    """
    drafts: list[Draft] = []
    if not is_in(situation.event, person, scan.at.at):
        implied = {"reader": scan.reader.name, "day": _day(scan, situation.event), "implied": True}
        drafts.append(Draft(CHECKED_IN, person.id, implied))
    drafts += map(_implied_end, situation.elsewhere)
    seats = situation.booth.seats if situation.booth else 1
    too_many = max(0, len(situation.at_booth) - seats + 1)
    over, on = situation.at_booth[:too_many], situation.at_booth[too_many:]
    drafts += map(_implied_end, over)
    seat = free_seat(seats, on)
    planned = situation.planned
    here = planned is not None and planned.booth == scan.reader.booth
    about = {"person": person.id, "number": person.number, "booth": scan.reader.booth, "seat": seat}
    if planned is not None and here:
        about |= {"block": planned.block, "round": planned.round, "position": planned.position}
    drafts.append(Draft(TALK_STARTED, f"talk:{NEW}", body_of(scan, meaning.code, Verdict.TALK_STARTED, about)))
    return drafts


_BY_ROLE: Final[Mapping[ReaderRole, Callable[[Scan, Meaning, Person, Situation], Judgement]]] = {
    ReaderRole.ENTRANCE: _at_entrance,
    ReaderRole.EXIT: _at_exit,
    ReaderRole.BOOTH: _at_booth,
    ReaderRole.INFO: _at_info,
}
