"""The figures of the event as they stand now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from kiosk.actions.feedback import answers
from kiosk.actions.on_site import Rows, as_closed, as_it_stands
from kiosk.desk import Desk
from kiosk.programme import Mode
from kiosk.rules import booths, pairs
from kiosk.rules.closing import EVENT, KINDS, Closing, closing_of
from kiosk.rules.figures import BREAKDOWNS, Facts, checks, figures
from kiosk.rules.figures.course import quarter_of
from kiosk.rules.figures.definitions import LATER
from kiosk.rules.figures.presence import Stay, stays_of, visits_of
from kiosk.rules.journal import standing
from kiosk.rules.people import moves
from kiosk.rules.scans import day_begins

RESULTS_OF: Final = ("talk:", f"{pairs.SORT}:")
"""The entities of which results and contracts are said begin so."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the figures are counted from, with what is to be known of it."""

    facts: Facts
    closing: Closing
    later_at: datetime | None
    """When the last of what came in after the closing was recorded; None where nothing has."""
    corrections: int
    """How often something was taken back or two records made one, up to the first closing."""
    corrections_since: int
    """How often since."""

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
        came_in = (at for entity, at in later.items() if entity.startswith(RESULTS_OF))
        every, since = store.corrections(closing)
        return Counted(facts, closing, max(came_in, default=None), every - since, since)


def _facts(desk: Desk, rows: Rows, closing: Closing) -> Facts:
    now = closing.at or desk.now().at
    stays, visits = _presence(desk, now, rows)
    return Facts(
        now=now,
        people=rows.people,
        talks=rows.talks,
        booths=desk.event.booths,
        positions=desk.event.positions,
        results=rows.results,
        contracts=desk.store.contracts(),
        stays=stays,
        visits=visits,
        changes={entity.removeprefix(f"{booths.SORT}:"): standing(entries) for entity, entries in rows.changes.items()},
        lengths={block.id: block.talk for block in desk.event.blocks if block.mode is Mode.ROUNDS},
        days=desk.event.days,
        feedback=answers(desk),
        zone=desk.event.timezone,
    )


def _presence(desk: Desk, now: datetime, rows: Rows) -> tuple[list[Stay], list[tuple[str, datetime]]]:
    """Who was in the house when, and the first coming in of each person and day."""
    held = {person: standing(entries) for person, entries in rows.moves.items()}
    seen = [entry.at for entries in held.values() for entry in moves(entries)]
    seen += [at for talk in rows.talks for at in (talk.starts, talk.ends or now)]
    day_ends = _day_ends(desk, now, seen)
    stays = [stay for person, entries in held.items() for stay in stays_of(person, entries, day_ends)]
    return stays, [visit for person, entries in held.items() for visit in visits_of(person, entries)]


def _day_ends(desk: Desk, now: datetime, seen: list[datetime]) -> Callable[[datetime], datetime]:
    """When nothing more happened on the day of a moment; nobody is known to have stayed any longer."""
    last: dict[date, datetime] = {}
    quarters: dict[int, datetime] = {}
    for at in seen:
        quarter = quarter_of(at)
        quarters[quarter] = max(at, quarters.get(quarter, at))
    for at in quarters.values():
        day = desk.event.local(at).date()
        last[day] = max(at, last.get(day, at))
    known: dict[date, datetime] = {}

    def ends(at: datetime) -> datetime:
        day = desk.event.local(at).date()
        if day not in known:
            over = day_begins(desk.event, at + timedelta(days=1))
            after = [moment for moment in (last.get(day), last.get(day + timedelta(days=1))) if moment]
            # A moment later, for whoever comes in last is there, too.
            known[day] = max([moment for moment in after if moment < over], default=at) + timedelta(seconds=1)
            if day == desk.event.local(now).date():
                known[day] = max(known[day], now)
        return known[day]

    return ends


def report(desk: Desk) -> dict[str, Any]:
    """The report in the form that others rely on."""
    data = counted(desk)
    facts = data.facts
    found, by = figures(facts), {name: rows(facts) for name, rows in BREAKDOWNS.items()}

    def moment(at: datetime) -> str:
        return desk.event.local(at).isoformat(timespec="seconds")

    return {
        "as_of": moment(facts.now),
        "state": "closed" if data.closing.last else "open",
        "reopened": data.reopened,
        "figures": found,
        "by": by,
        "checks": [{"name": name, "holds": holds} for name, holds in checks(facts, found, by)],
        "later": {"as_of": moment(data.later_at) if data.later_at else None, "figures": sorted(LATER)},
        "corrections": {"event": data.corrections, "since_closing": data.corrections_since},
    }
