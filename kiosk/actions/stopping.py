"""Stopping everything at once and lifting the stop again."""

from __future__ import annotations

from kiosk.actions.rounds import clock_of, draft
from kiosk.desk import Desk
from kiosk.model import Draft
from kiosk.programme import Mode
from kiosk.rules import clock
from kiosk.rules.closing import EVENT
from kiosk.rules.stopping import LIFTED, STOPPED, is_stopped


def stopped(desk: Desk) -> bool:
    """Whether everything stands still."""
    return is_stopped(desk.store.entries(EVENT))


def stop_all(desk: Desk) -> None:
    """Holds every round clock that runs and tells every screen so, in one step.

    A second stop changes nothing.

    Raises:
        KioskError: it could not be written.
    """
    with desk.store.write() as store:
        if not stopped(desk):
            now = desk.now()
            blocks = [block for block in desk.event.blocks if block.mode is Mode.ROUNDS]
            clocks = [(clock.advance(clock_of(desk, block), block, now), block) for block in blocks]
            held = [draft(at, block, clock.PAUSED, now) for at, block in clocks if clock.allowed(at, clock.PAUSED)]
            store.record([Draft(STOPPED, EVENT, desk.signature), *held])


def lift(desk: Desk) -> None:
    """Ends the stop. The round clocks stay paused until a moderator resumes them: people have to find back first.

    Raises:
        KioskError: it could not be written.
    """
    with desk.store.write() as store:
        if stopped(desk):
            store.record([Draft(LIFTED, EVENT, desk.signature)])
