"""How long people's data may stay: some weeks after the event, and while something agreed is still to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from kiosk.i18n import _, plain_date
from kiosk.programme import Event
from kiosk.rules.readiness import Finding, Level

LONGEST: Final = timedelta(days=182)
"""Half a year: then even what was agreed for later is no reason any more."""


def erase_on(event: Event, agreed: date | None) -> date:
    """The day on which people are to be erased: weeks after the event, or the day after the last date agreed."""
    last = max(event.days)
    weeks = last + timedelta(weeks=event.keep_weeks)
    return min(max(weeks, agreed + timedelta(days=1)) if agreed else weeks, last + LONGEST)


def retention_finding(
    event: Event, agreed: date | None, now: datetime, *, persons: int, erased: datetime | None, cut_off: bool
) -> Finding | None:
    """What the Start screen says of it; nothing where nobody is listed yet."""
    if cut_off:
        text = _("Erasing was cut off: do it again with kiosk erase, for old files are still there.")
        return Finding("retention", Level.BAD, text)
    if erased is not None:
        text = _("Erased on {date}: no names are kept.").format(date=plain_date(event.local(erased)))
        return Finding("retention", Level.GOOD, text)
    if not persons:
        return None
    due = erase_on(event, agreed)
    if event.local(now).date() >= due:
        text = _("Was to be erased on {date}: close the event, then kiosk erase DIR --all.")
        return Finding("retention", Level.HINT, text.format(date=plain_date(due)))
    return Finding("retention", Level.GOOD, _("To be erased on {date}.").format(date=plain_date(due)))
