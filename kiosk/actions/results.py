"""What came of the talks, said at a screen: the same entries that a card at a booth's reader leaves.

A booth's screen works on ``last_talk(desk, booth, seat)``, and on the talk found there with ``about`` and
``record_result``. What a talk has by now is ``desk.store.result(talk.id)``; ``take_back`` undoes the last of it. Where
somebody applied without a talk, ``pairs.entity_of(booth, person)`` stands in the place of the talk's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kiosk.actions.people import require_open
from kiosk.desk import Desk
from kiosk.exchange.values import Unfit, day
from kiosk.i18n import _, plain_date
from kiosk.model import Draft, KioskError, Person, Talk
from kiosk.rules import pairs
from kiosk.rules.closing import EVENT, is_closed
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.results import DONE, FIELDS, Result, id_of, is_still_to_come, is_too_early, may_be_late, weakens
from kiosk.rules.talks import LATE, RESULT, TALK_ABOUT

DAYS: Final = ("date", "applied", "started")
"""The fields of a result that are days."""


def last_talk(desk: Desk, booth: str, seat: str | None = None) -> Talk | None:
    """The talk that a result at this booth, or at one of its seats, is about: the running one, else the last one."""
    return desk.store.last_talk(booth, seat)


def record_result(desk: Desk, talk: str, fields: Mapping[str, str], by: str = "") -> Result:
    """Says what came of a talk, or without one; what ``fields`` does not name stays as it was said before.

    Args:
        desk: the open event.
        talk: the talk's id, as ``last_talk`` or ``store.talks`` gives it, or ``pairs.entity_of(booth, person)``.
        fields: ``application`` and ``next_step`` as words of ``Application`` and ``Step``; ``date`` of the next step,
            ``applied`` and ``started`` as YYYY-MM-DD, ``time`` as HH:MM (``date_of`` and ``reception.time_of`` read
            what people type); ``place``, ``who``; ``position`` where it is another than the talk's or there was none.
            An empty text takes a field back.
        by: who says so: a name of a reader, a rank.

    Raises:
        KioskError: the talk was taken back, a day lies before the event, one of what was done is yet to come,
            the position is not offered there, the event is closed and this would change what was counted on site, or
            it could not be written.
    """
    assert set(fields) <= set(FIELDS), fields
    said = {name: value.strip() for name, value in fields.items()}
    if said.get("application") == "":
        said["application"] = "none"
    with desk.store.write() as store:
        late = is_closed(store.entries(EVENT))
        result = id_of(talk, said.get("position"))
        known = store.result(result)
        if late and not may_be_late(said, known):
            if weakens(said.get("application", ""), known):
                raise KioskError(_("An application on site is recorded already, and stays: the event is closed."))
            raise KioskError(
                _("The event is closed. An application received later, a next step or a contract can still be noted.")
            )
        booth, whose = _place(desk, talk)
        require_days(desk, *(said.get(name, "") for name in DAYS))
        require_done(desk, *(said.get(name, "") for name in DONE))
        require_offered(desk, booth, said.get("position", ""))
        store.record([Draft(RESULT, talk, {**said, **whose, "by": by, **({LATE: True} if late else {})})])
    found = desk.store.result(result)
    assert found
    return found


def _place(desk: Desk, talk: str) -> tuple[str, dict[str, Any]]:
    """The booth that a result belongs to; and where there was no talk the person's number, which no entry has yet."""
    if not pairs.is_pair(talk):
        return known_talk(desk, talk).booth, {}
    booth, person = pairs.split(talk)
    return booth, {"number": known_pair(desk, booth, person).number}


def known_pair(desk: Desk, booth: str, person: str) -> Person:
    """The attendee of whom something is said with a booth.

    Raises:
        KioskError: there is no such booth, or it is no attendee.
    """
    if booth not in {known.booth for known in desk.event.booths}:
        raise KioskError(_("There is no booth {booth}.").format(booth=booth))
    found = desk.store.person(person)
    if found is None or found.number is None:
        raise KioskError(_("Only attendees can apply and sign contracts."))
    return found


def require_days(desk: Desk, *days: str) -> None:
    """Stops a day, as YYYY-MM-DD, that lies before the event; an empty one is none.

    Raises:
        KioskError: one of them does.
    """
    for said in days:
        if said and is_too_early(date.fromisoformat(said), desk.event):
            text = _("{date} is before the event. Write a day from {first} on.")
            first = plain_date(min(desk.event.days))
            raise KioskError(text.format(date=plain_date(date.fromisoformat(said)), first=first))


def require_done(desk: Desk, *days: str) -> None:
    """Stops a day, as YYYY-MM-DD, of something that is said to have been done, where it is yet to come.

    Raises:
        KioskError: one of them is.
    """
    today = desk.event.local(desk.now().at).date()
    for said in days:
        if said and is_still_to_come(date.fromisoformat(said), desk.event, today):
            text = _("{date} is still to come. Write the day on which it was.")
            raise KioskError(text.format(date=plain_date(date.fromisoformat(said))))


def require_offered(desk: Desk, booth: str, position: str) -> None:
    """Stops a position that a booth does not offer; an empty one is none.

    Raises:
        KioskError: with those that it offers.
    """
    offered = [known.position for known in desk.event.positions if known.booth == booth]
    if position and position not in offered:
        text = _("There is no position {position} at this booth. Known are: {known}.")
        raise KioskError(text.format(position=position, known=", ".join(offered) or "–"))


def about(desk: Desk, talk: str, position: str) -> None:
    """Says which position a talk is about; an empty one takes that back.

    Once the event is closed a position can still be named where none was known; what was counted is not changed.

    Raises:
        KioskError: that position is not offered at this booth, the talk was taken back, the event is closed and the
            talk is about a position already, or it could not be written.
    """
    with desk.store.write() as store:
        found = known_talk(desk, talk)
        require_offered(desk, found.booth, position)
        late = is_closed(store.entries(EVENT))
        if late and (found.position or not position):
            text = _(
                "The event is closed, and what this talk was about is counted. "
                "The lead can reopen it with “kiosk reopen”."
            )
            raise KioskError(text)
        store.record([Draft(TALK_ABOUT, found.id, {"position": position, **({LATE: True} if late else {})})])


def take_back(desk: Desk, talk: str) -> None:
    """Takes back what was last said about a talk, its position or its result, or about an application without one.

    Raises:
        KioskError: nothing was said about it, the event is closed, or it could not be written.
    """
    with desk.store.write() as store:
        said = [entry for entry in standing(store.entries(talk)) if entry.kind in (RESULT, TALK_ABOUT)]
        if not said or not said[-1].body.get(LATE):
            require_open(desk)
        if not said:
            raise KioskError(_("Nothing was said about this talk."))
        store.record([Draft(UNDONE, talk, {"entry": str(said[-1].id)})])


def known_talk(desk: Desk, talk: str) -> Talk:
    """The talk of this id.

    Raises:
        KioskError: it was taken back.
    """
    found = desk.store.talk(talk)
    if found is None:
        raise KioskError(_("This talk was taken back."))
    return found


def date_of(desk: Desk, text: str) -> str:
    """A date that somebody typed, as YYYY-MM-DD; empty stays empty. Without a year it is the next since the event.

    Raises:
        KioskError: it is no date, or lies before the event.
    """
    if not text.strip():
        return ""
    try:
        found = day(text, min(desk.event.days)).isoformat()
    except Unfit as error:
        raise KioskError(str(error)) from None
    require_days(desk, found)
    return found
