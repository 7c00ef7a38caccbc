"""The figures of the event, each by one definition, for the screen, the report and the exports alike.

The ids and definitions are those under which organisers, funders and the press speak of such events; a person counts
once, booth staff and mentors never count as attendees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from kiosk.i18n import N_
from kiosk.model import Person, Role, ScanRow, Talk, Verdict
from kiosk.programme import Booth, Position
from kiosk.rules.results import Application, Result, Step
from kiosk.rules.talks import counts

Figure = int | float

QUARTER: Final = timedelta(minutes=15)

DEFINITIONS: Final[dict[str, tuple[str, str]]] = {
    "T1": (N_("Registered"), N_("Attendees on the list before opening; cancelled ones and walk-ins are not counted.")),
    "T2": (N_("Attendees"), N_("Persons with the role attendee who checked in at least once; each counts once.")),
    "T3": (N_("Visits"), N_("Entries of attendees, at most one per person and day.")),
    "T4": (N_("of these spontaneous"), N_("Attendees who were not registered before opening.")),
    "T5": (N_("No-shows"), N_("Registered attendees who have not come.")),
    "T5_rate": (N_("No-show rate"), N_("No-shows as a part of the registered.")),
    "G1": (N_("Talks"), N_("One person, one booth, one start; at least 60 seconds long or confirmed by the booth.")),
    "G2": (N_("Encounters"), N_("Different pairs of a person and an employer who talked.")),
    "G5": (N_("Talks per attendee"), N_("Talks divided by attendees.")),
    "B1": (
        N_("Applications on site"),
        N_("Different pairs of a person and a position (else a booth), handed in or filled in at the event."),
    ),
    "B2": (N_("Applications announced"), N_("Pairs as in B1 that were promised for later and have not come in.")),
    "F1": (
        N_("Follow-up appointments"),
        N_("Different pairs of a person and an employer with a date for a second talk."),
    ),
    "F1_open": (N_("Follow-up in prospect"), N_("Pairs as in F1 who have agreed on a second talk, but on no date.")),
    "F2": (N_("Trial work agreed"), N_("Different pairs of a person and an employer with a date for trial work.")),
    "F2_open": (N_("Trial work in prospect"), N_("Pairs as in F2 who have agreed on trial work, but on no date.")),
}
"""Name and definition of each figure, in the order in which they are printed."""


@dataclass(frozen=True)
class Facts:
    """All that the figures are counted from."""

    now: datetime
    people: Sequence[Person]
    talks: Sequence[Talk]
    scans: Sequence[ScanRow] = ()
    booths: Sequence[Booth] = ()
    positions: Sequence[Position] = ()
    results: Sequence[Result] = ()
    employers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "employers", {booth.booth: booth.employer or booth.booth for booth in self.booths})

    @cached_property
    def attendees(self) -> list[Person]:
        """Everyone on the list who is an attendee."""
        return [person for person in self.people if person.role is Role.ATTENDEE]

    @cached_property
    def registered(self) -> list[Person]:
        """T1: registration confirmed at opening."""
        return [person for person in self.attendees if not person.walk_in and not person.cancelled]

    @cached_property
    def came(self) -> list[Person]:
        """T2: attendees with a check-in that holds."""
        return [person for person in self.attendees if person.present]

    @cached_property
    def held(self) -> list[Talk]:
        """G1: the talks that count, of attendees."""
        who = {person.id for person in self.attendees}
        return [talk for talk in self.talks if talk.person in who and counts(talk, self.now)]

    @cached_property
    def agreed(self) -> list[Result]:
        """What came of the talks of attendees."""
        who = {person.id for person in self.attendees}
        return [result for result in self.results if result.person in who]

    def applied(self, how: Application) -> set[tuple[str, str, str]]:
        """Who applied in this way for which position; where none is known, at which booth."""
        return {
            (result.person, result.position or "", "" if result.position else result.booth)
            for result in self.agreed
            if result.application is how
        }

    def steps(self, step: Step, *, dated: bool) -> set[tuple[str, str]]:
        """Who agreed on this next step with which employer, with a date or without one."""
        return {
            (result.person, self.employers.get(result.booth, result.booth))
            for result in self.agreed
            if result.next_step is step and (result.date is not None) is dated
        }

    @cached_property
    def talks_each(self) -> Counter[str]:
        """How many counted talks each person had."""
        return Counter(talk.person for talk in self.held)


def _rate(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def figures(facts: Facts) -> dict[str, Figure]:
    """The figures by their ids; ``G5_k`` is how many attendees had k talks."""
    registered, came = len(facts.registered), len(facts.came)
    confirmed = {person.id for person in facts.registered}
    missing = sum(not person.present for person in facts.registered)
    each = Counter(facts.talks_each.get(person.id, 0) for person in facts.came)
    encounters = {(talk.person, facts.employers.get(talk.booth, talk.booth)) for talk in facts.held}
    return {
        "T1": registered,
        "T2": came,
        "T3": sum(person.visits for person in facts.came),
        "T4": sum(person.id not in confirmed for person in facts.came),
        "T5": missing,
        "T5_rate": _rate(missing, registered),
        "G1": len(facts.held),
        "G2": len(encounters),
        "G5": round(len(facts.held) / came, 2) if came else 0.0,
        **{f"G5_{count}": each.get(count, 0) for count in range(max(each, default=0) + 1)},
        **_outcomes(facts),
    }


def _outcomes(facts: Facts) -> dict[str, Figure]:
    """What came of the talks. Whoever has a date with an employer is not in prospect there any more."""
    on_site = facts.applied(Application.ON_SITE)
    came_in = on_site | facts.applied(Application.RECEIVED)
    found: dict[str, Figure] = {"B1": len(on_site), "B2": len(facts.applied(Application.ANNOUNCED) - came_in)}
    for figure, step in (("F1", Step.FOLLOW_UP), ("F2", Step.TRIAL_WORK)):
        dated = facts.steps(step, dated=True)
        found |= {figure: len(dated), f"{figure}_open": len(facts.steps(step, dated=False) - dated)}
    return found


def by_booth(facts: Facts) -> list[dict[str, Any]]:
    """Talks and encounters of each booth, in the order of the list of booths."""
    talks = Counter(talk.booth for talk in facts.held)
    pairs = Counter(booth for _, booth in {(talk.person, talk.booth) for talk in facts.held})
    known = [booth.booth for booth in facts.booths]
    rows = [*known, *sorted(set(talks) - set(known))]
    return [
        {"id": booth, "employer": facts.employers.get(booth, ""), "G1": talks[booth], "G2": pairs[booth]}
        for booth in rows
    ]


def by_position(facts: Facts) -> list[dict[str, Any]]:
    """Talks about each position; the row without an id holds those whose position is not known."""
    talks = Counter(talk.position or "" for talk in facts.held)
    titles = {position.position: position.title for position in facts.positions}
    rows = [*titles, *sorted(set(talks) - {*titles, ""})]
    return [{"id": row, "title": titles.get(row, ""), "G1": talks[row]} for row in [*rows, ""]]


def by_channel(facts: Facts) -> list[dict[str, Any]]:
    """Attendees by how they came to the event; the row without an id holds the unknown."""
    channels = sorted({person.channel for person in facts.attendees})
    return [
        {
            "id": channel,
            "T1": sum(person.channel == channel for person in facts.registered),
            "T2": sum(person.channel == channel for person in facts.came),
        }
        for channel in channels
    ]


def checks(facts: Facts) -> list[tuple[str, bool]]:
    """The invariants that must hold before a figure is printed."""
    found = figures(facts)
    came = {person.id for person in facts.came}
    return [
        (N_("booths add up to G1"), sum(row["G1"] for row in by_booth(facts)) == found["G1"]),
        (N_("positions add up to G1"), sum(row["G1"] for row in by_position(facts)) == found["G1"]),
        (N_("channels add up to T2"), sum(row["T2"] for row in by_channel(facts)) == found["T2"]),
        (N_("T4 is at most T2"), found["T4"] <= found["T2"]),
        (N_("T2 is T1 without T5 and with T4"), found["T2"] == found["T1"] - found["T5"] + found["T4"]),
        (N_("every talk is of a person who came"), all(talk.person in came for talk in facts.held)),
        (N_("T3 is at least T2"), found["T3"] >= found["T2"]),
        (N_("every application on site is of a talk"), found["B1"] <= found["G1"]),
    ]


def per_quarter(moments: Iterable[datetime], start: datetime, end: datetime) -> list[int]:
    """How many of these moments fall into each quarter of an hour from start to end."""
    spans = max(1, -(-(end - start) // QUARTER))
    found = [0] * spans
    for moment in moments:
        if start <= moment < start + spans * QUARTER:
            found[(moment - start) // QUARTER] += 1
    return found


ARRIVAL: Final = frozenset({Verdict.ADMITTED})
"""The verdicts that mean that somebody came in."""

BREAKDOWNS: Final[dict[str, Callable[[Facts], list[dict[str, Any]]]]] = {
    "booth": by_booth,
    "position": by_position,
    "channel": by_channel,
}
