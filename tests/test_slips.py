"""Routing slips on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from world import EVENT, ROUNDS, make_folder, world_at

from kiosk.actions.plans import propose, publish
from kiosk.actions.rounds import rounds_block
from kiosk.actions.slips import print_slips
from kiosk.exchange.slips import Slip, Stop, write_slips
from kiosk.model import KioskError


def pages(path: Path) -> int:
    return len(re.findall(rb"/Type /Page\b", path.read_bytes()))


def test_four_slips_share_a_page_and_none_is_lost(tmp_path: Path) -> None:
    slips = [Slip(number, (Stop("10:00", "7", "Amt für Łódź und Ayşe " * 9),) * 25) for number in range(1, 10)]
    write_slips(tmp_path / "slips.pdf", "Job-Speed-Dating [b]", slips)
    assert (tmp_path / "slips.pdf").read_bytes().startswith(b"%PDF")
    assert pages(tmp_path / "slips.pdf") == 3


def test_everybody_gets_one_once_a_plan_is_out(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", settings=EVENT + ROUNDS, booths=["1;Amt 1;2", "2;Amt 2;2"])) as world:
        block = rounds_block(world.desk)
        with pytest.raises(KioskError):
            print_slips(world.desk, block)
        for number in range(1, 6):
            world.listed(number=number, wishes=["1", "2"])
        publish(world.desk, propose(world.desk, block))
        written = print_slips(world.desk, block)
        assert written == world.desk.folder / "badges" / "slips.pdf"
        assert pages(written) == 2
