"""The laptop's loudspeaker, or in plain words why there is none."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from kiosk.i18n import N_

if TYPE_CHECKING:
    import miniaudio

RATE: Final = 22050
"""Samples a second of the carried sounds."""

PERIOD_MS: Final = 40
"""What the loudspeaker asks for at a time: three of these are as long as Python may be busy without a click."""


class State(StrEnum):
    """What staff have to know about the sound."""

    UNTRIED = N_("sound not tried yet")
    READY = N_("sound ready")
    NO_LIBRARY = N_("no sound: this installation has no sound library; the terminal's bell is used")
    NO_SPEAKER = N_("no sound: no loudspeaker found; plug one in and try the gong")
    LOST = N_("no sound: the loudspeaker is gone; plug it in and try the gong")
    NO_FILES = N_("no sound: the sound files are missing; install kiosk anew")


class NoSound(Exception):
    """The loudspeaker cannot be used, with what to tell staff."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class Speaker:
    """The laptop's loudspeaker. Opening it can take a second and talks to drivers, so only the gong's thread does."""

    def __init__(self, backends: Sequence[miniaudio.Backend] = ()) -> None:
        """Opens it: one of these sound systems, else whichever of the real ones the laptop has.

        Raises:
            NoSound: where there is no loudspeaker, or no library to reach it.
        """
        try:
            import miniaudio
        except (ImportError, OSError) as missing:
            raise NoSound(State.NO_LIBRARY) from missing
        _hush_alsa()
        # The silent system would pass for a loudspeaker, and a server for musicians is not started for a gong.
        unfit = {miniaudio.Backend.NULL, miniaudio.Backend.JACK, miniaudio.Backend.CUSTOM}
        real = sorted(miniaudio.get_enabled_backends() - unfit, key=lambda backend: backend.value)
        self._miniaudio = miniaudio
        try:
            self._device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16, 1, RATE, PERIOD_MS, backends=list(backends) or real, app_name="kiosk"
            )
        except miniaudio.MiniaudioError as missing:
            raise NoSound(State.NO_SPEAKER) from missing

    @property
    def busy(self) -> bool:
        """Whether the loudspeaker has still to fetch a part of the sound."""
        return self._device.callback_generator is not None

    def play(self, samples: bytes) -> None:
        """Starts a sound, instead of the one that may be playing.

        Raises:
            NoSound: where the loudspeaker is gone.
        """
        try:
            self._device.stop()
            self._device.start(self._miniaudio.stream_raw_pcm_memory(samples, 1, 2))
        except self._miniaudio.MiniaudioError as lost:
            raise NoSound(State.LOST) from lost

    def rest(self) -> None:
        """Lets the loudspeaker stand still until the next sound: it would fetch silence for hours."""
        with contextlib.suppress(self._miniaudio.MiniaudioError):
            self._device.stop()

    def close(self) -> None:
        """Gives the loudspeaker back."""
        self._device.close()


@cache
def _hush_alsa() -> None:
    """Keeps Linux's sound library from writing its complaints on the screen.

    It prints them to the terminal that the screens are painted on. Since version 1.2.15 it has a second way to do so.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        library = ctypes.CDLL("libasound.so.2")
        for name in ("snd_lib_error_set_handler", "snd_lib_log_set_handler"):
            if hasattr(library, name):
                getattr(library, name)(_silence)


# C passes more arguments than it takes, whatever they are, and may call it as long as the program lives.
_silence: Final = ctypes.CFUNCTYPE(None)(lambda: None)
