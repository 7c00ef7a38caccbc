"""What others do with the same rotations: first come first served, a fair draft, one round at a time, and CP-SAT."""

from __future__ import annotations

import random
from collections.abc import Callable

from kiosk.rotation import Problem, Talk
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.timetable import Timetable, bits


def first_come(problem: Problem) -> list[Talk]:
    """Everybody in turn takes the best wishes that still have a seat at a free time."""
    table = Timetable(Remaining.of(problem))
    order = list(range(problem.people))
    random.Random(1).shuffle(order)
    for person in order:
        for booth, _ in problem.wishes[person]:
            _seat(table, problem, person, booth)
    return list(table.talks())


def draft(problem: Problem) -> list[Talk]:
    """In turns, who has least to choose from first, each takes one talk; then all once more."""
    table = Timetable(Remaining.of(problem))
    order = sorted(range(problem.people), key=lambda person: (problem.presence[person].bit_count(), person))
    for _ in range(problem.rounds):
        for person in order:
            held = table.booths_of(person)
            any(_seat(table, problem, person, booth) for booth, _ in problem.wishes[person] if booth not in held)
    return list(table.talks())


def _seat(table: Timetable, problem: Problem, person: int, booth: int) -> bool:
    most = problem.most[person] if problem.most else None
    free = table.free[person] & table.open[booth]
    if not free or (most is not None and len(table.booths_of(person)) >= most):
        return False
    table.put(person, booth, next(bits(free)))
    return True


def round_by_round(problem: Problem) -> list[Talk]:
    """The best assignment for each round after the other, by scipy."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    met: list[set[int]] = [set() for _ in range(problem.people)]
    talks = []
    for moment in range(problem.rounds):
        seats = [b for b in range(problem.booths) for _ in range(problem.capacity[b][moment])]
        columns: dict[int, list[int]] = {}
        for column, booth in enumerate(seats):
            columns.setdefault(booth, []).append(column)
        gain = np.zeros((problem.people, len(seats)), dtype=np.int64)
        for person, wanted in enumerate(problem.wishes):
            most = problem.most[person] if problem.most else None
            if problem.presence[person] >> moment & 1 and (most is None or len(met[person]) < most):
                for booth, value in wanted:
                    if booth not in met[person]:
                        gain[person, columns.get(booth, [])] = problem.fair(len(met[person]) + 1) + value
        for person, column in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            if gain[person, column]:
                met[int(person)].add(seats[column])
                talks.append(Talk(int(person), seats[column], moment))
    return talks


def cp_sat(problem: Problem, seconds: float = 60) -> list[Talk]:
    """Google's constraint solver on the whole event, with two workers."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    use, terms = {}, []
    for person, wanted in enumerate(problem.wishes):
        for booth, value in wanted:
            moments = [r for r in bits(problem.presence[person]) if problem.capacity[booth][r]]
            for moment in moments:
                use[person, booth, moment] = choice = model.new_bool_var("")
                terms.append(value * choice)
            model.add_at_most_one(use[person, booth, r] for r in moments)
    by_place: dict[tuple[int, int], list] = {}
    by_time: dict[tuple[int, int], list] = {}
    by_person: dict[int, list] = {}
    for (person, booth, moment), choice in use.items():
        by_place.setdefault((booth, moment), []).append(choice)
        by_time.setdefault((person, moment), []).append(choice)
        by_person.setdefault(person, []).append(choice)
    for (booth, moment), choices in by_place.items():
        model.add(sum(choices) <= problem.capacity[booth][moment])
    for choices in by_time.values():
        model.add_at_most_one(choices)
    for person, choices in by_person.items():
        most = problem.most[person] if problem.most else None
        limit = min(problem.rounds if most is None else most, len(problem.wishes[person]))
        steps = [model.new_bool_var("") for _ in range(limit)]
        model.add(sum(choices) == sum(steps))
        terms += [problem.fair(k + 1) * step for k, step in enumerate(steps)]
    model.maximize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    return [Talk(*key) for key, choice in use.items() if solver.value(choice)]


PEERS: dict[str, Callable[[Problem], list[Talk]]] = {
    "first come": first_come,
    "fair draft": draft,
    "round by round (scipy)": round_by_round,
}
