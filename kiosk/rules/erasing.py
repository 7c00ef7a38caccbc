"""What stays when people are erased.

Of one person the entries stay, for the figures are counted from them; of each kind the keys stay that tell of nobody,
and everything else in a body is emptied, also what a later version may write there. Of everybody no entry stays: the
report is kept as the body of the entry that says so, and beside it only what is about nobody.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kiosk.model import Entry, EntryId, Person
from kiosk.rules import (
    announcements,
    booths,
    clock,
    closing,
    contracts,
    lane,
    pairs,
    people,
    plans,
    readiness,
    rights,
    stopping,
    talks,
)
from kiosk.rules.feedback import FEEDBACK
from kiosk.rules.figures.cells import printed
from kiosk.rules.figures.facts import SEEKING, SENT_BY, ways
from kiosk.rules.figures.tables import SENSITIVE
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.merging import MERGED
from kiosk.rules.results import FIELDS

ERASED: Final = "erased"
"""Says on the event that people were erased: how many, and by which rank."""

ALWAYS: Final = frozenset({"at", "verdict", "reader", "person", "entry", "paper"})
"""Keys that stay in every entry: when, with which answer, where, and names of entries, which are numbers."""

CATEGORIES: Final = ("channel", "status", "district", "language", "group", "organisation")
"""What a list says of people that figures are broken down by; each value stays only as ``Labels`` allows."""

NAMED: Final = frozenset({"first_name", "last_name", "email", "code"})
"""By what others are known themselves; nothing of it is about somebody else."""

_CLOCK: Final = frozenset({"boot", "steady", "epoch", "round", "seconds", "by"})
_BOOTH: Final = frozenset({"seats", "by"})

KEPT: Final[Mapping[str, frozenset[str]]] = {
    people.LISTED: frozenset({"role", "walk_in", "cancelled"}),
    people.CODE_GIVEN: frozenset(),
    people.CODE_REVOKED: frozenset(),
    people.BADGE_PRINTED: frozenset({"sheet", "opened"}),
    people.CHECKED_IN: frozenset({"day", "implied"}),
    people.CHECKED_OUT: frozenset({"day", "implied"}),
    people.SCANNED: frozenset(),
    MERGED: frozenset({"into"}),
    UNDONE: frozenset(),
    talks.TALK_STARTED: frozenset({"booth", "seat", "position", "block", "round"}),
    talks.TALK_ENDED: frozenset({"confirmed", "implied"}),
    talks.TALK_ABOUT: frozenset({"position", talks.LATE}),
    talks.RESULT: frozenset(FIELDS) - {"time", "place", "who"} | {talks.LATE},
    contracts.CONTRACT: frozenset(contracts.FIELDS) - {"reporter"} | {talks.LATE},
    plans.PLANNED: frozenset({"from", "epoch", "talks", "why", "cause", "before", "after"}),
    **dict.fromkeys(clock.KINDS, _CLOCK),
    booths.CLOSED: _BOOTH,
    booths.PAUSED: _BOOTH,
    booths.OPENED: _BOOTH,
    booths.SEATS_SET: _BOOTH,
    lane.PARKED: frozenset({"why"}),
    lane.SOLVED: frozenset({"how"}),
    announcements.ANNOUNCED: frozenset({"until", "prepared"}),
    announcements.ANNOUNCEMENT_ENDED: frozenset(),
    closing.CLOSED: frozenset({"by"}),
    closing.REOPENED: frozenset({"by"}),
    stopping.STOPPED: frozenset({"by"}),
    stopping.LIFTED: frozenset({"by"}),
    readiness.LIST_READ: frozenset({"rows", "rejected", "of"}),
    readiness.SOUND_HEARD: frozenset({"heard"}),
    rights.PIN_SET: frozenset({"role"}),
    rights.PIN_ACCEPTED: frozenset({"role"}),
    rights.PIN_REFUSED: frozenset(),
    FEEDBACK: frozenset({"counts"}),
    ERASED: frozenset({"persons", "by", "all"}),
}
"""Every kind of entry. A PIN's hash goes as well: it hides what somebody thought of, and nothing is left to guard."""

ABOUT_NOBODY: Final = frozenset(
    {
        *clock.KINDS,
        *(booths.CLOSED, booths.PAUSED, booths.OPENED, booths.SEATS_SET),
        *(closing.CLOSED, closing.REOPENED, stopping.STOPPED, stopping.LIFTED),
        *(readiness.SOUND_HEARD, FEEDBACK, ERASED),
    }
)
"""The kinds of entries that stay when everybody is erased; of what was taken back what is taken back among these."""

REPORT: Final = "report"
"""Under this the entry that erases everybody keeps the report, since nothing is left to count."""

SHARED: Final = 3
"""A value that fewer people have than this could lead to one of them."""


