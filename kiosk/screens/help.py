"""Help: what is done on the screen in sight, its keys, and what each answer to a scan means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from kiosk.i18n import N_, _
from kiosk.screens.base import Dialog, Frame
from kiosk.widgets.texts import hanging, plain, put
from kiosk.words import LOOKS, Look, Tone

COLOURS: Final = {Tone.GOOD: "bold $text-success", Tone.HINT: "bold $text-warning", Tone.BAD: "bold $text-error"}

KEY_WIDTH: Final = 14
WORD_WIDTH: Final = 20

UNSAID: Final = frozenset(
    {"app.help", *(binding.action for binding in Screen.BINDINGS if isinstance(binding, Binding))}
)
"""What goes without saying: this key itself, and those of any program."""


class HelpDialog(Dialog[None]):
    """Explains the screen or dialog under it. The keys are those that work there now, so no text can be out of date."""

    HEADING = N_("Help")
    HELP = ""
    AUTO_FOCUS: ClassVar[str | None] = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,escape", "dismiss", N_("Close"))]

    def __init__(self, about: Frame[object]) -> None:
        super().__init__()
        self._about = about

    def body(self) -> ComposeResult:
        """What is done here, the keys, the answers; arrow keys and page keys scroll."""
        with VerticalScroll(id="help"):
            yield Static(plain(_(self._about.HELP) if self._about.HELP else ""), classes="lead")
            yield Static(plain(_("Keys")), classes="heading")
            yield Static(id="help-keys", classes="lead")
            yield Static(plain(_("Answers to a scan, and what to do")), classes="heading")
            yield Static(id="help-answers")
        yield Static(plain(_("Arrow keys scroll. A scan counts here, too.")), classes="note")

    def on_resize(self) -> None:
        """Breaks the lines where this window ends."""
        self.call_after_refresh(self.update_data)

    def update_data(self) -> None:
        """The keys and the answers in the language that is spoken now."""
        width = self.query_one("#help", VerticalScroll).scrollable_content_region.width
        put(self.query_one("#help-keys", Static), _below(_key(*each, width) for each in self._keys()))
        put(self.query_one("#help-answers", Static), _below(_answer(look, width) for look in LOOKS.values()))

    def _keys(self) -> Iterator[tuple[str, str]]:
        """Each key that means something there now, with its word; several keys of one meaning share a line."""
        told: dict[tuple[str, str], list[str]] = {}
        found = sorted(self._about.active_bindings.values(), key=lambda active: not active.binding.show)
        for node, binding, enabled, _tip in found:
            shown = binding.show or node in (self._about, self.app)
            if enabled and shown and binding.description and binding.action not in UNSAID:
                name = self.app.get_key_display(binding)
                told.setdefault((binding.action, binding.description), []).append(name)
        return ((", ".join(names), word) for (_action, word), names in told.items())


def _below(lines: Iterator[Content]) -> Content:
    return Content("\n").join(lines)


def _key(names: str, word: str, width: int) -> Content:
    return hanging(Content.styled(f"{names:<{KEY_WIDTH}}", "bold"), plain(word), width)


def _answer(look: Look, width: int) -> Content:
    mark = Content.styled(f"{look.symbol} {_(look.word):<{WORD_WIDTH}}", COLOURS[look.tone])
    return hanging(mark, plain(_(look.advice)), width)
