"""Reading what was recorded after the closing, apart from what was counted on site."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from kiosk.queries import Queries
from kiosk.rules.closing import Closing
from kiosk.rules.journal import order
from kiosk.rules.projections import ROWS

_AFTER: Final = "(hlc, station, seq) > (?, ?, ?)"


class LaterQueries(Queries):
    """What can be asked of an open database about the closing of the event."""

    def corrections(self, closing: Closing) -> tuple[int, int]:
        """How often something was taken back, or two records were found to be one person: in all, and of it since.

        Since the first closing, that is, for whatever is corrected later is corrected after it.
        """
        where, values = (_AFTER, order(closing.first)) if closing.first else ("false", ())
        query = f"""
            select count(*), count(*) filter (where {where}) from journal where kind in ('undone', 'merged')
        """  # noqa: S608
        every, since = self.db.execute(query, values).fetchone()
        return int(every), int(since)

    def later(self, closing: Closing) -> dict[str, datetime]:
        """The entities of which something was recorded that is no part of what is counted on site, and when last."""
        where, values = _later(closing)
        query = f"select entity, max(hlc) from journal where {where} group by entity"  # noqa: S608
        found = self.db.execute(query, values).fetchall() if closing.first else []
        return {str(entity): datetime.fromtimestamp(int(hlc.partition(".")[0]) / 1000, UTC) for entity, hlc in found}

    def rows_but(self, name: str, entities: Iterable[str]) -> list[Any]:
        """The rows of a projection, without those of some entities."""
        column = "id" if name in ("people", "talks") else "entity"
        where = f"where {column} not in (select value from json_each(?))"  # noqa: S608
        return self._rows(ROWS[name], name, where, [json.dumps(list(entities))])


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
