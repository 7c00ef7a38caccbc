"""The round clock: what a moderator commands and what time makes of it.

The journal holds the commands only. The state at any moment follows from them and from that moment, so nothing runs
that could be killed: a moderator who comes back, the hall and the shell all see the same time left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.model import Entry, Instant
from kiosk.programme import Block, Event
from kiosk.rules.journal import standing

STARTED: Final = "round_started"
PAUSED: Final = "round_paused"
RESUMED: Final = "round_resumed"
EXTENDED: Final = "round_extended"
ENDED: Final = "round_ended"
CLOSED: Final = "rounds_closed"
"""Ends the whole block before its last round."""

KINDS: Final = frozenset({STARTED, PAUSED, RESUMED, EXTENDED, ENDED, CLOSED})

ZERO: Final = timedelta(0)


class State(StrEnum):
    """What the hall sees."""

    WAITING = "waiting"
    RUNNING = "running"
    WARNING = "warning"
    CHANGE = "change"
    PAUSED = "paused"
    ENDED = "ended"


class Phase(StrEnum):
    """What the clock itself is in; the warning is only the end of a talk, a pause holds either."""

    WAITING = "waiting"
    TALK = "talk"
    CHANGE = "change"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoundClock:
    """The clock of a block at its last turn: a command, or the end of a phase."""

    phase: Phase = Phase.WAITING
    round: int = 0
    since: Instant | None = None
    """When ``left`` was true; None before the first start."""
    left: timedelta = ZERO
    held: bool = False
    epoch: int = 1
    began: datetime | None = None
    """When the talks of ``round`` began."""
    over: datetime | None = None
    """When the talks of a round were last over."""


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """The state of a block at one moment, as everyone is shown it."""

    block: str
    state: State
    round: int
    """The round that runs, or the last one that ran; 0 before the first."""
    rounds: int
    left: timedelta
    """Time left in the talk, the change-over, or the pause's held time."""
    ends: datetime | None
    """When the talk or the change-over ends; None while nothing runs."""
    shift: timedelta
    """How much later than planned the next rounds begin; negative where they are early."""

    @property
    def talking(self) -> bool:
        """Whether a round's talks are being held, paused or not."""
        return self.state in (State.RUNNING, State.WARNING)


def entity_of(block: str) -> str:
    """The entity that holds a block's clock."""
    return f"clock:{block}"


def instant_of(entry: Entry) -> Instant:
    """The reading of the clocks that stands in a command."""
    return Instant(entry.at, str(entry.body.get("boot", "")), float(entry.body.get("steady", 0.0)))


def _later(instant: Instant, passed: timedelta) -> Instant:
    return Instant(instant.at + passed, instant.boot, instant.steady + passed.total_seconds())


def _next_phase(clock: RoundClock, block: Block) -> RoundClock:
    """What follows when the time of a phase is over."""
    assert clock.since is not None
    turned = _later(clock.since, clock.left)
    if clock.phase is Phase.CHANGE:
        return _talks_begin(clock, block, turned)
    phase, left = (Phase.ENDED, ZERO) if clock.round >= block.rounds else (Phase.CHANGE, block.change)
    return replace(clock, phase=phase, since=turned, left=left, over=turned.at)


def _talks_begin(clock: RoundClock, block: Block, at: Instant) -> RoundClock:
    return replace(clock, phase=Phase.TALK, round=clock.round + 1, since=at, left=block.talk, held=False, began=at.at)


def advance(clock: RoundClock, block: Block, now: Instant) -> RoundClock:
    """The clock as time alone has made it by now."""
    while not clock.held and clock.since is not None and clock.phase in (Phase.TALK, Phase.CHANGE):
        if now.since(clock.since) < clock.left or (clock.phase is Phase.CHANGE and not block.auto):
            break
        clock = _next_phase(clock, block)
        if clock.phase is Phase.TALK:
            clock = _without_stops(clock, block, now)
    return clock


