"""Taking a scan: what it means, what is written, and what is answered once that is durable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiosk.actions import feedback, people
from kiosk.actions.cards import card_of, coming_to
from kiosk.actions.closing import erased_text
from kiosk.actions.lane import waiting
from kiosk.actions.plans import is_published
from kiosk.actions.repairs import welcome
from kiosk.actions.rounds import Clocks, next_talk, talk_now, with_rounds
from kiosk.actions.seats import booth_at
from kiosk.codes import BADGE, TEST_CODE, Reading, layout_of, read
from kiosk.desk import Desk
from kiosk.i18n import _, ngettext
from kiosk.model import Answer, Draft, Entry, Person, Role, Scan, Talk, Verdict
from kiosk.programme import ReaderRole
from kiosk.result_words import care_texts
from kiosk.rules import closing
from kiosk.rules.cards import Command
from kiosk.rules.clock import Phase
from kiosk.rules.journal import NEW
from kiosk.rules.lane import Why
from kiosk.rules.people import CHECKED_IN, SCANNED
from kiosk.rules.readers import Memory, after, seen_again
from kiosk.rules.results import clashes
from kiosk.rules.scans import judge
from kiosk.rules.situation import Judgement, Meaning, Note, Situation, body_of
from kiosk.words import LAYOUTS, note_text, position_text, result_text

_FAULTS = {"misread": Verdict.MISREAD, "foreign": Verdict.FOREIGN}


@dataclass(frozen=True, slots=True)
class _Taken:
    """What has become of a scan."""

    meaning: Meaning
    judgement: Judgement
    entries: Sequence[Entry]
    person: Person | None
    """Whom the answer is about, as they are now; None where it is about nobody."""


def take(desk: Desk, scan: Scan) -> list[Answer]:
    """Judges what a reader delivered and records it; one answer for each code in it.

    Raises:
        KioskError: it could not be written; then nothing of it counts and staff have to be told so.
    """
    return [_take(desk, scan, reading) for reading in read(scan.text, desk.store.event_key)]


def _take(desk: Desk, scan: Scan, reading: Reading) -> Answer:
    if counted := feedback.by_card(desk, scan, reading):
        return counted
    memory = desk.memories.of(scan.reader, scan.at)
    here = _placed(scan, memory)
    if desk.repeats.is_repeat(scan, reading.code):
        desk.memories.keep(scan.reader, seen_again(memory, scan.at))
        meaning = _meaning(desk, reading)
        taken = _Taken(meaning, Judgement(Verdict.REPEAT), (), meaning.person)
        return _answer(desk, here, taken, Clocks(desk, scan.at))
    if reading.code == TEST_CODE:
        return _tested(desk, here)
    clocks = Clocks(desk, scan.at)
    with desk.store.write() as store:
        meaning = _meaning(desk, reading)
        judgement = judge(here, meaning, _situation(desk, here, meaning, memory, clocks))
        entries = _taken_in(desk, here, meaning) if judgement.comes_in else store.record(judgement.drafts)
        taken = _Taken(meaning, judgement, entries, _whom(desk, meaning, judgement, entries))
        if taken.person and any(entry.kind == CHECKED_IN for entry in entries):
            welcome(desk, taken.person, clocks)
        answer = _answer(desk, here, taken, clocks)
    desk.repeats.remember(scan, reading.code)
    told = after(memory, scan, meaning.code, meaning.card, judgement.verdict, entries)
    desk.memories.keep(scan.reader, told)
    return answer


def _tested(desk: Desk, scan: Scan) -> Answer:
    """The answer to the test code: the reader is proved for today, and whoever set it up hears of its layout."""
    with desk.store.write() as store:
        store.record([Draft(SCANNED, f"scan:{NEW}", body_of(scan, TEST_CODE, Verdict.COMMAND))])
    desk.repeats.remember(scan, TEST_CODE)
    told = _(LAYOUTS[layout_of(scan.text)])
    return Answer(Verdict.COMMAND, scan.at.at, TEST_CODE, booth=scan.reader.booth, reason=told)


def _placed(scan: Scan, memory: Memory) -> Scan:
    """The scan at the booth that a shared reader works for just now."""
    if scan.reader.role is not ReaderRole.BOOTH or scan.reader.booth:
        return scan
    return replace(scan, reader=replace(scan.reader, booth=memory.booth))


def _taken_in(desk: Desk, scan: Scan, meaning: Meaning) -> list[Entry]:
    """Takes in somebody without registration, with the badge that was scanned or with a number only."""
    given = {"codes": [meaning.code]} if meaning.unused else {}
    return desk.store.entries(people.walk_in(desk, given, scan.reader).id)


def is_listed(desk: Desk, text: str) -> bool:
    """Whether a text means anything here: it is somebody's code, or one of the event's cards."""
    found = (_meaning(desk, reading) for reading in read(text, desk.store.event_key))
    return any(meaning.person or meaning.card for meaning in found)


def _meaning(desk: Desk, reading: Reading) -> Meaning:
    """Whose code it is. The list decides; what a code says of itself only explains why nobody has it.

    Only a card is known by its code alone, which nobody can make without the event's key.
    """
    genuine = reading.kind == "ours"
    if genuine and not reading.code.startswith(BADGE):
        card = card_of(desk, reading.code)
        return Meaning(reading.code, fault=None if card else Verdict.UNKNOWN, card=card, old_card=card is None)
    for candidate in reading.candidates:
        owners = desk.store.owners(candidate)
        if owners:
            person, revoked = owners[0]
            return Meaning(reading.code, person, revoked)
    return Meaning(reading.code, fault=_FAULTS.get(reading.kind, Verdict.UNKNOWN), unused=genuine)


def _situation(desk: Desk, scan: Scan, meaning: Meaning, memory: Memory, clocks: Clocks) -> Situation:
    """What the verdict depends on, and no more, since reading it takes time while somebody waits."""
    store = desk.store
    if closing.is_closed(store.entries(closing.EVENT, *closing.KINDS)):
        return Situation(desk.event, closed=True, memory=memory)
    role, booth, person = scan.reader.role, scan.reader.booth, meaning.person
    at_booth = role is ReaderRole.BOOTH
    comes = memory.waits is Command.WALK_IN or (person is not None and role is ReaderRole.ENTRANCE)
    leaves = memory.waits is Command.CHECK_OUT or role is ReaderRole.EXIT
    last = store.talk(memory.talk) if meaning.card and memory.talk else None
    return Situation(
        desk.event,
        inside=store.inside(desk.today()) if comes and desk.event.permitted else 0,
        next=next_talk(desk, person.id, clocks) if person and role is ReaderRole.INFO else None,
        booth=booth_at(desk, booth) if person and at_booth else None,
        at_booth=tuple(store.running_talks(booth=booth)) if at_booth else (),
        elsewhere=_elsewhere(desk, person, scan) if person and (at_booth or leaves) else (),
        planned=talk_now(desk, person.id, clocks) if person and at_booth else None,
        insisted=memory.sent == meaning.code,
        memory=memory,
        last=last,
        result=store.result(last.id) if last else None,
        coming=coming_to(desk, booth, clocks) if _asks_who_is_next(meaning) and booth else None,
    )


def _elsewhere(desk: Desk, person: Person, scan: Scan) -> tuple[Talk, ...]:
    """The talks of a person that run at other booths than the reader's."""
    here = scan.reader.booth if scan.reader.role is ReaderRole.BOOTH else None
    return tuple(talk for talk in desk.store.running_talks(person=person.id) if talk.booth != here)


