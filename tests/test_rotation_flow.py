"""The flow against an independent solver."""

from __future__ import annotations

import random

import pytest

from kiosk.rotation import fast
from kiosk.rotation.flow import Choice, Flow

oracle = pytest.importorskip(
    "ortools.graph.python.min_cost_flow", reason="the independent solver comes with the extra 'fast' (ortools)"
)

Case = tuple[list[list[tuple[int, int]]], list[int], list[int], list[int], list[int], list[int] | None]


def case(seed: int, rounds: int) -> Case:
    """A small random instance; with ``rounds`` > 1 places are booths in rounds, with a ceiling for each round."""
    chance = random.Random(seed)
    people, booths = chance.randint(1, 9), chance.randint(1, 6)
    worth = [{b: max(1, chance.choice((30, 27, 24, 3, 1))) for b in range(booths)} for _ in range(people)]
    options = [
        [
            (booth * rounds + moment, worth[person][booth])
            for booth in chance.sample(range(booths), chance.randint(0, booths))
            for moment in chance.sample(range(rounds), chance.randint(1, rounds))
        ]
        for person in range(people)
    ]
    first = [chance.choice((0, 0, 0, 1, 2)) for _ in range(people)]
    limits = [chance.randint(0, booths) for _ in range(people)]
    unit = chance.choice((30 * booths + 1, 10, 0))
    gains = [max(0, 5 - k) * unit for k in range(12)]
    seats = [chance.randint(0, 3) for _ in range(booths * rounds)]
    ceilings = None if rounds == 1 else [chance.randint(0, people) for _ in range(rounds)]
    return options, first, limits, gains, seats, ceilings


def independent(options, first, limits, gains, seats, ceilings) -> int:
    """The value that the solver finds on the uncontracted network, with a way around for flow that gains nothing."""
    rounds = len(ceilings) if ceilings is not None else 1
    flow = oracle.SimpleMinCostFlow()
    source, sink, people = 0, 1, len(options)
    keys, nodes = {}, 2 + people + len(seats) + rounds
    for person, wanted in enumerate(options):
        for k in range(limits[person]):
            flow.add_arc_with_capacity_and_unit_cost(source, 2 + person, 1, -gains[first[person] + k])
        for place, worth in wanted:
            key = (person, place // rounds)
            if key not in keys:
                keys[key] = nodes
                flow.add_arc_with_capacity_and_unit_cost(2 + person, nodes, 1, -worth)
                nodes += 1
            flow.add_arc_with_capacity_and_unit_cost(keys[key], 2 + people + place, 1, 0)
    for place, count in enumerate(seats):
        top = 2 + people + len(seats) + place % rounds
        flow.add_arc_with_capacity_and_unit_cost(2 + people + place, top, count, 0)
    for moment in range(rounds):
        ceiling = ceilings[moment] if ceilings is not None else 10_000
        flow.add_arc_with_capacity_and_unit_cost(2 + people + len(seats) + moment, sink, ceiling, 0)
    total = sum(limits)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, total, 0)
    flow.set_node_supply(source, total)
    flow.set_node_supply(sink, -total)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost()


def worth_of(flow: Choice, options, first, gains) -> int:
    """What the persons placed are worth, counted anew."""
    wishes = [dict(wanted) for wanted in options]
    return sum(
        sum(gains[first[p] : first[p] + len(taken)]) + sum(wishes[p][place] for place in taken.values())
        for p, taken in enumerate(flow.taken)
    )


@pytest.mark.parametrize("rounds", [1, 3])
@pytest.mark.parametrize("block", range(6))
def test_value_is_the_independent_solver_s(rounds: int, block: int):
    for seed in range(block * 200, block * 200 + 200):
        options, first, limits, gains, seats, ceilings = case(seed, rounds)
        flow = Flow(options, first, limits, gains, seats, ceilings).run()
        assert flow.value == independent(options, first, limits, gains, seats, ceilings), seed
        assert flow.value == worth_of(flow, options, first, gains), seed


@pytest.mark.parametrize("rounds", [1, 3])
def test_nobody_takes_more_than_there_is(rounds: int):
    for seed in range(200):
        options, first, limits, gains, seats, ceilings = case(seed, rounds)
        flow = Flow(options, first, limits, gains, seats, ceilings).run()
        places = [place for taken in flow.taken for place in taken.values()]
        assert all(places.count(place) <= count for place, count in enumerate(seats))
        assert all(len(taken) <= limit for taken, limit in zip(flow.taken, limits, strict=True))
        if ceilings is not None:
            moments = [place % rounds for place in places]
            assert all(moments.count(moment) <= ceiling for moment, ceiling in enumerate(ceilings))


def test_the_library_chooses_as_well_as_the_own_flow():
    for seed in range(200):
        options, first, limits, gains, seats, _ = case(seed, 1)
        choice = fast.choose(options, first, limits, gains, seats)
        assert choice.value == Flow(options, first, limits, gains, seats).run().value, seed
        assert choice.value == worth_of(choice, options, first, gains), seed
