"""What the hall is told: the time, and which number goes to which booth. No name is read for it, so none can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.actions import announcements, stopping
from kiosk.actions.rounds import clock_of, rounds_block
from kiosk.desk import Desk
from kiosk.model import Instant, PlannedTalk
from kiosk.programme import Block, Event
from kiosk.rules import clock, seating
from kiosk.rules.announcements import Announcement
from kiosk.rules.clock import Phase, RoundClock, RoundStatus
from kiosk.rules.seating import Missing, Way

GRACE: Final = timedelta(minutes=1)
"""How long people may take to their seats after the gong before their numbers are called."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """A block and its clock after the last command; what time makes of it needs no further reading."""

    event: Event
    block: Block
    clock: RoundClock

    def status(self, now: Instant) -> RoundStatus:
        """The state now."""
        return clock.status_of(self.clock, self.event, self.block, now)

    def turned(self, now: Instant) -> RoundClock:
        """The clock as time has made it by now."""
        return clock.advance(self.clock, self.block, now)

    def talking(self, now: Instant) -> bool:
        """Whether talks are being held, in a pause of the clock too."""
        return self.turned(now).phase is Phase.TALK

    def coming(self, now: Instant) -> int | None:
        """The round that begins next; None where there is none any more."""
        first = clock.first_open_round(self.clock, self.block, now)
        return first if first <= self.block.rounds else None

    def present(self, now: Instant) -> int | None:
        """The round whose talks are being held, else the one that begins next."""
        return self.turned(now).round if self.talking(now) else self.coming(now)

    def calling(self, now: Instant) -> bool:
        """Whether the numbers of those who are missing are called by now."""
        began = self.turned(now).began
        return self.talking(now) and began is not None and now.at - began >= GRACE

    def stage(self, now: Instant) -> tuple[object, ...]:
        """Differs from an earlier answer where time alone has changed more than what is left."""
        status = self.status(now)
        return status.state, status.round, self.calling(now)

    def starts(self, round_: int, now: Instant) -> datetime:
        """When a round begins, as far as can be said now."""
        return clock.starts_at(self.clock, self.event, self.block, round_, now)


@dataclass(frozen=True, slots=True)
class HallView:
    """All that the public display knows."""

    rounds: Rounds | None
    """None where the programme has no rounds."""
    stopped: bool
    inside: int
    """Persons in the house."""
    round: int | None = None
    """The round that ``ways`` belong to: the coming one."""
    ways: tuple[Way, ...] = ()
    called: tuple[Way, ...] = ()
    """Last call: those in the house who are missing at a booth of the running round."""
    announcement: Announcement | None = None
    """What the hall is told beside the rounds, until its time is over."""


def current(desk: Desk) -> Rounds | None:
    """The rounds that are on: of the first block that is not over, else of the last; None without any."""
    if not desk.has_rounds:
        return None
    block = rounds_block(desk)
    return Rounds(desk.event, block, clock_of(desk, block))


def hall_view(desk: Desk) -> HallView:
    """What the hall is shown now, until the journal changes or a phase of the clock is over."""
    rounds, stopped, inside = current(desk), stopping.stopped(desk), desk.store.inside(desk.today())
    told = announcements.current(desk)
    if rounds is None:
        return HallView(None, stopped, inside, announcement=told)
    now = desk.now()
    coming = rounds.coming(now)
    planned = desk.store.planned(rounds.block.id, round_=coming) if coming else []
    called = _called(desk, rounds, now)
    return HallView(rounds, stopped, inside, coming, seating.ways(planned), called, told)


def _called(desk: Desk, rounds: Rounds, now: Instant) -> tuple[Way, ...]:
    return missing_now(desk, rounds, now, planned_now(desk, rounds, now)).late if rounds.calling(now) else ()


def planned_now(desk: Desk, rounds: Rounds, now: Instant) -> list[PlannedTalk]:
    """The planned talks of the running round, else of the coming one."""
    round_ = rounds.present(now)
    return desk.store.planned(rounds.block.id, round_=round_) if round_ else []


def missing_now(desk: Desk, rounds: Rounds, now: Instant, planned: Sequence[PlannedTalk]) -> Missing:
    """Who of the planned is missing; before the round has begun nobody is late at a booth."""
    inside = desk.store.inside_ids(desk.today())
    if not rounds.talking(now):
        return seating.missing(planned, inside, (), ())
    return seating.missing(planned, inside, desk.store.talks(since=rounds.turned(now).over), desk.store.talk_booths())
