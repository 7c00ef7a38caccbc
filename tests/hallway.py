"""An event with a plan and people in the house: what tests of the rounds, the booths and the hall are played on."""

from __future__ import annotations

import re
from typing import Any

from staging import NAMES, FakeClock, code_of
from textual.app import App

from kiosk.actions import rounds
from kiosk.actions.plans import propose, publish
from kiosk.actions.scans import take
from kiosk.desk import Desk
from kiosk.model import Answer, Scan
from kiosk.programme import Block, ReaderRole, ReaderSetting
from kiosk.rules import clock as clock_rules
from kiosk.rules.clock import RoundStatus

ENTRANCE = ReaderSetting(ReaderRole.ENTRANCE, port="x")

NAMED = [part for name in NAMES for part in name if len(part) > 2 and part not in ("Person", "Ohne", "Wunsch")]
"""Every name of the list that could not stand on a screen as something else."""


def seen(app: App[Any]) -> str:
    """All that stands on the screen, line by line."""
    drawn = app.export_screenshot(simplify=False)
    lines: dict[str, str] = {}
    for y, text in re.findall(r'<text [^>]*y="([\d.]+)"[^>]*>([^<]*)</text>', drawn):
        lines[y] = lines.get(y, "") + text
    return "\n".join(lines.values()).replace("&#160;", " ").replace("&amp;", "&")


def block_of(desk: Desk) -> Block:
    return desk.event.blocks[0]


def scan(desk: Desk, place: int, booth: str = "") -> Answer:
    """The person at this place of the list is scanned at the entrance or at a booth."""
    reader = ReaderSetting(ReaderRole.BOOTH, booth=booth) if booth else ENTRANCE
    return take(desk, Scan(reader, code_of(place), desk.now()))[0]


def publish_plan(desk: Desk) -> dict[tuple[int, int], str]:
    """Publishes a plan; the booth by round and number."""
    publish(desk, propose(desk, block_of(desk)))
    return {(talk.round, talk.number or 0): talk.booth for talk in desk.store.planned("talks")}


def order(desk: Desk, kind: str, **body: float) -> RoundStatus:
    return rounds.command(desk, block_of(desk), kind, **body)


def begin(desk: Desk, clock: FakeClock) -> dict[tuple[int, int], str]:
    """Round 1 has been running for two minutes; numbers 1 and 2 are in the house, 3 is not, and 1 is in a talk."""
    plan = publish_plan(desk)
    scan(desk, 1)
    scan(desk, 2)
    clock.go(minutes=30)
    order(desk, clock_rules.STARTED)
    clock.go(seconds=30)
    scan(desk, 1, plan[1, 1])
    clock.go(seconds=90)
    return plan
