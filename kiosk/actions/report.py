"""The figures of the event as they stand now."""

from __future__ import annotations

from typing import Any

from kiosk.desk import Desk
from kiosk.rules.closing import EVENT, is_closed
from kiosk.rules.figures import BREAKDOWNS, Facts, checks, figures


def facts_of(desk: Desk) -> Facts:
    """All that the figures are counted from, as of now."""
    return Facts(
        now=desk.now().at,
        people=desk.store.people(),
        talks=desk.store.talks(),
        booths=desk.event.booths,
        positions=desk.event.positions,
    )


def report(desk: Desk) -> dict[str, Any]:
    """The report in the form that others rely on."""
    facts = facts_of(desk)
    return {
        "as_of": desk.event.local(facts.now).isoformat(timespec="seconds"),
        "state": "closed" if is_closed(desk.store.entries(EVENT)) else "open",
        "figures": figures(facts),
        "by": {name: rows(facts) for name, rows in BREAKDOWNS.items()},
        "checks": [{"name": name, "holds": holds} for name, holds in checks(facts)],
    }
