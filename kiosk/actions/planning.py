"""The people and booths of a block as a problem of the planner, and its answer as talks again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final

from kiosk.model import Person, PlannedTalk
from kiosk.programme import Block, Bond, BondKind, Booth, Event, Position
from kiosk.rotation import Problem, weight
from kiosk.rotation.problem import Pair, Talk
from kiosk.rules.clock import RoundClock

ANYTHING: Final = "*"
"""The wish of somebody who is open to anything."""

LAST: Final = 99
"""The rank of a booth that was not wished by name; it weighs the least."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Who and what takes part in a block; the planner knows them by their places in these lists."""

    event: Event
    block: Block
    people: tuple[Person, ...]
    seats: Mapping[str, int]
    """Seats by booth as they are now: none at a closed booth."""
    paused: frozenset[str] = frozenset()
    """Booths that take nobody in the next round but go on after it."""
    first_round: int = 1
    """The first round that may still be planned."""
    turned: RoundClock = field(default_factory=RoundClock)
    """The clock of the block as of the moment of all this."""

    @property
    def booths(self) -> tuple[Booth, ...]:
        """The booths in the order of the list."""
        return self.event.booths

    def places(self) -> dict[str, int]:
        """Where in the list each booth stands."""
        return {booth.booth: place for place, booth in enumerate(self.booths)}


def _moment(block: Block, at: time) -> datetime:
    """A time of day in a block; what is at or before the end of a block past midnight is on the second day."""
    starts = datetime.combine(block.day, block.starts)
    ends = starts + block.rounds * (block.talk + block.change)
    moment = datetime.combine(block.day, at)
    return moment + timedelta(days=1) if ends.date() > block.day and at <= ends.time() else moment


def round_span(block: Block, round_: int) -> tuple[datetime, datetime]:
    """Begin and end of a round's talk by the programme, in local time."""
    begins = datetime.combine(block.day, block.starts) + (round_ - 1) * (block.talk + block.change)
    return begins, begins + block.talk


def _within(block: Block, round_: int, earliest: time | None, latest: time | None) -> bool:
    begins, ends = round_span(block, round_)
    if earliest is not None and begins < _moment(block, earliest):
        return False
    return latest is None or ends <= _moment(block, latest)


def present_in(block: Block, person: Person, round_: int) -> bool:
    """Whether a person can be in a round: it begins no earlier than they arrive and ends no later than they leave."""
    return _within(block, round_, person.arrives, person.leaves)


def open_in(block: Block, booth: Booth, round_: int) -> bool:
    """Whether a booth takes people in a round: open all the time, and no pause overlaps the talk."""
    begins, ends = round_span(block, round_)
    paused = any(_moment(block, pause.starts) < ends and begins < _moment(block, pause.ends) for pause in booth.pauses)
    return not paused and _within(block, round_, booth.opens, booth.closes)


def wished(event: Event, person: Person) -> dict[str, tuple[int, Position | None]]:
    """The booths that a person wants with the rank of the wish, from 0, and the position that was wished there.

    A wish is a booth, or a position and so its booth. Two wishes for one booth are one, and the better rank counts; a
    wish that names nothing here is passed over, the others keep their ranks. Whoever is open to anything wants every
    other booth least of all.
    """
    return next(all_wished(event, [person]))


def all_wished(event: Event, people: Iterable[Person]) -> Iterator[dict[str, tuple[int, Position | None]]]:
    """What each of many wants; the lists of booths and positions are looked through but once."""
    booths = {booth.booth for booth in event.booths}
    positions = {position.position: position for position in event.positions}
    for person in people:
        found: dict[str, tuple[int, Position | None]] = {}
        for rank, wish in enumerate(person.wishes):
            position = None if wish in booths else positions.get(wish)
            booth = wish if wish in booths else position.booth if position else None
            if booth is not None and booth in booths:
                found.setdefault(booth, (rank, position))
        if ANYTHING in person.wishes:
            for other in event.booths:
                found.setdefault(other.booth, (LAST, None))
        yield found


