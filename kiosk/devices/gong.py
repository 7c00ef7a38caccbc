"""The gong of the rounds and the tones of a scan, on a loudspeaker that may not be there.

Sound is a help, never a condition: whatever the sound card does, the event goes on, and ``Gong.state`` says what staff
have to know. The terminal's bell and the flash are the screens' own.
"""

from __future__ import annotations

import atexit
import threading
import time
import wave
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Final

from kiosk.assets import asset
from kiosk.devices.speaker import RATE, NoSound, Speaker, State
from kiosk.i18n import _

SLACK_SECONDS: Final = 0.5
"""How much later than its length a sound may end before the loudspeaker counts as lost."""


class Sound(StrEnum):
    """What can be heard; each is a file in ``assets/sounds``."""

    START = "start"
    WARNING = "warning"
    END = "end"
    GOOD = "good"
    HINT = "hint"
    BAD = "bad"

    @property
    def gong(self) -> bool:
        """Whether the whole hall has to hear it; a tone is for the reader's surroundings only."""
        return self in (Sound.START, Sound.WARNING, Sound.END)

    def file(self, voice: int = 1) -> str:
        """The name of its file: a tone has one for each voice."""
        return f"{self}.wav" if self.gong or voice == 1 else f"{self}-{voice}.wav"


class Gong:
    """Plays sounds in a thread of its own; no call waits for the loudspeaker and none raises."""

    def __init__(self, open_speaker: Callable[[], Speaker] = Speaker) -> None:
        self._open_speaker = open_speaker
        self._changed = threading.Condition()
        self._wish: Callable[[], object] | None = None
        self._urgent = False
        self._closing = False
        self._speaker: Speaker | None = None
        self._playing: Sound | None = None
        self._over = 0.0
        self._state = State.UNTRIED
        self._tried = threading.Event()
        self._thread = threading.Thread(target=self._work, name="gong", daemon=True)
        self._thread.start()
        # A loudspeaker that still fetches samples while Python shuts down would crash it.
        atexit.register(self.close)

    def prepare(self) -> None:
        """Looks for the loudspeaker, so that ``state`` is known before the first sound."""
        with self._changed:
            self._wish = self._wish or self._prepare
            self._changed.notify()

    def play(self, sound: Sound, voice: int = 1) -> None:
        """Plays a sound instead of the one that is playing or still to come; only a tone does not oust a gong.

        ``voice``, from 1, tells by ear which of several readers a tone belongs to; a gong has one voice.
        """
        with self._changed:
            if sound.gong or not self._urgent:
                self._wish, self._urgent = (lambda: self._play(sound, voice)), sound.gong
            self._changed.notify()

    @property
    def playing(self) -> Sound | None:
        """The sound that can be heard now."""
        return self._playing

    @property
    def ready(self) -> bool:
        """Whether the last thing that was tried came to the loudspeaker."""
        return self._state is State.READY

    @property
    def state(self) -> str:
        """What staff have to know about the sound, in their language."""
        return _(self._state)

    def tried(self, seconds: float) -> bool:
        """Waits until the loudspeaker was looked for once; False where that takes longer."""
        return self._tried.wait(seconds)

    def close(self) -> None:
        """Falls silent and gives the loudspeaker back; a driver that hangs is left behind after a second."""
        atexit.unregister(self.close)
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout=1)

    def _work(self) -> None:
        while (wish := self._take()) is not None:
            try:
                wish()
            except NoSound as silent:
                self._drop(silent.state)
            self._tried.set()
        self._drop(State.UNTRIED)

    def _take(self) -> Callable[[], object] | None:
        """What to do next: a wish, or a rest where the sound is over and none came; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._wish or self._closing, self._patience())
            wish, self._wish, self._urgent = self._wish or self._rest, None, False
            return None if self._closing else wish

    def _patience(self) -> float | None:
        """Seconds to wait for the next wish: until the sound must be over, for ever where none is playing."""
        return None if self._playing is None else max(0.0, self._over - time.monotonic())

    def _prepare(self) -> Speaker:
        self._speaker = self._speaker or self._open_speaker()
        self._state = State.READY
        return self._speaker

    def _play(self, sound: Sound, voice: int) -> None:
        if not sound.gong and self._gong_sounds():
            return
        samples, speaker = _samples(sound.file(voice)), self._prepare()
        try:
            speaker.play(samples)
        except NoSound as lost:
            # The loudspeaker may be back, under another name.
            self._drop(lost.state)
            self._prepare().play(samples)
        self._playing = sound
        self._over = time.monotonic() + len(samples) / (2 * RATE) + SLACK_SECONDS

    def _gong_sounds(self) -> bool:
        gong = self._playing is not None and self._playing.gong and time.monotonic() < self._over
        return gong and self._speaker is not None and self._speaker.busy

    def _rest(self) -> None:
        """After a sound: what the loudspeaker has not fetched by now it never will."""
        if self._speaker and self._speaker.busy:
            raise NoSound(State.LOST)
        if self._speaker:
            self._speaker.rest()
        self._playing = None

    def _drop(self, state: State) -> None:
        self._state, self._playing = state, None
        if self._speaker:
            self._speaker.close()
            self._speaker = None


@cache
def _samples(name: str) -> bytes:
    """The samples of a sound: 16 bit, mono, RATE a second."""
    try:
        with wave.open(str(asset("sounds", name)), "rb") as file:
            return file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as missing:
        raise NoSound(State.NO_FILES) from missing
