"""All that the figures are counted from, with the sets on which several of them rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Final

from kiosk.model import Entry, Person, Role, ScanRow, Talk
from kiosk.programme import Booth, Position
from kiosk.rules.contracts import Contract
from kiosk.rules.feedback import Counts
from kiosk.rules.figures.presence import Stay
from kiosk.rules.results import Application, Result, Step
from kiosk.rules.talks import counts, length

SEEKING: Final = "job_seeker"
"""The status that counts as job seeking (Q1)."""

SENT_BY: Final = frozenset({"agentur", "jobcenter", "mentor"})
"""The channels through which job seekers are reached (Q1)."""


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
    """What came of the talks, as it was said up to the closing."""
    later: Sequence[Result] | None = None
    """What came of them by now; None where the event never was closed, for then it is the same."""
    contracts: Sequence[Contract] = ()
    """Those reported by now; most are signed weeks later."""
    stays: Sequence[Stay] = ()
    visits: Sequence[tuple[str, datetime]] = ()
    """Each person with the first coming in of each of their days."""
    closings: Sequence[datetime] = ()
    """When the event was closed, each time, in order."""
    changes: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    """What was done with each booth on the day."""
    lengths: Mapping[str, timedelta] = field(default_factory=dict)
    """How long a talk of each block with rounds should be."""
    days: Collection[date] = ()
    """The days of the event."""
    feedback: Mapping[str, Counts] = field(default_factory=dict)
    """How often each answer was given to each question."""
    zone: tzinfo = UTC
    """The zone in which days and hours are told."""
    employers: dict[str, str] = field(init=False)
    """Who is at each booth of the list; empty for nobody."""

    def __post_init__(self) -> None:
        named = any(booth.employer for booth in self.booths)
        employers = {booth.booth: booth.employer if named else booth.booth for booth in self.booths}
        object.__setattr__(self, "employers", employers)

    def employer(self, booth: str) -> str:
        """Who is at a booth: the booth itself where no list says, nobody at a table without one beside others with."""
        return self.employers.get(booth, booth)

    def host(self, booth: str) -> str:
        """With whom something is agreed at a booth: its employer, at a table without one the table itself."""
        return self.employer(booth) or booth

    @cached_property
    def listed(self) -> dict[str, Person]:
        """Everyone on the list, by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each position is called."""
        return {position.position: position.title for position in self.positions}

    @cached_property
    def attendees(self) -> list[Person]:
        """Everyone on the list who is an attendee."""
        return [person for person in self.people if person.role is Role.ATTENDEE]

    @cached_property
    def attending(self) -> frozenset[str]:
        """The ids of all attendees."""
        return frozenset(person.id for person in self.attendees)

    @cached_property
    def over(self) -> datetime | None:
        """The first closing after the last attendee came: with it nobody comes any more. None while there is none."""
        last = max((at for person, at in self.visits if person in self.attending), default=None)
        return next((closed for closed in self.closings if last is None or closed >= last), None)

    @cached_property
    def registered(self) -> list[Person]:
        """T1: on a list before it was over. A portal's last list may come while people come; a correction does not."""
        lists = [person for person in self.attendees if not person.walk_in and not person.cancelled]
        return [who for who in lists if not (self.over and who.listed_at and who.listed_at > self.over)]

    @cached_property
    def came(self) -> list[Person]:
        """T2: attendees with a check-in that holds."""
        return [person for person in self.attendees if person.present]

    @cached_property
    def reached(self) -> list[Person]:
        """Q1: attendees who seek work or were sent by those who care for job seekers."""
        return [person for person in self.came if person.status == SEEKING or SENT_BY & set(ways(person.channel))]

    @cached_property
    def held(self) -> list[Talk]:
        """G1: the talks that count, of attendees."""
        return [talk for talk in self.talks if talk.person in self.attending and counts(talk, self.now)]

    @cached_property
    def lengths_held(self) -> list[tuple[Talk, timedelta]]:
        """The talks that count with how long each was, up to now."""
        return [(talk, length(talk, max(self.now, talk.starts))) for talk in self.held]

    @cached_property
    def hours(self) -> list[tuple[datetime, datetime]]:
        """From the first talk of each day to the end of its last."""
        days: dict[date, tuple[datetime, datetime]] = {}
        for talk, lasted in self.lengths_held:
            day, ends = talk.starts.astimezone(self.zone).date(), talk.starts + lasted
            first, last = days.get(day, (talk.starts, ends))
            days[day] = min(first, talk.starts), max(last, ends)
        return list(days.values())

    @cached_property
    def agreed(self) -> list[Result]:
        """What came of the talks of attendees on site."""
        return [result for result in self.results if result.person in self.attending]

    @cached_property
    def agreed_by_now(self) -> list[Result]:
        """What came of them by now."""
        if self.later is None:
            return self.agreed
        return [result for result in self.later if result.person in self.attending]

    def applied(self, how: Application, *, by_now: bool = False) -> set[tuple[str, str, str]]:
        """Who applied in this way for which position; where none is known, at which booth."""
        return {about(result) for result in self._agreed(by_now) if result.application is how}

    def steps(self, step: Step, *, dated: bool, by_now: bool = False) -> set[tuple[str, str]]:
        """Who agreed on this next step with which employer, with a date or without one."""
        return {
            (result.person, self.host(result.booth))
            for result in self._agreed(by_now)
            if result.next_step is step and (result.date is not None) is dated
        }

    def began(self) -> set[tuple[str, str]]:
        """Who has begun trial work at which employer, as somebody reported."""
        return {(result.person, self.host(result.booth)) for result in self.agreed_by_now if result.started}

    @cached_property
    def reported(self) -> list[Contract]:
        """The contracts of attendees."""
        return [contract for contract in self.contracts if contract.person in self.attending]

    def signed(self, *, on_the_day: bool = False) -> set[tuple[str, str]]:
        """Who has signed a contract with which employer; only those signed on a day of the event, if so asked."""
        return {
            (contract.person, self.host(contract.booth))
            for contract in self.reported
            if not on_the_day or contract.date in self.days
        }

    def _agreed(self, by_now: bool) -> list[Result]:
        return self.agreed_by_now if by_now else self.agreed

    @cached_property
    def talks_each(self) -> Counter[str]:
        """How many counted talks each person had."""
        return Counter(talk.person for talk in self.held)


def about(row: Talk | Result) -> tuple[str, str, str]:
    """A person with the position that a talk was about; where none is known, with the booth."""
    return row.person, row.position or "", "" if row.position else row.booth


def ways(channel: str) -> list[str]:
    """The ways by which somebody came to the event; most name one."""
    return [way.strip() for way in channel.replace(",", "|").split("|") if way.strip()]


def rate(part: float, whole: float) -> float:
    """A part of a whole, to four digits; of nothing it is nothing."""
    return round(part / whole, 4) if whole else 0.0
