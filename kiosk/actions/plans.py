"""Making a plan for a block, publishing it, and finding places for those who come late."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kiosk.actions import rounds
from kiosk.actions.closing import require_people
from kiosk.actions.planning import Hall, problem_of, still_possible, talks_of
from kiosk.actions.seats import booths_now
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Draft, KioskError, Person, PlannedTalk, Role, Talk
from kiosk.programme import Block
from kiosk.rotation import Plan, plan, soonest
from kiosk.rotation.mending import Why
from kiosk.rotation.problem import Pair, Problem
from kiosk.rules import clock
from kiosk.rules.booths import BoothState
from kiosk.rules.plans import PLANNED, Cause, Change, changes, entity_of
from kiosk.words import number_text


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that was made but holds for nobody until it is published."""

    hall: Hall
    problem: Problem
    plan: Plan
    talks: tuple[PlannedTalk, ...]
    seconds: float

    @property
    def unplaced(self) -> list[int]:
        """The numbers of those for whom no talk could be found."""
        return sorted(self.hall.people[place].number or 0 for place in self.plan.unplaced)

    def quality(self) -> str:
        """How good the plan is, in words."""
        if self.plan.proven:
            return _("best possible, proven")
        return _("{share} % of what is possible").format(share=number_text(self.plan.share * 100, 1))


def hall_of(desk: Desk, block: Block, people: Iterable[Person] | None = None) -> Hall:
    """Who takes part in a block from the next round on: every attendee who has not cancelled, present or not.

    Raises:
        KioskError: there are no booths.
    """
    if not desk.event.booths:
        raise KioskError(_("There are no booths to plan for. Write them into booths.csv."))
    everyone = desk.store.people() if people is None else people
    takes_part = tuple(
        person for person in everyone if person.role is Role.ATTENDEE and person.is_known and not person.cancelled
    )
    now = desk.now()
    turned = clock.advance(rounds.clock_of(desk, block), block, now)
    known = booths_now(desk)
    seats = {now.booth.booth: 0 if now.state is BoothState.CLOSED else now.booth.seats for now in known}
    paused = frozenset(now.booth.booth for now in known if now.state is BoothState.PAUSED)
    return Hall(desk.event, block, takes_part, seats, paused, clock.first_open_round(turned, block, now), turned)


def met(desk: Desk, hall: Hall, talks: Iterable[Talk], planned: Iterable[PlannedTalk]) -> set[tuple[str, str]]:
    """Who has been, or is just now, at which booth: in a talk, or in a round that has begun while they were there.

    Whoever has not come yet still has the talk of the running round, and is not sent there twice. ``talks`` and
    ``planned`` are those of all whom this is about.
    """
    block, turned, now = hall.block, hall.turned, desk.now()
    running = turned.round if turned.phase is clock.Phase.TALK else None
    ends = {
        round_: clock.starts_at(turned, desk.event, block, round_, now) + block.talk
        for round_ in range(1, hall.first_round)
    }
    came = {person.id: person.first_in for person in hall.people if person.first_in}
    begun = (talk for talk in planned if talk.round in ends)
    return {(talk.person, talk.booth) for talk in talks} | {
        (talk.person, talk.booth)
        for talk in begun
        if talk.round == running or came.get(talk.person, ends[talk.round]) < ends[talk.round]
    }


def propose(desk: Desk, block: Block, make: Callable[[Problem], Plan] = plan) -> Proposal:
    """The best plan for all rounds of a block that have not begun; nothing is stored.

    Args:
        desk: the open event.
        block: what to plan for.
        make: the planner, or one that tells how far it is and can be stopped.

    Raises:
        KioskError: there is nothing to plan, or everybody is erased.
    """
    require_people(desk)
    hall = hall_of(desk, block)
    planned = desk.store.planned(block.id)
    been = met(desk, hall, desk.store.talks(), planned)
    locked = still_possible(hall, (talk for talk in planned if talk.locked), been)
    problem = problem_of(hall, fixed=locked, met=been)
    began = time.perf_counter()
    made = make(problem)
    seconds = time.perf_counter() - began
    return Proposal(hall, problem, made, tuple(talks_of(hall, made.talks, kept=locked)), seconds)


def publish(desk: Desk, proposal: Proposal) -> list[Change]:
    """Makes a plan hold from its first round on; who is sent elsewhere by it.

    Raises:
        KioskError: a round has begun since the plan was made.
    """
    with desk.store.write():
        hall = hall_of(desk, proposal.hall.block, proposal.hall.people)
        if hall.first_round != proposal.hall.first_round:
            raise KioskError(_("A round has begun since this plan was made. Plan again."))
        before = [talk for talk in desk.store.planned(hall.block.id) if talk.round >= hall.first_round]
        moved = changes(before, proposal.talks)
        desk.store.record([draft(hall, change.person, change.number, change.after) for change in moved])
    return moved


def draft(hall: Hall, person: str, number: int | None, talks: Iterable[PlannedTalk], **more: Any) -> Draft:
    """What one person's plan is from the first round on that may still change, or from another one named ``from``."""
    said = [
        {"round": talk.round, "booth": talk.booth, "seat": talk.seat, "position": talk.position}
        | ({"locked": True} if talk.locked else {})
        for talk in talks
    ]
    body = {"from": hall.first_round, "epoch": hall.turned.epoch, "number": number, "talks": said, **more}
    return Draft(PLANNED, entity_of(hall.block.id, person), body)


def is_published(desk: Desk, block: Block) -> bool:
    """Whether anybody has a plan for this block."""
    return desk.store.has_plan(block.id)


def where(talks: Iterable[PlannedTalk]) -> set[tuple[int, str]]:
    """Round and booth of each talk."""
    return {(talk.round, talk.booth) for talk in talks}


def told(
    why: Why, cause: Cause, of: str, gone: Iterable[tuple[int, str]], new: Iterable[tuple[int, str]]
) -> dict[str, Any]:
    """What the journal keeps of a change, so that it can be explained: the rounds and booths that went and came."""
    return {"why": str(why), "cause": str(cause), "of": of, "before": sorted(gone), "after": sorted(new)}


def give_free_seats(desk: Desk, hall: Hall, person: Person, cause: Cause, of: str) -> None:
    """Finds talks for one person in seats that are free, so that nobody else is disturbed; ``hall`` has only them."""
    with desk.store.write() as store:
        mine = store.planned(hall.block.id, person.id)
        ahead = [talk for talk in mine if talk.round >= hall.first_round]
        been = met(desk, hall, store.talks_of(person.id), mine)
        made = soonest(problem_of(hall, fixed=ahead, met=been, taken=_taken(desk, hall, ahead)))
        beside = [
            talk
            for new in made.talks
            for talk in store.planned(hall.block.id, round_=new.round + 1, booth=hall.booths[new.booth].booth)
            if talk.person != person.id
        ]
        talks = [talk for talk in talks_of(hall, made.talks, kept=[*beside, *ahead]) if talk.person == person.id]
        if changes(ahead, talks):
            was, becomes = where(ahead), where(talks)
            why = told(Why.OFFERED, cause, of, was - becomes, becomes - was)
            store.record([draft(hall, person.id, person.number, talks, **why)])


def _taken(desk: Desk, hall: Hall, mine: Iterable[PlannedTalk]) -> dict[Pair, int]:
    """The seats that others have, by place of the booth and round from 0."""
    places = hall.places()
    counts = Counter(desk.store.seats_taken(hall.block.id))
    counts.subtract((talk.booth, talk.round) for talk in mine)
    return {(places[booth], round_ - 1): seats for (booth, round_), seats in counts.items() if booth in places}
