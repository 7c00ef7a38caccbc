"""The booths on the day: closed, paused, opened and given seats by a key, and what goes on at every seat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

import pytest
from hallway import begin, block_of, scan, seen
from hypothesis import given
from hypothesis import strategies as st
from staging import SIZES, FakeClock, FakeGong, Stage, quiet, settled
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Footer, OptionList

from kiosk.actions import booths, closing
from kiosk.actions.boards import boards
from kiosk.actions.hall import current
from kiosk.actions.plans import propose, publish
from kiosk.actions.seats import booths_now
from kiosk.desk import Desk
from kiosk.model import Entry, KioskError
from kiosk.programme import Booth, Pause
from kiosk.rules.board import Board, SeatState
from kiosk.rules.booths import (
    CLOSED,
    OPENED,
    PAUSED,
    SEATS_SET,
    STATES,
    BoothNow,
    BoothState,
    booth_now,
    entity_of,
    state_at,
)
from kiosk.rules.journal import UNDONE
from kiosk.widgets.verdict import VerdictStrip

Looks = Callable[[App[None], str], None]

BOOTH = Booth("7", "Gartenamt", 2, opens=time(10), closes=time(13), pauses=(Pause(time(11), time(11, 30)),))


def entries(kinds: Sequence[tuple[str, int]]) -> list[Entry]:
    """What was done with booth 7, a second apart."""
    found = []
    for seq, (kind, seats) in enumerate(kinds, 1):
        at = datetime(2026, 11, 22, 9, 0, seq, tzinfo=UTC)
        body = {"at": at.isoformat(), **({"seats": seats} if kind == SEATS_SET else {})}
        found.append(Entry("desk-a", seq, f"{seq:013d}.000000", kind, entity_of("7"), body))
    return found


# Rules


def test_hand_goes_before_hours_and_hours_before_open() -> None:
    def at(now: BoothNow, hour: int, minute: int = 0) -> BoothState:
        return state_at(now, time(hour, minute))

    by_list = BoothNow(BOOTH)
    assert at(by_list, 9, 59) is BoothState.CLOSED
    assert at(by_list, 10) is BoothState.OPEN
    assert at(by_list, 11) is BoothState.PAUSED
    assert at(by_list, 11, 30) is BoothState.OPEN
    assert at(by_list, 13) is BoothState.CLOSED
    assert at(BoothNow(BOOTH, BoothState.PAUSED), 9) is BoothState.PAUSED


def test_a_booth_that_is_not_open_has_no_seats_to_give() -> None:
    assert BoothNow(BOOTH).seats == 2
    assert BoothNow(BOOTH, BoothState.PAUSED).seats == BoothNow(BOOTH, BoothState.CLOSED).seats == 0


done = st.lists(st.tuples(st.sampled_from([CLOSED, PAUSED, OPENED, SEATS_SET]), st.integers(1, 9)), max_size=8)


@given(done, st.randoms(use_true_random=False))
def test_the_last_word_on_state_and_on_seats_holds_in_any_order_of_arrival(steps, dice) -> None:  # type: ignore[no-untyped-def]
    journal = entries(steps)
    shuffled = journal + journal[:3]
    dice.shuffle(shuffled)
    now = booth_now(BOOTH, shuffled)
    said = [STATES[kind] for kind, _seats in steps if kind in STATES]
    given_ = [seats for kind, seats in steps if kind == SEATS_SET]
    assert now.state is (said[-1] if said else BoothState.OPEN)
    assert now.booth.seats == (given_[-1] if given_ else 2)


@given(done.filter(bool))
def test_what_was_taken_back_was_never_done(steps: list[tuple[str, int]]) -> None:
    journal = entries(steps)
    undo = Entry("desk-b", 1, "9999999999999.000000", UNDONE, entity_of("7"), {"entry": str(journal[-1].id)})
    assert booth_now(BOOTH, [*journal, undo]) == booth_now(BOOTH, journal[:-1])


# Actions


def known(desk: Desk, booth: str) -> BoothNow:
    return next(now for now in booths_now(desk) if now.booth.booth == booth)


def test_a_booth_is_closed_and_opened_again(desk: Desk) -> None:
    assert booths.command(desk, "3", CLOSED).now.state is BoothState.CLOSED
    assert known(desk, "3").state is BoothState.CLOSED
    with pytest.raises(KioskError, match="Booth 3 is closed already"):
        booths.command(desk, "3", CLOSED)
    assert booths.command(desk, "3", PAUSED).now.state is BoothState.PAUSED
    assert booths.command(desk, "3", OPENED).now.state is BoothState.OPEN
    assert len(desk.store.entries(entity_of("3"))) == 3


def test_seats_come_and_go_but_one_stays(desk: Desk) -> None:
    assert booths.add_seats(desk, "3", 1).now.booth.seats == 3
    booths.add_seats(desk, "3", -1)
    assert booths.add_seats(desk, "3", -1).now.booth.seats == 1
    with pytest.raises(KioskError, match="needs at least one seat"):
        booths.add_seats(desk, "3", -1)
    assert booths.undo(desk, "3").now.booth.seats == 2


def test_what_cannot_be_is_refused(desk: Desk) -> None:
    with pytest.raises(KioskError, match="no booth 77"):
        booths.command(desk, "77", CLOSED)
    with pytest.raises(KioskError, match="nothing to undo at booth 3"):
        booths.undo(desk, "3")
    closing.close(desk)
    with pytest.raises(KioskError, match="event is closed"):
        booths.add_seats(desk, "3", 1)


def test_nobody_is_planned_at_a_closed_booth_and_an_added_seat_is_used(desk: Desk, clock: FakeClock) -> None:
    booths.command(desk, "1", CLOSED)
    made = propose(desk, block_of(desk))
    assert {talk.booth for talk in made.talks} == {"2", "3"}
    booths.command(desk, "1", OPENED)
    booths.add_seats(desk, "1", 5)
    assert propose(desk, block_of(desk)).hall.seats["1"] == 7


def test_an_added_seat_takes_a_further_talk(desk: Desk) -> None:
    booths.add_seats(desk, "4", 1)
    for place in (5, 6, 7):
        scan(desk, place, "4")
    assert [talk.seat for talk in desk.store.running_talks(booth="4")] == ["1", "2", "3"]


# What goes on at the seats


def board_of(desk: Desk, booth: str) -> Board:
    return next(board for board in boards(desk, current(desk)) if board.now.booth.booth == booth)


def test_a_seat_is_free_expected_running_overrun(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    began = clock.at - timedelta(minutes=2)
    of_one = next(seat for seat in board_of(desk, plan[1, 1]).seats if seat.number == 1)
    assert (of_one.state, of_one.since) == (SeatState.RUNNING, began + timedelta(seconds=30))
    of_two = next(seat for seat in board_of(desk, plan[1, 2]).seats if seat.number == 2)
    assert (of_two.state, of_two.since) == (SeatState.EXPECTED, began)
    assert {seat.state for seat in board_of(desk, "6").seats} == {SeatState.FREE}
    clock.go(minutes=9)
    of_one = next(seat for seat in board_of(desk, plan[1, 1]).seats if seat.number == 1)
    assert (of_one.state, of_one.since) == (SeatState.OVERRUN, began + timedelta(minutes=10))


def test_a_seat_says_who_comes_next(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    following = {seat.next for seat in board_of(desk, plan[2, 3]).seats}
    assert 3 in following


def test_a_talk_goes_on_at_a_booth_that_was_closed(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    booths.command(desk, plan[1, 1], CLOSED)
    board = board_of(desk, plan[1, 1])
    assert {seat.state for seat in board.seats} == {SeatState.RUNNING, SeatState.CLOSED}
    assert board.ahead == 0


# The screen


async def looking(pilot: Pilot[None]) -> None:
    await pilot.press("f4")
    await settled(pilot)


def strip(app: App[None]) -> str:
    return str(app.screen.query_one(VerdictStrip).content)


async def test_the_arrows_choose_a_booth_and_a_key_changes_it(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await looking(pilot)
        await pilot.press("down", "down", "f7")
        await pilot.pause()
        assert "The same key again" in strip(stage.app)
        assert known(desk, "3").state is BoothState.OPEN
        await pilot.press("f7")
        await pilot.pause()
        assert known(desk, "3").state is BoothState.CLOSED
        assert "✖ closed" in seen(stage.app)
        await pilot.press("f7")
        await pilot.pause()
        assert "closed already" in strip(stage.app)
        await pilot.press("f8", "f9", "f10", "f10", "f11")
        await pilot.pause()
        assert (known(desk, "3").state, known(desk, "3").booth.seats) == (BoothState.OPEN, 3)
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        await pilot.pause()
        assert (known(desk, "3").state, known(desk, "3").booth.seats) == (BoothState.PAUSED, 2)


async def test_closing_says_who_goes_elsewhere_and_can_be_taken_back(
    stage: Stage, desk: Desk, clock: FakeClock
) -> None:
    publish(desk, propose(desk, block_of(desk)))
    before = {(talk.round, talk.number, talk.booth) for talk in desk.store.planned(block_of(desk).id)}
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await looking(pilot)
        await pilot.press("f7", "down", "f7")
        await pilot.pause()
        assert known(desk, "1").state is known(desk, "2").state is BoothState.OPEN
        await pilot.press("up", "f7", "f7")
        await pilot.pause()
        after = {(talk.round, talk.number, talk.booth) for talk in desk.store.planned(block_of(desk).id)}
        assert known(desk, "1").state is BoothState.CLOSED
        lost = {number for _, number, _ in before}
        assert len(before) - len(after) == len(lost) == 3
        assert "Booth 1: closed" in strip(stage.app)
        assert "3 persons lose a talk" in strip(stage.app)
        assert "Ctrl+Z takes it back" in strip(stage.app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert "Booth 1: open" in strip(stage.app)
        assert "taken back" in strip(stage.app)
        assert len(desk.store.planned(block_of(desk).id)) == len(before)


async def test_the_choice_stays_when_something_happens(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await looking(pilot)
        await pilot.press("down", "down")
        scan(desk, 5, "1")
        await quiet(pilot)
        assert "▶ 5 0′" in seen(stage.app)
        assert stage.app.screen.query_one(OptionList).highlighted == 2


async def test_the_marked_booth_is_told_seat_by_seat(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await looking(pilot)
        await pilot.press(*["down"] * (int(plan[1, 1]) - 1))
        await pilot.pause()
        text = seen(stage.app)
        assert f"Booth {plan[1, 1]}" in text
        assert "talking" in text
        assert "number 1" in text
        assert "since 10:00, 1 min" in text


async def test_what_is_still_planned_at_a_booth_on_a_break_is_said(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    booth = plan[3, 1]
    booths.command(desk, booth, PAUSED)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await looking(pilot)
        await pilot.press(*["down"] * (int(booth) - 1))
        await pilot.pause()
        assert "still planned here" in seen(stage.app)


async def test_no_name_stands_on_it_and_none_is_markup(desk: Desk, gong: FakeGong) -> None:
    from dataclasses import replace

    odd = replace(desk, event=replace(desk.event, booths=(Booth("[b]", "Amt [/b] x\x1b[31m", 2, room="[red]"),)))
    stage = Stage(odd, gong)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await looking(pilot)
        text = seen(stage.app)
        assert "Amt [/b] x[31m" in text
        assert "Booth [b]" in text


@pytest.mark.parametrize("desk", ["de", "en"], indirect=True)
async def test_every_key_has_its_place_in_the_footer(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await looking(pilot)
        assert stage.app.screen.query_one(Footer).max_scroll_x == 0


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_right(stage: Stage, desk: Desk, clock: FakeClock, looks: Looks, size: tuple[int, int]) -> None:
    begin(desk, clock)
    booths.command(desk, "5", CLOSED)
    booths.command(desk, "6", PAUSED)
    async with stage.app.run_test(size=size) as pilot:
        await looking(pilot)
        looks(stage.app, f"booths-{size[0]}x{size[1]}")
