"""Live repair: what became impossible goes, what people know stays, and few others notice."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.instances import event
from kiosk.rotation import Problem, Talk, plan, ranked
from kiosk.rotation.mending import BYSTANDERS, Why
from kiosk.rotation.repair import Clash, possible, rebalance, repair, swap_by_hand
from tests.test_rotation import broken_rules


def disturbed(problem: Problem, kind: str, first: int, dice: random.Random) -> Problem:
    """The problem after something happened."""
    person, booth = dice.randrange(problem.people), dice.randrange(problem.booths)
    there, capacity = list(problem.presence), [list(row) for row in problem.capacity]
    wishes = list(problem.wishes)
    if kind == "late":
        there[person] &= -1 << dice.randint(first, problem.rounds)
    elif kind == "no-show":
        there[person] = 0
    elif kind == "leaver":
        there[person] &= (1 << dice.randint(first, problem.rounds)) - 1
    elif kind == "booth off":
        capacity[booth][dice.randrange(first, problem.rounds)] = 0
    elif kind == "booth closed":
        capacity[booth] = capacity[booth][:first] + [0] * (problem.rounds - first)
    elif kind == "seat closed":
        capacity[booth] = [max(0, seats - (moment >= first)) for moment, seats in enumerate(capacity[booth])]
    elif kind == "seat opened":
        capacity[booth] = [seats + (moment >= first) for moment, seats in enumerate(capacity[booth])]
    else:
        wishes[person] = ranked(dice.sample(range(problem.booths), 3))
    return replace(problem, presence=tuple(there), capacity=tuple(map(tuple, capacity)), wishes=tuple(wishes))


def impossible(problem: Problem, talks: tuple[Talk, ...]) -> int:
    """How many of these talks cannot be held any more."""
    alone = {
        t for t in talks if problem.presence[t.person] >> t.round & 1 and t.booth in dict(problem.wishes[t.person])
    }
    places = Counter((talk.booth, talk.round) for talk in alone)
    overfull = sum(max(0, n - problem.capacity[booth][moment]) for (booth, moment), n in places.items())
    return len(talks) - len(alone) + overfull


KINDS = ("late", "no-show", "leaver", "booth off", "booth closed", "seat closed", "seat opened", "wish")


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 10_000), name=st.sampled_from(["a", "b"]), absences=st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_mended_plan_keeps_the_rules_and_the_peace(kind: str, seed: int, name: str, absences: bool):
    problem, dice = event(name, seed % 5, absences), random.Random(seed)
    old = plan(problem).talks
    first = dice.randrange(1, problem.rounds)
    now = disturbed(problem, kind, first, dice)
    mended = repair(now, old, first)
    assert broken_rules(now, mended.talks) == []
    assert mended.value == now.value(mended.talks) <= possible(now, old, first)
    frozen = {talk for talk in old if talk.round < first and not broken_rules(now, (talk,))}
    assert frozen <= set(mended.talks)
    bystanders = [change for change in mended.moved if change.why is Why.MADE_WAY]
    assert len(bystanders) <= BYSTANDERS * impossible(now, old)
    assert all(len(change.before) <= len(change.after) for change in bystanders)
    assert {change.person for change in mended.moved} == {talk.person for talk in set(old) ^ set(mended.talks)}


def test_nothing_happened_nothing_changes():
    problem = event("c", 1)
    old = plan(problem)
    mended = repair(problem, old.talks, 3)
    assert (mended.talks, mended.moved, mended.lost, mended.gained) == (old.talks, (), (), ())


def test_a_no_show_s_seat_goes_to_whoever_has_the_fewest_talks():
    problem = Problem(2, ((0, 1), (1, 0)), (3, 3, 3), (ranked([0]), ranked([0, 1]), ranked([0])))
    old = (Talk(0, 0, 1), Talk(1, 1, 0))
    mended = repair(replace(problem, presence=(0, 3, 3)), old, 1)
    assert mended.talks == (Talk(1, 1, 0), Talk(2, 0, 1))
    assert [(change.person, change.why) for change in mended.moved] == [(0, Why.OWN), (2, Why.OFFERED)]
    assert mended.lost == (Talk(0, 0, 1),)
    assert mended.gained == (Talk(2, 0, 1),)


def test_a_late_arrival_keeps_the_talk_in_another_round_and_one_other_makes_way():
    problem = Problem(2, ((1, 1),), (3, 3), (ranked([0]), ranked([0])))
    mended = repair(replace(problem, presence=(2, 3)), (Talk(0, 0, 0), Talk(1, 0, 1)), 0)
    assert mended.talks == (Talk(1, 0, 0), Talk(0, 0, 1))
    assert [(change.person, change.why) for change in mended.moved] == [(0, Why.OWN), (1, Why.MADE_WAY)]


def test_a_locked_talk_stays_and_the_others_find_other_seats():
    problem = Problem(2, ((1, 1),), (3, 3), (ranked([0]), ranked([0])), fixed=(Talk(1, 0, 0),))
    assert repair(problem, (Talk(0, 0, 0), Talk(1, 0, 1)), 0).talks == (Talk(1, 0, 0), Talk(0, 0, 1))


def test_two_persons_swapped_by_hand():
    problem = Problem(2, ((1, 1), (1, 1)), (3, 3), (ranked([0]), ranked([1])))
    old = (Talk(0, 0, 0), Talk(1, 1, 0))
    assert swap_by_hand(problem, old, 0, 0, 1) == (Talk(1, 0, 0), Talk(0, 1, 0))
    with pytest.raises(Clash):
        swap_by_hand(problem, (*old, Talk(0, 1, 1)), 0, 0, 1)


def test_rebalance_gains_and_says_how_much():
    problem = event("c", 2)
    old = plan(problem).talks
    closed = replace(problem, capacity=tuple((0,) * 12 if b == 3 else row for b, row in enumerate(problem.capacity)))
    local, better = repair(closed, old, 0), rebalance(closed, old, 0)
    assert broken_rules(closed, better.talks) == []
    assert local.value <= better.value <= possible(closed, old, 0)
    assert better.gain > 0
    assert len(better.moved) < len({talk.person for talk in set(old) ^ set(plan(closed).talks)})


def test_the_same_trouble_is_mended_in_the_same_way():
    problem = event("b", 1)
    old = plan(problem).talks
    now = disturbed(problem, "booth closed", 1, random.Random(3))
    assert repair(now, old, 1) == repair(now, old, 1)


@given(seed=st.integers(0, 10_000), kind=st.sampled_from(KINDS))
@settings(max_examples=40, deadline=None)
def test_a_group_stays_together_whatever_happens(seed: int, kind: str):
    problem, dice = replace(event("a", seed % 5), groups=((0, 1), (2, 3, 4))), random.Random(seed)
    old = plan(problem).talks
    first = dice.randrange(1, problem.rounds)
    now = disturbed(problem, kind, first, dice)
    mended = repair(now, old, first)
    assert broken_rules(now, mended.talks) == []
    assert mended.value <= possible(now, old, first)
    for group in problem.groups:
        days = [{t[1:] for t in mended.talks if t.person == p and t.round >= first} for p in group]
        assert all(day == days[0] for day in days)
