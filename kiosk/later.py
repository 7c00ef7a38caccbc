"""Reading what was recorded after the closing, apart from what was counted on site."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final

from kiosk.queries import Queries
from kiosk.rules.closing import CORRECTING, EVENT, Closing
from kiosk.rules.journal import order
from kiosk.rules.projections import ROWS

Values = tuple[str, str, int]

_AFTER: Final = "(hlc, station, seq) > (?, ?, ?)"
_END: Final[Values] = ("~", "", 0)
"""After every entry."""


class LaterQueries(Queries):
    """What can be asked of an open database about the closing of the event, and what is agreed for later."""

    def last_agreed(self) -> date | None:
        """The last day for which anything was agreed."""
        (last,) = self.db.execute("select max(date) from results").fetchone()
        return date.fromisoformat(last) if last else None

    def happened_last(self) -> datetime | None:
        """When somebody last came or left, or a talk began or ended."""
        query = """
            select max(at) from (
                select max(max(last_in), coalesce(max(last_out), '')) as at from people
                union all select max(max(starts), coalesce(max(ends), '')) from talks
            )
        """
        (last,) = self.db.execute(query).fetchone()
        return datetime.fromisoformat(last) if last else None

    def corrections(self, closing: Closing) -> tuple[int, int]:
        """What was corrected up to the first closing, and about how many persons, talks and booths since.

        Up to it that is what was taken back, and two records found to be one person. Since then it is also what was
        said anew while the event was open again.
        """
        until: Values = order(closing.first) if closing.first else _END
        before = f"select count(*) from journal where kind in ('undone', 'merged') and not {_AFTER}"  # noqa: S608
        known = f"kind in ({', '.join('?' * len(CORRECTING))}) and instr(body, '\"late\":true') = 0"
        corrected, values = [f"kind in ('undone', 'merged') and {_AFTER}"], [*until]
        for reopened, closed in closing.reopened:
            corrected.append(f"{known} and {_AFTER} and not {_AFTER}")
            values += [*CORRECTING, *order(reopened), *(order(closed) if closed else _END)]
        since = f"select count(distinct entity) from journal where entity <> '{EVENT}' and ({' or '.join(corrected)})"  # noqa: S608
        counted = [self.db.execute(*query).fetchone()[0] for query in ((before, [*until]), (since, values))]
        return int(counted[0]), int(counted[1])

    def later(self, closing: Closing) -> dict[str, datetime]:
        """The entities of which something was recorded that is no part of what is counted on site, and when last."""
        where, values = _later(closing)
        query = f"select entity, max(hlc) from journal where {where} group by entity"  # noqa: S608
        found = self.db.execute(query, values).fetchall() if closing.first else []
        return {str(entity): _moment(hlc) for entity, hlc in found}

    def said_since(self, closing: Closing) -> datetime | None:
        """When a result or contract was last said or corrected since the first closing, be it on site or later."""
        known = "kind in ('result', 'contract', 'talk_about', 'undone')"
        query = f"""
            select max(hlc) from journal
            where {known} and (entity glob 'talk:*' or entity glob 'pair:*') and {_AFTER}
        """  # noqa: S608
        (last,) = self.db.execute(query, [*order(closing.first)] if closing.first else [*_END]).fetchone()
        return _moment(last) if last else None

    def rows_but(self, name: str, entities: Iterable[str]) -> list[Any]:
        """The rows of a projection, without those of some entities."""
        column = "id" if name in ("people", "talks") else "entity"
        where = f"where {column} not in (select value from json_each(?))"  # noqa: S608
        return self._rows(ROWS[name], name, where, [json.dumps(list(entities))])


def _moment(hlc: str) -> datetime:
    return datetime.fromtimestamp(int(hlc.partition(".")[0]) / 1000, UTC)


def _later(closing: Closing) -> tuple[str, list[str | int]]:
    """The condition that an entry is no part of what is counted on site (``Closing.on_site``), and its values.

    A list that came before the closing is marked as late, too. A body is always written in the same way.
    """
    if closing.first is None:
        return "false", []
    late = """(kind in ('result', 'contract', 'talk_about') and instr(body, '"late":true'))"""
    if closing.last is None:
        return late, []
    return f"({late} or {_AFTER})", [*order(closing.last)]
