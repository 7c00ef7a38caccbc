"""Closing the event, and taking that back.

Closing ends nothing by itself: a talk that runs is counted with its length up to the closing, and whoever is in the
house counts as there until then. So an event that was closed too early can be opened again and simply goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.actions.feedback import carry_on, unreadable
from kiosk.actions.rounds import status, with_rounds
from kiosk.desk import Desk
from kiosk.i18n import _, ngettext, plain_date
from kiosk.model import Draft, KioskError
from kiosk.rules.clock import State
from kiosk.rules.closing import CLOSED, EVENT, KINDS, REOPENED, closed_at, closing_of
from kiosk.rules.erasing import ERASED, erased_at
from kiosk.rules.talks import counts
from kiosk.words import clock_time, date_time

MOST_BOOTHS: Final = 4
"""So many booths are named that have still to say what came of their talks."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is not over yet when the event is closed."""

    inside: int
    """Persons in the house, of every role."""
    talking: int
    rounds: int
    """Blocks whose rounds have begun and are not over."""
    unsaid: Mapping[str, int]
    """By booth, the talks of which nobody has said what came of them."""
    until: datetime | None = None
    """The earlier closing up to which they count, where nothing has happened in the house since; else it is now."""
    unread: str = ""
    """Why the answers of visitors cannot be read that the journal does not know yet."""


def closed_since(desk: Desk) -> datetime | None:
    """When the event was closed; None while it is open."""
    return closed_at(desk.store.entries(EVENT, *KINDS))


def erased(desk: Desk) -> datetime | None:
    """When everybody was erased."""
    return erased_at(desk.store.entries(EVENT, ERASED))


def erased_text(desk: Desk) -> str:
    """That everybody was erased, and what can be done then; empty where they are not."""
    at = erased(desk)
    text = _("Everybody was erased on {date}, only figures are left. For other people make another event: kiosk new.")
    return text.format(date=plain_date(desk.event.local(at))) if at else ""


def require_people(desk: Desk) -> None:
    """Stops what needs people, or would bring some in, after everybody was erased.

    Raises:
        KioskError: they are.
    """
    if text := erased_text(desk):
        raise KioskError(text)


def close(desk: Desk) -> datetime:
    """Closes the event: no scan is taken from now on, and what was counted on site stays; as of when.

    Raises:
        KioskError: it is closed already, be it that everybody is erased.
    """
    with desk.store.write() as store:
        since = closed_since(desk)
        if since:
            require_people(desk)
            text = _("The event is closed already, since {time}. “kiosk reopen” takes that back.")
            raise KioskError(text.format(time=date_time(desk.event, since)))
        carry_on(desk)
        (entry,) = store.record([Draft(CLOSED, EVENT, desk.signature)])
    return entry.at


def reopen(desk: Desk) -> None:
    """Opens a closed event again.

    Raises:
        KioskError: it is open, or everybody is erased.
    """
    with desk.store.write() as store:
        if closed_since(desk) is None:
            raise KioskError(_("The event is open. There is nothing to take back."))
        require_people(desk)
        store.record([Draft(REOPENED, EVENT, desk.signature)])


def unfinished(desk: Desk) -> Unfinished:
    """What would not be over, were the event closed now."""
    store, now = desk.store, desk.now().at
    running = [status(desk, block).state for block in with_rounds(desk)]
    inside, talks = store.inside(desk.today()), store.running_talks()
    return Unfinished(
        inside,
        len(talks),
        sum(state not in (State.WAITING, State.ENDED) for state in running),
        Counter(talk.booth for talk in store.talks_without_result() if talk.number is not None and counts(talk, now)),
        _until(desk, now if inside else max((talk.starts for talk in talks), default=now)),
        unreadable(desk),
    )


def _until(desk: Desk, at: datetime) -> datetime | None:
    """The earlier closing with which the day of a moment would be over, were the event closed now."""
    from kiosk.rules.figures.days import Days  # All figures come along, and few closings are not the first.

    times = closing_of(desk.store.entries(EVENT, *KINDS)).times
    last = desk.store.happened_last()
    over = Days(desk.event, [last] if last else [], [*times, desk.now().at]).end(at) if times else None
    return over if over in times else None


def unfinished_text(desk: Desk, left: Unfinished) -> list[str]:
    """What follows for each of it, a sentence a line; nothing where all is over."""
    lines = []
    if left.until and (left.inside or left.talking):
        text = _("The event was closed before ({time}); nothing has happened in the house since.")
        lines.append(text.format(time=date_time(desk.event, left.until)))
    if left.inside:
        lines.append(_inside(left))
    if left.talking:
        lines.append(_talking(left))
    if left.rounds:
        lines.append(_("The rounds are not over; their clock and the gong go on."))
    if left.unsaid:
        lines.append(_unsaid(left.unsaid))
    if left.unread:
        lines.append(left.unread)
    return lines


def _inside(left: Unfinished) -> str:
    if left.until:
        return ngettext(
            "{n} person did not check out, and counts as there until then.",
            "{n} persons did not check out, and count as there until then.",
            left.inside,
        )
    return ngettext(
        "{n} person is in the house, and counts as there until now.",
        "{n} persons are in the house, and count as there until now.",
        left.inside,
    )


def _talking(left: Unfinished) -> str:
    if left.until:
        return ngettext(
            "{n} talk was not ended; it counts with its length up to then.",
            "{n} talks were not ended; they count with their length up to then.",
            left.talking,
        )
    return ngettext(
        "{n} talk is running; it counts with its length up to now.",
        "{n} talks are running; they count with their length up to now.",
        left.talking,
    )


def _unsaid(unsaid: Mapping[str, int]) -> str:
    """How many talks have no result, and at which booths the most."""
    most = sorted(unsaid.items(), key=lambda each: -each[1])
    named = [_("booth {booth}: {talks}").format(booth=booth, talks=talks) for booth, talks in most[:MOST_BOOTHS]]
    text = ngettext(
        "Of {n} talk nobody has said what came of it",
        "Of {n} talks nobody has said what came of them",
        sum(unsaid.values()),
    )
    return f"{text} ({', '.join(named)}{' …' if len(most) > MOST_BOOTHS else ''})."


def closed_text(desk: Desk) -> str:
    """That everybody is erased, or since when the event is closed, in a few words; empty while it is open."""
    if erased(desk):
        return _("■ persons erased")
    since = closed_since(desk)
    return _("■ closed {time}").format(time=clock_time(desk.event, since)) if since else ""
