"""Who may do what at the desk: ranks, what each of them may do, their PINs, and what wrong PINs cost.

As long as no PIN is set everybody may do everything. A rank without a PIN of its own belongs to whoever stands there:
where only the lead has one, everybody is a moderator.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.model import Entry
from kiosk.rules.journal import standing


class Rank(StrEnum):
    """Who stands at the laptop; each may do all that the ones before it may."""

    RECEPTION = "reception"
    MODERATOR = "moderator"
    LEAD = "lead"


class Right(StrEnum):
    """What not everybody may do."""

    ROUNDS = "rounds"
    """Command the round clock, the booths and the plan."""
    UNDO = "undo"
    """Take back what was done elsewhere, or longer ago than a minute."""
    OVERRIDE = "override"
    """Admit somebody in spite of a refusal."""
    SETTINGS = "settings"
    """Change PINs and what the event folder says."""
    CLOSE = "close"
    """Close and reopen the event."""
    ERASE = "erase"
    """Erase what is known of people."""


NEEDED: Final = {
    Right.ROUNDS: Rank.MODERATOR,
    Right.UNDO: Rank.LEAD,
    Right.OVERRIDE: Rank.LEAD,
    Right.SETTINGS: Rank.LEAD,
    Right.CLOSE: Rank.LEAD,
    Right.ERASE: Rank.LEAD,
}
"""The least rank that has each right."""

RIGHTS: Final = "rights"
"""The entity of PINs; apart from the event's own, which is read at every scan."""

PIN_SET: Final = "pin_set"
"""A role has this PIN from now on, kept as a hash; none where the hash is empty."""
PIN_ACCEPTED: Final = "pin_accepted"
PIN_REFUSED: Final = "pin_refused"

PIN: Final = re.compile("[0-9]{4,12}")

FREE: Final = 3
"""So many wrong PINs cost nothing but the time to type them, not counting the last."""
FIRST_WAIT: Final = timedelta(seconds=5)
LONG_WAIT: Final = timedelta(minutes=10)
MANY: Final = 10
"""From so many wrong PINs on the wait is the long one."""
MEMORY: Final = timedelta(hours=1)
"""How long a wrong PIN counts, unless the lead has given the right one since."""


def may(rank: Rank | None, right: Right) -> bool:
    """Whether somebody of this rank has this right; nobody's rank has none."""
    ranks = list(Rank)
    return rank is not None and ranks.index(rank) >= ranks.index(NEEDED[right])


def present_rank(pins: Collection[Rank], signed: Rank | None = None) -> Rank | None:
    """The rank of whoever stands there, having given that rank's PIN or none; None where even reception needs one."""
    found = signed
    ranks = list(Rank)
    for rank in ranks[ranks.index(signed) + 1 if signed else 0 :]:
        if rank in pins:
            break
        found = rank
    return found


def pins_of(entries: Iterable[Entry]) -> dict[Rank, str]:
    """The hash of every role's PIN; the last word on each role holds."""
    said = {Rank(entry.body["role"]): str(entry.body["hash"]) for entry in standing(entries) if entry.kind == PIN_SET}
    return {role: hash_ for role, hash_ in said.items() if hash_}


def may_remove(pins: Mapping[Rank, str], role: Rank) -> bool:
    """Whether a role's PIN may go: the lead's is the first to come and the last to go, for it guards the others."""
    return role is not Rank.LEAD or set(pins) <= {Rank.LEAD}


def wait_of(entries: Iterable[Entry], station: str, now: datetime) -> timedelta:
    """How long no PIN is looked at on this laptop, for too many were wrong.

    Only the lead's right PIN forgives at once: else whoever knows one PIN could try another's without end.
    """
    wrong: list[datetime] = []
    for entry in standing(entries):
        if entry.station != station:
            continue
        if entry.kind == PIN_REFUSED:
            wrong.append(entry.at)
        elif entry.kind == PIN_ACCEPTED and entry.body.get("role") == Rank.LEAD:
            wrong.clear()
    counted = [at for at in wrong if now - at < MEMORY]
    if not counted:
        return timedelta()
    # The clock may have been put back since; nobody waits longer for that.
    cost = cost_of(len(counted))
    return max(timedelta(), min(cost, counted[-1] + cost - now))


def cost_of(wrong: int) -> timedelta:
    """How long to wait after so many wrong PINs."""
    if wrong < FREE:
        return timedelta()
    return LONG_WAIT if wrong >= MANY else min(FIRST_WAIT * 2 ** (wrong - FREE), LONG_WAIT / 2)
