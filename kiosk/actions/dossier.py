"""Everything that is known of one person, for that person: as a document and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.actions.asking import ANSWERS, CONSENTS, consents_of
from kiosk.actions.result_cells import kind_text
from kiosk.category_words import ERASED, category_text, label_text
from kiosk.desk import Desk
from kiosk.exchange.paper import missing
from kiosk.exchange.sheets import Page, Part, write_pages
from kiosk.field_words import OF_PERSON
from kiosk.i18n import _, plain_date, speaking
from kiosk.model import Entry, KioskError, Person, Role, Verdict
from kiosk.result_words import TASKS
from kiosk.rules.contracts import Kind
from kiosk.rules.erasing import is_about
from kiosk.rules.people import listed_fields
from kiosk.rules.results import Application, Result, Step
from kiosk.rules.tasks import Todo, tasks_of
from kiosk.words import (
    LOOKS,
    ROLES,
    application_text,
    date_time,
    position_text,
    reader_word,
    step_text,
)

ROWS: Final = 34
"""Rows that fit on a page in letters that can be read."""


def dossier(desk: Desk, number: int) -> dict[str, Any]:
    """Everything that the event holds about the person with this number, in the form for programs.

    Raises:
        KioskError: nobody has it.
    """
    with desk.store.reading():
        person = desk.store.person_by_number(number)
        if person is None:
            raise KioskError(_("Nobody has the number {number}.").format(number=number))
        entries = _entries(desk, person)
        records = desk.store.records_of(person.id)
        employers = {booth.booth: booth.employer for booth in desk.event.booths}
        return {
            "event": desk.event.name,
            "as_of": _iso(desk, desk.now().at),
            "person": listed_fields(person),
            "also_numbers": [record.number for record in records if record.id != person.id],
            "codes": [asdict(code) for code in desk.store.codes(person.id)],
            "first_in": _iso(desk, person.first_in),
            "last_out": _iso(desk, person.last_out),
            "visits": person.visits,
            "consents": [
                {"consent": word.field, "said": word.value or None, "at": _iso(desk, word.at)}
                for word in consents_of(desk, person.id)
            ],
            "planned": [
                {
                    "block": talk.block,
                    "round": talk.round,
                    "booth": talk.booth,
                    "employer": employers.get(talk.booth, ""),
                    "seat": talk.seat,
                    "position": talk.position,
                }
                for block in desk.event.blocks
                for talk in desk.store.planned(block.id, person.id)
            ],
            "talks": _talks(desk, person),
            "without_talk": [
                {"booth": result.booth, "employer": employers.get(result.booth, ""), "position": result.position}
                | (_result(result) or {})
                for result in desk.store.results()
                if result.person == person.id and not result.talk
            ],
            "contracts": [
                {
                    "booth": contract.booth,
                    "employer": employers.get(contract.booth, ""),
                    "position": contract.position,
                    "kind": str(contract.kind) or None,
                    "date": contract.date.isoformat() if contract.date else None,
                    "reporter": contract.reporter,
                }
                for contract in desk.store.contracts()
                if contract.person == person.id
            ],
            "scans": [
                {"at": _iso(desk, scan.at), "reader": scan.reader, "verdict": str(scan.verdict), "undone": scan.undone}
                for scan in desk.store.scans_of(person.id)
            ],
            "journal": [
                {"at": _iso(desk, entry.at), "kind": entry.kind, "entry": str(entry.id), "body": dict(entry.body)}
                for entry in entries
            ],
        }


def _entries(desk: Desk, person: Person) -> list[Entry]:
    """Every entry about a person, also of what was taken back."""
    records = {record.id for record in desk.store.records_of(person.id)}
    journal = desk.store.journal()
    talks = {
        entry.entity for entry in journal if entry.entity.startswith("talk:") and entry.body.get("person") in records
    }
    return [entry for entry in journal if is_about(entry, records, talks)]


def _talks(desk: Desk, person: Person) -> list[dict[str, Any]]:
    employers = {booth.booth: booth.employer for booth in desk.event.booths}
    return [
        {
            "booth": talk.booth,
            "employer": employers.get(talk.booth, ""),
            "position": talk.position,
            "starts": _iso(desk, talk.starts),
            "ends": _iso(desk, talk.ends),
            "result": _result(desk.store.result(talk.id)),
        }
        for talk in desk.store.talks_of(person.id)
    ]


def _result(result: Result | None) -> dict[str, Any] | None:
    if result is None:
        return None
    return {
        "application": str(result.application),
        "applied": result.applied.isoformat() if result.applied else None,
        "next_step": str(result.next_step) or None,
        "date": result.date.isoformat() if result.date else None,
        "time": f"{result.time:%H:%M}" if result.time else None,
        "place": result.place,
        "who": result.who,
        "settled": result.settled or None,
        "started": result.started.isoformat() if result.started else None,
        "tasks": [
            {"todo": str(task.todo), "due": task.due.isoformat() if task.due else None} for task in tasks_of(result)
        ],
    }


def _iso(desk: Desk, at: datetime | None) -> str | None:
    return desk.event.local(at).isoformat(timespec="seconds") if at else None


def print_dossier(desk: Desk, number: int, path: Path | None = None) -> tuple[Path, str]:
    """Writes the same as a PDF to hand over; its path, and the characters that no font has.

    Raises:
        KioskError: nobody has this number, or the file cannot be written.
    """
    with speaking(desk.event.language), desk.store.reading():
        found = dossier(desk, number)
        name = f"person-{number}{_('-personal')}.pdf"
        written = path or desk.folder / "exports" / name
        written.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        parts = _parts(desk, found)
        title = _("What is known of number {number}").format(number=number)
        lead = _("As of {time}. You may ask to have it corrected or erased.").format(
            time=date_time(desk.event, desk.now().at)
        )
        pages = [Page(title, lead if not place else "", page) for place, page in enumerate(_paged(parts))]
        write_pages(written, desk.event.name, pages)
    return written, missing(text for part in parts for row in part.rows for text in row)


def _parts(desk: Desk, found: dict[str, Any]) -> list[Part]:
    said = [(_(label), _shown(name, found["person"][name])) for name, label in OF_PERSON.items()]
    talks = [
        (
            _when(desk, talk["starts"]),
            " · ".join(
                filter(None, (f"{talk['booth']} {talk['employer']}", talk["position"], *_outcome(talk["result"])))
            ),
        )
        for talk in found["talks"]
    ]
    scans = [
        (_when(desk, scan["at"]), f"{_(LOOKS[Verdict(scan['verdict'])].word)}, {reader_word(scan['reader'])}")
        for scan in found["scans"]
    ]
    codes = [(code["text"], _("revoked") if code["revoked"] else "") for code in found["codes"]]
    parts = (
        (_("List"), [row for row in said if row[1]]),
        (_("Consents"), _consents(desk, found)),
        (_("Planned"), [_planned(talk) for talk in found["planned"]]),
        (_("Talks"), talks),
        (_("Applications without a talk, contracts"), _elsewise(desk, found)),
        (_("Scans"), scans),
    )
    made = [Part(heading, rows) for heading, rows in parts if rows]
    return [*made, *([Part(_("Codes"), codes, wide=0.8)] if codes else [])]


def _when(desk: Desk, at: str) -> str:
    """A moment of the document as people read it."""
    return date_time(desk.event, datetime.fromisoformat(at))


def _consents(desk: Desk, found: dict[str, Any]) -> list[tuple[str, str]]:
    """Each consent with all that was said of it, and when; or that nobody has asked."""
    said: dict[str, list[str]] = {name: [] for name in CONSENTS}
    for word in found["consents"]:
        answer = ANSWERS.get(word["said"] or "", word["said"])
        said[word["consent"]].append(f"{_(answer)}, {_when(desk, word['at'])}")
    return [(_(CONSENTS[name]), " · ".join(words) or _(ANSWERS[""])) for name, words in said.items()]


def _outcome(said: dict[str, Any] | None) -> list[str]:
    """What came of a talk, by the document."""
    if said is None:
        return []
    began = _("trial work begun: {date}").format(date=_day(said["started"])) if said["started"] else ""
    application = " ".join([application_text(Application(said["application"])), _day(said["applied"])]).strip()
    step = step_text(Step(said["next_step"] or ""))
    when = " ".join(filter(None, (_day(said["date"]), said["time"])))
    return [application, step, when, said["place"], said["who"], began, *map(_task, said["tasks"])]


def _task(said: dict[str, Any]) -> str:
    """What is still to be done, and until when."""
    text = _(TASKS[Todo(said["todo"])])
    return _("{task}, by {date}").format(task=text, date=_day(said["due"])) if said["due"] else text


def _planned(said: dict[str, Any]) -> tuple[str, str]:
    """A talk of the plan: when, and where."""
    seat = _("Seat {seat}").format(seat=said["seat"]) if said["seat"] else ""
    where = (f"{said['booth']} {said['employer']}".strip(), seat, said["position"])
    return f"{said['block']}, {_('Round {round}').format(round=said['round'])}", " · ".join(filter(None, where))


def _elsewise(desk: Desk, found: dict[str, Any]) -> list[tuple[str, str]]:
    """Applications without a talk, and contracts."""
    rows = [(said, _outcome(said)) for said in found["without_talk"]]
    for said in found["contracts"]:
        rows.append((said, [kind_text(Kind(said["kind"] or "")), _day(said["date"]), said["reporter"]]))
    about = ((said, [position_text(desk.event, said["position"]), *texts]) for said, texts in rows)
    return [(f"{said['booth']} {said['employer']}", " · ".join(filter(None, texts))) for said, texts in about]


def _day(day: str | None) -> str:
    return plain_date(date.fromisoformat(day)) if day else ""


def _shown(name: str, value: Any) -> str:
    if name == "role":
        return _(ROLES[Role(value)])
    if name in ("channel", "status"):
        return category_text(value)
    if name in ERASED:
        return label_text(value)
    if isinstance(value, bool):
        return _("yes") if value else ""
    return ", ".join(value) if isinstance(value, list) else str(value if value is not None else "")


def _paged(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts on as many pages as they take; a long one goes on on the next."""
    pages: list[list[Part]] = [[]]
    left = ROWS
    for part in parts:
        rows = list(part.rows)
        while rows:
            if left < 3:
                pages.append([])
                left = ROWS
            pages[-1].append(replace(part, rows=rows[:left]))
            rows, left = rows[left:], left - len(rows[:left]) - 2
    return pages
