"""Giving a PIN, and setting those of the roles."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState

from kiosk.actions import rights
from kiosk.desk import Desk
from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.rules.rights import NEEDED, PIN, Rank, Right
from kiosk.screens.base import Dialog
from kiosk.widgets.pin import PinField
from kiosk.widgets.texts import plain
from kiosk.words import rank_word


class PinDialog(Dialog[Rank]):
    """Asks for a PIN: for one thing that needs a right, or to sign in; gives the role whose PIN it is."""

    HEADING = N_("PIN")
    HELP: ClassVar[str] = N_(
        "Type the PIN of your role. After three wrong ones it takes ever longer until the next one is looked at. "
        "Scans are taken all the time."
    )

    def __init__(self, right: Right | None = None) -> None:
        super().__init__()
        self._right = right

    def body(self) -> ComposeResult:
        """What for; the field."""
        yield Static(plain(self._what_for()), classes="lead")
        yield PinField()
        yield Static(plain(_("Enter confirms, Esc goes back. Scans are taken meanwhile.")), classes="note")
        yield Static(id="error", classes="error")

    def _what_for(self) -> str:
        if self._right is None:
            return _("Your PIN says who you are.")
        text = _("Only for: {rank}. The PIN counts for this once; {key} signs in for longer.")
        return text.format(rank=rank_word(NEEDED[self._right]), key=self.app.get_key_display(Binding("ctrl+u", "")))

    def on_mount(self) -> None:
        """Is ready to type; says at once where typing is of no use yet."""
        self.query_one(PinField).focus()
        self._try_patience()

    def _try_patience(self) -> bool:
        try:
            rights.require_patience(self.desk)
        except KioskError as error:
            self._tell(str(error))
            return False
        return True

    def _tell(self, text: str) -> None:
        self.query_one("#error", Static).update(plain(text))

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        """Has the PIN checked beside the screen's work; what is no PIN at all is not held against anybody."""
        pin, event.input.value = event.value, ""
        if not PIN.fullmatch(pin):
            self._tell(_("A PIN has 4 to 12 digits."))
        elif self._try_patience():
            self._tell("")
            self._check(rights.pins(self.desk), pin)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _check(self, known: rights.Pins, pin: str) -> Rank | None:
        return rights.matched(known, pin)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Lets in, or says why not."""
        if event.state is WorkerState.ERROR:
            raise event.worker.error or RuntimeError
        if event.state is WorkerState.SUCCESS:
            try:
                role = rights.settle(self.desk, event.worker.result)
                if self._right:
                    rights.require(self.desk, role, self._right)
            except KioskError as error:
                self._tell(str(error))
            else:
                self.dismiss(role)


class PinsDialog(Dialog[None]):
    """The roles, and whether each has a PIN; a new one is typed twice."""

    HEADING = N_("PINs of the roles")
    HELP: ClassVar[str] = N_(
        "The lead's PIN guards overriding, taking back, settings and closing; the moderator's the rounds, booths and "
        "the plan; reception's the names: without it the laptop only takes scans."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "keep", N_("Set the PIN")),
        Binding("f9", "remove", N_("Remove the PIN")),
        Binding("up", "choose(-1)", show=False),
        Binding("down", "choose(1)", show=False),
    ]

    @property
    def _as_lead(self) -> Desk:
        """Only the lead comes as far as this; whoever sets the first PIN becomes it."""
        return rights.as_role(self.desk, Rank.LEAD)

    def body(self) -> ComposeResult:
        """The roles and the fields."""
        yield OptionList(id="roles")
        for name, label in (("pin", _("New PIN")), ("again", _("Once more"))):
            with Horizontal(classes="field"):
                yield Label(label)
                yield PinField(name)
        note = _(
            "The arrow keys choose the role. Without a PIN of its own a role is everybody's; the lead's comes first."
        )
        yield Static(plain(note), classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Is ready to type; the arrow keys choose from the fields as well."""
        self._fields()[0].focus()

    def update_data(self) -> None:
        """Who has a PIN now."""
        known, list_ = rights.pins(self.desk), self.query_one(OptionList)
        marked = list_.highlighted or 0
        list_.clear_options()
        list_.add_options([Option(_row(role, role in known)) for role in _ORDER])
        list_.highlighted = marked

    @property
    def _role(self) -> Rank:
        return _ORDER[self.query_one(OptionList).highlighted or 0]

    def action_choose(self, by: int) -> None:
        """Marks the role above or below."""
        list_ = self.query_one(OptionList)
        (list_.action_cursor_down if by > 0 else list_.action_cursor_up)()

    def _fields(self) -> tuple[PinField, PinField]:
        return self.query_one("#pin", PinField), self.query_one("#again", PinField)

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self.query_one("#pin", PinField).focus()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Enter goes from field to field and sets the PIN from the last one."""
        if event.input.id == "again":
            self.action_keep()
        else:
            self.query_one("#again", PinField).focus()

    def action_keep(self) -> None:
        """Sets the PIN of the marked role."""
        first, second = self._fields()
        if first.value != second.value:
            self._done("✖", _("The two PINs are different. Type both again."))
            first.focus()
        else:
            self._seal(rights.pins(self.desk), self._role, first.value)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _seal(self, known: rights.Pins, role: Rank, pin: str) -> tuple[Rank, str]:
        return role, rights.sealed(known, role, pin)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Keeps the PIN, or says why not."""
        try:
            if event.state is WorkerState.ERROR:
                raise event.worker.error or RuntimeError
            if event.state is not WorkerState.SUCCESS or event.worker.result is None:
                return
            role, hash_ = event.worker.result
            rights.keep_pin(self._as_lead, role, hash_)
        except KioskError as error:
            self._done("✖", str(error))
            return
        if role is Rank.LEAD:
            self.host.session.sign_in(role)
        self._done("✔", _("The PIN is set: {rank}.").format(rank=rank_word(role)))
        self._fields()[0].focus()

    def action_remove(self) -> None:
        """Takes the marked role's PIN away."""
        try:
            rights.remove_pin(self._as_lead, self._role)
        except KioskError as error:
            self._done("✖", str(error))
        else:
            self._done("✔", _("The PIN is removed: {rank}.").format(rank=rank_word(self._role)))

    def _done(self, symbol: str, text: str) -> None:
        for field in self._fields():
            field.value = ""
        told = self.query_one("#error", Static)
        told.set_class(symbol == "✔", "-done")
        told.update(plain(f"{symbol} {text}"))
        self.update_data()


_ORDER = tuple(reversed(Rank))


def _row(role: Rank, has: bool) -> Content:
    state = _("has a PIN") if has else _("no PIN")
    return Content.assemble((f"{rank_word(role):<20}", "bold"), (state, "" if has else "$text-muted"))
