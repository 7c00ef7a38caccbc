"""The screen at which visitors answer: a question, three faces, three keys; no name, and nothing to read on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.events import Click, Key, Resize
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from kiosk.i18n import N_, _
from kiosk.model import Instant
from kiosk.programme import Event
from kiosk.rules.feedback import MOODS, Mood
from kiosk.screens.hall import LeaveHall
from kiosk.widgets.faces import Face
from kiosk.widgets.letters import Letters, broken, spell
from kiosk.widgets.texts import plain, put
from kiosk.widgets.title import Line
from kiosk.words import MOODS as WORDS
from kiosk.words import clock_time, question_text

PAUSE: Final = 0.6
"""Seconds from an answer to the next question, in which the chosen face stays and nothing else counts."""

THANKS: Final = 2.0
"""Seconds of thanks, after the last question."""

IDLE: Final = 20.0
"""Seconds after which somebody who has stopped half-way has gone, and the next one gets the first question."""

TOLD: Final = 5.0
"""How long a sentence about a scan stays."""

QUIET: Final = 0.15
"""A key with another one so few seconds before or after it was typed by a scanner, and answers nothing."""

KEYS: Final = {str(place): mood for place, mood in enumerate(MOODS, 1)}


class LeaveFeedback(LeaveHall):
    """Asks before the screen ends."""

    QUESTION: ClassVar[str] = N_("Close this screen? F12 closes it, Esc goes back.")


class Choice(Vertical):
    """A face with its key and its word; a click or a touch is as good as the key."""

    class Chosen(Message):
        """Somebody has clicked on it."""

        def __init__(self, mood: Mood) -> None:
            super().__init__()
            self.mood = mood

    def __init__(self, key: str, mood: Mood) -> None:
        super().__init__(id=mood.value)
        self._key, self.mood = key, mood

    def compose(self) -> ComposeResult:
        """The face, and below it the key and the word."""
        yield Face(self.mood)
        yield Static(Content.assemble((f" {self._key} ", "reverse"), "  ", plain(_(WORDS[self.mood][0]))))

    def on_click(self, event: Click) -> None:
        """Answers."""
        event.stop()
        self.post_message(self.Chosen(self.mood))


class FeedbackScreen(Screen[None]):
    """One question after the other, then thanks, then the first again.

    ``give`` takes an answer and says why it could not be taken; it gives an empty text where it was.
    """

    def __init__(self, event: Event, questions: Sequence[str], give: Callable[[str, Mood], str]) -> None:
        super().__init__()
        self._event, self._questions, self._give = event, questions, give
        self._title, self._large, self._small = Line(id="title"), Letters(id="large"), Static(id="small")
        self._told, self._title.left = Static(id="told"), plain(event.name)
        self._asked, self._ready = 0, True
        self._key, self._key_at = "", float("-inf")
        self._pressed: Timer | None = None
        self._idle: Timer | None = None
        self._over: Timer | None = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """The question, the faces, and a line for what is to be said."""
        yield self._title
        yield Container(self._large, self._small, id="question")
        yield Horizontal(*(Choice(key, mood) for key, mood in KEYS.items()), id="choices")
        yield self._told

    def on_mount(self) -> None:
        """Asks the first question."""
        self._ask(0)

    def on_resize(self, _event: Resize) -> None:
        """Writes as large as the window allows."""
        self.call_after_refresh(self._write)

    def _ask(self, place: int) -> None:
        self._asked, self._ready = place, True
        self.remove_class("-thanks", *(f"-{mood}" for mood in MOODS))
        self._write()
        if self._idle:
            self._idle.stop()
        self._idle = self.set_timer(IDLE, lambda: self._ask(0)) if place else None

    def _write(self) -> None:
        """The question in large letters where they fit, else in bold ones."""
        thanks = self.has_class("-thanks")
        text = _("Thank you") if thanks else question_text(self._questions[self._asked])
        room = self.size.width - 4, self.size.height // 4
        large = broken(text, *room)
        self.set_class(bool(large), "-large")
        self._large.word, self._large.styles.height = large, len(spell(large, *room))
        many = len(self._questions)
        count = "" if thanks or many == 1 else _("Question {place} of {many}").format(place=self._asked + 1, many=many)
        put(self._small, Content("\n").join(plain(line) for line in ("" if large else text, count) if line))

    def on_key(self, event: Key) -> None:
        """Answers with a key that stands alone; a scanner types many, digits among them, and must answer nothing."""
        if event.character is None or not event.character.isprintable():
            return
        event.stop()
        among, same = event.time - self._key_at < QUIET, event.character == self._key
        self._key, self._key_at = event.character, event.time
        if among and same:
            return  # a key that bounces, or is held
        if self._pressed:
            self._pressed.stop()
            self._pressed = None
        if not among and event.character in KEYS:
            mood = KEYS[event.character]
            self._pressed = self.set_timer(QUIET, lambda: self._answer(mood))

    @on(Choice.Chosen)
    def answer_by_click(self, message: Choice.Chosen) -> None:
        """Answers with a click or a touch."""
        self._answer(message.mood)

    def _answer(self, mood: Mood) -> None:
        self._pressed = None
        if not self._ready:
            return
        trouble = self._give(self._questions[self._asked], mood)
        if trouble:
            self.tell(trouble)
            return
        self._ready = False
        if self._idle:
            self._idle.stop()
        self.add_class(f"-{mood}")
        # The chosen face is seen before its time runs, however busy the machine is.
        self.call_after_refresh(self.set_timer, PAUSE, self._go_on)

    def _go_on(self) -> None:
        if self._asked + 1 < len(self._questions):
            self._ask(self._asked + 1)
            return
        self.add_class("-thanks")
        self._write()
        self.set_timer(THANKS, lambda: self._ask(0))

    def tell(self, text: str) -> None:
        """Says a sentence for some seconds."""
        put(self._told, plain(text))
        if self._over:
            self._over.stop()
        self._over = self.set_timer(TOLD, lambda: put(self._told, plain(self._trouble)))

    def warn(self, trouble: str) -> None:
        """Says what is wrong as long as it is; nothing once it is right."""
        if trouble != self._trouble:
            self._trouble = trouble
            put(self._told, plain(trouble))

    def show_time(self, now: Instant) -> None:
        """The time of day."""
        clock = clock_time(self._event, now.at)
        if self._title.right.plain != clock:
            self._title.right = Content(clock)
