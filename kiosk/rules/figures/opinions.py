"""What visitors answered (R1), by question."""

from __future__ import annotations

from typing import Any

from kiosk.rules.feedback import LEAST, MOODS, Counts
from kiosk.rules.figures.facts import Facts


def answers(facts: Facts) -> int:
    """R1: the answers to questions that enough people answered for it to be told."""
    return sum(sum(counts) for counts in facts.feedback.values() if _enough(counts))


def by_question(facts: Facts) -> list[dict[str, Any]]:
    """How often each answer was given to each question; None where a few answered it, but too few."""
    return [
        {"id": question, "R1": _told(counts, sum(counts)), **_each(counts)}
        for question, counts in facts.feedback.items()
    ]


def _each(counts: Counts) -> dict[str, int | None]:
    return {mood.value: _told(counts, count) for mood, count in zip(MOODS, counts, strict=True)}


def _told(counts: Counts, count: int) -> int | None:
    return count if _enough(counts) or not any(counts) else None


def _enough(counts: Counts) -> bool:
    return sum(counts) >= LEAST
