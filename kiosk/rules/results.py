"""What came of a talk: an application, an agreed next step, and when that is to be.

A result is a property of its talk: it is folded from the same entries, so it goes when the talk is taken back and stays
when anything else is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from kiosk.model import Entry, Talk
from kiosk.rules.journal import standing
from kiosk.rules.talks import RESULT, talk_of


class Application(StrEnum):
    """How the person applied for the position that the talk was about."""

    NONE = "none"
    ON_SITE = "on_site"
    """Handed over or filled in here (figure B1)."""
    ANNOUNCED = "announced"
    """Promised for later (figure B2)."""
    RECEIVED = "received"
    """Received later."""


class Step(StrEnum):
    """What the booth and the person have agreed to do next."""

    UNSAID = ""
    FOLLOW_UP = "follow_up"
    TRIAL_WORK = "trial_work"
    INTERNSHIP = "internship"
    DOCUMENTS_MISSING = "documents_missing"
    NONE = "none"
    """Agreed that nothing follows, which is not the same as nothing said."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one talk, as last said."""

    talk: str
    person: str
    number: int | None
    booth: str
    position: str | None = None
    application: Application = Application.NONE
    next_step: Step = Step.UNSAID
    date: date | None = None
    time: time | None = None
    place: str = ""
    who: str = ""
    """Who does what until then, in the words of the booth."""
    settled: str = ""
    """The task that this step raised and that is done (``rules/tasks.py``); empty where none is."""
    by: str = ""
    """Who said so last: a reader, or a person at a screen."""
    at: datetime | None = None
    """When that was."""


FIELDS: Final = ("application", "next_step", "date", "time", "place", "who", "settled")
"""What an entry may say of a result; each field's last word holds."""


def result_of(entity: str, entries: Iterable[Entry]) -> Result | None:
    """What these entries of a talk say came of it; None where nothing was said, or the talk was taken back."""
    held = standing(entries)
    talk = talk_of(entity, held)
    if talk is None:
        return None
    found: Result | None = None
    for entry in held:
        if entry.kind == RESULT:
            found = replace(found or _none_yet(talk), **_stated(entry.body))
            found = replace(found, by=str(entry.body.get("by") or entry.body.get("reader", "")), at=entry.at)
    return found


def may_be_late(fields: Mapping[str, str], known: Result | None) -> bool:
    """Whether this may still be said once the event is closed: not what would change what was counted on site."""
    if "application" not in fields:
        return True
    on_site = known is not None and known.application is Application.ON_SITE
    return fields["application"] == Application.RECEIVED and not on_site


CLOSE: Final = timedelta(hours=2)
"""Two dates of one person that lie closer together than this cannot both be kept."""


def clashes(results: Iterable[Result]) -> dict[str, tuple[Result, ...]]:
    """By talk, the next steps of the same person that its own clashes with.

    A step without a time may be at any time of its day. Missing documents are due by a day, nobody has to be anywhere.
    """
    days: dict[tuple[str, date], list[Result]] = {}
    for result in results:
        if result.date and result.next_step is not Step.DOCUMENTS_MISSING:
            days.setdefault((result.person, result.date), []).append(result)
    found = {one.talk: tuple(other for other in day if _clash(one, other)) for day in days.values() for one in day}
    return {talk: others for talk, others in found.items() if others}


def _clash(one: Result, other: Result) -> bool:
    if one.talk == other.talk:
        return False
    if one.time is None or other.time is None:
        return True
    day = date.min
    return abs(datetime.combine(day, one.time) - datetime.combine(day, other.time)) < CLOSE


def _none_yet(talk: Talk) -> Result:
    return Result(talk.id, talk.person, talk.number, talk.booth, talk.position)


def _stated(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a body in the types of a result. Where nothing follows there is no date either."""
    said: dict[str, Any] = {name: str(body[name]) for name in FIELDS if name in body}
    if said.get("next_step") == Step.NONE:
        said = {"date": "", "time": "", **said}
    for name, read in (("application", Application), ("next_step", Step)):
        if name in said:
            said[name] = read(said[name])
    for name, parse in (("date", date.fromisoformat), ("time", time.fromisoformat)):
        if name in said:
            said[name] = parse(said[name]) if said[name] else None
    return said
