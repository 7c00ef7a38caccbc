"""The answer to a scan on one line, and the banner that says that a scan was not recorded."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from kiosk.i18n import _
from kiosk.model import Answer, Event
from kiosk.widgets.texts import plain, safe
from kiosk.words import LOOKS, Tone, answer_text, next_text

SECONDS: Final = 8.0
"""How long an answer stays; a name must not stand on a screen for longer than somebody needs to read it."""

LONGEST_NAME: Final = 24

TONES: Final = tuple(f"-{tone}" for tone in Tone)


class VerdictStrip(Static):
    """One line above the keys: the last answer, on every screen and under every dialog."""

    def __init__(self) -> None:
        super().__init__("", id="strip")
        self._over: Timer | None = None

    def answer(self, event: Event, answer: Answer) -> None:
        """Shows the answer to a scan, at once in place of the one before."""
        look = LOOKS[answer.verdict]
        told = look.tone is Tone.GOOD and answer.next is not None
        # Whoever is welcome needs to know where to go; there is no room for more on a narrow screen.
        text = " · ".join([*_greeting(answer), next_text(event, answer.next)]) if told else answer_text(event, answer)
        self.say(look.tone, f"{look.symbol} {text}")

    def say(self, tone: Tone, text: str) -> None:
        """Shows a sentence; it goes by itself."""
        self._paint(tone, plain(text))
        if self._over:
            self._over.stop()
        self._over = self.set_timer(SECONDS, self.clear)

    def clear(self) -> None:
        """Shows nothing."""
        self._paint(None, Content())

    def _paint(self, tone: Tone | None, text: Content) -> None:
        self.remove_class(*TONES)
        if tone:
            self.add_class(f"-{tone}")
        self.update(text)


def _greeting(answer: Answer) -> list[str]:
    """Word, number and name, as far as there are any."""
    number = "" if answer.number is None else _("number {number}").format(number=answer.number)
    return [part for part in (_(LOOKS[answer.verdict].word), number, safe(answer.name, LONGEST_NAME)) if part]


class Banner(Static):
    """Says unmissably that something was not recorded; it stays until something was recorded again."""

    def __init__(self) -> None:
        super().__init__("", id="banner")

    def warn(self, reason: str) -> None:
        """Shows the reason in full."""
        head = Content.styled("✖  " + _("NOT RECORDED"), "bold")
        again = _("This does not count. Write it down, or do it again once this is mended.")
        self.update(Content("\n").join([head, plain(reason), Content(again)]))
        self.add_class("-shown")

    def clear(self) -> None:
        """Goes away."""
        self.remove_class("-shown")
