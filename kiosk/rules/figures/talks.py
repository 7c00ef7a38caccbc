"""The talks (G) and what came of them (B, F)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import median

from kiosk.rules.figures.definitions import TALKS_EACH, Figure
from kiosk.rules.figures.facts import Facts, rate
from kiosk.rules.results import Application, Step


def encounters(facts: Facts) -> set[tuple[str, str]]:
    """G2: who talked with which employer; a table without one is none."""
    pairs = {(talk.person, facts.employer(talk.booth)) for talk in facts.held}
    return {(person, employer) for person, employer in pairs if employer}


def met(facts: Facts) -> int:
    """How many attendees talked with an employer: of so many the press is told that they did."""
    return len({person for person, _employer in encounters(facts)} & {person.id for person in facts.came})


def talked(facts: Facts) -> dict[str, Figure]:
    """G1 to G5; ``G5_k`` is how many attendees had k talks."""
    each = Counter(facts.talks_each.get(person.id, 0) for person in facts.came)
    lengths = [lasted / timedelta(minutes=1) for _talk, lasted in facts.lengths_held]
    return {
        "G1": len(lengths),
        "G2": len(encounters(facts)),
        "G4": round(sum(lengths) / 60, 2),
        "G4_mean": round(sum(lengths) / len(lengths), 1) if lengths else 0.0,
        "G4_median": round(median(lengths), 1) if lengths else 0.0,
        "G5": round(len(lengths) / len(facts.came), 2) if facts.came else 0.0,
        **{f"{TALKS_EACH}{count}": each.get(count, 0) for count in range(max(each, default=0) + 1)},
    }


def outcomes(facts: Facts, talks: int, pairs: int) -> dict[str, Figure]:
    """B1, B2, F1, F2 and F4 on site. Whoever has a date with an employer is not in prospect there any more."""
    on_site = facts.applied(Application.ON_SITE)
    found: dict[str, Figure] = {
        "B1": len(on_site),
        "B2": len(facts.applied(Application.ANNOUNCED) - on_site - facts.applied(Application.RECEIVED)),
    }
    for figure, step in (("F1", Step.FOLLOW_UP), ("F2", Step.TRIAL_WORK)):
        dated = facts.steps(step, dated=True)
        found |= {figure: len(dated), f"{figure}_open": len(facts.steps(step, dated=False) - dated)}
    return found | {"F4": rate(found["F1"], talks), "F4_pairs": rate(found["F1"], pairs)}


def later(facts: Facts) -> dict[str, Figure]:
    """What came in later: B3, F2 begun and F3, and how the figures on site that they go on from stand by now."""
    on_site = facts.applied(Application.ON_SITE)
    received = facts.applied(Application.RECEIVED, by_now=True) - on_site
    return {
        "B2_now": len(facts.applied(Application.ANNOUNCED, by_now=True) - on_site - received),
        "B3": len(received),
        "F1_now": len(facts.steps(Step.FOLLOW_UP, dated=True, by_now=True)),
        "F2_now": len(facts.steps(Step.TRIAL_WORK, dated=True, by_now=True)),
        "F2_begun": len(facts.began()),
        "F3": len(facts.signed()),
        "F3_same_day": len(facts.signed(on_the_day=True)),
    }
