"""Paper mode: what was ticked by hand while no screen worked is recorded with its real times, and marked as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from kiosk.actions.people import require_open
from kiosk.actions.repairs import welcome
from kiosk.actions.seats import booth_at
from kiosk.desk import Desk
from kiosk.i18n import _, ngettext
from kiosk.model import Draft, Instant, KioskError, Person, Scan, Talk, Verdict
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.paper import Act, Fault, Line, read
from kiosk.rules.people import CHECKED_IN, CHECKED_OUT, as_of
from kiosk.rules.results import Application, Step
from kiosk.rules.scans import day_of, judge, programme_day
from kiosk.rules.situation import Meaning, Situation
from kiosk.rules.talks import RESULT, TALK_ABOUT, TALK_ENDED, TALK_STARTED
from kiosk.words import application_text, clock_time, position_text, step_text

ROLES: Final = {Act.IN: ReaderRole.ENTRANCE, Act.OUT: ReaderRole.EXIT, Act.TALK: ReaderRole.BOOTH}

MOST_NAMED: Final = 3
"""So many people are told by name in a preview, for staff to compare; more are only counted."""


MOST_UNKNOWN: Final = 8


class State(StrEnum):
    """What becomes of a line."""

    RECORDED = "recorded"
    KNOWN = "known"
    """All of it was typed in before; nothing is counted twice."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line means, or why it cannot be, in a sentence; and the entries that it left."""

    line: int
    state: State
    text: str
    entries: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    """What staff may want to know of it, though it holds."""

    @property
    def whole(self) -> str:
        """The sentence with its hints."""
        return " · ".join((self.text, *self.hints))


@dataclass(slots=True)
class _Reading:
    """A line on its way into the journal."""

    line: Line
    at: datetime
    ends: datetime | None
    people: list[Person] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    known: int = 0


def preview(desk: Desk, text: str) -> list[Outcome]:
    """What each line would be recorded as, and what is wrong with it; nothing is recorded."""
    return [_refused(line) if isinstance(line, Fault) else _tried(desk, line) for line in read(text)]


def record(desk: Desk, text: str) -> list[Outcome]:
    """Records each line whole or not at all; in the order of their times, and told in the order of the lines.

    Raises:
        KioskError: the event is closed, or it could not be written.
    """
    require_open(desk)
    lines = list(read(text))
    told = {line.line: _refused(line) for line in lines if isinstance(line, Fault)}
    sound = [line for line in lines if isinstance(line, Line)]
    for line in sorted(sound, key=lambda each: (_moment(desk, each)[0], each.line)):
        told[line.line] = _recorded(desk, line)
    return [told[line.line] for line in lines]


