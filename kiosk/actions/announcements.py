"""Telling the hall something, in the languages of its visitors."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final, NamedTuple

from kiosk.assets import asset
from kiosk.desk import Desk
from kiosk.i18n import _, language
from kiosk.model import Draft, KioskError
from kiosk.rules.announcements import ANNOUNCED, ANNOUNCEMENT_ENDED, Announcement, announcement_of, names_in
from kiosk.rules.closing import EVENT

SCREEN: Final = ("de", "en", "tr", "uk")
"""The languages that every terminal shows as they are written."""

BROWSER: Final = ("ar", "fa")
"""Those from right to left: terminals disagree on their direction, a browser joins and turns them as it should."""

CALL: Final = "number"
"""The prepared text that calls somebody by their number."""

LONGEST: Final = 120
MOST_MINUTES: Final = 480


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared text in all its languages."""

    minutes: int
    """How long it stays where nobody says otherwise."""
    urgent: bool
    lines: Mapping[str, str]

    @property
    def text(self) -> str:
        """The text in the language that staff speak, with a gap for the number."""
        return self.lines[language()].format(number="…")


class Spoken(NamedTuple):
    """One line of an announcement and its language; none for words of one's own."""

    language: str
    text: str


@cache
def prepared() -> Mapping[str, Prepared]:
    """The prepared texts by their names, in the order in which an event needs them."""
    told = tomllib.loads(asset("announcements.toml").read_text(encoding="utf-8"))
    return {name: Prepared(text.pop("minutes"), text.pop("urgent", False), text) for name, text in told.items()}


def lines(announcement: Announcement, languages: Sequence[str]) -> tuple[Spoken, ...]:
    """An announcement line by line; one's own words are the same in every language and come once."""
    text = prepared().get(announcement.prepared)
    if text is None:
        return (Spoken("", announcement.own),) if announcement.own else ()
    return tuple(Spoken(each, text.lines[each].format(number=announcement.calls)) for each in languages)


def is_urgent(announcement: Announcement) -> bool:
    """Whether it is a matter of safety."""
    text = prepared().get(announcement.prepared)
    return text is not None and text.urgent


def current(desk: Desk) -> Announcement | None:
    """What the hall is told now."""
    told = announcement_of(desk.store.entries(EVENT))
    return told if told and told.holds(desk.now().at) else None


def announce(desk: Desk, name: str, number: int | None = None, minutes: int | None = None) -> Announcement:
    """Tells the hall one of the prepared texts.

    Raises:
        KioskError: the text calls a number that nobody has, it is to stay for too long, or it could not be written.
    """
    if name == CALL and (number is None or desk.store.person_by_number(number) is None):
        shown = _("Nobody has the number {number}.") if number is not None else _("Type whose number is called.")
        raise KioskError(shown.format(number=number))
    said = {"prepared": name, **({"number": number} if name == CALL else {})}
    return _record(desk, said, prepared()[name].minutes if minutes is None else minutes)


def announce_own(desk: Desk, text: str, minutes: int = 5) -> Announcement:
    """Tells the hall words of one's own.

    Raises:
        KioskError: there are none, a name of the list is among them, a terminal could not show them, or they could
            not be written.
    """
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not text:
        raise KioskError(_("Type what the hall is to be told."))
    if len(text) > LONGEST:
        raise KioskError(_("Say it in at most {n} letters: it is read from afar.").format(n=LONGEST))
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        raise KioskError(_("Words from right to left cannot be shown here. Choose a prepared text instead."))
    if named := names_in(text, desk.store.people()):
        problem = _("“{word}” is a name on the list, and the hall sees no names. Say the number instead.")
        raise KioskError(problem.format(word=named[0]))
    return _record(desk, {"own": text}, minutes)


def _record(desk: Desk, said: Mapping[str, object], minutes: int) -> Announcement:
    """Writes it. A closed event takes announcements, too: the house may have to be left then."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise KioskError(_("An announcement stays from 1 to {n} minutes.").format(n=MOST_MINUTES))
    with desk.store.write() as store:
        until = desk.now().at + timedelta(minutes=minutes)
        store.record([Draft(ANNOUNCED, EVENT, {**said, "until": until.isoformat(timespec="seconds")})])
        told = announcement_of(store.entries(EVENT))
    if told is None:
        raise RuntimeError
    return told


def end(desk: Desk) -> None:
    """Takes the announcement off the hall's screen before its time.

    Raises:
        KioskError: there is none, or it could not be written.
    """
    with desk.store.write() as store:
        if current(desk) is None:
            raise KioskError(_("The hall is told nothing at the moment."))
        store.record([Draft(ANNOUNCEMENT_ENDED, EVENT, {})])
