"""What happens to a plan during an afternoon, for the benchmark of repairs."""

from __future__ import annotations

import random
from dataclasses import replace

from kiosk.rotation import Problem, Talk

KINDS = ("late arrival", "no-show", "leaver", "closed booth")


def happening(kind: str, problem: Problem, talks: tuple[Talk, ...], dice: random.Random) -> tuple[Problem, int]:
    """One random event, and the first round that may change."""
    first = dice.randrange(1, problem.rounds - 1)
    person = dice.choice(sorted({talk.person for talk in talks if talk.round >= first}))
    there, capacity = list(problem.presence), list(problem.capacity)
    if kind == "late arrival":
        first = 0
        there[person] &= -1 << dice.randint(1, problem.rounds // 2)
    elif kind == "no-show":
        there[person] &= (1 << first) - 1
    elif kind == "leaver":
        there[person] &= (1 << dice.randint(first, problem.rounds - 1)) - 1
    else:
        booth = dice.randrange(problem.booths)
        capacity[booth] = (*capacity[booth][:first], *[0] * (problem.rounds - first))
    return replace(problem, presence=tuple(there), capacity=tuple(capacity)), first
