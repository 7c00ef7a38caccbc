"""The public display: the time left as large as the screen allows, and which number goes to which booth."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from kiosk.actions import announcements
from kiosk.actions.hall import HallView, Rounds
from kiosk.i18n import N_, _, ngettext
from kiosk.model import Instant
from kiosk.programme import Event
from kiosk.rules.announcements import Announcement
from kiosk.rules.clock import RoundStatus, State
from kiosk.rules.seating import Way
from kiosk.widgets.digits import Digits
from kiosk.widgets.letters import Letters
from kiosk.widgets.texts import plain
from kiosk.widgets.title import Line
from kiosk.widgets.ways import ARROW, Ways
from kiosk.words import STATES, clock_time, minutes_left, shift_text, status_text

PAGE_SECONDS: Final = 10.0
"""How long a page stays."""

SOON: Final = timedelta(hours=1)
"""Before this, the time of day says more than a countdown."""

MOST_CALLED: Final = 12


class Sign(NamedTuple):
    """What stands in the coloured field."""

    mood: str
    """The name of the state, which decides the colour."""
    word: str
    """What to do or to know, in as few words as can be."""
    above: str
    large: str
    below: str


def sign_of(event: Event, view: HallView | None, trouble: str, now: Instant) -> Sign:
    """What the hall is to know at this moment; ``trouble`` says why there is no view."""
    clock = clock_time(event, now.at)
    if view is None:
        return Sign("idle", "", "", clock, trouble)
    if view.stopped:
        return _stop_sign(view)
    if view.rounds is None:
        return Sign("idle", _("Welcome"), "", clock, "")
    status = view.rounds.status(now)
    if status.state is State.WAITING:
        return _waiting_sign(event, view.rounds, now)
    if status.state is State.ENDED:
        return Sign("ended", _("Thank you"), status_text(status), clock, _("Thank you for coming."))
    if status.state is State.CHANGE:
        return _change_sign(event, view.rounds, status, now)
    word = _(STATES[status.state][0])
    return Sign(status.state, word, status_text(status), minutes_left(status.left), _below(event, status))


def _stop_sign(view: HallView) -> Sign:
    inside = ngettext("{n} person in the house", "{n} persons in the house", view.inside)
    calm = _("Please stay calm and follow the staff.")
    return Sign("stopped", "", "✖ " + _("Everything is stopped"), "STOP", f"{calm}  ·  {inside}")


def _waiting_sign(event: Event, rounds: Rounds, now: Instant) -> Sign:
    starts = rounds.starts(1, now)
    left, at, word = starts - now.at, clock_time(event, starts), _("Welcome")
    if left <= timedelta(0):
        return Sign("waiting", word, f"○ {word}", clock_time(event, now.at), _("We begin in a moment."))
    if left > SOON:
        return Sign("waiting", word, "○ " + _("Welcome. The first round begins at"), at, "")
    return Sign("waiting", word, "○ " + _("Welcome. The first round begins in"), minutes_left(left), _at(at))


def _at(time: str) -> str:
    return _("at {time}").format(time=time)


def _change_sign(event: Event, rounds: Rounds, status: RoundStatus, now: Instant) -> Sign:
    text = _("Please change. Round {round} of {rounds} begins in")
    above = "⇄ " + text.format(round=status.round + 1, rounds=status.rounds)
    starts = _at(clock_time(event, rounds.starts(status.round + 1, now)))
    below = starts if status.left else _("We go on in a moment.")
    return Sign("change", _(STATES[State.CHANGE][0]), above, minutes_left(status.left), below)


def _below(event: Event, status: RoundStatus) -> str:
    parts = {
        State.RUNNING: _("until {time}").format(time=clock_time(event, status.ends)) if status.ends else "",
        State.WARNING: _("Please come to an end."),
        State.PAUSED: _("We go on in a moment."),
    }
    return "  ·  ".join(part for part in (parts[status.state], shift_text(status)) if part)


class HallScreen(Screen[None]):
    """What everybody in the hall sees; it can only be looked at."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event
        self._view: HallView | None = None
        self._trouble = ""
        self._shown: object = None
        self._title, self._heading = Line(id="title"), Line(id="heading")
        self._above, self._below, self._called = Static(id="above"), Static(id="below"), Static(id="called")
        self._word, self._time, self._ways = Letters(), Digits(), Ways()
        self._told = Static(id="told")
        self._title.left = plain(event.name)

    def compose(self) -> ComposeResult:
        """The title, the time, the ways."""
        yield self._title
        yield Vertical(self._word, self._above, self._time, self._below, id="time")
        yield self._told
        yield Vertical(self._heading, self._ways, self._called, id="where")

    def on_mount(self) -> None:
        """Begins to turn the pages."""
        self.set_interval(PAGE_SECONDS, self.turn)

    def turn(self) -> None:
        """Turns to the next page."""
        self._ways.turn += 1

    def show_view(self, view: HallView | None, trouble: str) -> None:
        """Shows what has been recorded, or why nothing can be shown."""
        before, self._view, self._trouble, self._shown = self._view, view, trouble, None
        if view and (before is None or view.round != before.round):
            self._ways.turn = 0
        told = view if view and not view.stopped else None
        self._ways.ways = told.ways if told else ()
        called = told.called if told else ()
        self._called.update(_last_call(called))
        self.set_class(not self._ways.ways and not called, "-alone")

    def show_time(self, now: Instant) -> None:
        """Shows what the time makes of it; what has not changed is not painted anew."""
        sign = sign_of(self._event, self._view, self._trouble, now)
        clock, page, told = clock_time(self._event, now.at), self._ways.page, self._announcement(now)
        if (sign, clock, page, told) == self._shown:
            return
        self._shown = sign, clock, page, told
        self._announce(told)
        self._colour(sign.mood)
        self._above.update(plain(sign.above))
        self._below.update(plain(sign.below))
        self._word.word, self._time.value = sign.word, sign.large
        self._title.right = Content(clock)
        self._heading.left, self._heading.right = self._coming(now), self._page()

    def _announcement(self, now: Instant) -> Announcement | None:
        told = self._view.announcement if self._view else None
        return told if told and told.holds(now.at) else None

    def _announce(self, told: Announcement | None) -> None:
        """Shows what the hall is told, a line for each language that every terminal can write."""
        self.set_class(told is not None, "-told")
        self.set_class(told is not None and announcements.is_urgent(told), "-urgent")
        spoken = announcements.lines(told, announcements.SCREEN) if told else ()
        self._told.update(Content("\n").join(plain(line.text) for line in spoken))

    def _colour(self, mood: str) -> None:
        if not self.has_class(f"-{mood}"):
            self.remove_class(*(f"-{known}" for known in (*State, "stopped", "idle")))
            self.add_class(f"-{mood}")

    def _coming(self, now: Instant) -> Content:
        view = self._view
        if view is None or view.rounds is None or view.round is None:
            return Content()
        starts = clock_time(self._event, view.rounds.starts(view.round, now))
        text = _("Round {round}, {time}: number → booth").format(round=view.round, time=starts)
        return Content(text)

    def _page(self) -> Content:
        return Content(_("page {page} of {pages}").format(page=self._ways.page, pages=self._ways.pages))


def _last_call(called: tuple[Way, ...]) -> Content:
    """Those who are missing at a booth, as many as fit on two lines."""
    if not called:
        return Content()
    shown = [f"{way.number}{ARROW.strip()}{way.booth}" for way in called[:MOST_CALLED]]
    more = ["…"] if len(called) > MOST_CALLED else []
    return plain(_("Last call") + ": " + "  ·  ".join([*shown, *more]))


class LeaveHall(ModalScreen[bool]):
    """Asks before the display ends, since whoever passes by may lean on a key."""

    QUESTION: ClassVar[str] = N_("Close the public display? F12 closes it, Esc goes back.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12,ctrl+q", "dismiss(True)", show=False),
        Binding("escape", "dismiss(False)", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(plain(_(self.QUESTION)))
