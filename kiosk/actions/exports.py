"""Writing what happened into files for the organiser: one CSV a table, and all of them in one workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.actions import followups, result_cells
from kiosk.actions.asking import consent_text
from kiosk.actions.closing import erased
from kiosk.actions.people import badge_of
from kiosk.actions.report import facts_of, report
from kiosk.category_words import label_text
from kiosk.desk import EXPORTS, Desk
from kiosk.exchange.write import Cell, Sheet, write_csv, write_xlsx
from kiosk.faults import reason
from kiosk.figure_words import few_text, figure_said
from kiosk.i18n import N_, _, speaking
from kiosk.model import KioskError
from kiosk.programme import Event
from kiosk.result_words import GAPS, source_text
from kiosk.rules.contracts import Contract
from kiosk.rules.feedback import Mood
from kiosk.rules.figures import Facts
from kiosk.rules.figures.cells import is_few
from kiosk.rules.forgotten import Gap, gaps, spoken
from kiosk.rules.results import Result, clashes
from kiosk.rules.talks import counts, length
from kiosk.words import LOOKS, MOODS, ROLES, question_text, reader_word

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the export: what it is called, its columns, where its rows come from."""

    name: str
    title: str
    """What the sheet of the workbook is called; Excel takes 31 characters, and none of ``[]:*?/\\``."""
    header: tuple[str, ...]
    rows: Callable[[Desk, Facts], Iterator[Row]]
    personal: bool = False
    """Whether it names people; then its file name says so, and it tells neither channel nor status."""
    single: bool = True
    """Whether each row is about somebody; once everybody is erased there are none."""


def moment(event: Event, at: datetime | None) -> tuple[Cell, Cell]:
    """A moment twice: for programs, and as people at the event read it."""
    if at is None:
        return "", ""
    local = event.local(at)
    return local.isoformat(timespec="seconds"), local.strftime("%d.%m.%Y %H:%M:%S")


def _attendees(desk: Desk, facts: Facts) -> Iterator[Row]:
    lacking = gaps(spoken(facts.came, facts.talks, facts.results), facts.talks, facts.now)
    for person in facts.people:
        yield (
            person.number,
            person.first_name,
            person.last_name,
            person.email,
            label_text(person.organisation),
            _(ROLES[person.role]),
            *map(label_text, (person.group, person.district, person.language)),
            " | ".join(person.wishes),
            f"{person.arrives:%H:%M}" if person.arrives else "",
            f"{person.leaves:%H:%M}" if person.leaves else "",
            *map(consent_text, (person.consent_contact, person.consent_photo, person.guardian_consent)),
            person.assistance,
            person.interpreting,
            person.cancelled,
            person.walk_in,
            person.present,
            *moment(desk.event, person.first_in),
            *moment(desk.event, person.last_out),
            facts.talks_each.get(person.id, 0),
            ", ".join(_(GAPS[gap]) for gap in Gap if gap in lacking.get(person.id, ())),
            badge_of(desk, person.id),
            person.note,
        )


def _talks(desk: Desk, facts: Facts) -> Iterator[Row]:
    for talk in facts.talks:
        yield (
            talk.number,
            talk.booth,
            facts.employers.get(talk.booth, ""),
            talk.seat,
            talk.position or "",
            talk.round,
            *moment(desk.event, talk.starts),
            *moment(desk.event, talk.ends),
            round(length(talk, facts.now).total_seconds()),
            talk.confirmed,
            counts(talk, facts.now),
        )


def _of_whom(facts: Facts, told: Result | Contract) -> Row:
    """Whom a result or a contract is about, at which booth, for which position."""
    person, position = facts.listed.get(told.person), told.position or ""
    return (
        told.number,
        person.first_name if person else "",
        person.last_name if person else "",
        told.booth,
        facts.employers.get(told.booth, ""),
        position,
        facts.titles.get(position, ""),
    )


def _results(desk: Desk, facts: Facts) -> Iterator[Row]:
    clashing = clashes(facts.results)
    for result in facts.results:
        yield (
            *_of_whom(facts, result),
            *result_cells.result_cells(result),
            ", ".join(facts.host(other.booth) for other in clashing.get(result.id, ())),
            not result.talk,
            source_text(result.by),
            *moment(desk.event, result.at),
            result.id,
        )


def _contracts(desk: Desk, facts: Facts) -> Iterator[Row]:
    for contract in facts.contracts:
        yield (
            *_of_whom(facts, contract),
            *result_cells.contract_cells(contract),
            contract.reporter,
            source_text(contract.by),
            *moment(desk.event, contract.at),
        )


def _scans(desk: Desk, facts: Facts) -> Iterator[Row]:
    numbers = {person.id: person.number for person in facts.people}
    for scan in reversed(desk.store.scans()):
        yield (
            *moment(desk.event, scan.at),
            reader_word(scan.reader),
            _(LOOKS[scan.verdict].word),
            numbers.get(scan.person),
            scan.undone,
        )


