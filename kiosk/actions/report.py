"""The figures of the event as they stand now."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from kiosk.actions.feedback import answers, unreadable
from kiosk.actions.on_site import Rows, as_closed, as_it_stands
from kiosk.desk import Desk
from kiosk.programme import Mode
from kiosk.rules import booths, pairs
from kiosk.rules.closing import EVENT, KINDS, Closing, closing_of
from kiosk.rules.erasing import ERASED, kept_report
from kiosk.rules.feedback import NOTHING
from kiosk.rules.figures import BREAKDOWNS, Facts, checks, figures, met
from kiosk.rules.figures.cells import told_together
from kiosk.rules.figures.days import Days
from kiosk.rules.figures.definitions import LATER
from kiosk.rules.figures.presence import stays_of, visits_of
from kiosk.rules.journal import standing
from kiosk.rules.people import moves
from kiosk.rules.scans import day_begins

RESULTS_OF: Final = ("talk:", f"{pairs.SORT}:")
"""The entities of which results and contracts are said begin so."""

SENDERS: Final = frozenset({"agentur", "jobcenter"})
"""The ways here of which the press is told by name; ``sent`` counts who came by them, where it may be told."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the figures are counted from, with what is to be known of it."""

    facts: Facts
    closing: Closing
    later_at: datetime | None
    """As of when what came in after the closing is told; None where nothing has."""
    corrections: int
    """How often something was taken back or two records made one, up to the first closing."""
    corrections_since: int
    """About how many persons, talks and booths something was corrected since."""

    def as_of(self, figure: str) -> datetime:
        """When a figure was as it is printed."""
        return self.later_at or self.facts.now if figure in LATER else self.facts.now

    @property
    def reopened(self) -> bool:
        """Whether the event was closed, and is open again."""
        return self.closing.first is not None and self.closing.last is None


def facts_of(desk: Desk) -> Facts:
    """All that is known by now, with what came in after the closing: for lists of people, talks and results."""
    with desk.store.reading():
        closing = closing_of(desk.store.entries(EVENT, *KINDS))
        return _facts(desk, as_it_stands(desk), closing)


def counted(desk: Desk) -> Counted:
    """All that the figures are counted from: as of now; once the event is closed, what was counted on site then."""
    store = desk.store
    with store.reading():
        closing = closing_of(store.entries(EVENT, *KINDS))
        later = store.later(closing)
        facts = _facts(desk, as_closed(desk, closing, later), closing)
        if closing.first:
            facts = replace(facts, later=store.results() if later else facts.results)
        came_in = max((at for entity, at in later.items() if entity.startswith(RESULTS_OF)), default=None)
        # What is corrected on site while the event is open again changes what is told of later results, too.
        later_at = max(came_in, store.said_since(closing) or came_in) if came_in else None
        return Counted(facts, closing, later_at, *store.corrections(closing))


def _facts(desk: Desk, rows: Rows, closing: Closing) -> Facts:
    now = closing.at or desk.now().at
    held = {person: standing(entries) for person, entries in rows.moves.items()}
    happened = [entry.at for entries in held.values() for entry in moves(entries)]
    happened += [at for talk in rows.talks for at in (talk.starts, talk.ends) if at]
    days, today = Days(desk.event, happened, closing.times), day_begins(desk.event, now)

    def over(at: datetime) -> datetime | None:
        """When the day of a moment was over; None while it goes on."""
        return None if closing.last is None and at >= today else days.end(at)

    def left(at: datetime) -> datetime:
        """When whoever came in at a moment was gone, where nothing else is known."""
        return over(at) or max(now, days.end(at))

    return Facts(
        now=now,
        people=rows.people,
        talks=[talk if talk.ends else replace(talk, ends=over(talk.starts)) for talk in rows.talks],
        booths=desk.event.booths,
        positions=desk.event.positions,
        results=rows.results,
        contracts=desk.store.contracts(),
        stays=[stay for person, said in held.items() for stay in stays_of(person, said, left)],
        visits=[visit for person, said in held.items() for visit in visits_of(person, said)],
        closings=closing.times,
        changes={entity.removeprefix(f"{booths.SORT}:"): standing(entries) for entity, entries in rows.changes.items()},
        lengths={block.id: block.talk for block in desk.event.blocks if block.mode is Mode.ROUNDS},
        days=desk.event.days,
        feedback=dict.fromkeys(desk.event.questions, NOTHING) | answers(desk),
        zone=desk.event.timezone,
    )


def report(desk: Desk) -> dict[str, Any]:
    """The report in the form that others rely on; once everybody is erased, as it was kept then."""
    kept = kept_report(desk.store.entries(EVENT, ERASED))
    return dict(json.loads(kept)) if kept else _count(desk)


def _count(desk: Desk) -> dict[str, Any]:
    data = counted(desk)
    facts = data.facts
    found, by = figures(facts), {name: rows(facts) for name, rows in BREAKDOWNS.items()}
    holding = [{"name": name, "holds": holds} for name, holds in checks(facts, found, by)]
    unread = unreadable(desk)

    def moment(at: datetime) -> str:
        return desk.event.local(at).isoformat(timespec="seconds")

    return {
        "as_of": moment(facts.now),
        "state": "closed" if data.closing.last else "open",
        "reopened": data.reopened,
        "figures": found,
        "sent": told_together(by["channel"], SENDERS, found),
        "met": met(facts),
        "by": by,
        "checks": [*holding, *([{"name": unread, "holds": False}] if unread else [])],
        "at_least": {"R1": unread} if unread else {},
        "later": {"as_of": moment(data.later_at) if data.later_at else None, "figures": sorted(LATER)},
        "corrections": {"event": data.corrections, "since_closing": data.corrections_since},
    }
