"""The screen of the info point: scan, and your next booth stands there, large, with your number and no name."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from kiosk.actions.info import News, Told, sentences
from kiosk.model import Instant
from kiosk.programme import Event
from kiosk.widgets.digits import Digits
from kiosk.widgets.texts import plain, put
from kiosk.widgets.title import Line
from kiosk.words import clock_time, number_word

SYMBOLS: Final = {News.SCAN: "▣", News.NEXT: "➜", News.NONE: "●", News.RECEPTION: "●", News.THANKS: "✔"}


class InfoScreen(Screen[None]):
    """What everybody who passes by may see."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event
        self._title, self._number, self._lines = Line(id="title"), Static(id="number"), Static(id="lines")
        self._booth, self._named, self._trouble = Digits(), Static(id="booth"), Static(id="trouble")
        self._title.left = plain(event.name)

    def compose(self) -> ComposeResult:
        """The number, the booth, the sentence in every language."""
        yield self._title
        yield Vertical(self._number, self._booth, self._named, self._lines, id="news")
        yield self._trouble

    def on_mount(self) -> None:
        """Waits for a badge."""
        self.show(Told(News.SCAN))

    def show(self, told: Told) -> None:
        """Shows an answer, or what to do to get one."""
        for news in News:
            self.set_class(news is told.news, f"-{news}")
        large = told.booth.isascii() and told.booth.isdigit()
        self.set_class(large, "-large")
        self._booth.value = told.booth if large else ""
        put(self._named, plain("" if large else told.booth))
        put(self._number, plain(f"{SYMBOLS[told.news]} {number_word(told.number)}" if told.number else ""))
        put(self._lines, Content("\n").join(plain(line) for line in self._spoken(told)))

    def _spoken(self, told: Told) -> list[str]:
        starts = clock_time(self._event, told.starts) if told.starts else ""
        said = {"booth": told.booth, "round": told.round, "time": starts}
        return [line.format(**said) for line in sentences()[told.news].values()]

    def warn(self, trouble: str) -> None:
        """Says why scans cannot be taken just now; nothing once they can."""
        put(self._trouble, plain(trouble))

    def show_time(self, now: Instant) -> None:
        """The time of day."""
        clock = clock_time(self._event, now.at)
        if self._title.right.plain != clock:
            self._title.right = Content(clock)
