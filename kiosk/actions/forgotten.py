"""Who in the house could go home forgotten, and where each of them can still go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.actions.floor import floor_view
from kiosk.actions.planning import wished
from kiosk.actions.rounds import Clocks, clock_of, next_talk, with_rounds
from kiosk.actions.seats import booths_now
from kiosk.desk import Desk
from kiosk.model import NextTalk, Person, Talk
from kiosk.rules import forgotten
from kiosk.rules.clock import starts_at
from kiosk.rules.forgotten import Gap, Spoken
from kiosk.rules.results import Step

MOST: Final = 100
"""So many are named at once."""


Way = tuple[NextTalk | None, str, str]
"""Where the plan sends somebody, where they sit, which booth has a seat for them."""


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody in the house who lacks something."""

    number: int | None
    name: str
    next: NextTalk | None = None
    """Where they go by the plan."""
    sitting: str = ""
    """The booth at which they are in a talk."""
    offer: str = ""
    """A booth with a free seat for those who have nothing planned; empty where there is none."""
    stepless: tuple[str, ...] = ()
    """The booths at which nothing was said of what follows."""


def is_due(desk: Desk) -> bool:
    """Whether today's talks are over within half an hour, or are over."""
    return forgotten.is_due(_ends(desk), desk.now().at)


def _ends(desk: Desk) -> datetime | None:
    """When the last talks of today are over, as far as can be said now; None where no rounds say so."""
    now = desk.now()
    today = [block for block in with_rounds(desk) if block.day == desk.event.local(now.at).date()]
    found = (
        starts_at(clock_of(desk, block), desk.event, block, block.rounds, now) + block.talk
        for block in today
        if block.rounds
    )
    return max(found, default=None)


def waiting(desk: Desk) -> list[int]:
    """The numbers of those in the house who have had no talk yet; quick enough to be asked all the time."""
    with desk.store.reading():
        people = desk.store.unmet(desk.today())
        lacking = forgotten.gaps(people, desk.store.unconfirmed(), desk.now().at)
    return [each.number for each in people if each.number is not None and Gap.NO_TALK in lacking[each.person]]


def numbers(desk: Desk) -> dict[Gap, list[int]]:
    """The numbers of those in the house who lack something; no names, since this stands on the moderator's screen."""
    found: dict[Gap, list[int]] = {gap: [] for gap in Gap}
    for each, lacking in _lacking(desk):
        for gap in lacking:
            if each.number is not None:
                found[gap].append(each.number)
    return found


def _lacking(desk: Desk) -> list[tuple[Spoken, frozenset[Gap]]]:
    with desk.store.reading():
        people = desk.store.spoken(desk.today())
        lacking = forgotten.gaps(people, desk.store.unconfirmed(), desk.now().at)
    return [(each, lacking[each.person]) for each in people]


def left_out(desk: Desk, gap: Gap) -> list[Left]:
    """The first of those in the house who lack this, the fewest talks first, with where they can still go."""
    with desk.store.reading():
        lacking = [each for each, gaps in _lacking(desk) if gap in gaps]
        lacking.sort(key=lambda each: each.running + each.confirmed)
        people = [person for each in lacking[:MOST] if (person := desk.store.person(each.person))]
        had = {person.id: desk.store.talks_of(person.id) for person in people}
        ways = _ways(desk, people, had)
        return [
            Left(person.number, person.short_name, *ways[person.id], _stepless(desk, had[person.id]))
            for person in people
        ]


def _stepless(desk: Desk, talks: Sequence[Talk]) -> tuple[str, ...]:
    results = {talk.booth: desk.store.result(talk.id) for talk in talks}
    return tuple(booth for booth, result in results.items() if result is None or result.next_step is Step.UNSAID)


def _ways(desk: Desk, people: Sequence[Person], had: dict[str, list[Talk]]) -> dict[str, Way]:
    """By person where the plan sends them, where they sit, else a booth with a free seat at which they were not yet."""
    clocks = Clocks(desk, desk.now())
    planned = {person.id: next_talk(desk, person.id, clocks) for person in people}
    sitting = {person.id: next((talk.booth for talk in had[person.id] if talk.ends is None), "") for person in people}
    idle = [person for person in people if planned[person.id] is None and not sitting[person.id]]
    wanted = {person.id: list(wished(desk.event, person)) for person in idle}
    met = {person.id: {talk.booth for talk in had[person.id]} for person in idle}
    found = forgotten.offers((person.id for person in idle), wanted, met, _free(desk))
    return {who: (planned[who], sitting[who], found.get(who, "")) for who in planned}


def _free(desk: Desk) -> dict[str, int]:
    """Seats by booth that nobody has and nobody is planned for, in the running round or else the coming one."""
    taken = Counter(talk.booth for talk in desk.store.running_talks())
    view = floor_view(desk)
    if view and view.round:
        return {load.booth: max(0, min(load.free, load.seats - taken[load.booth])) for load in view.loads}
    return {now.booth.booth: max(0, now.seats - taken[now.booth.booth]) for now in booths_now(desk)}
