"""What an employer gets: its own talks, of those persons only who want their contact data passed on."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from kiosk.actions.exports import moment, room_for
from kiosk.actions.report import facts_of
from kiosk.desk import EXPORTS, Desk
from kiosk.exchange.residue import wipe
from kiosk.exchange.write import Cell, write_csv
from kiosk.i18n import N_, _, speaking
from kiosk.model import KioskError, Person, Talk
from kiosk.rules.consents import may_pass_on
from kiosk.rules.figures import Facts
from kiosk.rules.results import Result
from kiosk.words import application_text, step_text

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
    N_("Application"),
    N_("Next step"),
    N_("Date (ISO)"),
    N_("Date"),
    N_("Time"),
    N_("Place"),
    N_("Who does what"),
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
        known = sorted({facts.employers.get(booth.booth, booth.booth) for booth in desk.event.booths})
        if employer and employer not in known:
            text = _("There is no employer “{name}”. Known are: {known}.")
            raise KioskError(text.format(name=employer, known=", ".join(known) or "–"))
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


def _path(folder: Path, employer: str, taken: set[str]) -> Path:
    """The file of an employer; what no file may be called is left out of the name."""
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", employer)).strip("-.")[:_LONGEST] or "-"
    mark = _("-personal")
    names = (f"{plain}{f'-{n}' if n > 1 else ''}{mark}.csv" for n in range(1, len(taken) + 2))
    return folder / next(name for name in names if name.casefold() not in taken)


def _rows(desk: Desk, facts: Facts, employer: str) -> list[tuple[Cell, ...]]:
    people = {person.id: person for person in facts.attendees if may_pass_on(person)}
    results = {result.talk: result for result in facts.results}
    talks = (talk for talk in facts.held if facts.employers.get(talk.booth, talk.booth) == employer)
    return [
        _row(desk, facts, people[talk.person], talk, results.get(talk.id)) for talk in talks if talk.person in people
    ]


def _row(desk: Desk, facts: Facts, person: Person, talk: Talk, result: Result | None) -> tuple[Cell, ...]:
    titles = {position.position: position.title for position in facts.positions}
    said: tuple[Cell, ...] = ("", "", "", "", "", "", "")
    if result:
        said = (
            application_text(result.application),
            step_text(result.next_step),
            result.date.isoformat() if result.date else "",
            f"{result.date:%d.%m.%Y}" if result.date else "",
            f"{result.time:%H:%M}" if result.time else "",
            result.place,
            result.who,
        )
    about = (talk.booth, talk.position or "", titles.get(talk.position or "", ""))
    whose = (person.number, person.first_name, person.last_name, person.email)
    return (*whose, *about, *moment(desk.event, talk.starts), *said)
