"""The follow-up list: every agreed step in the order of its day, with whom, where, and what has to be done before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Final

from kiosk.actions.asking import consent_text
from kiosk.category_words import label_text
from kiosk.desk import Desk
from kiosk.exchange.write import Cell
from kiosk.i18n import N_, _
from kiosk.result_words import TASKS, TICKS, appointment_text
from kiosk.rules.figures import Facts
from kiosk.rules.results import Result, Step, clashes
from kiosk.rules.tasks import TICKED, tasks_of
from kiosk.words import step_text

HEADER: Final = (
    N_("Number"),
    N_("First name"),
    N_("Last name"),
    N_("Group"),
    N_("Employer"),
    N_("Booth"),
    N_("Position"),
    N_("Title"),
    N_("Next step"),
    N_("Date (ISO)"),
    N_("Date"),
    N_("Time"),
    N_("Place"),
    N_("Who does what"),
    N_("Task"),
    N_("Due (ISO)"),
    N_("Due"),
    N_("Task done"),
    N_("Clashes with"),
    N_("Consent contact"),
)


def rows(_desk: Desk, facts: Facts) -> Iterator[tuple[Cell, ...]]:
    """A row for each agreed step; what has no day yet comes last."""
    clashing = clashes(facts.results)
    for result in sorted(filter(_follows, facts.results), key=_when):
        person, open_ = facts.listed.get(result.person), tasks_of(result)
        due = next((task.due for task in open_ if task.due), None)
        yield (
            person.number if person else result.number,
            person.first_name if person else "",
            person.last_name if person else "",
            label_text(person.group) if person else "",
            facts.employer(result.booth),
            result.booth,
            result.position or "",
            facts.titles.get(result.position or "", ""),
            step_text(result.next_step),
            *_days(result.date),
            f"{result.time:%H:%M}" if result.time else "",
            result.place,
            result.who,
            "; ".join(_(TASKS[task.todo]) for task in open_),
            *_days(due),
            _done(result),
            "; ".join(f"{facts.host(other.booth)}: {appointment_text(other)}" for other in clashing.get(result.id, ())),
            consent_text(person.consent_contact) if person else "",
        )


def _follows(result: Result) -> bool:
    return result.next_step not in (Step.UNSAID, Step.NONE)


def _when(result: Result) -> tuple[date, time, int, str]:
    return result.date or date.max, result.time or time.max, result.number or 0, result.id


def _days(day: date | None) -> tuple[str, str]:
    """A day for programs and as people at the event read it."""
    return (day.isoformat(), f"{day:%d.%m.%Y}") if day else ("", "")


def _done(result: Result) -> str:
    """The task that was ticked off."""
    todo = TICKED.get(result.next_step)
    return _(TICKS[todo]) if todo and result.settled == todo else ""
