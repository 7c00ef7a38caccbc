"""Who in the house could go home forgotten: without a talk, with only one, or with nothing agreed."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kiosk.actions.forgotten import Left, left_out, numbers
from kiosk.i18n import N_, _
from kiosk.programme import Event
from kiosk.result_words import GAPS
from kiosk.rules.forgotten import Gap
from kiosk.screens.base import Dialog
from kiosk.widgets.texts import plain, put, safe
from kiosk.words import next_text

LONGEST_NAME: Final = 18

NOBODY: Final = {
    Gap.NO_TALK: N_("Everybody in the house has had a talk."),
    Gap.ONE_TALK: N_("Nobody in the house has had only one talk."),
    Gap.NO_STEP: N_("Of everybody in the house who has had a talk it was said what follows."),
}
"""What it means that a list is empty."""


class ForgottenDialog(Dialog[None]):
    """One list at a time, with how many stand on each; where each person can still go stands beside them."""

    HEADING = N_("Nobody forgotten")
    HELP: ClassVar[str] = N_(
        "Attendees in the house who have had no talk, only one, or have agreed on nothing. Beside each stands where "
        "they can still go: by the plan, or to a free seat, each of which is offered once. Ctrl+F turns to the "
        "next list."
    )
    HOLDS_NAMES: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "turn", N_("Next list")),
        Binding("pageup", "scroll(-1)", N_("Up"), show=False),
        Binding("pagedown", "scroll(1)", N_("Down"), show=False),
    ]

    _gap = Gap.NO_TALK

    def body(self) -> ComposeResult:
        """How many stand on each list, and the one that is turned to."""
        yield Static(id="gaps", classes="lead")
        with VerticalScroll(can_focus=False):
            yield Static(id="left")

    def update_data(self) -> None:
        """The lists as they are now."""
        found, event = numbers(self.desk), self.desk.event
        tabs = [
            plain(f" {_(GAPS[gap])}: {len(found[gap])} ", "bold reverse" if gap is self._gap else "$text-muted")
            for gap in Gap
        ]
        put(self.query_one("#gaps", Static), Content("  ").join(tabs))
        people = left_out(self.desk, self._gap)
        lines = [_line(event, left, self._gap) for left in people]
        more = len(found[self._gap]) - len(people)
        lines += [plain(f"+{more}")] if more > 0 else []
        put(self.query_one("#left", Static), Content("\n").join(lines or [self._nobody()]))

    def _nobody(self) -> Content:
        """Why nobody stands on the list."""
        text = NOBODY[self._gap] if self.desk.store.spoken(self.desk.today()) else N_("Nobody in the house.")
        return Content.styled("✔ " + _(text), "$text-success")

    def action_turn(self) -> None:
        """Turns to the next list."""
        all_ = list(Gap)
        self._gap = all_[(all_.index(self._gap) + 1) % len(all_)]
        self.update_data()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_scroll(self, by: int) -> None:
        """Turns the pages."""
        pages = self.query_one(VerticalScroll)
        (pages.scroll_page_down if by > 0 else pages.scroll_page_up)(animate=False)


def _line(event: Event, left: Left, gap: Gap) -> Content:
    """Number, name, and what can be done for this person."""
    number = "–" if left.number is None else str(left.number)
    name = safe(left.name, LONGEST_NAME)
    who = Content.assemble((f"{number:>5}  ", "bold"), Content(name).truncate(LONGEST_NAME, pad=True), "  ")
    if gap is Gap.NO_STEP:
        where = ", ".join(_("booth {booth}").format(booth=safe(booth, 6)) for booth in left.stepless)
        return Content.assemble(who, plain(_("nothing said: {where}").format(where=where)))
    if left.sitting:
        return Content.assemble(who, plain("▶ " + _("booth {booth}").format(booth=safe(left.sitting, 6))))
    if left.next:
        return Content.assemble(who, plain(next_text(event, left.next)))
    if left.offer:
        text = _("free seat: booth {booth}").format(booth=safe(left.offer, 6))
        return Content.assemble(who, plain(text, "bold $text-success"))
    return Content.assemble(who, (_("no seat is free"), "$text-muted"))
