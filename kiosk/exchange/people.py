"""Reading a list of people: attendees, employers, staff, mentors, press."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.exchange import states, values
from kiosk.exchange.columns import Chosen, Columns, expected, listed, match
from kiosk.exchange.headers import ATTENDEES
from kiosk.exchange.judged import NOTHING, ReadList, judged
from kiosk.exchange.late_words import speaks_of_results
from kiosk.exchange.names import split_name
from kiosk.exchange.tables import Row, read_table
from kiosk.exchange.values import Unfit, clean, quoted
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.rules.names import words

IDENTIFYING: Final = ("code", "number", "first_name", "last_name", "name", "email")
"""Fields of which a list needs one, and each of its rows too."""

_REACHED: Final = ("code", "first_name", "last_name", "name")


class Unclear(NamedTuple):
    """A cell that was not understood: what its column is called, what stands in it, and why that says nothing."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as one row of a list names them.

    ``fields`` holds the attendee fields that the row states, and only those: a column that the list has not and a cell
    that is empty say nothing, so importing a list again never wipes what is known. The exception is ``cancelled``:
    where the list has the column, an empty cell means no. ``number`` is an int, ``cancelled`` a bool, ``wishes`` a
    tuple by rank, ``arrives`` and ``leaves`` are ``HH:MM``, everything else is text.
    """

    line: int
    fields: Mapping[str, Any]
    unclear: tuple[Unclear, ...] = ()
    """Cells that were not understood and say nothing, while the rest of the row counts."""


PeopleList = ReadList[Listed]


def read_people(path: Path, chosen: Chosen | None = None, *, sure: bool = False) -> PeopleList:
    """Reads a list of people in any of the known dialects; ``chosen`` says what ``--map`` says.

    ``sure`` says that it is one, even though its columns look like those of a list of results.

    Raises:
        KioskError: if the file cannot be read as a list, no column says who a person is, or the columns are those of
            results and nobody is ``sure``: taking such a list for people would rename them by their numbers.
    """
    chosen = chosen or {}
    table = read_table(path, expected(ATTENDEES, chosen))
    columns = match(table, ATTENDEES, chosen)
    results = speaks_of_results(table.header)
    if results and not sure:
        text = _(
            "{file}: its columns are those of results: {columns}. Say --as results; or --as attendees, if it is a list "
            "of people all the same. Nothing was taken in."
        )
        raise KioskError(text.format(file=table.file, columns=listed(results)))
    if not any(field in columns for field in IDENTIFYING):
        text = _(
            "{file}: no column says who a person is. It has: {columns}. Name one first_name, last_name, email, number "
            "or code in its first row, or say --map field=Column."
        )
        raise KioskError(text.format(file=table.file, columns=listed(table.header)))
    needed = [column for field in _REACHED for column in columns.places.get(field, ())]
    reach = max((column for column in needed if any(table.column(column))), default=0)
    return judged(table, columns, reach, lambda row: _listed(row, columns, table.header))


def _listed(row: Row, columns: Columns, header: Sequence[str]) -> Listed:
    unclear = []
    for field, understands in _UNDERSTANDS.items():
        for column in columns.places.get(field, ()):
            cell = clean(_cell(row, column))
            if cell and not understands(cell):
                unclear.append(Unclear(header[column], cell, _reason(field)))
    return Listed(row.line, _fields(row, columns), tuple(unclear))


def _fields(row: Row, columns: Columns) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field, (column, *_others) in columns.places.items():
        value = _PARSERS.get(field, clean)(_cell(row, column))
        if value != "":
            fields[field] = value
    settle_names(fields)
    if "wishes" in columns:
        _settle_wishes(fields, [_cell(row, column) for column in columns.places["wishes"]])
    if not any(field in fields for field in IDENTIFYING):
        raise Unfit(_("The row has neither a name nor a code, an e-mail address or a number."))
    return fields


def _cell(row: Row, column: int) -> str:
    return "" if row[column] in NOTHING else row[column]


def settle_names(fields: dict[str, Any]) -> None:
    """A whole name counts where first and last name are not given."""
    whole = fields.pop("name", "")
    if whole and not fields.get("first_name") and not fields.get("last_name"):
        parts = zip(("first_name", "last_name"), split_name(whole), strict=True)
        fields |= {part: name for part, name in parts if name}


def _settle_wishes(fields: dict[str, Any], cells: list[str]) -> None:
    """Ranked wishes without repetitions; a single column holds them all, separated."""
    fields.pop("wishes", None)
    separators = ",;\n" if len(cells) == 1 else ""
    wishes = dict.fromkeys(wish for cell in cells for wish in values.several(cell, separators))
    if wishes:
        fields["wishes"] = tuple(wishes)


def _email(text: str) -> str:
    """An address; what has no ``@`` (``-``, ``keine``) is none."""
    return clean(text).removeprefix("mailto:") if "@" in text else ""


def _number(text: str) -> int | str:
    return values.whole(text, 1, _("The number")) if text else ""


def _role(text: str) -> str:
    role = states.role(text)
    if text and not role:
        raise Unfit(
            _("The role {text} is not known: attendee, employer, staff, mentor or press.").format(text=quoted(text))
        )
    return str(role or "")


def _time(text: str) -> str:
    return f"{values.time_of_day(text):%H:%M}" if text else ""


def _status(text: str) -> str:
    return states.status(text) if text else ""


def _assistance(text: str) -> bool | str:
    """Whether somebody needs help; whatever a list says why is not taken in."""
    return (states.consent(text) != "no") if text else ""


def _interpreting(text: str) -> str:
    return "" if states.consent(text) == "no" else clean(text)


_PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "code": values.code,
    "number": _number,
    "email": _email,
    "role": _role,
    "channel": lambda text: states.channel(clean(text)),
    "status": _status,
    "arrives": _time,
    "leaves": _time,
    "consent_contact": states.consent,
    "consent_photo": states.consent,
    "guardian_consent": states.consent,
    "cancelled": states.void,
    "assistance": _assistance,
    "interpreting": _interpreting,
}


_UNDERSTANDS: Final[Mapping[str, Callable[[str], bool]]] = {
    "email": lambda text: "@" in text or states.says_nothing(text),
    "status": states.is_status,
    "consent_contact": states.is_consent,
    "consent_photo": states.is_consent,
    "guardian_consent": states.is_consent,
}
"""Fields whose cells may say what is not known, and what of them is understood."""


def _reason(field: str) -> str:
    """Why a cell was not understood, and what became of it."""
    if field == "email":
        return _("It is no e-mail address and was left out.")
    if field == "status":
        return _("It is no status that is known and counts as other. Known are: job_seeker, training_seeker, other.")
    return _("It is no answer that is known and was left out: it counts as not asked. Write yes or no.")


def duplicates(people: tuple[Listed, ...]) -> list[tuple[int, int]]:
    """Rows that look like a person of an earlier row, with that row's line.

    Names are alike however their umlauts are written and in whatever order; without a name the e-mail address counts.
    """
    first: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    for person in people:
        fields = person.fields
        name = f"{fields.get('first_name', '')} {fields.get('last_name', '')}"
        key = " ".join(sorted(words(name))) or fields.get("email", "").casefold()
        if key and first.setdefault(key, person.line) != person.line:
            found.append((person.line, first[key]))
    return found
