"""Mending a plan while the hall moves: what became impossible is made good, and almost nobody else notices.

Whatever happened (somebody is late, did not come or leaves early; a booth or a seat is paused, closed or open again; a
wish changed; talks were swapped or locked by hand) is told by the new problem. Against it the plan that people know is
held up, and only what the new problem forbids is taken away.

A lost talk is put on a free seat, else somewhere where at most two others have to change rounds, else the person gets
another wish. Then the seats that came free go to those with the fewest talks. The aim is that of minimal perturbation
(El Sakkout & Wallace 2000); planning anew would send most of the hall elsewhere for next to no gain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kiosk.rotation.colouring import place
from kiosk.rotation.groups import shared
from kiosk.rotation.mending import Mending, Why, ordered, sort_out
from kiosk.rotation.problem import Problem, Talk
from kiosk.rotation.remaining import Remaining

STAY: Final = 20
"""What it is worth to a re-balance that somebody keeps a talk: as much as seven ranks of a wish."""


@dataclass(frozen=True, slots=True)
class Change:
    """One person's talks that went and that came, and why."""

    person: int
    before: tuple[Talk, ...]
    after: tuple[Talk, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended plan, and what it means for people."""

    talks: tuple[Talk, ...]
    """The whole plan, by round, booth and person; talks of rounds that are over included."""
    value: int
    moved: tuple[Change, ...]
    """Whose plan changes, by person."""
    lost: tuple[Talk, ...]
    """Talks for which neither another round nor another wish was found."""
    gained: tuple[Talk, ...]
    """Talks at booths where the person was not to go before."""
    gain: int = 0
    """How much more the plan is worth than after the smallest repair."""


def repair(problem: Problem, talks: Iterable[Talk], first: int) -> Repair:
    """Mend a plan with as little change as possible.

    Args:
        problem: how things are now; what is locked by hand is in its ``fixed``.
        talks: the plan as people know it.
        first: the first round that may change; talks before it are running, announced or over, and stay unless the
            problem makes them impossible.
    """
    work = Mending(problem, talks, first)
    for talk in work.gone:
        work.make_good(talk)
    work.offer()
    return _result(work)


def rebalance(problem: Problem, talks: Iterable[Talk], first: int, stay: int = STAY) -> Repair:
    """A better plan for all that still keeps most talks: to be shown first, and made only if an operator wants it.

    The choice of talks is the best there is if each talk kept were worth ``stay`` more wish points.
    """
    known = tuple(talks)
    local, work = repair(problem, known, first), Mending(problem, known, first)
    target = work.choice(stay)
    for talk in list(work.table.talks()):
        if talk.booth not in target.taken[talk.person]:
            work.table.lift(*talk)
    for person, taken in enumerate(target.taken):
        for booth in sorted(taken.keys() - work.table.booths_of(person)):
            place(work.table, person, booth)
    work.why = dict.fromkeys(range(problem.people), Why.REBALANCED)
    work.offer()
    better = _result(work)
    return replace(better, gain=better.value - local.value) if better.value > local.value else local


def possible(problem: Problem, talks: Iterable[Talk], first: int) -> int:
    """A bound for every plan that keeps the talks before round ``first`` as they are."""
    wide = shared(problem)
    kept, _ = sort_out(wide, ordered(talks))
    later = tuple(there & (-1 << first) for there in problem.presence)
    locked = set(problem.fixed)
    stays = tuple(talk for talk in kept if talk.round < first or talk in locked)
    return problem.value(stays) + Remaining.of(replace(wide, fixed=stays, presence=later, groups=())).target().value


class Clash(ValueError):
    """A swap by hand that cannot be; ``person`` is the one for whom."""

    def __init__(self, person: int) -> None:
        super().__init__(person)
        self.person = person


def swap_by_hand(problem: Problem, talks: Iterable[Talk], moment: int, one: int, other: int) -> tuple[Talk, ...]:
    """The plan after two persons have exchanged their talks of one round; one of the two may have none.

    Raises:
        Clash: somebody would be twice at a booth, or is not there, or may not go there.
    """
    plan = list(talks)
    mine = [talk for talk in plan if talk.round == moment and talk.person in (one, other)]
    rest = [talk for talk in plan if talk not in mine]
    swapped = [talk._replace(person=other if talk.person == one else one) for talk in mine]
    known = {talk[:2] for talk in rest} | problem.met | problem.never
    for talk in swapped:
        if talk[:2] in known or not problem.presence[talk.person] >> moment & 1:
            raise Clash(talk.person)
    return ordered([*rest, *swapped])


def _result(work: Mending) -> Repair:
    """What came of a repair."""
    after = work.talks()
    old, new = set(work.before), set(after)
    went, came = ordered(old - new), ordered(new - old)
    people = sorted({talk.person for talk in (*went, *came)})
    known, now = {talk[:2] for talk in old}, {talk[:2] for talk in new}
    return Repair(
        after,
        work.problem.value(after),
        tuple(_change(person, went, came, work.why.get(person, Why.OWN)) for person in people),
        tuple(talk for talk in work.before if talk[:2] not in now),
        tuple(talk for talk in after if talk[:2] not in known),
    )


def _change(person: int, went: tuple[Talk, ...], came: tuple[Talk, ...], why: Why) -> Change:
    mine = (tuple(talk for talk in talks if talk.person == person) for talks in (went, came))
    before, after = mine
    return Change(person, before, after, why)
