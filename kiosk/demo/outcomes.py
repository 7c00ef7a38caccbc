"""What comes of the made-up talks: the cards that a booth scans behind a badge."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from kiosk.actions.cards import codes
from kiosk.demo.scene import Scene
from kiosk.rules.cards import Card, Command, Sort

POSITION, APPLICATION, ANNOUNCED, AGREED, DATED = 0.15, 0.08, 0.05, 0.15, 0.6
"""Parts of the talks after which a booth says the position, an application, a next step; of those steps, the date."""

STEPS: Final = {
    Command.FOLLOW_UP: 5,
    Command.TRIAL_WORK: 2,
    Command.INTERNSHIP: 2,
    Command.DOCUMENTS_MISSING: 2,
    Command.NO_NEXT_STEP: 1,
}
"""The next steps, the usual ones more often."""

UNDATED: Final = (Command.DOCUMENTS_MISSING, Command.NO_NEXT_STEP)

SOONEST, LATEST = 3, 18
"""After how many days a step is agreed."""


class Outcomes:
    """Draws what is said of a talk."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._codes = {card: code for code, card in codes(scene.desk).items()}

    def cards(self, booth: str) -> list[str]:
        """The codes of the cards that a booth scans after a talk; mostly none."""
        return [self._codes[card] for card in (*self._about(booth), *self._step())]

    def _about(self, booth: str) -> list[Card]:
        chance, found = self._scene.chance, []
        offered = [each.position for each in self._scene.desk.event.positions if each.booth == booth]
        if offered and chance.random() < POSITION:
            found.append(Card(Sort.POSITION, chance.choice(offered)))
        dice = chance.random()
        if dice < APPLICATION + ANNOUNCED:
            word = Command.APPLICATION if dice < APPLICATION else Command.ANNOUNCED
            found.append(Card(Sort.COMMAND, word.value))
        return found

    def _step(self) -> list[Card]:
        chance = self._scene.chance
        if chance.random() >= AGREED:
            return []
        (step,) = chance.choices(list(STEPS), list(STEPS.values()))
        found = [Card(Sort.COMMAND, step.value)]
        if step not in UNDATED and chance.random() < DATED:
            day = self._scene.desk.event.day + timedelta(days=chance.randint(SOONEST, LATEST))
            found += [Card(Sort.DAY, day.isoformat()), Card(Sort.TIME, f"{chance.randint(9, 16):02}:00")]
        return found
