"""Mending the published plan while the hall moves, and telling who changes and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kiosk.actions import rounds
from kiosk.actions.planning import Hall, problem_of, still_possible, talks_of
from kiosk.actions.plans import draft, give_free_seats, hall_of, is_published, met, told, where
from kiosk.actions.rounds import Clocks
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import KioskError, Person, PlannedTalk, Role
from kiosk.programme import Block, Mode
from kiosk.rotation.mending import Why
from kiosk.rotation.problem import Problem
from kiosk.rotation.problem import Talk as Place
from kiosk.rotation.repair import Clash, Repair, rebalance, repair, swap_by_hand
from kiosk.rules import clock
from kiosk.rules.plans import Cause, changes


@dataclass(frozen=True, slots=True)
class Move:
    """One person who is told anew: where they were to go and where they go now, and why."""

    number: int | None
    before: tuple[tuple[int, str], ...]
    """Round and booth of the talks that went."""
    after: tuple[tuple[int, str], ...]
    why: Why
    cause: Cause
    of: str
    """The number or the booth that the cause is about."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Remedy:
    """A mended plan that is not out yet."""

    hall: Hall
    cause: Cause
    of: str
    before: tuple[PlannedTalk, ...]
    after: tuple[PlannedTalk, ...]
    whys: dict[str, Why]
    gain: int = 0

    @property
    def moved(self) -> int:
        """How many people would be told anew."""
        return len(changes(self.before, self.after))


def welcome(desk: Desk, person: Person, clocks: Clocks | None = None) -> None:
    """Finds talks for somebody who has just come in, where a plan is out and they have none, or missed rounds of it.

    Free seats come first, for they disturb nobody; only where that leaves fewer talks than planned do others change.
    """
    clocks = clocks or Clocks(desk, desk.now())
    if person.role is not Role.ATTENDEE or not desk.event.booths:
        return
    for block in rounds.with_rounds(desk):
        planned = desk.store.planned(block.id, person.id)
        if _has_missed(block, planned, clocks) if planned else is_published(desk, block):
            _find_talks(desk, block, person, planned)


def _has_missed(block: Block, planned: Iterable[PlannedTalk], clocks: Clocks) -> bool:
    """Whether somebody was planned in a round that has begun without them."""
    first = clock.first_open_round(clocks.of(block), block, clocks.now)
    return any(talk.round < first for talk in planned)


def _find_talks(desk: Desk, block: Block, person: Person, planned: Sequence[PlannedTalk]) -> None:
    came = desk.store.person(person.id)  # As of now: whoever comes during their talk has it still.
    hall = hall_of(desk, block, [came] if came else [])
    if came and hall.people:
        give_free_seats(desk, hall, came, Cause.ARRIVED, str(came.number))
        _make_way(desk, hall, came, planned)


def _make_way(desk: Desk, hall: Hall, person: Person, planned: Sequence[PlannedTalk]) -> None:
    """Mends the plan where free seats alone leave somebody who was late with fewer talks than planned."""
    found = [talk for talk in desk.store.planned(hall.block.id, person.id) if talk.round >= hall.first_round]
    lacking = min(len(planned), hall.block.rounds - hall.first_round + 1) - len(found)
    been = met(desk, hall, desk.store.talks_of(person.id), planned)
    known = {talk.booth for talk in found} | {booth for _, booth in been}
    missed = [talk for talk in planned if talk.round < hall.first_round and talk.booth not in known]
    if missed and lacking > 0:
        mend(desk, Cause.ARRIVED, str(person.number), missed[:lacking])


def mend(desk: Desk, cause: Cause, of: str, missed: Sequence[PlannedTalk] = ()) -> list[Move]:
    """Mends the plan of every block that has one, after something has happened; who changes.

    Talks of the running and the announced round stay unless they became impossible, and at most two others change
    rounds for a talk that would be lost.

    Args:
        desk: the open event.
        cause: what has happened.
        of: the number or the booth that it is about.
        missed: talks of rounds that are over, to be made good like lost ones.

    Raises:
        KioskError: it could not be written.
    """
    moves: list[Move] = []
    for block in desk.event.blocks:
        if block.mode is Mode.ROUNDS and is_published(desk, block):
            with desk.store.write():
                found = _record(desk, _mended(desk, block, repair, cause, of, missed))
                moves += found
                _seat_at_once(desk, block, found)
    return moves


def _seat_at_once(desk: Desk, block: Block, moves: Iterable[Move]) -> None:
    """Free seats of the announced round, which a repair leaves alone, for those who have just lost their talk in it."""
    announced = clock.first_open_round(rounds.clock_of(desk, block), block, desk.now())
    for move in moves:
        lost = move.why is Why.OWN and any(round_ == announced for round_, _ in move.before)
        person = desk.store.person_by_number(move.number) if lost and move.number is not None else None
        hall = hall_of(desk, block, [person]) if person else None
        if person and hall and hall.people:
            give_free_seats(desk, hall, person, move.cause, move.of)


def propose_rebalance(desk: Desk, block: Block) -> Remedy:
    """A better plan for all that keeps most talks: how many people it moves and what it gains, before anybody decides.

    Raises:
        KioskError: no plan is out, or there is nothing to plan for.
    """
    if not is_published(desk, block):
        raise KioskError(_("No plan is out yet. Publish one first."))
    return _mended(desk, block, rebalance, Cause.REBALANCED, "")


def publish_remedy(desk: Desk, remedy: Remedy) -> list[Move]:
    """Makes a mended plan hold.

    Raises:
        KioskError: a round has begun since it was made.
    """
    with desk.store.write():
        hall = hall_of(desk, remedy.hall.block)
        if hall.first_round != remedy.hall.first_round:
            raise KioskError(_("A round has begun since this plan was made. Plan again."))
        return _record(desk, replace(remedy, hall=hall))


