"""Seats of people who did not come, offered to people who are there and wish them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from kiosk.actions import rounds
from kiosk.actions.planning import Hall, present_in, wished
from kiosk.actions.plans import draft, hall_of, told, where
from kiosk.actions.repairs import Move
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import KioskError, Person, PlannedTalk
from kiosk.programme import Block
from kiosk.rotation.mending import Why
from kiosk.rules.clock import starts_at
from kiosk.rules.plans import Cause
from kiosk.words import clock_time


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat of the running round that stayed empty, and who could have it."""

    seat: PlannedTalk
    taker: Person


def offers(desk: Desk, block: Block) -> list[Offer]:
    """Who could have the seats of those who did not come to the running round; nothing is recorded.

    Whoever is in the house, has no talk now and wishes that booth may have it: those with the fewest talks first, then
    by the rank of the wish.

    Raises:
        KioskError: no round is running, or the time for latecomers is not over.
    """
    round_ = _running(desk, block)
    hall = hall_of(desk, block)
    people = {person.id: person for person in hall.people}
    now = desk.store.planned(block.id, round_=round_)
    busy = {talk.person for talk in now} | {talk.person for talk in desk.store.running_talks()}
    counts = Counter(talk.person for talk in desk.store.planned(block.id))
    found = []
    for seat in now:
        absent = seat.person not in people or not people[seat.person].inside
        if absent and (taker := _taker(desk, hall, seat, busy, counts)):
            busy.add(taker.id)
            found.append(Offer(seat, taker))
    return found


def offer_seats(desk: Desk, block: Block) -> list[Move]:
    """Gives the seats of those who did not come to those who could have them.

    Raises:
        KioskError: no round is running, or the time for latecomers is not over.
    """
    with desk.store.write():
        hall = hall_of(desk, block)
        return [move for offer in offers(desk, block) for move in _handed_over(desk, hall, offer.seat, offer.taker)]


def _running(desk: Desk, block: Block) -> int:
    """The running round, once the time for latecomers is over."""
    status, now = rounds.status(desk, block), desk.now()
    if not status.talking:
        raise KioskError(_("No round is running."))
    over = starts_at(rounds.clock_of(desk, block), desk.event, block, status.round, now) + block.grace
    if now.at < over:
        text = _("Seats are offered from {time} on: until then those who are late may still come.")
        raise KioskError(text.format(time=clock_time(desk.event, over)))
    return status.round


def _taker(
    desk: Desk, hall: Hall, seat: PlannedTalk, busy: Collection[str], counts: Mapping[str, int]
) -> Person | None:
    """Who should have a seat that stayed empty; None where nobody wants it."""
    wanting = []
    for person in hall.people:
        wish = wished(hall.event, person).get(seat.booth)
        if wish and person.inside and person.id not in busy and present_in(hall.block, person, seat.round):
            known = {talk.booth for talk in desk.store.talks_of(person.id)}
            known |= {talk.booth for talk in desk.store.planned(hall.block.id, person.id)}
            if seat.booth not in known:
                wanting.append((counts[person.id], wish[0], person.number or 0, person))
    return min(wanting, key=lambda found: found[:3])[3] if wanting else None


def _handed_over(desk: Desk, hall: Hall, seat: PlannedTalk, taker: Person) -> list[Move]:
    moves = []
    for person, number in ((seat.person, seat.number), (taker.id, taker.number)):
        mine = [talk for talk in desk.store.planned(hall.block.id, person) if talk.round >= seat.round]
        keep = [talk for talk in mine if talk.round != seat.round]
        given = [replace(seat, person=person, number=number, locked=False)] if person == taker.id else []
        gone, new = sorted(where(mine) - where(keep)), sorted(where(given))
        why = Why.OFFERED if given else Why.OWN
        move = Move(number, tuple(gone), tuple(new), why, Cause.OFFERED, str(seat.number), desk.now().at)
        said = {"from": seat.round, **told(why, move.cause, move.of, gone, new)}
        desk.store.record([draft(hall, person, number, [*given, *keep], **said)])
        moves.append(move)
    return moves
