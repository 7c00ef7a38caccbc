"""What the application does for its screens: scans taken, answers told, things taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import Final, Protocol

from kiosk.actions import people, scans
from kiosk.actions.keeper import Keeper
from kiosk.clock import Clock
from kiosk.desk import Desk
from kiosk.devices.gong import Sound
from kiosk.devices.lamps import ReaderState
from kiosk.i18n import _
from kiosk.model import Answer, Instant, KioskError, Scan, Verdict
from kiosk.programme import TONES, ReaderSetting
from kiosk.rules.rights import Right
from kiosk.rules.undoing import needed
from kiosk.screens.base import Frame
from kiosk.screens.keeper import KeptApp
from kiosk.screens.losses import Loss, Losses, tail
from kiosk.screens.messages import ReaderChanged, ScanArrived
from kiosk.widgets.verdict import SECONDS
from kiosk.words import LOOKS, Tone, call_text, number_word

CHANGED: Final = frozenset({Verdict.ADMITTED, Verdict.CHECKED_OUT, Verdict.TALK_STARTED, Verdict.TALK_DONE})
"""The verdicts that changed something, which can be taken back."""


REFUSED: Final = frozenset(
    {Verdict.CANCELLED, Verdict.WRONG_DAY, Verdict.FULL, Verdict.REVOKED, Verdict.NOT_REGISTERED}
)
"""The refusals of a known person whom staff may admit in spite of them."""

PATIENCE: Final = 60.0
"""Seconds in which staff may come from another screen to whoever was refused there."""


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

    def play(self, sound: Sound, voice: int = 1, /) -> None:
        """Plays a sound in the voice of a reader; never waits, never raises."""

    def close(self) -> None:
        """Falls silent."""


class Reader(Protocol):
    """A barcode reader, whatever it is plugged into."""

    state: ReaderState

    def start(self) -> None:
        """Begins to deliver."""

    def stop(self) -> None:
        """Ends it."""


ReaderMaker = Callable[[ReaderSetting, Callable[[Scan], object], Callable[[ReaderState], object], Clock], Reader]


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done at this desk in one step."""

    entries: tuple[str, ...]
    what: str
    at: Instant


