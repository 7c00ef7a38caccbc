"""The planner: every plan holds, no bound is too low, and what is called proven is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.instances import event
from kiosk.rotation import Plan, Problem, Stage, Talk, plan, ranked, soonest, weight


def broken_rules(problem: Problem, talks: tuple[Talk, ...]) -> list[str]:
    """Every rule that these talks break, fixed talks apart."""
    free = [talk for talk in talks if talk not in problem.fixed]
    wanted = [{booth for booth, _ in wishes} for wishes in problem.wishes]
    must = problem.must
    faults = []
    faults += [f"twice at a booth: {pair}" for pair, n in Counter(t[:2] for t in talks).items() if n > 1]
    faults += [f"in two places: {who}" for who, n in Counter((t.person, t.round) for t in talks).items() if n > 1]
    for (booth, moment), n in Counter((t.booth, t.round) for t in talks).items():
        kept = sum(1 for t in problem.fixed if (t.booth, t.round) == (booth, moment))
        if n > max(kept, problem.capacity[booth][moment]):
            faults.append(f"overfull: {booth} in {moment}")
    for talk in free:
        if not problem.presence[talk.person] >> talk.round & 1:
            faults.append(f"not there: {talk}")
        if talk.booth not in wanted[talk.person] and talk[:2] not in must and not problem.groups:
            faults.append(f"not wished: {talk}")
        if talk[:2] in problem.met | problem.never:
            faults.append(f"met before, or never to meet: {talk}")
    counts, held = Counter(t.person for t in free), Counter(person for person, _ in problem.met)
    fixed = Counter(t.person for t in problem.fixed)
    for person, most in enumerate(problem.most):
        if most is not None and counts[person] and counts[person] + held[person] + fixed[person] > most:
            faults.append(f"more talks than wanted: {person}")
    faults += [f"lost: {talk}" for talk in problem.fixed if talk not in talks]
    return faults


@st.composite
def problems(draw: st.DrawFn, groups: bool = False) -> Problem:
    rounds, booths = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    people = draw(st.integers(0, 7))
    booth, person, moment = st.integers(0, booths - 1), st.integers(0, people - 1), st.integers(0, rounds - 1)
    pairs = st.frozensets(st.tuples(person, booth), max_size=2) if people else st.just(frozenset())
    capacity = draw(st.lists(st.tuples(*[st.integers(0, 2)] * rounds), min_size=booths, max_size=booths).map(tuple))
    presence = draw(st.tuples(*[st.integers(0, (1 << rounds) - 1)] * people))
    wishes = draw(st.tuples(*[st.lists(booth, max_size=booths, unique=True).map(ranked)] * people))
    met = draw(pairs)
    fixed = ()
    if people and draw(st.booleans()):
        talk = Talk(draw(person), draw(booth), draw(moment))
        fixed = () if talk[:2] in met else (talk,)
    most = draw(st.tuples(*[st.none() | st.integers(0, 3)] * people))
    units = ((0, 1),) if groups and people > 1 and not any(talk.person < 2 for talk in fixed) else ()
    return Problem(rounds, capacity, presence, wishes, fixed, met, most, draw(pairs), draw(pairs), units)


def best_value(problem: Problem) -> int:
    """The best value there is, by trying everything."""
    choices = [(), *[(moment,) for moment in range(problem.rounds)]]
    wishes = [(p, b) for p, wanted in enumerate(problem.wishes) for b, _ in wanted]
    best = 0
    for rounds in product(choices, repeat=len(wishes)):
        talks = tuple(Talk(p, b, r[0]) for (p, b), r in zip(wishes, rounds, strict=True) if r)
        if not broken_rules(problem, talks):
            best = max(best, problem.value(talks))
    return best


@given(problems())
@settings(max_examples=300, deadline=None)
def test_every_plan_keeps_the_rules_and_stays_within_its_bound(problem: Problem):
    made = plan(problem)
    assert broken_rules(problem, made.talks) == []
    assert made.value == problem.value(made.talks) <= made.bound
    assert made.proven == (made.value == made.bound)


@given(problems(groups=True))
@settings(max_examples=100, deadline=None)
def test_groups_go_everywhere_together(problem: Problem):
    made = plan(problem)
    assert broken_rules(problem, made.talks) == []
    assert made.value <= made.bound
    for group in problem.groups:
        days = [{talk[1:] for talk in made.talks if talk.person == person} for person in group]
        assert days[0] == days[1]


@given(problem=problems())
@settings(max_examples=40, deadline=None)
def test_the_soonest_plan_is_as_good_and_over_no_later(problem: Problem):
    best, soon = plan(problem), soonest(problem)
    assert broken_rules(problem, soon.talks) == []
    assert (soon.value, soon.bound) == (best.value, best.bound)
    assert max((t.round for t in soon.talks), default=0) <= max((t.round for t in best.talks), default=0)


def test_whoever_stands_at_the_door_is_not_sent_to_the_last_rounds():
    """Two wishes and all seats free from the third round on: they are the third and the fourth."""
    capacity = ((0, 0, 1, 1, 1, 1, 1, 1), (0, 0, 1, 1, 1, 1, 1, 1))
    soon = soonest(Problem(8, capacity, (255,), (ranked([0, 1]),)))
    assert sorted(talk.round for talk in soon.talks) == [2, 3]


@given(problems())
@settings(max_examples=50, deadline=None)
def test_the_same_problem_has_the_same_plan(problem: Problem):
    assert plan(problem) == plan(replace(problem))


@given(problems())
@settings(max_examples=40, deadline=None)
def test_no_bound_is_below_the_best_plan_and_proven_is_the_best(problem: Problem):
    small = replace(problem, fixed=(), must=frozenset(), wishes=tuple(w[:1] for w in problem.wishes[:6]))
    small = replace(small, presence=small.presence[:6], most=small.most[:6], met=frozenset(), never=frozenset())
    if len(small.wishes) * (small.rounds + 1) > 20:
        small = replace(small, wishes=(*small.wishes[:4], *[()] * (len(small.wishes) - 4)))
    made, best = plan(small), best_value(small)
    assert made.value <= best <= made.bound


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_with_nobody_absent_the_plan_is_always_proven_best(name: str):
    for seed in range(1, 6):
        problem = event(name, seed)
        made = plan(problem)
        assert made.proven, (name, seed)
        assert broken_rules(problem, made.talks) == []


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_with_absences_the_plan_reaches_its_bound(name: str):
    for seed in range(1, 6):
        problem = event(name, seed, absences=True)
        made = plan(problem)
        assert made.proven, (name, seed, made.share)
        assert broken_rules(problem, made.talks) == []


def test_worked_example():
    """Two rounds, one booth of one seat, one of two; three people: D = 30 * 2 + 1 = 61, F(1) = 122, F(2) = 61."""
    problem = Problem(2, ((1, 1), (2, 2)), (3, 3, 3), (ranked([0, 1]), ranked([0, 1]), ranked([0])))
    made = plan(problem)
    assert made.value == made.bound == 3 * 122 + 61 + 30 + 30 + 27 + 27
    assert Counter(talk.person for talk in made.talks)[2] == 1


def test_fairness_goes_before_wishes():
    """One seat an hour at the only booth that both want: each gets a talk, though one wishes it more."""
    problem = Problem(2, ((1, 0), (0, 1)), (3, 3), (((0, 30), (1, 30)), ((0, 1), (1, 1))))
    assert Counter(talk.person for talk in plan(problem).talks) == {0: 1, 1: 1}


def test_a_talk_held_before_counts_for_fairness_and_is_not_repeated():
    problem = Problem(2, ((0, 1), (0, 1)), (2, 2), (ranked([0, 1]), ranked([1, 0])), met=frozenset({(0, 0)}))
    made = plan(replace(problem, capacity=((0, 0), (0, 1))))
    assert made.talks == (Talk(1, 1, 1),)
    assert made.unplaced == ()


def test_must_goes_before_everything_and_never_before_must():
    problem = Problem(1, ((1,), (1,)), (1, 1), (ranked([0]), ranked([0, 1])))
    assert plan(replace(problem, must=frozenset({(1, 0)}))).talks == (Talk(1, 0, 0),)
    both = replace(problem, must=frozenset({(1, 0)}), never=frozenset({(1, 0)}))
    assert plan(both).talks == (Talk(0, 0, 0), Talk(1, 1, 0))


def test_everybody_without_a_talk_is_named():
    made = plan(Problem(1, ((1,),), (1, 1, 0), (ranked([0]), (), ranked([0]))))
    assert made.unplaced == (1, 2)


def test_an_empty_hall_has_a_plan():
    assert plan(Problem(0, (), (), ())) == Plan((), 0, 0, ())


def test_stages_are_told_and_can_be_stopped():
    told: list[Stage] = []
    plan(event("a", 1), told.append)
    assert told[0] is Stage.CHOOSING
    assert told[-1] is Stage.COMPACTING

    def stop(_: Stage) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        plan(event("a", 1), stop)


def test_wishes_weigh_less_by_rank_and_never_below_one():
    assert [weight(rank) for rank in (0, 1, 9, 10, 40)] == [30, 27, 3, 1, 1]
    assert ranked([4, 2, 4]) == ((4, 30), (2, 27))
