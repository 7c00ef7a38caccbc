"""What results are called beside their steps: when they are to be, the tasks that they raise, what they clash with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from kiosk.i18n import N_, _, plain_date
from kiosk.rules.forgotten import Gap
from kiosk.rules.readiness import WEEKDAYS
from kiosk.rules.results import Result
from kiosk.rules.rights import Rank
from kiosk.rules.tasks import Task, Todo, tasks_of
from kiosk.words import RANKS, reader_word, step_text

TASKS: Final[dict[Todo, str]] = {
    Todo.CONSENT: N_("get the consent of jobcentre or agency before it begins (§ 45 SGB III)"),
    Todo.DOCUMENTS: N_("bring the missing documents"),
    Todo.DAY: N_("agree on a day"),
}

TICKS: Final[dict[Todo, str]] = {
    Todo.CONSENT: N_("the consent is there"),
    Todo.DOCUMENTS: N_("the documents are there"),
}
"""What is said once such a task is done."""


GAPS: Final[dict[Gap, str]] = {
    Gap.NO_TALK: N_("no talk"),
    Gap.ONE_TALK: N_("only one talk"),
    Gap.NO_STEP: N_("nothing agreed"),
}


SOURCES: Final[dict[str, str]] = {"list": N_("list"), "paper": N_("paper")}
"""Where results come from that nobody recorded at a reader or a screen."""


def source_text(by: str) -> str:
    """Who or what said a result: a reader, a rank, a list or a paper."""
    if by in SOURCES:
        return _(SOURCES[by])
    return _(RANKS[Rank(by)][0]) if by in set(Rank) else reader_word(by)


def day_text(day: date) -> str:
    """A day in as few signs as leave no doubt: Mo 2026-11-30."""
    return f"{_(WEEKDAYS[day.weekday()][0])[:2]} {plain_date(day)}"


def when_text(result: Result) -> str:
    """When an agreed step is to be; empty where that was not said."""
    when = [day_text(result.date)] if result.date else []
    return " ".join(when + ([f"{result.time:%H:%M}"] if result.time else []))


def task_text(task: Task) -> str:
    """What has to be done until when."""
    text = _(TASKS[task.todo])
    return _("{task}, by {date}").format(task=text, date=day_text(task.due)) if task.due else text


def appointment_text(result: Result) -> str:
    """An appointment in one line: what, and when."""
    return f"{step_text(result.next_step) or _('appointment')}, {when_text(result)}"


def clash_text(other: Result) -> str:
    """With what an appointment clashes; not at which booth, for that is no other booth's business."""
    return _("clashes with: {what}").format(what=appointment_text(other))


def care_texts(result: Result | None, clashing: Iterable[Result]) -> list[str]:
    """What is to be taken care of in what came of a talk: appointments that clash, then what has still to be done."""
    return [*map(clash_text, clashing), *map(task_text, tasks_of(result))]
