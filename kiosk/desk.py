"""An open event: its settings, its store and its clock. Every action, on a screen or in a shell, begins here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.clock import Clock, clock_of
from kiosk.event import read_event
from kiosk.exchange.bonds import read_bonds
from kiosk.exchange.places import read_booths, read_positions
from kiosk.i18n import _
from kiosk.model import Instant, KioskError
from kiosk.programme import Booth, Event, Mode, Position
from kiosk.rules.feedback import Pauses
from kiosk.rules.figures.definitions import DEFINITIONS
from kiosk.rules.readers import Memories, Repeats
from kiosk.rules.scans import day_begins
from kiosk.store import Store

DATABASE: Final = "kiosk.db"
BOOTHS: Final = "booths.csv"
POSITIONS: Final = "positions.csv"
BONDS: Final = "bonds.csv"
EXPORTS: Final = "exports"


@dataclass(frozen=True, slots=True)
class Desk:
    """What an action needs to know and to write to."""

    folder: Path
    event: Event
    store: Store
    clock: Clock
    repeats: Repeats = field(default_factory=Repeats)
    memories: Memories = field(default_factory=Memories)
    pauses: Pauses = field(default_factory=Pauses)
    by: str = ""
    """The rank of whoever acts, where PINs tell."""

    @property
    def signature(self) -> dict[str, str]:
        """What an entry says of who made it."""
        return {"by": self.by} if self.by else {}

    def now(self) -> Instant:
        """The event's own time."""
        return self.clock()

    def today(self) -> datetime:
        """When the present day of the event began: only who has come in since then can be in the house."""
        return day_begins(self.event, self.now().at)

    @property
    def has_rounds(self) -> bool:
        """Whether anything of the programme has rounds."""
        return any(block.mode is Mode.ROUNDS for block in self.event.blocks)


def settings_of(folder: Path) -> Event:
    """The settings of an event folder, with its lists of booths and positions.

    Raises:
        KioskError: a file is missing or says something that cannot be.
    """
    event = read_event(folder)
    _require_figures(event)
    booths: tuple[Booth, ...] = ()
    positions: tuple[Position, ...] = ()
    if (folder / BOOTHS).exists():
        booths = read_booths(folder / BOOTHS)
    if (folder / POSITIONS).exists():
        if not booths:
            text = _(
                "{folder} has positions.csv but no booths in booths.csv. Put the booths back, or remove the positions."
            )
            raise KioskError(text.format(folder=folder))
        positions = read_positions(folder / POSITIONS, booths)
    bonds = read_bonds(folder / BONDS, booths) if (folder / BONDS).exists() else ()
    return replace(event, booths=booths, positions=positions, bonds=bonds)


def _require_figures(event: Event) -> None:
    """Refuses a target for a figure that there is not.

    Raises:
        KioskError: with the name of it, and of all there are.
    """
    for figure in event.targets:
        if figure not in DEFINITIONS:
            text = _("[targets] in event.toml: there is no figure {figure}; there are {known}")
            raise KioskError(text.format(figure=figure, known=", ".join(DEFINITIONS)))


def open_desk(folder: Path, clock: Clock | None = None) -> Desk:
    """Opens an event folder for work; the caller closes the store.

    Raises:
        KioskError: a file of the folder is missing, damaged, or not to be written.
    """
    event = settings_of(folder)
    clock = clock or clock_of(event)
    return Desk(folder, event, Store(folder / DATABASE, clock), clock)


@contextmanager
def at_desk(folder: Path, clock: Clock | None = None) -> Iterator[Desk]:
    """An event folder that is open as long as the ``with`` block lasts."""
    desk = open_desk(folder, clock)
    try:
        yield desk
    finally:
        desk.store.close()
