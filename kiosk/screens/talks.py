"""One person's rounds that are still to come: a talk fixed by hand, or exchanged with somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions.repairs import lock, swap
from kiosk.actions.rounds import clock_of
from kiosk.i18n import N_, _
from kiosk.model import KioskError, Person, PlannedTalk
from kiosk.programme import Block
from kiosk.rules.clock import first_open_round, starts_at
from kiosk.rules.rights import Right
from kiosk.screens.base import Dialog
from kiosk.widgets.day import place
from kiosk.widgets.texts import plain
from kiosk.words import clock_time


class TalksDialog(Dialog[None]):
    """The rounds to come, one a line; what is done to one stands there at once."""

    HEADING = N_("Talks to come")
    HELP: ClassVar[str] = N_(
        "The rounds to come of one person. F9 locks a talk so that no later plan changes it; F10 swaps it "
        "with somebody else's."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "lock", N_("Lock / unlock")),
        Binding("f10", "swap", N_("Swap")),
    ]

    def __init__(self, person: Person, block: Block) -> None:
        super().__init__()
        self._person, self._block = person, block
        self._rounds: tuple[int, ...] = ()
        self._talks: dict[int, PlannedTalk] = {}

    def body(self) -> ComposeResult:
        """The rounds, and with whom to swap."""
        number = "–" if self._person.number is None else self._person.number
        yield Static(plain(_("Number {number}").format(number=number)), classes="lead")
        yield OptionList(id="rounds")
        with Horizontal(classes="field"):
            yield Label(_("Swap with number"))
            yield Input(id="other", max_length=6, restrict=r"\d*")
        note = _("A locked talk is taken away by no planning. A swap exchanges the marked round of both, and locks it.")
        yield Static(plain(note), classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Is ready to choose a round."""
        self.query_one(OptionList).focus()

    def update_data(self) -> None:
        """The rounds as they are now."""
        store, turned, now = self.desk.store, clock_of(self.desk, self._block), self.desk.now()
        first = first_open_round(turned, self._block, now)
        self._rounds = tuple(range(first, self._block.rounds + 1))
        self._talks = {talk.round: talk for talk in store.planned(self._block.id, self._person.id)}
        list_ = self.query_one(OptionList)
        marked = list_.highlighted or 0
        list_.clear_options()
        list_.add_options([Option(self._line(round_)) for round_ in self._rounds])
        list_.highlighted = min(marked, len(self._rounds) - 1) if self._rounds else None

    def _line(self, round_: int) -> Content:
        starts = starts_at(clock_of(self.desk, self._block), self.desk.event, self._block, round_, self.desk.now())
        named, mark = _("Round {round}").format(round=round_), "  ■ " + _("locked")
        head = f"{clock_time(self.desk.event, starts)}  {named}  "
        talk = self._talks.get(round_)
        if talk is None:
            return Content.assemble(head, (_("no talk"), "$text-muted"))
        return Content.assemble(head, plain(place(talk.booth, talk.seat)), mark if talk.locked else "")

    def _do(self, act: Callable[[int], object]) -> None:
        """Does something with the marked round; where it cannot be, says why."""
        marked = self.query_one(OptionList).highlighted
        if marked is None:
            return
        self.host.with_right(Right.ROUNDS, lambda: self._act(act, self._rounds[marked]))

    def _act(self, act: Callable[[int], object], round_: int) -> None:
        said = ""
        try:
            act(round_)
        except KioskError as error:
            said = str(error)
        self.query_one("#error", Static).update(plain(said))
        self.update_data()

    def action_lock(self) -> None:
        """Fixes the marked talk, or lets it go."""
        number = self._person.number or 0
        self._do(lambda round_: lock(self.desk, self._block, number, round_, locked=not self._is_locked(round_)))

    def _is_locked(self, round_: int) -> bool:
        return round_ in self._talks and self._talks[round_].locked

    def action_swap(self) -> None:
        """Exchanges the marked round with that of the number that was typed."""
        self._do(lambda round_: swap(self.desk, self._block, round_, self._person.number or 0, self._other()))

    def _other(self) -> int:
        field = self.query_one("#other", Input)
        typed = field.value.strip()
        if not typed:
            field.focus()
            raise KioskError(_("Type the number to swap with, then F10 again."))
        return int(typed)
