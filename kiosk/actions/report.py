"""The figures of the event as they stand now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.actions.feedback import answers
from kiosk.desk import Desk
from kiosk.model import Talk
from kiosk.programme import Mode
from kiosk.rules import booths
from kiosk.rules.closing import EVENT, closed_at, is_closed
from kiosk.rules.figures import BREAKDOWNS, Facts, checks, figures
from kiosk.rules.figures.course import quarter_of
from kiosk.rules.figures.presence import Stay, stays_of, visits_of
from kiosk.rules.journal import standing
from kiosk.rules.people import moves
from kiosk.rules.scans import day_begins


def facts_of(desk: Desk) -> Facts:
    """All that the figures are counted from, as of now; once the event is closed, as of its closing."""
    with desk.store.reading():
        now = closed_at(desk.store.entries(EVENT)) or desk.now().at
        talks = desk.store.talks()
        stays, visits = _presence(desk, now, talks)
        return Facts(
            now=now,
            people=desk.store.people(),
            talks=talks,
            booths=desk.event.booths,
            positions=desk.event.positions,
            results=desk.store.results(),
            contracts=desk.store.contracts(),
            stays=stays,
            visits=visits,
            changes={
                entity.removeprefix(f"{booths.SORT}:"): standing(entries)
                for entity, entries in desk.store.entries_of_sort(booths.SORT).items()
            },
            lengths={block.id: block.talk for block in desk.event.blocks if block.mode is Mode.ROUNDS},
            days=desk.event.days,
            feedback=answers(desk),
            zone=desk.event.timezone,
        )


def _presence(desk: Desk, now: datetime, talks: list[Talk]) -> tuple[list[Stay], list[tuple[str, datetime]]]:
    """Who was in the house when, and the first coming in of each person and day."""
    held = {person: standing(entries) for person, entries in desk.store.comings_and_goings().items()}
    seen = [entry.at for entries in held.values() for entry in moves(entries)]
    seen += [at for talk in talks for at in (talk.starts, talk.ends or now)]
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
    with desk.store.reading():
        facts, closed = facts_of(desk), is_closed(desk.store.entries(EVENT))
    found, by = figures(facts), {name: rows(facts) for name, rows in BREAKDOWNS.items()}
    return {
        "as_of": desk.event.local(facts.now).isoformat(timespec="seconds"),
        "state": "closed" if closed else "open",
        "figures": found,
        "by": by,
        "checks": [{"name": name, "holds": holds} for name, holds in checks(facts, found, by)],
    }
