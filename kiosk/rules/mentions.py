"""Free texts about others that may name somebody who is erased: which go with them, and which only people can judge.

A last name in such a text may be that of somebody else. So a text that holds is left to people, who can say it anew;
what was said anew since, or taken back, goes, and so does what nobody can say anew once the event is over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from kiosk.model import Entry, EntryId
from kiosk.rules.contracts import CONTRACT
from kiosk.rules.erasing import is_free, nothing_in
from kiosk.rules.people import LISTED
from kiosk.rules.projections import project
from kiosk.rules.talks import RESULT

CORRECTED: Final = frozenset({LISTED, RESULT, CONTRACT})
"""The kinds of entries that are said anew where they are wrong, each field by itself."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A text that holds and may name them."""

    entry: str
    number: int | None
    """Whom it is about."""
    kind: str
    field: str


@dataclass
class Mentions:
    """Takes such texts out of entries about others, and collects those that stay."""

    found_in: Callable[[str], Collection[str]]
    """What of somebody stands in a text."""
    journal: Iterable[Entry]
    stay: dict[tuple[EntryId, str], Mention] = field(default_factory=dict)
    """By the entry, and what they are called in its body."""
    found: set[str] = field(default_factory=set)
    """What of somebody stands in those that stay."""
    _holding: dict[str, dict[tuple[str, str], int | None]] = field(default_factory=dict)

    def without(self, entry: Entry, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What an entry about others becomes, of which this ``body`` is left so far."""
        gone = {}
        for name, value in body.items():
            text = _text_of(value) if value and is_free(entry.kind, name) else ""
            found = self.found_in(text) if text else ()
            holding = self._texts(entry.entity) if found and entry.kind in CORRECTED else {}
            if (name, text) in holding:
                self.stay[entry.id, name] = Mention(str(entry.id), holding[name, text], entry.kind, name)
                self.found |= set(found)
            elif found:
                gone[name] = nothing_in(value)
        return {**body, **gone}

    def of(self, noted: Mapping[str, Iterable[str]]) -> set[str]:
        """The texts that were noted by entry and name, as they read."""
        return {
            _text_of(entry.body[name])
            for entry in self.journal
            for name in noted.get(str(entry.id), ())
            if entry.body.get(name)
        }

    def noted(self) -> dict[str, list[str]]:
        """Those that stay, in the form in which they are noted."""
        names = defaultdict(list)
        for entry, name in self.stay:
            names[str(entry)].append(name)
        return dict(names)

    def _texts(self, entity: str) -> Mapping[tuple[str, str], int | None]:
        """The texts that hold about whatever this is, and of which number."""
        if entity not in self._holding:
            rows = project(entity, [entry for entry in self.journal if entry.entity == entity])
            said: list[tuple[int | None, dict[str, Any]]] = [
                *((row.number, asdict(row)) for row in rows.people),
                *((row.number, asdict(row)) for row in rows.results),
                *((row.number, asdict(row)) for row in rows.contracts),
            ]
            self._holding[entity] = {
                (name, _text_of(value)): number
                for number, fields in said
                for name, value in fields.items()
                if isinstance(value, str | tuple | list)
            }
        return self._holding[entity]


def _text_of(value: Any) -> str:
    """A value of a body as it can be searched."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
