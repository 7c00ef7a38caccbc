"""The second lane: parking a case in two keys, and solving it when the queue is shorter."""

from __future__ import annotations

from typing import Final

from kiosk.actions.people import require_open
from kiosk.desk import Desk
from kiosk.exchange.values import clean
from kiosk.i18n import _
from kiosk.model import Answer, Draft, KioskError, Verdict
from kiosk.rules.journal import NEW
from kiosk.rules.lane import PARKED, SOLVED, SORT, Case, How, Why, case_of

WHYS: Final = {
    Verdict.UNKNOWN: Why.NOT_LISTED,
    Verdict.FOREIGN: Why.NOT_LISTED,
    Verdict.MISREAD: Why.UNREADABLE,
    Verdict.FULL: Why.FULL,
    Verdict.CANCELLED: Why.REFUSED,
    Verdict.WRONG_DAY: Why.REFUSED,
    Verdict.REVOKED: Why.REFUSED,
}
"""Why a case is parked, by the verdict that comes before it."""


def why_of(answer: Answer | None) -> Why:
    """The likeliest reason for parking whoever got this answer."""
    return WHYS.get(answer.verdict, Why.OTHER) if answer else Why.OTHER


def park(desk: Desk, text: str, why: Why) -> Case:
    """Puts a case aside.

    Raises:
        KioskError: it is not said whose case it is, the event is closed, or it could not be written.
    """
    said = clean(text)
    if not said:
        raise KioskError(_("Type a number or a few words, so that the case is found again."))
    with desk.store.write() as store:
        require_open(desk)
        (entry,) = store.record([Draft(PARKED, f"{SORT}:{NEW}", {"text": said, "why": str(why)})])
    return Case(entry.entity, entry.at, said, why)


def settle(desk: Desk, case: str, how: How) -> None:
    """Takes a case off the lane.

    Raises:
        KioskError: it was settled already, or it could not be written.
    """
    with desk.store.write() as store:
        found = case_of(case, store.entries(case))
        if found is None or found.how:
            raise KioskError(_("This case is settled already."))
        store.record([Draft(SOLVED, case, {"how": str(how)})])


def waiting(desk: Desk) -> list[Case]:
    """The cases that wait, the oldest first."""
    found = (case_of(entity, entries) for entity, entries in desk.store.entries_of_sort(SORT).items())
    return sorted((case for case in found if case and not case.how), key=lambda case: (case.at, case.id))
