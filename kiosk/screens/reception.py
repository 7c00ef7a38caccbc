"""Reception: the verdict fills the screen, and whatever is unusual takes one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal

from kiosk.actions import lane, people, reception
from kiosk.desk import Desk
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError, ScanRow
from kiosk.rules.rights import Right
from kiosk.screens.asking import AskDialog
from kiosk.screens.dialogs import BadgeDialog, ReasonDialog, SearchDialog
from kiosk.screens.queueing import QueueScreen
from kiosk.screens.walk_in import WalkInDialog
from kiosk.widgets.panel import Count, VerdictPanel
from kiosk.widgets.recent import Recent, Row
from kiosk.words import Tone, number_word

MOST_SCANS: Final = 40

REFUSED: Final = frozenset({"admit", "nobody", "search", "walk_in", "replace", "group", "park", "undo", "paper"})
"""What is refused once the event is closed."""


class ReceptionScreen(QueueScreen):
    """The entrance."""

    MODE: ClassVar[str] = "reception"
    HELP: ClassVar[str] = N_(
        "Scan the badge, and that is all: the answer fills the screen and goes by itself; the next scan never"
        " waits. Who cannot be scanned: F7 finds them by name or number. Who is on no list: F8. Who has lost "
        "the badge: F9. Ctrl+Z takes the last check-in back."
    )
    CSS_PATH = "reception.tcss"
    BINDINGS: ClassVar = [
        # First, for where it means something it is what is looked for; then as often as they are needed.
        Binding("f11,ctrl+o", "admit", N_("Admit anyway")),
        Binding("f11,ctrl+o", "nobody", N_("Admit anyway"), show=False),
        Binding("f7", "search", N_("Search")),
        Binding("f8", "walk_in", N_("Walk-ins")),
        Binding("f9", "replace", N_("New badge")),
        Binding("f10", "group", N_("Group")),
        Binding("ctrl+k", "park", N_("Second lane")),
        Binding("ctrl+z", "undo", N_("Take back")),
        Binding("ctrl+e", "ask", N_("Ask")),
        Binding("ctrl+n", "paper", N_("From paper")),
    ]

    _shown: Answer | None = None
    _offered = (False, False)
    """Whether there is anybody to admit, and whether the event is closed."""

    def body(self) -> ComposeResult:
        """The verdict, and the state of the entrance beside it."""
        with Horizontal():
            yield VerdictPanel()
            yield Recent()

    def update_data(self) -> None:
        """Counts and last scans."""
        store, event = self.desk.store, self.desk.event
        expected, present = store.turnout()
        apart = tuple((role, came, due) for role, (due, came) in store.turnout_apart().items())
        waiting = tuple(case.at for case in lane.waiting(self.desk))
        count = Count(present, expected, store.inside(self.desk.today()), event.permitted, apart)
        self._waiting = waiting
        self.query_one(VerdictPanel).close(closed=bool(self._ended))
        self.query_one(VerdictPanel).count(count)
        column = self.query_one(Recent)
        column.count(count)
        rows = store.scans(limit=self._room)
        column.scans(event, self._last(rows))
        self._minute = None
        self._offer()

    def _last(self, rows: Sequence[ScanRow]) -> list[Row]:
        """The last scans and what was lost on this laptop, the newest first."""
        meant = {scan.person: self.desk.store.person(scan.person) for scan in rows if scan.person}
        known = {who: person.number for who, person in meant.items() if person}
        found = [Row(scan.at, scan, known.get(scan.person)) for scan in rows]
        since = rows[-1].at if len(rows) == self._room else datetime.min.replace(tzinfo=UTC)
        lost = [Row(loss.at, lost=loss.what) for loss in self.host.losses.all if loss.at >= since]
        return sorted([*reversed(lost), *found], key=lambda row: row.at, reverse=True)[: self._room]

    @property
    def _room(self) -> int:
        return min(MOST_SCANS, max(1, self.size.height - 18))

    _minute: int | None = None
    _waiting: tuple[datetime, ...] = ()
    """Since when each case waits on the second lane."""

    def update_clock(self) -> None:
        """The arrivals, anew with each minute."""
        now = self.desk.now().at
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self.query_one(Recent).arrivals(reception.arrivals(self.desk, now))
            self.query_one(Recent).lane([now - at for at in self._waiting])

    def show_answer(self, answer: Answer) -> None:
        """Fills the screen with the answer."""
        self.show_losses()
        self._shown = answer
        self.query_one(VerdictPanel).answer(self.desk.event, answer)
        self._offer()

    def _offer(self) -> None:
        """Shows the key that admits where there is anybody to admit, and few keys once the event is closed."""
        offered = self.host.refused is not None, bool(self._ended)
        if self._offered != offered:
            self._offered = offered
            self.refresh_bindings()

    def come_back(self) -> None:
        """Shows what was told on another screen, too."""
        if self.host.fresh and self.host.fresh is not self._shown:
            self.show_answer(self.host.fresh)
        self._offer()

    def warn(self) -> None:
        """Shows what was not recorded among the last scans, too."""
        super().warn()
        self.update_data()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whether a key means anything now; once the event is closed nobody is taken in and nothing taken back."""
        admits, closed = self._offered
        if closed and action in REFUSED:
            return False
        return {"admit": admits, "nobody": not admits}.get(action, True)

    def action_search(self) -> None:
        """Finds somebody by name or number and checks them in."""
        self.app.push_screen(SearchDialog(N_("Check in by name or number")), self._check_in)

    def _check_in(self, person: str | None) -> None:
        if person:
            self._tell(person, lambda: reception.check_in(self.desk, person))

    def action_walk_in(self) -> None:
        """Takes in somebody without registration."""
        self.app.push_screen(WalkInDialog(), self._took_in)

    def _took_in(self, answer: Answer | None) -> None:
        if answer:
            self.host.tell(answer)
            self.app.push_screen(BadgeDialog(answer.number, answer.code))

    def action_ask(self) -> None:
        """Asks whoever was answered last for the consents and wishes that are not known yet."""
        last = self.host.last
        person = self.desk.store.person(last.person) if last and last.person else None
        if person is None:
            self.say(Tone.HINT, _("Scan a badge first; then Ctrl+E asks that person."))
            return
        self.app.push_screen(AskDialog(person), self._asked_now)

    def _asked_now(self, changed: bool | None) -> None:
        if changed:
            self.host.say(Tone.GOOD, _("Saved."))

    def action_replace(self) -> None:
        """Gives somebody a new badge; the old one is revoked."""
        self.app.push_screen(SearchDialog(N_("Whose badge is replaced?")), self._replace)

    def _replace(self, person: str | None) -> None:
        if person is None:
            return
        try:
            code, entries = people.replaced_badge(self.desk, person)
        except KioskError as error:
            self.host.not_recorded(str(error), self._called(person))
            return
        self.host.did(entries, _("new badge for {whom}").format(whom=self._called(person)))
        self.app.push_screen(BadgeDialog(people.known(self.desk, person).number, code))

    def action_paper(self) -> None:
        """Types in what was ticked on paper."""
        from kiosk.screens.paper import PaperDialog

        self.app.push_screen(PaperDialog())

    def action_undo(self) -> None:
        """Takes back what was last done at this desk."""
        self.query_one(VerdictPanel).rest()
        self.host.undo()

    def action_admit(self) -> None:
        """Checks in whom the rules refused, with a reason."""
        if refused := self.host.refused:
            self.host.with_right(Right.OVERRIDE, lambda: self._ask_reason(refused))

    def _ask_reason(self, refused: Answer) -> None:
        """Asks for the reason; the check-in says whose PIN was given before."""
        self.app.push_screen(ReasonDialog(refused), partial(self._admit, self.desk, refused.person))

    def action_nobody(self) -> None:
        """Says why nobody can be admitted."""
        self.say(Tone.HINT, _("The last scan refused nobody. Scan the badge again, then admit."))

    def _admit(self, desk: Desk, person: str, reason: str | None) -> None:
        if reason:
            self._tell(person, lambda: reception.admit_anyway(desk, person, reason))

    def _called(self, person: str) -> str:
        known = self.desk.store.person(person)
        return number_word(known.number if known else None)

    def _tell(self, person: str, act: Callable[[], Answer]) -> None:
        """Does something that is answered like a scan."""
        try:
            answer = act()
        except KioskError as error:
            self.host.not_recorded(str(error), self._called(person))
        else:
            self.host.tell(answer)