def _asks_who_is_next(meaning: Meaning) -> bool:
    return meaning.card is not None and meaning.card.command is Command.NEXT


def lack(desk: Desk, person: Person, clocks: Clocks) -> str:
    """What to tell somebody who has come in and is planned nowhere, though a plan is out; empty where none is."""
    planned = (is_published(desk, block) for block in with_rounds(desk) if clocks.of(block).phase is not Phase.ENDED)
    if person.role is not Role.ATTENDEE or not any(planned) or desk.store.talks_of(person.id):
        return ""
    if not person.wishes:
        return _("No talk is planned: no wishes are known (Ctrl+E).")
    return _("No free seat at the wished booths: F3, then F11 plans anew.")


def marks(person: Person) -> dict[str, Any]:
    """What staff are to know of a person whenever they scan the badge."""
    return {"assistance": person.assistance, "interpreting": person.interpreting, "unasked": person.unasked}


FEW: Final = 3
"""So few free places in the house are worth telling whoever stands at the door."""


def may_come_in(desk: Desk) -> str:
    """How many persons may come in, while the house is nearly full; empty while there is room, or no limit."""
    permitted = desk.event.permitted
    free = 0 if permitted is None else permitted - desk.store.inside(desk.today())
    if permitted is None or not 0 < free <= FEW:
        return ""
    text = ngettext("One person may come in.", "{n} persons may come in.", free)
    parked = sum(case.why is Why.FULL for case in waiting(desk))
    lane = ngettext("{n} waits on the second lane.", "{n} wait on the second lane.", parked) if parked else ""
    return f"{text} {lane}".strip()