def _figures(desk: Desk, _facts: Facts) -> Iterator[Row]:
    found = report(desk)
    later = found["later"]
    for figure, value in found["figures"].items():
        name, definition = figure_said(figure)
        told = few_text() if is_few(figure, value) else value
        at = later["as_of"] if figure in later["figures"] and later["as_of"] else found["as_of"]
        yield (figure, name, told, definition, *moment(desk.event, datetime.fromisoformat(at)))


def _feedback(desk: Desk, _facts: Facts) -> Iterator[Row]:
    found = report(desk)
    as_of = moment(desk.event, datetime.fromisoformat(found["as_of"]))
    for row in found["by"]["feedback"]:
        told = _("too few") if row["R1"] is None else row["R1"]
        yield (question_text(row["id"]), told, *(row[mood] for mood in Mood), *as_of)


TABLES: Final = (
    Table(
        "attendees",
        N_("Attendees"),
        (
            N_("Number"),
            N_("First name"),
            N_("Last name"),
            N_("E-mail"),
            N_("Organisation"),
            N_("Role"),
            N_("Group"),
            N_("District"),
            N_("Language"),
            N_("Wishes"),
            N_("Arrives"),
            N_("Leaves"),
            N_("Consent contact"),
            N_("Consent photo"),
            N_("Guardian consent"),
            N_("Assistance"),
            N_("Interpreting"),
            N_("Cancelled"),
            N_("Walk-in"),
            N_("Came"),
            N_("First check-in (ISO)"),
            N_("First check-in"),
            N_("Last check-out (ISO)"),
            N_("Last check-out"),
            N_("Talks"),
            N_("Still missing"),
            N_("Badge code"),
            N_("Note"),
        ),
        _attendees,
        personal=True,
    ),
    Table(
        "talks",
        N_("Talks"),
        (
            N_("Number"),
            N_("Booth"),
            N_("Employer"),
            N_("Seat"),
            N_("Position"),
            N_("Round"),
            N_("Began (ISO)"),
            N_("Began"),
            N_("Ended (ISO)"),
            N_("Ended"),
            N_("Seconds"),
            N_("Confirmed"),
            N_("Counts"),
        ),
        _talks,
    ),
    Table(
        "results",
        N_("Results"),
        (
            N_("Number"),
            N_("First name"),
            N_("Last name"),
            N_("Booth"),
            N_("Employer"),
            N_("Position"),
            N_("Title"),
            *result_cells.RESULT,
            N_("Clashes with"),
            result_cells.WITHOUT_TALK,
            N_("Recorded by"),
            N_("Recorded (ISO)"),
            N_("Recorded"),
            result_cells.ID,
        ),
        _results,
        personal=True,
    ),
    Table(
        "contracts",
        N_("Contracts"),
        (
            N_("Number"),
            N_("First name"),
            N_("Last name"),
            N_("Booth"),
            N_("Employer"),
            N_("Position"),
            N_("Title"),
            *result_cells.CONTRACT,
            N_("Reported by"),
            N_("Recorded by"),
            N_("Recorded (ISO)"),
            N_("Recorded"),
        ),
        _contracts,
        personal=True,
    ),
    Table("followups", N_("Follow-ups"), followups.HEADER, followups.rows, personal=True),
    Table(
        "scans",
        N_("Scans"),
        (N_("Time (ISO)"), N_("Time"), N_("Reader"), N_("Verdict"), N_("Number"), N_("Undone")),
        _scans,
    ),
    Table(
        "figures",
        N_("Figures"),
        (N_("Id"), N_("Figure"), N_("Value"), N_("Definition"), N_("As of (ISO)"), N_("As of")),
        _figures,
        single=False,
    ),
    Table(
        "feedback",
        N_("Feedback"),
        (N_("Question"), N_("Answers"), *(word for word, _symbol in MOODS.values()), N_("As of (ISO)"), N_("As of")),
        _feedback,
        single=False,
    ),
)


def export(desk: Desk, out: Path | None = None) -> list[Path]:
    """Writes every table as CSV and all of them as one workbook, all as of one moment; the paths that were written.

    Once everybody is erased, figures are left.

    Raises:
        KioskError: a file cannot be written, for example because Excel holds it open.
    """
    folder = room_for(out or desk.folder / EXPORTS)
    written, sheets = [], []
    with speaking(desk.event.language), desk.store.reading():
        facts, gone = facts_of(desk), erased(desk) is not None
        mark = "" if gone else _("-personal")
        for table in TABLES:
            if gone and table.single:
                continue
            header = [_(column) for column in table.header]
            rows = list(table.rows(desk, facts))
            path = folder / f"{table.name}{mark if table.personal else ''}.csv"
            write_csv(path, header, rows, language=desk.event.language)
            written.append(path)
            sheets.append(Sheet(_(table.title), header, rows))
        workbook = folder / f"export{mark}.xlsx"
        write_xlsx(workbook, sheets)
    return [*written, workbook]


def room_for(folder: Path) -> Path:
    """A folder that can be written to and that only its owner can read.

    Raises:
        KioskError: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        text = _("Nothing can be written to the folder {folder}: {reason}.")
        raise KioskError(text.format(folder=folder, reason=reason(error))) from None
    return folder
