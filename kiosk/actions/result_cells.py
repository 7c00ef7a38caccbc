"""The columns in which files tell what came of talks, and of applications without one.

``kiosk import --as results`` reads them again, so a file with these columns is also the form that an employer fills in
and sends back (``exchange/late.py`` knows what they are called).
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kiosk.exchange.write import Cell
from kiosk.i18n import N_, _
from kiosk.rules.contracts import Contract, Kind
from kiosk.rules.results import Result
from kiosk.words import application_text, step_text

RESULT: Final = (
    N_("Application"),
    N_("Applied on (ISO)"),
    N_("Applied on"),
    N_("Next step"),
    N_("Date (ISO)"),
    N_("Date"),
    N_("Time"),
    N_("Place"),
    N_("Who does what"),
    N_("Trial work begun (ISO)"),
    N_("Trial work begun"),
)
CONTRACT: Final = (N_("Contract"), N_("Contract signed (ISO)"), N_("Contract signed"))
WITHOUT_TALK: Final = N_("Without a talk")
ID: Final = N_("kiosk id")
"""Says which talk a row is about, where one person had several at a booth."""

KINDS: Final = {
    Kind.EMPLOYMENT: N_("contract of employment"),
    Kind.TRAINING: N_("contract of training"),
}


def result_cells(result: Result | None) -> tuple[Cell, ...]:
    """What came of a talk; empty cells where nothing was said."""
    if result is None:
        return ("",) * len(RESULT)
    return (
        application_text(result.application),
        *_day(result.applied),
        step_text(result.next_step),
        *_day(result.date),
        f"{result.time:%H:%M}" if result.time else "",
        result.place,
        result.who,
        *_day(result.started),
    )


def contract_cells(contract: Contract | None) -> tuple[Cell, ...]:
    """The contract of a person; empty cells where none was reported."""
    if contract is None:
        return ("",) * len(CONTRACT)
    return kind_text(contract.kind), *_day(contract.date)


def kind_text(kind: Kind) -> str:
    """What kind of contract it is; where nobody said, that there is one."""
    return _(KINDS[kind]) if kind in KINDS else _("contract")


def _day(day: date | None) -> tuple[Cell, Cell]:
    """A day twice: for programs, and as people at the event read it."""
    return (day.isoformat(), f"{day:%d.%m.%Y}") if day else ("", "")
