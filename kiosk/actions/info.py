"""What somebody is told who scans their badge at the info point: number, next booth, time. It can hold no name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from kiosk.actions import scans
from kiosk.assets import asset
from kiosk.desk import Desk
from kiosk.model import Answer, Scan, Verdict


class News(StrEnum):
    """What there is to say; the names of the sentences in ``assets/info.toml``."""

    SCAN = "scan"
    """Nobody has scanned yet."""
    NEXT = "next"
    NONE = "none"
    RECEPTION = "reception"
    """The badge is not one of somebody in the house: people at the reception know more."""
    THANKS = "thanks"
    """A card with an answer was counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to a scan at the info point."""

    news: News
    number: int | None = None
    booth: str = ""
    seat: str = ""
    round: int | None = None
    starts: datetime | None = None


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """The sentences by their names, in each language."""
    return tomllib.loads(asset("info.toml").read_text(encoding="utf-8"))


def ask(desk: Desk, scan: Scan) -> Told | None:
    """Takes a scan and tells where to go next; None for the same badge again, which has been told.

    Raises:
        KioskError: the scan could not be written.
    """
    answers = [answer for answer in scans.take(desk, scan) if answer.verdict is not Verdict.REPEAT]
    return _told(answers[-1]) if answers else None


def _told(answer: Answer) -> Told:
    going = answer.next
    if answer.verdict is Verdict.SENT and going:
        return Told(News.NEXT, answer.number, going.booth, going.seat, going.round, going.starts)
    if answer.verdict is Verdict.RECORDED:
        return Told(News.THANKS)
    if answer.verdict is Verdict.ALREADY_IN:
        return Told(News.NONE, answer.number)
    return Told(News.RECEPTION)
