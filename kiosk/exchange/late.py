"""Reading a list that says what came of the event: a career portal's, an employer's, or one of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from kiosk.exchange import late_words, values
from kiosk.exchange.columns import Chosen, Columns, expected, listed, match
from kiosk.exchange.judged import NOTHING, ReadList, judged
from kiosk.exchange.late_words import RESULTS, SAID, SAID_OF_CONTRACT, WHO
from kiosk.exchange.people import settle_names
from kiosk.exchange.tables import Row, Table, read_table
from kiosk.exchange.values import Unfit, clean, quoted
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.rules.contracts import NO_CONTRACT
from kiosk.rules.late import DAYS, Said

_TEXTS: Final = ("id", "booth", "employer", "position", "title", "place", "who", "reporter")


HEADERS: Final = expected(RESULTS, {})
"""How columns of such lists may be called."""

ResultList = ReadList[Said]
Words = Mapping[str, Mapping[str, Callable[[str], str | None]]]
"""For each column what readers find in a word, by the field that it then says something of."""


def read_results(path: Path, first: date, chosen: Chosen | None = None) -> ResultList:
    """Reads such a list; ``first`` is the event's first day, from which days without a year are counted.

    Raises:
        KioskError: the file cannot be read as a list, or no column says whom it is about or what came of it.
    """
    chosen = chosen or {}
    table = read_table(path, expected(RESULTS, chosen))
    columns = match(table, RESULTS, chosen)
    _require(table, columns)
    asks = any(
        late_words.asks_whether_applied(table.header[column]) for column in columns.places.get("application", ())
    )
    return judged(table, columns, 0, lambda row: _said(row, columns, first, _ASKED if asks else _WORDS))


def number_columns(path: Path) -> list[int]:
    """The columns of a list in which the numbers of people stand; none where it is no list.

    Where a list has nothing else of them, this is the only way to find somebody's rows in it.
    """
    try:
        return list(match(read_table(path, HEADERS), RESULTS, {}).places.get("number", ()))[:1]
    except KioskError:
        return []


def _require(table: Table, columns: Columns) -> None:
    if not any(field in columns for field in WHO):
        text = _(
            "{file}: no column says who a person is. It has: {columns}. Name one number, code or email in its first "
            "row, or say --map field=Column."
        )
        raise KioskError(text.format(file=table.file, columns=listed(table.header)))
    if not any(field in columns for field in (*SAID, *SAID_OF_CONTRACT)):
        text = _(
            "{file}: no column says what came of it. It has: {columns}. Name one “Application”, “Applied on”, “Next "
            "step” or “Contract” in its first row, or say --map field=Column."
        )
        raise KioskError(text.format(file=table.file, columns=listed(table.header)))


def _said(row: Row, columns: Columns, first: date, words: Words) -> Said:
    cells = {
        field: cell
        for field, (column, *_others) in columns.places.items()
        if (cell := row[column]) and cell not in NOTHING
    }
    fields: dict[str, Any] = {name: text for name in _TEXTS if (text := clean(cells.get(name, "")))}
    for name in ("code", "first_name", "last_name", "name", "email"):
        if name in cells:
            fields[name] = values.code(cells[name]) if name == "code" else clean(cells[name])
    settle_names(fields)
    if "number" in cells:
        fields["number"] = values.whole(cells["number"], 1, _("The number"))
    outcome = _outcome(cells, first, words)
    if outcome.keys() - {"reporter"} and not any(name in fields for name in WHO):
        raise Unfit(_("The row has neither a name nor a code, an e-mail address or a number."))
    return Said(row.line, {**fields, **outcome})


def _outcome(cells: Mapping[str, str], first: date, words: Words) -> dict[str, Any]:
    """What a row says came of it, in the words of the model."""
    found: dict[str, Any] = {}
    for name in DAYS:
        for field in (name, f"{name}_iso"):
            if field in cells:
                found[field] = values.day(cells[field], first).isoformat()
    if "time" in cells:
        found["time"] = f"{values.time_of_day(cells['time']):%H:%M}"
    for field, readers in words.items():
        for word in values.several(cells.get(field, ""), ",;\n"):
            meant = _meant(field, word, readers)
            _require_one_word(found.get("contract_kind"), meant.get("contract_kind"))
            found |= meant
    if "contract_date" in found or "contract_date_iso" in found:
        _require_one_word(found.setdefault("contract_kind", ""), "")
    return found


def _require_one_word(*kinds: str | None) -> None:
    """Stops a row that says of a contract that there is one and that there is none."""
    said = {kind == NO_CONTRACT for kind in kinds if kind is not None}
    if len(said) > 1:
        raise Unfit(_("The row names a contract, and says that there is none. Correct one of the two."))


_WORDS: Final[Words] = {
    "application": {
        "application": late_words.application,
        "next_step": late_words.step,
        "contract_kind": late_words.signed,
    },
    "next_step": {"next_step": late_words.step},
    "contract_kind": {"contract_kind": late_words.kind},
}
"""What the words in a column may say; a column of results speaks of everything."""
_ASKED: Final[Words] = {**_WORDS, "application": {**_WORDS["application"], "application": late_words.applied}}
"""As ``_WORDS``, where a column asks whether somebody has applied."""


def _meant(field: str, word: str, readers: Mapping[str, Callable[[str], str | None]]) -> dict[str, str]:
    for name, read in readers.items():
        meaning = read(word)
        if meaning is not None:
            return {name: meaning}
    known = {
        "application": _(
            "application received later, no application, follow-up appointment, trial work, internship, contract"
        ),
        "next_step": _("follow-up appointment, trial work, internship, documents missing, no next step"),
        "contract_kind": _("contract of employment, contract of training, no contract"),
    }
    text = _("{word} is no result that is known. Write one of these: {known}.")
    raise Unfit(text.format(word=quoted(word), known=known[field]))
