"""What reception asks people for: consents, and wishes where they have named none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kiosk.actions import people
from kiosk.actions.planning import problem_of
from kiosk.actions.plans import hall_of
from kiosk.actions.repairs import welcome
from kiosk.actions.rounds import status, with_rounds
from kiosk.actions.seats import booths_now
from kiosk.desk import Desk
from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.programme import Block
from kiosk.rules.clock import State
from kiosk.rules.closing import EVENT, is_closed
from kiosk.rules.consents import Word, history

CONSENTS: Final = {
    "consent_contact": N_("Contact data"),
    "consent_photo": N_("Photo"),
    "guardian_consent": N_("Guardian"),
}
"""The consents by the names of their fields, and what staff call them."""

ANSWERS: Final = {
    "": N_("not asked"),
    "yes": N_("yes"),
    "no": N_("no"),
    "withdrawn": N_("withdrawn"),
    "not_needed": N_("not needed"),
}
"""What a consent can be."""


def consent_text(said: str) -> str:
    """What was said of a consent; empty where nobody was asked."""
    return _(ANSWERS.get(said, said)) if said else ""


def consents_of(desk: Desk, person: str) -> list[Word]:
    """Every word on a person's consents, the oldest first, whichever of their records it was said of."""
    return history(entry for record in desk.store.records_of(person) for entry in desk.store.entries(record.id))


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A booth with seats for which nobody is planned yet."""

    booth: str
    employer: str
    free: int


def vacancies(desk: Desk, limit: int = 6) -> list[Vacancy]:
    """The booths with the most free seats in the rounds that are still to come; now, where there are no rounds."""
    ahead = [block for block in with_rounds(desk) if status(desk, block).state is not State.ENDED]
    free = _free_in(desk, ahead[0]) if ahead and desk.event.booths else {}
    free = free or {now.booth.booth: now.seats for now in booths_now(desk)}
    found = [Vacancy(booth.booth, booth.employer, free.get(booth.booth, 0)) for booth in desk.event.booths]
    return sorted((place for place in found if place.free > 0), key=lambda place: -place.free)[:limit]


def _free_in(desk: Desk, block: Block) -> dict[str, int]:
    """Free seats by booth over all rounds of a block that have not begun."""
    hall = hall_of(desk, block, [])
    places = hall.places()
    taken = {
        (places[booth], round_ - 1): seats
        for (booth, round_), seats in desk.store.seats_taken(block.id).items()
        if booth in places
    }
    capacity = problem_of(hall, taken=taken).capacity
    return {booth: sum(capacity[place]) for booth, place in places.items()}


def check_wishes(desk: Desk, wishes: Any) -> None:
    """Stops wishes that name nothing here.

    Raises:
        KioskError: one of them is neither a booth nor a position.
    """
    places = {booth.booth for booth in desk.event.booths} | {position.position for position in desk.event.positions}
    lost = [wish for wish in wishes if wish not in places and wish != "*"]
    if lost:
        raise KioskError(_("There is no booth and no position {wish}.").format(wish=", ".join(lost)))


def keep_answers(desk: Desk, person: str, fields: Mapping[str, Any]) -> bool:
    """Keeps what a person has answered, and plans them at once where they have named wishes; whether it was new.

    Raises:
        KioskError: a wish names nothing here, the event is closed, or it could not be written.
    """
    check_wishes(desk, fields.get("wishes", ()))
    with desk.store.write():
        changed = people.correct(desk, person, fields)
        if changed and people.known(desk, person).inside and not is_closed(desk.store.entries(EVENT)):
            welcome(desk, people.known(desk, person))
    return changed
