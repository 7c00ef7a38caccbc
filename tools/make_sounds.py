"""Synthesises the carried sounds anew: ``python tools/make_sounds.py [FOLDER]`` (assets/sounds where none is named).

The gongs are struck bells: a sum of decaying sines at the partials that bell founders tune (hum, prime, minor tierce,
quint, nominal, superquint, octave nominal). The tones of a verdict are told apart by more than pitch, so that they
still differ for somebody who hears badly or stands in a loud hall: good rises in two steps, a hint is one short note,
bad is a low buzz.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

RATE = 22050
"""Samples a second: partials above 9 kHz would be lost, and none is used."""

PEAK = 0.8
"""Share of full scale that the loudest sample reaches, so that no loudspeaker driver clips."""

FADE = 0.01
"""Seconds of fade at the end, against a click."""

BELL = (
    (0.5, 0.35, 1.0),
    (1.0, 1.0, 0.8),
    (1.2, 0.4, 0.6),
    (1.5, 0.25, 0.5),
    (2.0, 0.7, 0.45),
    (3.0, 0.3, 0.25),
    (4.0, 0.15, 0.15),
)
"""Partials of a bell: frequency relative to the struck note, loudness, and decay relative to the stroke's."""


@dataclass(frozen=True)
class Note:
    """One note: when it begins (s), its pitch (Hz), how long it rings or lasts (s) and how loud it is."""

    begins: float
    pitch: float
    lasts: float
    loud: float = 1.0


def bell(note: Note, at: float) -> float:
    """A bell struck once, ``at`` seconds after the stroke; ``lasts`` is the time in which it falls to a tenth."""
    decay = math.log(10) / note.lasts
    attack = min(at / 0.004, 1.0)
    return attack * sum(
        loud * math.exp(-decay * at / lasting) * math.sin(math.tau * note.pitch * ratio * at)
        for ratio, loud, lasting in BELL
    )


def flute(note: Note, at: float) -> float:
    """A clear note with soft edges."""
    wave_form = math.sin(math.tau * note.pitch * at) + 0.25 * math.sin(math.tau * 2 * note.pitch * at)
    return wave_form * edges(note, at)


def buzz(note: Note, at: float) -> float:
    """A rough low note: odd harmonics, as a buzzer makes them."""
    wave_form = sum(math.sin(math.tau * note.pitch * n * at) / n for n in (1, 3, 5, 7, 9))
    return wave_form * edges(note, at)


def edges(note: Note, at: float) -> float:
    """The loudness of a held note, between 0 and 1: 8 ms up, 12 ms down, nothing after its end."""
    return max(0.0, min(at / 0.008, (note.lasts - at) / 0.012, 1.0))


SOUNDS = {
    "start": (bell, 2.6, (Note(0.0, 392.0, 1.4, 0.8), Note(0.45, 523.25, 1.8))),
    "warning": (bell, 1.4, (Note(0.0, 784.0, 0.9, 0.6),)),
    "end": (bell, 3.4, (Note(0.0, 523.25, 1.4, 0.9), Note(0.55, 392.0, 1.6, 0.9), Note(1.1, 261.63, 2.2))),
    "good": (flute, 0.2, (Note(0.0, 880.0, 0.08), Note(0.08, 1318.5, 0.12))),
    "hint": (flute, 0.14, (Note(0.0, 659.26, 0.14),)),
    "bad": (buzz, 0.28, (Note(0.0, 146.83, 0.12), Note(0.16, 146.83, 0.12))),
}
"""Name: how a note sounds, length (s), notes."""

VOICES = {1: 1.0, 2: 1.25, 3: 1.5, 4: 2.0}
"""How much higher the tones of the further readers of a laptop are: a third, a fifth, an octave."""

TONES = ("good", "hint", "bad")
"""The sounds that tell readers apart; the gongs are the hall's."""


def files() -> Iterator[tuple[str, str, int]]:
    """Every file with its sound and its voice."""
    for name in SOUNDS:
        for voice in VOICES if name in TONES else (1,):
            yield (f"{name}.wav" if voice == 1 else f"{name}-{voice}.wav"), name, voice


def synthesise(name: str, number: int = 1) -> array[int]:
    """The samples of one sound in one of its voices, 16 bit, mono."""
    voice, length, notes = SOUNDS[name]
    notes = tuple(replace(note, pitch=note.pitch * VOICES[number]) for note in notes)
    count = round(length * RATE)
    samples = [
        sum(note.loud * voice(note, at - note.begins) for note in notes if at >= note.begins)
        for at in (index / RATE for index in range(count))
    ]
    scale = PEAK * 32767 / max(map(abs, samples))
    fading = round(FADE * RATE)
    return array("h", (round(scale * s * min((count - 1 - i) / fading, 1.0)) for i, s in enumerate(samples)))


def write(path: Path, samples: array[int]) -> None:
    """Writes the samples as a WAV file (little-endian by definition)."""
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def main() -> None:
    """Writes all sounds."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "assets" / "sounds"
    for file, name, voice in files():
        write(folder / file, synthesise(name, voice))


if __name__ == "__main__":
    main()
