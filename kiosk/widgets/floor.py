"""What the moderator is told of the floor: the time in large figures, and what needs looking after."""

from __future__ import annotations

from kiosk.actions import forgotten
from kiosk.actions.announcements import lines
from kiosk.actions.floor import FloorView
from kiosk.desk import Desk
from kiosk.i18n import _, language
from kiosk.model import Instant
from kiosk.rules.clock import RoundStatus, State
from kiosk.rules.seating import Way
from kiosk.widgets.sections import Section
from kiosk.widgets.texts import safe
from kiosk.words import clock_time, minutes_left


def large(status: RoundStatus, view: FloorView, now: Instant) -> str:
    """The time left; before the first round how long until it begins, after the last the time of day."""
    if status.state is State.WAITING:
        left = view.rounds.starts(1, now) - now.at
        return minutes_left(left) if left.total_seconds() < 6000 else clock_time(view.rounds.event, now.at)
    if status.state is State.ENDED:
        return clock_time(view.rounds.event, now.at)
    return minutes_left(status.left)


def _ways(ways: tuple[Way, ...]) -> tuple[str, ...]:
    return tuple(f"{way.number}➜{safe(way.booth, 6)}" for way in ways)


def _told(view: FloorView) -> tuple[Section, ...]:
    """What the hall is being told, for as long as it is."""
    if view.told is None:
        return ()
    until = clock_time(view.rounds.event, view.told.until)
    spoken = lines(view.told, (language(),))[0].text
    return (Section(_("The hall is told until {time}:").format(time=until), (spoken,), "bold $text-primary"),)


def sections(view: FloorView) -> tuple[Section, ...]:
    """What needs looking after, the most urgent first."""
    if not view.planned:
        return (*_told(view), Section(_("No plan is published yet: F11 makes one."), (), ""))
    overruns = tuple(
        " · ".join([str(over.number or "–"), _("booth {booth}").format(booth=safe(over.booth, 6))])
        + f" +{minutes_left(over.over)}"
        for over in view.overruns
    )
    free = tuple(f"{safe(load.booth, 6)}: {load.free}" for load in view.loads if load.free)
    absent, late = _ways(view.missing.absent), _ways(view.missing.late)
    return (
        *_told(view),
        Section(_("Talks overrun: {n}").format(n=len(overruns)), overruns, "bold $text-error"),
        Section(_("Not at the booth: {n}").format(n=len(late)), late, "bold $text-warning"),
        Section(_("Not in the house: {n}").format(n=len(absent)), absent, "bold $text-warning"),
        Section(
            _("Free seats by booth: {n}").format(n=sum(load.free for load in view.loads)), free, "bold $text-primary"
        ),
    )


def left_out(desk: Desk) -> tuple[Section, ...]:
    """Those in the house who have had no talk yet, by number, in the last half hour."""
    if not forgotten.is_due(desk):
        return ()
    waiting = tuple(str(number) for number in forgotten.waiting(desk))
    return (Section(_("No talk yet: {n}").format(n=len(waiting)), waiting, "bold $text-error"),)
