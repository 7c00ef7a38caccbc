"""The feedback of visitors as an application of its own: they answer at the exit, with a key, a click or a card."""

from __future__ import annotations

from typing import ClassVar

from kiosk.actions import feedback
from kiosk.app import serial_reader
from kiosk.desk import Desk
from kiosk.model import KioskError
from kiosk.place import PlaceApp
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.feedback import Mood, questions
from kiosk.screens.feedback import FeedbackScreen, LeaveFeedback
from kiosk.screens.hall import LeaveHall
from kiosk.screens.host import ReaderMaker
from kiosk.screens.messages import ScanArrived


class FeedbackApp(PlaceApp):
    """The screen of one place for feedback. What is scanned here never reaches the journal."""

    CSS_PATH = "screens/feedback.tcss"
    LEAVE: ClassVar[type[LeaveHall]] = LeaveFeedback

    def __init__(self, desk: Desk, port: str = "", make_reader: ReaderMaker = serial_reader) -> None:
        self._page = FeedbackScreen(desk.event, questions(desk.event), self._give)
        # The role stands in no entry: nothing that is scanned here is judged by it.
        super().__init__(desk, self._page, ReaderSetting(ReaderRole.INFO, port=port), make_reader)

    def _tick(self) -> None:
        self._page.show_time(self._desk.now())
        self._warn(self._lack or feedback.why_not(self._desk))

    def _warn(self, trouble: str) -> None:
        self._page.warn(trouble)

    def _give(self, question: str, mood: Mood) -> str:
        try:
            feedback.give(self._desk, question, mood)
        except KioskError as error:
            return str(error)
        return ""

    def on_scan_arrived(self, message: ScanArrived) -> None:
        """Counts a card; of a badge it says that none is needed, and keeps nothing."""
        try:
            told = feedback.at_screen(self._desk, message.scan)
        except KioskError as error:
            told = str(error)
        if told:
            self._page.tell(told)


def run(desk: Desk, port: str) -> int:
    """Shows the questions until somebody closes them; the exit status of the program."""
    app = FeedbackApp(desk, port)
    app.run()
    return app.return_code or 0