@dataclass
class Labels:
    """What becomes of the values by which figures are broken down: many people's stay, others get a running number.

    How many people have a value is the same afterwards; only what it is called may not be told any more. A group is
    often called after a person, so groups and organisations stay only where the settings name them, too.
    """

    people: Iterable[Person]
    public: Collection[str] = ()
    """Names that the settings give away anyway, such as those of employers."""
    telling: Collection[str] = ()
    """Whole names, e-mail addresses and codes: a value that holds one does not stay."""
    others_stay: bool = False
    """Whether only one person goes; then what others are called by, too, is theirs."""
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    """What each value is called from now on; nothing where it stays."""
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _renamed: Counter[str] = field(default_factory=Counter)
    _public: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for person in self.people:
            self._counts.update((name, _same(name, getattr(person, name))) for name in CATEGORIES)
        self._public = {_same(name, value) for name in CATEGORIES for value in self.public} | {*self.public}

    def __call__(self, name: str, value: str) -> str:
        """What stands there from now on."""
        if not value:
            return value
        said = _same(name, value)
        if (name, said) not in self.given:
            self.given[name, said] = "" if self._stays(name, value) else self._fresh(name, value)
        return self.given[name, said] or value

    def _fresh(self, name: str, value: str) -> str:
        """A name that no value has, also of an erasing before; the ways here that figures count stay in it."""
        known = [way for way in ways(value) if way in SENT_BY] if name == "channel" else []
        while True:
            self._renamed[name] += 1
            label = "|".join([*known, f"{name} {self._renamed[name]}"])
            if (name, label) not in self._counts:
                return label

    def _stays(self, name: str, value: str) -> bool:
        if (name, value) == ("status", SEEKING):
            return True
        # It is such a number already, of an erasing before, or a word that every list knows.
        if all(each in SENT_BY or each in self.public or re.fullmatch(rf"{name} \d+", each) for each in ways(value)):
            return True
        if _same(name, value) in self._public:
            return True
        if any(each in value for each in self.telling):
            return False
        if self.others_stay and self._counts[name, _same(name, value)] > 1:
            return True
        return name not in ("group", "organisation") and self._counts[name, value] >= SHARED


def _same(name: str, value: str) -> str:
    """By what a value is told from others: figures count an organisation once, however it is written."""
    return value.strip().casefold() if name == "organisation" else value


def blanked(kind: str, body: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """A body without anything personal; what is emptied keeps its type, so that folds read it as before."""
    kept = KEPT.get(kind, frozenset()) | ALWAYS
    said: dict[str, Any] = {}
    for name, value in body.items():
        if kind == people.LISTED and name in CATEGORIES and isinstance(value, str):
            said[name] = labels(name, value)
        else:
            said[name] = value if name in kept else nothing_in(value)
    return said


def nothing_in(value: Any) -> Any:
    """Nothing, in the type of a value; a number becomes none, since 0 would be one."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float) or value is None:
        return None
    return type(value)()


def is_free(kind: str, name: str) -> bool:
    """Whether anything may stand there that somebody has written."""
    categories = CATEGORIES if kind == people.LISTED else ()
    return name not in KEPT.get(kind, frozenset()) | ALWAYS | NAMED and name not in categories


def is_about(entry: Entry, records: Collection[str], talks_: Collection[str]) -> bool:
    """Whether an entry is about one of these records of a person, or one of their talks."""
    if entry.entity in records or entry.entity in talks_ or entry.body.get("person") in records:
        return True
    if pairs.is_pair(entry.entity):
        return pairs.split(entry.entity)[1] in records
    return entry.kind == plans.PLANNED and plans.split(entry.entity)[1] in records


def without_mention(entry: Entry, number: int | None, codes: Collection[str], labels: Labels) -> dict[str, Any] | None:
    """The body of an entry about others without what it says of one person; None where it says nothing of them.

    ``codes`` are the person's own, in small letters; ``labels`` know what else they are known by.
    """
    body = dict(entry.body)
    called = number if entry.kind in (lane.PARKED, announcements.ANNOUNCED) else None
    for name, value in entry.body.items():
        if isinstance(value, str) and _mentions(value, called, labels.telling):
            if entry.kind == people.LISTED and name in CATEGORIES:
                body[name] = labels(name, value)
            elif is_free(entry.kind, name):
                body[name] = ""
    if str(body.get("code", "")).casefold() in codes:
        body["code"] = ""
    if called is not None and body.get("number") == called:
        body["number"] = None
    if entry.kind == plans.PLANNED and number is not None and body.get("of") == str(number):
        body["of"] = ""
    return None if body == entry.body else body


def _mentions(text: str, number: int | None, said: Collection[str]) -> bool:
    words = {word.strip(".,;:!?()#").casefold() for word in text.split()}
    return (number is not None and str(number) in words) or any(each.casefold() in text.casefold() for each in said)


def stays(entry: Entry, nobodys: Collection[EntryId]) -> bool:
    """Whether an entry stays when everybody is erased; ``nobodys`` are the names of those about nobody."""
    if entry.kind == UNDONE:
        return EntryId.parse(str(entry.body["entry"])) in nobodys
    return entry.kind in ABOUT_NOBODY


def keepable(found: Mapping[str, Any], labels: Labels) -> str:
    """A report as it may be kept: few persons are told as in print, and rows are called after nobody.

    It is a text, since a body has its keys in the order of the alphabet, and the report its own.
    """
    by = {name: list(rows) for name, rows in found["by"].items()}
    for name in SENSITIVE:
        by[name] = [{**row, "id": labels(name, row["id"])} for row in printed(name, by[name], found["figures"])]
    return json.dumps({**found, "by": by}, ensure_ascii=False)


def kept_report(entries: Iterable[Entry]) -> str:
    """The report that was kept when everybody was erased; empty as long as it is counted."""
    found = (entry.body.get(REPORT) for entry in reversed(standing(entries)) if entry.kind == ERASED)
    return str(next(filter(None, found), ""))


def erased_at(entries: Iterable[Entry], *, one: bool = False) -> datetime | None:
    """When everybody was last erased, or only ``one`` person; None where that never was."""
    found = [entry for entry in standing(entries) if entry.kind == ERASED and bool(entry.body.get("all")) is not one]
    return found[-1].at if found else None


def nothing_since(journal: Collection[Entry]) -> bool:
    """Whether everybody was erased, with the report kept, and nothing was recorded afterwards."""
    last = max((entry.hlc for entry in journal if entry.kind == ERASED and entry.body.get(REPORT)), default="")
    return bool(last) and all(entry.hlc <= last for entry in journal)
