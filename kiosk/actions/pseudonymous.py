"""The export that may go to whoever counts further: rows without a person behind them, in files that say so.

Each export gives ids of its own, and the rows stand in the order of these, so that two exports cannot be laid beside
each other, nor one beside the list of names.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.actions.exports import room_for
from kiosk.actions.report import counted
from kiosk.category_words import category_text, label_text
from kiosk.desk import EXPORTS, Desk
from kiosk.exchange.write import Cell, write_csv
from kiosk.i18n import N_, _, speaking
from kiosk.rules.figures import BREAKDOWNS, Facts
from kiosk.rules.figures.cells import printed
from kiosk.rules.figures.turnout import turnout
from kiosk.rules.pseudonyms import OTHER, Row, breakdown, protected, rounded, unlinked
from kiosk.rules.results import Application, Result, Step
from kiosk.words import application_text, step_text

_ID_BYTES: Final = 5


@dataclass(frozen=True, slots=True)
class Table:
    """A file of this export; its columns stand in the order in which they are worth keeping."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: Callable[[Desk, Facts], list[Row]]
    named: tuple[int, ...] = ()
    """The columns that the list of names has, too."""
    secret: tuple[int, ...] = ()
    """The columns that may not be learnt of anybody by these."""


# Whoever knows when somebody came must not learn from it how: no row tells both. Rows are about those who came, and
# what the report hides of these is hidden here: else one of them less the other was a small cell.
def _attendees(_desk: Desk, facts: Facts) -> list[Row]:
    channels, states = _told(facts, "channel"), _told(facts, "status")
    return [
        Row(
            person.id,
            (
                category_text(person.channel) if person.channel in channels else OTHER,
                category_text(person.status) if person.status in states else OTHER,
                str(facts.talks_each.get(person.id, 0)),
            ),
        )
        for person in facts.came
    ]


def _arrivals(desk: Desk, facts: Facts) -> list[Row]:
    districts = _told(facts, "district")
    return [
        Row(
            person.id,
            (
                rounded(desk.event.local(person.first_in)),
                label_text(person.district) if person.district in districts else OTHER,
            ),
        )
        for person in facts.came
        if person.first_in
    ]


def _told(facts: Facts, name: str) -> set[str]:
    """The rows of a breakdown whose attendees the report tells."""
    rows = printed(name, BREAKDOWNS[name](facts), turnout(facts))
    return {row["id"] for row in rows if row["T2"] is not None}


def _talks(desk: Desk, facts: Facts) -> list[Row]:
    results = {result.talk: result for result in facts.agreed_by_now}
    return [
        Row(
            talk.person,
            (
                talk.booth,
                *_came_of(results.get(talk.id)),
                talk.position or OTHER,
                rounded(desk.event.local(talk.starts)),
            ),
        )
        for talk in facts.held
    ]


def _came_of(result: Result | None) -> tuple[str, str]:
    if result is None:
        return application_text(Application.NONE), step_text(Step.UNSAID)
    return application_text(result.application), step_text(result.next_step)


TABLES: Final = (
    Table("attendees", N_("Attendees"), (N_("Channel"), N_("Status"), N_("Talks")), _attendees, (2,), (0, 1)),
    Table("arrivals", N_("Arrivals"), (N_("First check-in"), N_("District")), _arrivals),
    Table("talks", N_("Talks"), (N_("Booth"), N_("Application"), N_("Next step"), N_("Position"), N_("Began")), _talks),
)


def export_pseudonymous(desk: Desk, out: Path | None = None) -> list[Path]:
    """Writes attendees, arrivals, talks and breakdowns of these without a way back to anybody; the paths.

    Raises:
        KioskError: a file cannot be written.
    """
    folder = room_for(out or desk.folder / EXPORTS)
    language = desk.event.language
    written = []
    with speaking(language), desk.store.reading():
        facts, mark = counted(desk).facts, _("-pseudonymous")
        sums: list[tuple[Cell, ...]] = []
        for table in TABLES:
            rows = protected(unlinked(table.rows(desk, facts), table.named, table.secret))
            header = [_(column) for column in table.header]
            path = folder / f"{table.name}{mark}.csv"
            write_csv(path, [_("Id"), *header], _shuffled(rows), language=language)
            written.append(path)
            sums += _counted(table, header, rows)
        path = folder / f"breakdowns{mark}.csv"
        write_csv(path, [_("Table"), _("Column"), _("Value"), _("Count")], sums, language=language)
    return [*written, path]


def _shuffled(rows: Sequence[Row]) -> list[tuple[Cell, ...]]:
    """The rows under ids of this export only, in the order of these."""
    ids: set[str] = set()
    while len(ids) < len(rows):
        ids.add(secrets.token_hex(_ID_BYTES))
    return sorted((id_, *map(_shown, row.values)) for id_, row in zip(ids, rows, strict=True))


def _shown(value: str) -> str:
    return value or _("other or not said")


def _counted(table: Table, header: Sequence[str], rows: Sequence[Row]) -> list[tuple[Cell, ...]]:
    return [
        (_(table.title), column, _shown(value), count)
        for place, column in enumerate(header)
        for value, count in breakdown(rows, place).items()
    ]
