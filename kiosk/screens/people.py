"""People: found by name or number, one person's day, and what is wrong on the list put right."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kiosk.actions import merging, rounds
from kiosk.i18n import N_, _
from kiosk.model import EntryId, Instant, KioskError, Role
from kiosk.rules.undoing import needed
from kiosk.screens.base import BaseScreen
from kiosk.screens.correct import CorrectDialog
from kiosk.screens.dialogs import SearchDialog
from kiosk.screens.forgotten import ForgottenDialog
from kiosk.screens.host import CHANGED, Done
from kiosk.screens.talks import TalksDialog
from kiosk.widgets.day import day, who
from kiosk.widgets.search import PersonSearch
from kiosk.widgets.texts import put
from kiosk.words import LOOKS, Tone, clock_time, number_word

MOST_HITS: Final = 8

FORGET_SECONDS: Final = 20
"""After so long without a key nobody's day stays in sight."""


class PeopleScreen(BaseScreen):
    """One person at a time."""

    MODE: ClassVar[str] = "people"
    HELP: ClassVar[str] = N_(
        "One person at a time: type three letters of the name, or the number. Shown are when they came, their"
        " talks and where they go next. F8 corrects the record, F9 shows the talks to come. After a minute "
        "without a key the person goes out of sight. Ctrl+F shows who has had no talk yet."
    )
    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar = [
        Binding("f7", "search", N_("New search")),
        Binding("f8", "correct", N_("Correct")),
        Binding("f9", "talks", N_("Talks")),
        Binding("f10", "merge", N_("Same person")),
        Binding("f11", "separate", N_("Separate")),
        Binding("ctrl+z", "undo", N_("Take back")),
        Binding("ctrl+f", "forgotten", N_("Nobody forgotten"), show=False),
        Binding("pageup", "scroll(-1)", N_("Up"), show=False),
        Binding("pagedown", "scroll(1)", N_("Down"), show=False),
    ]

    chosen: str | None = None
    """The id of the person whose day is shown."""

    def body(self) -> ComposeResult:
        """The search, and the day of whoever is marked."""
        with Horizontal():
            yield PersonSearch(self.desk, MOST_HITS, FORGET_SECONDS, idle=self._idle)
            with VerticalScroll(id="day", can_focus=False):
                yield Static(id="who")
                yield Static(id="facts")

    def _idle(self) -> float:
        return self.host.session.idle.total_seconds()

    def update_data(self) -> None:
        """The day as it is now."""
        search = self.query_one(PersonSearch)
        search.again()
        self.chosen = search.marked
        self._show()

    @on(PersonSearch.Marked)
    def _marked(self, event: PersonSearch.Marked) -> None:
        if event.person != self.chosen:
            self.chosen = event.person
            self.query_one("#day").scroll_home(animate=False)
            self._show()

    @on(PersonSearch.Chosen)
    def _chosen(self, event: PersonSearch.Chosen) -> None:
        self.chosen = event.person
        self._show()

    def _show(self) -> None:
        person = self.desk.store.person(self.chosen) if self.chosen else None
        hint = _("Nobody is chosen. Type a name or a number; the arrow keys go through the hits.")
        put(self.query_one("#who", Static), who(person) if person else Content.styled(hint, "$text-muted"))
        put(self.query_one("#facts", Static), day(self.desk, person) if person else Content())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whether a key means anything now."""
        if action == "separate":
            return bool(self.chosen and merging.seconds(self.desk, self.chosen))
        return action not in ("correct", "talks", "undo", "merge") or self.chosen is not None

    def action_search(self) -> None:
        """Begins anew."""
        self.query_one(PersonSearch).clear()

    def action_scroll(self, by: int) -> None:
        """Turns the pages of the day."""
        pages = self.query_one("#day", VerticalScroll)
        (pages.scroll_page_down if by > 0 else pages.scroll_page_up)(animate=False)

    def action_forgotten(self) -> None:
        """Shows who could go home forgotten."""
        self.app.push_screen(ForgottenDialog())

    def action_correct(self) -> None:
        """Corrects what the list says of the person who is shown."""
        if self.chosen and (person := self.desk.store.person(self.chosen)):
            self.app.push_screen(CorrectDialog(person), self._corrected)

    def action_talks(self) -> None:
        """Locks and swaps talks of the person who is shown."""
        person = self.desk.store.person(self.chosen) if self.chosen else None
        try:
            block = rounds.rounds_block(self.desk)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
            return
        if person and person.role is Role.ATTENDEE:
            self.app.push_screen(TalksDialog(person, block))
        else:
            self.say(Tone.HINT, _("Only attendees have talks."))

    def action_merge(self) -> None:
        """Says that another record is the same person; the one that is shown stays, with its number."""
        if self.chosen:
            heading = N_("Which other record is the same person?")
            self.app.push_screen(SearchDialog(heading), partial(self._merge, self.chosen))

    def _merge(self, stays: str, other: str | None) -> None:
        if other is None:
            return
        try:
            entry = merging.merge(self.desk, stays, other)
        except KioskError as error:
            self.say(Tone.BAD, str(error))
            return
        person = self.desk.store.person(stays)
        text = _("Now one person, {number}. F11 separates them again.")
        self.host.did([entry], _("one person of two records"))
        self.host.say(Tone.GOOD, text.format(number=number_word(person.number if person else None)))

    def action_separate(self) -> None:
        """Takes the last merging of the person who is shown back; here and within a minute that needs no PIN."""
        last = merging.merged_last(self.desk, self.chosen) if self.chosen else None
        if last is None or self.chosen is None:
            return
        here, act = last.id.station == self.desk.store.station, partial(self._separate, self.chosen)
        if right := needed(Instant(last.at), self.desk.now(), here=here):
            self.host.with_right(right, act)
        else:
            act()

    def _separate(self, person: str) -> None:
        try:
            number = merging.separate(self.desk, person)
        except KioskError as error:
            self.say(Tone.BAD, str(error))
        else:
            self.host.say(
                Tone.HINT, _("Separated: number {number} is a record of its own again.").format(number=number)
            )

    def action_undo(self) -> None:
        """Takes back the last thing that a scan or a check-in changed for the person who is shown."""
        scans = self.desk.store.scans_of(self.chosen) if self.chosen else []
        scan = next((scan for scan in scans if scan.verdict in CHANGED and not scan.undone), None)
        if scan is None:
            self.say(Tone.HINT, _("There is nothing to take back for this person."))
            return
        what = f"{_(LOOKS[scan.verdict].word)} · {clock_time(self.desk.event, scan.at)}"
        here = EntryId.parse(scan.entry).station == self.desk.store.station
        self.host.take_back(
            Done((scan.entry,), what, Instant(scan.at)), needed(Instant(scan.at), self.desk.now(), here=here)
        )

    def _corrected(self, changed: bool | None) -> None:
        if changed is not None:
            self.host.say(
                Tone.GOOD if changed else Tone.HINT, _("Corrected.") if changed else _("Nothing was different.")
            )
