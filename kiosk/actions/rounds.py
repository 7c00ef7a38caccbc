"""The round clock: asking it, commanding it, and who goes where next."""

from __future__ import annotations

from typing import Any

from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Draft, Entry, Instant, KioskError, NextTalk, PlannedTalk
from kiosk.programme import Block, Mode
from kiosk.rules import clock
from kiosk.rules.clock import Phase, RoundClock, RoundStatus
from kiosk.rules.closing import EVENT
from kiosk.rules.journal import UNDONE, standing
from kiosk.rules.stopping import is_stopped


def with_rounds(desk: Desk) -> list[Block]:
    """The blocks with rounds in the order in which they take place."""
    known = (block for block in desk.event.blocks if block.mode is Mode.ROUNDS)
    return sorted(known, key=lambda block: (block.day, block.starts))


def rounds_block(desk: Desk, block: str | None = None) -> Block:
    """The block that is meant: the one named, else the first with rounds that is not over.

    Raises:
        KioskError: there is none.
    """
    in_order = with_rounds(desk)
    if block is not None:
        named = next((known for known in in_order if known.id == block), None)
        if named is None:
            text = _("There is no block “{block}” with rounds in event.toml. Known are: {known}.")
            raise KioskError(text.format(block=block, known=", ".join(known.id for known in in_order) or "–"))
        return named
    if not in_order:
        raise KioskError(_('This event has no rounds: event.toml names no block with mode = "rounds".'))
    return next((known for known in in_order if status(desk, known).state is not clock.State.ENDED), in_order[-1])


def clock_of(desk: Desk, block: Block) -> RoundClock:
    """The clock of a block after its last command."""
    return clock.clock_of(desk.store.entries(clock.entity_of(block.id)), block)


class Clocks:
    """The clocks of the blocks as of one moment, each read once however often it is asked for."""

    def __init__(self, desk: Desk, now: Instant) -> None:
        self.now = now
        self._desk = desk
        self._known: dict[str, RoundClock] = {}

    def of(self, block: Block) -> RoundClock:
        """The clock of a block as time has made it by then."""
        if block.id not in self._known:
            self._known[block.id] = clock.advance(clock_of(self._desk, block), block, self.now)
        return self._known[block.id]


def status(desk: Desk, block: Block) -> RoundStatus:
    """The state of a block now."""
    return clock.status_of(clock_of(desk, block), desk.event, block, desk.now())


def draft(turned: RoundClock, block: Block, kind: str, now: Instant, **body: Any) -> Draft:
    """A command as it is written, with both clocks' readings; ``turned`` is the clock as of now."""
    said = {"at": now.at.isoformat(timespec="milliseconds"), "boot": now.boot, "steady": round(now.steady, 3)}
    return Draft(kind, clock.entity_of(block.id), {**said, "epoch": turned.epoch, **body})


def command(desk: Desk, block: Block, kind: str, **body: Any) -> RoundStatus:
    """Gives the clock a command and returns the state after it.

    Raises:
        KioskError: the command means nothing in the present state; nothing was written.
    """
    with desk.store.write() as store:
        now = desk.now()
        turned = clock.advance(clock_of(desk, block), block, now)
        if kind in (clock.STARTED, clock.RESUMED) and is_stopped(store.entries(EVENT)):
            raise KioskError(_("Everything is stopped. Lift the stop on the Rounds screen first."))
        if not clock.allowed(turned, kind):
            raise KioskError(_refusal(clock.status_of(turned, desk.event, block, now)))
        if kind == clock.STARTED:
            body["round"] = turned.round + 1
        store.record([draft(turned, block, kind, now, **desk.signature, **body)])
    return status(desk, block)


def _refusal(now: RoundStatus) -> str:
    """Why a command is not taken, by what the clock is doing."""
    reasons = {
        clock.State.WAITING: _("The first round has not begun yet. Start it first."),
        clock.State.RUNNING: _("Round {round} is running. Pause, extend or end it."),
        clock.State.WARNING: _("Round {round} is running. Pause, extend or end it."),
        clock.State.CHANGE: _("No round is running: it is the change-over after round {round}."),
        clock.State.PAUSED: _("Round {round} is paused. Resume it first."),
        clock.State.ENDED: _("All rounds are over. If the end was a mistake, undo it."),
    }
    return reasons[now.state].format(round=now.round)


def last(desk: Desk, block: Block) -> Entry | None:
    """The command that an undo would take back; None where none was given."""
    held = standing(desk.store.entries(clock.entity_of(block.id)))
    return held[-1] if held else None


def undo(desk: Desk, block: Block) -> RoundStatus:
    """Takes the last command back, as if it had never been given.

    Raises:
        KioskError: no command was given.
    """
    with desk.store.write() as store:
        given = last(desk, block)
        if given is None:
            raise KioskError(_("There is nothing to undo: the rounds have not been started."))
        store.record([Draft(UNDONE, clock.entity_of(block.id), {"entry": str(given.id), **desk.signature})])
    return status(desk, block)


def next_talk(desk: Desk, person: str, clocks: Clocks) -> NextTalk | None:
    """Where a person goes now or next by the published plan; None where nothing is planned for them any more."""
    for block in with_rounds(desk):
        planned = desk.store.planned(block.id, person)
        if not planned:
            continue
        turned = clocks.of(block)
        ahead = [talk for talk in planned if _still_ahead(desk, talk, turned)]
        if ahead:
            talk = ahead[0]
            starts = clock.starts_at(turned, desk.event, block, talk.round, clocks.now)
            return NextTalk(block.id, talk.round, starts, talk.booth, talk.seat)
    return None


def _still_ahead(desk: Desk, talk: PlannedTalk, turned: RoundClock) -> bool:
    """Whether a planned talk is still to be held: a later round's, or the running round's unless it is over."""
    if turned.phase is Phase.ENDED:
        return False
    if turned.phase is not Phase.TALK or talk.round != turned.round:
        return talk.round > turned.round
    held = desk.store.talks_of(talk.person)
    return not any(done.ends and (done.block, done.round) == (talk.block, talk.round) for done in held)


def talk_now(desk: Desk, person: str, clocks: Clocks) -> PlannedTalk | None:
    """Where the running round has a person; None between rounds, where nothing is planned, and where it is done."""
    for block in with_rounds(desk):
        turned = clocks.of(block)
        if turned.phase is Phase.TALK:
            found = desk.store.planned(block.id, person, turned.round)
            if found and _still_ahead(desk, found[0], turned):
                return found[0]
    return None
