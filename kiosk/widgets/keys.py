"""The keys of a screen, at its bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer

from kiosk.i18n import _

EVERYWHERE: Final = "app."
"""So begin the actions of keys that work on every screen: they give way first where there is little room."""

WIDE: Final = 110
"""From so many columns on there are two more between the keys, as the stylesheet says."""


class Keys(Footer):
    """Textual's footer, which would otherwise cut off what has no room, and remember every key that it ever showed.

    It would also build its keys anew whenever the focus moves, though they are the same, which costs more than most
    else that a key does; and it keeps the old ones among those who follow its ``compact``: a day at reception would
    cost hundreds of megabytes.
    """

    _columns = 0
    _shown: Sequence[object] = ()

    def compose(self) -> ComposeResult:
        """The keys; too many of them without those of every screen, then closer and with ``^K`` for ``Ctrl+K``."""
        self._columns = self.screen.size.width
        keys: list[Any] = list(super().compose())
        while keys and self._too_long(keys) and keys[-1].action.startswith(EVERYWHERE):
            keys.pop()
        tight = self._too_long(keys)
        if tight:
            for key in keys:
                key.key_display = key.key_display.replace(f"{_('Ctrl')}+", "^")
        self.set_class(tight, "-tight")
        self.styles.grid_size_columns = max(1, len(keys))
        yield from keys

    def _too_long(self, keys: list[Any]) -> bool:
        beside = 5 if self._columns >= WIDE else 3
        return sum(len(key.key_display) + len(key.description) + beside for key in keys) > self._columns - 1

    def on_resize(self, event: Resize) -> None:
        """Uses the room that there is now."""
        if event.size.width != self._columns:
            self.refresh(recompose=True)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Shows the keys anew where they are others now, and forgets those of before."""
        active = [(binding, enabled) for _node, binding, enabled, _tooltip in screen.active_bindings.values()]
        shown = [(self.app.get_key_display(binding), binding, enabled) for binding, enabled in active if binding.show]
        if shown != self._shown and self.app.app_focus and self.is_attached:
            self._shown = shown
            super().bindings_changed(screen)
            self.call_after_refresh(self.mutate_reactive, Footer.compact)


def beside(shown: Iterable[str], width: int) -> Content:
    """Further keys with their words side by side, on as many lines as they need."""
    lines = [""]
    for each in shown:
        joined = f"{lines[-1]}   {each}".lstrip()
        lines[-1:] = [joined] if len(joined) <= width or not lines[-1] else [lines[-1], each]
    return Content("\n".join(lines))
