"""German and English texts: English is what the code says, German comes from the catalogue in ``assets/locale``."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Final

from kiosk.assets import asset

LANGUAGES: Final = ("de", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language: str = "en"
_instead: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar("instead", default=None)
"""The language and catalogue of a file that is being written: another thread goes on speaking its own."""


def use(language: str) -> None:
    """Speak this language from now on; what is not German is English."""
    global _catalogue, _language
    _language, _catalogue = _spoken(language)


def _spoken(language: str) -> tuple[str, gettext.NullTranslations]:
    known = "de" if language == "de" else "en"
    return known, gettext.translation("kiosk", asset("locale"), languages=[known], fallback=True)


def _now() -> tuple[str, gettext.NullTranslations]:
    return _instead.get() or (_language, _catalogue)


def language() -> str:
    """The language that is spoken now, ``de`` or ``en``."""
    return _now()[0]


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speaks another language for a while: a file is written in the event's, whatever the screen is in."""
    before = _instead.set(_spoken(wanted))
    try:
        yield
    finally:
        _instead.reset(before)


def _(text: str) -> str:
    """The text in the language that is spoken now."""
    return _now()[1].gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The text for n things, with ``{n}`` filled in."""
    return _now()[1].ngettext(singular, plural, n).format(n=n)


def plain_date(day: date) -> str:
    """A date in digits, as the language that is spoken now writes it: 2026-11-30, 30.11.2026."""
    return day.strftime(_("%Y-%m-%d"))


def N_(text: str) -> str:
    """Marks a text for the catalogue that is translated later, where it is shown."""
    return text


def system_language() -> str:
    """The language of the system, as the environment or the operating system says; English where it is neither."""
    return "de" if _stated().startswith(("de", "german")) else "en"


def event_language() -> str:
    """The language of a new event: German, unless the system plainly speaks English."""
    return "en" if _stated().startswith("en") else "de"


def _stated() -> str:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value.lower()
    return (locale.getlocale()[0] or "").lower()
