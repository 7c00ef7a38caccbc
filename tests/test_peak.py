"""The peak at the door in small: scans through a pty while every exception is done by its keys; nothing is lost."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("ptys", allow_module_level=True)

from bench.peak import SECONDS, Arrival, arrivals, play, waits
from bench.world import event_folder
from kiosk.actions.upkeep import verify
from kiosk.clock import laptop
from kiosk.desk import at_desk


async def test_nothing_is_lost_at_the_peak(tmp_path: Path) -> None:
    folder = event_folder(tmp_path / "event", 40, laptop().at.date())
    came = arrivals(20, random.Random(1), rare=4)
    assert {one.kind for one in came} == set(SECONDS)
    played = await play(folder, came, pace=8)
    assert (played.lost, played.admitted, played.scans) == (0, 20, 17)
    with at_desk(folder) as desk:
        assert verify(desk.store)[1] == []


def test_waits_follow_from_the_lanes() -> None:
    came = [Arrival(0.0, "walk_in", 1), Arrival(1.0, "scan", 2), Arrival(2.0, "scan", 3)]
    assert waits(came, 1, apart=False) == [0.0, 44.0, 47.5]
    assert waits(came, 1, apart=True) == [0.0, 0.0, 3.5]
    assert waits(came, 2, apart=False) == [0.0, 0.0, 3.5]
