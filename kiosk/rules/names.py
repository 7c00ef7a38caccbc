"""Names as people write, hear and mistype them: the keys by which a search finds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "a", "ø": "o", "œ": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "t", "ð": "d"}
)
_SOUNDS: Final = (
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
)
_DOUBLED: Final = re.compile(r"(.)\1+")
_WORD: Final = re.compile(r"[^\W_]+")
_VOWELS: Final = re.compile(r"[aeiou]")


def plain(text: str) -> str:
    """Lower case without accents: ``İpek Müller`` becomes ``ipek muller``.

    Combining marks are dropped after folding the case, since ``'İ'.casefold()`` is an i with a dot above.
    """
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _sound(word: str) -> str:
    """A word by its sound: ``mueller``, ``muller`` and ``müller`` are the same, doubled letters are single."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _DOUBLED.sub(r"\1", word)


def words(text: str) -> list[str]:
    """The words of a name by their sound, the key under which they are stored and searched."""
    return [_sound(word) for word in _WORD.findall(plain(text))]


def key(*names: str) -> str:
    """The search key of a person: all words by their sound, each with a blank before it."""
    return "".join(f" {word}" for name in names for word in words(name))


def like(wanted: str, found: str) -> bool:
    """Whether a searched word means a word of a name with at most one slip, or other vowels.

    Both are words by their sound. One slip (a letter more, less, other or swapped with its neighbour) counts from four
    letters on; the same consonants count from three of them on, so that Mohammed finds Muhammad.
    """
    if found.startswith(wanted):
        return True
    if len(wanted) < 4:
        return False
    if DamerauLevenshtein.distance(wanted, found[: len(wanted) + 1], score_cutoff=1) <= 1:
        return True
    if DamerauLevenshtein.distance(wanted, found[: len(wanted)], score_cutoff=1) <= 1:
        return True
    consonants = _VOWELS.sub("", wanted[1:])
    return wanted[0] == found[:1] and len(consonants) >= 2 and consonants == _VOWELS.sub("", found[1:])


def matches(wanted: Iterable[str], person_key: str) -> bool:
    """Whether every searched word means a different word of the person's key, in any order."""
    left = person_key.split()
    for word in wanted:
        hit = next((candidate for candidate in left if like(word, candidate)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True
