"""People who go everywhere together: two pupils, a mentor with a mentee.

Talks that take several seats cannot be split, and choosing them best is as hard as packing. So groups are planned
first, the largest ones before the others, but get no more talks than their members would have had alone; all
others are then planned around them. The bound stays that of the members alone, who could do at least as well.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.rotation.colouring import place
from kiosk.rotation.problem import Pair, Problem, Talk
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.timetable import Timetable

Group = tuple[int, ...]


def together(problem: Problem) -> Problem:
    """The same problem with the talks of all groups fixed, and their members wanting nothing more."""
    problem = shared(problem)
    alone = Remaining.of(problem).target()
    most = {group: max(len(alone.taken[person]) for person in group) for group in problem.groups}
    members = {person for group in problem.groups for person in group}
    wishes = tuple(() if person in members else wanted for person, wanted in enumerate(problem.wishes))
    fixed = list(problem.fixed)
    for count in sorted({len(group) for group in problem.groups}, reverse=True):
        groups = tuple(group for group in problem.groups if len(group) == count)
        fixed += _plan_groups(replace(problem, fixed=tuple(fixed)), groups, most)
    must = frozenset(pair for pair in problem.must if pair[0] not in members or pair in {talk[:2] for talk in fixed})
    return replace(problem, fixed=tuple(fixed), wishes=wishes, must=must, groups=())


def shared(problem: Problem) -> Problem:
    """The same problem in which everybody would also go, for no wish points, where others of the group want to go."""
    if not problem.groups:
        return problem
    wishes = [dict(wanted) for wanted in problem.wishes]
    must = set(problem.must)
    for group in problem.groups:
        booths = {booth for person in group for booth in wishes[person]}
        urgent = {booth for person, booth in problem.must if person in group}
        for person in group:
            wishes[person] |= {booth: 0 for booth in sorted(booths) if booth not in wishes[person]}
            must |= {(person, booth) for booth in urgent}
    return replace(problem, wishes=tuple(tuple(wanted.items()) for wanted in wishes), must=frozenset(must))


def _plan_groups(problem: Problem, groups: tuple[Group, ...], most: dict[Group, int]) -> list[Talk]:
    """Talks for groups of one size, each group as one person in a hall that has so many times fewer seats."""
    units = _as_units(problem, groups, most)
    table = Timetable(units)
    for person, taken in enumerate(units.target().taken):
        for booth in taken:
            place(table, person, booth)
    return [Talk(person, talk.booth, talk.round) for talk in table.talks() for person in groups[talk.person]]


def _as_units(problem: Problem, groups: tuple[Group, ...], most: dict[Group, int]) -> Remaining:
    remaining, count = Remaining.of(problem), len(groups[0])
    wishes, presence, limits = [], [], []
    for group in groups:
        there = -1
        for person in group:
            there &= remaining.presence[person]
        presence.append(there)
        wishes.append(_shared_wishes(problem, remaining, group))
        least = min(remaining.limits[person] for person in group)
        limits.append(min(most[group], least, there.bit_count(), len(wishes[-1])))
    first = [max(remaining.first[person] for person in group) for group in groups]
    return Remaining(problem, wishes, first, limits, presence, [seats // count for seats in remaining.seats])


def _shared_wishes(problem: Problem, remaining: Remaining, group: Group) -> tuple[Pair, ...]:
    """Where at least one of a group wants to go, and nobody of them has been or may not go."""
    barred = {booth for person, booth in problem.met | problem.never if person in group}
    barred |= {booth for person, booth, _ in problem.fixed if person in group}
    weights: dict[int, int] = {}
    for person in group:
        for booth, value in remaining.wishes[person]:
            if booth not in barred:
                weights[booth] = weights.get(booth, 0) + value
    return tuple((booth, max(1, value // len(group))) for booth, value in weights.items())
