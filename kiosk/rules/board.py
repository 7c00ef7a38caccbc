"""What goes on at every seat of a booth: in numbers, for the people who look after the booths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.model import PlannedTalk, Talk
from kiosk.rules.booths import BoothNow, BoothState


class SeatState(StrEnum):
    """What a seat is in."""

    FREE = "free"
    EXPECTED = "expected"
    """The running round has somebody here who has not been scanned."""
    RUNNING = "running"
    OVERRUN = "overrun"
    """A talk that began before the last gong goes on."""
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat at one moment."""

    seat: str
    state: SeatState
    number: int | None = None
    """Who is in or expected."""
    since: datetime | None = None
    """Since when the talk has run, or the gong that it has outlasted, or since when somebody has been expected."""
    next: int | None = None
    """Who comes in the coming round."""


@dataclass(frozen=True, slots=True)
class Board:
    """One booth at one moment."""

    now: BoothNow
    state: BoothState
    seats: tuple[Seat, ...]
    ahead: int = 0
    """How many talks are planned here in the rounds that have not begun."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the rounds say that all booths share."""

    began: datetime | None = None
    """When the running round began; None while none is running."""
    gong: datetime | None = None
    """When the talks of a round were last over."""


def board(
    now: BoothNow,
    state: BoothState,
    moment: Moment,
    talks: Sequence[Talk],
    planned: Sequence[PlannedTalk],
    coming: Sequence[PlannedTalk],
    ahead: int,
) -> Board:
    """A booth at one moment.

    Args:
        now: the booth, with its seats.
        state: its state, hours and pauses of the list included.
        moment: what the rounds say.
        talks: the talks at this booth that run or have begun since the last gong.
        planned: the talks of the running round at this booth.
        coming: the talks of the coming round at this booth.
        ahead: how many talks are planned here from the coming round on.
    """
    running = {talk.seat: talk for talk in talks if talk.ends is None}
    came = {talk.person for talk in talks}
    expected = {talk.seat: talk for talk in planned if talk.person not in came}
    following = {talk.seat: talk.number for talk in coming}
    names = dict.fromkeys([*(str(seat) for seat in range(1, now.booth.seats + 1)), *sorted(running), *sorted(expected)])
    seats = tuple(
        _seat(seat, state, moment, running.get(seat), expected.get(seat), following.get(seat)) for seat in names
    )
    return Board(now, state, seats, ahead)


def _seat(
    seat: str,
    state: BoothState,
    moment: Moment,
    talk: Talk | None,
    expected: PlannedTalk | None,
    following: int | None,
) -> Seat:
    if talk is not None:
        late = moment.gong is not None and talk.starts < moment.gong
        since = moment.gong if late else talk.starts
        return Seat(seat, SeatState.OVERRUN if late else SeatState.RUNNING, talk.number, since, following)
    if state is not BoothState.OPEN:
        return Seat(seat, SeatState(state), next=following)
    if expected is not None:
        return Seat(seat, SeatState.EXPECTED, expected.number, moment.began, following)
    return Seat(seat, SeatState.FREE, next=following)
