"""The questions that reception asks, each in a box over the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from kiosk.actions.badges import printed_before
from kiosk.i18n import N_, _
from kiosk.model import Answer
from kiosk.screens.base import Dialog
from kiosk.screens.printing import print_badge
from kiosk.widgets.digits import Digits
from kiosk.widgets.qr import qr
from kiosk.widgets.search import PersonSearch
from kiosk.widgets.texts import plain
from kiosk.words import LOOKS, Tone, number_word


class LeaveDialog(Dialog[bool]):
    """Asks before the program ends; only the key that opened it confirms, since a scanner may type any other."""

    HEADING = N_("Quit kiosk on this laptop?")
    HELP: ClassVar[str] = N_(
        "kiosk ends on this laptop only. Everything recorded is kept; starting it again shows the same state."
    )
    BINDINGS: ClassVar = [Binding("f12", "leave", N_("Quit"))]

    def body(self) -> ComposeResult:
        """What leaving means."""
        yield Static(plain(_("Everything recorded is kept. While kiosk is closed, no scan is taken here.")))
        yield Static(plain(_("F12 quits, Esc goes back.")), classes="note")

    def action_leave(self) -> None:
        """Leaves."""
        self.dismiss(True)


class SearchDialog(Dialog[str]):
    """Finds one person; gives their id."""

    HELP: ClassVar[str] = N_(
        "Type three letters of the name or the number; slips and swapped names are understood. Arrow keys "
        "mark one, Enter takes it."
    )

    def __init__(self, heading: str, wanted: str = "") -> None:
        super().__init__()
        self.HEADING = heading
        self._wanted = wanted

    def body(self) -> ComposeResult:
        """The field and its hits."""
        yield PersonSearch(self.desk, wanted=self._wanted)

    @on(PersonSearch.Chosen)
    def _chosen(self, event: PersonSearch.Chosen) -> None:
        self.dismiss(event.person)

    def update_data(self) -> None:
        """Shows who has come in meanwhile."""
        self.query_one(PersonSearch).again()


class ReasonDialog(Dialog[str]):
    """Asks why somebody is admitted in spite of a refusal."""

    HEADING = N_("Admit anyway")
    HELP: ClassVar[str] = N_(
        "Somebody was refused and is to come in all the same. The reason is kept with the check-in, so that "
        "it can be explained later."
    )

    def __init__(self, refused: Answer) -> None:
        super().__init__()
        self._refused = refused

    def body(self) -> ComposeResult:
        """Whom it is about, by number; the field for the reason."""
        word = _(LOOKS[self._refused.verdict].word)
        yield Static(plain(f"{word} · {number_word(self._refused.number)}", "bold"), classes="lead")
        yield Label(_("Reason, kept with the check-in:"))
        yield Input(id="reason", max_length=120)
        yield Static(plain(_("Enter admits, Esc goes back.")), classes="note")

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.say(Tone.HINT, _("Nobody is admitted without a reason."))


class BadgeDialog(Dialog[None]):
    """A new badge: the number to write down large and the code to take along; the next scan closes it."""

    HEADING = N_("New badge")
    HELP: ClassVar[str] = N_(
        "The old badge is no longer valid. Ctrl+P prints the new one, or write the number on a blank badge; the code "
        "on the screen can be scanned or photographed. The next scan closes this."
    )
    BINDINGS: ClassVar = [Binding("enter", "dismiss", N_("Close")), Binding("ctrl+p", "print", N_("Print"))]

    def __init__(self, number: int | None, code: str) -> None:
        super().__init__()
        self._number, self._code = number, code

    def body(self) -> ComposeResult:
        """Number and code."""
        with Horizontal():
            with Vertical(id="new-number"):
                yield Static(plain(_("Number")), classes="note")
                digits = Digits(id="badge-number")
                digits.value = "" if self._number is None else str(self._number)
                yield digits
                lead = _("Print it, or write the number on a blank badge. The code may be photographed.")
                yield Static(plain(lead))
                yield Static(plain(self._code, "bold"), id="badge-code")
            yield Static(qr(self._code), id="qr")

    def show_answer(self, answer: Answer) -> None:
        """Makes way for the next person."""
        super().show_answer(answer)
        if self not in self.app.screen_stack:
            return  # Two scans at once: the one before has closed it already.
        self.pop_until_active()  # Help may be open above it.
        self.dismiss()

    def action_print(self) -> None:
        """Prints it in a thread of its own: no scan waits for a printer. What was printed before is asked about."""
        owner = next((person for person, revoked in self.desk.store.owners(self._code) if not revoked), None)
        if owner is None:
            self.say(Tone.HINT, _("This code has been replaced meanwhile. Close this and make a new badge."))
            return
        before = printed_before(self.desk, [owner])
        if before and not self.confirmed(before):
            return
        self.say(Tone.HINT, _("The badge is being printed …"))
        print_badge(self.host, owner.id, owner.number)
