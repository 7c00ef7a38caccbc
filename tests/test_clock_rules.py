"""The round clock: what the hall is shown follows from the moderator's commands and from the moment alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.model import Entry, Instant
from kiosk.programme import Block, Event, Mode
from kiosk.rules import clock
from kiosk.rules.clock import RoundClock, RoundStatus, State
from kiosk.rules.journal import UNDONE
from kiosk.rules.signals import Signal, Signals

BLOCK = Block("talks", Mode.ROUNDS, date(2026, 11, 22), time(10), rounds=3)
EVENT = Event("Job-Speed-Dating", BLOCK.day, ZoneInfo("Europe/Berlin"), blocks=(BLOCK,))
TEN = datetime(2026, 11, 22, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def moment(minutes: float, wall_off: float = 0, boot: str = "b1") -> Instant:
    """So many minutes after ten o'clock; the wall clock can be off by seconds."""
    return Instant(TEN + minutes * MINUTE + timedelta(seconds=wall_off), boot, 5000 + minutes * 60)


@dataclass
class Moderator:
    """Gives commands as a laptop writes them."""

    block: Block = BLOCK
    station: str = "desk-a"
    entries: list[Entry] = field(default_factory=list)

    def give(self, kind: str, at: Instant, **body: object) -> Entry:
        stated = {"at": at.at.isoformat(), "boot": at.boot, "steady": at.steady, **body}
        seq = 1 + sum(entry.station == self.station for entry in self.entries)
        ordinal = f"{int(at.steady * 1000) if at.boot == 'b1' else int(at.at.timestamp() * 1000):013d}.{seq:06d}"
        self.entries.append(Entry(self.station, seq, ordinal, kind, clock.entity_of(self.block.id), stated))
        return self.entries[-1]

    def undo(self, entry: Entry, at: Instant) -> None:
        self.give(UNDONE, at, entry=str(entry.id))

    @property
    def clock(self) -> RoundClock:
        return clock.clock_of(self.entries, self.block)

    def status(self, at: Instant) -> RoundStatus:
        return clock.status_of(self.clock, EVENT, self.block, at)

    def seen(self, at: Instant) -> tuple[State, int, float]:
        status = self.status(at)
        return status.state, status.round, status.left / MINUTE


@pytest.fixture
def moderator() -> Moderator:
    return Moderator()


def test_nothing_happens_before_the_first_start(moderator: Moderator) -> None:
    assert moderator.seen(moment(-30)) == (State.WAITING, 0, 0)
    assert moderator.seen(moment(500)) == (State.WAITING, 0, 0)
    assert moderator.status(moment(0)).ends is None


