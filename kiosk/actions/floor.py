"""What a moderator sees of the hall, in numbers: who is missing where, how full the booths are, what does not end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.actions import announcements, stopping
from kiosk.actions.hall import Rounds, current, missing_now, planned_now
from kiosk.actions.planning import open_in
from kiosk.actions.rounds import clock_of
from kiosk.actions.seats import booths_now
from kiosk.desk import Desk
from kiosk.model import Instant, PlannedTalk
from kiosk.programme import Block
from kiosk.rules import seating
from kiosk.rules.announcements import Announcement
from kiosk.rules.booths import BoothNow, BoothState
from kiosk.rules.clock import first_open_round
from kiosk.rules.seating import Load, Missing, Occupancy, Overrun


@dataclass(frozen=True, slots=True)
class FloorView:
    """The hall at one moment."""

    rounds: Rounds
    stopped: bool
    inside: int
    """Persons in the house."""
    planned: bool
    """Whether a plan was published."""
    round: int | None
    """The round that ``missing`` and ``loads`` belong to: the running one, else the coming one."""
    missing: Missing
    loads: tuple[Load, ...]
    overruns: tuple[Overrun, ...]
    told: Announcement | None = None
    """What is being announced in the hall."""

    def stage(self, now: Instant) -> tuple[object, ...]:
        """Differs from an earlier answer where time alone has changed more than what is left."""
        return (*self.rounds.stage(now), self.told is not None and self.told.holds(now.at))


def floor_view(desk: Desk) -> FloorView | None:
    """The hall now; None where the programme has no rounds."""
    rounds = current(desk)
    if rounds is None:
        return None
    now = desk.now()
    planned, round_ = planned_now(desk, rounds, now), rounds.present(now)
    lacking = missing_now(desk, rounds, now, planned)
    return FloorView(
        rounds,
        stopping.stopped(desk),
        desk.store.inside(desk.today()),
        desk.store.has_plan(rounds.block.id),
        round_,
        lacking,
        seating.loads(_seats_now(desk, rounds.block, round_), planned, lacking.booths) if round_ else (),
        seating.overruns(rounds.turned(now), desk.store.running_talks(), now.at),
        announcements.current(desk),
    )


def _seats_now(desk: Desk, block: Block, round_: int) -> dict[str, int]:
    return {now.booth.booth: _seats(now, block, round_, round_) for now in booths_now(desk)}


def occupancy(desk: Desk, block: Block, talks: Iterable[PlannedTalk] | None = None) -> Occupancy:
    """How full every booth is in every round, by a plan that is only proposed or else by the published one."""
    known, first = booths_now(desk), first_open_round(clock_of(desk, block), block, desk.now())
    if talks is None:
        taken = desk.store.seats_taken(block.id)
    else:
        taken = dict(Counter((talk.booth, talk.round) for talk in talks))
    seats = {
        (now.booth.booth, round_): _seats(now, block, round_, first) if round_ >= first else now.booth.seats
        for now in known
        for round_ in range(1, block.rounds + 1)
    }
    return Occupancy(block.rounds, tuple(now.booth.booth for now in known), seats, taken)


def _seats(now: BoothNow, block: Block, round_: int, first: int) -> int:
    """The seats of a booth in a round; a break by hand lasts until after ``first``, the next round to begin."""
    if not open_in(block, now.booth, round_):
        return 0
    return now.booth.seats if now.state is BoothState.PAUSED and round_ > first else now.seats
