"""From the text of one cell to its value: cleaned texts, days, times, whole numbers, several things in one cell."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from typing import Final

from kiosk.i18n import _, plain_date

# Marks that turn the direction of writing would reorder the staff's screen and the CSV; zero-width blanks and soft
# hyphens make two equal names unequal. Joiners stay: Persian and Indian names need them.
_INVISIBLE: Final = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
_CONTROL: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
_TIME: Final = re.compile(
    r"(\d{1,2})(?:[:.](\d{2})(?::([0-5]\d)(?:\.\d+)?)?)?\s*(?:uhr|h|([ap])\.?m\.?)?", re.IGNORECASE
)
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY: Final = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4}|\d{2})?")
_WEEKDAY: Final = re.compile(r"^[^\W\d]+\.?,?\s+")
_MOMENT: Final = re.compile(r"(?<=\d)(?:T|,?\s)\s*\d{1,2}:\d{2}.*$")
_WHOLE: Final = re.compile(r"0*([0-9]{1,6})(?:[.,]0)?")
_RUINED: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d\d", re.IGNORECASE)


class Unfit(ValueError):
    """A cell that cannot be used; its text is the reason, in the user's language."""


def clean(text: str) -> str:
    """A text on one line, composed (NFC), without control characters and marks of writing direction."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return " ".join(text.translate(_CONTROL).split())


def paragraphs(text: str) -> str:
    """As ``clean``, but line breaks stay."""
    return "\n".join(line for part in text.splitlines() if (line := clean(part)))


def several(text: str, separators: str) -> list[str]:
    """The things that stand in one cell, separated by ``|``, else by one of the separators."""
    marks = "|" if "|" in text else separators
    parts = re.split(f"[{re.escape(marks)}]", text) if marks else [text]
    return [part for part in map(clean, parts) if part]


def quoted(text: str) -> str:
    """The beginning of a cell, for a sentence."""
    text = clean(text)
    return _("“{text}”").format(text=text if len(text) <= 40 else f"{text[:40]}…")


def time_of_day(text: str) -> time:
    """A time such as 9:30, 09.30, 9 Uhr, 09:30:00 or 9:30 PM.

    Raises:
        Unfit: if it is none.
    """
    found = _TIME.fullmatch(clean(text))
    try:
        hour, minute, second = (int(part or 0) for part in found.groups()[:3]) if found else (24, 0, 0)
        if found and (half := found[4]):
            # Noon and midnight are the twelfth hour of their half of the day.
            hour = (hour % 12 + (12 if half in "pP" else 0)) if 1 <= hour <= 12 else 24
        return time(hour, minute, second)
    except ValueError:
        raise Unfit(_("{text} is no time of day. Write it as 09:30.").format(text=quoted(text))) from None


def day(text: str, first: date) -> date:
    """A day such as 30.11.2026, 2026-11-30, 30.11. or Monday, 30.11.26; a time of day behind it says nothing.

    Without a year it is the first such day from ``first`` on, the day before that included, which is a slip to be told.

    Raises:
        Unfit: if it is none; ``first`` is the example of how to write it, for that day can be taken everywhere.
    """
    bare = _WEEKDAY.sub("", _MOMENT.sub("", clean(text)))
    iso, said = _ISO_DAY.fullmatch(bare), _DAY.fullmatch(bare)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if said and said[3]:
            return date(int(said[3]) % 2000 + 2000, int(said[2]), int(said[1]))
        if said:
            this_year = date(first.year, int(said[2]), int(said[1]))
            return this_year if this_year >= first - timedelta(days=1) else this_year.replace(year=first.year + 1)
    except ValueError:
        pass
    reason = _("{text} is no date. Write it like this: {example}")
    raise Unfit(reason.format(text=quoted(text), example=plain_date(first)))


def whole(text: str, lowest: int, what: str) -> int:
    """A whole number from ``lowest`` to 999999; ``what`` names it for the reason.

    Raises:
        Unfit: if it is none.
    """
    found = _WHOLE.fullmatch(clean(text))
    if not found or int(found[1]) < lowest:
        raise Unfit(
            _("{what} {text} is not a whole number from {lowest} to 999999.").format(
                what=what, text=quoted(text), lowest=lowest
            )
        )
    return int(found[1])


def code(text: str) -> str:
    """The code of a ticket or badge, as it stands.

    Raises:
        Unfit: if a spreadsheet took it for a number and dropped its last digits.
    """
    if _RUINED.fullmatch(text):
        raise Unfit(
            _(
                "The code {text} has lost digits, because a spreadsheet took it for a number. "
                "Export the list again and keep that column as text."
            ).format(text=text)
        )
    return clean(text)
