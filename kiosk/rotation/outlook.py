"""Before the doors open: where wishes and seats do not match, and for whom nothing can be planned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.rotation.problem import Plan, Problem
from kiosk.rotation.remaining import Remaining


class Reason(StrEnum):
    """Why somebody has no talk, or a wish of the organisers cannot be."""

    NO_WISHES = "no_wishes"
    """Wishes for no booth, or only for those where a talk was held before or must not be."""
    NOT_THERE = "not_there"
    """Present in no round that is still to come."""
    CLOSED = "closed"
    """No wished booth is open while the person is there."""
    NO_MORE_WANTED = "no_more_wanted"
    """May have no talk, or no further one."""
    FULL = "full"
    """More people than seats at the wished booths."""
    CONTRADICTION = "contradiction"
    """The same two must meet and must not meet."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One booth before the doors open."""

    booth: int
    wishes: int
    """People who want a talk here."""
    first_wishes: int
    """People who want nothing more than this."""
    seats: int
    """Talks that can be held in all the rounds together."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one more seat at a booth would bring, in the best plan there could be."""

    talks: int
    served: int
    """People who would then have a talk and else none."""
    value: int


def demand(problem: Problem) -> tuple[Demand, ...]:
    """Wishes against seats for each booth."""
    wishes, firsts = [0] * problem.booths, [0] * problem.booths
    for wanted in problem.wishes:
        best = max((value for _, value in wanted), default=0)
        for booth, value in wanted:
            wishes[booth] += 1
            firsts[booth] += value == best
    return tuple(
        Demand(booth, wishes[booth], firsts[booth], sum(seats)) for booth, seats in enumerate(problem.capacity)
    )


def one_more_seat(problem: Problem, booth: int) -> Gain:
    """What one more seat at a booth, in every round in which it is open, would bring."""
    more = tuple(seats + 1 if seats else 0 for seats in problem.capacity[booth])
    capacity = tuple(more if at == booth else row for at, row in enumerate(problem.capacity))
    before = Remaining.of(problem).target()
    after = Remaining.of(replace(problem, capacity=capacity)).target()
    return Gain(
        sum(map(len, after.taken)) - sum(map(len, before.taken)),
        sum(map(bool, after.taken)) - sum(map(bool, before.taken)),
        after.value - before.value,
    )


def unserved(problem: Problem, made: Plan) -> dict[int, Reason]:
    """Why each person without a talk has none."""
    remaining = Remaining.of(problem)
    return {person: _reason(problem, remaining, person) for person in made.unplaced}


def _reason(problem: Problem, remaining: Remaining, person: int) -> Reason:
    barred: Collection[tuple[int, int]] = problem.met | problem.never
    if all((person, booth) in barred for booth, _ in problem.wishes[person]):
        return Reason.NO_WISHES
    if not problem.presence[person]:
        return Reason.NOT_THERE
    if not remaining.wishes[person]:
        return Reason.CLOSED
    return Reason.FULL if remaining.limits[person] else Reason.NO_MORE_WANTED


def contradictions(problem: Problem, made: Plan) -> dict[tuple[int, int], Reason]:
    """Persons and booths that must meet and do not, each with the reason."""
    held = {talk[:2] for talk in made.talks} | problem.met
    remaining = Remaining.of(problem)
    return {pair: _why_not(problem, remaining, *pair) for pair in sorted(problem.must - held)}


def _why_not(problem: Problem, remaining: Remaining, person: int, booth: int) -> Reason:
    if (person, booth) in problem.never:
        return Reason.CONTRADICTION
    if not problem.presence[person]:
        return Reason.NOT_THERE
    if booth not in dict(remaining.wishes[person]):
        return Reason.CLOSED
    return Reason.FULL if remaining.limits[person] else Reason.NO_MORE_WANTED
