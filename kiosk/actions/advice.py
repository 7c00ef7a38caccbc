"""What the people at the laptop should do now, in one sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from kiosk.actions import forgotten
from kiosk.actions.closing import closed_since, erased_text
from kiosk.actions.hall import current
from kiosk.actions.plans import is_published
from kiosk.desk import Desk
from kiosk.i18n import _, ngettext
from kiosk.programme import Block, Mode
from kiosk.rules.clock import RoundStatus, State, begins
from kiosk.rules.readiness import Finding, Level
from kiosk.rules.scans import programme_day
from kiosk.words import clock_time, date_time

SOON: Final = timedelta(minutes=5)
"""How long before the first round the moderator should be at the Rounds screen."""


def to_do(desk: Desk) -> str:
    """What comes next: whatever is missing first, then what the programme says."""
    now = desk.now()
    if gone := erased_text(desk):
        return gone
    since = closed_since(desk)
    if since:
        text = _("The event is closed since {time}: no scan is taken. Write the exports: kiosk export {folder}")
        return text.format(time=date_time(desk.event, since), folder=desk.folder)
    expected, present = desk.store.turnout()
    if expected == 0:
        return _("Read the list of attendees: kiosk import {folder} FILE").format(folder=desk.folder)
    if programme_day(desk.event, now.at) is None:
        return _("The event is not today. Set the laptop's date, or wait for the day.")
    rounds = current(desk)
    if rounds is None:
        return _("F2 opens reception: every badge that is scanned checks somebody in.")
    status = rounds.status(now)
    if status.state is State.WAITING:
        return _before(desk, rounds.block, present)
    return " ".join(part for part in (_during(status), _waiting(desk)) if part)


def _before(desk: Desk, block: Block, present: int) -> str:
    """Before the first round."""
    starts = begins(desk.event, block, 1)
    if not is_published(desk, block):
        return _("Make the plan and publish it, so that everybody hears where to go: F3, then F11.")
    if desk.now().at >= starts - SOON:
        return _("F3 starts round 1, which is due at {time}.").format(time=clock_time(desk.event, starts))
    if present == 0:
        return _("Open the doors: F2 is reception. Round 1 is due at {time}.").format(
            time=clock_time(desk.event, starts)
        )
    return _("Check in whoever comes: F2. Round 1 is due at {time}.").format(time=clock_time(desk.event, starts))


def _during(status: RoundStatus) -> str:
    """From the first round on."""
    texts = {
        State.RUNNING: _("Round {round} is running. Latecomers go through reception: F2."),
        State.WARNING: _("Round {round} ends in a moment. F3 extends it."),
        State.CHANGE: _("Everybody changes booths. F3 shows who goes where."),
        State.PAUSED: _("The clock is paused. F3 lets it go on."),
        State.ENDED: _("All rounds are over. F6 shows the figures; F9 there closes the event and freezes them."),
    }
    return texts[status.state].format(round=status.round)


def _waiting(desk: Desk) -> str:
    """In the last half hour how many in the house have had no talk yet, and where they are named."""
    waiting = len(forgotten.waiting(desk)) if forgotten.is_due(desk) else 0
    text = ngettext(
        "{n} person has had no talk yet: F3, then Ctrl+F.",
        "{n} persons have had no talk yet: F3, then Ctrl+F.",
        waiting,
    )
    return text if waiting else ""


def plan_findings(desk: Desk) -> list[Finding]:
    """Whether everybody can be told where to go."""
    return [_plan_finding(desk, block) for block in desk.event.blocks if block.mode is Mode.ROUNDS]


def _plan_finding(desk: Desk, block: Block) -> Finding:
    if is_published(desk, block):
        return Finding("plan", Level.GOOD, _("The plan for “{block}” is published.").format(block=block.id))
    text = _("No plan is published for “{block}” yet.")
    return Finding("plan", Level.HINT, text.format(block=block.id))


def last_scan_finding(desk: Desk) -> Finding:
    """When the last scan was recorded: the surest sign that reader, program and disk work together."""
    last = next(iter(desk.store.scans(limit=1)), None)
    if last is None:
        return Finding("scan", Level.HINT, _("No scan recorded yet."))
    at = desk.event.local(last.at)
    when = f"{at:%H:%M:%S}" if at.date() == desk.event.local(desk.now().at).date() else f"{at:%d.%m. %H:%M}"
    return Finding("scan", Level.GOOD, _("Last scan recorded: {time}").format(time=when))
