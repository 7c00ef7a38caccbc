"""The keys of a screen, at its bottom."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Footer


class Keys(Footer):
    """Textual's footer, which would otherwise remember every key that it ever showed.

    It shows its keys anew whenever one of them begins or ceases to mean something, and keeps the old ones among those
    who follow its ``compact``; a day at reception would cost hundreds of megabytes.
    """

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Shows the keys anew, and forgets those of before."""
        super().bindings_changed(screen)
        if self.is_attached:
            self.call_after_refresh(self.mutate_reactive, Footer.compact)
