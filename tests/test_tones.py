"""The tones of a laptop that serves several readers: each answers in its own voice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from staging import EVENT, FakeClock, FakeGong, Stage, list_people, make_event

from kiosk.desk import Desk, open_desk
from kiosk.devices.gong import Sound
from kiosk.event import read_event
from kiosk.model import KioskError

READERS = """
[[reader]]
role = "exit"
port = "/dev/ttyACM1"

[[reader]]
role = "booth"
booth = "2"
port = "/dev/ttyACM2"
tone = 1

[[reader]]
role = "info"
port = "/dev/ttyACM3"
"""


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    make_event(tmp_path / "event", settings=EVENT + READERS)
    opened = open_desk(tmp_path / "event", clock)
    list_people(opened)
    yield opened
    opened.store.close()


async def test_each_reader_answers_in_its_own_voice(stage: Stage, gong: FakeGong) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for reader, text in zip(stage.readers, ["TICKET-0001", "TICKET-0001", "TICKET-0002", "nobody"], strict=True):
            reader.scan(text)
            await pilot.pause()
        assert gong.played == [Sound.GOOD, Sound.GOOD, Sound.GOOD, Sound.BAD]
        assert gong.voices == [1, 2, 1, 4], "by place, and as the settings say"


@pytest.mark.parametrize("tone", ["0", "5", '"2"', "1.5"])
def test_a_tone_that_there_is_not_is_told(tmp_path: Path, tone: str) -> None:
    make_event(tmp_path / "event", settings=EVENT + f"tone = {tone}\n")
    with pytest.raises(KioskError, match=r"tone.*a whole number from 1 to 4"):
        read_event(tmp_path / "event")
