"""Names as people write, hear and mistype them: the keys by which a search finds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

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
    if text.isascii():
        return text.lower()
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


def number_of(text: str) -> int | None:
    """The attendee number that somebody means; None where it is a name, or too long for a number (a ticket's code)."""
    said = text.strip()
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else None


def key(*names: str) -> str:
    """The search key of a person: all words by their sound, each with a blank before it."""
    return "".join(f" {word}" for name in names for word in words(name))


def alike(wanted: str, found: Iterable[str]) -> set[str]:
    """The words of names that a searched word means: that begin with it, with at most one slip, or with other vowels.

    All are words by their sound. One slip (a letter more, less, other or swapped with its neighbour) counts from four
    letters on; the same consonants count from three of them on, so that Mohammed finds Muhammad.
    """
    words = list(found)
    if len(wanted) < 4:
        return {word for word in words if word.startswith(wanted)}
    meant: set[str] = set()
    for length in (len(wanted), len(wanted) + 1):
        starts = [word[:length] for word in words]
        near = process.extract(wanted, starts, scorer=OSA.distance, score_cutoff=1, limit=None)
        meant.update(words[place] for _start, _slips, place in near)
    consonants = _VOWELS.sub("", wanted[1:])
    if len(consonants) >= 2:
        first = [word for word in words if word[:1] == wanted[0]]
        meant.update(word for word in first if _VOWELS.sub("", word[1:]) == consonants)
    return meant


def like(wanted: str, found: str) -> bool:
    """Whether a searched word means this word of a name."""
    return bool(alike(wanted, [found]))


def matches(wanted: Iterable[str], person_key: str) -> bool:
    """Whether every searched word means a different word of the person's key, in any order."""
    left = person_key.split()
    for word in wanted:
        hit = next((candidate for candidate in left if like(word, candidate)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def same(said: tuple[str, str], known: tuple[str, str]) -> bool:
    """Whether two pairs of first and last name can be those of one person, also where they are swapped.

    Of each of the two the words of the shorter form have to be in the longer one: a double name may be halved, a name
    short, without accents, or with a slip. A name that only one of the pairs has speaks against nothing.
    """
    few, many = sorted(([name for name in pair if words(name)] for pair in (said, known)), key=len)
    if len(few) == 2:
        return any(all(map(_within, few, order)) for order in (many, many[::-1]))
    return not few or any(_within(few[0], name) for name in (*many, " ".join(many)))


def _within(one: str, other: str) -> bool:
    """Whether each word of the shorter text means one of the longer, or is meant by it."""
    few, many = sorted((words(one), words(other)), key=len)
    return all(any(like(word, match) or like(match, word) for match in many) for word in few)


@dataclass(frozen=True, slots=True)
class Index:
    """Everybody's words, each kept once, so that one look at each finds those whom a search means."""

    keys: Mapping[str, str]
    """The search key of each person, by id."""
    people: Mapping[str, Sequence[str]]
    """The ids of those who have a word."""

    @classmethod
    def of(cls, keys: Mapping[str, str]) -> Index:
        """The index of these persons."""
        people: dict[str, list[str]] = {}
        for person, person_key in keys.items():
            for word in person_key.split():
                people.setdefault(word, []).append(person)
        return cls(keys, people)

    def find(self, wanted: Sequence[str]) -> list[str]:
        """The ids of those whom ``matches`` finds for these words, by their keys."""
        meant = [{person for word in alike(each, self.people) for person in self.people[word]} for each in wanted]
        found = set.intersection(*meant) if meant else set()
        fitting = (person for person in found if matches(wanted, self.keys[person]))
        return sorted(fitting, key=lambda person: (self.keys[person], person))
