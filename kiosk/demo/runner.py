"""Playing the made-up day, every moment as soon as the one before is recorded."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from kiosk.actions import plans
from kiosk.actions.exports import export
from kiosk.actions.lists import import_people
from kiosk.actions.report import report
from kiosk.clock import laptop
from kiosk.demo.agenda import JumpingClock
from kiosk.demo.cast import Cast, cast
from kiosk.demo.crowd import Crowd
from kiosk.demo.day import doors, strangers, visitors
from kiosk.demo.event import LIST, ZONE, Pace, write_folder, write_settings
from kiosk.demo.gates import Gates
from kiosk.demo.moderator import Moderator
from kiosk.demo.scene import Scene
from kiosk.demo.talks import Talks
from kiosk.desk import Desk, at_desk

MORNING: Final = timedelta(hours=1)
"""How long before the doors are opened the list is read and the plan published."""

GLIMPSE: Final = timedelta(minutes=1)
"""How often it is told how far the day is."""

GOING_HOME: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Demo:
    """A made-up event in a folder of its own."""

    folder: Path
    seed: int
    cast: Cast
    day: date
    language: str

    def clock(self) -> JumpingClock:
        """A clock that stands at the morning of the day."""
        return JumpingClock((doors(self.day) - MORNING).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the day is."""

    part: float
    """From 0 to 1."""
    at: datetime
    """The event's local time."""
    inside: int
    round: int
    talks: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the day."""

    report: dict[str, Any]
    exports: list[Path]
    scans: int
    seconds: float
    """What the scans and rounds of the day took on this laptop."""


def make(folder: Path, seed: int, people: int, language: str) -> Demo:
    """Makes the folder of a made-up event that takes place today.

    Raises:
        KioskError: the folder holds an event already or cannot be written.
    """
    now = laptop().at
    demo = Demo(folder, seed, cast(seed, people), now.astimezone(ZONE).date(), language)
    write_folder(folder, demo.cast, language, demo.day, doors(demo.day), now)
    return demo


def set_clock(demo: Demo, speed: float, at: datetime) -> None:
    """Lets every program that is started on the folder from now on read this time, and go on at this speed."""
    write_settings(demo.folder, demo.day, demo.language, demo.cast.rounds, Pace(speed, at, laptop().at))


def open_scene(demo: Demo, desk: Desk, gates: Gates) -> Scene:
    """The morning of the day: the list is read in, the plan is out, and everyone is on the way.

    Raises:
        KioskError: it could not be recorded.
    """
    import_people(desk, desk.folder / LIST)
    plans.publish(desk, plans.propose(desk, desk.event.blocks[0]))
    return Scene(desk, gates, random.Random(f"crowd {demo.seed}"))  # noqa: S311 - a made-up day, no secrets


def gather(demo: Demo, scene: Scene) -> Talks:
    """Puts everything that people will do on the agenda."""
    crowd = Crowd(scene)
    crowd.expect(visitors(demo.cast, demo.seed, demo.day), strangers(demo.seed, demo.day))
    return Talks(scene, crowd)


def run_until(scene: Scene, clock: JumpingClock, last: datetime) -> None:
    """Does what is on the agenda up to a moment, and puts the clock on to it."""
    while (at := scene.agenda.next) is not None and at <= last:
        clock.at = max(clock.at, at.astimezone(UTC))
        scene.agenda.do_next()
    clock.at = max(clock.at, last.astimezone(UTC))


def play(demo: Demo, tell: Callable[[Progress], None]) -> Outcome:
    """Plays the whole day, and then writes its exports.

    Raises:
        KioskError: something could not be recorded.
    """
    clock = demo.clock()
    with at_desk(demo.folder, clock) as desk:
        try:
            with Gates(desk) as gates:
                scene = open_scene(demo, desk, gates)
                began = time.perf_counter()
                _play(scene, gather(demo, scene), clock, tell)
                seconds = time.perf_counter() - began
        finally:
            set_clock(demo, 1, clock.at)
        return Outcome(report(desk), export(desk), gates.scans, seconds)


def _play(scene: Scene, talks: Talks, clock: JumpingClock, tell: Callable[[Progress], None]) -> None:
    moderator = Moderator(scene)
    talks.watcher = moderator.began
    opens = clock.at
    closes = scene.desk.event.moment(scene.block.day, scene.block.starts) + GOING_HOME
    closes += scene.block.rounds * (scene.block.talk + scene.block.change)
    while scene.agenda.next is not None:
        run_until(scene, clock, clock.at + GLIMPSE)
        part = 1.0 if scene.agenda.next is None else min(0.99, (clock.at - opens) / (closes - opens))
        local = scene.desk.event.local(clock.at)
        tell(Progress(part, local, scene.desk.store.inside(), talks.round, talks.begun))
