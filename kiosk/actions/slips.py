"""Printing where everybody goes, for those who want it on paper and for the hour in which the screens are dark."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from kiosk.actions import rounds
from kiosk.actions.closing import require_people
from kiosk.actions.plans import is_published
from kiosk.desk import Desk
from kiosk.exchange.slips import Head, Slip, Stop, slip_language, write_slips
from kiosk.faults import reason
from kiosk.i18n import _, speaking
from kiosk.model import KioskError, Person, PlannedTalk, Role
from kiosk.programme import Block
from kiosk.rules import clock
from kiosk.words import clock_time

SLIPS: Final = "slips.pdf"
BADGES: Final = "badges"


@dataclass(frozen=True, slots=True)
class Printout:
    """A PDF that was made."""

    path: Path
    missing: str = ""
    """The characters that no font has, to be written on by hand."""


def target(desk: Desk, path: Path | None, name: str) -> Path:
    """Where a PDF goes: as it was said, else into the room for what is printed."""
    found = path or desk.folder / BADGES / name
    try:
        found.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        text = _("Nothing can be written to the folder {folder}: {reason}.")
        raise KioskError(text.format(folder=found.parent, reason=reason(error))) from None
    return found


def print_slips(
    desk: Desk, block: Block, path: Path | None = None, *, language: str = "", numbers: Collection[int] = ()
) -> Printout:
    """Writes a slip for every attendee who has not cancelled, by number, or just for these numbers.

    Each is in the language that the list says of the person, or all are in the one that is named.

    Raises:
        KioskError: no plan is out, nobody has one of the numbers, or the file cannot be written.
    """
    require_plan(desk, block)
    people = _chosen(desk, numbers)
    planned = {
        person: list(talks)
        for person, talks in groupby(
            sorted(desk.store.planned(block.id), key=lambda talk: (talk.person, talk.round)), lambda talk: talk.person
        )
    }
    times = times_of(desk, block)
    spoken = desk.event.language
    slips = [
        Slip(
            person.number or 0,
            tuple(_stop(desk, times, talk) for talk in planned.get(person.id, ())),
            language or slip_language(person.language, spoken),
        )
        for person in people
    ]
    minutes = f"{block.talk_minutes:g}"
    head = Head(desk.event.name, spoken, minutes if spoken == "en" else minutes.replace(".", ","))
    written = target(desk, path, SLIPS)
    with speaking(spoken):
        return Printout(written, write_slips(written, head, slips))


def require_plan(desk: Desk, block: Block) -> None:
    """Refuses where nothing is planned that could be printed.

    Raises:
        KioskError: no plan is out, or everybody is erased.
    """
    if not is_published(desk, block):
        require_people(desk)
        raise KioskError(_("No plan is out yet. Publish one first."))


def _chosen(desk: Desk, numbers: Collection[int]) -> list[Person]:
    """Who gets a slip, by number."""
    people = [person for person in desk.store.people() if person.number is not None and person.role is Role.ATTENDEE]
    if unknown := sorted(set(numbers) - {person.number for person in people}):
        raise KioskError(_("Nobody has the number {number}.").format(number=", ".join(map(str, unknown))))
    return [person for person in people if (person.number in numbers if numbers else not person.cancelled)]


def times_of(desk: Desk, block: Block) -> dict[int, str]:
    """When each round begins, as far as can be said now."""
    turned, now = rounds.clock_of(desk, block), desk.now()
    return {
        round_: clock_time(desk.event, clock.starts_at(turned, desk.event, block, round_, now))
        for round_ in range(1, block.rounds + 1)
    }


def _stop(desk: Desk, times: Mapping[int, str], talk: PlannedTalk) -> Stop:
    booth = desk.event.booth(talk.booth)
    return Stop(times[talk.round], talk.booth, booth.employer if booth else "")
