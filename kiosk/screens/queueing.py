"""What reception does for the queue as a whole: a group at one go, and a case put aside so that the others go on."""

from __future__ import annotations

from functools import partial

from kiosk.actions import lane
from kiosk.actions.groups import Admission
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError
from kiosk.rules.lane import How
from kiosk.screens.base import BaseScreen
from kiosk.screens.dialogs import SearchDialog
from kiosk.screens.group import GroupsDialog, MembersDialog
from kiosk.screens.lane import LIST, LaneDialog, ParkDialog
from kiosk.screens.walk_in import WalkInDialog
from kiosk.words import LOOKS, Tone


class QueueScreen(BaseScreen):
    """A screen with a queue before it; it says how one person is checked in or taken in."""

    def _check_in(self, person: str | None) -> None:
        raise NotImplementedError

    def _took_in(self, answer: Answer | None) -> None:
        raise NotImplementedError

    def action_group(self) -> None:
        """Checks in people who come together."""
        self.app.push_screen(GroupsDialog(), self._show_group)

    def _show_group(self, name: str | None) -> None:
        if name is not None:
            members = MembersDialog(name)
            self.app.push_screen(members, lambda _name: self._came(members.admission))

    def _came(self, came: Admission | None) -> None:
        if came is None:
            return
        text = _("{here} of {due} in.").format(here=came.here, due=came.due)
        if came.missing:
            numbers = ", ".join("–" if number is None else str(number) for number in came.missing)
            text += " " + _("Missing: {numbers}").format(numbers=numbers)
        if came.entries:
            self.host.did(came.entries, text)
        self.host.say(Tone.GOOD, text)

    def action_park(self) -> None:
        """Puts the case at the desk aside, so that the queue goes on."""
        last = self.host.fresh if self.host.fresh and LOOKS[self.host.fresh.verdict].tone is Tone.BAD else None
        self.app.push_screen(ParkDialog(last), self._parked)

    def _parked(self, case: str | None) -> None:
        if case == LIST:
            cases = LaneDialog()
            self.app.push_screen(cases, lambda chosen: self._solve(chosen, cases.next))
        elif case:
            self.host.did([case.partition(":")[2]], _("parked case"))
            self.host.say(Tone.HINT, _("Parked. Ctrl+K Ctrl+K shows the second lane."))

    def _solve(self, chosen: str | None, by: str) -> None:
        """Goes on with a case by the dialog that was chosen; it is solved once somebody is in."""
        case = next((case for case in lane.waiting(self.desk) if case.id == chosen), None)
        if case is None:
            return
        if by == "search":
            heading = N_("Check in by name or number")
            self.app.push_screen(SearchDialog(heading, case.text), partial(self._check_in_case, case.id))
        else:
            self.app.push_screen(WalkInDialog(), partial(self._took_in_case, case.id))

    def _check_in_case(self, case: str, person: str | None) -> None:
        if person:
            self._check_in(person)
            self._settle(case)

    def _took_in_case(self, case: str, answer: Answer | None) -> None:
        if answer:
            self._took_in(answer)
            self._settle(case)

    def _settle(self, case: str) -> None:
        try:
            lane.settle(self.desk, case, How.SOLVED)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
