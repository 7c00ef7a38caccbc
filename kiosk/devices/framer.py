"""Bytes of a scanner in, frames out.

Scanners end a code with CR, LF, CR LF, ETX, EOT, TAB, NUL or, most of them as they leave the factory, with nothing at
all; then only the silence after it tells that it was whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kiosk.codes import clean

LONGEST: Final = 512
"""Bytes of a frame; no code of any known ticket system comes near, so more is noise."""

IDLE: Final = 0.08
"""Seconds of silence after which what has come is taken for a whole frame."""

_SEPARATORS: Final = re.compile(rb"[\r\n\x00\x03\x04\t]")
_IGNORED: Final = b"\x02"
_NO_READ: Final = frozenset({"%%noread", "noread"})
_LEAST_FOR_PARITY: Final = 10


@dataclass(frozen=True, slots=True)
class Frame:
    """One text that a scanner sent.

    ``parity`` says that it came with parity bits, which were taken off; ``overlong`` stands for noise that was thrown
    away, and then there is no text.
    """

    text: str
    terminated: bool = True
    parity: bool = False
    overlong: bool = False


class Framer:
    """Cuts a stream of bytes into frames; the time comes in as an argument, in seconds of any steady clock.

    A pause ends a frame only in ``tick``, which is called when nothing is waiting to be read. So a program that was
    held up for a while between two reads does not tear a code apart.
    """

    def __init__(self) -> None:
        self._pending = bytearray()
        self._discarding = False
        self._last = 0.0

    def feed(self, data: bytes, now: float) -> list[Frame]:
        """Takes what was read and gives the frames that ended in it."""
        self._last = now
        *ended, rest = _SEPARATORS.split(data.translate(None, _IGNORED))
        frames: list[Frame] = []
        for piece in ended:
            frames += [*self._grow(piece), *self._end(terminated=True)]
        return frames + self._grow(rest)

    def tick(self, now: float) -> list[Frame]:
        """Gives the frame that silence has ended, if there is one."""
        return self._end(terminated=False) if now - self._last >= IDLE else []

    def _grow(self, piece: bytes) -> list[Frame]:
        if self._discarding:
            return []
        self._pending += piece
        if len(self._pending) <= LONGEST:
            return []
        self._pending.clear()
        self._discarding = True
        return [Frame("", terminated=False, overlong=True)]

    def _end(self, *, terminated: bool) -> list[Frame]:
        raw = bytes(self._pending)
        self._pending.clear()
        self._discarding = False
        text, parity = _decoded(raw)
        seen = clean(text)
        if not seen or seen.lower() in _NO_READ:
            return []
        return [Frame(text, terminated, parity)]


def _decoded(raw: bytes) -> tuple[str, bool]:
    """The text of a frame, and whether parity bits had to be taken off.

    QR symbols hold UTF-8 or ISO 8859-1 and scanners do not say which.
    """
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        parity = _with_parity(raw)
        return (bytes(byte & 0x7F for byte in raw) if parity else raw).decode("latin-1"), parity


def _with_parity(raw: bytes) -> bool:
    """Whether the eighth bit of each byte is plainly a parity bit.

    A scanner set to 7E1, 7O1 or 7M1 on a port set to 8N1 gives bytes that all have even parity, all odd, or all the
    eighth bit set; text of ten letters or more that was sent rightly does not.
    """
    alike = len({byte.bit_count() % 2 for byte in raw}) == 1 or min(raw) >= 0x80
    return alike and len(raw) >= _LEAST_FOR_PARITY
