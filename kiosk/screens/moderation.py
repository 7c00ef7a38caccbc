"""What the moderator is asked: whether to stop everything, whether to publish a plan."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from kiosk.actions.floor import occupancy
from kiosk.actions.planner import Planner, StoppedError
from kiosk.actions.plans import Proposal, propose, publish
from kiosk.desk import Desk, at_desk
from kiosk.i18n import N_, _, ngettext
from kiosk.model import KioskError
from kiosk.plan_words import STAGES
from kiosk.programme import Block
from kiosk.rotation.planner import Stage
from kiosk.rules.plans import changes
from kiosk.rules.rights import Right
from kiosk.rules.seating import Occupancy
from kiosk.screens.base import Dialog
from kiosk.widgets.heatmap import HeatMap
from kiosk.widgets.texts import plain
from kiosk.words import number_text

MOST_UNPLACED = 30


class StopDialog(Dialog[bool]):
    """Asks before everything is stopped, or before the stop is lifted; gives what is to be."""

    HEADING = N_("Stop everything?")
    HELP: ClassVar[str] = N_(
        "For an emergency: all clocks stand still and the hall shows that everybody leaves the room. The same"
        " key again confirms."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x", "go", N_("Stop all")),
        Binding("ctrl+x", "lift", N_("Lift the stop")),
    ]

    def __init__(self, stopped: bool) -> None:
        super().__init__()
        self._is_stopped = stopped
        if stopped:
            self.HEADING = N_("Lift the stop?")

    def body(self) -> ComposeResult:
        """What it means."""
        stop = _("The round clocks are held, and the hall is told to stay calm and follow the staff.")
        lift = _("The hall shows the rounds again. They stay paused until F8 lets them go on.")
        yield Static(plain(lift if self._is_stopped else stop))
        yield Static(plain(_("The same key again confirms, Esc goes back.")), classes="note")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """One key for both, and only the one that is meant."""
        return {"go": not self._is_stopped, "lift": self._is_stopped}.get(action, True)

    def action_go(self) -> None:
        """Stops everything."""
        self.dismiss(True)

    def action_lift(self) -> None:
        """Lifts the stop."""
        self.dismiss(False)


@dataclass(frozen=True, slots=True)
class Made:
    """A proposal with all that is shown of it."""

    proposal: Proposal
    moved: int
    """How many people it would send elsewhere than they know."""
    occupancy: Occupancy


def make(desk: Desk, block: Block, planner: Planner) -> Made:
    """A proposal and what it means.

    Raises:
        KioskError: there is nothing to plan.
        StoppedError: the planner was stopped.
    """
    proposal = propose(desk, block, planner)
    published = desk.store.planned(block.id)
    first = proposal.hall.first_round
    begun, before = [[talk for talk in published if (talk.round < first) is early] for early in (True, False)]
    moved = len(changes(before, proposal.talks))
    return Made(proposal, moved, occupancy(desk, block, [*begun, *proposal.talks]))


class PlanDialog(Dialog[None]):
    """Makes a plan beside the screen's work, shows how good it is, and publishes it; Esc stops it."""

    HEADING = N_("Plan")
    HELP: ClassVar[str] = N_(
        "A new plan is made while everything goes on. It holds only once it is published; until then nothing changes."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f11", "publish", N_("Publish"))]

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block
        self._made: Made | None = None
        self._is_out = False
        self._stage: Stage | None = None
        self._began = time.monotonic()
        self._planner = Planner(self._tell)

    def body(self) -> ComposeResult:
        """Quality, changes, occupancy."""
        yield Static(plain(_("Planning …")), id="quality")
        yield Static("", id="changes")
        with VerticalScroll():
            yield HeatMap()

    def on_mount(self) -> None:
        """Begins to plan."""
        self._plan()

    def on_unmount(self) -> None:
        """Nobody waits for the plan any more."""
        self._planner.stop()

    def _tell(self, stage: Stage) -> None:
        """Remembers, in the planner's thread, how far it is; ``update_clock`` shows it."""
        self._stage = stage

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _plan(self) -> Made:
        with at_desk(self.desk.folder, self.desk.clock) as desk:
            return make(desk, self._block, self._planner)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _publish(self, proposal: Proposal) -> int:
        with at_desk(self.desk.folder, self.desk.clock) as desk:
            return len(publish(desk, proposal))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Shows the plan, or why there is none; closes once it is out."""
        if event.state is WorkerState.SUCCESS:
            made = event.worker.result
            if isinstance(made, Made):
                self._show(made)
            else:
                self._is_out = True
                if self.app.screen is self:  # Else whatever lies over it would be closed in its place.
                    self.dismiss()
        elif event.state is WorkerState.ERROR:
            error = event.worker.error
            if isinstance(error, StoppedError):
                return
            if not isinstance(error, KioskError):
                raise error or RuntimeError
            self._stage = None
            self._write("quality", str(error))

    def come_back(self) -> None:
        """Closes late where another dialog lay over it when the plan came out."""
        if self._is_out:
            self.dismiss()

    def _show(self, made: Made) -> None:
        self._made, self._stage = made, None
        talks = ngettext("{n} talk", "{n} talks", len(made.proposal.talks))
        self._write("quality", f"{made.proposal.quality()}  ·  {talks}  ·  {number_text(made.proposal.seconds, 2)} s")
        self._write("changes", "\n".join(_consequences(made.proposal, made.moved)))
        heat = self.query_one(HeatMap)
        heat.occupancy = made.occupancy
        heat.current = made.proposal.hall.first_round
        self.refresh_bindings()

    def update_clock(self) -> None:
        """How far the planner is."""
        if self._stage:
            seconds = int(time.monotonic() - self._began)
            text = _("Planning: {stage} … {seconds} s, Esc stops")
            self._write("quality", text.format(stage=_(STAGES[self._stage]), seconds=seconds))

    def _write(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Static).update(Content("\n").join(plain(line) for line in text.split("\n")))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be published before it is there."""
        return True if action != "publish" or self._made else None

    def action_publish(self) -> None:
        """Makes the plan hold."""
        if made := self._made:
            self.host.with_right(Right.ROUNDS, lambda: self._publish(made.proposal))


def _consequences(proposal: Proposal, moved: int) -> list[str]:
    """Who is told anew, and who goes without a talk."""
    told = ngettext("F11 publishes it; {n} person is told anew.", "F11 publishes it; {n} persons are told anew.", moved)
    if not proposal.unplaced:
        return [told]
    shown = ", ".join(str(number) for number in proposal.unplaced[:MOST_UNPLACED])
    more = " …" if len(proposal.unplaced) > MOST_UNPLACED else ""
    return [told, _("Without a talk ({n}): {numbers}").format(n=len(proposal.unplaced), numbers=shown + more)]
