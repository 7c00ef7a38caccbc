"""Reading the laptop's clocks; the only place that does."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from kiosk.model import Instant
from kiosk.programme import Event

Clock = Callable[[], Instant]
"""Whatever tells the time: the laptop, an accelerated rehearsal, a test."""


@cache
def boot_id() -> str:
    """A name for the time since the laptop was started, empty where the system gives none (Windows)."""
    if sys.platform == "linux":
        try:
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except OSError:
            return ""
    if sys.platform == "darwin":
        asked = subprocess.run(
            ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"], capture_output=True, text=True, check=False
        )
        return asked.stdout.strip()
    return ""


def _steady() -> float:
    """Seconds since the laptop was started, time asleep included.

    ``time.monotonic`` stands still during sleep on Linux and macOS, so the clocks that do not are read by name.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


def laptop() -> Instant:
    """The laptop's own time."""
    return Instant(datetime.now(UTC), boot_id(), _steady())


def clock_of(event: Event) -> Clock:
    """The clock by which an event lives: the laptop's, or the accelerated one of a rehearsal."""
    speed, since, began = event.rehearsal_speed, event.rehearsal_since, event.rehearsal_from
    if speed is None or since is None or began is None:
        return laptop

    def rehearsal() -> Instant:
        passed = (datetime.now(UTC) - since) * speed
        return Instant(began + passed, "rehearsal", passed / timedelta(seconds=1))

    return rehearsal
