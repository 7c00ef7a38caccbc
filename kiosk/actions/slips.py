"""Printing where everybody goes, for those who want it on paper and for the hour in which the screens are dark."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from kiosk.actions import rounds
from kiosk.actions.plans import is_published
from kiosk.desk import Desk
from kiosk.exchange.slips import Slip, Stop, write_slips
from kiosk.i18n import _, speaking
from kiosk.model import KioskError, PlannedTalk, Role
from kiosk.programme import Block
from kiosk.rules import clock
from kiosk.words import clock_time

SLIPS: Final = "slips.pdf"
BADGES: Final = "badges"


def print_slips(desk: Desk, block: Block, path: Path | None = None) -> Path:
    """Writes a slip for every attendee who has not cancelled, by number; the file that was written.

    Raises:
        KioskError: no plan is out, or the file cannot be written.
    """
    if not is_published(desk, block):
        raise KioskError(_("No plan is out yet. Publish one first."))
    target = path or desk.folder / BADGES / SLIPS
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    planned = {
        person: list(talks)
        for person, talks in groupby(
            sorted(desk.store.planned(block.id), key=lambda talk: (talk.person, talk.round)), lambda talk: talk.person
        )
    }
    times = _times(desk, block)
    slips = [
        Slip(person.number, tuple(_stop(desk, times, talk) for talk in planned.get(person.id, ())))
        for person in desk.store.people()
        if person.number is not None and person.role is Role.ATTENDEE and not person.cancelled
    ]
    with speaking(desk.event.language):
        write_slips(target, desk.event.name, slips)
    return target


def _times(desk: Desk, block: Block) -> dict[int, str]:
    """When each round begins, as far as can be said now."""
    turned, now = rounds.clock_of(desk, block), desk.now()
    return {
        round_: clock_time(desk.event, clock.starts_at(turned, desk.event, block, round_, now))
        for round_ in range(1, block.rounds + 1)
    }


def _stop(desk: Desk, times: Mapping[int, str], talk: PlannedTalk) -> Stop:
    booth = desk.event.booth(talk.booth)
    return Stop(times[talk.round], talk.booth, booth.employer if booth else "")
