"""Taking lists in: people into the journal, booths and positions into the event folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.actions.closing import require_people
from kiosk.actions.people import Codes, is_badge
from kiosk.codes import folded
from kiosk.desk import BOOTHS, POSITIONS, Desk
from kiosk.exchange import headers
from kiosk.exchange.columns import Chosen
from kiosk.exchange.judged import Rejected
from kiosk.exchange.people import Listed, PeopleList, duplicates, read_people
from kiosk.exchange.places import described, read_booths, read_positions, write_places
from kiosk.i18n import _
from kiosk.model import Draft, Person, Role
from kiosk.programme import Booth, Position
from kiosk.rules.closing import EVENT
from kiosk.rules.identity import Known, another, doubtful, next_number
from kiosk.rules.journal import NEW, standing
from kiosk.rules.people import LISTED
from kiosk.rules.readiness import LIST_READ
from kiosk.store import Store


@dataclass(slots=True)
class Intake:
    """What became of each row of a list."""

    source: PeopleList
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    """What to look at in rows that were taken in."""

    def warn(self, row: Listed, column: str, value: str, reason: str) -> None:
        """Notes that a cell of a row wants a look."""
        self.warnings.append({"line": row.line, "column": column, "value": value, "reason": reason})

    def report(self) -> dict[str, Any]:
        """The counts and reasons as others rely on them; the four kinds of rows add up to ``rows``."""
        rejected = sorted([*self.source.rejected, *self.rejected], key=lambda row: row.line)
        return {
            **self.source.about(),
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": [{"line": row.line, "reason": row.reason} for row in rejected],
            "duplicates": [{"line": line, "like": like} for line, like in duplicates(self.source.said)],
            "warnings": sorted(self.warnings, key=lambda row: row["line"]),
        }


def import_people(
    desk: Desk, path: Path, chosen: Chosen | None = None, *, dry_run: bool = False, sure: bool = False
) -> dict[str, Any]:
    """Reads a list of people; who is known is brought up to date, and no check-in is touched.

    With ``dry_run`` nothing is written and the report says what would be. ``sure`` is as ``read_people`` has it.

    Raises:
        KioskError: the file is no list of people, everybody is erased, or it could not be written.
    """
    require_people(desk)
    read = read_people(path, chosen, sure=sure)
    intake = Intake(read)
    with desk.store.write() as store:
        clerk = _Clerk(store, Codes(store), intake)
        drafts = clerk.drafts(read.said)
        if not dry_run:
            store.record(drafts)
            report = intake.report()
            keep_count(store, report["file"], report["rows"], len(report["rejected"]))
    return intake.report()


def keep_count(store: Store, file: str, rows: int, rejected: int, of: str = "") -> None:
    """Notes a list that was read for the first time, and how many rows could not be, where that differs from then.

    It may name people by nothing but their numbers, as lists ``of`` results do: by this it is found on erasing.
    """
    read = [entry for entry in standing(store.entries(EVENT)) if entry.kind == LIST_READ and entry.body["file"] == file]
    if not read or rejected != read[-1].body["rejected"]:
        body = {"file": file, "rows": rows, "rejected": rejected, **({"of": of} if of else {})}
        store.record([Draft(LIST_READ, EVENT, body)])


class _Clerk:
    """Goes through the rows of one list."""

    def __init__(self, store: Store, fresh: Codes, intake: Intake) -> None:
        records = store.records()
        self._known = Known.of(records, store.all_codes(), is_ticket=lambda code: not is_badge(code.upper()))
        self._begun = any(person.first_in for person in records)
        self._fresh = fresh
        self._intake = intake
        self._taken = store.numbers()
        self._lines: dict[object, int] = {}
        self._next = 1

    def drafts(self, rows: Iterable[Listed]) -> list[Draft]:
        """What has to be recorded. Numbers that the list states are set aside before any other is given."""
        good = [row for row in rows if self._alone(row)]
        self._taken |= {row.fields["number"] for row in good if "number" in row.fields}
        persons = self._known.recognise([row.fields for row in good])
        drafts = (self._draft(row, person) for row, person in zip(good, persons, strict=True))
        return [draft for draft in drafts if draft]

    def _alone(self, row: Listed) -> bool:
        """Whether no earlier row of the list has the same code or number."""
        code, number = row.fields.get("code", ""), row.fields.get("number")
        for key, text in (
            (folded(code) if code else None, _("The code stands in line {line} already.")),
            (number, _("The number {number} stands in line {line} already.")),
        ):
            if key is not None and self._lines.setdefault(key, row.line) != row.line:
                self._reject(row, text.format(line=self._lines[key], number=number))
                return False
        return True

    def _reject(self, row: Listed, reason: str) -> None:
        self._intake.rejected.append(Rejected(row.line, reason))

    def _draft(self, row: Listed, person: Person | None) -> Draft | None:
        said = {name: value for name, value in row.fields.items() if name != "code"}
        code = str(row.fields.get("code", ""))
        holder = self._known.holder(said["number"]) if "number" in said else None
        if holder and (person is None or holder.id != person.id or another(person, said)):
            self._reject(row, _("The number {number} belongs to somebody else.").format(number=said["number"]))
            return None
        if holder and person and self._by_number_only(person, row) and doubtful(person, said):
            # Before the doors open an office corrects its lists; afterwards people have badges, talks and results.
            if self._begun:
                text = _(
                    "The number {number} bears another name. Correct the number or the name; if it is the same person, "
                    "add their code or e-mail address, or correct the name on the People screen."
                )
                self._reject(row, text.format(number=said["number"]))
                return None
            column = str(self._intake.source.columns["number"])
            self._intake.warn(row, column, str(said["number"]), _("Another name than before: is it the same person?"))
        for unclear in row.unclear:
            self._intake.warn(row, *unclear)
        return self._changed(person, said, code) if person else self._listed(said, code)

    def _by_number_only(self, person: Person, row: Listed) -> bool:
        """Whether neither the code nor the e-mail address of a row says that it means this person."""
        code, email = row.fields.get("code", ""), row.fields.get("email", "")
        return self._known.codes.get(folded(code)) != person.id and email.casefold() != (person.email or "-").casefold()

    def _changed(self, person: Person, said: dict[str, Any], code: str) -> Draft | None:
        """What a row says anew of a known person; nothing where it says nothing new. A number never changes."""
        number = said.pop("number", None)
        news = {name: value for name, value in said.items() if _as_kept(getattr(person, name)) != value}
        if code and folded(code) not in self._known.codes:
            news["codes"] = [code]
        if person.number is None and news.get("role") == Role.ATTENDEE:
            news["number"] = number or self._next_number()
        if not news:
            self._intake.unchanged += 1
            return None
        self._intake.updated += 1
        return Draft(LISTED, person.id, news)

    def _listed(self, said: dict[str, Any], code: str) -> Draft:
        self._intake.imported += 1
        if said.setdefault("role", str(Role.ATTENDEE)) != Role.ATTENDEE:
            said.pop("number", None)
        elif "number" not in said:
            said["number"] = self._next_number()
        own = [] if is_badge(code) else [self._fresh.fresh()]
        return Draft(LISTED, f"person:{NEW}", {**said, "codes": [*([code] if code else []), *own]})

    def _next_number(self) -> int:
        self._next = next_number(self._taken, self._next)
        self._taken.add(self._next)
        return self._next


def _as_kept(value: Any) -> Any:
    """A field of a person in the form in which lists state it."""
    return value.isoformat(timespec="minutes") if hasattr(value, "isoformat") else value


def import_places(desk: Desk, path: Path, kind: str, chosen: Chosen, *, dry_run: bool = False) -> dict[str, Any]:
    """Reads booths or positions and writes them into the event folder's own list; ``kind`` is which.

    What the folder's list has under the same name is replaced, everything else in it stays.

    Raises:
        KioskError: the file is no such list; the folder's list is then as it was.
    """
    if kind == "booths":
        counts = _merge(desk, BOOTHS, read_booths(path, chosen), desk.event.booths, dry_run=dry_run)
    else:
        read = read_positions(path, desk.event.booths, chosen)
        counts = _merge(desk, POSITIONS, read, desk.event.positions, dry_run=dry_run)
    names = headers.BOOTHS if kind == "booths" else headers.POSITIONS
    return {**described(path, names, chosen), **counts, "rejected": [], "duplicates": []}


def _merge(
    desk: Desk, name: str, read: Sequence[Booth | Position], known: Sequence[Booth | Position], *, dry_run: bool
) -> dict[str, int]:
    before = {_place_name(place): place for place in known}
    new = [place for place in read if _place_name(place) not in before]
    changed = [place for place in read if before.get(_place_name(place), place) != place]
    if (new or changed) and not dry_run:
        merged = before | {_place_name(place): place for place in read}
        write_places(desk.folder / name, list(merged.values()), desk.event.language)
    unchanged = len(read) - len(new) - len(changed)
    return {"rows": len(read), "imported": len(new), "updated": len(changed), "unchanged": unchanged}


def _place_name(place: Booth | Position) -> str:
    """The name of a booth or position in the form in which lists tell them apart."""
    return (place.booth if isinstance(place, Booth) else place.position).casefold()
