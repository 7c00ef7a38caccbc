"""Looking for what may not be there any more: names, e-mail addresses and codes, in every byte of a file.

A file is cut into its different pieces of text first, for in a database of half a million rows nearly all say the same;
ten thousand people are then looked for in a second. What cannot be looked for is counted, never passed over.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
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

_BYTE: Final = re.compile(rb"[%=](?:([0-9a-fA-F]{2})|\r?\n)")
"""A byte as mail (=C3) and addresses of pages (%C3) write it, and a line that goes on in the next one."""


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
    _search: _Search | None = field(default=None, init=False, repr=False, compare=False)
    """What is looked for, made ready; a folder has many files."""

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
            self._search = None

    def without(self, ordinary: str) -> Traces:
        """The same, without the words that stand in a text of ordinary words."""
        forms = {form for word in self.words for form in _forms(word)}
        found = _Index(forms).standing(unicodedata.normalize("NFC", ordinary))
        left = self.words - found
        return Traces(left, set(self.whole), self.short, len(self.words) - len(left), found)

    def long(self) -> Traces:
        """Only what stands nowhere by chance, for pictures and sounds, in whose bytes every short word stands."""
        return Traces(whole={each for each in self.whole if len(each) >= LONG})

    def __len__(self) -> int:
        return len(self.words | self.whole)

    def found_in(self, data: bytes) -> set[str]:
        """Those that stand in these bytes, written in UTF-8, UTF-16 or Windows-1252, which Latin-1 is a part of."""
        if self._search is None:
            self._search = _Search(
                {form: each for each in self.words | self.whole for form in (each, *_forms(each) - self.common)}
            )
        return self._search.found_in(data)


class _Search:
    """All forms in which names are looked for, sorted once by how they stand in a text."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Takes each form with the name that it is a form of."""
        self._names = names
        self._all = _Sorted(names)
        self._accented = _Sorted(each for each in names if not each.isascii())
        spelt = {form for each in names for form in (each, unicodedata.normalize("NFD", each))}
        self._pages = {ord(letter) >> 8 & 0xFF for each in spelt for letter in each}

    def found_in(self, data: bytes) -> set[str]:
        """The names of which a form stands in these bytes."""
        if not self._names:
            return set()
        text = data.decode("utf-8", "replace")
        found = self._all.found(text)
        if not data.isascii():
            found |= self._accented.found(data.decode("cp1252", "replace"))
        if b"&" in data or b"\\u" in data:
            found |= self._accented.found(html.unescape(_ESCAPED.sub(lambda letter: chr(int(letter[1], 16)), text)))
        if b"\0" not in data and _BYTE.search(data):
            plain = _BYTE.sub(lambda byte: bytes.fromhex(byte[1].decode()) if byte[1] else b"", data)
            found |= self._all.found(plain.decode("utf-8", "replace"))
        if b"\0" in data:
            found |= self._all.found("\n".join(_in_utf_16(data, self._pages)))
        return {self._names[form] for form in found}


@dataclass(frozen=True)
class Marks:
    """What tells that a text is one person's, spelt ``alike``: names, addresses and codes that nobody else has."""

    only: frozenset[str]
    """Those that others do not have, for a cell that holds nothing else."""
    alone: frozenset[str]
    """Those of them that are no part of what others have, and so may stand anywhere in a text."""
    others: frozenset[str]
    """What others are known by."""

    @classmethod
    def of(cls, own: Iterable[str], others: Iterable[str]) -> Marks:
        """The marks of whoever is known by ``own``."""
        theirs = frozenset(map(alike, others))
        only = frozenset(map(alike, own)) - theirs
        return cls(only, frozenset(Traces(set(only)).without("\n".join(theirs)).words), theirs)

    def are_in(self, cells: Iterable[str], first: str, last: str) -> bool:
        """Whether a row of a list is this person's, whose name may stand in two cells.

        Where others are named as well it is theirs, and says something of this person in some cell.
        """
        said = [alike(cell) for cell in cells]
        text = " ".join(said)
        if not self.only.isdisjoint(said) or (
            alike(f"{first} {last}") in self.only and {alike(first), alike(last)} <= {*said}
        ):
            return True
        return any(each in text for each in self.alone) and not any(each in text for each in self.others)


def alike(text: str) -> str:
    """A text in which capitals and the way that accents are written make no difference."""
    return unicodedata.normalize("NFC", text).casefold()


_RUN: Final = re.compile(rb"\x01{3,}")


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
    """How else a name may be written: in capitals, and a long one in small letters and without umlauts and accents."""
    if len(each) < PLAIN:
        return {each, *(form for form in (each.upper(),) if len(form) >= SHORTEST)}
    spelt = {each} if each.isascii() else {each, each.translate(_TWO_LETTERS), _bare(each)}
    return {form for word in spelt for form in (word, word.upper(), word.casefold()) if len(form) >= SHORTEST} | {each}


_TWO_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("ß", "ss"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class _Sorted:
    """Forms by what they are made of: words, codes, codes with a blank, addresses, and mere digits."""

    def __init__(self, forms: Iterable[str]) -> None:
        """Sorts them."""
        wanted = set(forms)
        mails = {each for each in wanted if "@" in each}
        numbered = {each for each in wanted - mails if _DIGITS.search(each)}
        self._digits = {each for each in numbered if each.isdigit()}
        # A code may hold a blank, and then stands in no single token.
        spaced = {each for each in numbered if " " in each}
        self._mails, self._spaced = _Index(mails), _Index(spaced)
        self._codes, self._words = _Index(numbered - self._digits - spaced), _Index(wanted - mails - numbered)

    def found(self, text: str) -> set[str]:
        """Those that stand in a text."""
        bare = _STRUCTURE.sub(" ", text)
        found: set[str] = set()
        if self._words:
            found |= self._words.standing(_joined(_APART.split(_DIGITS.sub("0", bare))))
        if self._mails:
            found |= self._mails.standing(_joined(token for token in _SPACE.split(text) if "@" in token))
        if self._spaced:
            found |= self._spaced.standing(_joined(_APART.split(bare)))
        if self._codes:
            found |= self._codes.standing(_joined(token for token in _SPACE.split(bare) if _DIGITS.search(token)))
        numbers = set(_DIGITS.findall(bare)) if self._digits else set()
        return found | {each for each in self._digits if numbers & {each, each * 2}}


def _joined(pieces: Iterable[str]) -> str:
    return unicodedata.normalize("NFC", "\n".join(set(pieces)))


class _Index:
    """Words by their first letters, so that a text is gone through once for however many there are."""

    def __init__(self, words: Iterable[str]) -> None:
        """Takes the words."""
        self._words = frozenset(words)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for each in self._words:
            self._lengths[each[:SHORTEST]].add(len(each))

    def __len__(self) -> int:
        return len(self._words)

    def standing(self, text: str) -> set[str]:
        """Those that stand in a text: looked for where three of its letters begin one of them."""
        lengths = self._lengths
        found: set[str] = set()
        for at in range(len(text) - SHORTEST + 1):
            for length in lengths.get(text[at : at + SHORTEST], ()):
                if text[at : at + length] in self._words:
                    found.add(text[at : at + length])
        return found
