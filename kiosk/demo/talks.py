"""The talks of the made-up event: people go where the plan sends them, whoever turns the round clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from kiosk.actions import rounds
from kiosk.actions.seats import booths_now
from kiosk.demo.crowd import Crowd
from kiosk.demo.day import Visitor
from kiosk.demo.outcomes import Outcomes
from kiosk.demo.scene import Scene
from kiosk.model import PlannedTalk
from kiosk.programme import ReaderRole
from kiosk.rules.booths import BoothState, state_at
from kiosk.rules.clock import RoundStatus, State

GLANCE: Final = timedelta(seconds=10)
"""How often people look at the round clock."""

ASTRAY, EARLY, LONGER, FORGETFUL = 0.02, 0.5, 0.07, 0.05
"""Parts of the people who go to a wrong booth first, end before the gong, after it, or do not scan at the end."""

ENOUGH: Final = 5
"""Nobody is brought to a further booth who has, or will have, so many talks."""


class Talks:
    """Lets people sit down when a round begins and get up when it is over."""

    def __init__(self, scene: Scene, crowd: Crowd) -> None:
        """Begins to look at the clock now."""
        self._scene = scene
        self._crowd = crowd
        self._outcomes = Outcomes(scene)
        self.watcher: Callable[[RoundStatus], None] | None = None
        """Is told when a round begins."""
        self.round = 0
        """The last round in which people went to booths."""
        self.begun = 0
        """How many talks have begun."""
        self._over = 0
        """The last round whose end they have heard."""
        scene.agenda.add(scene.now, self._look)

    def _look(self) -> None:
        status = rounds.status(self._scene.desk, self._scene.block)
        self.round, self._over = min(self.round, status.round), min(self._over, status.round)
        if status.talking and status.round > self.round:
            self.round = status.round
            self._go_to_booths()
            if self.watcher:
                self.watcher(status)
        elif status.state in (State.CHANGE, State.ENDED) and status.round > self._over:
            self._over = status.round
            self._get_up()
            self._crowd.send_home(self._ahead(status.round))
        if status.state is State.ENDED:
            self._crowd.send_home((), everyone=True)
        else:
            self._scene.agenda.add(self._scene.now + GLANCE, self._look)

    def _seats(self) -> dict[str, int]:
        """The seats of every booth that takes people now."""
        at = self._scene.desk.event.local(self._scene.now).time()
        known = booths_now(self._scene.desk)
        return {booth.booth.booth: booth.seats for booth in known if state_at(booth, at) is BoothState.OPEN}

    def _planned(self) -> list[PlannedTalk]:
        return self._scene.desk.store.planned(self._scene.block.id, round_=self.round)

    def _go_to_booths(self) -> None:
        seats = self._seats()
        for talk in self._planned():
            visitor = self._crowd.visitors.get(talk.person)
            if visitor and visitor.inside and talk.booth in seats:
                self._scene.later(3, 70, partial(self._come, visitor, talk))
        self._scene.later(80, 90, partial(self._fill_seats, self.round))

    def _come(self, visitor: Visitor, talk: PlannedTalk) -> None:
        if talk.round == self.round > self._over:
            if self._scene.chance.random() < ASTRAY:
                others = [booth.booth for booth in self._scene.desk.event.booths if booth.booth != talk.booth]
                self._scan(visitor, self._scene.chance.choice(others))
            self._sit(visitor, talk.booth)

    def _scan(self, visitor: Visitor, booth: str) -> None:
        self._scene.gates.scan(ReaderRole.BOOTH, visitor.badge, booth)

    def _sit(self, visitor: Visitor, booth: str) -> None:
        if not visitor.inside or visitor.booth:
            return
        self._scan(visitor, booth)
        visitor.booth = booth
        visitor.met.add(booth)
        self.begun += 1
        if self._scene.chance.random() < EARLY:
            length = self._scene.block.talk.total_seconds()
            self._scene.later(0.4 * length, 0.8 * length, partial(self._leave, visitor, booth))

    def _leave(self, visitor: Visitor, booth: str) -> None:
        if visitor.booth == booth:
            visitor.booth = ""
            self._scan(visitor, booth)
            for card in self._outcomes.cards(booth):
                self._scene.gates.scan(ReaderRole.BOOTH, card, booth)

    def _fill_seats(self, round_: int) -> None:
        """The floor staff bring somebody to each seat whose person has not come: first who has had the fewest talks."""
        if not round_ == self.round > self._over:
            return
        taken = Counter(visitor.booth for visitor in self._crowd.visitors.values())
        free = {booth: seats - taken[booth] for booth, seats in self._seats().items() if seats > taken[booth]}
        for visitor, booth in self._matched(free):
            self._scene.later(5, 60, partial(self._sit, visitor, booth))

    def _matched(self, free: Mapping[str, int]) -> Iterator[tuple[Visitor, str]]:
        left = Counter(free)
        ahead = self._ahead(self.round)
        busy = {talk.person for talk in self._planned() if talk.booth in self._seats()}
        waiting = [visitor for visitor in self._crowd.visitors.values() if visitor.idle and visitor.person not in busy]
        for visitor in sorted(waiting, key=lambda visitor: (len(visitor.met), visitor.comes)):
            known = visitor.met | ahead.get(visitor.person, set())
            if len(known) >= ENOUGH:
                continue
            booth = next((booth for booth in visitor.wants if left[booth] > 0 and booth not in known), None)
            if booth is not None:
                left[booth] -= 1
                yield visitor, booth

    def _ahead(self, round_: int) -> dict[str, set[str]]:
        """The booths where each person still has a talk after this round."""
        ahead: dict[str, set[str]] = {}
        for talk in self._scene.desk.store.planned(self._scene.block.id):
            if talk.round > round_:
                ahead.setdefault(talk.person, set()).add(talk.booth)
        return ahead

    def _get_up(self) -> None:
        """The gong: most end their talks, some go on for a while, and some forget to scan."""
        for visitor in self._crowd.visitors.values():
            dice = self._scene.chance.random()
            if visitor.booth and dice < FORGETFUL:
                visitor.booth = ""
            elif visitor.booth:
                most = 100 if dice < FORGETFUL + LONGER else 40
                self._scene.later(most / 4, most, partial(self._leave, visitor, visitor.booth))
