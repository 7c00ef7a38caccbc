"""What an employer gets: its own talks, of those persons only who want their contact data passed on.

It is also the form in which an employer says what came of them: ``kiosk import --as results`` reads it back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.actions.exports import moment, room_for
from kiosk.actions.report import facts_of
from kiosk.actions.result_cells import CONTRACT, ID, RESULT, WITHOUT_TALK, contract_cells, result_cells
from kiosk.desk import EXPORTS, Desk
from kiosk.exchange.residue import wipe
from kiosk.exchange.write import Cell, write_csv
from kiosk.i18n import N_, _, speaking
from kiosk.model import KioskError, Person
from kiosk.rules.consents import may_pass_on
from kiosk.rules.figures import Facts
from kiosk.rules.results import Result

HEADER: Final = (
    N_("Number"),
    N_("First name"),
    N_("Last name"),
    N_("E-mail"),
    N_("Booth"),
    N_("Position"),
    N_("Title"),
    N_("Began (ISO)"),
    N_("Began"),
    *RESULT,
    *CONTRACT,
    WITHOUT_TALK,
    ID,
)
"""Neither how somebody came, nor what they seek, nor a note: that is between them and the organiser."""

_LONGEST: Final = 60


def export_for_employers(desk: Desk, out: Path | None = None, employer: str = "") -> list[Path]:
    """Writes a CSV for each employer with whom somebody talked who has consented, or for one; the paths.

    Raises:
        KioskError: there is no such employer, or a file cannot be written.
    """
    folder = room_for(out or desk.folder / EXPORTS)
    with speaking(desk.event.language), desk.store.reading():
        facts = facts_of(desk)
        known = sorted({facts.employer(booth.booth) for booth in desk.event.booths} - {""})
        if employer and employer not in known:
            text = _("There is no employer “{name}”. Known are: {known}.")
            raise KioskError(text.format(name=employer, known="; ".join(known) or "–"))
        written: list[Path] = []
        for name in [employer] if employer else known:
            rows = _rows(desk, facts, name)
            path = _path(folder, name, {path.name.casefold() for path in written})
            if rows or employer:
                write_csv(path, [_(column) for column in HEADER], rows, language=desk.event.language)
                written.append(path)
            else:
                wipe(path)  # An earlier export may hold somebody who has withdrawn since.
    return written


def without_consent(desk: Desk) -> list[str]:
    """The employers who have something to be told, and of nobody who has consented to that."""
    with desk.store.reading():
        facts = facts_of(desk)
    willing = {person.id for person in facts.attendees if may_pass_on(person)}
    who: dict[str, set[str]] = {}
    for told in _told_of(facts):
        who.setdefault(facts.employer(told.booth), set()).add(told.person)
    return sorted(employer for employer, persons in who.items() if employer and not persons & willing)


def _path(folder: Path, employer: str, taken: set[str]) -> Path:
    """The file of an employer; what no file may be called is left out of the name."""
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", employer)).strip("-.")[:_LONGEST] or "-"
    mark = _("-personal")
    names = (f"{plain}{f'-{n}' if n > 1 else ''}{mark}.csv" for n in range(1, len(taken) + 2))
    return folder / next(name for name in names if name.casefold() not in taken)


@dataclass(frozen=True, slots=True)
class _Told:
    """A row: a talk that counts, what came about without one, or a contract of which nothing else is known."""

    person: str
    booth: str
    position: str | None
    talk: str = ""
    starts: datetime | None = None
    result: Result | None = None


def _told_of(facts: Facts) -> Iterator[_Told]:
    results = {result.id: result for result in facts.results}
    told = set()
    for talk in facts.held:
        result = results.pop(talk.id, None)
        position = result.position if result else talk.position
        told.add((talk.person, talk.booth))
        yield _Told(talk.person, talk.booth, position, talk.id, talk.starts, result)
    for result in results.values():
        told.add((result.person, result.booth))
        yield _Told(result.person, result.booth, result.position, result.talk, None, result)
    for contract in facts.contracts:
        if (contract.person, contract.booth) not in told:
            yield _Told(contract.person, contract.booth, contract.position)


def _rows(desk: Desk, facts: Facts, employer: str) -> list[tuple[Cell, ...]]:
    people = {person.id: person for person in facts.attendees if may_pass_on(person)}
    contracts = {(contract.person, contract.booth): contract for contract in facts.contracts}
    return [
        (
            *_whose(people[told.person]),
            *(told.booth, told.position or "", facts.titles.get(told.position or "", "")),
            *moment(desk.event, told.starts),
            *result_cells(told.result),
            *contract_cells(contracts.get((told.person, told.booth))),
            not told.talk,
            told.result.id if told.result else told.talk,
        )
        for told in _told_of(facts)
        if told.person in people and facts.employer(told.booth) == employer
    ]


def _whose(person: Person) -> tuple[Cell, ...]:
    return person.number, person.first_name, person.last_name, person.email
