"""Taking a scan: what it means, what is written, and what is answered once that is durable."""

from __future__ import annotations

from kiosk.actions.plans import is_published
from kiosk.actions.repairs import welcome
from kiosk.actions.rounds import next_talk, status, talk_now, with_rounds
from kiosk.actions.seats import booth_at
from kiosk.codes import Reading, read
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Answer, Entry, Person, Role, Scan, Verdict
from kiosk.programme import ReaderRole
from kiosk.rules.clock import State
from kiosk.rules.closing import is_closed
from kiosk.rules.people import CHECKED_IN
from kiosk.rules.scans import Meaning, Situation, judge

_FAULTS = {"misread": Verdict.MISREAD, "foreign": Verdict.FOREIGN}


def take(desk: Desk, scan: Scan) -> list[Answer]:
    """Judges what a reader delivered and records it; one answer for each code in it.

    Raises:
        KioskError: it could not be written; then nothing of it counts and staff have to be told so.
    """
    return [_take(desk, scan, reading) for reading in read(scan.text, desk.store.event_key)]


def _take(desk: Desk, scan: Scan, reading: Reading) -> Answer:
    if desk.repeats.is_repeat(scan, reading.code):
        return _answer(desk, scan, _meaning(desk, reading), Verdict.REPEAT, [])
    with desk.store.write() as store:
        meaning = _meaning(desk, reading)
        judgement = judge(scan, meaning, _situation(desk, scan, meaning))
        entries = store.record(judgement.drafts)
        if meaning.person and any(entry.kind == CHECKED_IN for entry in entries):
            welcome(desk, meaning.person)
    desk.repeats.remember(scan, reading.code, judgement.verdict)
    return _answer(desk, scan, meaning, judgement.verdict, entries)


def is_listed(desk: Desk, text: str) -> bool:
    """Whether somebody on the list has this code."""
    return any(_meaning(desk, reading).person for reading in read(text, desk.store.event_key))


def _meaning(desk: Desk, reading: Reading) -> Meaning:
    """Whose code it is. The list decides; what a code says of itself only explains why nobody has it."""
    for candidate in reading.candidates:
        owners = desk.store.owners(candidate)
        if owners:
            person, revoked = owners[0]
            return Meaning(reading.code, person, revoked)
    return Meaning(reading.code, fault=_FAULTS.get(reading.kind, Verdict.UNKNOWN))


def _situation(desk: Desk, scan: Scan, meaning: Meaning) -> Situation:
    """What the verdict depends on, and no more, since reading it takes time while somebody waits."""
    store, role = desk.store, scan.reader.role
    closed = is_closed(store.entries("event"))
    if meaning.person is None or closed:
        return Situation(desk.event, closed=closed)
    if role is ReaderRole.INFO:
        return Situation(desk.event, next=next_talk(desk, meaning.person.id, scan.at))
    if role is not ReaderRole.BOOTH:
        return Situation(desk.event, inside=store.inside(desk.today()) if desk.event.permitted else 0)
    running = store.running_talks(person=meaning.person.id)
    return Situation(
        desk.event,
        booth=booth_at(desk, scan.reader.booth),
        at_booth=tuple(store.running_talks(booth=scan.reader.booth)),
        elsewhere=tuple(talk for talk in running if talk.booth != scan.reader.booth),
        planned=talk_now(desk, meaning.person.id, scan.at),
        insisted=desk.repeats.insisted(scan, meaning.code),
    )


def lack(desk: Desk, person: Person) -> str:
    """What to tell somebody who has come in and is planned nowhere, though a plan is out; empty where none is."""
    ahead = [block for block in with_rounds(desk) if status(desk, block).state is not State.ENDED]
    planned = any(is_published(desk, block) for block in ahead)
    if person.role is not Role.ATTENDEE or not planned or desk.store.talks_of(person.id):
        return ""
    if not person.wishes:
        return _("No talk is planned: no wishes are known (F5, F8).")
    return _("No free seat at the wished booths: F3, then F11 plans anew.")


def _answer(desk: Desk, scan: Scan, meaning: Meaning, verdict: Verdict, entries: list[Entry]) -> Answer:
    """What is told, from what is now in the journal."""
    person = desk.store.person(meaning.person.id) if meaning.person else None
    if person is None:
        return Answer(verdict, scan.at.at, meaning.code, booth=scan.reader.booth)
    next_ = next_talk(desk, person.id, scan.at)
    return Answer(
        verdict,
        scan.at.at,
        meaning.code,
        number=person.number,
        name="" if scan.reader.role is ReaderRole.INFO else person.short_name,
        first=person.first_in,
        first_reader=person.first_reader,
        next=next_,
        role=person.role,
        booth=scan.reader.booth,
        reason=lack(desk, person) if verdict is Verdict.ADMITTED and next_ is None else "",
        entry=str(entries[-1].id) if entries else "",
        person=person.id,
    )
