"""What came of the talks, said at a screen: the same entries that a card at a booth's reader leaves.

A booth's screen works on ``last_talk(desk, booth, seat)``, and on the talk found there with ``about`` and
``record_result``. What a talk has by now is ``desk.store.result(talk.id)``; ``take_back`` undoes the last of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kiosk.actions.people import require_open
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Draft, KioskError, Talk
from kiosk.rules.closing import EVENT, is_closed
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.results import FIELDS, Result, may_be_late
from kiosk.rules.talks import LATE, RESULT, TALK_ABOUT


def last_talk(desk: Desk, booth: str, seat: str | None = None) -> Talk | None:
    """The talk that a result at this booth, or at one of its seats, is about: the running one, else the last one."""
    return desk.store.last_talk(booth, seat)


def record_result(desk: Desk, talk: str, fields: Mapping[str, str], by: str = "") -> Result:
    """Says what came of a talk; what ``fields`` does not name stays as it was said before.

    Args:
        desk: the open event.
        talk: the talk's id, as ``last_talk`` or ``store.talks`` gives it.
        fields: ``application`` and ``next_step`` as words of ``Application`` and ``Step``, ``date`` as YYYY-MM-DD,
            ``time`` as HH:MM (``date_of`` and ``reception.time_of`` read what people type), ``place``, ``who``; an
            empty text takes a field back.
        by: who says so: a name of a reader, a rank.

    Raises:
        KioskError: the talk was taken back, the event is closed and this would change what was counted on site, or it
            could not be written.
    """
    assert set(fields) <= set(FIELDS), fields
    said = {name: value.strip() for name, value in fields.items()}
    if said.get("application") == "":
        said["application"] = "none"
    with desk.store.write() as store:
        late = is_closed(store.entries(EVENT))
        if late and not may_be_late(said, store.result(talk)):
            raise KioskError(_("The event is closed. Only an application received later can still be noted."))
        body = {**said, "by": by, **({LATE: True} if late else {})}
        store.record([Draft(RESULT, _known(desk, talk).id, body)])
    found = desk.store.result(talk)
    assert found
    return found


def about(desk: Desk, talk: str, position: str) -> None:
    """Says which position a talk is about; an empty one takes that back.

    Raises:
        KioskError: that position is not offered at this booth, the talk was taken back, the event is closed, or it
            could not be written.
    """
    if position:
        offered = [known.position for known in desk.event.positions if known.booth == _known(desk, talk).booth]
        if position not in offered:
            text = _("There is no position {position} at this booth. Known are: {known}.")
            raise KioskError(text.format(position=position, known=", ".join(offered) or "–"))
    _record(desk, TALK_ABOUT, talk, {"position": position})


def take_back(desk: Desk, talk: str) -> None:
    """Takes back what was last said about a talk: its position or its result.

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


def _known(desk: Desk, talk: str) -> Talk:
    found = desk.store.talk(talk)
    if found is None:
        raise KioskError(_("This talk was taken back."))
    return found


def _record(desk: Desk, kind: str, talk: str, body: Mapping[str, Any]) -> None:
    with desk.store.write() as store:
        require_open(desk)
        store.record([Draft(kind, _known(desk, talk).id, body)])


def date_of(desk: Desk, text: str) -> str:
    """A date that somebody typed, as YYYY-MM-DD; empty stays empty. Without a year it is the next such day.

    Raises:
        KioskError: it is no date, or has been already.
    """
    if not text.strip():
        return ""
    today = desk.event.local(desk.now().at).date()
    found = _written(text.strip(), today)
    if found is None:
        raise KioskError(_("“{text}” is no date. Write it like this: 30.11.").format(text=text.strip()))
    if found < today:
        text_ = _("{date} has been already. Write a day that is still to come.")
        raise KioskError(text_.format(date=found.isoformat()))
    return found.isoformat()


def _written(text: str, today: date) -> date | None:
    """The day that is meant; None where it is none."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    said = re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4}|\d{2})?", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if said is None:
            return None
        if said[3]:
            return date(int(said[3]) % 2000 + 2000, int(said[2]), int(said[1]))
        this_year = date(today.year, int(said[2]), int(said[1]))
        return this_year if this_year >= today - timedelta(days=1) else this_year.replace(year=today.year + 1)
    except ValueError:
        return None
