"""The dispatcher of a block without a gong: whom a booth calls, and what that does to an afternoon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rotation import dispatch
from kiosk.rotation.dispatch import Waiting, call, room, send, wait
from kiosk.rotation.simulate import POLICIES, Outcome, afternoon, simulate

BY_NAME = {policy.name: policy for policy in POLICIES}
WISHES = (7, 8, 9, 1, 2, 3)


def waiting(person: int, talks: int = 0, since: int = 0, leaves: int | None = None, wishes=WISHES) -> Waiting:
    return Waiting(person, wishes, talks, since, leaves)


def test_fewest_talks_first():
    assert call(7, [waiting(1, talks=1), waiting(2), waiting(3, talks=2)], now=600) == 2


def test_then_who_leaves_soon():
    soon = waiting(2, since=500, leaves=600 + 30 * 60)
    assert call(7, [waiting(1, leaves=600 + 31 * 60), soon], now=600) == 2


def test_then_who_wants_the_booth_most_by_bands_of_three():
    assert call(1, [waiting(1), waiting(2, since=500, wishes=(1,))], now=600) == 2
    assert call(9, [waiting(1), waiting(2, since=500, wishes=(9,))], now=600) == 1


def test_then_who_has_waited_longest_then_the_lower_number():
    assert call(7, [waiting(1, since=300), waiting(2, since=200)], now=600) == 2
    assert call(7, [waiting(2), waiting(1)], now=600) == 1


def test_nobody_is_called_who_does_not_want_the_booth():
    assert call(4, [waiting(1), waiting(2)], now=0) is None
    assert call(4, [], now=0) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 900), st.none() | st.integers(0, 9000)), max_size=8))
def test_whoever_is_called_has_the_fewest_talks_whatever_the_order(people):
    free = [waiting(person, *facts) for person, facts in enumerate(people)]
    called = call(7, free, now=900)
    assert called == call(7, free[::-1], now=900)
    if called is not None:
        assert free[called].talks == min(person.talks for person in free)


def test_somebody_free_goes_to_the_most_wanted_booth_with_room():
    assert send((3, 1, 2), {1: 1, 2: 4, 3: 0}) == 1
    assert send((3,), {3: 0}) is None


def test_room_is_interviewers_and_ready_seats_less_who_is_there_or_coming():
    assert room(3, there=2, coming=1, ready=2) == 2
    assert room(3, there=9, coming=0) == 0
    assert room(0, there=0, coming=0) == 0


def test_estimated_wait():
    assert wait(6, interviewers=3, seconds=510) == 1020
    assert wait(6, interviewers=0, seconds=510) is None
    assert dispatch.average(500, 600) == 520
    assert dispatch.average(0, 600) == 600


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    day = afternoon(1)
    return {name: simulate(day, BY_NAME[name], 1) for name in list(BY_NAME)[1:] if "no ready" not in name}


def test_dispatching_beats_one_virtual_line_and_leaves_nobody_without_a_talk(outcomes: dict[str, Outcome]):
    ours, usual = outcomes["dispatch, 2 ready seats"], outcomes["one virtual line at a time"]
    assert ours.talks >= usual.talks * 1.2
    assert ours.without == 0 < usual.without
    assert ours.stood <= 5 * 60 * ours.talks


def test_being_in_all_lines_at_once_leaves_many_without_any(outcomes: dict[str, Outcome]):
    assert outcomes["in all lines at once"].without > 50


def test_an_afternoon_can_be_repeated(outcomes: dict[str, Outcome]):
    name = "dispatch, 3 ready seats"
    assert simulate(afternoon(1), BY_NAME[name], 1) == outcomes[name]
