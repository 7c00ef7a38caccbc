"""Reception: the verdict fills the screen, and whatever is unusual takes one key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal

from kiosk.actions import people, reception
from kiosk.i18n import N_
from kiosk.model import Answer, KioskError, Verdict
from kiosk.screens.base import BaseScreen
from kiosk.screens.dialogs import BadgeDialog, ReasonDialog, SearchDialog, WalkInDialog
from kiosk.widgets.panel import Count, VerdictPanel
from kiosk.widgets.recent import Recent
from kiosk.widgets.verdict import Banner

REFUSED: Final = frozenset(
    {Verdict.CANCELLED, Verdict.WRONG_DAY, Verdict.FULL, Verdict.REVOKED, Verdict.NOT_REGISTERED}
)
"""The refusals of a known person whom staff may admit in spite of them."""

MOST_SCANS: Final = 40


class ReceptionScreen(BaseScreen):
    """The entrance."""

    MODE: ClassVar[str] = "reception"
    CSS_PATH = "reception.tcss"
    BINDINGS: ClassVar = [
        Binding("f7", "search", N_("Search")),
        Binding("f8", "walk_in", N_("Walk-ins")),
        Binding("f9", "replace", N_("New badge")),
        Binding("ctrl+z", "undo", N_("Take back")),
        Binding("ctrl+o,f11", "admit", N_("Admit anyway")),
    ]

    refused: Answer | None = None
    """The last answer, where it refused somebody who is known."""

    def body(self) -> ComposeResult:
        """The verdict, and the state of the entrance beside it."""
        with Horizontal():
            yield VerdictPanel()
            yield Recent()

    def update_data(self) -> None:
        """Counts and last scans."""
        store, event = self.desk.store, self.desk.event
        expected, present = store.turnout()
        count = Count(present, expected, store.inside(), event.permitted)
        self.query_one(VerdictPanel).count(count)
        column = self.query_one(Recent)
        column.count(count)
        rows = store.scans(limit=min(MOST_SCANS, max(1, self.size.height - 18)))
        meant = {scan.person: store.person(scan.person) for scan in rows if scan.person}
        known = {who: person.number for who, person in meant.items() if person}
        column.scans(event, [(scan, known.get(scan.person)) for scan in rows])
        self._minute = None

    _minute: int | None = None

    def update_clock(self) -> None:
        """The arrivals, anew with each minute."""
        now = self.desk.now().at
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self.query_one(Recent).arrivals(reception.arrivals(self.desk, now))

    def show_answer(self, answer: Answer) -> None:
        """Fills the screen with the answer."""
        self.query_one(Banner).clear()
        self.query_one(VerdictPanel).answer(self.desk.event, answer)
        before, self.refused = self.refused, answer if answer.verdict in REFUSED and answer.person else None
        if (before is None) != (self.refused is None):
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whether a key means anything now."""
        return action != "admit" or self.refused is not None

    def action_search(self) -> None:
        """Finds somebody by name or number and checks them in."""
        self.app.push_screen(SearchDialog(N_("Check in by name or number")), self._check_in)

    def _check_in(self, person: str | None) -> None:
        if person:
            self._tell(lambda: reception.check_in(self.desk, person))

    def action_walk_in(self) -> None:
        """Takes in somebody without registration."""
        self.app.push_screen(WalkInDialog(), self._took_in)

    def _took_in(self, answer: Answer | None) -> None:
        if answer:
            self.host.tell(answer)
            self.app.push_screen(BadgeDialog(answer.number, answer.code))

    def action_replace(self) -> None:
        """Gives somebody a new badge; the old one is revoked."""
        self.app.push_screen(SearchDialog(N_("Whose badge is replaced?")), self._replace)

    def _replace(self, person: str | None) -> None:
        if person is None:
            return
        try:
            code = people.replace_badge(self.desk, person)
        except KioskError as error:
            self.host.not_recorded(str(error))
            return
        self.app.push_screen(BadgeDialog(people.known(self.desk, person).number, code))

    def action_undo(self) -> None:
        """Takes back what was last done at this desk."""
        self.query_one(VerdictPanel).rest()
        self.host.undo()

    def action_admit(self) -> None:
        """Checks in whom the rules refused, with a reason."""
        if self.refused:
            self.app.push_screen(ReasonDialog(), partial(self._admit, self.refused.person))

    def _admit(self, person: str, reason: str | None) -> None:
        if reason:
            self._tell(lambda: reception.admit_anyway(self.desk, person, reason))

    def _tell(self, act: Callable[[], Answer]) -> None:
        """Does something that is answered like a scan."""
        try:
            answer = act()
        except KioskError as error:
            self.host.not_recorded(str(error))
        else:
            self.host.tell(answer)
