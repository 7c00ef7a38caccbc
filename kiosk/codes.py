"""Badge codes: making them, and reading whatever a scanner, a hand or a foreign ticket delivers.

A kiosk code is exactly 20 letters, ``K? S IIIIII TTTTTTTTT CC``: its kind, the letter of the laptop that issued it,
24 random bits, a tag of 36 bits and two check letters. The 16 letters of the alphabet stay themselves on every Latin
keyboard layout, with caps lock on or off, and twenty of them are the most that fit a QR code of version 1.

A list is needed anyway, so the look-up in the list is what decides; the tag only tells a genuine code that this laptop
does not know from one of another event.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from kiosk.tickets import contained

ALPHABET: Final = "BCDFGHJKLNPRSTVX"
"""The letters of a code; a letter's place is the hexadecimal digit that it stands for."""

BADGE: Final = "KB"
COMMAND: Final = "KS"
CARD: Final = "KP"
KINDS: Final = (BADGE, COMMAND, CARD)
"""A person's badge, a staff command card, a card of a booth or position: what a code opens with."""

TEST_CODE: Final = "KSBBBBBBBVSTVSTVSTDH"
"""Proves that a reader reads and that its codes arrive; it means nobody and nothing, at any event."""

TEST_LABEL: Final = "AY1" + TEST_CODE
"""What the printed test code holds: three signs in front that a reader which types delivers by the laptop's layout."""

SERIALS: Final = 1 << 24
"""How many different codes one laptop can issue."""

