"""The answer to a scan on one line, and the banner that says that a scan was not recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from kiosk.i18n import _, ngettext
from kiosk.model import Answer
from kiosk.programme import Event
from kiosk.widgets.texts import plain, put, safe
from kiosk.words import LOOKS, Tone, answer_text, next_text

SECONDS: Final = 8.0
"""How long an answer stays; a name must not stand on a screen for longer than somebody needs to read it."""

LONGEST_NAME: Final = 24

MOST_LOST: Final = 3
"""So many of the lost scans stand in the banner; all stand among the last scans."""

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
    """Says unmissably what was not recorded; a calm line once scans are recorded again, until staff have noted it."""

    def __init__(self) -> None:
        super().__init__("", id="banner")

    def show(self, lost: Sequence[str], reason: str, *, over: bool, key: str) -> None:
        """Shows what was lost, each by its time and code; nothing where nothing was.

        ``over`` says that scans are recorded again: then no verdict may be covered. ``key`` is what notes it.
        """
        self.set_class(bool(lost) and not over, "-shown")
        self.set_class(bool(lost) and over, "-calm")
        if lost:
            put(self, _calm(lost, key) if over else _alarm(lost, reason, key))


def _alarm(lost: Sequence[str], reason: str, key: str) -> Content:
    head = Content.styled("✖  " + _("NOT RECORDED"), "bold")
    again = _("This does not count. Write it down, or do it again once this is mended.")
    return Content("\n").join([head, plain(reason), Content(again), _listed(lost), _noted(key)])


def _calm(lost: Sequence[str], key: str) -> Content:
    return Content.assemble("✖ ", _listed(lost), " · ", _noted(key))


def _noted(key: str) -> Content:
    return Content(_("{key}: noted").format(key=key))


def _listed(lost: Sequence[str]) -> Content:
    """How many, and the last of them."""
    count = ngettext("{n} was not recorded", "{n} were not recorded", len(lost))
    earlier = "… " if len(lost) > MOST_LOST else ""
    return plain(f"{count}: {earlier}{', '.join(lost[-MOST_LOST:])}")
