"""Looking for what may not be there any more: names, e-mail addresses and codes, in every byte of a file.

A file is cut into its different pieces of text first, for in a database of half a million rows nearly all say the same;
ten thousand people are then looked for in a second. What cannot be looked for is counted, never passed over.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

SHORTEST: Final = 3
"""Letters; shorter ones stand by chance in any file."""
SHORTEST_DIGITS: Final = 6
"""Digits; a shorter number could be anything."""

LONG: Final = 8
"""Characters that stand nowhere by chance."""
PLAIN: Final = 6
"""Letters from which on a name is looked for without regard to capitals: “Lang” is a name, “lang” is none."""

_APART: Final = re.compile(r'[\x00-\x1f\ufffd"]+')
_DIGITS: Final = re.compile(r"\d+")
_SPACE: Final = re.compile(r'[\s\x00-\x1f\ufffd"]+')
_STRUCTURE: Final = re.compile(
    r"desk-[0-9a-f]{6}(?:-\d+)?|[\d-]*-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d)?|\d{6,}\.\d{6}"
)
"""Names of entries, moments and stamps: they differ in every row and say nothing."""


_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
"""A letter as programs write it where they trust no other than ASCII."""


@dataclass
class Traces:
    """What is looked for."""

    words: set[str] = field(default_factory=set)
    """Single words of names: those that are also words of the settings cannot be told apart from them."""
    whole: set[str] = field(default_factory=set)
    """Whole names, e-mail addresses and codes; these are always looked for."""
    short: int = 0
    """How many are too short to be looked for."""
    ordinary: int = 0
    """How many words are not looked for by themselves, for they stand in the settings, too."""
    common: set[str] = field(default_factory=set)
    """Words in capitals or small letters that stand in the settings, so that only the name itself is looked for."""

    def word(self, text: str) -> None:
        """Looks for a word of a name."""
        self._add(self.words, text)

    def all_of(self, text: str) -> None:
        """Looks for a whole name, an e-mail address or a code."""
        self._add(self.whole, text)

    def _add(self, to: set[str], text: str) -> None:
        said = unicodedata.normalize("NFC", text).strip()
        if not said:
            return
        if len(said) < (SHORTEST_DIGITS if said.isdigit() else SHORTEST):
            self.short += 1
        else:
            to.add(said)

    def without(self, ordinary: str) -> Traces:
        """The same, without the words that stand in a text of ordinary words."""
        forms = {form for word in self.words for form in _forms(word)}
        found = _standing(forms, unicodedata.normalize("NFC", ordinary))
        left = self.words - found
        return Traces(left, set(self.whole), self.short, len(self.words) - len(left), found)

    def long(self) -> Traces:
        """Only what stands nowhere by chance, for pictures and sounds, in whose bytes every short word stands."""
        return Traces(whole={each for each in self.whole if len(each) >= LONG})

    def __len__(self) -> int:
        return len(self.words | self.whole)

    def found_in(self, data: bytes) -> set[str]:
        """Those that stand in these bytes, written in UTF-8, UTF-16 or Windows-1252, which Latin-1 is a part of."""
        names = {form: each for each in self.words | self.whole for form in (each, *_forms(each) - self.common)}
        wanted = set(names)
        if not wanted:
            return set()
        text = data.decode("utf-8", "replace")
        found = _found(text, wanted)
        accented = {each for each in wanted if not each.isascii()}
        if accented and any(byte in data for byte in _ABOVE):
            found |= _found(data.decode("cp1252", "replace"), accented)
        if accented and (b"&" in data or b"\\u" in data):
            unescaped = html.unescape(_ESCAPED.sub(lambda letter: chr(int(letter[1], 16)), text))
            found |= _found(unescaped, accented)
        if b"\0" in data:
            forms = {form for each in wanted for form in (each, unicodedata.normalize("NFD", each))}
            pages = {ord(letter) >> 8 & 0xFF for each in forms for letter in each}
            found |= _found("\n".join(_in_utf_16(data, pages)), wanted)
        return {names[form] for form in found}


_RUN: Final = re.compile(rb"\x01{3,}")

_ABOVE: Final = [bytes([byte]) for byte in range(0xC0, 0x100)]


def _in_utf_16(data: bytes, pages: set[int]) -> set[str]:
    """What may be text in UTF-16 of either order: letters of these pages one after another, from odd bytes or even."""
    marks = data.translate(bytes(byte in pages for byte in range(256)))
    found = set()
    for start in (0, 1):
        for high, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            for run in _RUN.finditer(marks[start + high :: 2]):
                found.add(data[start + 2 * run.start() : start + 2 * run.end()].decode(encoding, "replace"))
    return found


def _forms(each: str) -> set[str]:
    """How else a name may be written: in capitals, and a long one in small letters."""
    forms = {each.upper(), each.casefold()} if len(each) >= PLAIN else {each.upper()}
    return {form for form in forms if len(form) >= SHORTEST} | {each}


def _found(text: str, wanted: set[str]) -> set[str]:
    """Those of the wanted that stand in a text."""
    bare = _STRUCTURE.sub(" ", text)
    digits = {each for each in wanted if each.isdigit()}
    mails = {each for each in wanted if "@" in each}
    mixed = {each for each in wanted - digits - mails if _DIGITS.search(each)}
    # A code may hold a blank, and then stands in no single token.
    spaced = {each for each in mixed if " " in each}
    found = _standing(wanted - digits - mails - mixed, _joined(_APART.split(_DIGITS.sub("0", bare))))
    found |= _standing(mails, _joined(token for token in _SPACE.split(text) if "@" in token))
    found |= _standing(spaced, _joined(_APART.split(bare))) if spaced else set()
    found |= _standing(mixed - spaced, _joined(token for token in _SPACE.split(bare) if _DIGITS.search(token)))
    numbers = set(_DIGITS.findall(bare)) if digits else set()
    return found | {each for each in digits if numbers & {each, each * 2}}


def _joined(pieces: Iterable[str]) -> str:
    return unicodedata.normalize("NFC", "\n".join(set(pieces)))


def _standing(wanted: Iterable[str], text: str) -> set[str]:
    """Those of the wanted that stand in a text: looked for where three of its letters begin one of them."""
    those = set(wanted)
    lengths: dict[str, set[int]] = defaultdict(set)
    for each in those:
        lengths[each[:SHORTEST]].add(len(each))
    found: set[str] = set()
    for at in range(len(text) - SHORTEST + 1):
        for length in lengths.get(text[at : at + SHORTEST], ()):
            if text[at : at + length] in those:
                found.add(text[at : at + length])
    return found
