"""What the hall is told: the time, and which number goes to which booth. No name is read for it, so none can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.actions import stopping
from kiosk.actions.booths import booths_now
from kiosk.actions.planning import open_in
from kiosk.actions.rounds import clock_of, rounds_block
from kiosk.desk import Desk
from kiosk.model import Block, Event, Instant, PlannedTalk
from kiosk.rules import clock, seating
from kiosk.rules.clock import Phase, RoundClock, RoundStatus
from kiosk.rules.seating import Load, Missing, Overrun, Way


@dataclass(frozen=True, slots=True)
class Rounds:
    """A block and its clock after the last command; what time makes of it needs no further reading."""

    event: Event
    block: Block
    turned: RoundClock

    def status(self, now: Instant) -> RoundStatus:
        """The state now."""
        return clock.status_of(self.turned, self.event, self.block, now)

    def coming(self, now: Instant) -> int | None:
        """The round that begins next; None where there is none any more."""
        first = clock.first_open_round(self.turned, self.block, now)
        return first if first <= self.block.rounds else None

    def present(self, now: Instant) -> int | None:
        """The round whose talks are being held, else the one that begins next."""
        turned = clock.advance(self.turned, self.block, now)
        return turned.round if turned.phase is Phase.TALK else self.coming(now)

    def starts(self, round_: int, now: Instant) -> clock.datetime:
        """When a round begins, as far as can be said now."""
        return clock.starts_at(self.turned, self.event, self.block, round_, now)


@dataclass(frozen=True, slots=True)
class HallView:
    """All that the public display knows."""

    rounds: Rounds | None
    """None where the programme has no rounds."""
    stopped: bool = False
    inside: int = 0
    """Persons in the house."""
    round: int | None = None
    """The round that ``ways`` belong to."""
    ways: tuple[Way, ...] = ()
    called: tuple[Way, ...] = ()
    """Last call: those in the house who are missing at a booth of the running round."""


def current(desk: Desk) -> Rounds | None:
    """The rounds that are on: of the first block that is not over, else of the last."""
    if not desk.has_rounds:
        return None
    block = rounds_block(desk)
    return Rounds(desk.event, block, clock_of(desk, block))


def hall_view(desk: Desk) -> HallView:
    """What the hall is shown now, until the journal changes or a phase of the clock is over."""
    rounds, inside = current(desk), desk.store.inside()
    if rounds is None:
        return HallView(None, stopping.stopped(desk), inside)
    coming = rounds.coming(desk.now())
    planned = desk.store.planned(rounds.block.id, round_=coming) if coming else []
    return HallView(
        rounds,
        stopping.stopped(desk),
        inside,
        coming,
        seating.ways(planned),
        _missing(desk, rounds, _planned_now(desk, rounds)).late if _talking(desk, rounds) else (),
    )


def _talking(desk: Desk, rounds: Rounds) -> bool:
    return rounds.status(desk.now()).talking


def _planned_now(desk: Desk, rounds: Rounds) -> list[PlannedTalk]:
    """The talks of the running round, else of the coming one."""
    round_ = rounds.present(desk.now())
    return desk.store.planned(rounds.block.id, round_=round_) if round_ else []


def _missing(desk: Desk, rounds: Rounds, planned: Sequence[PlannedTalk]) -> Missing:
    """Who is missing of the planned; at a booth nobody can be late before the round has begun."""
    inside = desk.store.inside_ids()
    turned = clock.advance(rounds.turned, rounds.block, desk.now())
    if turned.phase is not Phase.TALK:
        return seating.missing(planned, inside, (), ())
    return seating.missing(planned, inside, desk.store.talks(since=turned.over), desk.store.talk_booths())


@dataclass(frozen=True, slots=True)
class FloorView:
    """What a moderator sees of the hall: in numbers too, since the screen stands where people pass."""

    rounds: Rounds
    stopped: bool
    inside: int
    round: int | None
    """The round that ``missing`` and ``loads`` belong to: the running one, else the coming one."""
    missing: Missing
    loads: tuple[Load, ...]
    overruns: tuple[Overrun, ...]


def floor_view(desk: Desk) -> FloorView | None:
    """The hall as the moderator sees it now; None where the programme has no rounds."""
    rounds = current(desk)
    if rounds is None:
        return None
    now = desk.now()
    planned, round_ = _planned_now(desk, rounds), rounds.present(now)
    lacking = _missing(desk, rounds, planned)
    turned = clock.advance(rounds.turned, rounds.block, now)
    return FloorView(
        rounds,
        stopping.stopped(desk),
        desk.store.inside(),
        round_,
        lacking,
        seating.loads(_seats(desk, rounds.block, round_), planned, lacking.booths) if round_ else (),
        seating.overruns(turned, desk.store.running_talks(), now.at),
    )


def _seats(desk: Desk, block: Block, round_: int) -> dict[str, int]:
    """The seats that each booth has in a round."""
    return {now.booth.booth: now.seats if open_in(block, now.booth, round_) else 0 for now in booths_now(desk)}
