"""The gong: the carried sounds, who drowns whom, and a loudspeaker that is not there or goes away."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
import time
import wave
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk import i18n
from kiosk.assets import asset
from kiosk.devices.gong import Gong, Sound
from kiosk.devices.speaker import RATE, NoSound, Speaker, State
from kiosk.programme import TONES

miniaudio = pytest.importorskip("miniaudio", reason="no sound library for this machine")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


class Mute(Speaker):
    """A real loudspeaker on the silent sound system, which remembers what it was given and can be unplugged."""

    def __init__(self, played: list[bytes], unplugged: threading.Event) -> None:
        if unplugged.is_set():
            raise NoSound(State.NO_SPEAKER)
        super().__init__([miniaudio.Backend.NULL])
        self._played, self._unplugged = played, unplugged

    def play(self, samples: bytes) -> None:
        if self._unplugged.is_set():
            raise NoSound(State.LOST)
        super().play(samples)
        self._played.append(samples)


class Hall:
    """A gong, what was heard of it, and the plug of its loudspeaker."""

    def __init__(self) -> None:
        self.played: list[bytes] = []
        self.unplugged = threading.Event()
        self.gong = Gong(lambda: Mute(self.played, self.unplugged))

    @property
    def heard(self) -> list[Sound]:
        return [next(sound for sound in Sound if samples(sound) == heard) for heard in self.played]


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.gong.close()


def until(holds: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.002)


def samples(sound: Sound, voice: int = 1) -> bytes:
    with wave.open(str(asset("sounds", sound.file(voice))), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return file.readframes(file.getnframes())


def levels(sound: Sound, voice: int = 1) -> array[int]:
    read = array("h", samples(sound, voice))
    if sys.byteorder == "big":
        read.byteswap()
    return read


def pitch(part: array[int]) -> float:
    """Crossings of the zero line, which grow with the pitch."""
    return sum(before < 0 <= after for before, after in pairwise(part)) * RATE / len(part)


VOICES = range(1, TONES + 1)
TONES_OF_A_SCAN = (Sound.GOOD, Sound.HINT, Sound.BAD)


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("sound", Sound)
def test_a_sound_is_loud_without_clipping_and_ends_in_silence(sound: Sound, voice: int) -> None:
    read = levels(sound, voice)
    assert 0.7 * 32767 < max(map(abs, read)) < 0.9 * 32767
    assert abs(sum(read) / len(read)) < 100, "no direct current"
    assert abs(read[0]) < 200
    assert abs(read[-1]) < 200
    assert len(read) / RATE < (4 if sound.gong else 0.3)


def test_the_sounds_are_small() -> None:
    assert sum(len(samples(sound)) for sound in Sound) < 600_000


def test_the_tones_of_a_scan_are_clearly_different() -> None:
    good, hint, bad = levels(Sound.GOOD), levels(Sound.HINT), levels(Sound.BAD)
    half = len(good) // 2
    assert pitch(good[half:]) > 1.3 * pitch(good[:half]), "good rises"
    assert abs(pitch(hint[: len(hint) // 2]) / pitch(hint[len(hint) // 2 :]) - 1) < 0.1, "a hint stays"
    assert pitch(bad) < 0.5 * pitch(hint), "bad is low"


def test_the_carried_sounds_are_those_of_the_synthesiser() -> None:
    path = Path(__file__).parent.parent / "tools" / "make_sounds.py"
    spec = importlib.util.spec_from_file_location("make_sounds", path)
    assert spec
    assert spec.loader
    maker = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = maker
    spec.loader.exec_module(maker)
    assert set(maker.SOUNDS) == set(Sound)
    assert {file for file, _name, _voice in maker.files()} == {path.name for path in asset("sounds").iterdir()}
    for sound in TONES_OF_A_SCAN:
        for voice in VOICES:
            made = maker.synthesise(str(sound), voice)
            assert max(abs(a - b) for a, b in zip(made, levels(sound, voice), strict=True)) <= 1


@pytest.mark.parametrize("sound", TONES_OF_A_SCAN)
def test_readers_are_told_apart_by_ear(sound: Sound) -> None:
    pitches = [pitch(levels(sound, voice)) for voice in VOICES]
    assert all(higher / lower > 1.15 for lower, higher in pairwise(pitches)), pitches
    assert len({samples(sound, voice) for voice in VOICES}) == TONES


def test_a_gong_has_one_voice_and_a_tone_the_one_that_is_asked_for(hall: Hall) -> None:
    for sound, voice in ((Sound.GOOD, 3), (Sound.BAD, 2), (Sound.START, 4)):
        hall.gong.play(sound, voice)
        until(lambda sound=sound: hall.gong.playing is sound)
    assert hall.played == [samples(Sound.GOOD, 3), samples(Sound.BAD, 2), samples(Sound.START)]


def test_a_call_never_waits(hall: Hall) -> None:
    took = []
    for _turn in range(50):
        before = time.perf_counter()
        hall.gong.play(Sound.GOOD)
        took.append(time.perf_counter() - before)
    assert sorted(took)[25] < 0.001


def test_every_sound_reaches_the_loudspeaker_and_ends(hall: Hall) -> None:
    assert hall.gong.state == "sound not tried yet"
    hall.gong.play(Sound.HINT)
    until(lambda: hall.gong.playing is Sound.HINT)
    assert hall.gong.ready
    assert hall.gong.state == "sound ready"
    until(lambda: hall.gong.playing is None)
    assert hall.gong.ready, "a sound that came to its end is no lost loudspeaker"
    for sound in (Sound.BAD, Sound.GOOD, Sound.WARNING, Sound.START, Sound.END):
        hall.gong.play(sound)
        until(lambda sound=sound: hall.gong.playing is sound)
    assert hall.heard == [Sound.HINT, Sound.BAD, Sound.GOOD, Sound.WARNING, Sound.START, Sound.END]


def test_a_tone_does_not_cut_off_a_gong(hall: Hall) -> None:
    hall.gong.play(Sound.START)
    until(lambda: hall.gong.playing is Sound.START)
    hall.gong.play(Sound.BAD)
    time.sleep(0.1)
    assert hall.heard == [Sound.START]
    hall.gong.play(Sound.WARNING)
    until(lambda: hall.gong.playing is Sound.WARNING)


def test_of_what_waits_for_a_slow_loudspeaker_the_gong_is_played() -> None:
    played: list[bytes] = []
    plugged_in = threading.Event()

    def slow() -> Speaker:
        plugged_in.wait(5)
        return Mute(played, threading.Event())

    gong = Gong(slow)
    gong.prepare()
    for sound in (Sound.START, Sound.GOOD, Sound.END, Sound.BAD):
        gong.play(sound)
    plugged_in.set()
    until(lambda: gong.playing is Sound.END)
    gong.close()
    assert played[-1] == samples(Sound.END)
    assert not {samples(Sound.GOOD), samples(Sound.BAD)} & set(played)


def test_the_state_is_known_before_the_first_sound(hall: Hall) -> None:
    hall.gong.prepare()
    assert hall.gong.tried(5)
    assert hall.gong.ready
    assert hall.heard == []


def test_an_unplugged_loudspeaker_is_told_and_used_again_when_it_is_back(hall: Hall) -> None:
    hall.gong.play(Sound.GOOD)
    until(lambda: hall.gong.playing is Sound.GOOD)
    hall.unplugged.set()
    hall.gong.play(Sound.START)
    until(lambda: hall.gong.state.startswith("no sound: no loudspeaker found"))
    assert not hall.gong.ready
    hall.unplugged.clear()
    hall.gong.play(Sound.END)
    until(lambda: hall.gong.playing is Sound.END)
    assert hall.gong.ready
    assert hall.heard == [Sound.GOOD, Sound.END]


def test_a_loudspeaker_that_fetches_nothing_any_more_is_noticed() -> None:
    class Stuck(Speaker):
        @property
        def busy(self) -> bool:
            return True

    gong = Gong(lambda: Stuck([miniaudio.Backend.NULL]))
    gong.play(Sound.HINT)
    until(lambda: gong.state.startswith("no sound: the loudspeaker is gone"))
    gong.close()


def test_without_the_library_there_is_a_reason_and_no_error() -> None:
    program = (
        "import sys; sys.modules['miniaudio'] = None\n"
        "from kiosk.devices.gong import Gong, Sound\n"
        "gong = Gong(); gong.play(Sound.START); gong.tried(5); print(gong.state)"
    )
    asked = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert asked.stdout.startswith("no sound: this installation has no sound library")
    assert asked.stderr == ""


def test_without_a_loudspeaker_there_is_a_reason_and_nothing_on_the_screen(tmp_path: Path) -> None:
    """A sound system that knows no card complains to the terminal by itself, over whatever is painted there."""
    program = "from kiosk.devices.gong import Gong\ngong = Gong(); gong.prepare(); gong.tried(9); print(gong.state)"
    nothing = tmp_path / "asound.conf"
    nothing.write_text("pcm.!default { type hw card 99 }\n")
    env = {**os.environ, "ALSA_CONFIG_PATH": str(nothing), "PULSE_SERVER": str(tmp_path / "nobody")}
    asked = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT, env=env
    )
    assert asked.stderr == ""
    if sys.platform == "linux":
        assert asked.stdout.startswith("no sound: no loudspeaker found")


def test_nothing_is_left_after_closing() -> None:
    before = threading.active_count()
    hall = Hall()
    hall.gong.play(Sound.END)
    until(lambda: hall.gong.playing is Sound.END)
    began = time.monotonic()
    hall.gong.close()
    assert time.monotonic() - began < 1
    assert threading.active_count() == before
    hall.gong.play(Sound.END)
    hall.gong.close()


ROOT = Path(__file__).parent.parent
