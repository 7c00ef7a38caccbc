"""Erasing everybody, or one person: what figures are counted from stays, whoever it was about is gone.

The database is made anew beside the old one, without names, and looked through before anything is touched. Then the
files go, and last of all the new database takes the old one's place in one step. Whenever the laptop goes dark, the
same command begins again: either everything is still there, or nothing but removing is left to do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from kiosk.actions import copies, leftovers, own_rows
from kiosk.actions.backup import writing
from kiosk.actions.erasure import Erasure, again_lines, protocol_lines
from kiosk.actions.report import report
from kiosk.category_words import CATEGORIES
from kiosk.codes import folded
from kiosk.desk import BOOTHS, DATABASE, POSITIONS, Desk
from kiosk.event import SETTINGS
from kiosk.exchange.decoding import decode
from kiosk.exchange.residue import files_in, supplant
from kiosk.exchange.write import replace_file
from kiosk.i18n import _
from kiosk.model import Draft, Entry, KioskError
from kiosk.rules import names
from kiosk.rules.closing import EVENT, is_closed
from kiosk.rules.erasing import (
    ABOUT_NOBODY,
    ERASED,
    REPORT,
    Labels,
    blanked,
    erased_at,
    is_about,
    keepable,
    kept_report,
    nothing_since,
    stays,
    without_mention,
)
from kiosk.rules.figures.cells import printed
from kiosk.rules.mentions import Mentions
from kiosk.rules.people import CODE_GIVEN, LISTED
from kiosk.rules.traces import Marks, Traces, alike
from kiosk.snapshot import compact, length, settle, snapshot
from kiosk.store import Store

_WORD: Final = re.compile(r"[^\W\d_]+")
Change = Callable[[Entry], Mapping[str, Any] | None]


def require_closed(desk: Desk) -> None:
    """Stops erasing while the event goes on.

    Raises:
        KioskError: it is open.
    """
    if not is_closed(desk.store.entries(EVENT)):
        raise KioskError(_("The event is open. Close it first: kiosk close {folder}").format(folder=desk.folder))


def erase_all(desk: Desk) -> Erasure:
    """Erases everybody; the desk's store is closed afterwards.

    Raises:
        KioskError: the event is open, kiosk is running elsewhere, or a file cannot be removed; it can be done again.
    """
    require_closed(desk)
    journal = desk.store.journal()
    before, kept = erased_at(desk.store.entries(EVENT)), kept_report(desk.store.entries(EVENT))
    if before and nothing_since(journal):
        return _again(desk, before)
    traces = traces_of(journal)
    labels = Labels(desk.store.records(), _public(desk), frozenset(traces.whole))
    nobodys = {entry.id for entry in journal if entry.kind in ABOUT_NOBODY}

    def change(entry: Entry) -> Mapping[str, Any] | None:
        return blanked(entry.kind, entry.body, labels) if stays(entry, nobodys) else None

    done = Erasure(desk.now().at, True, desk.by, len(desk.store.people()))
    with _at_work(desk) as workshop:
        said = _remake(desk, workshop / DATABASE, change, done, kept or keepable(report(desk), labels))
        traces = traces.without("\n".join([_settings_text(desk), *said]))
        _clear(desk, leftovers.holding_people(desk, traces, own_rows.imported(journal), workshop), done)
        _swap(desk, workshop, len(journal))
        copies.note_texts(desk.folder, {})
        _prove(desk, traces, done)
    return done


def _again(desk: Desk, before: datetime) -> Erasure:
    """Clears what has come since everybody was erased, or was left then: exports, backups, copies out of reach."""
    done = Erasure(desk.now().at, True, desk.by, 0, already=before)
    cut = leftovers.cut_off(desk.folder)
    with _at_work(desk) as workshop:
        _clear(desk, leftovers.holding_people(desk, Traces(), (), workshop), done)
    return _filed_again(desk, done, cut)


def _filed_again(desk: Desk, done: Erasure, cut: Collection[Path]) -> Erasure:
    if done.gone or done.tended or cut or not _protocols(desk.folder):
        _file(desk, done, again_lines(desk.event, done))
    return done


def erase_person(desk: Desk, number: int) -> Erasure:
    """Erases one person; the desk's store is closed afterwards.

    Raises:
        KioskError: the event is open, nobody has this number, kiosk is running elsewhere, or a file cannot be removed.
    """
    require_closed(desk)
    person = desk.store.person_by_number(number)
    before = erased_at(desk.store.entries(EVENT), one=True)
    if person is None and before and (copies.is_open(desk.folder) or leftovers.cut_off(desk.folder)):
        return _overdue(desk, before)
    if person is None:
        raise KioskError(_("Nobody has the number {number}.").format(number=number))
    records_of = desk.store.records_of(person.id)
    records, numbers = {record.id for record in records_of}, {str(record.number) for record in records_of}
    talks = {talk.id for talk in desk.store.talks_of(person.id)}
    journal = desk.store.journal()
    own = traces_of(entry for entry in journal if entry.entity in records)
    others = [entry for entry in journal if entry.kind in (LISTED, CODE_GIVEN) and entry.entity not in records]
    # What stands with others, too, such as a first name or a group, cannot be told apart from theirs.
    marks = Marks.of(own.whole, traces_of(others).whole)
    whole = {each for each in own.whole if alike(each) in marks.alone}
    labels = Labels(desk.store.records(), _public(desk), frozenset(whole), others_stay=True)

    def known(entry: Entry) -> Mapping[str, Any]:
        return without_mention(entry, person.number, marks.only, labels) or entry.body

    kept = [value for entry in others for value in known(entry).values() if isinstance(value, str)]
    traces = own.without("\n".join([_settings_text(desk), *kept]))
    traces = replace(traces, whole=whole, ordinary=traces.ordinary + len(own.whole) - len(whole))
    mentions = _mentions(desk, journal, traces)

    def change(entry: Entry) -> Mapping[str, Any]:
        if is_about(entry, records, talks):
            return blanked(entry.kind, entry.body, labels)
        return mentions.without(entry, known(entry))

    done = Erasure(desk.now().at, False, desk.by, 1)
    with _at_work(desk) as workshop:
        _remake(desk, workshop / DATABASE, change, done)
        _leave_texts(desk, mentions, done)
        made, lists = leftovers.holding_one(desk, traces, workshop)
        _clear(desk, made, done)
        for rows in (*own_rows.named(lists, journal, person, marks), *own_rows.numbered(desk, journal, numbers)):
            taken, left = own_rows.take_out(rows, workshop)
            done.rows += taken
            done.left |= {str(rows.path.relative_to(desk.folder)): left} if left else {}
        _swap(desk, workshop, len(journal))
        _prove(desk, traces, done, mentions.found)
    return done


def _overdue(desk: Desk, before: datetime) -> Erasure:
    """Clears what was left when one person was erased: copies out of reach, texts of others that were corrected since.

    So it does with the old database, were it cut off.
    """
    done = Erasure(desk.now().at, False, desk.by, 0, already=before)
    cut, journal = leftovers.cut_off(desk.folder), desk.store.journal()
    mentions = _mentions(desk, journal, Traces())
    bodies = {entry.id: mentions.without(entry, entry.body) for entry in journal}
    with _at_work(desk) as workshop:
        if changed := any(bodies[entry.id] != entry.body for entry in journal):
            _remake(desk, workshop / DATABASE, lambda entry: mentions.without(entry, entry.body), done)
        _leave_texts(desk, mentions, done)
        here = copies.files_at(copies.look(desk, due=True).here)
        _clear(desk, [*here, *(file for room in cut for file in files_in(room))], done)
        if changed:
            _swap(desk, workshop, len(journal))
    return _filed_again(desk, done, cut)


def _mentions(desk: Desk, journal: Collection[Entry], traces: Traces) -> Mentions:
    """Texts of others in which one of the traces stands, or that an earlier erasing has left as they are."""
    mentions = Mentions(lambda text: traces.found_in(text.encode()) | ({text} & noted), journal)
    noted = mentions.of(copies.noted_texts(desk.folder))
    return mentions


def _leave_texts(desk: Desk, mentions: Mentions, done: Erasure) -> None:
    """Notes the texts that only people can judge, before the names are gone by which they were found."""
    done.mentions = [*mentions.stay.values()]
    copies.note_texts(desk.folder, mentions.noted())


def traces_of(entries: Iterable[Entry]) -> Traces:
    """All by which these entries name people, as it stands now and as it ever stood."""
    traces = Traces()
    names_: dict[str, tuple[str, str]] = {}
    for entry in entries:
        body = entry.body
        if entry.kind == LISTED and ("first_name" in body or "last_name" in body):
            first, last = names_.get(entry.entity, ("", ""))
            first, last = str(body.get("first_name", first)), str(body.get("last_name", last))
            names_[entry.entity] = first, last
            _name(traces, first, last)
        if entry.kind == LISTED and body.get("email"):
            traces.all_of(str(body["email"]))
            traces.all_of(str(body["email"]).casefold())
        if entry.kind in (LISTED, CODE_GIVEN):
            for code in body.get("codes", ()):
                traces.all_of(code)
                traces.all_of(folded(code))
    return traces


def _name(traces: Traces, first: str, last: str) -> None:
    for word in _WORD.findall(f"{first} {last}"):
        traces.word(word)
    if first and last:
        for one, other in ((first, last), (last, first)):
            for between in (" ", ", ", ",", ";"):
                traces.all_of(f"{one}{between}{other}")
        traces.all_of(names.key(first, last))


@contextmanager
def _at_work(desk: Desk) -> Iterator[Path]:
    """A place on the folder's disk for what is made ready, while nobody else has the event open."""
    with writing(desk.folder), TemporaryDirectory(prefix=leftovers.WORKSHOPS[0], dir=desk.folder) as name:
        yield Path(name)


