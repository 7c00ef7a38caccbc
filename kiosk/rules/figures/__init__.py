"""The figures of the event, each by one definition, for the screen, the report and the exports alike.

The ids and definitions are those under which organisers, funders and the press speak of such events; a person counts
once, booth staff and mentors never count as attendees.
"""

from __future__ import annotations

from typing import Final

from kiosk.model import Verdict
from kiosk.rules.figures.checks import checks
from kiosk.rules.figures.definitions import DEFINITIONS, Figure
from kiosk.rules.figures.facts import Facts
from kiosk.rules.figures.opinions import answers
from kiosk.rules.figures.seats import offers, use
from kiosk.rules.figures.tables import BREAKDOWNS, by_booth
from kiosk.rules.figures.talks import later, met, outcomes, talked
from kiosk.rules.figures.turnout import organisations, turnout

ARRIVAL: Final = frozenset({Verdict.ADMITTED})
"""The verdicts that mean that somebody came in."""

__all__ = [
    "ARRIVAL",
    "BREAKDOWNS",
    "DEFINITIONS",
    "Facts",
    "Figure",
    "by_booth",
    "checks",
    "figures",
    "met",
]


def figures(facts: Facts) -> dict[str, Figure]:
    """The figures by their ids."""
    talks = talked(facts)
    return {
        **turnout(facts),
        "A1": len(organisations(facts)),
        **offers(facts),
        **talks,
        **use(facts),
        **outcomes(facts, int(talks["G1"]), int(talks["G2"])),
        **later(facts),
        "R1": answers(facts),
    }
