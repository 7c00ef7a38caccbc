"""Nobody goes home forgotten: who has had no talk, only one, or agreed on nothing, and which seat each could have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from kiosk.model import Person, Talk
from kiosk.rules.results import Result, Step
from kiosk.rules.talks import counts

BEFORE_THE_END: Final = timedelta(minutes=30)
"""So long before the last talks are over there is still time to do something about it."""


class Gap(StrEnum):
    """What somebody still lacks."""

    NO_TALK = "no_talk"
    ONE_TALK = "one_talk"
    NO_STEP = "no_step"
    """Has had a talk, and of none was said what follows, not even that nothing does."""


def is_due(ends: datetime | None, now: datetime) -> bool:
    """Whether it is time to look after those who could go home forgotten; never where no end is known."""
    return ends is not None and now >= ends - BEFORE_THE_END


class Spoken(NamedTuple):
    """What is known of one person's talks without looking at each of them."""

    person: str
    number: int | None
    running: int = 0
    confirmed: int = 0
    """Talks that are over and that the booth confirmed, however short they were."""
    agreed: bool = False
    """Whether of any talk was said what follows."""


def spoken(people: Iterable[Person], talks: Iterable[Talk], results: Iterable[Result]) -> list[Spoken]:
    """The same from lists of talks and results."""
    running: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    for talk in talks:
        running[talk.person] += talk.ends is None
        confirmed[talk.person] += talk.ends is not None and talk.confirmed
    agreed = {result.person for result in results if result.next_step is not Step.UNSAID}
    return [Spoken(each.id, each.number, running[each.id], confirmed[each.id], each.id in agreed) for each in people]


def gaps(people: Iterable[Spoken], unconfirmed: Iterable[Talk], now: datetime) -> dict[str, frozenset[Gap]]:
    """What each of these persons lacks; whoever sits in a talk has it, however short it is by now.

    ``unconfirmed`` are the talks that are over and that no booth confirmed: they count where they were long enough.
    """
    long = Counter(talk.person for talk in unconfirmed if talk.ends and not talk.confirmed and counts(talk, now))
    found = {}
    for each in people:
        over = each.confirmed + long[each.person]
        few = {0: Gap.NO_TALK, 1: Gap.ONE_TALK}.get(each.running + over)
        stepless = Gap.NO_STEP if over and not each.agreed else None
        found[each.person] = frozenset(gap for gap in (few, stepless) if gap)
    return found


def offers(
    people: Iterable[str],
    wanted: Mapping[str, Sequence[str]],
    met: Mapping[str, Collection[str]],
    free: Mapping[str, int],
) -> dict[str, str]:
    """The booth at which each of these persons could sit down, every free seat offered once.

    Args:
        people: who needs a talk, those who need it most first.
        wanted: the booths that each wishes, the dearest first; any other will do where none of them is free.
        met: the booths at which each was already.
        free: the free seats of each booth.
    """
    left, found = Counter(dict(free)), {}
    for person in people:
        likely = [*wanted.get(person, ()), *sorted(left, key=lambda booth: -left[booth])]
        booth = next((each for each in likely if left[each] > 0 and each not in met.get(person, ())), None)
        if booth is not None:
            left[booth] -= 1
            found[person] = booth
    return found
