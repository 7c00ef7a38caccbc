"""What the screens read, made from the journal: every entity's rows follow from its entries and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from kiosk.model import Entry, Person, PlannedTalk, ScanRow, Talk, Verdict
from kiosk.rules import pairs
from kiosk.rules.contracts import Contract, contract_of
from kiosk.rules.journal import undone_ids
from kiosk.rules.merging import NONE, Merged
from kiosk.rules.people import Code, codes_of, person_of
from kiosk.rules.plans import planned_of
from kiosk.rules.results import Result, result_of, results_without_talk
from kiosk.rules.talks import talk_of

Of = TypeVar("Of", Talk, Result, Contract)


@dataclass(frozen=True, slots=True)
class Projection:
    """The rows of one entity."""

    people: tuple[Person, ...] = ()
    codes: tuple[Code, ...] = ()
    talks: tuple[Talk, ...] = ()
    planned: tuple[PlannedTalk, ...] = ()
    scans: tuple[ScanRow, ...] = ()
    results: tuple[Result, ...] = ()
    contracts: tuple[Contract, ...] = ()


ROWS: Final[dict[str, type]] = {
    "people": Person,
    "codes": Code,
    "talks": Talk,
    "planned": PlannedTalk,
    "scans": ScanRow,
    "results": Result,
    "contracts": Contract,
}
"""The kinds of rows, by the names under which they are kept."""


def _scans(entries: Sequence[Entry]) -> Iterable[ScanRow]:
    """Every scan among these entries; one that was undone stays, and says so."""
    gone = undone_ids(entries)
    for entry in {entry.id: entry for entry in entries}.values():
        if "verdict" in entry.body:
            person = entry.entity if entry.entity.startswith("person:") else str(entry.body.get("person", ""))
            yield ScanRow(
                entry=str(entry.id),
                at=entry.at,
                reader=str(entry.body["reader"]),
                code=str(entry.body["code"]),
                verdict=Verdict(entry.body["verdict"]),
                person=person,
                undone=entry.id in gone,
            )


def person_in(entity: str, entries: Iterable[Entry]) -> str:
    """The record of a person that an entity is about; empty where it is about nobody."""
    sort, _, name = entity.partition(":")
    if sort == "plan":
        return name.partition("/")[2]
    if sort == pairs.SORT:
        return pairs.split(entity)[1]
    if sort == "talk":
        return next((str(entry.body["person"]) for entry in entries if "person" in entry.body), "")
    return entity if sort == "person" else ""


def project(entity: str, entries: Sequence[Entry], merged: Merged = NONE) -> Projection:
    """The rows of one entity, whatever the order of its entries and however often each comes.

    ``merged`` says whether the person whom it is about has several records; then the rows name the one that stands for
    all, and a record that another one stands for has no plan of its own.
    """
    found = _own(entity, entries, merged)
    if not merged.into:
        return found
    return replace(
        found,
        talks=tuple(_of_survivor(talk, merged) for talk in found.talks),
        results=tuple(_of_survivor(result, merged) for result in found.results),
        contracts=tuple(_of_survivor(contract, merged) for contract in found.contracts),
        scans=tuple(replace(scan, person=merged.survivor(scan.person)) for scan in found.scans),
        planned=tuple(talk for talk in found.planned if talk.person not in merged.into),
    )


def _of_survivor(row: Of, merged: Merged) -> Of:
    """A talk, a result or a contract with the record that stands for its person, and that record's number."""
    record = merged.survivor(row.person)
    if record == row.person:
        return row
    person = person_of(record, merged.entries[record])
    return replace(row, person=record, number=person.number if person else None)


def _own(entity: str, entries: Sequence[Entry], merged: Merged) -> Projection:
    scans = tuple(_scans(entries))
    sort = entity.partition(":")[0]
    if sort == "person":
        person = person_of(entity, entries, merged.others(entity))
        if person and entity in merged.into:
            person = replace(person, merged_into=merged.into[entity])
        return Projection((person,) if person else (), tuple(codes_of(entries)) if person else (), scans=scans)
    if sort == "talk":
        talk, result = talk_of(entity, entries), result_of(entity, entries)
        return Projection(talks=(talk,) if talk else (), scans=scans, results=(result,) if result else ())
    if sort == pairs.SORT:
        contract = contract_of(entity, entries)
        return Projection(
            results=results_without_talk(entity, entries), contracts=(contract,) if contract else (), scans=scans
        )
    if sort == "plan":
        return Projection(planned=tuple(planned_of(entity, entries)), scans=scans)
    return Projection(scans=scans)
