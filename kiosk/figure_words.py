"""How figures are told: each with its decimals, its name and its definition, and as of when it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kiosk.i18n import _, ngettext
from kiosk.programme import Event
from kiosk.rules.figures.cells import LEAST, is_few
from kiosk.rules.figures.definitions import DEFINITIONS, PLACES, SHARES, TALKS_EACH
from kiosk.words import date_time, number_text


def figure_text(figure: str, value: float) -> str:
    """A figure as people read it, alike wherever it stands; of whom something is not known, few are not told."""
    if is_few(figure, value):
        return few_text()
    return share_text(value) if figure in SHARES else number_text(value, PLACES.get(figure))


def few_text() -> str:
    """What stands for a count that is too small to be told."""
    return _("fewer than {n}").format(n=LEAST)


def share_text(share: float) -> str:
    """A part of a whole in per cent: 16.7 %."""
    return f"{number_text(100 * share, 1)} %"


def figure_said(figure: str) -> tuple[str, str]:
    """What a figure is called, and what is counted in it."""
    if figure in DEFINITIONS:
        name, definition = DEFINITIONS[figure]
        return _(name), _(definition)
    talks = int(figure.removeprefix(TALKS_EACH))
    name = ngettext("Attendees with {n} talk", "Attendees with {n} talks", talks).format(n=talks)
    return name, _("Attendees (T2) who had exactly so many of the talks (G1).")


def bars_of(booths: Iterable[tuple[str, str, int]]) -> list[tuple[str, int]]:
    """What the bars of booths are called, names below names: booth and employer, with the talks."""
    rows = list(booths)
    wide = max((len(booth) for booth, _employer, _talks in rows), default=0)
    return [(f"{booth:{wide}}  {employer}".rstrip(), talks) for booth, employer, talks in rows]


def on_site_text(event: Event, at: datetime, *, closed: bool, reopened: bool) -> str:
    """As of when what was counted on site is, and whether it can still change."""
    if closed:
        text = _("On site, frozen · as of {time}")
    elif reopened:
        text = _("As of {time} · opened again, figures may change")
    else:
        text = _("As of {time} · not closed yet, figures may change")
    return text.format(time=date_time(event, at))


def later_text(event: Event, at: datetime | None, *, closed: bool) -> str:
    """As of when what came in after the closing is; empty where the event never was closed."""
    if at:
        return _("Came in later · as of {time}").format(time=date_time(event, at))
    return _("Nothing has come in since the closing") if closed else ""