def swap(desk: Desk, block: Block, round_: int, one: int, other: int) -> list[Move]:
    """Exchanges two people's talks of a round by hand; both talks are then locked.

    Raises:
        KioskError: one of them does not take part, cannot be there, or has met that booth.
    """
    with desk.store.write():
        hall = hall_of(desk, block)
        places = {person.number: place for place, person in enumerate(hall.people)}
        for number in (one, other):
            if number not in places:
                raise KioskError(_("Number {number} does not take part.").format(number=number))
        if round_ < hall.first_round:
            raise KioskError(_("Round {round} has begun already.").format(round=round_))
        before = _ahead(desk, hall)
        problem = problem_of(hall, met=met(desk, hall, desk.store.talks(), desk.store.planned(block.id)))
        try:
            talks = swap_by_hand(problem, _places(hall, before), round_ - 1, places[one], places[other])
        except Clash as clash:
            text = _("Number {number} cannot go there in round {round}: not present, or at that booth before.")
            raise KioskError(text.format(number=hall.people[clash.person].number, round=round_)) from None
        after = [
            replace(talk, locked=True) if talk.round == round_ and talk.number in (one, other) else talk
            for talk in talks_of(hall, talks, kept=before)
        ]
        whys = dict.fromkeys((person.id for person in hall.people), Why.OWN)
        return _record(desk, Remedy(hall, Cause.SWAPPED, f"{one}, {other}", tuple(before), tuple(after), whys))


def lock(desk: Desk, block: Block, number: int, round_: int, *, locked: bool) -> None:
    """Fixes a talk of the plan by hand, so that no planning takes it away, or lets it go again.

    Raises:
        KioskError: this number has no talk in that round, or the round has begun.
    """
    with desk.store.write() as store:
        hall = hall_of(desk, block)
        mine = [talk for talk in _ahead(desk, hall) if talk.number == number]
        if not any(talk.round == round_ for talk in mine):
            raise KioskError(_("Number {number} has no talk in round {round}.").format(number=number, round=round_))
        talks = [replace(talk, locked=locked) if talk.round == round_ else talk for talk in mine]
        store.record([draft(hall, mine[0].person, number, talks)])


def recent_moves(desk: Desk, limit: int = 20) -> list[Move]:
    """Who was last told anew, the newest first."""
    found = []
    for entry in desk.store.newest_plans(limit):
        body = entry.body
        if "why" in body:
            found.append(
                Move(
                    body.get("number"),
                    tuple((round_, booth) for round_, booth in body["before"]),
                    tuple((round_, booth) for round_, booth in body["after"]),
                    Why(body["why"]),
                    Cause(body["cause"]),
                    str(body["of"]),
                    entry.at,
                )
            )
    return found


def _mended(
    desk: Desk,
    block: Block,
    how: Callable[[Problem, Iterable[Place], int], Repair],
    cause: Cause,
    of: str,
    missed: Iterable[PlannedTalk] = (),
) -> Remedy:
    hall = hall_of(desk, block)
    planned = desk.store.planned(block.id)
    before = [talk for talk in planned if talk.round >= hall.first_round]
    known = _taking_part(hall, before)
    been = met(desk, hall, desk.store.talks(), planned)
    locked = still_possible(hall, (talk for talk in known if talk.locked), been)
    problem = problem_of(hall, fixed=locked, met=been)
    again = [talk for talk in missed if talk.block == block.id]
    mended = how(problem, _places(hall, [*known, *_taking_part(hall, again)]), _first_free(hall) - 1)
    whys = {hall.people[change.person].id: change.why for change in mended.moved}
    return Remedy(hall, cause, of, tuple(before), tuple(talks_of(hall, mended.talks, kept=known)), whys, mended.gain)


def _first_free(hall: Hall) -> int:
    """The first round that has not been announced: while rounds run, people know the next one already."""
    return hall.first_round if hall.turned.phase is clock.Phase.WAITING else hall.first_round + 1


def _ahead(desk: Desk, hall: Hall) -> list[PlannedTalk]:
    """The published talks of rounds that have not begun, of those who take part."""
    return _taking_part(hall, [t for t in desk.store.planned(hall.block.id) if t.round >= hall.first_round])


def _taking_part(hall: Hall, talks: Iterable[PlannedTalk]) -> list[PlannedTalk]:
    who, places = {person.id for person in hall.people}, hall.places()
    return [talk for talk in talks if talk.person in who and talk.booth in places]


def _places(hall: Hall, talks: Sequence[PlannedTalk]) -> list[Place]:
    who, places = {person.id: place for place, person in enumerate(hall.people)}, hall.places()
    return [Place(who[talk.person], places[talk.booth], talk.round - 1) for talk in talks]


def _record(desk: Desk, remedy: Remedy) -> list[Move]:
    """Writes a mended plan for those who change; only within ``write``."""
    moves, drafts, at = [], [], desk.now().at
    for change in changes(remedy.before, remedy.after):
        was, becomes = where(change.before), where(change.after)
        why = remedy.whys.get(change.person, Why.OWN)
        gone, new = tuple(sorted(was - becomes)), tuple(sorted(becomes - was))
        move = Move(change.number, gone, new, why, remedy.cause, remedy.of, at)
        moves.append(move)
        drafts.append(draft(remedy.hall, change.person, change.number, change.after, **_told(move)))
    desk.store.record(drafts)
    return moves


def _told(move: Move) -> dict[str, Any]:
    return told(move.why, move.cause, move.of, move.before, move.after)
