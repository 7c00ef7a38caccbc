"""What a reader remembers between two scans: for seconds, that a badge swings; for a minute, whose badge was the last.

It lives as long as the program does and is not read back from the journal. There two scanners at one booth have one
name, so a card could come to the person at the other scanner; after a restart a card is refused instead, with the
sentence that the badge comes first. What was recorded, a running talk among it, is in the journal all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from kiosk.model import Entry, Instant, Scan, Verdict
from kiosk.programme import ReaderSetting
from kiosk.rules.cards import Card, Command, Sort
from kiosk.rules.journal import UNDONE
from kiosk.rules.people import SCANNED

REPEAT_WINDOW: Final = timedelta(seconds=3)
"""A badge that swings on its lanyard is read every 0.5 to 2 seconds; within this time it is one scan."""

PATIENCE: Final = timedelta(seconds=60)
"""So long a card belongs to the badge before it, and so long a reader can take back what it did."""

DEEDS: Final = 20
"""So many of its last deeds a reader can take back: more than anybody does by hand within ``PATIENCE``."""


@dataclass(slots=True)
class Repeats:
    """Remembers the last code of every reader, since a repeat leaves no trace in the journal."""

    _last: dict[ReaderSetting, tuple[str, Instant]] = field(default_factory=dict)

    def is_repeat(self, scan: Scan, code: str) -> bool:
        """Whether this is the same code again at once; if so, the time to wait begins anew."""
        known = self._last.get(scan.reader)
        if known is None or known[0] != code or not timedelta(0) <= scan.at.since(known[1]) < REPEAT_WINDOW:
            return False
        self.remember(scan, code)
        return True

    def remember(self, scan: Scan, code: str) -> None:
        """Keeps what was answered."""
        self._last[scan.reader] = (code, scan.at)


@dataclass(frozen=True, slots=True)
class Deed:
    """What one scan has changed, so that an undo takes all of it back: entities and names of entries."""

    entries: tuple[tuple[str, str], ...]
    person: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Memory:
    """What one reader knows of the last minute."""

    booth: str = ""
    """The booth whose card was scanned last: a reader that several booths share works for that one."""
    talk: str = ""
    """The talk of the last badge; cards are about it."""
    talk_at: Instant | None = None
    """When the last badge, or the last card about its talk, was scanned."""
    refused: bool = False
    """Whether nothing came of the last badge: no card is about anybody then."""
    sent: str = ""
    """The code of the last badge if it was sent to another booth: that badge again insists, also after a card."""
    waits: Command | None = None
    """A card that means something only with the badge after it."""
    waits_at: Instant | None = None
    deeds: tuple[Deed, ...] = ()
    """What this reader has changed, the last at the end."""

    def last_deed(self, now: Instant) -> Deed | None:
        """What this reader can still take back."""
        return self.deeds[-1] if self.deeds and within(now, self.deeds[-1].at) else None


def within(now: Instant, then: Instant | None) -> bool:
    """Whether no more than a minute has passed; a clock that was set back is no minute."""
    return then is not None and timedelta(0) <= now.since(then) <= PATIENCE


def as_of(memory: Memory, now: Instant) -> Memory:
    """The memory without what was too long ago; the booth of a shared reader stays until another one's card."""
    return Memory(
        booth=memory.booth,
        talk=memory.talk if within(now, memory.talk_at) else "",
        refused=memory.refused and within(now, memory.talk_at),
        sent=memory.sent if within(now, memory.talk_at) else "",
        talk_at=memory.talk_at,
        waits=memory.waits if within(now, memory.waits_at) else None,
        waits_at=memory.waits_at,
        deeds=memory.deeds,
    )


def seen_again(memory: Memory, now: Instant) -> Memory:
    """The memory after a repeat: what is held in front of the reader is not long ago."""
    return replace(memory, talk_at=now, waits_at=now)


def after(
    memory: Memory, scan: Scan, code: str, card: Card | None, verdict: Verdict, entries: Sequence[Entry]
) -> Memory:
    """The memory after a scan that is no repeat.

    A badge takes the place of the one before, also where it was refused: a card never goes to anybody but the last who
    was scanned. A card that was applied gives its talk a further minute, so that several cards have time for it.
    """
    at = scan.at
    told = next((entry for entry in entries if "verdict" in entry.body), None)
    memory = _with_deed(replace(memory, waits=None), at, entries)
    if card is None or (told and told.kind != UNDONE and told.entity.startswith("talk:")):
        talk = told.entity if told and told.entity.startswith("talk:") else ""
        sent = code if verdict is Verdict.WRONG_BOOTH else ""
        memory = replace(memory, talk=talk, talk_at=at, refused=not talk, sent=sent)
    if card is None or verdict is not Verdict.COMMAND:
        return memory
    if card.sort is Sort.BOOTH:
        return memory if scan.reader.booth else replace(memory, booth=card.means, talk="", refused=False, sent="")
    return _commanded(memory, at, card.command)


def _with_deed(memory: Memory, at: Instant, entries: Sequence[Entry]) -> Memory:
    """That somebody is in the house by being scanned at a booth stays true, whatever else was a mistake."""
    changed = [entry for entry in entries if entry.kind not in (SCANNED, UNDONE) and not _shows_presence(entry)]
    if not changed:
        return memory
    person = next((str(e.body.get("person") or e.entity) for e in reversed(changed) if "verdict" in e.body), "")
    deed = Deed(tuple((entry.entity, str(entry.id)) for entry in changed), person, at)
    return replace(memory, deeds=(*memory.deeds, deed)[-DEEDS:])


def _shows_presence(entry: Entry) -> bool:
    return bool(entry.body.get("implied")) and entry.entity.startswith("person:")


def _commanded(memory: Memory, at: Instant, command: Command | None) -> Memory:
    if command is Command.UNDO:
        return replace(memory, deeds=memory.deeds[:-1], talk_at=at)
    if command is Command.NEXT:
        return replace(memory, talk="")
    if command in (Command.CHECK_OUT, Command.WALK_IN):
        return replace(memory, waits=command, waits_at=at)
    return memory


@dataclass(slots=True)
class Memories:
    """The memory of every reader of this program."""

    _known: dict[ReaderSetting, Memory] = field(default_factory=dict)

    def of(self, reader: ReaderSetting, now: Instant) -> Memory:
        """What a reader knows now."""
        return as_of(self._known.get(reader, Memory()), now)

    def keep(self, reader: ReaderSetting, memory: Memory) -> None:
        """Keeps what a reader knows after a scan."""
        self._known[reader] = memory
