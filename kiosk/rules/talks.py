"""Talks: one person, one booth, one start; and what was said at the booth about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kiosk.model import Entry, Talk
from kiosk.rules.journal import standing

TALK_STARTED: Final = "talk_started"
TALK_ENDED: Final = "talk_ended"
TALK_ABOUT: Final = "talk_about"
"""Names the position that a talk is about."""
RESULT: Final = "result"
"""Says what came of a talk (``rules/results.py``); a booth that says so confirms that the talk was held."""
LATE: Final = "late"
"""Marks in its body what was said after the event was closed: it confirms no talk, as those are settled by then."""

MINIMUM: Final = timedelta(seconds=60)
"""A talk shorter than this counts only where the booth confirmed it."""


def talk_of(entity: str, entries: Iterable[Entry]) -> Talk | None:
    """The talk that these entries tell of; None where its start was undone."""
    talk: Talk | None = None
    for entry in standing(entries):
        body = entry.body
        if entry.kind == TALK_STARTED:
            talk = Talk(
                id=entity,
                person=str(body["person"]),
                number=body.get("number"),
                booth=str(body["booth"]),
                seat=str(body["seat"]),
                starts=entry.at,
                position=body.get("position"),
                block=str(body.get("block", "")),
                round=body.get("round"),
            )
        elif talk is None:
            continue
        elif entry.kind == TALK_ENDED and talk.ends is None:
            confirmed = talk.confirmed or bool(body.get("confirmed"))
            talk = replace(talk, ends=max(entry.at, talk.starts), confirmed=confirmed)
        elif entry.kind == TALK_ABOUT:
            talk = replace(talk, position=str(body["position"]) or None)
        elif entry.kind == RESULT and not body.get(LATE):
            talk = replace(talk, confirmed=True)
    return talk


def length(talk: Talk, now: datetime) -> timedelta:
    """How long the talk lasted, or has lasted up to now."""
    return (talk.ends or now) - talk.starts


def counts(talk: Talk, now: datetime) -> bool:
    """Whether this is a talk that was held (figure G1): long enough, or confirmed by the booth."""
    return talk.confirmed or length(talk, now) >= MINIMUM


def free_seat(seats: int, running: Iterable[Talk]) -> str | None:
    """The first seat, counted from 1, at which nobody sits; None where all are taken."""
    taken = {talk.seat for talk in running}
    return next((str(seat) for seat in range(1, seats + 1) if str(seat) not in taken), None)
