"""What the moderator sees of changes of the plan: who was told anew and why, empty seats on offer, a better plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from kiosk.actions.offers import Offer, offer_seats, offers
from kiosk.actions.repairs import Move, Remedy, propose_rebalance, publish_remedy, recent_moves
from kiosk.desk import at_desk
from kiosk.i18n import N_, _, ngettext
from kiosk.model import KioskError
from kiosk.plan_words import why_text
from kiosk.programme import Block, Event
from kiosk.rules.rights import Right
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain, safe
from kiosk.words import clock_time

MOST_MOVES: Final = 200


def move_line(event: Event, move: Move) -> Content:
    """One person who was told anew: when, who, from where to where, and why."""
    number = "–" if move.number is None else str(move.number)
    way = f"{_places(move.before)} ➜ {_places(move.after)}"
    why = safe(why_text(move.why, move.cause, move.of), 60)
    return Content.assemble(
        (f"{clock_time(event, move.at)}  ", "$text-muted"),
        (f"{number:>5}  ", "bold"),
        f"{way:<30}  ",
        (why, "$text-muted"),
    )


def _places(places: Iterable[tuple[int, str]]) -> str:
    """Rounds and booths in short."""
    text = _("R{round} booth {booth}")
    return ", ".join(text.format(round=round_, booth=safe(booth, 6)) for round_, booth in places) or "–"


class ChangesDialog(Dialog[None]):
    """Who was told anew and why, the newest first."""

    HEADING = N_("Who changes, and why")
    HELP: ClassVar[str] = N_("Who is told another booth than before, and why. They are shown in the hall by number.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "dismiss", N_("Close"), show=False),
        Binding("pageup", "scroll(-1)", N_("Up"), show=False),
        Binding("pagedown", "scroll(1)", N_("Down"), show=False),
    ]

    def body(self) -> ComposeResult:
        """The list."""
        with VerticalScroll(can_focus=False):
            yield Static(id="moves")

    def update_data(self) -> None:
        """The list as it is now."""
        moves = recent_moves(self.desk, MOST_MOVES)
        none = Content.styled(_("Nobody has been sent elsewhere since the plan was published."), "$text-muted")
        lines = [move_line(self.desk.event, move) for move in moves] or [none]
        self.query_one("#moves", Static).update(Content("\n").join(lines))

    def action_scroll(self, by: int) -> None:
        """Turns the pages."""
        pages = self.query_one(VerticalScroll)
        (pages.scroll_page_down if by > 0 else pages.scroll_page_up)(animate=False)


class OfferDialog(Dialog[None]):
    """The seats of those who did not come, and who could have them; the same key again gives them away."""

    HEADING = N_("Seats of those who did not come")
    HELP: ClassVar[str] = N_(
        "Seats of people who have not come, and who would like to have them. The same key again gives them away."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "give", N_("Give these seats"))]

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block
        self._found: list[Offer] = []
        self._given = False

    def body(self) -> ComposeResult:
        """The list."""
        yield Static(id="lead")
        with VerticalScroll():
            yield Static(id="offers")

    def on_mount(self) -> None:
        """Looks for people."""
        try:
            self._found = offers(self.desk, self._block)
        except KioskError as error:
            self._write(str(error), ())
            return
        lead = ngettext("{n} seat can be filled:", "{n} seats can be filled:", len(self._found))
        self._write(lead if self._found else _("No seat is empty that somebody here wishes."), map(_offer, self._found))
        self.refresh_bindings()

    def _write(self, lead: str, lines: Iterable[str]) -> None:
        self.query_one("#lead", Static).update(plain(lead))
        self.query_one("#offers", Static).update(Content("\n").join(map(plain, lines)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be given where nothing is free."""
        return bool(self._found) and not self._given if action == "give" else True

    def action_give(self) -> None:
        """Gives the seats; the list stays until it has been called out."""
        self.host.with_right(Right.ROUNDS, self._give)

    def _give(self) -> None:
        try:
            moves = offer_seats(self.desk, self._block)
        except KioskError as error:
            self._write(str(error), ())
            return
        self._given = True
        told = [
            _("Number {number} to booth {booth}").format(number=m.number, booth=m.after[0][1]) for m in moves if m.after
        ]
        self._write(_("Given. Please call these numbers now:"), told)
        self.refresh_bindings()


def _offer(offer: Offer) -> str:
    text = _("Booth {booth}, seat {seat}: number {taker}, since number {number} did not come")
    seat = offer.seat
    return text.format(booth=seat.booth, seat=seat.seat, taker=offer.taker.number, number=seat.number or "–")


class RebalanceDialog(Dialog[None]):
    """Says how many people a better plan would move and what it gains; the same key again makes it hold."""

    HEADING = N_("Re-balance")
    HELP: ClassVar[str] = N_(
        "A better plan for all is possible. It says how many people would be told anew; the same key again "
        "makes it hold."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "publish", N_("Publish"))]

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block
        self._remedy: Remedy | None = None

    def body(self) -> ComposeResult:
        """What it would mean."""
        yield Static(plain(_("Planning …")), id="gain")
        yield Static(plain(_("The same key again publishes it, Esc goes back and changes nothing.")), classes="note")

    def on_mount(self) -> None:
        """Looks for a better plan."""
        self._plan()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _plan(self) -> Remedy:
        with at_desk(self.desk.folder, self.desk.clock) as desk:
            return propose_rebalance(desk, self._block)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Says what was found."""
        if event.state is WorkerState.SUCCESS and isinstance(event.worker.result, Remedy):
            self._show(event.worker.result)
        elif event.state is WorkerState.ERROR:
            if not isinstance(event.worker.error, KioskError):
                raise event.worker.error or RuntimeError
            self._write(str(event.worker.error))

    def _show(self, remedy: Remedy) -> None:
        if not remedy.moved:
            self._write(_("The plan cannot be made better without taking talks that people know already."))
            return
        self._remedy = remedy
        people = ngettext("{n} person would be told anew.", "{n} persons would be told anew.", remedy.moved)
        talks = len(remedy.after) - len(remedy.before)
        more = (
            ngettext("{n} more talk", "{n} more talks", talks)
            if talks > 0
            else _("as many talks, more fairly shared or better wished")
        )
        gain = _("It gains: {what}.").format(what=more)
        self._write(f"{people} {gain}")
        self.refresh_bindings()

    def _write(self, text: str) -> None:
        self.query_one("#gain", Static).update(plain(text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be published before it is there."""
        return True if action != "publish" or self._remedy else None

    def action_publish(self) -> None:
        """Makes it hold."""
        if remedy := self._remedy:
            self.host.with_right(Right.ROUNDS, lambda: self._publish(remedy))

    def _publish(self, remedy: Remedy) -> None:
        try:
            publish_remedy(self.desk, remedy)
        except KioskError as error:
            self._write(str(error))
        else:
            self.dismiss()
