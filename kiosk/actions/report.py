"""The figures of the event as they stand now."""

from __future__ import annotations

from typing import Any

from kiosk.desk import Desk
from kiosk.rules.closing import EVENT, closed_at, is_closed
from kiosk.rules.figures import BREAKDOWNS, Facts, checks, figures


def facts_of(desk: Desk) -> Facts:
    """All that the figures are counted from, as of now; once the event is closed, as of its closing."""
    with desk.store.reading():
        return Facts(
            now=closed_at(desk.store.entries(EVENT)) or desk.now().at,
            people=desk.store.people(),
            talks=desk.store.talks(),
            booths=desk.event.booths,
            positions=desk.event.positions,
            results=desk.store.results(),
        )


def report(desk: Desk) -> dict[str, Any]:
    """The report in the form that others rely on."""
    with desk.store.reading():
        facts, closed = facts_of(desk), is_closed(desk.store.entries(EVENT))
    return {
        "as_of": desk.event.local(facts.now).isoformat(timespec="seconds"),
        "state": "closed" if closed else "open",
        "figures": figures(facts),
        "by": {name: rows(facts) for name, rows in BREAKDOWNS.items()},
        "checks": [{"name": name, "holds": holds} for name, holds in checks(facts)],
    }
