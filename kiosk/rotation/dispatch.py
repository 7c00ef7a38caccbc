"""Who is called next when there is no gong: each time a seat gets free, one decision.

The policy "scarce" serves first who has had the fewest talks, among them who has to leave soon, among them who wants
this booth most, among them who has waited longest. A booth calls people for its free interviewers and for a few ready
seats beside them, so that nobody is waited for while walking. All times are whole seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LEAVING_SOON: Final = 30 * 60
"""Whoever leaves within this time is served before others with as many talks."""

BAND: Final = 3
"""So many neighbouring ranks of a wish count alike."""

READY_SEATS: Final = 2
"""Seats beside a booth for people who are called before an interviewer is free."""

Score = tuple[int, bool, int, int, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is free to be sent to a booth."""

    person: int
    wishes: tuple[int, ...]
    """Booths that are still wished, the most wanted first."""
    talks: int
    """Talks held so far."""
    since: int
    """When the waiting began."""
    leaves: int | None = None
    """When the person has to go; None: stays to the end."""


def score(waiting: Waiting, rank: int, now: int) -> Score:
    """The order in which people are called, lowest first; ``rank`` is that of the booth among the wishes, from 0."""
    soon = waiting.leaves is not None and waiting.leaves - now <= LEAVING_SOON
    return waiting.talks, not soon, rank // BAND, waiting.since, waiting.person


def call(booth: int, free: Iterable[Waiting], now: int) -> int | None:
    """Whom a booth with room calls; None: nobody who is free wants it."""
    ranked = ((person, person.wishes.index(booth)) for person in free if booth in person.wishes)
    best = min((score(person, rank, now) for person, rank in ranked), default=None)
    return None if best is None else best[-1]


def send(wishes: Sequence[int], room: Mapping[int, int]) -> int | None:
    """Where somebody who has just become free goes at once: the most wanted booth with room; None: wait and roam."""
    return next((booth for booth in wishes if room.get(booth, 0) > 0), None)


def room(interviewers: int, there: int, coming: int, ready: int = READY_SEATS) -> int:
    """How many more people a booth can take.

    Args:
        interviewers: talks that the booth holds at the same time; 0 while it is closed, and then nobody is called.
        there: people in a talk or on a ready seat.
        coming: people who were called and are on their way.
        ready: ready seats.
    """
    return max(0, interviewers + ready - there - coming) if interviewers else 0


def wait(ahead: int, interviewers: int, seconds: int) -> int | None:
    """About how long until somebody is called, in seconds; None while the booth is closed.

    Args:
        ahead: how many will be called before, and those who are waiting at the booth.
        interviewers: talks that the booth holds at the same time.
        seconds: a talk with the change after it, as the booth's moving average has it.
    """
    return ahead * seconds // interviewers if interviewers else None


def average(known: int, latest: int) -> int:
    """The moving average of a booth's talks after one more, in seconds; the last five talks or so count."""
    return (4 * known + latest) // 5 if known else latest
