"""Whether the database holds, and making its tables anew where it does not."""

from __future__ import annotations

from itertools import groupby

from kiosk.i18n import _, ngettext
from kiosk.model import Entry, KioskError
from kiosk.rules.erasing import ERASED, REPORT
from kiosk.rules.journal import order
from kiosk.rules.projections import ROWS
from kiosk.store import Store

Rows = dict[str, set[tuple[object, ...]]]


def verify(store: Store) -> tuple[int, list[str]]:
    """How many entries the journal has, and everything that is wrong with the database; no names in it."""
    with store.reading():
        damages = store.damages()
        if damages:
            return 0, [_("The file is damaged: {text}").format(text=text) for text in damages]
        problems = _unreadable(store)
        if not problems:
            due, senseless = _due(store)
            problems = [*_gaps(store, store.journal()), *_conflicts(store), *senseless, *_differences(store, due)]
        return store.length(), problems


def _unreadable(store: Store) -> list[str]:
    text = _("Entry {entry} of the journal cannot be read.")
    return [text.format(entry=entry) for entry in store.unreadable()]


def _conflicts(store: Store) -> list[str]:
    text = _("Entry {entry} is known with two contents; two laptops write under one name. The first one counts.")
    return [text.format(entry=entry) for entry in store.conflicts()]


def _gaps(store: Store, entries: list[Entry]) -> list[str]:
    """Numbers that are missing in this laptop's own journal, and stamps that do not grow with the numbers."""
    own = [entry for entry in entries if entry.station == store.station]
    # Whatever erasing has removed came before it.
    since = max((entry.seq for entry in own if entry.kind == ERASED and REPORT in entry.body), default=0)
    numbers = [entry.seq for entry in own if entry.seq > since]
    problems = []
    if numbers != list(range(since + 1, since + 1 + len(numbers))):
        problems.append(_("The journal of {station} has gaps.").format(station=store.station))
    for station, group in groupby(entries, key=lambda entry: entry.station):
        stamps = [entry.hlc for entry in group]
        if stamps != sorted(stamps):
            problems.append(_("The journal of {station} is not in the order of its clock.").format(station=station))
    return problems


def _differences(store: Store, due: Rows) -> list[str]:
    """Every table whose rows are not those that follow from the journal."""
    kept = store.projections()
    problems = []
    for name in ROWS:
        missing, extra = len(due[name] - kept[name]), len(kept[name] - due[name])
        if missing or extra:
            lacks = ngettext("{n} row is missing or differs", "{n} rows are missing or differ", missing)
            more = ngettext("{n} does not follow from the journal", "{n} do not follow from the journal", extra)
            problems.append(_("Table {table}: {lacks}, {more}.").format(table=name, lacks=lacks, more=more))
    return problems


def _due(store: Store) -> tuple[Rows, list[str]]:
    """The rows that follow from the journal, and what in it makes no sense."""
    due: Rows = {name: set() for name in ROWS}
    problems = []
    ordered = sorted(store.journal(), key=lambda entry: (entry.entity, order(entry)))
    for entity, group in groupby(ordered, key=lambda entry: entry.entity):
        entries = list(group)
        try:
            rows = store.due(entity, entries)
        except (LookupError, TypeError, ValueError):
            text = _("The journal tells of {entity} what cannot be: see its entries up to {entry}.")
            problems.append(text.format(entity=entity, entry=entries[-1].id))
            continue
        for name, those in rows.items():
            due[name].update(those)
    return due, problems


def rebuild(store: Store) -> list[str]:
    """Makes every projection anew from the journal; what was wrong before.

    Raises:
        KioskError: the journal itself is damaged, or it could not be written; then nothing was changed.
    """
    with store.write():
        senseless = _unreadable(store)
        if not senseless:
            due, senseless = _due(store)
        if senseless:
            raise KioskError(senseless[0])
        problems = _differences(store, due)
        store.rebuild()
    return problems
