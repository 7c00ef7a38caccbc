"""Taking in what came of the event weeks later: applications, next steps, trial work and contracts, from a list.

A row is taken in whole or not at all, the file in one transaction. What is known already is not said again, so a second
import of the same file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kiosk.actions.closing import require_people
from kiosk.actions.lists import keep_count
from kiosk.desk import Desk
from kiosk.exchange.columns import Chosen
from kiosk.exchange.late import ResultList, read_results
from kiosk.i18n import _
from kiosk.model import Draft, Entry, Person
from kiosk.rules import late_news, pairs
from kiosk.rules.contracts import CONTRACT, FIELDS, NO_CONTRACT
from kiosk.rules.late import MOST, People, Places, Refused, Said, Unsure
from kiosk.rules.late_news import OF_RESULT, About, Signed, booth_of
from kiosk.rules.results import Application
from kiosk.rules.talks import LATE, RESULT
from kiosk.store import Store

BY_NAME: Final = ("number", "code", "first_name", "last_name", "email")
"""What a row may say of who is meant; also where it says nothing else, nobody may be unknown."""

RESULTS: Final = "results"
"""What ``kiosk import --as`` calls such a list."""

LIST: Final = "list"
"""Who said so, where a list does not tell."""


@dataclass(slots=True)
class Intake:
    """What became of each row of a list."""

    source: ResultList
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    proposed: list[dict[str, Any]] = field(default_factory=list)
    """Rows that are not sure, each with the likeliest numbers and how many ``more`` there are."""
    duplicates: list[dict[str, int]] = field(default_factory=list)
    without_talk: list[int] = field(default_factory=list)
    outdated: list[int] = field(default_factory=list)
    """Lines with something that has been replaced since; it stays as it is now."""
    replaced: list[dict[str, Any]] = field(default_factory=list)
    """Lines that put something else in the place of an appointment or a contract, with what ``was`` there."""
    taken_back: list[dict[str, Any]] = field(default_factory=list)
    """Lines that say there is no contract, or no application, where one ``was`` reported."""

    def report(self) -> dict[str, Any]:
        """The counts and reasons as others rely on them; the five kinds of rows add up to ``rows``."""
        unread = [{"line": row.line, "reason": row.reason} for row in self.source.rejected]
        return {
            **self.source.about(),
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "proposed": _by_line(self.proposed),
            "rejected": _by_line([*unread, *self.rejected]),
            "duplicates": _by_line(self.duplicates),
            "without_talk": sorted(self.without_talk),
            "outdated": sorted(self.outdated),
            "replaced": _by_line(self.replaced),
            "taken_back": _by_line(self.taken_back),
        }


def _by_line(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["line"])


def import_results(desk: Desk, path: Path, chosen: Chosen | None = None, *, dry_run: bool = False) -> dict[str, Any]:
    """Reads a list of what came of the event, whether it is open or closed.

    With ``dry_run`` nothing is written and the report says what would be.

    Raises:
        KioskError: the file is no such list, everybody is erased, or it could not be written.
    """
    require_people(desk)
    intake = Intake(read_results(path, min(desk.event.days), chosen))
    with desk.store.write() as store:
        drafts = _Clerk(desk, store, intake).drafts()
        report = intake.report()
        if not dry_run:
            store.record(drafts)
            unread = len(report["rejected"]) + len(report["proposed"])
            keep_count(store, report["file"], report["rows"], unread, of=RESULTS)
    return report


@dataclass(slots=True)
class _Word:
    """What a row says of one result or contract."""

    kind: str
    entity: str
    key: tuple[str, str]
    said: dict[str, str]
    news: dict[str, str]
    kept: dict[str, str]
    first: bool
    """Whether nothing was known of it before."""
    outdated: bool = False
    """Whether something in the row has been replaced since."""

    @property
    def tells(self) -> bool:
        """Whether there is anything to record."""
        return bool(self.news) or (self.first and self.kind == CONTRACT and not self.outdated)

    @property
    def ends(self) -> bool:
        """Whether it says that there is no contract after all."""
        return self.kind == CONTRACT and self.news.get("kind") == NO_CONTRACT

    @property
    def takes_back(self) -> bool:
        """Whether it says that there is no application after all."""
        return self.kind == RESULT and late_news.takes_back(self.kept, self.news)


class _Clerk:
    """Goes through the rows of one list."""

    def __init__(self, desk: Desk, store: Store, intake: Intake) -> None:
        self._desk, self._store, self._intake = desk, store, intake
        self._today = desk.event.local(desk.now().at).date()
        self._places = Places(desk.event.booths, desk.event.positions)
        self._people = _people(store)
        self._known = _known(store)
        self._contracts: dict[tuple[str, str], dict[str, str]] = {
            (contract.person, contract.booth): late_news.kept(contract, FIELDS) for contract in store.contracts()
        }
        self._lines: dict[tuple[str, str], int] = {}
        """The line of this list that first spoke of a result or a contract."""
        self._said: dict[tuple[tuple[str, str], str], tuple[str, int]] = {}
        """What a line of this list has said of each of its fields."""
        self._signed: dict[str, list[Signed]] = {}
        """What lines of this list have said of a person: that there is a contract, or none."""

    def drafts(self) -> list[Draft]:
        """What has to be recorded.

        Days without a step go last, for another row may say the step: so a list is read alike when it comes again.
        """
        found: list[Draft] = []
        for said in sorted(self._intake.source.said, key=_lacks_step):
            try:
                found += self._drafts(said)
            except Unsure as doubt:
                likely = self._nearest_first(said, doubt.numbers)
                row = {"line": said.line, "reason": str(doubt), "numbers": likely[:MOST], "more": len(likely[MOST:])}
                self._intake.proposed.append(row)
            except Refused as reason:
                self._intake.rejected.append({"line": said.line, "reason": str(reason)})
        return found

    def _nearest_first(self, row: Said, numbers: Sequence[int]) -> list[int]:
        """Likely numbers, those first who have talked where the row says; it may say no place that there is."""
        with suppress(Refused):
            booths, position = self._places.meant(row.fields)
            known = {number: self._known.get(self._people.numbers[number].id, ()) for number in numbers}
            return late_news.nearest_first(numbers, known, booths, position)
        return list(numbers)

    def _drafts(self, row: Said) -> list[Draft]:
        late_news.require_days(self._desk.event, self._today, row.fields)
        result = any(name.removesuffix("_iso") in OF_RESULT for name in row.fields)
        signed = "contract_kind" in row.fields
        if not result and not signed:
            if any(name in row.fields for name in BY_NAME):
                self._people.meant(row.fields)
            self._intake.unchanged += 1
            return []
        person = self._people.meant(row.fields)
        booths, position = self._places.meant(row.fields)
        known = self._known.setdefault(person.id, [])
        words, booth = [], ""
        if result:
            one = late_news.about(known, person.id, booths, position, row.fields.get("id", ""))
            words.append(self._of_result(one, row, position))
            booth = one.booth
        if signed:
            words += self._of_contracts(person, row, [booth] if booth else booths, position)
        self._require_agreement(row.line, words)
        if result and words[0].tells:
            one.position = one.position or position
            if not any(one is other for other in known):
                known.append(one)
            if not one.talked and not words[0].takes_back:
                self._intake.without_talk.append(row.line)
        return self._settled(row, person, words)

    def _of_result(self, one: About, row: Said, position: str) -> _Word:
        key = one.entity, "" if one.talked else one.position
        said = late_news.result_said(one, row.fields)
        if (key, "applied") in self._said:
            # Whoever sends it twice has applied once, with the first of them.
            said.pop("applied", None)
        entries = [entry for entry in self._store.entries(one.entity) if one.is_about(entry)]
        denied = said.get("application") == Application.NONE
        if denied:
            said |= late_news.without_application(one, entries)
        first = one.result is None and not one.kept
        news = late_news.result_news(one, said, denied=denied)
        word = _Word(RESULT, one.entity, key, said, news, one.kept, first)
        self._leave_outdated(word, entries)
        word.news |= late_news.gone_with(one.kept, word.news, said)
        if one.position and not one.talked and word.news:
            word.news["position"] = one.position
        elif position and not one.position:
            word.news["position"] = position
        return word

    def _of_contracts(self, person: Person, row: Said, booths: Sequence[str], position: str) -> list[_Word]:
        """What a row says of a contract; that there is none says nothing where none was reported."""
        there = row.fields["contract_kind"] != NO_CONTRACT
        if there:
            booths = [booth_of(self._known[person.id], booths)]
        said = Signed(row.line, there, frozenset(booths), position)
        for earlier in self._signed.setdefault(person.id, []):
            if said.contradicts(earlier):
                raise _otherwise(earlier.line)
        denied = late_news.denied(self._contracts, person.id, booths, position)
        words = (
            [self._of_contract(person, booths[0], row, position)]
            if there
            else [self._of_none(person, booth) for booth in denied]
        )
        self._signed[person.id].append(said)
        return words

    def _of_none(self, person: Person, booth: str) -> _Word:
        entity, news = pairs.entity_of(booth, person.id), {"kind": NO_CONTRACT}
        return _Word(CONTRACT, entity, (entity, CONTRACT), {}, news, self._contracts[person.id, booth], first=False)

    def _of_contract(self, person: Person, booth: str, row: Said, position: str) -> _Word:
        entity, pair = pairs.entity_of(booth, person.id), (person.id, booth)
        kept = self._contracts.get(pair, {})
        said = late_news.contract_said(kept, row.fields)
        news = {name: text for name, text in said.items() if kept.get(name, "") != text}
        if position and not kept.get("position"):
            news["position"] = position
        word = _Word(CONTRACT, entity, (entity, CONTRACT), said, news, kept, first=pair not in self._contracts)
        self._leave_outdated(word, self._store.entries(entity))
        return word

    def _leave_outdated(self, word: _Word, entries: Sequence[Entry]) -> None:
        """Takes out of the news what was said before and has been replaced since.

        A contract or an application that was taken back since comes back only with something that was never said of it.
        """
        if word.kind == RESULT and (word.first or not word.news):
            return
        before = late_news.replaced(entries, word.kind)
        outdated = [name for name, text in word.news.items() if text in before.get(name, ())]
        if word.kind == RESULT and (word.takes_back or ("applied" in word.news and "applied" not in outdated)):
            outdated = [name for name in outdated if name not in late_news.APPLICATION]
        if word.first and (not before or len(outdated) < len(word.news)):
            return
        for name in outdated:
            del word.news[name]
        word.outdated = bool(outdated) or word.first

    def _keep_replaced(self, line: int, word: _Word) -> None:
        """Notes what a row puts something else in the place of, or takes back: it is told, for somebody to look."""
        contract = word.kind == CONTRACT
        was = late_news.was(word.kept, word.news, late_news.CONTRACT if contract else late_news.APPOINTMENT)
        if was:
            (self._intake.taken_back if word.ends else self._intake.replaced).append({"line": line, "was": was})
        if word.takes_back:
            gone = late_news.was(word.kept, word.news, late_news.APPLICATION)
            self._intake.taken_back.append({"line": line, "was": gone})

    def _require_agreement(self, line: int, words: Sequence[_Word]) -> None:
        """Stops a row that says something else than an earlier one of the same list: neither is known to be right."""
        for word in words:
            for name, text in word.said.items():
                other, earlier = self._said.get((word.key, name), (text, line))
                if other != text:
                    raise _otherwise(earlier)

    def _settled(self, row: Said, person: Person, words: Sequence[_Word]) -> list[Draft]:
        """Counts a row and keeps in mind what it says; what has to be recorded of it."""
        drafts = []
        by = self._desk.by or LIST
        before = [self._lines.get(word.key) for word in words]
        for word in words:
            if word.tells:
                self._keep_replaced(row.line, word)
                whose = {"number": person.number} if pairs.is_pair(word.entity) else {}
                # A contract has a field of its own for who reported it.
                said_by = row.fields.get("reporter", by) if word.kind == RESULT else by
                drafts.append(Draft(word.kind, word.entity, {**word.news, **whose, "by": said_by, LATE: True}))
                if word.kind == CONTRACT:
                    self._contracts[person.id, pairs.split(word.entity)[0]] = word.kept
            word.kept.update(word.news)
            if word.ends:
                del self._contracts[person.id, pairs.split(word.entity)[0]]
            self._lines.setdefault(word.key, row.line)
            for name, text in word.said.items():
                self._said.setdefault((word.key, name), (text, row.line))
        if any(word.outdated for word in words):
            self._intake.outdated.append(row.line)
        if not drafts:
            self._intake.unchanged += 1
            if before and all(before):
                self._intake.duplicates.append({"line": row.line, "like": min(filter(None, before))})
        elif any(word.first and word.tells for word in words):
            self._intake.imported += 1
        else:
            self._intake.updated += 1
        return drafts


def _lacks_step(row: Said) -> bool:
    """Whether a row says when something is to be, and not what."""
    return "next_step" not in row.fields and not row.fields.keys().isdisjoint({"date", "date_iso", "time"})


def _otherwise(line: int) -> Refused:
    return Refused(_("Line {line} says something else of the same. Keep one of the two rows.").format(line=line))


def _people(store: Store) -> People:
    """Everybody, by all numbers, codes and e-mail addresses of all their records."""
    records = store.records()
    people = {record.id: record for record in records}
    stands_for = {record.id: people[record.merged_into or record.id] for record in records}
    emails: dict[str, dict[str, Person]] = {}
    for record in records:
        if record.email:
            whose = stands_for[record.id]
            emails.setdefault(record.email.casefold(), {})[whose.id] = whose
    return People(
        {record.number: stands_for[record.id] for record in records if record.number is not None},
        {code: stands_for[who] for code, who in store.all_codes().items() if who in stands_for},
        {email: list(whose.values()) for email, whose in emails.items()},
    )


def _known(store: Store) -> dict[str, list[About]]:
    """What results can be about, by person, the oldest first."""
    found: dict[str, list[About]] = {}
    results = {result.id: result for result in store.results()}
    for talk in store.talks():
        result = results.pop(talk.id, None)
        position = (result.position if result else None) or talk.position or ""
        found.setdefault(talk.person, []).append(About(talk.id, talk.booth, position, result))
    for result in results.values():
        entity = result.id.removesuffix(f"/{result.position}") if result.position else result.id
        found.setdefault(result.person, []).append(About(entity, result.booth, result.position or "", result))
    return found
