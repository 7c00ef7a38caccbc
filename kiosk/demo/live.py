"""The made-up day along with a clock that runs: people come and talk while somebody sits at the screens."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Final

from kiosk.actions import rounds
from kiosk.demo.day import doors, opening
from kiosk.demo.gates import PREFIXES, TERMINATORS, Gates
from kiosk.demo.runner import Demo, gather, open_scene, run_until, set_clock
from kiosk.demo.scene import Scene
from kiosk.desk import Desk, at_desk
from kiosk.devices.simulated import SimulatedReader
from kiosk.model import KioskError
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules import clock
from kiosk.rules.clock import State

SPEED: Final = 12
"""A minute at the screen is twelve at the event: one round with its change-over."""

HEAD_START: Final = timedelta(minutes=6)
"""How long the doors have been open when the show begins, so that reception has its hands full at once."""

PATIENCE: Final = timedelta(minutes=5)
"""How long after the time of the programme the first round is started, where nobody at the screen has done so."""


class Show:
    """People who come to the entrance's reader, which somebody else reads, and to all the others, from a thread."""

    def __init__(self, demo: Demo) -> None:
        """Plays the morning, and sets the event's clock going.

        Raises:
            KioskError: something could not be recorded.
        """
        self._demo = demo
        self._scanner = SimulatedReader(TERMINATORS, PREFIXES)
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo", daemon=True)
        self.entrance = ReaderSetting(ReaderRole.ENTRANCE, port=self._scanner.port)
        self.trouble = ""
        """Why nobody comes any more, empty where all is well."""
        self._scene = self._morning()

    def _morning(self) -> Scene:
        standing = self._demo.clock()
        with at_desk(self._demo.folder, standing) as desk, Gates(desk) as gates:
            scene = open_scene(self._demo, desk, gates)
            gather(self._demo, scene)
            run_until(scene, standing, doors(self._demo.day) + HEAD_START)
        scene.agenda.add(opening(self._demo.day) + PATIENCE, self._start_rounds)
        set_clock(self._demo, SPEED, standing.at)
        return scene

    def equip(self, desk: Desk) -> Desk:
        """The desk with the made-up reader at its entrance."""
        return replace(desk, event=replace(desk.event, readers=(self.entrance,)))

    def start(self) -> None:
        """Lets people come as soon as the entrance's reader is ready."""
        self._thread.start()

    def ready(self) -> None:
        """Says that the entrance's reader is read."""
        self._ready.set()

    def stop(self) -> None:
        """Sends nobody any more, and lets the event's clock go on at the pace of the laptop's."""
        self._stop.set()
        self._ready.set()
        self._scanner.close()
        if self._thread.is_alive():
            self._thread.join()
        set_clock(self._demo, 1, self._scene.now)

    def _run(self) -> None:
        self._ready.wait()
        try:
            with at_desk(self._demo.folder) as desk, Gates(desk, self._scanner) as gates:
                self._scene.desk, self._scene.gates = desk, gates
                self._follow(self._scene)
        except KioskError as error:
            self.trouble = str(error)

    def _follow(self, scene: Scene) -> None:
        while (at := scene.agenda.next) is not None:
            if self._stop.wait(max(0.0, (at - scene.now).total_seconds() / SPEED)):
                return
            scene.agenda.do_next()

    def _start_rounds(self) -> None:
        desk, block = self._scene.desk, self._scene.block
        if rounds.status(desk, block).state is State.WAITING:
            rounds.command(desk, block, clock.STARTED)
