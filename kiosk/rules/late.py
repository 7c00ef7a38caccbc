"""Whom and what a row of a late list means: surely, or not at all. Nothing is guessed.

A row means a person by number, by the code of a badge or ticket, or by e-mail address and name together, as long as
nothing in it speaks against that. Whoever is merely likely is proposed by number, for somebody to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.codes import folded
from kiosk.i18n import _
from kiosk.model import Person
from kiosk.programme import Booth, Position
from kiosk.rules import names
from kiosk.rules.identity import doubtful

DAYS: Final = ("applied", "date", "started", "contract_date")
"""The fields of a row that are days; our own files have each twice, for programs as ``_iso``."""

_BOOTH: Final = frozenset({"stand", "tisch", "booth", "table"})
"""Words that may stand before the name of a booth."""

MOST: Final = 3
"""So many likely numbers, or names, are proposed."""


class Refused(ValueError):
    """A row that cannot be taken in; its text says why and what to do, and names nobody."""


class Unsure(Refused):
    """A row of which it is not sure what it means; with all numbers that are likely, where a person is in question."""

    def __init__(self, text: str, numbers: Iterable[int] = ()) -> None:
        super().__init__(text)
        self.numbers = tuple(dict.fromkeys(numbers))


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says: whom it is about, which place, and what came of it, in the words of the model."""

    line: int
    fields: Mapping[str, Any]


@dataclass(slots=True)
class People:
    """Everybody whom a row may mean, by what they are recognised by."""

    numbers: Mapping[int, Person]
    """Each by every number that is theirs."""
    codes: Mapping[str, Person]
    """Each by every code that is theirs, in the form by which codes are compared."""
    emails: Mapping[str, Sequence[Person]]
    """All who have an e-mail address, by it in small letters."""
    _index: names.Index | None = None
    """Everybody's words, made when somebody has to be looked for by name."""
    _by_id: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id = {person.id: person for person in (*self.numbers.values(), *self.codes.values())}

    def meant(self, said: Mapping[str, Any]) -> Person:
        """The attendee whom a row surely means.

        Raises:
            Unsure: somebody is likely, but not sure.
            Refused: nobody is even likely, or it is no attendee.
        """
        number, code = said.get("number"), said.get("code", "")
        person = self.numbers.get(number) if number is not None else None
        by_code = self.codes.get(folded(code)) if code else None
        if person and by_code and person.id != by_code.id:
            text = _("The number {number} and the code belong to two people. Correct the row.")
            raise Unsure(text.format(number=number), self._numbers([person, by_code]))
        if number is not None and person is None:
            text = _("Nobody has the number {number}. Correct it.").format(number=number)
            raise _unsure(text, self._numbers([*([by_code] if by_code else []), *self._likely(said)]))
        person = person or by_code
        same = self.emails.get(str(said.get("email", "")).casefold(), ())
        theirs = person is not None and person.id in {other.id for other in same}
        if person and said.get("email") and not theirs and (same or person.email):
            text = _("The e-mail address is not that of number {number}. Correct the number or the address.")
            raise Unsure(text.format(number=person.number), self._numbers(same, but=person))
        if person and doubtful(person, said):
            text = _("The name is not that of number {number}. Correct the number or the name.")
            raise Unsure(text.format(number=person.number), self._numbers(self._likely(said), but=person))
        found_one = person or self._by_email(said)
        if found_one.number is None:
            raise Refused(_("This is nobody with a number: only attendees apply and sign contracts."))
        return found_one

    def _by_email(self, said: Mapping[str, Any]) -> Person:
        """Whoever has the e-mail address and the name."""
        same = self.emails.get(str(said.get("email", "")).casefold(), ())
        wanted = _words(said)
        agreeing = [p for p in same if wanted and names.matches(wanted, names.key(p.first_name, p.last_name))]
        if len(agreeing) == 1:
            return agreeing[0]
        if said.get("code") and not same and not wanted:
            raise Refused(_("Nobody has this code. Write the number of the person into the row."))
        likely = self._numbers([*agreeing, *same, *self._likely(said)])
        text = _("It is not sure who is meant. Write the right number into the row.")
        unknown = _("Nobody on the list is meant by this row. Write the number of the person into it.")
        raise _unsure(text if likely else unknown, likely)

    def _likely(self, said: Mapping[str, Any]) -> list[Person]:
        """Those whose name is like the one in the row."""
        wanted = _words(said)
        if wanted and self._index is None:
            keys = {who: names.key(person.first_name, person.last_name) for who, person in self._by_id.items()}
            self._index = names.Index.of(keys)
        return [self._by_id[who] for who in self._index.find(wanted)] if wanted and self._index else []

    @staticmethod
    def _numbers(people: Iterable[Person], but: Person | None = None) -> list[int]:
        """The numbers of these people, each once, without that of somebody who was just found not to be meant."""
        found = dict.fromkeys(person.number for person in people if person.number is not None)
        return [number for number in found if but is None or number != but.number]


