"""From a problem to a plan, with a bound that says how good it is: a ladder that ends where the bound is reached.

1. The flow chooses the talks, and edge colouring gives them rounds. With nobody absent nothing is lost by that.
2. Where talks are left over, the timed flow may prove that no more was possible, or choose other talks.
3. Sweeps improve the timetable round by round.

At last the compact step shortens the waits. How long to go on is counted in steps and never in seconds, so that a plan
can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from random import Random
from typing import Final

from kiosk.rotation.colouring import place
from kiosk.rotation.compact import compact
from kiosk.rotation.flow import Choice
from kiosk.rotation.groups import shared, together
from kiosk.rotation.problem import Pair, Plan, Problem, Talk
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.sweep import sweep
from kiosk.rotation.timed import size, timed_target
from kiosk.rotation.timetable import Timetable
from kiosk.rotation.walk import settle

WALK: Final = 2_000
"""Steps of the walk that looks for rounds for the last few talks."""

LARGE: Final = 60_000
"""With more choices of person, booth and round the timed flow takes too long."""

WORK: Final = 400_000
"""How many choices all sweeps together look at, about."""


class Stage(StrEnum):
    """What the planner is doing."""

    CHOOSING = "choosing"
    PLACING = "placing"
    BOUNDING = "bounding"
    SWEEPING = "sweeping"
    COMPACTING = "compacting"


Tell = Callable[[Stage], None]
"""Is told at the beginning of each stage, and may raise to stop the planner."""


def plan(problem: Problem, tell: Tell = lambda _: None) -> Plan:
    """The plan for a block: who talks where in which round."""
    if problem.groups:
        alone = replace(shared(problem), groups=())
        talks = plan(together(problem), tell).talks
        return report(problem, talks, _Ladder(alone, tell).bound - problem.urgency * _urgent(alone, talks))
    climb = _Ladder(problem, tell)
    climb.run()
    tell(Stage.COMPACTING)
    compact(problem, climb.table)
    talks = (*problem.fixed, *climb.table.talks())
    return report(problem, talks, climb.bound - problem.urgency * _urgent(problem, talks))


def soonest(problem: Problem) -> Plan:
    """As good a plan as there is, over as early as can be: for those who are here already, and few enough to try it."""
    best = plan(problem)
    for end in range(1, max((talk.round for talk in best.talks), default=0) + 1):
        early = plan(replace(problem, presence=tuple(there & ((1 << end) - 1) for there in problem.presence)))
        if early.value == best.value and _urgent(problem, early.talks) == _urgent(problem, best.talks):
            return replace(early, bound=best.bound)
    return best


class _Ladder:
    """One climb: the best timetable so far and the bound so far. Both count the urgency of what must be."""

    def __init__(self, problem: Problem, tell: Tell) -> None:
        self.problem = problem
        self.tell = tell
        self.remaining = Remaining.of(problem)
        self.sure = problem.value(problem.fixed) + problem.urgency * _urgent(problem, problem.fixed)
        tell(Stage.CHOOSING)
        self.target = self.remaining.target()
        self.bound = self.sure + self.target.value
        tell(Stage.PLACING)
        self.table = self._place(self.target)
        self.value = self._worth(self.table)

    def run(self) -> None:
        """Climb until the bound is reached or the rungs are at an end."""
        choices = size(self.remaining)
        if self.value < self.bound and choices <= LARGE:
            self._look_at_the_time()
        if self.value < self.bound:
            self.tell(Stage.SWEEPING)
            self._sweep(max(1, min(100, WORK // max(1, choices))))

    def _look_at_the_time(self) -> None:
        self.tell(Stage.BOUNDING)
        timed = timed_target(self.remaining)
        if timed.value < self.target.value:
            self.bound = self.sure + timed.value
            self._keep(self._place(timed))

    def _sweep(self, times: int) -> None:
        dice, working = Random(times), self.table.copy()  # noqa: S311
        for _ in range(times):
            if self.value == self.bound:
                return
            sweep(self.remaining, working, dice)
            self._keep(working)

    def _place(self, target: Choice) -> Timetable:
        """A timetable with as many of the chosen talks as find a round."""
        table = Timetable(self.remaining)
        rest = [pair for pair in _tightest_first(self.remaining, target) if not place(table, *pair)]
        settle(table, rest, WALK, Random(len(rest)))  # noqa: S311
        return table

    def _keep(self, table: Timetable) -> None:
        """Take a timetable that is better than the best so far."""
        value = self._worth(table)
        if value > self.value:
            self.table, self.value = table.copy(), value

    def _worth(self, table: Timetable) -> int:
        talks = (*self.problem.fixed, *table.talks())
        return self.problem.value(talks) + self.problem.urgency * _urgent(self.problem, talks)


def _tightest_first(remaining: Remaining, target: Choice) -> list[Pair]:
    """The chosen talks, those of people with the least time to spare first."""
    slack = [
        presence.bit_count() - len(taken) for presence, taken in zip(remaining.presence, target.taken, strict=True)
    ]
    pairs = [(person, booth) for person, taken in enumerate(target.taken) for booth in taken]
    return sorted(pairs, key=lambda pair: (slack[pair[0]], pair))


def _urgent(problem: Problem, talks: tuple[Talk, ...]) -> int:
    """How many of the talks had to be."""
    return sum((person, booth) in problem.must for person, booth, _ in talks) if problem.must else 0


def report(problem: Problem, talks: tuple[Talk, ...], bound: int) -> Plan:
    """A plan of these talks; ``bound`` holds for all plans that keep as many of the talks that must be."""
    ordered = tuple(sorted(talks, key=lambda talk: (talk.round, talk.booth, talk.person)))
    served = {talk.person for talk in ordered} | {person for person, _ in problem.met}
    unplaced = tuple(person for person in range(problem.people) if person not in served)
    return Plan(ordered, problem.value(ordered), bound, unplaced)
