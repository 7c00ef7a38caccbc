"""The readers' lamps: symbol, word and colour for each, always in sight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.content import Content

from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.i18n import N_, _, ngettext
from kiosk.programme import ReaderSetting
from kiosk.widgets.texts import plain
from kiosk.words import reader_word

LOOKS: Final[dict[Lamp, tuple[str, str, str]]] = {
    Lamp.OPEN: ("●", N_("ready"), "$text-success"),
    Lamp.OPENING: ("◌", N_("searching"), "$text-warning"),
    Lamp.ABSENT: ("○", N_("not found"), "$text-warning"),
    Lamp.LOST: ("✖", N_("unplugged"), "bold $text-error"),
    Lamp.FORBIDDEN: ("✖", N_("no access"), "bold $text-error"),
    Lamp.BUSY: ("✖", N_("in use"), "bold $text-error"),
}


def reader_name(setting: ReaderSetting) -> str:
    """What staff call a reader, in their language."""
    return reader_word(setting.name)


def lamp(state: ReaderState) -> Content:
    """One reader: symbol, name, word."""
    symbol, word, style = LOOKS[state.lamp]
    return plain(f"{symbol} {reader_name(state.setting)} {_(word)}", style)


def lamps(states: Iterable[ReaderState], width: int) -> Content:
    """All readers on one line; where there are too many, those that are ready are only counted."""
    known = list(states)
    if not known:
        return Content.styled("○ " + _("Keyboard reader"), "$text-muted")
    line = Content("   ").join(lamp(state) for state in known)
    if line.cell_length <= width:
        return line
    ready = sum(state.lamp is Lamp.OPEN for state in known)
    count = Content.styled("● " + ngettext("{n} reader ready", "{n} readers ready", ready), "$text-success")
    troubled = [lamp(state) for state in known if state.lamp is not Lamp.OPEN]
    return Content("   ").join([*troubled, count])
