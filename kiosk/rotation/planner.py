"""From a problem to a plan, with a bound that says how good it is."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.rotation.colouring import place
from kiosk.rotation.flow import Flow
from kiosk.rotation.problem import Pair, Plan, Problem, Talk
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.timetable import Timetable


def plan(problem: Problem) -> Plan:
    """The plan for a block: who talks where in which round."""
    remaining = Remaining.of(problem)
    target = remaining.target()
    table = Timetable(remaining)
    for person, booth in _tightest_first(remaining, target):
        place(table, person, booth)
    return _report(problem, table, problem.value(problem.fixed) + target.value)


def _tightest_first(remaining: Remaining, target: Flow) -> Iterable[Pair]:
    """The chosen talks, those of people with the least time to spare first."""
    slack = [
        presence.bit_count() - len(taken) for presence, taken in zip(remaining.presence, target.taken, strict=True)
    ]
    pairs = [(person, booth) for person, taken in enumerate(target.taken) for booth in taken]
    return sorted(pairs, key=lambda pair: (slack[pair[0]], pair))


def _report(problem: Problem, table: Timetable, bound: int) -> Plan:
    talks = tuple(sorted([*problem.fixed, *table.talks()], key=lambda talk: (talk.round, talk.booth, talk.person)))
    served = {talk.person for talk in talks} | {person for person, _ in problem.met}
    unplaced = tuple(person for person in range(problem.people) if person not in served)
    return Plan(talks, problem.value(talks), bound, unplaced)
