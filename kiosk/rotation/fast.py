"""The same choice of talks by OR-Tools' network flow, where the extra ``fast`` is installed and the hall is large."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

from kiosk.rotation.flow import Choice, Option

WORTH_IT: Final = 3_000
"""From so many people on, the library saves more time than its import takes."""


def usable(people: int) -> bool:
    """Whether the library is there and worth it."""
    return people >= WORTH_IT and find_spec("ortools") is not None


def choose(
    options: Sequence[Sequence[Option]],
    first: Sequence[int],
    limits: Sequence[int],
    gains: Sequence[int],
    seats: Sequence[int],
) -> Choice:
    """The most valuable choice of booths, as ``Flow`` finds it with one round; the arguments are the same."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    people, source = len(options), len(options) + len(seats)
    wanted = [(person, booth, value) for person, choices in enumerate(options) for booth, value in choices]
    talks = [(person, gains[begin + k]) for person, begin in enumerate(first) for k in range(limits[person])]
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        [person for person, _, _ in wanted] + [source] * len(talks) + [people + at for at in range(len(seats))],
        [people + booth for _, booth, _ in wanted] + [person for person, _ in talks] + [source + 1] * len(seats),
        [1] * (len(wanted) + len(talks)) + list(seats),
        [-value for _, _, value in wanted] + [-gain for _, gain in talks] + [0] * len(seats),
    )
    flow.add_arc_with_capacity_and_unit_cost(source, source + 1, len(talks), 0)
    flow.set_node_supply(source, len(talks))
    flow.set_node_supply(source + 1, -len(talks))
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("the flow has no optimum")
    taken: list[dict[int, int]] = [{} for _ in options]
    for (person, booth, _), used in zip(wanted, flow.flows(arcs[: len(wanted)]), strict=True):
        if used:
            taken[person][booth] = booth
    return Choice(taken, -flow.optimal_cost())
