"""The figures live, each with its definition below it, and what holds them together."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from kiosk.actions.closing import erased
from kiosk.actions.figures import Snapshot, snapshot
from kiosk.desk import Desk, at_desk
from kiosk.figure_words import bars_of, figure_text, later_text, on_site_text
from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.rules.figures import DEFINITIONS, Figure
from kiosk.rules.figures.definitions import SECTIONS, is_told
from kiosk.rules.rights import Right
from kiosk.screens.base import BaseScreen
from kiosk.screens.closing import CloseDialog, ClosingDialog, ReopenDialog
from kiosk.settings import MOST_QUESTIONS
from kiosk.widgets.bars import Bars
from kiosk.widgets.texts import plain
from kiosk.widgets.title import Line
from kiosk.words import MOODS, Tone, clock_time, question_text

LEAST_SECONDS: Final = 1.0
"""The figures are counted again at most this often, and only after something has changed."""

SHARE: Final = 10
"""Counting may take one part in so many of the time, however large the event is."""


class FigureLine(Vertical):
    """A figure with its definition."""

    def __init__(self, figure: str) -> None:
        super().__init__(id=f"figure-{figure}")
        self._figure = figure

    def compose(self) -> ComposeResult:
        """Name and value on a line, the definition below."""
        name, definition = DEFINITIONS[self._figure]
        line = Line()
        line.left = Content.assemble((f"{self._figure.partition('_')[0]}  ", "$text-muted"), plain(_(name)))
        line.right = Content("…")
        yield line
        yield Static(plain(_(definition)))

    def show(self, value: Figure, target: float | None) -> None:
        """Shows the value, and the target where one was set."""
        aim = "" if target is None else f"{_('Target')} {figure_text(self._figure, target)}   "
        told = figure_text(self._figure, value)
        self.query_one(Line).right = Content.assemble((aim, "$text-muted"), (told, "bold $accent"))


class FiguresScreen(BaseScreen):
    """All figures."""

    MODE: ClassVar[str] = "figures"
    HELP: ClassVar[str] = N_(
        "The figures of the report as they stand now, each with its definition. F9 closes the event, which the lead "
        "may: from then on no scan is taken, what was counted on site is frozen, and what comes in later stands "
        "below it with a time of its own. F9 opens a closed event again. Visitors answer "
        "at the screen “kiosk feedback” or with cards; a question is told from five answers on, and nothing leads from "
        "an answer to a person."
    )
    CSS_PATH = "figures.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7,pageup", "page(-1)", N_("Up")),
        Binding("f8,pagedown", "page(1)", N_("Down")),
        Binding("f9", "close", N_("Close the event")),
        Binding("f9", "reopen", N_("Open the event again")),
    ]

    _stale = True
    _again = 0.0
    """When the figures may be counted again."""
    _snapshot: Snapshot | None = None
    _way = "close"
    """Which of its two actions F9 offers now; neither once everybody is erased."""

    def body(self) -> ComposeResult:
        """Figures, charts, invariants."""
        yield Static("", id="as-of")
        with VerticalScroll(id="all", can_focus=False), Container(id="sheet"):
            with Vertical(id="figures"):
                for heading, part in SECTIONS.values():
                    yield Static(plain(_(heading), "bold $primary"), classes="section")
                    for figure in part:
                        yield FigureLine(figure)
            with Vertical(id="charts"):
                yield Bars(id="arrivals")
                yield Bars(id="present")
                yield Bars(id="spread")
                yield Bars(id="booths")
                for place in range(MOST_QUESTIONS):
                    yield Bars(id=f"feedback-{place}", classes="feedback")
                yield Static("", id="invariants")

    def action_page(self, down: int) -> None:
        """Shows the part below or above."""
        scroll = self.query_one("#all", VerticalScroll)
        scroll.scroll_relative(y=down * max(1, scroll.size.height - 2), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offers to close an open event, and to open a closed one again."""
        if action in ("close", "reopen"):
            return action == self._way
        return super().check_action(action, parameters)

    def action_close(self) -> None:
        """Asks the lead whether the event is over."""
        self._ask(CloseDialog)

    def action_reopen(self) -> None:
        """Asks the lead whether it is to go on."""
        self._ask(ReopenDialog)

    def _ask(self, dialog: Callable[[Desk], ClosingDialog]) -> None:
        self.host.with_right(Right.CLOSE, lambda: self.app.push_screen(dialog(self.desk)))

    def update_data(self) -> None:
        """What is shown is out of date from now on."""
        self._stale = True
        way = "" if erased(self.desk) else "reopen" if self._ended else "close"
        if self._way != way:
            self._way = way
            self.refresh_bindings()
        if self._snapshot:
            self._show(self._snapshot)

    def update_clock(self) -> None:
        """Counts again where that is due."""
        if self._stale and monotonic() >= self._again:
            self._stale, self._again = False, float("inf")
            self._count()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _count(self) -> tuple[Snapshot, float]:
        """Reads and counts beside the screen's own work, with a connection of its own."""
        began = monotonic()
        with at_desk(self.desk.folder, self.desk.clock) as desk:
            return snapshot(desk), monotonic() - began

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Shows what was counted."""
        if event.state is WorkerState.SUCCESS and event.worker.result is not None:
            self._snapshot, took = event.worker.result
            self._again = monotonic() + max(LEAST_SECONDS, SHARE * took)
            self._show(self._snapshot)
        elif event.state is WorkerState.ERROR:
            self._again = monotonic() + SHARE
            if not isinstance(event.worker.error, KioskError):
                raise event.worker.error or RuntimeError
            self.say(Tone.BAD, str(event.worker.error))

    def _show(self, found: Snapshot) -> None:
        self.query_one("#as-of", Static).update(self._as_of(found))
        event = self.desk.event
        for figure in DEFINITIONS:
            line = self.query_one(f"#figure-{figure}", FigureLine)
            line.display = is_told(figure, came_in=found.later_at is not None)
            line.show(found.figures[figure], event.targets.get(figure))
        self._draw(
            "arrivals", _("Arrivals by quarter of an hour"), [(clock_time(event, at), n) for at, n in found.arrivals]
        )
        self._draw("present", _("Attendees in the house"), [(clock_time(event, at), n) for at, n in found.present])
        self._draw(
            "spread", _("Attendees by number of talks"), [(str(talks), people) for talks, people in found.spread]
        )
        self._draw("booths", _("Talks by booth"), bars_of(found.booths))
        for place, (question, counts) in enumerate(found.feedback[:MOST_QUESTIONS]):
            words = [_(word) for word, _symbol in MOODS.values()]
            heading = f"{_('Feedback')}: {question_text(question)}"
            self._draw(f"feedback-{place}", heading, list(zip(words, counts, strict=True)))
        self.query_one("#invariants", Static).update(_checks(found))

    def _draw(self, name: str, heading: str, bars: list[tuple[str, int]]) -> None:
        chart = self.query_one(f"#{name}", Bars)
        chart.heading, chart.bars = heading, bars
        chart.add_class("-drawn")

    def _as_of(self, found: Snapshot) -> Content:
        event = self.desk.event
        lines = (
            on_site_text(event, found.at, closed=found.closed, reopened=found.reopened),
            later_text(event, found.later_at, closed=found.closed),
        )
        return Content("\n").join(plain(line) for line in lines if line)


def _checks(found: Snapshot) -> Content:
    """The invariants, each with a tick or a cross."""
    lines = [Content.styled(_("Holds together"), "bold $primary")]
    for name, holds in found.checks:
        mark, style = ("✔", "$text-success") if holds else ("✖", "bold $text-error")
        lines.append(Content.assemble((f"{mark} ", style), plain(_(name))))
    return Content("\n").join(lines)