class Host(KeptApp):
    """The application as its screens know it. Everything here happens on its own thread."""

    def __init__(self, desk: Desk, gong: SoundMaker, make_reader: ReaderMaker) -> None:
        super().__init__(desk)
        self.gong = gong
        self.keeper = Keeper(desk)
        self._make_reader = make_reader
        self._readers: list[Reader] = []
        self._lamps: dict[ReaderSetting, ReaderState] = {}
        self._undoable: list[Done] = []
        self.losses = Losses()
        self.last: Answer | None = None
        """What was told last."""
        self._told = 0.0

    @property
    def lamps(self) -> Sequence[ReaderState]:
        """Every reader as it is now."""
        return list(self._lamps.values())

    def in_sight(self, act: Callable[[Frame[object]], object]) -> None:
        """Has everything that is in sight do something, each in its own time: a screen may just be being made."""
        for screen in self.screen_stack:
            if isinstance(screen, Frame):
                screen.call_later(act, screen)

    def use_reader(self, setting: ReaderSetting) -> None:
        """Starts a further reader; what it says is passed on from its thread to this one."""
        reader = self._make_reader(setting, self.deliver, self._report, self.desk.clock)
        self._readers.append(reader)
        self._lamps[setting] = reader.state
        reader.start()

    def stop_readers(self) -> None:
        """Gives the ports back."""
        for reader in self._readers:
            reader.stop()

    def deliver(self, scan: Scan) -> None:
        """Takes a scan from any thread."""
        self.post_message(ScanArrived(scan))

    def _report(self, state: ReaderState) -> None:
        self.post_message(ReaderChanged(state))

    def on_reader_changed(self, message: ReaderChanged) -> None:
        """Lights the lamp."""
        self._lamps[message.state.setting] = message.state
        self.in_sight(lambda frame: frame.tick())

    def on_scan_arrived(self, message: ScanArrived) -> None:
        """Takes the scan."""
        self.take(message.scan)

    def take(self, scan: Scan) -> None:
        """Takes a scan and tells the answer once it is durable; where it could not be written, says so."""
        try:
            answers = scans.take(self.desk, scan)
        except KioskError as error:
            self.not_recorded(str(error), tail(scan), scan.reader)
            return
        for answer in answers:
            self.tell(answer, scan.reader)

    def tell(self, answer: Answer, reader: ReaderSetting | None = None) -> None:
        """Shows an answer on whatever is in sight, and sounds it in the voice of the reader where it was one."""
        if answer.verdict in CHANGED and answer.entry:
            self.did([answer.entry], _called(answer))
        if answer.verdict is not Verdict.REPEAT:
            self.losses.over = True
            self.last, self._told = answer, monotonic()
            self._sound(LOOKS[answer.verdict].tone, reader)
        shown = replace(answer, name="") if self.covered else answer
        self.in_sight(lambda frame: frame.show_answer(shown))

    def say(self, tone: Tone, text: str) -> None:
        """Shows a sentence on whatever is in sight; it may hold a name, so that none is shown while that is covered."""
        if not self.covered:
            self.in_sight(lambda frame: frame.say(tone, text))

    def call_for_help(self, reader: str) -> None:
        """Tells whoever is at this desk that somebody at a reader asks for help."""
        self.say(Tone.HINT, call_text(reader))
        self._sound(Tone.HINT)

    @property
    def refused(self) -> Answer | None:
        """The last answer, where it refused somebody who is known; on whatever screen it was told."""
        return self.last if self.last and self.last.verdict in REFUSED and self.last.person else None

    @property
    def fresh(self) -> Answer | None:
        """The last answer, as long as somebody may still come to look at it."""
        patience = PATIENCE if self.refused else SECONDS
        return self.last if self.last and monotonic() - self._told < patience else None

    def not_recorded(self, reason: str, what: str, reader: ReaderSetting | None = None) -> None:
        """Warns that something could not be written; ``what`` is a number or the end of a code, never a name."""
        self.losses.add(Loss(self.desk.now().at, what, reason))
        self._sound(Tone.BAD, reader)
        self.in_sight(lambda frame: frame.warn())

    def action_noted(self) -> None:
        """Stops to warn of what was lost up to now."""
        self.losses.note()
        self.in_sight(lambda frame: frame.warn())

    def _sound(self, tone: Tone, reader: ReaderSetting | None = None) -> None:
        self.gong.play(Sound(tone), self._voice(reader))
        if tone is Tone.BAD:
            self.bell()

    def did(self, entries: Sequence[str], what: str) -> None:
        """Remembers what was done at this desk, so that it can be taken back in one step."""
        self._undoable.append(Done(tuple(entries), what, self.desk.now()))

    def _voice(self, reader: ReaderSetting | None) -> int:
        """How a reader sounds on this laptop: as the settings say, else by its place among the readers."""
        if reader is None:
            return 1
        used = list(self._lamps)
        return reader.tone or (used.index(reader) % TONES + 1 if reader in used else 1)

    def undo(self) -> None:
        """Takes the last thing back that was done at this desk; what is older than a minute is the lead's to decide."""
        if not self._undoable:
            self.say(Tone.HINT, _("There is nothing to take back at this desk."))
            return
        done = self._undoable[-1]
        self.take_back(done, needed(done.at, self.desk.now()))

    def take_back(self, done: Done, right: Right | None) -> None:
        """Takes something back, once whoever wants it may."""
        if right:
            self.with_right(right, partial(self._take_back, done))
        else:
            self._take_back(done)

    def _take_back(self, done: Done) -> None:
        try:
            people.undo(self.desk, *done.entries)
        except KioskError as error:
            self.not_recorded(str(error), _("taking back"))
            return
        self._undoable = [known for known in self._undoable if not set(known.entries) & set(done.entries)]
        self.say(Tone.HINT, _("Taken back: {what}").format(what=done.what))


def _called(answer: Answer) -> str:
    """What an answer was about, for those who take it back."""
    parts = (_(LOOKS[answer.verdict].word), number_word(answer.number), answer.name)
    return " · ".join(part for part in parts if part)
