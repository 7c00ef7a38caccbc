"""A scanner that types: tells its keys from a person's before any field, button or dialog gets them.

A wedge types the keys of the layout that it is set to, and the laptop's layout decides which characters they are; the
letters of kiosk codes are the same on every Latin layout. Keys are held back for a moment: a kiosk code is known by its
letters and check letters, a ticket of another system by the speed of typing and the Enter or Tab behind it; where a
text field has the keyboard, the app takes it for a scan only if it is on the list, for text is pasted there. Whatever
turns out to be neither is handed on unchanged and in order.
"""

from __future__ import annotations

import re
from asyncio import get_running_loop
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from textual.app import App, ReturnType
from textual.events import Event, Key
from textual.message import Message

from kiosk.clock import Clock
from kiosk.codes import ALPHABET, ends_in_code
from kiosk.model import Scan
from kiosk.programme import ReaderSetting

PERSON_PACE: Final = 0.060
"""Mean seconds per key above which a person is typing; measured people need 145 to 174 ms, slow scanners 32 ms."""

SCANNER_PACE: Final = 0.045
"""Mean seconds per key up to which keys that Enter or Tab end are a scan."""

BADGE_PATIENCE: Final = 0.120
"""Seconds to wait for the next letter where a kiosk code has begun."""

MOST_PATIENCE: Final = 0.500
"""Seconds to wait for the next key at most, after however many fast ones; a busy screen delays single keys."""

SWALLOW: Final = 0.300
"""Seconds after a kiosk code in which its Enter or Tab may follow."""

_LEAST: Final = 6
_MOST: Final = 512
_ENDS: Final = frozenset({"enter", "tab", "ctrl+j"})
_BEGUN: Final = re.compile(f"K[BSP][{ALPHABET}]*$", re.IGNORECASE)

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[K]):
    """What a key, or silence, led to: keys to hand on in this order, or the text of a scan, or neither yet."""

    replay: tuple[K, ...] = ()
    scan: str = ""


class Collector(Generic[K]):
    """Decides over keys one by one: each is handed on once, or belongs to a scan.

    Times are in seconds of any steady clock. ``accepts`` says whether a text that was typed fast and is no kiosk code
    may be a scan; pasted text is as fast.
    """

    def __init__(self, accepts: Callable[[str], bool] = lambda _text: True) -> None:
        self._accepts = accepts
        self._held: list[K] = []
        self._text = ""
        self._first = 0.0
        self._last = 0.0
        self._swallow_until = float("-inf")
        self._swallow = 0

    @property
    def due(self) -> float | None:
        """When to call ``tick`` if no further key comes; None where nothing is held."""
        if not self._held:
            return None
        latest = min(self._first + PERSON_PACE * len(self._held), self._last + MOST_PATIENCE)
        return max(latest, self._last + BADGE_PATIENCE) if _BEGUN.search(self._text) else latest

    def tick(self, now: float) -> Outcome[K]:
        """Hands on what is held once it is too late for the next key of a scanner."""
        return Outcome(self._released()) if self._is_late(now) else Outcome()

    def press(self, key: K, name: str, character: str | None, now: float) -> Outcome[K]:
        """Takes a key with its name, such as ``enter``, and the character that it types, if any."""
        if name in _ENDS:
            return self._end(key, now)
        if character is None or len(character) != 1 or not character.isprintable():
            return Outcome((*self._released(), key))
        earlier = self.tick(now).replay
        self._hold(key, character, now)
        if ends_in_code(self._text):
            return Outcome(earlier, self._scan(now, terminators=2))
        return Outcome(earlier + self._released()) if len(self._held) > _MOST else Outcome(earlier)

    def _hold(self, key: K, character: str, now: float) -> None:
        if not self._held:
            self._first = now
        self._last = now
        self._held.append(key)
        self._text += character

    def _end(self, key: K, now: float) -> Outcome[K]:
        """Enter or Tab: the end of a scan, what follows one, or a key that a person pressed."""
        if self._was_fast() and not self._is_late(now) and self._accepts(self._text):
            return Outcome(scan=self._scan(now, terminators=1))
        if not self._held and now <= self._swallow_until and self._swallow:
            self._swallow -= 1
            return Outcome()
        return Outcome((*self._released(), key))

    def _was_fast(self) -> bool:
        gaps = len(self._held) - 1
        return gaps >= _LEAST - 1 and self._last - self._first <= SCANNER_PACE * gaps

    def _is_late(self, now: float) -> bool:
        return self.due is not None and now > self.due

    def _scan(self, now: float, terminators: int) -> str:
        """The text of the scan that is complete; so many keys may still follow as its end, CR and LF at most."""
        text = self._text
        self._swallow_until, self._swallow = now + SWALLOW, terminators
        self._released()
        return text

    def _released(self) -> tuple[K, ...]:
        held = tuple(self._held)
        self._held.clear()
        self._text = ""
        return held


@dataclass(slots=True)
class Wedge:
    """The keyboard as a reader: what its scans are for, and where they go."""

    setting: ReaderSetting
    deliver: Callable[[Scan], object]
    clock: Clock
    collector: Collector[Key] = field(default_factory=Collector)


class WedgeMixin(App[ReturnType]):
    """An app that takes scans from the keyboard on every screen and under every dialog, as soon as ``wedge`` is set.

    A letter that a person types reaches its field ``PERSON_PACE`` later; function keys and a lone Enter at once.
    """

    wedge: Wedge | None = None
    _wedge_waits = False

    async def on_event(self, event: Event) -> None:
        """Lets the wedge see each key before the focused widget does."""
        if self.wedge is None or not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        # The moment at which the key was read counts, for the app may come to it late.
        await self._wedge_act(self.wedge, self.wedge.collector.press(event, event.key, event.character, event.time))

    async def _wedge_act(self, wedge: Wedge, outcome: Outcome[Key]) -> None:
        for key in outcome.replay:
            await super().on_event(key)
        if outcome.scan:
            wedge.deliver(Scan(wedge.setting, outcome.scan, wedge.clock()))
        due = wedge.collector.due
        if due is not None and not self._wedge_waits:
            self._wedge_waits = True
            # Keys that wait in the app's queue already must be seen before the silence. A timer of Textual's can miss
            # its only moment on a busy machine, and the key would never come.
            get_running_loop().call_later(max(due - _now(), 0), self.call_later, self._wedge_silence, wedge)

    async def _wedge_silence(self, wedge: Wedge) -> None:
        self._wedge_waits = False
        await self._wedge_act(wedge, wedge.collector.tick(_now()))


def _now() -> float:
    """The time on the clock that stamps keys."""
    return Message().time
