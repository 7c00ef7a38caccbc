"""The invariants that must hold before a figure is printed."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.i18n import N_
from kiosk.rules.figures.definitions import Figure
from kiosk.rules.figures.facts import Facts, about
from kiosk.rules.figures.tables import BREAKDOWNS, Rows

SUMS = (
    (N_("booths add up to G1"), "booth", "G1"),
    (N_("positions add up to G1"), "position", "G1"),
    (N_("employers add up to G1"), "employer", "G1"),
    (N_("hours add up to G1"), "hour", "G1"),
    (N_("channels add up to T2"), "channel", "T2"),
    (N_("status adds up to T2"), "status", "T2"),
    (N_("quarters of an hour add up to T3"), "quarter", "T3"),
)
"""The breakdowns whose rows add up to a figure."""


def checks(facts: Facts, found: Mapping[str, Figure], by: Mapping[str, Rows] | None = None) -> list[tuple[str, bool]]:
    """What holds and what does not, of the figures and their breakdowns."""
    tables = by or {name: BREAKDOWNS[name](facts) for _text, name, _figure in SUMS}
    came = {person.id for person in facts.came}
    marked = {about(result) for result in facts.agreed if not result.talk}
    talked = {about(talk) for talk in facts.talks if talk.person in facts.attending}
    return [
        *((text, sum(row[figure] for row in tables[name]) == found[figure]) for text, name, figure in SUMS),
        (N_("T4 is at most T2"), found["T4"] <= found["T2"]),
        (N_("T2 is T1 without T5 and with T4"), found["T2"] == found["T1"] - found["T5"] + found["T4"]),
        (N_("every talk is of a person who came"), all(talk.person in came for talk in facts.held)),
        (N_("T3 is at least T2"), found["T3"] >= found["T2"]),
        (N_("Q1 is at most T2"), found["Q1"] <= found["T2"]),
        (N_("P2 is at most P1"), found["P2"] <= found["P1"]),
        (N_("every application on site is of a talk, or marked as without one"), found["B1"] <= len(talked | marked)),
    ]
