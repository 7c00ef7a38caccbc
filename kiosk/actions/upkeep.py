"""Whether the database holds, and making its tables anew where it does not."""

from __future__ import annotations

import sqlite3
from itertools import groupby

from kiosk.i18n import _
from kiosk.model import Entry
from kiosk.rules.journal import order
from kiosk.rules.projections import ROWS, project
from kiosk.store import Store

Rows = dict[str, set[tuple[object, ...]]]


def verify(store: Store) -> tuple[int, list[str]]:
    """How many entries the journal has, and everything that is wrong with the database; no names in it."""
    problems = [str(text) for (text,) in _integrity(store) if text != "ok"]
    if problems:
        return 0, [_("The file is damaged: {text}").format(text=text) for text in problems]
    entries = list(store.journal())
    return len(entries), [*_gaps(store, entries), *_differences(store)]


def _integrity(store: Store) -> list[tuple[str]]:
    try:
        found: list[tuple[str]] = store.db.execute("pragma integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [(str(error),)]
    return found


def _gaps(store: Store, entries: list[Entry]) -> list[str]:
    """Numbers that are missing in this laptop's own journal, and stamps that do not grow with the numbers."""
    own = [entry for entry in entries if entry.station == store.station]
    problems = []
    if [entry.seq for entry in own] != list(range(1, len(own) + 1)):
        problems.append(_("The journal of {station} has gaps.").format(station=store.station))
    for station, group in groupby(entries, key=lambda entry: entry.station):
        stamps = [entry.hlc for entry in group]
        if stamps != sorted(stamps):
            problems.append(_("The journal of {station} is not in the order of its clock.").format(station=station))
    return problems


def _differences(store: Store) -> list[str]:
    """Every table whose rows do not follow from the journal."""
    kept, due = store.projections(), _due(store)
    problems = []
    for name in ROWS:
        missing, extra = len(due[name] - kept[name]), len(kept[name] - due[name])
        if missing or extra:
            text = _("Table {table}: {missing} rows are missing or differ, {extra} do not follow from the journal.")
            problems.append(text.format(table=name, missing=missing, extra=extra))
    return problems


def _due(store: Store) -> Rows:
    """The rows that follow from the journal."""
    due: Rows = {name: set() for name in ROWS}
    ordered = sorted(store.journal(), key=lambda entry: (entry.entity, order(entry)))
    for entity, group in groupby(ordered, key=lambda entry: entry.entity):
        for name, rows in store.rows_of(entity, project(entity, list(group))).items():
            due[name].update(rows)
    return due


def rebuild(store: Store) -> list[str]:
    """Makes every projection anew from the journal; what was wrong before.

    Raises:
        KioskError: it could not be written.
    """
    problems = _differences(store)
    with store.write():
        store.rebuild()
    return problems
