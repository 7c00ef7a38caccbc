"""The screens: one file and one stylesheet each. They touch no SQL, no files and no serial ports."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from textual.screen import Screen

from kiosk.i18n import N_
from kiosk.widgets.title import Key

TABS: Final = (
    Key("start", "ctrl+s", N_("Start"), "show('start')"),
    Key("reception", "f2", N_("Reception"), "show('reception')"),
    Key("rounds", "f3", N_("Rounds"), "show('rounds')"),
    Key("booths", "f4", N_("Booths"), "show('booths')"),
    Key("people", "f5", N_("People"), "show('people')"),
    Key("figures", "f6", N_("Figures"), "show('figures')"),
)
"""The screens, by their modes."""

KEYS: Final = (
    Key("look", "ctrl+t", N_("Colours"), "look"),
    Key("language", "ctrl+l", N_("Deutsch"), "language"),
    Key("leave", "f12", N_("Quit"), "leave"),
    Key("help", "f1", N_("Help"), "help"),
)
"""The further keys that work on every screen, the least important first."""


def lazily(mode: str) -> Callable[[], Screen[Any]]:
    """Makes the screen of a mode; its module is not imported before it is first gone to."""

    def make() -> Screen[Any]:
        module = import_module(f"kiosk.screens.{mode}")
        screen: Screen[Any] = getattr(module, f"{mode.title()}Screen")()
        return screen

    return make
