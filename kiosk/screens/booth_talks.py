"""The talks of one booth at the moderator's desk: what came of them is said or put right with the booth's keys."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions import booth_desk, contracts
from kiosk.actions.booth_desk import Held
from kiosk.i18n import N_, _
from kiosk.model import Instant, KioskError, Talk
from kiosk.programme import Booth
from kiosk.rules.contracts import Contract
from kiosk.rules.rights import Rank
from kiosk.rules.undoing import needed
from kiosk.screens.base import Dialog
from kiosk.screens.contract import ContractDialog
from kiosk.screens.outcome import OutcomeKeys
from kiosk.widgets.booth import LATER, SAID, about_line, care_lines, contract_line, said_lines, talk_line
from kiosk.widgets.texts import plain, put
from kiosk.words import Tone, number_word

MOST: Final = 300
"""So many talks are listed."""


class BoothTalksDialog(Dialog[None], OutcomeKeys[None]):
    """Every talk of a booth by number, the running ones first, and what came of the marked one."""

    HEADING = N_("Talks and what came of them")
    HELP: ClassVar[str] = N_(
        "The talks of this booth by number, the running ones first. Arrow keys mark one, the keys on the right say what"
        " came of it, also of an earlier one. Ctrl+E records a"
        " contract. Ctrl+Z takes the last thing back that was said of the marked talk. Talks that nobody ended end with"
        " the closing: ■."
    )
    AUTO_FOCUS: ClassVar[str | None] = "#talks"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, action, word, show=False) for key, action, word in LATER),
        Binding("ctrl+e", "contract", N_("Contract")),
    ]

    AFTERWARDS: ClassVar[bool] = True

    _talks: tuple[Held, ...] = ()

    def __init__(self, booth: Booth, by: str) -> None:
        super().__init__()
        self._booth = booth
        self._by = by or str(Rank.MODERATOR)

    def body(self) -> ComposeResult:
        """The talks, and what can be said of the marked one."""
        name = _("Booth {booth}").format(booth=self._booth.booth)
        yield Static(plain(f"{name}  ·  {self._booth.employer}"), classes="lead")
        with Horizontal():
            yield OptionList(id="talks")
            with Vertical(id="outcome"):
                yield Static(id="about", classes="heading")
                yield Static(id="said")
                yield Static(id="contract")
                yield Static(id="care")

    def update_data(self) -> None:
        """The talks as they are now; the marked one stays marked."""
        before = self.meant
        self._talks = tuple(booth_desk.talks_of(self.desk, self._booth.booth)[:MOST])
        list_ = self.query_one("#talks", OptionList)
        list_.clear_options()
        today = self.desk.today()
        list_.add_options([Option(talk_line(self.desk.event, held, today)) for held in self._talks])
        ids = [held.talk.id for held in self._talks]
        known = before is not None and before.talk.id in ids
        list_.highlighted = ids.index(before.talk.id) if before and known else (0 if ids else None)
        self._show_said()

    @on(OptionList.OptionHighlighted)
    def _show_said(self) -> None:
        held = self.meant
        put(self.query_one("#about", Static), about_line(held))
        put(self.query_one("#said", Static), said_lines(self.desk.event, held, (*SAID, *LATER)))
        put(self.query_one("#contract", Static), contract_line(self._contract))
        put(self.query_one("#care", Static), care_lines(held))

    @property
    def meant(self) -> Held | None:
        """The marked talk."""
        place = self.query_one("#talks", OptionList).highlighted
        return self._talks[place] if place is not None and place < len(self._talks) else None

    @property
    def _contract(self) -> Contract | None:
        """The contract of whoever sat in the marked talk, with this booth's employer."""
        held = self.meant
        return self.desk.store.contract(self._booth.booth, held.talk.person) if held else None

    @property
    def at_booth(self) -> str:
        """The booth whose talks these are."""
        return self._booth.booth

    @property
    def by(self) -> str:
        """Whoever opened this, by rank."""
        return self._by

    @property
    def none_held(self) -> str:
        """That there is nothing to say anything of."""
        return _("No talk was held at this booth yet.")

    def action_contract(self) -> None:
        """Records a contract that was reported, or takes it back."""
        if held := self.meant:
            self.app.push_screen(ContractDialog(self._contract, held), partial(self._reported, held.talk))
        else:
            self.say(Tone.HINT, self.none_held)

    def _reported(self, talk: Talk, fields: Mapping[str, str] | None) -> None:
        if fields is None:
            return
        try:
            if fields:
                said = {**fields, "position": talk.position or ""}
                contracts.record_contract(self.desk, talk.person, self._booth.booth, said, by=self._by)
            else:
                contracts.take_contract_back(self.desk, talk.person, self._booth.booth)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
            return
        done = _("Contract") if fields else _("Taken back.")
        self.say(Tone.GOOD, f"✔ {number_word(talk.number)} · {done}")
        self.catch_up()

    def action_undo(self) -> None:
        """Takes back what was last said of the marked talk, once whoever wants it may."""
        held = self.meant
        last = booth_desk.last_said(self.desk, held.talk.id) if held else None
        if held is None or last is None:
            self.say(Tone.HINT, _("Nothing was said about this talk."))
            return
        here = last.station == self.desk.store.station
        right = needed(Instant(last.at), self.desk.now(), here=here)
        if right:
            self.host.with_right(right, lambda: self._unsay(held.talk.id))
        else:
            self._unsay(held.talk.id)

    def _unsay(self, talk: str) -> None:
        try:
            booth_desk.unsay(self.desk, talk)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
        else:
            self.say(Tone.HINT, _("Taken back."))
            self.catch_up()
