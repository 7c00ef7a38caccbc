"""What came of a talk: an application, an agreed next step, and when that is to be.

A result is a property of its talk: it is folded from the same entries, so it goes when the talk is taken back and stays
when anything else is. Who applies without a talk has one all the same; its entries stand with the pair of person and
booth, and each position that they name is an application of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from kiosk.model import Entry, Talk
from kiosk.programme import Event
from kiosk.rules import pairs
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
    """What came of one talk, or of an application without one, as last said."""

    talk: str
    """The talk's id; empty where there was none."""
    person: str
    number: int | None
    booth: str
    position: str | None = None
    application: Application = Application.NONE
    applied: date | None = None
    """The day on which an application came in."""
    next_step: Step = Step.UNSAID
    started: date | None = None
    """The day on which trial work began, as somebody reported it (figure F2_begun)."""
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
    id: str = ""
    """The talk's id, else the pair of person and booth with the position that the application is for."""


FIELDS: Final = (
    "application",
    "applied",
    "next_step",
    "date",
    "time",
    "place",
    "who",
    "settled",
    "started",
    "position",
)
"""What an entry may say of a result; each field's last word holds."""


def result_of(entity: str, entries: Iterable[Entry]) -> Result | None:
    """What these entries of a talk say came of it; None where nothing was said, or the talk was taken back."""
    held = standing(entries)
    talk = talk_of(entity, held)
    return _folded(_none_yet(talk), held) if talk else None


def results_without_talk(entity: str, entries: Iterable[Entry]) -> tuple[Result, ...]:
    """What these entries of a person and a booth say, for each position by itself."""
    booth, person = pairs.split(entity)
    apart: dict[str, list[Entry]] = {}
    for entry in standing(entries):
        apart.setdefault(str(entry.body.get("position") or ""), []).append(entry)
    none_yet = {
        position: Result("", person, None, booth, position or None, id=id_of(entity, position)) for position in apart
    }
    found = (_folded(none_yet[position], said) for position, said in apart.items())
    return tuple(result for result in found if result)


def id_of(entity: str, position: str | None) -> str:
    """What a result is called: by its talk, else by the pair and the position that it is about."""
    return f"{entity}/{position}" if position and pairs.is_pair(entity) else entity


def _folded(none_yet: Result, held: Iterable[Entry]) -> Result | None:
    found: Result | None = None
    for entry in held:
        if entry.kind == RESULT:
            found = replace(found or none_yet, **_stated(entry.body))
            found = replace(found, by=str(entry.body.get("by") or entry.body.get("reader", "")), at=entry.at)
    return found


def may_be_late(fields: Mapping[str, str], known: Result | None) -> bool:
    """Whether this may still be said once the event is closed: not what would change what was counted on site."""
    if known and known.position and fields.get("position", known.position) != known.position:
        return False
    if "application" not in fields:
        return True
    return fields["application"] == Application.RECEIVED and not weakens(Application.RECEIVED, known)


def weakens(application: str, known: Result | None) -> bool:
    """Whether this would put an application announced or received later in the place of one on site."""
    on_site = known is not None and known.application is Application.ON_SITE
    return on_site and application in (Application.ANNOUNCED, Application.RECEIVED)


def is_too_early(day: date, event: Event) -> bool:
    """Whether a day lies before the event: nothing that came of it can have been or be then."""
    return day < min(event.days)


DONE: Final = ("applied", "started")
"""The fields that say on which day something was done."""


def is_still_to_come(day: date, event: Event, today: date) -> bool:
    """Whether a day is yet to come, so that nothing can be reported as done on it; days of the event itself may be."""
    return day > max(today, *event.days)


CLOSE: Final = timedelta(hours=2)
"""Two dates of one person that lie closer together than this cannot both be kept."""


def clashes(results: Iterable[Result]) -> dict[str, tuple[Result, ...]]:
    """By the id of a result, the next steps of the same person that its own clashes with.

    A step without a time may be at any time of its day. Missing documents are due by a day, nobody has to be anywhere.
    """
    days: dict[tuple[str, date], list[Result]] = {}
    for result in results:
        if result.date and result.next_step is not Step.DOCUMENTS_MISSING:
            days.setdefault((result.person, result.date), []).append(result)
    found = {one.id: tuple(other for other in day if _clash(one, other)) for day in days.values() for one in day}
    return {result: others for result, others in found.items() if others}


def _clash(one: Result, other: Result) -> bool:
    if one.id == other.id:
        return False
    if one.time is None or other.time is None:
        return True
    day = date.min
    return abs(datetime.combine(day, one.time) - datetime.combine(day, other.time)) < CLOSE


def _none_yet(talk: Talk) -> Result:
    return Result(talk.id, talk.person, talk.number, talk.booth, talk.position, id=talk.id)


def _stated(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a body in the types of a result. Where nothing follows there is no date either."""
    said: dict[str, Any] = {name: str(body[name]) for name in FIELDS if name in body}
    if not said.get("position", "-"):
        del said["position"]
    if said.get("next_step") == Step.NONE:
        said = {"date": "", "time": "", **said}
    for name, read in (("application", Application), ("next_step", Step)):
        if name in said:
            said[name] = read(said[name])
    for name, parse in _PARSED.items():
        if name in said:
            said[name] = parse(said[name]) if said[name] else None
    return said if body.get("number") is None else {**said, "number": body["number"]}


_PARSED: Final[Mapping[str, Callable[[str], Any]]] = {
    **dict.fromkeys(("date", "applied", "started"), date.fromisoformat),
    "time": time.fromisoformat,
}
