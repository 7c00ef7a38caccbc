"""Reading an event folder's ``event.toml``, with one clear sentence for everything in it that cannot be."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.programme import BackupSetting, Block, Event, Mode, ReaderSetting
from kiosk.settings import (
    CONTROL,
    LABEL,
    LABELS,
    LISTS,
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    TABLES,
    TARGET,
    TARGETS,
    TIMEZONE,
    Key,
)

SETTINGS: Final = "event.toml"
"""The file that makes a folder an event folder."""

_LANGUAGE: Final = re.compile(r"""^\s*language\s*=\s*["'](\w*)["']""", re.MULTILINE)

Values = dict[str, Any]

GENERAL_HINT: Final = N_("check quotation marks, brackets and equals sign")
SLIPS: Final = (
    (r"""=\s*[„“”»«‚‘’]""", N_('write straight quotation marks: "')),
    (r"=\s*\d{1,2}\.\d{1,2}\.\d{4}", N_("write a day as year-month-day: 2026-11-22")),
    (r"=\s*\d{1,2}[:.]\d{2}\s*(#|$)", N_("write a time with seconds: 10:00:00")),
    (r"=\s*\d+,\d", N_("write a decimal point, not a comma: 2.5")),
    (r'=\s*".*\\', N_("write a text that holds a backslash in simple quotation marks: '\\'")),
    (r"=\s*[^\W\d]", N_('write a text in quotation marks: "text"; true and false in small letters')),
)
"""What volunteers do to TOML (a pattern of the line), and what to do instead."""


def language_of(folder: Path) -> str:
    """The language of the event in a folder, also where something else in its settings is wrong; empty without any."""
    try:
        stated = _LANGUAGE.search((folder / SETTINGS).read_text(encoding="utf-8", errors="replace"))
        return stated[1] if stated else read_event(folder).language
    except (OSError, KioskError):
        return ""


def read_event(folder: Path) -> Event:
    """The settings of the event in a folder; booths and positions have files of their own.

    Raises:
        KioskError: a line for everything that is wrong with the folder or its settings.
    """
    path = folder / SETTINGS
    text = _content(path)
    reading = _Reading(path, text, _parsed(path, text))
    event, rehearsal = reading.one("event"), reading.one("rehearsal") if reading.has("rehearsal") else {}
    desk = reading.one("desk")
    badge, printer = reading.one("badge"), reading.one("printer")
    backup, privacy, feedback = reading.one("backup"), reading.one("privacy"), reading.one("feedback")
    labels, targets = reading.labels(), reading.targets()
    blocks, readers = reading.many("block"), reading.many("reader")
    _check_blocks(reading, blocks)
    _check_readers(reading, readers)
    _check_questions(reading, feedback.get("questions"))
    reading.finish()
    zone = event.setdefault("timezone", ZoneInfo(TIMEZONE))
    moments: Values = {
        name: _moment(value, zone) if isinstance(value, datetime) else value for name, value in rehearsal.items()
    }
    return Event(
        **event,
        **desk,
        **moments,
        **badge,
        **printer,
        **privacy,
        **feedback,
        labels=labels,
        targets=targets,
        backup=BackupSetting(**backup),
        blocks=tuple(Block(**{"day": event["day"], **block}) for block in blocks),
        readers=tuple(ReaderSetting(**reader) for reader in readers),
    )


def _moment(value: datetime, zone: ZoneInfo) -> datetime:
    """A moment of the settings in UTC; without an offset it is meant in the event's zone."""
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _content(path: Path) -> str:
    folder = path.parent
    if not folder.exists():
        raise KioskError(_("There is no folder {folder}; make it with: kiosk new {folder}").format(folder=folder))
    if not folder.is_dir():
        raise KioskError(_("{folder} is a file; name the event's folder instead").format(folder=folder))
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problem = _("{folder} holds no {file} and so is no event folder; make a new one with: kiosk new FOLDER")
        raise KioskError(problem.format(folder=folder, file=SETTINGS)) from None
    except OSError:
        raise KioskError(_("{file} cannot be read; check who may open it").format(file=path)) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as found:
        problem = _("this is not UTF-8; open the file in a text editor and save it with the encoding UTF-8")
        raise KioskError(_at(path, content.count(b"\n", 0, found.start) + 1, problem)) from None


def _parsed(path: Path, text: str) -> Values:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as found:
        # The library's sentence is English; of it, only the place and whether something is there twice are used.
        place = re.search(r"at line (\d+)", str(found))
        lines = text.rstrip().split("\n")
        number = int(place[1]) if place else len(lines)
        raise KioskError(_at(path, number, _malformed(lines[number - 1], str(found)))) from None


def _malformed(line: str, found: str) -> str:
    slips = (hint for pattern, hint in SLIPS if re.search(pattern, line))
    hint = N_("it stands there twice") if found.startswith("Cannot") else next(slips, GENERAL_HINT)
    shown = re.sub(r"\s#.*", "", line.strip())[:60].strip()
    return _("“{line}” cannot be understood; {hint}").format(line=shown, hint=_(hint))


def _at(path: Path, line: int | None, problem: str) -> str:
    sentence = _("{file}: {problem}") if line is None else _("{file}, line {line}: {problem}")
    return CONTROL.sub("?", sentence.format(file=path, line=line, problem=problem))


class _Reading:
    """One pass over the settings, which gathers every problem with its line."""

    def __init__(self, path: Path, text: str, given: Values) -> None:
        self._path, self._given = path, given
        self._places = _places(text)
        self._problems: list[tuple[int, str]] = []
        for table in given.keys() - TABLES.keys() - {LABELS, TARGETS}:
            self.note(_no_table(table), table)

    def note(self, problem: str, table: str, index: int = 0, key: str = "") -> None:
        """A problem of a key, or of a table where no key is named or the key is not there."""
        places = ((table, index, key), (table, index, ""), ("", 0, table))
        line = next((self._places[place] for place in places if place in self._places), None)
        self._problems.append((line or 0, _at(self._path, line, problem)))

    def finish(self) -> None:
        """Raises what was noted, in the order of the file."""
        if self._problems:
            raise KioskError("\n".join(sentence for _line, sentence in sorted(self._problems)))

    def has(self, table: str) -> bool:
        """Whether the table is there at all."""
        return table in self._given

    def one(self, table: str) -> Values:
        """The values of a table that stands there once."""
        return self._values(table, self._table(table))

    def many(self, table: str) -> list[Values]:
        """The values of every table of that name."""
        given = self._given.get(table, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self._misshapen(table)
            return []
        return [self._values(table, one, index) for index, one in enumerate(given)]

    def labels(self) -> dict[str, str]:
        """The words that this event has for those of the program."""
        given = self._table(LABELS)
        return {name: self._value(LABELS, name, LABEL, value) for name, value in given.items()}

    def targets(self) -> dict[str, float]:
        """The figures that were hoped for; a whole number stays one."""
        given = self._table(TARGETS)
        read = {name: self._value(TARGETS, name, TARGET, value) for name, value in given.items()}
        return {name: given[name] if isinstance(given[name], int) else value for name, value in read.items()}

    def _table(self, table: str) -> Values:
        given = self._given.get(table, {})
        if isinstance(given, dict):
            return given
        self._misshapen(table)
        return {}

    def _misshapen(self, table: str) -> None:
        self.note(_("{name} must be a table of its own: {table}").format(name=table, table=_shown(table)), table)

    def _values(self, table: str, given: Values, index: int = 0) -> Values:
        keys = TABLES[table]
        for name in given.keys() - keys.keys():
            problem = _("{table} has no key {key}").format(table=_shown(table), key=name)
            self.note(_unknown(problem, name, keys), table, index, name)
        for name in keys.keys() - given.keys():
            if keys[name].needed:
                self.note(_missing(table, name), table, index)
        here = {name: key for name, key in keys.items() if name in given}
        return {key.field or name: self._value(table, name, key, given[name], index) for name, key in here.items()}

    def _value(self, table: str, name: str, key: Key, given: Any, index: int = 0) -> Any:
        try:
            return key.kind.read(given)
        except ValueError:
            self.note(_wrong(name, key, given), table, index, name)
            return None


def _places(text: str) -> dict[tuple[str, int, str], int]:
    """The line of every key, by table, the table's running number and key; that of a table under an empty key."""
    places: dict[tuple[str, int, str], int] = {}
    counts: Counter[str] = Counter()
    table, index = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"""\s*\[\[?\s*["']?([^\s"'.\]]+)["']?\s*\]""", line):
            table = header[1]
            index, counts[table] = counts[table], counts[table] + 1
            places[table, index, ""] = number
        elif key := re.match(r"""\s*["']?([^\s"'.=#]+)["']?\s*[.=]""", line):
            places.setdefault((table, index, key[1]), number)
    return places


def _shown(table: str) -> str:
    return f"[[{table}]]" if table in LISTS else f"[{table}]"


def _missing(table: str, name: str) -> str:
    """The sentence for a key that has to be there."""
    problem = _("{key} is missing in {table}; for example: {key} = {example}")
    return problem.format(key=name, table=_shown(table), example=TABLES[table][name].example)


def _no_table(name: str) -> str:
    if name in TABLES["event"]:
        return _("{key} must stand below {table}").format(key=name, table=_shown("event"))
    return _unknown(_("there is no table {name}").format(name=name), name, {*TABLES, LABELS, TARGETS})


def _unknown(problem: str, name: str, known: Iterable[str]) -> str:
    """The problem, and what may have been meant; where nothing is near, everything that could be."""
    if near := difflib.get_close_matches(name, list(known), n=1):
        return _("{problem}; did you mean {near}?").format(problem=problem, near=near[0])
    return _("{problem}; there are {known}").format(problem=problem, known=", ".join(sorted(known)))


def _wrong(name: str, key: Key, given: Any) -> str:
    wanted = _(key.kind.wanted).format(**key.kind.words)
    near = difflib.get_close_matches(given, list(key.kind.near()), n=1) if isinstance(given, str) else []
    example = f'"{near[0]}"' if near else key.example
    return _("{key} must be {wanted}; for example: {key} = {example}").format(key=name, wanted=wanted, example=example)


def _check_blocks(reading: _Reading, blocks: list[Values]) -> None:
    _check_doubled(reading, "block", "id", blocks)
    for index, block in enumerate(blocks):
        if block.get("mode") is Mode.ROUNDS and "rounds" not in block:
            reading.note(_missing("block", "rounds"), "block", index)
        warning, talk = block.get("warning_minutes"), block.get("talk_minutes")
        if warning and talk and warning > talk:
            problem = _("warning_minutes is more than talk_minutes, so the warning would come before the talk")
            reading.note(problem, "block", index, "warning_minutes")


def _check_readers(reading: _Reading, readers: list[Values]) -> None:
    _check_doubled(reading, "reader", "port", readers)
    for index, reader in enumerate(readers):
        if not reader.keys() & {"port", "match"}:
            problem = _("[[reader]] needs a port or a match; for example: port = {port}, or match = {match}")
            examples = {name: TABLES["reader"][name].example for name in ("port", "match")}
            reading.note(problem.format(**examples), "reader", index)


def _check_questions(reading: _Reading, questions: tuple[str, ...] | None) -> None:
    if questions is None:
        return
    problems = []
    if not questions:
        problems.append(_("questions is empty; leave the line out, then one question is asked: How was it?"))
    if len(questions) > MOST_QUESTIONS:
        text = _("there are {n} questions, and nobody at the exit answers more than {most}; leave some out")
        problems.append(text.format(n=len(questions), most=MOST_QUESTIONS))
    for place, question in enumerate(questions, 1):
        if len(question) > LONGEST_QUESTION:
            text = _("question {place} has {n} letters; make it {most} at most, so that it fits on screens and cards")
            problems.append(text.format(place=place, n=len(question), most=LONGEST_QUESTION))
        elif question in questions[: place - 1]:
            problems.append(_("question {place} stands there twice; ask it once").format(place=place))
    for problem in problems:
        reading.note(problem, "feedback", 0, "questions")


def _check_doubled(reading: _Reading, table: str, name: str, tables: list[Values]) -> None:
    for index, values in enumerate(tables):
        value = values.get(name)
        if value is not None and any(earlier.get(name) == value for earlier in tables[:index]):
            problem = _("{key} {value} stands in two {table}; each needs its own")
            reading.note(problem.format(key=name, value=value, table=_shown(table)), table, index, name)
