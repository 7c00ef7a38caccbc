"""Who may do what at the desk: ranks, and what each of them may do without asking."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


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


def may(rank: Rank, right: Right) -> bool:
    """Whether somebody of this rank has this right."""
    ranks = list(Rank)
    return ranks.index(rank) >= ranks.index(NEEDED[right])
