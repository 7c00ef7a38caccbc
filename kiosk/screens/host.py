"""What a screen may ask of the application that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kiosk.desk import Desk
from kiosk.devices.gong import Sound
from kiosk.devices.lamps import ReaderState
from kiosk.model import Answer, ReaderSetting, Scan
from kiosk.words import Tone


class SoundMaker(Protocol):
    """The gong, or whatever stands in for it."""

    @property
    def state(self) -> str:
        """What staff have to know about the sound, in their language."""

    @property
    def ready(self) -> bool:
        """Whether something can be heard."""

    def prepare(self) -> None:
        """Looks for the loudspeaker."""

    def play(self, sound: Sound, /) -> None:
        """Plays a sound; never waits, never raises."""

    def close(self) -> None:
        """Falls silent."""


class Host(Protocol):
    """The application."""

    desk: Desk
    gong: SoundMaker

    @property
    def lamps(self) -> Sequence[ReaderState]:
        """Every reader as it is now."""

    def take(self, scan: Scan) -> None:
        """Takes a scan and tells the answer."""

    def tell(self, answer: Answer) -> None:
        """Shows and sounds an answer on whatever is on top."""

    def say(self, tone: Tone, text: str) -> None:
        """Shows a sentence on whatever is on top."""

    def not_recorded(self, reason: str) -> None:
        """Warns that something could not be written."""

    def use_reader(self, setting: ReaderSetting) -> None:
        """Starts a further reader."""

    def undo(self) -> None:
        """Takes the last thing back that a scan or a check-in changed at this desk."""