def test_a_started_block_runs_to_its_end_by_itself(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    assert moderator.seen(moment(0)) == (State.RUNNING, 1, 10)
    assert moderator.seen(moment(8.75)) == (State.RUNNING, 1, 1.25)
    assert moderator.seen(moment(9)) == (State.WARNING, 1, 1)
    assert moderator.seen(moment(10)) == (State.CHANGE, 1, 2)
    assert moderator.seen(moment(12)) == (State.RUNNING, 2, 10)
    assert moderator.seen(moment(33.5)) == (State.WARNING, 3, 0.5)
    assert moderator.seen(moment(34)) == (State.ENDED, 3, 0)


def test_without_auto_the_change_over_waits_for_the_moderator() -> None:
    moderator = Moderator(replace(BLOCK, auto=False))
    moderator.give(clock.STARTED, moment(0))
    assert moderator.seen(moment(20)) == (State.CHANGE, 1, 0)
    moderator.give(clock.STARTED, moment(20))
    assert moderator.seen(moment(21)) == (State.RUNNING, 2, 9)


def test_a_late_start_shifts_every_round_and_says_so(moderator: Moderator) -> None:
    assert moderator.status(moment(7)).shift == 7 * MINUTE
    moderator.give(clock.STARTED, moment(7))
    assert moderator.status(moment(9)).shift == 7 * MINUTE
    assert clock.starts_at(moderator.clock, EVENT, BLOCK, 3, moment(9)) == TEN + 31 * MINUTE
    assert clock.starts_at(moderator.clock, EVENT, BLOCK, 1, moment(9)) == TEN + 7 * MINUTE


def test_an_early_start_counts_backwards(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(-5))
    assert moderator.status(moment(-4)).shift == -5 * MINUTE
    assert clock.starts_at(moderator.clock, EVENT, BLOCK, 2, moment(-4)) == TEN + 7 * MINUTE


def test_a_pause_holds_the_time_left_and_moves_what_follows(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    moderator.give(clock.PAUSED, moment(4))
    assert moderator.seen(moment(30)) == (State.PAUSED, 1, 6)
    assert moderator.status(moment(30)).ends is None
    moderator.give(clock.RESUMED, moment(30))
    assert moderator.seen(moment(31)) == (State.RUNNING, 1, 5)
    assert moderator.status(moment(31)).shift == 26 * MINUTE


def test_an_extension_counts_in_talk_pause_and_change_over(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    moderator.give(clock.EXTENDED, moment(9.5), seconds=60)
    assert moderator.seen(moment(9.5)) == (State.RUNNING, 1, 1.5)
    moderator.give(clock.PAUSED, moment(10))
    moderator.give(clock.EXTENDED, moment(10), seconds=60)
    moderator.give(clock.RESUMED, moment(10))
    assert moderator.seen(moment(11)) == (State.WARNING, 1, 1)
    moderator.give(clock.EXTENDED, moment(12.5), seconds=60)
    assert moderator.seen(moment(12.5)) == (State.CHANGE, 1, 2.5)


def test_ending_a_round_early_begins_the_change_over(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    moderator.give(clock.ENDED, moment(6))
    assert moderator.seen(moment(6)) == (State.CHANGE, 1, 2)
    assert moderator.status(moment(6)).shift == -4 * MINUTE
    assert moderator.seen(moment(8)) == (State.RUNNING, 2, 10)


def test_ending_the_last_round_ends_the_block_and_nothing_can_be_started(moderator: Moderator) -> None:
    for begins in (0, 2, 4):
        moderator.give(clock.STARTED, moment(begins))
        moderator.give(clock.ENDED, moment(begins + 1))
    assert moderator.seen(moment(5)) == (State.ENDED, 3, 0)
    at = clock.advance(moderator.clock, BLOCK, moment(6))
    assert not any(clock.allowed(at, kind) for kind in clock.KINDS)
    assert clock.first_open_round(moderator.clock, BLOCK, moment(6)) == 4


def test_a_start_in_the_change_over_cuts_it_short(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    moderator.give(clock.STARTED, moment(11), round=2)
    assert moderator.seen(moment(11)) == (State.RUNNING, 2, 10)


def test_a_wrong_start_can_be_undone(moderator: Moderator) -> None:
    started = moderator.give(clock.STARTED, moment(-10))
    moderator.undo(started, moment(-9))
    assert moderator.seen(moment(-9)) == (State.WAITING, 0, 0)
    moderator.give(clock.STARTED, moment(0))
    assert moderator.seen(moment(1)) == (State.RUNNING, 1, 9)


def test_a_wrong_end_can_be_undone_and_the_round_has_the_time_it_would_have(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    ended = moderator.give(clock.ENDED, moment(3))
    moderator.undo(ended, moment(4))
    assert moderator.seen(moment(5)) == (State.RUNNING, 1, 5)


def test_two_starts_of_the_same_round_start_it_once(moderator: Moderator) -> None:
    other = Moderator(station="desk-b")
    moderator.give(clock.STARTED, moment(0), round=1)
    other.give(clock.STARTED, moment(0.01), round=1)
    both = clock.clock_of([*moderator.entries, *other.entries], BLOCK)
    status = clock.status_of(both, EVENT, BLOCK, moment(1))
    assert (status.round, status.left) == (1, 9 * MINUTE)


def test_a_start_of_a_round_that_is_over_does_not_start_the_next(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0), round=1)
    moderator.give(clock.ENDED, moment(5))
    moderator.give(clock.STARTED, moment(5.5), round=1)
    assert moderator.seen(moment(6)) == (State.CHANGE, 1, 1)


def test_of_two_moderators_the_higher_epoch_is_heard(moderator: Moderator) -> None:
    successor = Moderator(station="desk-b")
    moderator.give(clock.STARTED, moment(0))
    successor.give(clock.PAUSED, moment(2), epoch=2)
    moderator.give(clock.RESUMED, moment(3), epoch=1)
    moderator.give(clock.ENDED, moment(4), epoch=1)
    both = clock.clock_of([*moderator.entries, *successor.entries], BLOCK)
    assert clock.status_of(both, EVENT, BLOCK, moment(5)).state is State.PAUSED
    assert both.left == 8 * MINUTE


@pytest.mark.parametrize("wall_off", [-86400, -90, 45, 7200])
def test_a_jump_of_the_wall_clock_moves_nothing_within_one_boot(moderator: Moderator, wall_off: float) -> None:
    moderator.give(clock.STARTED, moment(0))
    assert moderator.seen(moment(9.25, wall_off)) == (State.WARNING, 1, 0.75)
    moderator.give(clock.PAUSED, moment(9.25, wall_off))
    moderator.give(clock.RESUMED, moment(11, wall_off / 2))
    assert moderator.seen(moment(11.5)) == (State.WARNING, 1, 0.25)


def test_time_asleep_counts(moderator: Moderator) -> None:
    """The steady clock goes on while the laptop sleeps: after the lid was shut for 13 minutes, round 2 is running."""
    moderator.give(clock.STARTED, moment(0))
    assert moderator.seen(moment(13)) == (State.RUNNING, 2, 9)


def test_after_a_reboot_the_wall_clock_says_what_is_left(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    after = Instant(TEN + 3 * MINUTE, "b2", 17.0)
    assert moderator.seen(after) == (State.RUNNING, 1, 7)
    moderator.give(clock.EXTENDED, after, seconds=60)
    assert moderator.seen(Instant(TEN + 4 * MINUTE, "b2", 77.0)) == (State.RUNNING, 1, 7)


def test_laptops_without_a_boot_name_compare_wall_clocks(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, replace(moment(0), boot=""))
    assert moderator.seen(Instant(TEN + 3 * MINUTE, "", 1.0)) == (State.RUNNING, 1, 7)


# What holds whatever is commanded

KINDS = sorted(clock.KINDS - {clock.CLOSED})
commands = st.lists(st.tuples(st.integers(0, 900), st.sampled_from(KINDS)), max_size=12)


def obeyed(steps: list[tuple[int, str]], wall_off: list[int] | None = None) -> tuple[Moderator, int]:
    """A moderator after commands so many seconds apart, and the second of the last one."""
    moderator, second = Moderator(), 0
    for index, (pause, kind) in enumerate(steps):
        second += pause
        off = wall_off[index % len(wall_off)] if wall_off else 0
        body = {"seconds": 60} if kind == clock.EXTENDED else {}
        moderator.give(kind, moment(second / 60, off), **body)
    return moderator, second


@dataclass
class Hourglass:
    """The same clock built differently: a machine that is told of every single second and keeps no moments."""

    phase: str = "waiting"
    round: int = 0
    left: int = 0
    held: bool = False

    def turn(self) -> None:
        if self.left > 0 or self.held or self.phase in ("waiting", "ended"):
            return
        if self.phase == "change":
            self.phase, self.round, self.left = "talk", self.round + 1, 600
        elif self.round == BLOCK.rounds:
            self.phase = "ended"
        else:
            self.phase, self.left = "change", 120

    def second(self) -> None:
        if not self.held and self.phase in ("talk", "change"):
            self.left -= 1
        self.turn()

    def command(self, kind: str) -> None:
        going = self.phase in ("talk", "change")
        if kind == clock.STARTED and (self.phase == "waiting" or (self.phase == "change" and not self.held)):
            self.phase, self.round, self.left = "talk", self.round + 1, 600
        elif kind == clock.PAUSED and going:
            self.held = True
        elif kind == clock.RESUMED:
            self.held = False
        elif kind == clock.EXTENDED and going:
            self.left += 60
        elif kind == clock.ENDED and self.phase == "talk":
            self.left, self.held = 0, False
        self.turn()

    def seen(self) -> tuple[State, int, float]:
        state = State.PAUSED if self.held else State(self.phase.replace("talk", "running"))
        warning = state is State.RUNNING and self.left <= 60
        return (State.WARNING if warning else state), self.round, self.left / 60


@settings(max_examples=150, deadline=None)
@given(commands, st.integers(0, 3000))
def test_the_clock_shows_what_counting_seconds_shows(steps: list[tuple[int, str]], later: int) -> None:
    moderator, last = obeyed(steps)
    glass = Hourglass()
    for pause, kind in steps:
        for _ in range(pause):
            glass.second()
        glass.command(kind)
    for _ in range(later):
        glass.second()
    assert moderator.seen(moment((last + later) / 60)) == pytest.approx(glass.seen())


@settings(max_examples=100, deadline=None)
@given(commands, st.randoms(use_true_random=False), st.integers(0, 1200))
def test_any_order_and_any_repetition_of_the_entries_give_the_same_clock(steps, dice, later) -> None:
    moderator, last = obeyed(steps)
    if moderator.entries:
        moderator.undo(dice.choice(moderator.entries), moment(last / 60))
    shuffled = [*moderator.entries, *dice.choices(moderator.entries, k=5)] if moderator.entries else []
    dice.shuffle(shuffled)
    assert clock.clock_of(shuffled, BLOCK) == moderator.clock
    again = clock.status_of(clock.clock_of(shuffled, BLOCK), EVENT, BLOCK, moment((last + later) / 60))
    assert again == moderator.status(moment((last + later) / 60))


@settings(max_examples=100, deadline=None)
@given(commands, st.lists(st.integers(-7200, 7200), min_size=1, max_size=12), st.integers(0, 1200))
def test_no_jump_of_the_wall_clock_changes_what_is_left(steps, jumps, later) -> None:
    steady, last = obeyed(steps)
    jumping, _ = obeyed(steps, jumps)
    at = (last + later) / 60
    assert jumping.seen(moment(at, jumps[-1])) == pytest.approx(steady.seen(moment(at)))


@settings(max_examples=100, deadline=None)
@given(commands.filter(bool), st.integers(0, 1200))
def test_undoing_the_last_command_is_as_if_it_had_never_been_given(steps, later) -> None:
    moderator, last = obeyed(steps)
    moderator.undo(moderator.entries[-1], moment(last / 60))
    without, _ = obeyed(steps[:-1])
    at = moment((last + later) / 60)
    assert moderator.status(at) == without.status(at)


@settings(max_examples=100, deadline=None)
@given(commands, st.integers(0, 4000))
def test_what_is_shown_is_always_possible(steps: list[tuple[int, str]], later: int) -> None:
    moderator, last = obeyed(steps)
    now = moment((last + later) / 60)
    status = moderator.status(now)
    assert 0 <= status.round <= BLOCK.rounds
    assert status.left >= timedelta(0)
    assert (status.ends is None) == (status.state in (State.WAITING, State.PAUSED, State.ENDED))
    first = clock.first_open_round(moderator.clock, BLOCK, now)
    assert first == BLOCK.rounds + 1 if status.state is State.ENDED else first == status.round + 1
    coming = [clock.starts_at(moderator.clock, EVENT, BLOCK, r, now) for r in range(first, BLOCK.rounds + 1)]
    assert coming == sorted(coming)
    assert all(at >= now.at for at in coming)


# What the gong says


def heard(moderator: Moderator, seconds: int) -> list[tuple[int, Signal]]:
    """What is heard by whoever looks once a second, with the second."""
    signals, found = Signals(), []
    for second in range(seconds + 1):
        now = moment(second / 60)
        given_by_now = [entry for entry in moderator.entries if entry.body["steady"] <= now.steady]
        turned = clock.advance(clock.clock_of(given_by_now, BLOCK), BLOCK, now)
        signal = signals.heard(BLOCK, turned, clock.status_of(turned, EVENT, BLOCK, now).left)
        found += [(second, signal)] if signal else []
    return found


def test_a_round_is_rung_in_warned_and_rung_out(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(1))
    assert heard(moderator, 860) == [
        (60, Signal.START),
        (600, Signal.WARNING),
        (660, Signal.END),
        (780, Signal.START),
    ]


def test_a_pause_says_nothing_and_hides_nothing(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(1))
    moderator.give(clock.PAUSED, moment(10.5))
    moderator.give(clock.RESUMED, moment(12))
    assert heard(moderator, 760) == [(60, Signal.START), (600, Signal.WARNING), (750, Signal.END)]
    ended_in_the_pause = Moderator()
    ended_in_the_pause.give(clock.STARTED, moment(1))
    ended_in_the_pause.give(clock.PAUSED, moment(2))
    ended_in_the_pause.give(clock.ENDED, moment(3))
    assert heard(ended_in_the_pause, 200) == [(60, Signal.START), (180, Signal.END)]


def test_a_minute_more_in_the_last_minute_is_warned_of_again(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(1))
    moderator.give(clock.EXTENDED, moment(10.5), seconds=60)
    assert [second for second, signal in heard(moderator, 720) if signal is Signal.WARNING] == [600, 660]


def test_taking_a_command_back_says_nothing(moderator: Moderator) -> None:
    started = moderator.give(clock.STARTED, moment(1))
    moderator.undo(started, moment(2))
    moderator.give(clock.STARTED, moment(3))
    ended = moderator.give(clock.ENDED, moment(4))
    moderator.undo(ended, moment(5))
    assert heard(moderator, 400) == [(60, Signal.START), (180, Signal.START), (240, Signal.END)]


def test_after_a_sleep_only_the_last_change_is_heard(moderator: Moderator) -> None:
    moderator.give(clock.STARTED, moment(0))
    signals = Signals()
    for minutes, signal in ((1, None), (13, Signal.START), (23, Signal.END), (40, Signal.END)):
        turned = clock.advance(moderator.clock, BLOCK, moment(minutes))
        left = clock.status_of(turned, EVENT, BLOCK, moment(minutes)).left
        assert signals.heard(BLOCK, turned, left) is signal


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(2, 400), st.sampled_from(KINDS)), min_size=1, max_size=6))
def test_every_round_is_rung_in_once_and_out_once(steps: list[tuple[int, str]]) -> None:
    moderator, last = obeyed(steps)
    signals = [signal for _second, signal in heard(moderator, last)]
    turned = clock.advance(moderator.clock, BLOCK, moment(last / 60))
    assert signals.count(Signal.START) == turned.round
    assert signals.count(Signal.END) == turned.round - (turned.phase is clock.Phase.TALK)
