"""What a row of a late list is about, and what of it is news: what is known already is not said again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final, NamedTuple

from kiosk.i18n import _, plain_date
from kiosk.model import Entry
from kiosk.programme import Event
from kiosk.rules import pairs
from kiosk.rules.contracts import NO_CONTRACT, Contract
from kiosk.rules.journal import standing
from kiosk.rules.late import DAYS, Refused, Unsure
from kiosk.rules.results import DONE, Application, Result, Step, id_of, is_still_to_come, is_too_early, may_be_late
from kiosk.rules.talks import LATE, RESULT

OF_RESULT: Final = ("application", "applied", "next_step", "date", "time", "place", "who", "started")
"""What a row may say of a result, under the names of its fields."""

OF_CONTRACT: Final = {"contract_kind": "kind", "contract_date": "date", "reporter": "reporter"}
"""What a row may say of a contract, each with the name of its field."""

APPOINTMENT: Final = {name: name for name in ("next_step", "date", "time")}
APPLICATION: Final = {name: name for name in ("application", "applied")}
CONTRACT: Final = {"contract_kind": "kind", "contract_date": "date"}
"""What is told of one of these that is replaced or taken back, under the names of a list: when it was, not where."""


@dataclass(slots=True)
class About:
    """What a result can be about: a talk, or a person and a booth without one."""

    entity: str
    booth: str
    position: str = ""
    result: Result | None = None
    """What was known of it before this list."""
    kept: dict[str, str] = field(default_factory=dict)
    """What is known of it by now, in texts."""

    def __post_init__(self) -> None:
        self.kept = kept(self.result, OF_RESULT) if self.result else {}

    @property
    def id(self) -> str:
        """Its name in our own files."""
        return id_of(self.entity, self.position)

    def is_about(self, entry: Entry) -> bool:
        """Whether an entry of the same entity is about it: one without a talk may be about another position."""
        return self.talked or str(entry.body.get("position") or "") == self.position

    @property
    def talked(self) -> bool:
        """Whether there was a talk."""
        return not pairs.is_pair(self.entity)


def kept(row: Result | Contract | None, names: Iterable[str]) -> dict[str, str]:
    """Fields of a row in the words in which entries state them; what was not said is left out."""
    found = {name: _text(getattr(row, name, None)) for name in names}
    return {name: text for name, text in found.items() if text and (name, text) != ("application", Application.NONE)}


def _text(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value or "")


def about(known: Sequence[About], person: str, booths: Sequence[str], position: str, id_: str = "") -> About:
    """What a row is about, of all that is ``known`` of its person, the oldest first; without a talk it is new.

    A talk of which no position is known may have been about the one that a row names. A talk about another one was not,
    so the application for this one is without a talk.

    Raises:
        Refused: the row bears the id of something else.
        Unsure: there are several that it may be about.
    """
    here = [one for one in known if one.booth in booths]
    if id_:
        return _of_id(here, id_, position)
    if position:
        for fitting in (position, ""):
            found = [one for one in here if one.position == fitting and (one.talked or fitting)]
            if found:
                return next((one for one in reversed(found) if one.talked), found[-1])
        return About(pairs.entity_of(booths[0], person), booths[0], position)
    booth = booth_of(here, booths)
    several = sorted({one.position for one in here} - {""})
    if len(several) > 1:
        reason = _("It was about several positions with this person: {known}. Write the position into the row.")
        raise Unsure(reason.format(known=", ".join(several)))
    return here[-1] if here else About(pairs.entity_of(booth, person), booth)


def _of_id(here: Sequence[About], id_: str, position: str) -> About:
    for one in here:
        if one.id == id_ and position in ("", one.position or position):
            return one
    raise Refused(
        _("The kiosk id does not belong to this person, booth and position. Correct them, or empty its cell.")
    )


def nearest_first(
    numbers: Iterable[int], known: Mapping[int, Sequence[About]], booths: Sequence[str], position: str
) -> list[int]:
    """Likely numbers: first of those who have talked there about that position, then of those who have talked there."""

    def far(number: int) -> int:
        talks = [one for one in known.get(number, ()) if one.talked and one.booth in booths]
        return 0 if position and any(one.position == position for one in talks) else 1 if talks else 2

    return sorted(numbers, key=far)


def booth_of(known: Iterable[About], booths: Sequence[str]) -> str:
    """The one booth that is meant, of those of an employer: the one where something is known of the person.

    Raises:
        Unsure: it may be several.
    """
    found = sorted({one.booth for one in known if one.booth in booths}) or list(booths)
    if len(found) > 1:
        reason = _("This employer has several booths: {known}. Write the booth into the row.")
        raise Unsure(reason.format(known=", ".join(found[:8])))
    return found[0]


def settled_days(fields: Mapping[str, Any], name: str, known: str) -> str:
    """A day that a row states twice, for programs and for people: the one that was changed since it was written.

    Raises:
        Refused: both were, to different days.
    """
    shown, iso = str(fields.get(name, "")), str(fields.get(f"{name}_iso", ""))
    if shown and iso and shown != iso and known not in (shown, iso):
        raise Refused(
            _("The row names two different days, {one} and {other}. Empty one of them.").format(one=iso, other=shown)
        )
    return iso if iso and shown in ("", known) else shown


def result_said(one: About, fields: Mapping[str, Any]) -> dict[str, str]:
    """What a row says of a result, in the words of the model.

    Raises:
        Refused: it names a day without saying what for.
    """
    said = {name: str(fields[name]) for name in OF_RESULT if name in fields}
    for name in ("applied", "date", "started"):
        if day := settled_days(fields, name, one.kept.get(name, "")):
            said[name] = day
    if "applied" in said and said.setdefault("application", Application.RECEIVED.value) == Application.NONE:
        raise Refused(
            _("The row names the day of an application, and says that there is none. Correct one of the two.")
        )
    if said.get("application") == Application.RECEIVED and one.kept.get("application") == Application.ON_SITE:
        # Who has applied on site and sends the rest later has applied once.
        said = {name: text for name, text in said.items() if name not in ("application", "applied")}
    step = said.get("next_step", one.kept.get("next_step", ""))
    if step in ("", Step.NONE) and ("date" in said or "time" in said):
        if fields.get("contract_kind", NO_CONTRACT) != NO_CONTRACT:
            raise Refused(
                _(
                    "The row names a contract and a day, but no next step. If it was signed then, write the day into a "
                    "column “Contract signed”."
                )
            )
        raise Refused(_("The row names a day or time, but no next step. Add what is to be then."))
    return said


def without_application(one: About, entries: Iterable[Entry]) -> dict[str, str]:
    """What a row says that says there is no application: one that came in later goes, one that was promised still is.

    What was handed in on site is no such thing, so of that it says nothing but that.
    """
    if one.kept.get("application") == Application.ON_SITE:
        return {}
    promised = False
    for entry in standing(entries):
        if entry.kind == RESULT and not entry.body.get(LATE) and one.is_about(entry):
            word = entry.body.get("application", Application.RECEIVED)
            promised = promised if word == Application.RECEIVED else word == Application.ANNOUNCED
    return {"application": str(Application.ANNOUNCED if promised else Application.NONE), "applied": ""}


def takes_back(kept: Mapping[str, str], news: Mapping[str, str]) -> bool:
    """Whether an application that had come in later is gone: only what ``without_application`` says does that."""
    return kept.get("application") == Application.RECEIVED and "application" in news


def result_news(one: About, said: Mapping[str, str], *, denied: bool = False) -> dict[str, str]:
    """What of it is new; ``denied`` is whether the row says that there is no application.

    Raises:
        Refused: it would change what was counted on site.
    """
    news = {name: text for name, text in said.items() if one.kept.get(name, "") != text}
    if news.get("application") == Application.NONE and "application" not in one.kept:
        del news["application"]
    back = denied and takes_back(one.kept, news)
    if not may_be_late({name: text for name, text in news.items() if name != "application" or not back}, one.result):
        text = _(
            "A list that comes later brings only applications received later, and takes back only those; what was said "
            "on site stays. Correct the word; or what was said, on the Booths screen with Ctrl+R."
        )
        raise Refused(text)
    return news


def replaced(entries: Iterable[Entry], kind: str) -> dict[str, set[str]]:
    """All that entries of a kind have said of each field.

    A form that went out weeks ago comes back with what was true then. What has changed since is not news because of it.
    """
    found: dict[str, set[str]] = {}
    for entry in standing(entries):
        if entry.kind == kind:
            for name, value in entry.body.items():
                found.setdefault(name, set()).add(str(value))
    return found


def contract_said(known: Mapping[str, str], fields: Mapping[str, Any]) -> dict[str, str]:
    """What a row says of a contract that there is; a word that says only that there is one takes no kind back."""
    said = {to: str(fields[name]) for name, to in OF_CONTRACT.items() if fields.get(name)}
    if day := settled_days(fields, "contract_date", known.get("date", "")):
        said["date"] = day
    return said


class Signed(NamedTuple):
    """That a row says of a person that there is a contract, or that there is none."""

    line: int
    there: bool
    booths: frozenset[str]
    position: str

    def contradicts(self, other: Signed) -> bool:
        """Whether not both can be right."""
        same = not self.position or not other.position or self.position == other.position
        return self.there != other.there and same and not self.booths.isdisjoint(other.booths)


def denied(
    known: Mapping[tuple[str, str], Mapping[str, str]], person: str, booths: Sequence[str], position: str
) -> list[str]:
    """The booths with a contract of a person that a row denies: not one that is known to be for another position."""
    here = [(booth, known[person, booth]) for booth in booths if (person, booth) in known]
    return [booth for booth, kept in here if not position or kept.get("position", position) == position]


def gone_with(kept: Mapping[str, str], news: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """What goes with a step or day that is replaced, unless the row says it anew: the hour of another appointment."""
    if "next_step" in news and kept.get("next_step"):
        names: tuple[str, ...] = ("date", "time", "place", "who")
    else:
        names = ("time",) if "date" in news and kept.get("date") else ()
    return {name: "" for name in names if kept.get(name) and name not in said}


def was(kept: Mapping[str, str], news: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """What was known of an appointment or contract, where something else comes in its place; else nothing."""
    lost = any(kept.get(name) for name in told.values() if name in news) or news.get("kind") == NO_CONTRACT
    return {field: kept.get(name, "") for field, name in told.items()} if lost else {}


def require_days(event: Event, today: date, fields: Mapping[str, Any]) -> None:
    """Stops a row with a day before the event, or one to come of what it reports as done.

    All its days are looked at, whatever is known already: the same row is always refused for the same reason.

    Raises:
        Refused: there is one.
    """
    for name in (form for day in DAYS for form in (day, f"{day}_iso") if form in fields):
        day = date.fromisoformat(fields[name])
        if is_too_early(day, event):
            text = _("{date} is before the event. Write a day from {first} on.")
            raise Refused(text.format(date=plain_date(day), first=plain_date(min(event.days))))
        if name.removesuffix("_iso") in (*DONE, "contract_date") and is_still_to_come(day, event, today):
            text = _("{date} is still to come, but the row says that it was. Correct the day.")
            raise Refused(text.format(date=plain_date(day)))