def _remake(desk: Desk, new: Path, change: Change, done: Erasure, kept: str = "") -> list[str]:
    """Makes the database anew without what people are known by; the words that stay in it, for whoever searches it.

    Of everybody the report is ``kept``, since nothing stays that it could be counted from.

    Raises:
        KioskError: kiosk is running elsewhere, or a figure would not stay what it is; nothing was changed.
    """
    before = _counted(desk, done)
    desk.store.close()
    settle(desk.folder / DATABASE)
    snapshot(desk.folder / DATABASE, new)
    said: set[str] = set()
    with Store(new, desk.clock) as store, store.write():
        body = {"all": done.everybody, "persons": done.persons, **({REPORT: kept} if kept else {}), **desk.signature}
        (own,) = store.record([Draft(ERASED, EVENT, body)])
        try:
            done.entries = store.rewrite(
                lambda entry: _noting(said, entry, entry.body if entry.id == own.id else change(entry))
            )
            store.rebuild()
        except (LookupError, TypeError, ValueError):
            text = _("The journal cannot be read as a whole (kiosk verify). Delete the folder {folder} instead.")
            raise KioskError(text.format(folder=desk.folder)) from None
        said |= {str(sql) for (sql,) in store.db.execute("select sql from sqlite_master").fetchall()}
        after = _counted(replace(desk, store=store), done)
    compact(new)
    if before != after:
        raise KioskError(_("A figure would change by erasing, which must not be; nothing was changed."))
    return sorted(said)


