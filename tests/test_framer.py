"""The framer: every terminator and none, noise, overlong frames, parity."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.codes import clean, new_code, read
from kiosk.devices.framer import IDLE, LONGEST, Frame, Framer

KEY = bytes(range(32))
CODES = [new_code("B", serial, KEY) for serial in (1, 0xABCDEF, 0xFFFFFF)]
quick = settings(max_examples=150, deadline=None)


def texts(frames: list[Frame]) -> list[str]:
    return [frame.text for frame in frames]


def parity_of(text: str, kind: str) -> bytes:
    def byte(value: int) -> int:
        odd = value.bit_count() % 2
        return value | 0x80 if {"E": odd == 1, "O": odd == 0, "M": True}[kind] else value

    return bytes(byte(value) for value in text.encode("ascii"))


@quick
@given(
    frames=st.lists(st.sampled_from([*CODES, "A-7XK2B9Q", '{"ticket": "ü"}', "]Q1" + CODES[0]]), max_size=8),
    ending=st.sampled_from([b"\r", b"\n", b"\r\n", b"\x00", b"\x03", b"\x04", b"\t", b"\r\x00\r"]),
    start=st.sampled_from([b"", b"\x02"]),
    cuts=st.lists(st.integers(0, 400), max_size=30),
)
def test_any_terminator_in_any_pieces(frames: list[str], ending: bytes, start: bytes, cuts: list[int]) -> None:
    stream = b"".join(start + frame.encode() + ending for frame in frames)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    framer = Framer()
    found = [
        frame for n, (here, there) in enumerate(pairwise(places)) for frame in framer.feed(stream[here:there], float(n))
    ]
    assert found == [Frame(frame) for frame in frames]
    assert framer.tick(1e9) == []


def test_silence_ends_a_frame_without_terminator() -> None:
    framer = Framer()
    assert framer.feed(CODES[0][:7].encode(), 1.0) == []
    assert framer.tick(1.0 + IDLE / 2) == []
    assert framer.feed(CODES[0][7:].encode(), 9.0) == []
    assert framer.tick(9.0 + IDLE) == [Frame(CODES[0], terminated=False)]
    assert framer.tick(99.0) == []


def test_noise_without_end_is_reported_once_and_the_next_frame_is_right() -> None:
    framer = Framer()
    reported = [frame for n in range(1000) for frame in framer.feed(b"x" * 1000, n)]
    assert reported == [Frame("", terminated=False, overlong=True)]
    assert framer.feed(b"yyy\r" + CODES[0].encode() + b"\r", 1001.0) == [Frame(CODES[0])]


def test_a_pause_ends_noise_too() -> None:
    framer = Framer()
    assert [frame.overlong for frame in framer.feed(b"x" * (LONGEST + 1), 1.0)] == [True]
    assert framer.tick(1.0 + IDLE) == []
    assert framer.feed(CODES[0].encode() + b"\r", 2.0) == [Frame(CODES[0])]


def test_the_longest_frame_still_passes() -> None:
    assert texts(Framer().feed(b"x" * LONGEST + b"\r", 0.0)) == ["x" * LONGEST]


@pytest.mark.parametrize("kind", ["E", "O", "M"])
@pytest.mark.parametrize("ending", ["\r", "\n", "\r\n", ""])
def test_parity_bits_are_told_and_taken_off(kind: str, ending: str) -> None:
    framer = Framer()
    frames = framer.feed(parity_of(CODES[1] + ending, kind), 1.0) + framer.tick(2.0)
    (frame,) = frames
    assert frame.parity
    assert [(reading.kind, reading.code) for reading in read(frame.text, KEY)] == [("ours", CODES[1])]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_text_beyond_ascii_is_no_parity(encoding: str) -> None:
    text = "Jürgen Größler, Würzburg"
    assert Framer().feed(text.encode(encoding) + b"\r", 0.0) == [Frame(text)]


def test_cyrillic_is_no_parity() -> None:
    assert Framer().feed("Владимирович".encode() + b"\r", 0.0) == [Frame("Владимирович")]


def test_a_scanners_word_for_a_failed_read_is_no_frame() -> None:
    assert texts(Framer().feed(b"%%NoRead\rNOREAD\n \r", 0.0)) == []


@quick
@given(st.lists(st.binary(max_size=700), max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_no_bytes_raise_and_no_frame_grows_too_long(chunks: list[bytes], pauses: list[bool]) -> None:
    framer, now = Framer(), 0.0
    for chunk, pause in zip(chunks, pauses, strict=False):
        now += 1.0
        frames = framer.feed(chunk, now) + (framer.tick(now + IDLE) if pause else [])
        assert all(len(frame.text) <= LONGEST for frame in frames)
        assert all(clean(frame.text) or frame.overlong for frame in frames)
    framer.tick(now + IDLE)
    assert framer.feed(CODES[0].encode() + b"\r", now + 1) == [Frame(CODES[0])]
