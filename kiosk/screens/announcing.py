"""What a moderator tells the hall: a prepared text in the languages of the visitors, or words of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions import announcements
from kiosk.i18n import N_, _, language
from kiosk.model import KioskError
from kiosk.rules.announcements import Announcement
from kiosk.rules.names import number_of
from kiosk.rules.rights import Right
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain, put
from kiosk.words import clock_time

LONGEST_MINUTES = 3
LONGEST_NUMBER = 9


class AnnounceDialog(Dialog[None]):
    """Offers the prepared texts; Enter tells the hall the one that is marked."""

    HEADING = N_("Tell the hall")
    HELP = N_(
        "Shows a prepared text in the hall, in the languages of the visitors, until its minutes are over. A number"
        " calls somebody to reception. Own words may hold no name of the list."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "announce", N_("Announce")),
        Binding("f10", "end", N_("End announcement")),
    ]

    def body(self) -> ComposeResult:
        """What the hall is told now, the texts, and what may be added to them."""
        yield Static("", id="now", classes="note")
        yield OptionList(*(Option(plain(text.text), name) for name, text in announcements.prepared().items()))
        for name, label, longest in (
            ("number", _("Number called"), LONGEST_NUMBER),
            ("own", _("Own words"), announcements.LONGEST),
            ("minutes", _("Minutes"), LONGEST_MINUTES),
        ):
            with Horizontal(classes="field"):
                yield Label(label)
                yield Input(id=name, max_length=longest)
        yield Static(plain(_("Enter announces the marked text; own words go first. No names: the hall sees numbers.")))
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Is ready to choose."""
        choices = self.query_one(OptionList)
        choices.highlighted = 0
        choices.focus()

    def update_clock(self) -> None:
        """What the hall is told now, and until when."""
        told = announcements.current(self.desk)
        put(self.query_one("#now", Static), plain(self._shown(told) if told else _("The hall is told nothing now.")))

    def _shown(self, told: Announcement) -> str:
        text = announcements.lines(told, (language(),))[0].text
        until = clock_time(self.desk.event, told.until)
        return _("Until {time}: {text}  ·  F10 ends it.").format(time=until, text=text)

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        """Says how long the marked text stays by itself."""
        text = announcements.prepared()[str(event.option.id)]
        self.query_one("#minutes", Input).placeholder = str(text.minutes)

    @on(Input.Changed)
    def _corrected(self) -> None:
        """What was wrong may be right now."""
        self.query_one("#error", Static).update("")

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def action_announce(self) -> None:
        """Tells the hall; where that cannot be, says why."""
        self._do(self._announce)

    def action_end(self) -> None:
        """Takes off what the hall is told."""
        self._do(lambda: announcements.end(self.desk))

    def _do(self, act: Callable[[], object]) -> None:
        self.host.with_right(Right.ROUNDS, lambda: self._done(act))

    def _done(self, act: Callable[[], object]) -> None:
        try:
            act()
        except KioskError as error:
            self.query_one("#error", Static).update(plain(str(error)))
        else:
            self.dismiss()

    def _announce(self) -> None:
        typed = self._value("minutes")
        minutes = number_of(typed)
        if typed and minutes is None:
            raise KioskError(_("Type the minutes as a number, or nothing."))
        if own := self._value("own"):
            announcements.announce_own(self.desk, own, 5 if minutes is None else minutes)
            return
        marked = self.query_one(OptionList).highlighted_option
        name = announcements.CALL if self._value("number") else str(marked.id if marked else "")
        announcements.announce(self.desk, name, number_of(self._value("number")), minutes)

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()