def _words(said: Mapping[str, Any]) -> list[str]:
    return names.words(f"{said.get('first_name', '')} {said.get('last_name', '')}")


def _unsure(text: str, numbers: Sequence[int]) -> Refused:
    return Unsure(text, numbers) if numbers else Refused(text)


@dataclass(frozen=True, slots=True)
class Places:
    """The booths and positions of the event."""

    booths: Sequence[Booth]
    positions: Sequence[Position]

    def meant(self, said: Mapping[str, Any]) -> tuple[list[str], str]:
        """The booths that a row may mean, and the position that it names, empty where it names none.

        Raises:
            Refused: it names none that there is, or they do not belong together.
        """
        sets = [self._booths(said[name]) for name in ("booth", "employer") if said.get(name)]
        around = set.intersection(*sets) if sets else {booth.booth for booth in self.booths}
        together = _("Booth, employer and position of this row do not belong together. Correct one of them.")
        if sets and not around:
            raise Refused(together)
        position = self._position(said, around)
        if position:
            if position.booth not in around:
                raise Refused(together)
            return [position.booth], position.position
        if not sets:
            raise Refused(_("The row names neither booth, employer nor position. Add one of them."))
        return [booth.booth for booth in self.booths if booth.booth in around], ""

    def _booths(self, text: str) -> set[str]:
        """The booths of that name, or of the employer of that name."""
        first, _blank, rest = text.partition(" ")
        called = [(text, "booth"), (text, "employer"), (rest if _bare(first) in _BOOTH else "", "booth")]
        for name, of in called:
            found = {booth.booth for booth in self.booths if _bare(name) and _bare(getattr(booth, of)) == _bare(name)}
            if found:
                return found
        words = names.words(text)
        near = {b.employer for b in self.booths if words and names.matches(words, names.key(b.employer))}
        if near:
            reason = _("There is no booth or employer “{name}”. Likely is: {known}. Write it like that.")
            raise Unsure(reason.format(name=text, known="; ".join(sorted(near)[:MOST])))
        raise Refused(_("There is no booth or employer “{name}”. Correct it.").format(name=text))

    def _position(self, said: Mapping[str, Any], around: set[str]) -> Position | None:
        text = said.get("position") or said.get("title", "")
        if not text:
            return None
        found = [known for known in self.positions if known.position.casefold() == text.casefold()]
        found = found or [known for known in self.positions if _bare(known.title) == _bare(text)]
        here = [known for known in found if known.booth in around]
        if len(here) > 1:
            reason = _("Several positions are called “{name}”: {known}. Write the code of the position.")
            raise Unsure(reason.format(name=text, known=_listed(known.position for known in here)))
        if not found:
            known = _listed(known.position for known in self.positions if known.booth in around)
            raise Refused(_("There is no position “{name}”. Known are: {known}.").format(name=text, known=known or "–"))
        return (here or found)[0]


def _bare(text: str) -> str:
    return "".join(letter for letter in names.plain(text) if letter.isalnum())


def _listed(texts: Iterable[str]) -> str:
    several = list(texts)
    return ", ".join(several[:8]) + (" …" if len(several) > 8 else "")
