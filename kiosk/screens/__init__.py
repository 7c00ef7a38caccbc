"""The screens: one file and one stylesheet each. They touch no SQL, no files and no serial ports."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from textual.screen import Screen

from kiosk.i18n import N_
from kiosk.widgets.title import Tab

TABS: Final = (
    Tab("start", "f1", N_("Start")),
    Tab("reception", "f2", N_("Reception")),
    Tab("rounds", "f3", N_("Rounds")),
    Tab("booths", "f4", N_("Booths")),
    Tab("people", "f5", N_("People")),
    Tab("figures", "f6", N_("Figures")),
)


def lazily(mode: str) -> Callable[[], Screen[Any]]:
    """Makes the screen of a mode; its module is not imported before it is first gone to."""

    def make() -> Screen[Any]:
        module = import_module(f"kiosk.screens.{mode}")
        screen: Screen[Any] = getattr(module, f"{mode.title()}Screen")()
        return screen

    return make