def _without_stops(clock: RoundClock, block: Block, now: Instant) -> RoundClock:
    """The clock after all whole rounds that have passed since talks began, in one step: it is asked at every scan."""
    assert clock.since is not None
    whole = block.talk + block.change
    passed = min(now.since(clock.since) // whole, block.rounds - clock.round)
    if passed < 1:
        return clock
    begins = _later(clock.since, passed * whole)
    over = begins.at - block.change
    return replace(clock, round=clock.round + passed, since=begins, began=begins.at, over=over)


def allowed(clock: RoundClock, kind: str) -> bool:
    """Whether a command means anything in this state; ``clock`` is the clock as of now."""
    running = clock.phase in (Phase.TALK, Phase.CHANGE)
    if kind == STARTED:
        return clock.phase is Phase.WAITING or (clock.phase is Phase.CHANGE and not clock.held)
    if kind == PAUSED:
        return running and not clock.held
    if kind == RESUMED:
        return clock.held
    if kind == ENDED:
        return clock.phase is Phase.TALK
    if kind == EXTENDED:
        return running
    return clock.phase is not Phase.ENDED


def _left(clock: RoundClock, now: Instant) -> timedelta:
    if clock.held or clock.since is None:
        return clock.left
    return max(ZERO, clock.left - now.since(clock.since))


def _commanded(clock: RoundClock, entry: Entry, block: Block) -> RoundClock:
    """The clock after a command that is allowed; ``clock`` is the clock as of that moment."""
    now = instant_of(entry)
    clock = replace(clock, left=_left(clock, now), since=now)
    if entry.kind == STARTED:
        return _talks_begin(clock, block, now)
    if entry.kind == PAUSED:
        return replace(clock, held=True)
    if entry.kind == RESUMED:
        return replace(clock, held=False)
    if entry.kind == EXTENDED:
        more = timedelta(seconds=float(entry.body["seconds"]))
        return replace(clock, left=clock.left + more)
    if entry.kind == ENDED:
        return _next_phase(replace(clock, left=ZERO, held=False), block)
    over = now.at if clock.phase is Phase.TALK else clock.over
    return replace(clock, phase=Phase.ENDED, left=ZERO, held=False, over=over)


def clock_of(entries: Iterable[Entry], block: Block) -> RoundClock:
    """The clock after all commands that hold.

    A command that means nothing where it arrives is passed over: two laptops that start the same round start it once.
    Of two moderators the one with the higher epoch is heard.
    """
    clock = RoundClock()
    for entry in standing(entries):
        epoch = int(entry.body.get("epoch", 1))
        if entry.kind not in KINDS or epoch < clock.epoch:
            continue
        clock = replace(advance(clock, block, instant_of(entry)), epoch=epoch)
        meant = entry.kind != STARTED or entry.body.get("round") in (None, clock.round + 1)
        if meant and allowed(clock, entry.kind):
            clock = _commanded(clock, entry, block)
    return clock


def begins(event: Event, block: Block, round_: int) -> datetime:
    """When a round begins by the programme."""
    return event.moment(block.day, block.starts) + (round_ - 1) * (block.talk + block.change)


def shift_of(clock: RoundClock, event: Event, block: Block, now: Instant) -> timedelta:
    """How much later than by the programme the rest of the block takes place; ``clock`` is the clock as of now."""
    if clock.phase is Phase.WAITING:
        return max(ZERO, now.at - begins(event, block, 1))
    if clock.phase is Phase.ENDED or clock.since is None:
        return ZERO
    if clock.phase is Phase.TALK:
        return now.at + _left(clock, now) - (begins(event, block, clock.round) + block.talk)
    return now.at + _left(clock, now) - begins(event, block, clock.round + 1)


def status_of(clock: RoundClock, event: Event, block: Block, now: Instant) -> RoundStatus:
    """The state of a block now."""
    clock = advance(clock, block, now)
    left = _left(clock, now)
    state = State.PAUSED if clock.held else State(clock.phase.replace("talk", "running"))
    if state is State.RUNNING and left <= block.warning:
        state = State.WARNING
    runs = state in (State.RUNNING, State.WARNING, State.CHANGE)
    return RoundStatus(
        block=block.id,
        state=state,
        round=clock.round,
        rounds=block.rounds,
        left=left,
        ends=now.at + left if runs else None,
        shift=shift_of(clock, event, block, now),
    )


def starts_at(clock: RoundClock, event: Event, block: Block, round_: int, now: Instant) -> datetime:
    """When a round begins or began, as far as can be said now: by the programme, shifted by what has happened."""
    clock = advance(clock, block, now)
    if clock.began is not None and round_ == clock.round:
        return clock.began
    return begins(event, block, round_) + shift_of(clock, event, block, now)


def first_open_round(clock: RoundClock, block: Block, now: Instant) -> int:
    """The first round that the clock has not started; one more than there are where all have been."""
    clock = advance(clock, block, now)
    return block.rounds + 1 if clock.phase is Phase.ENDED else clock.round + 1
