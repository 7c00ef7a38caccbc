"""What everyone in the made-up event shares: its desk, its readers, its agenda, and chance."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.demo.agenda import Agenda, Deed
from kiosk.demo.gates import Gates
from kiosk.desk import Desk
from kiosk.programme import Block


@dataclass(slots=True)
class Scene:
    """The place where it all happens; desk and readers are changed when the day goes on with another clock."""

    desk: Desk
    gates: Gates
    chance: random.Random
    agenda: Agenda = field(default_factory=Agenda)

    @property
    def now(self) -> datetime:
        """The event's time."""
        return self.desk.now().at

    @property
    def block(self) -> Block:
        """The talks."""
        return self.desk.event.blocks[0]

    def later(self, least: float, most: float, deed: Deed) -> None:
        """Puts down a deed for some seconds from now."""
        self.agenda.add(self.now + timedelta(seconds=self.chance.uniform(least, most)), deed)