_LENGTH: Final = 20
_FORM: Final = re.compile(f"(?=(K[BSP][{ALPHABET}]{{18}}))")
_BOUNDED: Final = re.compile(f"(?<![A-Z0-9+/=])[A-Z0-9]{{0,3}}?((?:K[BSP][{ALPHABET}]{{18}})+)(?![A-Z0-9+/=])")
_TYPED: Final = re.compile(f"(K[BSP])([{ALPHABET}0O1I85]{{18}})")
_FOLD: Final = str.maketrans("0O1I85", "DDLLBS")
_UPPER: Final = {ord(small): ord(small) - 32 for small in "abcdefghijklmnopqrstuvwxyz"}
_GAPS: Final = re.compile(r"[\s\-\u2010-\u2015]+")
_FRONT: Final = re.compile(r"(?:\s|\][A-Za-z][0-9A-Za-z]|\\[0-9]{6})*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text turned out to be.

    ``ours`` is a code of this event, ``foreign`` one of another event, ``misread`` has the form of a code but wrong
    check letters, ``other`` is anything else, a ticket of another system among them. ``code`` is the text as it is
    journalled; ``candidates`` are the texts to look up in the list, the exact one first.
    """

    kind: Literal["ours", "foreign", "misread", "other"]
    code: str
    candidates: tuple[str, ...]


def new_code(station_letter: str, serial: int, key: bytes, kind: str = BADGE) -> str:
    """A code of this event.

    Args:
        station_letter: the letter of the issuing laptop, one of the alphabet.
        serial: a random number below ``SERIALS`` that the laptop has not used before.
        key: the secret of the event, 32 random bytes.
        kind: one of ``KINDS``.

    Raises:
        ValueError: where one of them is out of range.
    """
    if kind not in KINDS or len(station_letter) != 1 or station_letter not in ALPHABET or not 0 <= serial < SERIALS:
        raise ValueError(f"no code for {kind!r}, station {station_letter!r}, serial {serial}")
    named = kind + station_letter + _letters(serial, 6)
    signed = named + _tag(named, key)
    return signed + _check(signed)


def card_code(meaning: str, key: bytes, kind: str, attempt: int = 0) -> str:
    """The code of a card, whose number follows from what the card means, so that it is the same whoever prints it.

    Args:
        meaning: what the card means, unlike every other card's.
        key: the secret of the event.
        kind: ``COMMAND`` or ``CARD``.
        attempt: how often the number was taken already, by chance.
    """
    number = int.from_bytes(hmac.digest(key, f"{kind} {attempt} {meaning}".encode(), "sha256")[:3])
    return new_code(ALPHABET[0], number, key, kind)


def read(text: str, key: bytes) -> list[Reading]:
    """Every code that a frame or a typed line holds, in order; one reading of the whole where it holds none.

    A text of blanks and control characters alone gives no reading. Nothing raises.
    """
    whole = clean(text)
    found = _codes(whole)
    if len(found) > 1:
        return [_judge(code, (code,), key) for code in found]
    if found:
        return [_judge(found[0], _unique(whole, found[0]), key)]
    return [Reading("other", whole, _unique(whole, *contained(whole)))] if whole else []


class Layout(StrEnum):
    """How the keys of a reader that types arrive here, as the printed test code shows."""

    UNKNOWN = ""
    SAME = "same"
    GERMAN = "german"
    FRENCH = "french"


_LAYOUTS: Final = {"AY1": Layout.SAME, "AZ1": Layout.GERMAN, "QY&": Layout.FRENCH}


def layout_of(text: str) -> Layout:
    """What the signs before the test code say of the keyboard layout."""
    front, code, _behind = clean(text).upper().partition(TEST_CODE)
    return _LAYOUTS.get(front[-3:], Layout.UNKNOWN) if code else Layout.UNKNOWN


def split(text: str) -> list[str]:
    """The texts of a frame that count as a scan each: its codes where it holds several, else the frame itself."""
    found = _codes(clean(text))
    return found if len(found) > 1 else [text]


def ends_in_code(text: str) -> bool:
    """Whether the last letters of a text are a whole code with right check letters."""
    last = clean(text).translate(_UPPER)[-_LENGTH:]
    return bool(_FORM.match(last)) and _checks(last)


def clean(text: str) -> str:
    """The text without what scanners put in front and between: AIM and ECI identifiers, unseen characters, blanks.

    AIM identifiers (``]Q1``) and ECI numbers (a backslash and six digits) say how a symbol was encoded; a scanner sends
    them where it was told to. Everything else stays as it is, for it may belong to a ticket of another system.
    """
    bare = text if text.isprintable() else "".join(filter(_is_seen, text))
    return _FRONT.sub("", bare, count=1).rstrip()


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf"}


def folded(code: str) -> str:
    """The key under which a code is looked up when its case does not matter; some scanners swap it."""
    return clean(code).casefold()


def grouped(code: str) -> str:
    """The code in groups of five, as it is printed under the symbol and read aloud."""
    return " ".join(code[start : start + 5] for start in range(0, len(code), 5))


def _codes(whole: str) -> list[str]:
    """What has the form of a code: anywhere where the check letters are right, else only where it stands alone.

    So a ticket of another system that happens to hold such letters is not taken for a damaged code.
    """
    packed = _GAPS.sub("", whole).translate(_UPPER)
    found: list[str] = []
    rest = 0
    for match in _FORM.finditer(packed):
        if match.start() >= rest and _checks(match[1]):
            found += [*_damaged(packed[rest : match.start()]), match[1]]
            rest = match.start() + _LENGTH
    found += _damaged(packed[rest:])
    return found or list(_typed(packed))


def _damaged(text: str) -> Iterator[str]:
    for match in _BOUNDED.finditer(text):
        yield from (match[1][start : start + _LENGTH] for start in range(0, len(match[1]), _LENGTH))


def _typed(packed: str) -> Iterator[str]:
    """A code that was read from paper and typed with look-alikes of its letters."""
    if match := _TYPED.fullmatch(packed):
        yield match[1] + match[2].translate(_FOLD)


def _judge(code: str, candidates: tuple[str, ...], key: bytes) -> Reading:
    if not _checks(code):
        return Reading("misread", code, candidates)
    return Reading("ours" if _tag(code[:9], key) == code[9:18] else "foreign", code, candidates)


def _tag(named: str, key: bytes) -> str:
    """The first 36 bits of the HMAC-SHA256 of a code's first nine letters under the event's key."""
    return _letters(int.from_bytes(hmac.digest(key, named.encode("ascii"), "sha256")[:5]) >> 4, 9)


def _check(signed: str) -> str:
    """Two letters over the first 18; 6 has order 250 modulo 251, so no wrong or swapped letter goes unseen."""
    value = 0
    for letter in signed:
        value = (value * 6 + ALPHABET.index(letter) + 1) % 251
    return _letters(value, 2)


def _checks(code: str) -> bool:
    return _check(code[:18]) == code[18:]


def _letters(value: int, count: int) -> str:
    return "".join(ALPHABET[int(digit, 16)] for digit in f"{value:0{count}x}")


def _unique(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
