"""The figures broken down: by booth, position, employer, hour, and by what is known of the attendees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

from kiosk.model import Person
from kiosk.rules.figures.course import begins, by_quarter, quarter_of
from kiosk.rules.figures.facts import Facts
from kiosk.rules.figures.opinions import by_question
from kiosk.rules.figures.seats import openings
from kiosk.rules.results import Application

Rows = list[dict[str, Any]]


def _applications(facts: Facts, of: Callable[[str, str], str]) -> Counter[str]:
    """B1 by what a position and a booth belong to."""
    pairs = {
        (result.person, result.position or result.booth, of(result.position or "", result.booth))
        for result in facts.agreed
        if result.application is Application.ON_SITE
    }
    return Counter(belongs for _person, _about, belongs in pairs)


def by_booth(facts: Facts) -> Rows:
    """Talks, encounters, applications and use of each booth, in the order of the list of booths."""
    talks = Counter(talk.booth for talk in facts.held)
    pairs = Counter(booth for _, booth in {(talk.person, talk.booth) for talk in facts.held})
    applied, opened = _applications(facts, lambda _position, booth: booth), openings(facts)
    known = [booth.booth for booth in facts.booths]
    rows = [*known, *sorted(set(talks) - set(known))]
    return [
        {
            "id": booth,
            "employer": facts.employers.get(booth, ""),
            "G1": talks[booth],
            "G2": pairs[booth],
            "B1": applied[booth],
            "A2_minutes": round(opened[booth].minutes) if booth in opened else 0,
        }
        for booth in rows
    ]


def by_position(facts: Facts) -> Rows:
    """Talks and applications about each position; the row without an id holds those whose position is not known."""
    talks = Counter(talk.position or "" for talk in facts.held)
    applied = _applications(facts, lambda position, _booth: position)
    titles = {position.position: position.title for position in facts.positions}
    rows = [*titles, *sorted(set(talks) - {*titles, ""}), ""]
    return [{"id": row, "title": titles.get(row, ""), "G1": talks[row], "B1": applied[row]} for row in rows]


def by_employer(facts: Facts) -> Rows:
    """Talks, encounters and applications of each employer, all booths together."""
    talks = Counter(facts.employer(talk.booth) for talk in facts.held)
    pairs = Counter(employer for _, employer in {(talk.person, facts.employer(talk.booth)) for talk in facts.held})
    applied = _applications(facts, lambda _position, booth: facts.employer(booth))
    rows = dict.fromkeys([*facts.employers.values(), *sorted(talks)])
    return [{"id": row, "G1": talks[row], "G2": pairs[row], "B1": applied[row]} for row in rows]


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
    """Registered, attendees and talks by something that is known of each person; without an id the unknown."""
    registered, came = _counted(facts.registered, of), _counted(facts.came, of)
    groups = {person.id: of(person) for person in facts.attendees}
    talks = Counter(groups[talk.person] for talk in facts.held)
    return [
        {"id": row, "T1": registered[row], "T2": came[row], "G1": talks[row]} for row in sorted(set(groups.values()))
    ]


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