def take_back(desk: Desk, outcome: Outcome) -> None:
    """Takes back everything that one line has left.

    Raises:
        KioskError: the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        require_open(desk)
        for name in reversed(outcome.entries):
            station, _dash, seq = name.rpartition("-")
            entry = store.entry(station, int(seq))
            if entry is not None:
                store.record([Draft(UNDONE, entry.entity, {"entry": name})])


def _refused(fault: Fault) -> Outcome:
    return Outcome(fault.line, State.REFUSED, _(fault.why).format(what=fault.what))


def _tried(desk: Desk, line: Line) -> Outcome:
    try:
        reading = _reading(desk, line)
    except KioskError as error:
        return Outcome(line.line, State.REFUSED, str(error))
    for person in reading.people:
        _drafts(desk, reading, person)
    return _told(desk, reading)


def _recorded(desk: Desk, line: Line) -> Outcome:
    """Records one line in one transaction."""
    entries: list[str] = []
    with desk.store.write():
        try:
            reading = _reading(desk, line)
        except KioskError as error:
            return Outcome(line.line, State.REFUSED, str(error))
        for person in reading.people:
            entries += _record_one(desk, reading, person)
    return replace(_told(desk, reading), entries=tuple(entries))


def _record_one(desk: Desk, reading: _Reading, person: Person) -> Iterator[str]:
    drafts = _drafts(desk, reading, person)
    written = desk.store.record(drafts)
    talk = next((entry.entity for entry in written if entry.kind == TALK_STARTED), None)
    if talk:
        written += desk.store.record(_about(desk, reading, person, talk))
    if any(entry.kind == CHECKED_IN for entry in written):
        welcome(desk, person)
    return (str(entry.id) for entry in written)


def _moment(desk: Desk, line: Line) -> tuple[datetime, datetime | None]:
    day = line.day or day_of(desk.event, desk.now().at)
    return desk.event.moment(day, line.at), desk.event.moment(day, line.ends) if line.ends else None


def _reading(desk: Desk, line: Line) -> _Reading:
    """The line with what it names.

    Raises:
        KioskError: it names what there is not, or a time that cannot be.
    """
    at, ends = _moment(desk, line)
    now = desk.now().at
    if max(at, ends or at) > now:
        text = _("{time} is still to come: it is {now} now.")
        raise KioskError(text.format(time=clock_time(desk.event, max(at, ends or at)), now=clock_time(desk.event, now)))
    if programme_day(desk.event, at) is None:
        day = desk.event.local(at).date().isoformat()
        raise KioskError(_("The event is not on {day}. Write the day before the time.").format(day=day))
    found = _Reading(line, at, ends)
    _check_place(desk, line)
    people = {number: desk.store.person_by_number(number) for number in line.numbers}
    unknown = [str(number) for number, person in people.items() if person is None]
    if unknown:
        text = _("Nobody has the number {numbers}.")
        named = ", ".join(unknown[:MOST_UNKNOWN]) + (" …" if len(unknown) > MOST_UNKNOWN else "")
        raise KioskError(text.format(numbers=named))
    found.people = [person for person in people.values() if person]
    return found


def _check_place(desk: Desk, line: Line) -> None:
    known = [booth.booth for booth in desk.event.booths]
    if line.act is Act.TALK and line.booth not in known:
        raise KioskError(_("There is no booth {booth}.").format(booth=line.booth))
    offered = [position.position for position in desk.event.positions if position.booth == line.booth]
    if line.position and line.position not in offered:
        text = _("There is no position {position} at this booth. Known are: {known}.")
        raise KioskError(text.format(position=line.position, known=", ".join(offered) or "–"))


def _drafts(desk: Desk, reading: _Reading, person: Person) -> list[Draft]:
    """What one tick leaves: what a scan at that time would have left, without its refusals."""
    if _is_known(desk, reading, person):
        reading.known += 1
        return []
    if reading.line.act is Act.DONE:
        return _ending(desk, reading, person)
    then = as_of(person.id, desk.store.entries(person.id), reading.at) or person
    if person.cancelled:
        reading.hints.append(_("Number {number} is cancelled, and counts all the same.").format(number=person.number))
    scan = Scan(ReaderSetting(ROLES[reading.line.act], booth=reading.line.booth), "", Instant(reading.at))
    judgement = judge(scan, Meaning("", replace(then, cancelled=False)), _situation(desk, reading, person))
    _hint(desk, reading, then, judgement.verdict)
    return [_marked(draft, reading.at) for draft in judgement.drafts]


def _situation(desk: Desk, reading: _Reading, person: Person) -> Situation:
    """The booth as it was then; nobody was counted at the door."""
    if reading.line.act is not Act.TALK:
        return Situation(desk.event)
    running = [talk for talk in desk.store.talks() if _runs(talk, reading.at) and talk.person != person.id]
    own = [talk for talk in desk.store.talks_of(person.id) if talk.ends is None and talk.starts <= reading.at]
    return Situation(
        desk.event,
        booth=booth_at(desk, reading.line.booth),
        at_booth=tuple(talk for talk in running if talk.booth == reading.line.booth),
        elsewhere=tuple(own),
    )


def _runs(talk: Talk, at: datetime) -> bool:
    return talk.starts <= at and (talk.ends is None or talk.ends > at)


def _marked(draft: Draft, at: datetime) -> Draft:
    """A draft with its real time, and the mark that it was typed in from paper."""
    return replace(draft, body={**draft.body, "at": at.isoformat(timespec="milliseconds"), "paper": True})


def _about(desk: Desk, reading: _Reading, person: Person, talk: str) -> list[Draft]:
    """The end of a talk and what came of it. One without an end is over at the latest when the next one began."""
    line, ends = reading.line, reading.ends
    drafts = []
    if ends is None:
        later = [other.starts for other in desk.store.talks_of(person.id) if other.starts > reading.at]
        if later:
            drafts.append(_marked(Draft(TALK_ENDED, talk, {"implied": True}), min(later)))
    else:
        drafts.append(_marked(Draft(TALK_ENDED, talk, {"confirmed": True}), ends))
    if line.position:
        drafts.append(_marked(Draft(TALK_ABOUT, talk, {"position": line.position}), reading.at))
    if line.outcome:
        drafts.append(_marked(Draft(RESULT, talk, {**line.outcome, "by": "paper"}), ends or reading.at))
    return drafts


def _ending(desk: Desk, reading: _Reading, person: Person) -> list[Draft]:
    """The end of the talk that was running then."""
    running = [talk for talk in desk.store.talks_of(person.id) if talk.ends is None and talk.starts <= reading.at]
    if not running:
        text = _("Number {number} had no running talk at that time; nothing was ended.")
        reading.hints.append(text.format(number=person.number))
        return []
    return [_marked(Draft(TALK_ENDED, talk.id, {"confirmed": True}), reading.at) for talk in running]


def _is_known(desk: Desk, reading: _Reading, person: Person) -> bool:
    """Whether this very tick is in the journal already."""
    line, at = reading.line, reading.at
    talks = desk.store.talks_of(person.id)
    if line.act is Act.TALK:
        return any(talk.booth == line.booth and talk.starts == at for talk in talks)
    if line.act is Act.DONE:
        return any(talk.ends == at for talk in talks)
    kind = CHECKED_IN if line.act is Act.IN else CHECKED_OUT
    held = standing(desk.store.entries(person.id))
    return any(entry.at == at and entry.body.get("paper") and _is_same(entry.kind, entry.body, kind) for entry in held)


def _is_same(kind: str, body: Any, wanted: str) -> bool:
    """Whether an entry is this tick, or what became of it where it changed nothing."""
    without = Verdict.ALREADY_IN if wanted == CHECKED_IN else Verdict.NOT_IN
    return (kind == wanted and not body.get("implied")) or body.get("verdict") == without


def _hint(desk: Desk, reading: _Reading, then: Person, verdict: Verdict) -> None:
    if verdict is Verdict.ALREADY_IN and then.last_in:
        text = _("Number {number} was in already, since {time}; nothing changes.")
        reading.hints.append(text.format(number=then.number, time=clock_time(desk.event, then.last_in)))
    elif verdict is Verdict.NOT_IN:
        text = _("Number {number} was not in the house at that time; nothing changes.")
        reading.hints.append(text.format(number=then.number))


def _told(desk: Desk, reading: _Reading) -> Outcome:
    """How the line was read, in one sentence."""
    line, hints = reading.line, list(reading.hints)
    known = reading.known == len(reading.people)
    if known:
        hints = [_("Typed in before; it is not counted twice.")]
    elif reading.known:
        before = ngettext("{n} of them was typed in before.", "{n} of them were typed in before.", reading.known)
        hints.append(before)
    return Outcome(line.line, State.KNOWN if known else State.RECORDED, _sentence(desk, reading), hints=tuple(hints))


def _sentence(desk: Desk, reading: _Reading) -> str:
    line = reading.line
    texts = {
        Act.IN: _("{time} checked in: {who}"),
        Act.OUT: _("{time} checked out: {who}"),
        Act.TALK: _("{time} talk at booth {booth}: {who}"),
        Act.DONE: _("{time} talk over: {who}"),
    }
    when = clock_time(desk.event, reading.at) + (f"–{line.ends:%H:%M}" if line.ends else "")
    if line.day:
        when = f"{line.day.isoformat()} {when}"
    said = texts[line.act].format(time=when, booth=line.booth, who=_who(reading.people))
    return " · ".join([said, *_came_of_it(desk, line)])


def _came_of_it(desk: Desk, line: Line) -> list[str]:
    """What was ticked of a talk besides its time: the position, the application, the next step."""
    said = line.outcome or {}
    application = application_text(Application(said.get("application", Application.NONE)))
    step = step_text(Step(said.get("next_step", Step.UNSAID)))
    return [part for part in (position_text(desk.event, line.position), application, step) if part]


def _who(people: Sequence[Person]) -> str:
    if len(people) > MOST_NAMED:
        count = ngettext("{n} person", "{n} persons", len(people))
        return f"{count} ({people[0].number} … {people[-1].number})"
    return ", ".join(f"{person.number} {person.short_name}".strip() for person in people)
