"""The journal's own rules: the order of entries, what an undo takes back, the hybrid logical clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kiosk.model import Entry, EntryId

UNDONE: Final = "undone"
"""The kind of an entry that takes back exactly one other, named in its body as ``entry``."""

NEW: Final = "new"
"""Ends the entity of a draft that begins a new thing; the store puts the entry's own name in its place."""


def order(entry: Entry) -> tuple[str, str, int]:
    """The key by which every laptop sorts the same entries alike."""
    return (entry.hlc, entry.station, entry.seq)


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that hold, in order: without repeats, without what was undone, without the undos themselves.

    An undo that was itself undone takes nothing back. An undo always comes after what it names, so one pass from the
    newest to the oldest decides everything.
    """
    unique = {entry.id: entry for entry in entries}
    taken_back: set[EntryId] = set()
    kept: list[Entry] = []
    for entry in sorted(unique.values(), key=order, reverse=True):
        if entry.id in taken_back:
            continue
        if entry.kind == UNDONE:
            taken_back.add(EntryId.parse(str(entry.body["entry"])))
        else:
            kept.append(entry)
    kept.reverse()
    return kept


def undone_ids(entries: Sequence[Entry]) -> set[EntryId]:
    """The entries among these that do not hold any more."""
    if all(entry.kind != UNDONE for entry in entries):
        return set()
    kept = {entry.id for entry in standing(entries)}
    return {entry.id for entry in entries if entry.kind != UNDONE} - kept


def tick(last: str, now_ms: int) -> str:
    """The next stamp of a hybrid logical clock: later than ``last``, and the wall clock's milliseconds where it can be.

    The form ``milliseconds.counter`` sorts as text (Kulkarni et al., Logical Physical Clocks, 2014).
    """
    last_ms, _, counter = last.partition(".")
    if not last or now_ms > int(last_ms):
        return f"{now_ms:013d}.000000"
    return f"{last_ms}.{int(counter) + 1:06d}"
