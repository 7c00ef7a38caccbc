"""The figures with what the screen draws beside them, all of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.actions.report import report
from kiosk.desk import Desk
from kiosk.rules.feedback import Mood
from kiosk.rules.figures import Figure


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that the Figures screen shows."""

    at: datetime
    closed: bool
    reopened: bool
    later_at: datetime | None
    """When the last came in after the closing; None where nothing has."""
    figures: dict[str, Figure]
    checks: tuple[tuple[str, bool], ...]
    arrivals: tuple[tuple[datetime, int], ...]
    """Attendees who came, by the beginning of each quarter of an hour of the last day on which anybody did."""
    present: tuple[tuple[datetime, int], ...]
    """Attendees in the house on average in the same quarters."""
    booths: tuple[tuple[str, str, int], ...]
    """Booth, employer and talks."""
    spread: tuple[tuple[int, int], ...]
    """How many attendees had so many talks."""
    feedback: tuple[tuple[str, tuple[int, ...]], ...]
    """Each question that enough visitors answered, with how often each answer was given."""


def snapshot(desk: Desk) -> Snapshot:
    """The figures as of now; of a closed event as of its closing, with what came in later."""
    told = report(desk)
    found, by, later = told["figures"], told["by"], told["later"]["as_of"]
    parts = ((name.removeprefix("G5_"), value) for name, value in found.items() if name.startswith("G5_"))
    day = _last_day(by["quarter"])
    return Snapshot(
        datetime.fromisoformat(told["as_of"]),
        told["state"] == "closed",
        told["reopened"],
        datetime.fromisoformat(later) if later else None,
        found,
        tuple((check["name"], check["holds"]) for check in told["checks"]),
        tuple((at, row["T3"]) for at, row in day),
        tuple((at, round(row["present"])) for at, row in day),
        tuple((row["id"], row["employer"], row["G1"]) for row in by["booth"]),
        tuple((int(talks), int(people)) for talks, people in parts),
        tuple((row["id"], tuple(row[mood] for mood in Mood)) for row in by["feedback"] if row["R1"]),
    )


def _last_day(quarters: list[dict[str, Any]]) -> list[tuple[datetime, dict[str, Any]]]:
    """The quarters of an hour of the last day on which anybody came in, to its end, as the report has them."""
    moments = [(datetime.fromisoformat(row["id"]), row) for row in quarters]
    arrived = [at for at, row in moments if row["T3"]]
    return [(at, row) for at, row in moments if arrived and at.date() == arrived[-1].date()]