def _noting(said: set[str], entry: Entry, body: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What an entry becomes, with the words noted that stay in it."""
    if body is not None:
        said.add(entry.kind)
    for name, value in (body or {}).items():
        said.add(name)
        if isinstance(value, str) and name != "at":
            said.add(value)
        if isinstance(value, Mapping):
            said |= value.keys()
    return body


def _counted(desk: Desk, done: Erasure) -> dict[str, Any]:
    """The figures and every breakdown, without what its rows are called; of everybody few persons as they are kept."""
    found = report(desk)
    figures = found["figures"]
    told = {name: printed(name, by, figures) if done.everybody else by for name, by in found["by"].items()}
    rows = {name: sorted(map(_numbers, by)) for name, by in told.items()}
    return {"figures": figures, "by": rows, "state": found["state"]}


def _numbers(row: Mapping[str, Any]) -> str:
    return repr(sorted((name, value) for name, value in row.items() if name not in ("id", "title")))


def _swap(desk: Desk, workshop: Path, entries: int) -> None:
    """Puts the new database in the place of the old one, if it has as many entries still.

    Raises:
        KioskError: something was; nothing of the database was changed.
    """
    path, new = desk.folder / DATABASE, workshop / DATABASE
    settle(path)
    if length(path) != entries:
        raise KioskError(_("Something was recorded while erasing. End kiosk everywhere, and erase once more."))
    os.chmod(new, 0o600)  # noqa: PTH101
    supplant(new, path, workshop / "old")


def _clear(desk: Desk, paths: Iterable[Path], done: Erasure) -> None:
    """Removes files, copies elsewhere among them; notes what is still to be removed."""
    before = {place: len(list(copies.files_at([place]))) for place in copies.look(desk).here}
    due = bool(done.already) and not done.everybody
    done.gone = leftovers.clear(desk, paths)
    after = copies.look(desk, due=due)
    done.cleared = {place: files for place, files in before.items() if place in copies.look(desk).gone}
    done.away, done.changed = after.away, after.changed
    done.still, done.tended = copies.left(desk.folder)
    copies.settle(desk, erased=not due)


def _prove(desk: Desk, traces: Traces, done: Erasure, explained: Collection[str] = ()) -> None:
    """Searches what is left, and writes the protocol; still at work, so that it is seen where this is cut off.

    What is ``explained`` stands in texts of the database that are told of by themselves.
    """
    done.files, done.bytes, left = leftovers.search(desk.folder, traces)
    if DATABASE in left and (leftovers.found_in(desk.folder, desk.folder / DATABASE, traces) or {""}) <= {*explained}:
        del left[DATABASE]
    done.left |= left
    done.still = [name for name in done.still if name not in done.left]
    done.lines = {name: leftovers.lines_with(desk.folder / name, traces) for name in done.left}
    copies.leave(desk.folder, done.left)
    done.sought, done.short, done.ordinary = len(traces), traces.short, traces.ordinary
    _file(desk, done, protocol_lines(desk.event, done))


def _file(desk: Desk, done: Erasure, lines: Iterable[str]) -> None:
    """Puts a protocol to those of the same day."""
    done.protocol = desk.folder / f"{leftovers.PROTOCOL}{desk.event.local(done.at):%Y%m%d}.txt"
    earlier = done.protocol.read_text(encoding="utf-8-sig") + "\n" if done.protocol.exists() else ""
    text = "\n".join(lines) + "\n"
    replace_file(done.protocol, (earlier + text).replace("\n", os.linesep).encode("utf-8-sig"))


def _protocols(folder: Path) -> list[Path]:
    """The protocols of all erasings; an erasing that was cut off has none."""
    return list(folder.glob(f"{leftovers.PROTOCOL}*.txt"))


def _public(desk: Desk) -> Collection[str]:
    """Names that the settings give away anyway, and the words that every list knows."""
    return {*CATEGORIES, *(each for booth in desk.event.booths for each in (booth.employer, booth.booth) if each)}


def _settings_text(desk: Desk) -> str:
    """All that stands in the settings, which stay."""
    texts = []
    for name in (SETTINGS, BOOTHS, POSITIONS):
        path = desk.folder / name
        if path.exists():
            texts.append(decode(path.read_bytes(), name)[0])
    return "\n".join(texts)