def _answer(desk: Desk, scan: Scan, taken: _Taken, clocks: Clocks) -> Answer:
    """What is told, from what is now in the journal."""
    meaning, judgement, person = taken.meaning, taken.judgement, taken.person
    verdict, role = judgement.verdict, scan.reader.role
    told = Answer(
        verdict,
        scan.at.at,
        meaning.code,
        booth=scan.reader.booth,
        reason=_reason(desk, judgement, taken.entries),
        entry=str(taken.entries[-1].id) if taken.entries else "",
        number=int(judgement.of) if judgement.note is Note.NEXT else None,
        card=meaning.card.means if meaning.card and meaning.card.command else "",
    )
    if person is None:
        return told
    next_ = next_talk(desk, person.id, clocks)
    return replace(
        told,
        number=person.number,
        name="" if role is ReaderRole.INFO else person.short_name,
        first=person.first_in,
        first_reader=person.first_reader,
        next=next_,
        role=person.role,
        reason=_told(desk, person, verdict, clocks, going=next_ is not None) or told.reason,
        person=person.id,
        **marks(person),
    )


def _told(desk: Desk, person: Person, verdict: Verdict, clocks: Clocks, *, going: bool) -> str:
    """What is worth telling of whoever comes in and is planned nowhere, or goes."""
    if verdict is Verdict.CHECKED_OUT:
        return may_come_in(desk)
    return lack(desk, person, clocks) if verdict is Verdict.ADMITTED and not going else ""


def _whom(desk: Desk, meaning: Meaning, judgement: Judgement, entries: Sequence[Entry]) -> Person | None:
    """Whom an answer is about, as they are now; None where it is about nobody."""
    known = meaning.person.id if meaning.person else judgement.person
    whom = entries[-1].entity if judgement.comes_in else known
    return desk.store.person(whom) if whom else None


def _reason(desk: Desk, judgement: Judgement, entries: Sequence[Entry]) -> str:
    """What staff are told besides the verdict; after a card, all that is known of the talk by now."""
    if judgement.note:
        return note_text(judgement.note, judgement.of)
    if judgement.verdict is Verdict.REFUSED:
        return erased_text(desk)
    if judgement.verdict is not Verdict.RECORDED:
        return ""
    talk, result = desk.store.talk(entries[-1].entity), desk.store.result(entries[-1].entity)
    said = [position_text(desk.event, talk.position) if talk else "", result_text(result)]
    if result:
        clashing = clashes(desk.store.results_of(result.person)).get(result.id, ())
        said += [f"▲ {text}" for text in care_texts(result, clashing)]
    return " · ".join(part for part in said if part)
