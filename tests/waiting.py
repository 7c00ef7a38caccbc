"""How tests of screens wait: until nothing is left to do, or until something holds; for a time only where time counts.

Textual's pilot waits until the processor is idle: too short on a busy machine, too long on a fast one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

from textual._context import active_app
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.timer import Timer

from kiosk.app import KioskApp

SOON = 0.2
"""Seconds up to which what was put off is waited for, such as a search; what is shown for longer stays."""

LONGEST = 20.0
"""Seconds after which a test goes on although something is left."""

for_workers = True
"""Whether workers are waited for; not where one waits for the test, which the fixture ``slow_workers`` says."""


async def nothing_left(_least: float = 0, _most: float = 0) -> None:
    """Waits until the app has nothing to do any more: no message, no painting, no worker, nothing put off."""
    app, end, calm = active_app.get(), time.monotonic() + LONGEST, 0
    while calm < 2 and time.monotonic() < end:
        calm = 0 if _is_busy(app) else calm + 1
        await asyncio.sleep(0.001 if _waits(app) else 0)


def _is_busy(app: App[Any]) -> bool:
    return bool(asyncio.get_running_loop()._ready) or _waits(app)  # type: ignore[attr-defined]


def _waits(app: App[Any]) -> bool:
    """Whether something comes without a message: when a moment is over, or from a thread."""
    if not app.is_running:
        return False
    return (
        (for_workers and any(worker.is_running for worker in app.workers))
        or any(_is_due_soon(timer) for pump in _pumps(app) for timer in pump._timers)
        or getattr(app, "_wedge_waits", False)
        or (isinstance(app, KioskApp) and app._version != app.desk.store.version())
    )


def _pumps(app: App[Any]) -> Iterator[MessagePump]:
    yield app
    for screen in app.screen_stack:
        yield from screen.walk_children(with_self=True)


def _is_due_soon(timer: Timer) -> bool:
    """A painting that is asked for, or a call put off for a moment; what is repeated for ever is nobody's work."""
    if timer._task is None or timer._task.done() or not timer._active.is_set():
        return False
    return timer.name == "screen_update" or (timer._repeat is not None and timer._interval <= SOON)


async def until(pilot: Pilot[Any], holds: Callable[[], object], seconds: float = 20) -> None:
    """Waits until something holds, at most so long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        await pilot.pause(0.01)


async def ticked(pilot: Pilot[Any]) -> None:
    """Has everything that looks at the clock every second or oftener do so now, and waits until that is done."""
    app = pilot.app
    await pilot.pause()
    for pump in _pumps(app):
        for timer in list(pump._timers):
            if timer._repeat is None and timer._interval <= 1 and timer.name != "screen_update":
                with pump._context():
                    await timer._tick(next_timer=time.monotonic(), count=0)
    await pilot.pause()


async def passed(pilot: Pilot[Any], seconds: float) -> None:
    """Has happen now what was put off for so many seconds at most, and waits until that is done."""
    await pilot.pause()
    for pump in _pumps(pilot.app):
        for timer in list(pump._timers):
            if timer._repeat is not None and timer._task and not timer._task.done() and timer._interval <= seconds:
                timer.stop()
                with pump._context():
                    await timer._tick(next_timer=time.monotonic(), count=0)
    await pilot.pause()