def problem_of(
    hall: Hall,
    fixed: Iterable[PlannedTalk] = (),
    met: Iterable[tuple[str, str]] = (),
    taken: Mapping[Pair, int] | None = None,
) -> Problem:
    """The planner's problem.

    Args:
        hall: who takes part, and the first round that may be planned.
        fixed: talks that stay.
        met: persons and booths that already had their talk, by their ids.
        taken: seats by place of the booth and round, from 0, that others have and keep.
    """
    block, places = hall.block, hall.places()
    who = {person.id: place for place, person in enumerate(hall.people)}
    capacity = tuple(
        tuple(
            max(0, hall.seats.get(booth.booth, 0) - (taken or {}).get((place, round_ - 1), 0))
            if _plannable(hall, booth, round_)
            else 0
            for round_ in range(1, block.rounds + 1)
        )
        for place, booth in enumerate(hall.booths)
    )
    numbers = {person.number: place for place, person in enumerate(hall.people) if person.number is not None}
    bonds = [bond for bond in hall.event.bonds if bond.number in numbers]
    return Problem(
        rounds=block.rounds,
        capacity=capacity,
        presence=tuple(_presence(block, person) for person in hall.people),
        wishes=tuple(
            tuple((places[booth], weight(rank)) for booth, (rank, _) in wanted.items())
            for wanted in all_wished(hall.event, hall.people)
        ),
        fixed=tuple(
            Talk(who[talk.person], places[talk.booth], talk.round - 1) for talk in fixed if talk.booth in places
        ),
        met=frozenset((who[person], places[booth]) for person, booth in met if person in who and booth in places),
        most=_limits(hall, bonds, numbers),
        must=_pairs(bonds, BondKind.MUST, numbers, places),
        never=_pairs(bonds, BondKind.NEVER, numbers, places),
        groups=_groups(bonds, numbers),
    )


def _limits(hall: Hall, bonds: Sequence[Bond], numbers: Mapping[int, int]) -> tuple[int | None, ...]:
    most = {numbers[bond.number]: bond.talks for bond in bonds if bond.kind is BondKind.MOST}
    return tuple(most.get(place) for place in range(len(hall.people))) if most else ()


def _pairs(
    bonds: Sequence[Bond], kind: BondKind, numbers: Mapping[int, int], places: Mapping[str, int]
) -> frozenset[Pair]:
    return frozenset((numbers[bond.number], places[bond.booth]) for bond in bonds if bond.kind is kind)


def _groups(bonds: Sequence[Bond], numbers: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """Those who go together: whoever is tied to one of a group belongs to all of it."""
    groups: dict[int, set[int]] = {}
    for bond in bonds:
        if bond.kind is BondKind.TOGETHER and bond.other is not None and bond.other in numbers:
            one, other = numbers[bond.number], numbers[bond.other]
            joined = groups.get(one, {one}) | groups.get(other, {other})
            groups |= dict.fromkeys(joined, joined)
    return tuple(sorted({tuple(sorted(group)) for group in groups.values() if len(group) > 1}))


def _plannable(hall: Hall, booth: Booth, round_: int) -> bool:
    """Whether talks may be planned at a booth in a round."""
    held = booth.booth in hall.paused and round_ == hall.first_round
    return round_ >= hall.first_round and not held and open_in(hall.block, booth, round_)


def still_possible(hall: Hall, talks: Iterable[PlannedTalk], met: Container[tuple[str, str]]) -> list[PlannedTalk]:
    """Those of the talks, fixed by hand, that can still be held: person and booth are there, and have a seat."""
    people, booths = {person.id: person for person in hall.people}, {booth.booth: booth for booth in hall.booths}
    taken: Counter[tuple[str, int]] = Counter()
    found = []
    for talk in talks:
        person, booth, place = people.get(talk.person), booths.get(talk.booth), (talk.booth, talk.round)
        if person is None or booth is None or (talk.person, talk.booth) in met:
            continue
        there = present_in(hall.block, person, talk.round) and _plannable(hall, booth, talk.round)
        if there and taken[place] < hall.seats.get(talk.booth, 0):
            taken[place] += 1
            found.append(talk)
    return found


def _presence(block: Block, person: Person) -> int:
    """The rounds in which a person can be there, a bit each."""
    if person.arrives is None and person.leaves is None:
        return (1 << block.rounds) - 1
    return sum(1 << (round_ - 1) for round_ in range(1, block.rounds + 1) if present_in(block, person, round_))


def talks_of(hall: Hall, talks: Iterable[Talk], kept: Sequence[PlannedTalk] = ()) -> list[PlannedTalk]:
    """The planner's talks with names, positions and seats.

    Whoever keeps a talk keeps the seat; the others get the free ones by number.
    """
    wishes = list(all_wished(hall.event, hall.people))
    known = {(talk.booth, talk.round, talk.person): talk for talk in kept}
    used: dict[tuple[str, int], set[str]] = {}
    for talk in kept:
        used.setdefault((talk.booth, talk.round), set()).add(talk.seat)
    found = []
    for planned in sorted(talks, key=lambda talk: (talk.round, talk.booth, hall.people[talk.person].number or 0)):
        person, booth, round_ = hall.people[planned.person], hall.booths[planned.booth].booth, planned.round + 1
        at_booth = used.setdefault((booth, round_), set())
        same = known.get((booth, round_, person.id))
        seat = (same.seat if same else "") or _free_seat(at_booth)
        at_booth.add(seat)
        position = wishes[planned.person].get(booth, (0, None))[1]
        name = position.position if position else None
        locked = same is not None and same.locked
        found.append(PlannedTalk(hall.block.id, round_, person.id, person.number, booth, seat, name, locked))
    return found


def _free_seat(used: set[str]) -> str:
    seat = 1
    while str(seat) in used:
        seat += 1
    return str(seat)
