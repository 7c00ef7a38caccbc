"""Before the doors open: whose wishes cannot be, what the lists contradict, and where a seat would help most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.actions.planning import ANYTHING, Hall, problem_of
from kiosk.actions.plans import Proposal, hall_of, met
from kiosk.desk import Desk
from kiosk.programme import Block, BondKind
from kiosk.rotation.outlook import Demand, Gain, Reason, contradictions, demand, one_more_seat, unserved
from kiosk.rotation.problem import Problem
from kiosk.rules.plans import Trouble

WORST: Final = 3
"""For how many of the most crowded booths it is worked out what one more seat would bring."""


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """Something in the lists that cannot be, with the number of the person whom it concerns."""

    number: int
    trouble: Trouble | Reason
    what: str = ""
    """The wish, the booth or the other number that it is about."""


@dataclass(frozen=True, slots=True)
class BoothOutlook:
    """Wishes against seats at one booth, and what one more seat would bring where that was worked out."""

    booth: str
    demand: Demand
    gain: Gain | None = None

    @property
    def lacking(self) -> int:
        """How many talks are wished for and have no seat."""
        return max(0, self.demand.wishes - self.demand.seats)


def problem_now(desk: Desk, block: Block) -> tuple[Hall, Problem]:
    """What would be planned now.

    Raises:
        KioskError: there are no booths.
    """
    hall = hall_of(desk, block)
    been = met(desk, hall, desk.store.talks(), desk.store.planned(block.id))
    return hall, problem_of(hall, met=been)


def complaints(hall: Hall, problem: Problem) -> list[Complaint]:
    """What is wrong with the lists, by number: it is passed over, and everything else is planned."""
    return sorted({*_wrong_wishes(hall, problem), *_wrong_bonds(hall, problem)})


def unmet(proposal: Proposal) -> list[Complaint]:
    """Talks that had to be and are not in the plan, by number, each with the reason."""
    people, booths = proposal.hall.people, proposal.hall.booths
    found = contradictions(proposal.problem, proposal.plan)
    return sorted(Complaint(people[p].number or 0, why, booths[b].booth) for (p, b), why in found.items())


def reasons(proposal: Proposal) -> dict[int, Reason]:
    """Why each number without a talk has none."""
    found = unserved(proposal.problem, proposal.plan)
    return {proposal.hall.people[person].number or 0: why for person, why in found.items()}


def outlook(hall: Hall, problem: Problem, worst: int = WORST) -> list[BoothOutlook]:
    """Every booth, the most crowded first; for so many of those that lack seats, what one more would bring."""
    booths = [BoothOutlook(hall.booths[each.booth].booth, each) for each in demand(problem)]
    booths.sort(key=lambda each: -each.lacking)
    lacking = [each for each in booths[:worst] if each.lacking]
    tried = [BoothOutlook(each.booth, each.demand, one_more_seat(problem, each.demand.booth)) for each in lacking]
    return tried + booths[len(tried) :]


def _wrong_wishes(hall: Hall, problem: Problem) -> Iterator[Complaint]:
    known = {booth.booth for booth in hall.booths} | {each.position for each in hall.event.positions} | {ANYTHING}
    for person, there in zip(hall.people, problem.presence, strict=True):
        number = person.number or 0
        if not person.wishes:
            yield Complaint(number, Trouble.NO_WISHES)
        if not there >> (hall.first_round - 1):
            yield Complaint(number, Trouble.NOT_THERE)
        for wish in person.wishes:
            if wish not in known:
                yield Complaint(number, Trouble.UNKNOWN_WISH, wish)


def _wrong_bonds(hall: Hall, problem: Problem) -> Iterator[Complaint]:
    numbers = {person.number for person in hall.people}
    for bond in hall.event.bonds:
        if bond.number not in numbers:
            yield Complaint(bond.number, Trouble.UNKNOWN_NUMBER)
        if bond.kind is BondKind.TOGETHER and bond.other not in numbers:
            yield Complaint(bond.other or 0, Trouble.UNKNOWN_NUMBER)
    for person, booth in problem.must & problem.never:
        yield Complaint(hall.people[person].number or 0, Reason.CONTRADICTION, hall.booths[booth].booth)
