"""Who was in the house from when to when, from the scans at the doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.model import Entry
from kiosk.rules.people import CHECKED_IN, moves


@dataclass(frozen=True, slots=True)
class Stay:
    """One time in the house. Whoever never checked out was there until nothing more happened that day."""

    person: str
    starts: datetime
    ends: datetime


def stays_of(person: str, held: Sequence[Entry], day_ends: Callable[[datetime], datetime]) -> Iterator[Stay]:
    """The times in the house that these entries tell of; ``day_ends`` says when a day was over at the latest."""
    since: datetime | None = None
    for entry in moves(held):
        if since is not None and entry.at >= day_ends(since):
            yield Stay(person, since, day_ends(since))
            since = None
        if entry.kind == CHECKED_IN:
            since = since or entry.at
        elif since is not None:
            yield Stay(person, since, entry.at)
            since = None
    if since is not None:
        yield Stay(person, since, day_ends(since))


def visits_of(person: str, held: Sequence[Entry]) -> list[tuple[str, datetime]]:
    """The first coming in of each day (T3)."""
    first: dict[Any, datetime] = {}
    for entry in moves(held):
        if entry.kind == CHECKED_IN:
            first.setdefault(entry.body.get("day"), entry.at)
    return [(person, at) for at in first.values()]


def most_at_once(stays: Sequence[Stay]) -> int:
    """The largest number of stays at one time; who leaves makes room for who comes at the same moment."""
    steps = sorted([(stay.starts, 1) for stay in stays] + [(stay.ends, -1) for stay in stays])
    inside = most = 0
    for _at, step in steps:
        inside += step
        most = max(most, inside)
    return most
