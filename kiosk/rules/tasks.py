"""What has still to be done before something agreed can be: read from results, so no second list contradicts them.

Two tasks are ticked off by naming them in the result's ``settled``; that a day is agreed on, its date says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from kiosk.rules.results import Result, Step


class Todo(StrEnum):
    """What has to be done."""

    CONSENT = "consent"
    """Jobcentre or agency must consent before trial work begins (§ 45 SGB III)."""
    DOCUMENTS = "documents"
    """What was missing is to be brought."""
    DAY = "day"
    """Something was agreed, but not when."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that has to be done for one result."""

    todo: Todo
    result: Result
    due: date | None = None
    """The last day on which it is early enough; None where nobody has said until when."""


TICKED: Final = {Step.TRIAL_WORK: Todo.CONSENT, Step.DOCUMENTS_MISSING: Todo.DOCUMENTS}
"""The steps that raise a task which somebody has to tick off."""

DATED: Final = frozenset({Step.FOLLOW_UP, Step.TRIAL_WORK, Step.INTERNSHIP})
"""The steps for which people meet on a day."""


def tasks_of(result: Result | None) -> tuple[Task, ...]:
    """What is still to be done for one result, the first to be thought of first."""
    return tuple(_tasks(result)) if result else ()


def tasks(results: Iterable[Result]) -> list[Task]:
    """What is still to be done for all of them, the first to be due first."""
    found = [task for result in results for task in _tasks(result)]
    return sorted(found, key=lambda task: (task.due or date.max, task.result.number or 0, task.result.id))


def _tasks(result: Result) -> Iterator[Task]:
    todo = TICKED.get(result.next_step)
    if todo and result.settled != todo and result.started is None:
        yield Task(todo, result, _due(todo, result.date))
    if result.next_step in DATED and result.date is None:
        yield Task(Todo.DAY, result)


def _due(todo: Todo, day: date | None) -> date | None:
    """Consent must be there before the day, documents on it."""
    if day is None or todo is not Todo.CONSENT:
        return day
    return day - timedelta(days=1)
