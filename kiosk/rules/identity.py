"""Who a row of a list is: someone who is known already, or somebody new.

Rows of one file are always different persons. Against those who are known, a row is recognised by its code, else by its
number, else by e-mail and name together, else by its name alone where nothing speaks against it. The surer sign goes
first through the whole file: a row that is recognised by its name only must not take the person whose code comes later.
Nobody is ever merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.codes import folded
from kiosk.model import EntryId, Person
from kiosk.rules.names import like, plain, same, words


@dataclass(slots=True)
class Known:
    """The persons whom a list may mean, by what they can be recognised by."""

    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Person by code, the code in the form by which codes are compared."""
    tickets: set[str] = field(default_factory=set)
    """Persons who have a ticket code of a list."""
    _numbers: dict[int, str] = field(default_factory=dict)
    _emails: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)
    """Persons whom an earlier row of this list meant."""

    @classmethod
    def of(cls, people: Sequence[Person], codes: Mapping[str, str], is_ticket: Callable[[str], bool]) -> Known:
        """The keys of these persons; where two share one, the one who was listed first goes first."""
        known = cls({person.id: person for person in people}, dict(codes))
        known.tickets = {person for code, person in codes.items() if is_ticket(code)}
        for person in sorted(people, key=_seniority):
            name = name_key(person.first_name, person.last_name)
            if person.number is not None:
                known._numbers.setdefault(person.number, person.id)
            if name:
                known._names.setdefault(name, []).append(person.id)
            if person.email:
                known._emails.setdefault((person.email.casefold(), name), []).append(person.id)
        return known

    def recognise(self, rows: Sequence[Mapping[str, Any]]) -> list[Person | None]:
        """The person whom each row means, no person twice; None for somebody new."""
        found: dict[int, str] = {}
        for sign in (self._by_code, self._by_number, self._by_email, self._by_name):
            for place, row in enumerate(rows):
                person = None if place in found else next((who for who in sign(row) if who not in self._met), None)
                if person is not None:
                    found[place] = person
                    self._met.add(person)
        return [self.people[found[place]] if place in found else None for place in range(len(rows))]

    def _by_code(self, row: Mapping[str, Any]) -> Iterable[str]:
        person = self.codes.get(folded(row.get("code", "")))
        return [person] if person else []

    def _by_number(self, row: Mapping[str, Any]) -> Iterable[str]:
        person = self._numbers.get(row.get("number", 0))
        return [person] if person and not another(self.people[person], row) else []

    def _by_email(self, row: Mapping[str, Any]) -> Iterable[str]:
        email, name = _email_and_name(row)
        return self._emails.get((email, name), []) if email else []

    def _by_name(self, row: Mapping[str, Any]) -> Iterable[str]:
        email, name = _email_and_name(row)
        for person in self._names.get(name, []):
            if not _contradicts(self.people[person], email, other_ticket="code" in row and person in self.tickets):
                yield person

    def holder(self, number: int) -> Person | None:
        """Who has a number."""
        return self.people[self._numbers[number]] if number in self._numbers else None


def _seniority(person: Person) -> tuple[datetime, EntryId]:
    """The order in which persons were listed, which is that of the rows of their list."""
    assert person.listed_at is not None
    return person.listed_at, EntryId.parse(person.id.removeprefix("person:"))


def _email_and_name(row: Mapping[str, Any]) -> tuple[str, str]:
    name = name_key(row.get("first_name", ""), row.get("last_name", ""))
    return str(row.get("email", "")).casefold(), name


def _contradicts(person: Person, email: str, *, other_ticket: bool) -> bool:
    """Whether a row with the name of a person is somebody else of that name: another e-mail, another ticket."""
    return other_ticket or bool(email and person.email and person.email.casefold() != email)


def name_key(first: str, last: str) -> str:
    """A name as it is compared: without case, accents and doubled blanks."""
    return " ".join(plain(f"{first} {last}").split())


def another(person: Person, row: Mapping[str, Any]) -> bool:
    """Whether a row names somebody quite different from the person whose number it bears."""
    said, known = (words(" ".join(name)) for name in _names(person, row))
    return bool(said and known) and not any(like(word, other) or like(other, word) for word in said for other in known)


def doubtful(person: Person, row: Mapping[str, Any]) -> bool:
    """Whether the first or the last name in a row plainly differs from that of the person whose number it bears."""
    return not same(*_names(person, row))


def _names(person: Person, row: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    """First and last name of a row, and of a person."""
    return (row.get("first_name", ""), row.get("last_name", "")), (person.first_name, person.last_name)


def next_number(taken: set[int], start: int = 1) -> int:
    """The first free attendee number from ``start`` on."""
    while start in taken:
        start += 1
    return start
