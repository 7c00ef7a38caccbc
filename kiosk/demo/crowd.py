"""The people of the made-up event: how they come in, what goes wrong with their badges, and how they go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from kiosk.actions import people, reception
from kiosk.actions.cards import codes
from kiosk.actions.planning import wished
from kiosk.demo.day import Habit, Visitor, smudged
from kiosk.demo.scene import Scene
from kiosk.i18n import _
from kiosk.model import Person, Role
from kiosk.programme import ReaderRole
from kiosk.rules.cards import opinion_of
from kiosk.rules.feedback import MOODS, questions

TOLD: Final = ("first_name", "last_name", "email", "channel", "status", "district", "language", "wishes")
"""What a walk-in says of themselves."""

ANSWERS: Final = 0.15
"""Part of those who sign out that say how it was."""

LIKED: Final = (6, 3, 1)
"""How much more often it was good than middling, and middling than bad."""

HOPE: Final = timedelta(minutes=90)
"""How long people wait for a talk that nobody has promised them."""


class Crowd:
    """Everyone who comes, by their ids."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        asked = questions(scene.desk.event)[0]
        answers = {opinion_of(card): code for code, card in codes(scene.desk).items()}
        self._cards = {mood: answers[asked, mood] for mood in MOODS}
        self.visitors: dict[str, Visitor] = {}

    def expect(self, visitors: Sequence[Visitor], strangers: Iterable[tuple[datetime, str]]) -> None:
        """Puts on the agenda who comes from now on."""
        scene = self._scene
        listed = {person.email: person for person in scene.desk.store.people()}
        for visitor in visitors:
            if not visitor.walks_in:
                person = listed[visitor.guest.email]
                self._know(visitor, person, visitor.guest.ticket or people.badge_of(scene.desk, person.id) or "")
            if visitor.comes >= scene.now:
                scene.agenda.add(visitor.comes, partial(self._arrive, visitor))
        for at, text in strangers:
            scene.agenda.add(at, partial(self._at_entrance, text))

    def send_home(self, ahead: Collection[str], *, everyone: bool = False) -> None:
        """Those who have no talk ahead go soon; hosts and team go when everyone does."""
        for visitor in self.visitors.values():
            stays = visitor.person in ahead or visitor.guest.role is not Role.ATTENDEE or self._hopes(visitor)
            if visitor.inside and not visitor.leaving and (everyone or not stays):
                visitor.leaving = True
                self._scene.later(120, 1500, partial(self._leave, visitor))

    def _hopes(self, visitor: Visitor) -> bool:
        """Whether somebody who has had hardly a talk yet still waits for one."""
        return len(visitor.met) < 2 and self._scene.now < visitor.comes + HOPE

    def _know(self, visitor: Visitor, person: Person, badge: str) -> None:
        visitor.person, visitor.badge = person.id, badge
        visitor.wants = tuple(wished(self._scene.desk.event, person))
        self.visitors[person.id] = visitor

    def _at_entrance(self, text: str) -> None:
        self._scene.gates.scan(ReaderRole.ENTRANCE, text)

    def _arrive(self, visitor: Visitor) -> None:
        if visitor.walks_in:
            self._walk_in(visitor)
        elif visitor.habit is Habit.SMUDGED:
            self._at_entrance(smudged(visitor.badge))
            self._scene.later(4, 6, partial(self._at_entrance, visitor.badge))
        else:
            self._at_entrance(visitor.badge)
        if not visitor.guest.cancelled:
            self._is_in(visitor)
        elif visitor.pleads:
            self._scene.later(30, 60, partial(self._plead, visitor))

    def _walk_in(self, visitor: Visitor) -> None:
        said = asdict(visitor.guest)
        answer = reception.take_in(self._scene.desk, {name: said[name] for name in TOLD})
        self._know(visitor, people.known(self._scene.desk, answer.person), answer.code)

    def _plead(self, visitor: Visitor) -> None:
        """Somebody who had cancelled and comes all the same is let in by the team."""
        reception.admit_anyway(self._scene.desk, visitor.person, _("Has changed their mind"))
        self._is_in(visitor)

    def _is_in(self, visitor: Visitor) -> None:
        visitor.inside = True
        scene = self._scene
        if visitor.goes:
            scene.agenda.add(visitor.goes, partial(self._leave, visitor))
        if visitor.habit is Habit.SWINGS:
            scene.later(0.5, 1.4, partial(self._at_entrance, visitor.badge))
        elif visitor.habit is Habit.RETURNS:
            scene.later(90, 600, partial(self._at_entrance, visitor.badge))
        elif visitor.habit is Habit.ASKS:
            scene.later(60, 3600, partial(self._ask, visitor))
        elif visitor.habit is Habit.STEPS_OUT:
            scene.later(900, 3600, partial(self._step_out, visitor))
        elif visitor.habit is Habit.LOSES:
            scene.later(600, 3600, partial(self._lose, visitor))

    def _ask(self, visitor: Visitor) -> None:
        if visitor.inside:
            self._scene.gates.scan(ReaderRole.INFO, visitor.badge)

    def _step_out(self, visitor: Visitor) -> None:
        if visitor.inside and not visitor.booth:
            visitor.inside = False
            self._scene.gates.scan(ReaderRole.EXIT, visitor.badge)
            self._scene.later(240, 600, partial(self._come_back, visitor))

    def _come_back(self, visitor: Visitor) -> None:
        visitor.inside = True
        self._at_entrance(visitor.badge)

    def _lose(self, visitor: Visitor) -> None:
        """Reception replaces the badge; later somebody brings the old one to the info point."""
        lost, visitor.badge = visitor.badge, people.replace_badge(self._scene.desk, visitor.person)
        self._scene.later(120, 900, lambda: self._scene.gates.scan(ReaderRole.INFO, lost))

    def _leave(self, visitor: Visitor) -> None:
        if visitor.booth:
            self._scene.later(120, 600, partial(self._leave, visitor))
        elif visitor.inside:
            visitor.inside = False
            if visitor.signs_out:
                self._scene.gates.scan(ReaderRole.EXIT, visitor.badge)
                self._answer(visitor)

    def _answer(self, visitor: Visitor) -> None:
        """Some take a card at the exit that says how it was."""
        dice = Random(f"{visitor.guest.first_name} {visitor.guest.last_name}")  # noqa: S311
        if dice.random() < ANSWERS:
            (mood,) = dice.choices(MOODS, LIKED)
            self._scene.gates.scan(ReaderRole.EXIT, self._cards[mood])
