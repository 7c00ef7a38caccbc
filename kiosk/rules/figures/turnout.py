"""Who came (T), who of them seeks work (Q), and which employers were there (A1)."""

from __future__ import annotations

from kiosk.model import Role
from kiosk.rules.figures.definitions import Figure
from kiosk.rules.figures.facts import Facts, rate
from kiosk.rules.figures.presence import most_at_once


def turnout(facts: Facts) -> dict[str, Figure]:
    """T1 to T6 and Q1."""
    registered, came = len(facts.registered), len(facts.came)
    confirmed = {person.id for person in facts.registered}
    missing = sum(not person.present for person in facts.registered)
    return {
        "T1": registered,
        "T2": came,
        "T3": sum(person.visits for person in facts.came),
        "T4": sum(person.id not in confirmed for person in facts.came),
        "T5": missing,
        "T5_rate": rate(missing, registered),
        "T6": most_at_once(facts.stays),
        "T6_attendees": most_at_once([stay for stay in facts.stays if stay.person in facts.attending]),
        "Q1": len(facts.reached),
        "Q1_unknown": sum(not person.status and not person.channel for person in facts.came),
    }


def organisations(facts: Facts) -> set[str]:
    """A1: the employers who talked to attendees, and those whose staff came."""
    staff = {
        person.organisation for person in facts.people if person.role is Role.EMPLOYER and person.present
    }  # fmt: skip
    talked = {facts.employer(talk.booth) for talk in facts.held}
    return {name.strip().casefold() for name in staff | talked if name.strip()}
