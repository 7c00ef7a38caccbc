"""What came of a talk, said with one key each: the same at a booth's own screen and at the moderator's desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from kiosk.actions import booth_desk, results
from kiosk.actions.booth_desk import Held
from kiosk.actions.closing import closed_since
from kiosk.i18n import N_, _
from kiosk.model import KioskError
from kiosk.result_words import care_texts
from kiosk.rules.results import Application, Step, weakens
from kiosk.screens.base import Frame, Result
from kiosk.screens.booth_dialogs import PositionDialog, StepDialog
from kiosk.widgets.booth import SAID
from kiosk.widgets.texts import safe
from kiosk.words import APPLICATIONS, STEPS, Tone, number_word, position_text

SAYING: Final = frozenset({"position", "apply", "agree", "say", "undo"})
"""What the keys do but for the end of a talk."""


class OutcomeKeys(Frame[Result]):
    """A screen or dialog on whose talk the keys say something; what it shows and takes back is its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, action, word, show=False) for key, action, word in SAID),
        Binding("f10", "done", N_("Talk over")),
        Binding("ctrl+z", "undo", N_("Take back")),
    ]

    AFTERWARDS: ClassVar[bool] = False
    """Whether what is known only later, so after the closing, can be said here, too."""

    _after_closing = False

    def catch_up(self) -> None:
        """Brings everything up to date; once the event is closed other keys mean something."""
        before, self._after_closing = self._after_closing, closed_since(self.desk) is not None
        super().catch_up()
        if before != self._after_closing:
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once the event is closed no talk can be ended, and the rest be said only where that is meant for later."""
        over = self._after_closing and (action == "done" or (action in SAYING and not self.AFTERWARDS))
        return False if over else super().check_action(action, parameters)

    @property
    def meant(self) -> Held | None:
        """The talk that the keys are about; None where none was held."""
        raise NotImplementedError

    @property
    def at_booth(self) -> str:
        """The booth at which it was held."""
        raise NotImplementedError

    @property
    def by(self) -> str:
        """Who says so: a reader or a rank."""
        raise NotImplementedError

    @property
    def none_held(self) -> str:
        """What is told where there is no talk."""
        raise NotImplementedError

    def recorded(self, entry: str) -> None:
        """Takes the name of what was just recorded."""

    def do(self, act: Callable[[str], object], said: str, held: Held | None = None) -> None:
        """Records something of the talk; where that cannot be, says why. What is to be taken care of is said, too.

        After a dialog it is the talk ``held`` that the dialog was opened for, whoever sits at the seat by now.
        """
        held = held or self.meant
        if held is None:
            self.say(Tone.HINT, self.none_held)
            return
        try:
            act(held.talk.id)
        except KioskError as error:
            self.say(Tone.HINT, str(error))
            return
        self.recorded(booth_desk.last_entry(self.desk, held.talk.id))
        now = booth_desk.held(self.desk, held.talk)
        care = care_texts(now.result, now.clashing) if now.result != held.result else []
        parts = [f"✔ {number_word(held.talk.number)}", said, *(f"▲ {text}" for text in care)]
        self.say(Tone.HINT if care else Tone.GOOD, " · ".join(parts))
        self.catch_up()

    def _record(self, fields: Mapping[str, str], said: str, held: Held | None = None) -> None:
        self.do(lambda talk: results.record_result(self.desk, talk, fields, by=self.by), said, held)

    def action_position(self) -> None:
        """Says which position the talk is about."""
        held = self.meant
        offered = tuple(each for each in self.desk.event.positions if each.booth == self.at_booth)
        if not offered:
            self.say(Tone.HINT, _("positions.csv names no position of this booth."))
        elif held is None:
            self.say(Tone.HINT, self.none_held)
        else:
            self.app.push_screen(PositionDialog(offered, held), partial(self._positioned, held))

    def _positioned(self, held: Held, position: str | None) -> None:
        if position is not None:
            said = position_text(self.desk.event, position) or _("none of these")
            self.do(lambda talk: results.about(self.desk, talk, position), safe(said, 40), held)

    def action_apply(self, application: str) -> None:
        """Says how the person applied; the same key again takes it back. One on site gives way only when confirmed."""
        held = self.meant
        same = held is not None and held.result is not None and held.result.application == application
        said = _("no application") if same else _(APPLICATIONS[Application(application)])
        if held and weakens(application, held.result) and not closed_since(self.desk):
            question = _("{number} has an application on site. Record “{application}” in its place?")
            if not self.confirmed(question.format(number=number_word(held.talk.number), application=said)):
                return
        self._record({"application": str(Application.NONE) if same else application}, said)

    def action_agree(self, step: str) -> None:
        """Asks for the particulars of an agreed step, and records it."""
        held = self.meant
        if held is None:
            self.say(Tone.HINT, self.none_held)
            return
        dialog = StepDialog(Step(step), held, afterwards=self.AFTERWARDS)
        self.app.push_screen(dialog, partial(self._agreed, held, _(STEPS[Step(step)])))

    def _agreed(self, held: Held, said: str, fields: Mapping[str, str] | None) -> None:
        if fields is not None:
            self._record(fields, said, held)

    def action_say(self, step: str) -> None:
        """Records a step that has no particulars."""
        self._record({"next_step": step}, _(STEPS[Step(step)]))

    def action_done(self) -> None:
        """Ends the talk."""
        self.do(lambda talk: booth_desk.end_talk(self.desk, talk, self.by), _("Talk over"))
