"""The figures broken down: by booth, position, employer, hour, and by what is known of the attendees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

from kiosk.model import Person
from kiosk.rules.contracts import Contract
from kiosk.rules.figures.course import begins, by_quarter, quarter_of
from kiosk.rules.figures.definitions import LATER
from kiosk.rules.figures.facts import Facts, about
from kiosk.rules.figures.opinions import by_question
from kiosk.rules.figures.seats import openings
from kiosk.rules.figures.talks import encounters
from kiosk.rules.results import Application, Result, Step

Rows = list[dict[str, Any]]

OUTCOMES: Final = ("B1", "B3", "F1", "F2", "F3")
"""What came of the talks, in the order of the columns."""


def _outcomes(facts: Facts, of: Callable[[Result | Contract], str]) -> dict[str, Counter[str]]:
    """What came of the talks (``OUTCOMES``) by what each result and contract belongs to: a pair once in each row."""
    on_site = facts.applied(Application.ON_SITE)
    said = [result for result in facts.agreed_by_now if result.application is Application.RECEIVED]
    pairs: dict[str, set[tuple[tuple[str, ...], str]]] = {
        "B1": {(about(result), of(result)) for result in facts.agreed if result.application is Application.ON_SITE},
        "B3": {(about(result), of(result)) for result in said if about(result) not in on_site},
        "F3": {((each.person, facts.host(each.booth)), of(each)) for each in facts.reported},
    }
    for figure, step in (("F1", Step.FOLLOW_UP), ("F2", Step.TRIAL_WORK)):
        dated = [result for result in facts.agreed if result.next_step is step and result.date]
        pairs[figure] = {((each.person, facts.host(each.booth)), of(each)) for each in dated}
    return {figure: Counter(row for _pair, row in pairs[figure]) for figure in OUTCOMES}


def _came_of(counted: dict[str, Counter[str]], row: str) -> dict[str, int]:
    return {figure: counts[row] for figure, counts in counted.items()}


def by_booth(facts: Facts) -> Rows:
    """Talks, persons who talked, use and what came of the talks of each booth, in the order of the list of booths."""
    talks = Counter(talk.booth for talk in facts.held)
    pairs = Counter(booth for _, booth in {(talk.person, talk.booth) for talk in facts.held})
    came, opened = _outcomes(facts, lambda said: said.booth), openings(facts)
    employers = {booth.booth: booth.employer for booth in facts.booths}
    return [
        {
            "id": booth,
            "employer": employers.get(booth, ""),
            "G1": talks[booth],
            "G2": pairs[booth],
            "A2_minutes": round(opened[booth].minutes) if booth in opened else 0,
            **_came_of(came, booth),
        }
        for booth in _rows(employers, talks, came)
    ]


def by_position(facts: Facts) -> Rows:
    """Talks about each position and what came of them; the row without an id holds those of which it is not known."""
    talks = Counter(talk.position or "" for talk in facts.held)
    came = _outcomes(facts, lambda said: said.position or "")
    titles = {position.position: position.title for position in facts.positions}
    rows = [*(row for row in _rows(titles, talks, came) if row), ""]
    return [{"id": row, "title": titles.get(row, ""), "G1": talks[row], **_came_of(came, row)} for row in rows]


def by_employer(facts: Facts) -> Rows:
    """Talks, encounters and what came of them, all booths of an employer together; without an id those of nobody."""
    talks = Counter(facts.employer(talk.booth) for talk in facts.held)
    pairs = Counter(employer for _person, employer in encounters(facts))
    came = _outcomes(facts, lambda said: facts.employer(said.booth))
    rows = sorted(_rows(facts.employers.values(), talks, came), key=lambda row: not row)
    return [{"id": row, "G1": talks[row], "G2": pairs[row], **_came_of(came, row)} for row in rows]


def _rows(known: Iterable[str], talks: Counter[str], came: dict[str, Counter[str]]) -> list[str]:
    """Those that are known in their order, then whatever else was talked about, or something came of."""
    return list(dict.fromkeys([*known, *sorted({*talks, *(row for counts in came.values() for row in counts)})]))


def by_hour(facts: Facts) -> Rows:
    """Visits and talks by the hour in which they began."""

    def hour(quarter: int) -> str:
        local = begins(quarter).astimezone(facts.zone)
        return local.replace(minute=0).isoformat(timespec="minutes")

    visits: Counter[str] = Counter()
    talks: Counter[str] = Counter()
    for quarter, count in Counter(quarter_of(at) for who, at in facts.visits if who in facts.attending).items():
        visits[hour(quarter)] += count
    for quarter, count in Counter(quarter_of(talk.starts) for talk in facts.held).items():
        talks[hour(quarter)] += count
    return [{"id": row, "T3": visits[row], "G1": talks[row]} for row in sorted({*visits, *talks})]


def _by(facts: Facts, of: Callable[[Person], str]) -> Rows:
    """Attendees, their talks and what came of these by something that is known of each; without an id the unknown.

    What came in later is not told by it: a report of before less one of afterwards would be of few persons.
    """
    registered, came = _counted(facts.registered, of), _counted(facts.came, of)
    groups = {person.id: of(person) for person in facts.attendees}
    talks = Counter(groups[talk.person] for talk in facts.held)
    outcomes = _outcomes(facts, lambda said: groups[said.person])
    on_site = {figure: counts for figure, counts in outcomes.items() if figure not in LATER}
    return [
        {"id": row, "T1": registered[row], "T2": came[row], "G1": talks[row], **_came_of(on_site, row)}
        for row in sorted(set(groups.values()), key=natural)
    ]


def natural(text: str) -> list[str | int]:
    """What texts are sorted by for District 2 to come before District 10."""
    return [int(part) if place % 2 else part for place, part in enumerate(re.split(r"([0-9]+)", text))]


def _counted(people: Iterable[Person], of: Callable[[Person], str]) -> Counter[str]:
    return Counter(of(person) for person in people)


def by_channel(facts: Facts) -> Rows:
    """Q2: attendees by how they came to the event, as their lists say it."""
    return _by(facts, lambda person: person.channel)


def by_status(facts: Facts) -> Rows:
    """Attendees by what they seek."""
    return _by(facts, lambda person: person.status)


def by_district(facts: Facts) -> Rows:
    """Attendees by where they live."""
    return _by(facts, lambda person: person.district)


def by_group(facts: Facts) -> Rows:
    """Attendees by the group with which they came."""
    return _by(facts, lambda person: person.group)


BREAKDOWNS: Final[dict[str, Callable[[Facts], Rows]]] = {
    "booth": by_booth,
    "position": by_position,
    "employer": by_employer,
    "hour": by_hour,
    "quarter": by_quarter,
    "channel": by_channel,
    "status": by_status,
    "district": by_district,
    "group": by_group,
    "feedback": by_question,
}

SENSITIVE: Final = frozenset({"channel", "status", "district", "group"})
"""The breakdowns of persons: small cells could tell who somebody is (``cells.hidden``)."""
