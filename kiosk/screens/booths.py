"""The booths: every seat with who is in, and the keys that close, pause and open a booth or change its seats."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions import booths
from kiosk.actions.boards import boards
from kiosk.actions.hall import Rounds, current
from kiosk.i18n import N_, _, ngettext
from kiosk.model import KioskError
from kiosk.rules.board import Board
from kiosk.rules.booths import CLOSED, OPENED, PAUSED, BoothState
from kiosk.rules.rights import Right
from kiosk.screens.base import BaseScreen
from kiosk.screens.booth_talks import BoothTalksDialog
from kiosk.widgets.board import columns, headings, row, seat_line
from kiosk.widgets.texts import plain
from kiosk.words import Tone, booth_text


class BoothsScreen(BaseScreen):
    """All booths."""

    MODE: ClassVar[str] = "booths"
    HELP: ClassVar[str] = N_(
        "Every booth with its seats. Arrow keys mark a booth; the keys close it, pause it, open it again or "
        "change its seats. Whoever is planned there is told another booth at once. Ctrl+Z takes that back. "
        "Ctrl+R opens the booth's talks: what came of one is said there with the booth's own keys."
    )
    CSS_PATH = "booths.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", f"state('{CLOSED}')", N_("Close")),
        Binding("f8", f"state('{PAUSED}')", N_("Pause")),
        Binding("f9", f"state('{OPENED}')", N_("Open")),
        Binding("f10", "seats(1)", N_("+1 seat")),
        Binding("f11", "seats(-1)", N_("-1 seat")),
        Binding("ctrl+z", "undo", N_("Take back")),
        Binding("ctrl+r", "results", N_("Results"), show=False),
    ]

    _boards: tuple[Board, ...] = ()
    _rounds: Rounds | None = None
    _stage: object = None
    _drawn: object = None

    def body(self) -> ComposeResult:
        """The list, and the marked booth in full."""
        yield Static(id="heads")
        yield OptionList()
        yield Static(id="seats")

    def update_data(self) -> None:
        """What is recorded."""
        self._rounds = current(self.desk)
        self._stage = self._stage_now()
        self._boards = tuple(boards(self.desk, self._rounds))
        self._drawn = None
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Once the event is closed nothing is changed at the booths; what came of the talks can still be said."""
        return not (self._ended and action in ("state", "seats", "undo"))

    def _stage_now(self) -> object:
        """Differs from an earlier answer where time alone has changed what a booth is in."""
        now = self.desk.now()
        return now.at.replace(second=0, microsecond=0), self._rounds.stage(now) if self._rounds else None

    def update_clock(self) -> None:
        """How long everything has taken, once a second."""
        if self._stage_now() != self._stage:
            self.update_data()
        now = self.desk.now().at.replace(microsecond=0)
        if (now, self.size) != self._drawn:
            self._drawn = now, self.size
            self._draw_list()
            self._draw_marked()

    def _draw_list(self) -> None:
        list_ = self.query_one(OptionList)
        widths = columns(self._boards, self.size.width - 6)
        self.query_one("#heads", Static).update(headings(widths))
        now = self.desk.now().at
        rows = [row(board, widths, now) for board in self._boards]
        if list_.option_count != len(rows):
            list_.clear_options()
            list_.add_options([Option(row) for row in rows])
            list_.highlighted = 0 if rows else None
            return
        for place, text in enumerate(rows):
            if list_.get_option_at_index(place).prompt != text:
                list_.replace_option_prompt_at_index(place, text)

    @on(OptionList.OptionHighlighted)
    def _draw_marked(self) -> None:
        board = self._marked()
        if board is None:
            text = Content(_("There are no booths. Write them into booths.csv."))
        else:
            now = self.desk.now().at
            lines = [seat_line(self.desk.event, seat, now) for seat in board.seats]
            text = Content("\n").join([self._head(board), *lines])
        seats = self.query_one("#seats", Static)
        if seats.content != text:
            seats.update(text)

    def _head(self, board: Board) -> Content:
        name = _("Booth {booth}").format(booth=board.now.booth.booth)
        parts = [name, board.now.booth.employer, board.now.booth.room]
        if board.ahead and not board.now.seats:
            parts.append(ngettext("{n} talk is still planned here", "{n} talks are still planned here", board.ahead))
        key = f"{self.app.get_key_display(Binding('ctrl+r', ''))} {_('Results')}"
        said = plain("  ·  ".join(part for part in parts if part), "bold")
        return Content.assemble(said, "  ·  ", (key, "$text-muted"))

    def _marked(self) -> Board | None:
        place = self.query_one(OptionList).highlighted
        return self._boards[place] if place is not None and place < len(self._boards) else None

    def _do(self, act: Callable[[str], booths.Done], hint: str) -> None:
        """Gives a command for the marked booth, once whoever gives it may."""
        if board := self._marked():
            self.host.with_right(Right.ROUNDS, lambda: self._command(board.now.booth.booth, act, hint))

    def _command(self, booth: str, act: Callable[[str], booths.Done], hint: str) -> None:
        """Gives the command and says what came of it."""
        try:
            done = act(booth)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
        else:
            self.catch_up()
            tone = Tone.HINT if done.bereft else Tone.GOOD
            self.say(tone, " · ".join(part for part in (*_consequences(done), hint) if part))

    def action_state(self, kind: str) -> None:
        """Closes, pauses or opens the marked booth; closing asks once, since it sends people elsewhere."""
        board = self._marked()
        if kind == CLOSED and board and board.now.state is not BoothState.CLOSED:
            question = _("Close booth {booth} for the rest of the day?").format(booth=board.now.booth.booth)
            if not self.confirmed(question):
                return
        self._do(lambda booth: booths.command(self.desk, booth, kind), self._way_back())

    def action_seats(self, more: int) -> None:
        """Adds a seat to the marked booth or takes one away."""
        self._do(lambda booth: booths.add_seats(self.desk, booth, more), self._way_back())

    def action_undo(self) -> None:
        """Takes back what was last done with the marked booth."""
        self._do(lambda booth: booths.undo(self.desk, booth), _("taken back"))

    def action_results(self) -> None:
        """Opens the talks of the marked booth, to say what came of them."""
        if board := self._marked():
            booth = board.now.booth
            self.host.with_right(Right.ROUNDS, lambda: self.app.push_screen(BoothTalksDialog(booth, self.host.desk.by)))

    def _way_back(self) -> str:
        return _("{key} takes it back").format(key=self.app.get_key_display(Binding("ctrl+z", "")))


def _consequences(done: booths.Done) -> list[str]:
    """The state of the booth, and who is told anew."""
    rerouted, bereft = done.rerouted, done.bereft
    elsewhere = ngettext("{n} person gets another talk", "{n} persons get another talk", rerouted)
    less = ngettext("{n} person loses a talk", "{n} persons lose a talk", bereft)
    return [booth_text(done.now), elsewhere if rerouted else "", less if bereft else ""]
