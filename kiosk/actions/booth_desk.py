"""One booth as its own screen shows it: who sits at each seat, who comes next, and what is done there by keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kiosk.actions import cards, scans
from kiosk.actions.closing import closed_since
from kiosk.actions.hall import Rounds, current
from kiosk.actions.people import badge_of, require_open, undo
from kiosk.actions.results import take_back
from kiosk.actions.rounds import Clocks
from kiosk.actions.seats import now_of
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Answer, Draft, Entry, KioskError, PlannedTalk, Scan, Talk
from kiosk.programme import Booth, ReaderSetting
from kiosk.rules.booths import BoothNow
from kiosk.rules.journal import standing
from kiosk.rules.results import Result, clashes
from kiosk.rules.talks import RESULT, TALK_ABOUT, TALK_ENDED

MOST_COMING = 4


@dataclass(frozen=True, slots=True)
class Held:
    """A talk, running or over, with what came of it."""

    talk: Talk
    result: Result | None = None
    clashing: tuple[Result, ...] = ()
    """The other appointments of this person that cannot be kept beside the one agreed here."""
    name: str = ""
    closed: bool = False
    """Whether nobody ended the talk and the closing of the event did."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat with the talk that runs there, else with the last one, whose result can still be said."""

    seat: str
    held: Held | None = None

    @property
    def taken(self) -> bool:
        """Whether a talk runs there."""
        return self.held is not None and self.held.talk.ends is None


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who is planned here next."""

    number: int | None
    name: str
    round: int
    starts: datetime


@dataclass(frozen=True, slots=True)
class BoothView:
    """All that a booth's screen shows until the journal changes or a phase of the clock is over."""

    now: BoothNow
    seats: tuple[Seat, ...]
    coming: tuple[Coming, ...]
    """By the plan, the next rounds first."""
    next: Coming | None
    """Who is called now: the first of those who are in the house."""
    rounds: Rounds | None
    gong: datetime | None
    """When talks were to be over last: a talk that began before has overrun since."""
    closed: bool = False
    """Whether the event is closed: nothing goes on at any booth, and nobody comes."""

    def seat(self, seat: str) -> Seat | None:
        """The seat of that name."""
        return next((known for known in self.seats if known.seat == seat), None)


def booth_view(desk: Desk, booth: Booth) -> BoothView:
    """The booth as it is now."""
    now, rounds = now_of(desk, booth), current(desk)
    names = {str(place) for place in range(1, now.booth.seats + 1)}
    names |= {talk.seat for talk in desk.store.running_talks(booth=booth.booth)}
    seats = tuple(_seat(desk, booth.booth, name) for name in sorted(names, key=lambda name: (len(name), name)))
    gong = rounds.turned(desk.now()).over if rounds else None
    closed = closed_since(desk) is not None
    coming, called = _coming(desk, booth.booth, None if closed else rounds)
    return BoothView(now, seats, coming, called, rounds, gong, closed)


def _seat(desk: Desk, booth: str, seat: str) -> Seat:
    talk = desk.store.last_talk(booth, seat)
    return Seat(seat, replace(held(desk, talk), name=_name(desk, talk.person)) if talk else None)


def held(desk: Desk, talk: Talk) -> Held:
    """A talk with what came of it up to now."""
    known = {result.id: result for result in desk.store.results_of(talk.person)}
    return Held(talk, known.get(talk.id), clashes(known.values()).get(talk.id, ()))


def talks_of(desk: Desk, booth: str) -> list[Held]:
    """Every talk at a booth with what came of it: those that run, then the last ones first."""
    closed = closed_since(desk) is not None
    return [replace(held(desk, talk), closed=closed and talk.ends is None) for talk in desk.store.talks_at(booth)]


def clashing(desk: Desk, talk: Talk, day: date, at: time | None) -> tuple[Result, ...]:
    """The other appointments of a person that could not be kept beside one on this day, were it agreed in this talk."""
    wanted = Result(talk.id, talk.person, talk.number, talk.booth, date=day, time=at, id=talk.id)
    others = [result for result in desk.store.results_of(talk.person) if result.id != talk.id]
    return clashes([*others, wanted]).get(talk.id, ())


def _name(desk: Desk, person: str) -> str:
    known = desk.store.person(person)
    return known.short_name if known else ""


def _coming(desk: Desk, booth: str, rounds: Rounds | None) -> tuple[tuple[Coming, ...], Coming | None]:
    if rounds is None:
        return (), None
    now = desk.now()

    def expected(talk: PlannedTalk) -> Coming:
        return Coming(talk.number, _name(desk, talk.person), talk.round, rounds.starts(talk.round, now))

    here = {talk.person for talk in desk.store.running_talks(booth=booth)}
    planned = cards.ahead_at(desk, booth, Clocks(desk, now))
    ahead = [talk for talk in planned if talk.person not in here and talk.block == rounds.block.id]
    called = cards.first_here(desk, ahead, now)
    return tuple(map(expected, ahead[:MOST_COMING])), expected(called) if called else None


def call_in(desk: Desk, reader: ReaderSetting, number: int) -> list[Answer]:
    """Begins or ends the talk of a number that was typed, as a scan of that person's badge would.

    Raises:
        KioskError: nobody has the number or no badge for it, or it could not be written.
    """
    person = desk.store.person_by_number(number)
    if person is None:
        raise KioskError(_("Nobody has the number {number}.").format(number=number))
    held = (code.text for code in desk.store.codes(person.id) if not code.revoked)
    code = badge_of(desk, person.id) or next(held, None)
    if code is None:
        raise KioskError(_("Number {number} has no badge. Reception gives one: F9.").format(number=number))
    return scans.take(desk, Scan(reader, code, desk.now()))


def end_talk(desk: Desk, talk: str, by: str) -> None:
    """Ends a talk that was held, however short it was.

    Raises:
        KioskError: it is over, the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        require_open(desk)
        known = store.talk(talk)
        if known is None or known.ends is not None:
            raise KioskError(_("No talk is running at this seat."))
        store.record([Draft(TALK_ENDED, talk, {"confirmed": True, "by": by})])


def last_entry(desk: Desk, talk: str) -> str:
    """The name of the last thing that was recorded of a talk, which an undo would take back; empty where none was."""
    held = standing(desk.store.entries(talk))
    return str(held[-1].id) if held else ""


def last_said(desk: Desk, talk: str) -> Entry | None:
    """What was last said of a talk at a key or by a card, its end included; None where nothing was."""
    said = [entry for entry in standing(desk.store.entries(talk)) if _is_said(entry)]
    return said[-1] if said else None


def _is_said(entry: Entry) -> bool:
    return entry.kind in (RESULT, TALK_ABOUT) or (entry.kind == TALK_ENDED and "by" in entry.body)


def unsay(desk: Desk, talk: str) -> None:
    """Takes back what was last said of a talk.

    Raises:
        KioskError: nothing was said, the event is closed, or it could not be written.
    """
    last = last_said(desk, talk)
    if last and last.kind == TALK_ENDED:
        undo(desk, str(last.id))
    else:
        take_back(desk, talk)
