"""Reading what was recorded after the closing, apart from what was counted on site."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from kiosk.model import Entry
from kiosk.queries import Queries
from kiosk.rules.closing import Closing
from kiosk.rules.journal import order
from kiosk.rules.projections import ROWS

_AFTER: Final = "(hlc, station, seq) > (?, ?, ?)"


class LaterQueries(Queries):
    """What can be asked of an open database about the closing of the event."""

    def corrections(self, since: Entry | None = None) -> int:
        """How often something was taken back, or two records were found to be one person; only after an entry."""
        after, values = (_AFTER, order(since)) if since else ("true", ())
        query = f"select count(*) from journal where kind in ('undone', 'merged') and {after}"  # noqa: S608
        return int(self.db.execute(query, values).fetchone()[0])

    def later_entities(self, closing: Closing) -> set[str]:
        """The entities of which something was said that is no part of what is counted on site."""
        where, values = _later(closing)
        query = f"select distinct entity from journal where {where}"  # noqa: S608
        return {str(entity) for (entity,) in self.db.execute(query, values).fetchall()}

    def later_at(self, closing: Closing) -> datetime | None:
        """When it was last recorded what came of a talk, or of the event without one, after it was closed."""
        where, values = _later(closing)
        about = "(entity between 'talk:' and 'talk;' or entity between 'pair:' and 'pair;')"
        query = f"select max(hlc) from journal where {about} and ({where})"  # noqa: S608
        (hlc,) = self.db.execute(query, values).fetchone()
        return datetime.fromtimestamp(int(hlc.partition(".")[0]) / 1000, UTC) if hlc else None

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
