"""The moderator's screen: the time left, what needs looking after, and one key for each command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from kiosk.actions import rounds, stopping
from kiosk.actions.floor import FloorView, floor_view, occupancy
from kiosk.devices.gong import Sound
from kiosk.i18n import N_, _, ngettext
from kiosk.model import Instant, KioskError
from kiosk.programme import Block
from kiosk.rules import clock
from kiosk.rules.clock import RoundStatus, State
from kiosk.rules.rights import Right
from kiosk.screens.announcing import AnnounceDialog
from kiosk.screens.base import BaseScreen
from kiosk.screens.forgotten import ForgottenDialog
from kiosk.screens.moderation import PlanDialog, StopDialog
from kiosk.screens.repairs import ChangesDialog, OfferDialog, RebalanceDialog
from kiosk.widgets.digits import Digits
from kiosk.widgets.floor import large, left_out, sections
from kiosk.widgets.heatmap import HeatMap
from kiosk.widgets.keys import beside
from kiosk.widgets.sections import Sections
from kiosk.widgets.texts import plain, put
from kiosk.words import Tone, clock_time, command_text, shift_text, status_text

OLD = timedelta(seconds=60)
"""A command that was given longer ago is not taken back unasked."""

FURTHER = (
    ("ctrl+g", "gong", N_("Gong")),
    ("ctrl+z", "undo", N_("Take back")),
    ("ctrl+n", "changes", N_("Changes")),
    ("ctrl+o", "offer", N_("Empty seats")),
    ("ctrl+r", "rebalance", N_("Re-balance")),
    ("ctrl+a", "announce", N_("Announce")),
    ("ctrl+f", "forgotten", N_("Nobody forgotten")),
)
"""The keys for which the footer has no room: they stand below the time."""

MOODS = tuple(f"-{mood}" for mood in (*State, "stopped"))


class RoundsScreen(BaseScreen):
    """The rounds."""

    MODE: ClassVar[str] = "rounds"
    HELP: ClassVar[str] = N_(
        "The moderator starts, holds, extends and ends the rounds, one key each; the gong sounds by itself, "
        "and the hall follows. Below the time stand who is missing and where seats are free. F11 makes a new "
        "plan; Ctrl+X stops everything in an emergency. In the last half hour those stand here who have had no talk "
        "yet; Ctrl+F shows them at any time, with where they can still go."
    )
    CSS_PATH = "rounds.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "start", N_("Start round")),
        Binding("f8", "pause", N_("Pause")),
        Binding("f8", "resume", N_("Go on")),
        Binding("f9", "extend", N_("+1 min")),
        Binding("f10", "end", N_("End")),
        Binding("f11", "plan", N_("Plan")),
        Binding("ctrl+x", "stop", N_("Stop all")),
        *(Binding(key, action, word, show=False) for key, action, word in FURTHER),
    ]

    _view: FloorView | None = None
    _stage: object = None

    def body(self) -> ComposeResult:
        """The clock, the lists, the plan."""
        with Horizontal(id="upper"):
            with Vertical(id="round"):
                yield Static("", id="where")
                yield Digits()
                yield Static("", id="next")
                yield Static("", id="hint")
            yield Sections()
        with Vertical(id="plan"):
            yield Static("", id="talks", classes="heading")
            yield HeatMap()

    def update_data(self) -> None:
        """What is recorded."""
        now = self.desk.now()
        self._view = view = floor_view(self.desk)
        self._stage = self._stage_now(view, now) if view else None
        self.refresh_bindings()
        if view is None:
            return
        self.query_one(Sections).sections = (*sections(view), *left_out(self.desk))
        self._show_plan(view)

    def _stage_now(self, view: FloorView, now: Instant) -> object:
        """Differs from an earlier answer where time alone has changed what stands here."""
        return view.stage(now), now.at.replace(second=0, microsecond=0)

    def _show_plan(self, view: FloorView) -> None:
        heat = self.query_one(HeatMap)
        heat.current = view.round
        heat.occupancy = planned = occupancy(self.desk, view.rounds.block) if view.planned else None
        if planned is not None:
            talks = ngettext("{n} talk", "{n} talks", sum(planned.taken.values()))
            text = _("Plan: {talks} by round and booth").format(talks=talks)
            self.query_one("#talks", Static).update(plain(text))

    def update_clock(self) -> None:
        """The time; what the lists say is read anew where time alone has changed it."""
        now = self.desk.now()
        if self._view and self._stage_now(self._view, now) != self._stage:
            self.update_data()
        view = self._view
        further = (f"{self.app.get_key_display(Binding(key, ''))} {_(word)}" for key, _action, word in FURTHER)
        put(hint := self.query_one("#hint", Static), beside(further, hint.size.width))
        if view is None:
            self._show(Content(_("The programme has no rounds.")), clock_time(self.desk.event, now.at), Content())
            return
        status = view.rounds.status(now)
        self._colour("stopped" if view.stopped else status.state)
        above = "✖ " + _("Everything is stopped") if view.stopped else status_text(status)
        self._show(plain(above), large(status, view, now), Content(self._next(status, view, now)))

    def _show(self, where: Content, large: str, next_: Content) -> None:
        for name, text in (("#where", where), ("#next", next_)):
            put(self.query_one(name, Static), text)
        self.query_one(Digits).value = large

    def _colour(self, mood: str) -> None:
        if not self.has_class(f"-{mood}"):
            self.remove_class(*MOODS)
            self.add_class(f"-{mood}")

    def _next(self, status: RoundStatus, view: FloorView, now: Instant) -> str:
        """What comes next, and how far the block is off its programme."""
        if view.stopped:
            return ngettext("{n} person in the house", "{n} persons in the house", view.inside)
        coming = view.rounds.coming(now)
        parts: list[str] = []
        if coming and status.state is not State.PAUSED:
            at = clock_time(self.desk.event, view.rounds.starts(coming, now))
            parts.insert(0, _("round {round} at {time}").format(round=coming, time=at))
        if status.ends and view.rounds.talking(now):
            parts.insert(0, _("change at {time}").format(time=clock_time(self.desk.event, status.ends)))
        return "\n".join(["  ·  ".join(parts), shift_text(status)]).strip()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """F8 resumes what is paused and pauses everything else."""
        held = self._view is not None and self._view.rounds.clock.held
        return {"pause": not held, "resume": held}.get(action, True)

    def _do(self, act: Callable[[], object]) -> None:
        """Gives a command; where it means nothing now, says why."""
        try:
            act()
        except KioskError as error:
            self.say(Tone.HINT, str(error))
        else:
            self.catch_up()

    def _command(self, kind: str, **body: float) -> None:
        self._do_as_moderator(lambda: rounds.command(self.desk, rounds.rounds_block(self.desk), kind, **body))

    def _do_as_moderator(self, act: Callable[[], object]) -> None:
        self.host.with_right(Right.ROUNDS, lambda: self._do(act))

    def action_start(self) -> None:
        """Starts the first or the next round."""
        self._command(clock.STARTED)

    def action_pause(self) -> None:
        """Holds the clock."""
        self._command(clock.PAUSED)

    def action_resume(self) -> None:
        """Lets the clock go on."""
        self._command(clock.RESUMED)

    def action_extend(self) -> None:
        """Gives the running round a minute more."""
        self._command(clock.EXTENDED, seconds=60)

    def action_end(self) -> None:
        """Ends the running round before its time."""
        self._command(clock.ENDED)

    def action_undo(self) -> None:
        """Takes the last command back; asks once where it was given long ago, for much hangs on it by now."""
        self._do(self._undo)

    def _undo(self) -> None:
        block = rounds.rounds_block(self.desk)
        given = rounds.last(self.desk, block)
        what = command_text(self.desk.event, given) if given else ""
        old = given is not None and self.desk.now().at - given.at > OLD
        if old and not self.confirmed(_("Take back: {what}?").format(what=what)):
            return
        self._do_as_moderator(lambda: self._take_back(block, what))

    def _take_back(self, block: Block, what: str) -> None:
        rounds.undo(self.desk, block)
        self.say(Tone.GOOD, _("Taken back: {what}").format(what=what))

    def action_gong(self) -> None:
        """Sounds the gong, to try it or to ask for silence."""
        self.host.gong.play(Sound.START)
        self.app.bell()

    def action_plan(self) -> None:
        """Makes a plan and shows how good it is, before it is published."""
        self._do(lambda: self.app.push_screen(PlanDialog(rounds.rounds_block(self.desk))))

    def action_changes(self) -> None:
        """Shows who was told anew and why."""
        self.app.push_screen(ChangesDialog())

    def action_offer(self) -> None:
        """Shows who could have the seats of those who did not come."""
        self._do(lambda: self.app.push_screen(OfferDialog(rounds.rounds_block(self.desk))))

    def action_rebalance(self) -> None:
        """Looks for a better plan for all, and asks first."""
        self._do(lambda: self.app.push_screen(RebalanceDialog(rounds.rounds_block(self.desk))))

    def action_announce(self) -> None:
        """Tells the hall something, or ends what it is told."""
        self.app.push_screen(AnnounceDialog())

    def action_forgotten(self) -> None:
        """Shows who could go home forgotten."""
        self.app.push_screen(ForgottenDialog())

    def action_stop(self) -> None:
        """Stops everything, or lifts the stop; asks once."""
        self.app.push_screen(StopDialog(stopping.stopped(self.desk)), self._stopped)

    def _stopped(self, stop: bool | None) -> None:
        if stop:
            self._do(lambda: stopping.stop_all(self.desk))
        elif stop is not None:
            self._do_as_moderator(lambda: stopping.lift(self.desk))
