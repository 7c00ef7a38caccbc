"""Who goes where in a round, who is missing there, and which talks do not end: in numbers, never in names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from kiosk.model import PlannedTalk, Talk
from kiosk.rules.clock import RoundClock


class Way(NamedTuple):
    """Where a number goes."""

    number: int
    booth: str


class Load(NamedTuple):
    """How full a booth is in a round."""

    booth: str
    seats: int
    planned: int
    missing: int
    """How many of the planned are not there; their seats can be offered to others."""

    @property
    def free(self) -> int:
        """Seats that nobody was planned for."""
        return max(0, self.seats - self.planned)


class Overrun(NamedTuple):
    """A talk that goes on after its round is over."""

    number: int | None
    booth: str
    seat: str
    over: timedelta


@dataclass(frozen=True, slots=True)
class Missing:
    """Those who are planned in a round and are not where they should be."""

    absent: tuple[Way, ...] = ()
    """Not in the house."""
    late: tuple[Way, ...] = ()
    """In the house, not at the booth; only known of booths where badges are scanned."""

    @property
    def booths(self) -> Counter[str]:
        """How many are missing at each booth."""
        return Counter(way.booth for way in (*self.absent, *self.late))


@dataclass(frozen=True, slots=True)
class Occupancy:
    """How full every booth is in every round of a plan."""

    rounds: int
    booths: tuple[str, ...]
    seats: Mapping[tuple[str, int], int]
    """Seats by booth and round, from 1; none where the booth is off."""
    taken: Mapping[tuple[str, int], int]


def ways(planned: Iterable[PlannedTalk]) -> tuple[Way, ...]:
    """Number and booth of planned talks, by number."""
    return tuple(sorted(Way(talk.number, talk.booth) for talk in planned if talk.number is not None))


def missing(
    planned: Sequence[PlannedTalk], inside: Collection[str], held: Iterable[Talk], scanning: Collection[str]
) -> Missing:
    """Who of the planned is not there.

    Args:
        planned: the talks of one round.
        inside: the ids of the persons in the house.
        held: the talks that have begun in this round, over or not.
        scanning: the booths at which badges are scanned; of the others nobody knows who came.
    """
    met = {(talk.person, talk.booth) for talk in held}
    absent = [talk for talk in planned if talk.person not in inside]
    late = [
        talk
        for talk in planned
        if talk.person in inside and talk.booth in scanning and (talk.person, talk.booth) not in met
    ]
    return Missing(ways(absent), ways(late))


def loads(seats: Mapping[str, int], planned: Iterable[PlannedTalk], lacking: Mapping[str, int]) -> tuple[Load, ...]:
    """How full each booth is in one round; ``seats`` are those of the round, ``lacking`` counts who is missing."""
    taken = Counter(talk.booth for talk in planned)
    return tuple(Load(booth, count, taken[booth], lacking.get(booth, 0)) for booth, count in seats.items())


def overruns(turned: RoundClock, running: Iterable[Talk], now: datetime) -> tuple[Overrun, ...]:
    """The talks that began before the last gong and go on, the longest first; ``turned`` is the clock as of now.

    A booth that takes its next person during the change-over is early, not late.
    """
    gong = turned.over
    if gong is None:
        return ()
    older = sorted((talk for talk in running if talk.starts < gong), key=lambda talk: (talk.starts, talk.booth))
    return tuple(Overrun(talk.number, talk.booth, talk.seat, now - gong) for talk in older)
