"""What can be known of the laptop itself, offline and without rights: screens, disk encryption, hibernation.

Each question is bounded in time and never fails: where it cannot be answered, the answer is None.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

PATIENCE: Final = 3.0
"""Seconds that a program of the system may take for its answer."""

MONITORS: Final = 80
"""The name that Windows has for the number of monitors (SM_CMONITORS)."""


def screens() -> int | None:
    """How many screens are connected."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.user32.GetSystemMetrics(MONITORS))
    if sys.platform == "darwin":
        said = answer_of("system_profiler", "SPDisplaysDataType")
        return None if said is None else said.count("Resolution:")
    return connected(Path("/sys/class/drm"))


def connected(folder: Path) -> int | None:
    """How many of the sockets in a folder of Linux's graphics drivers have a screen."""
    found = []
    for status in folder.glob("*/status"):
        try:
            found.append(status.read_text(encoding="ascii").strip())
        except (OSError, UnicodeDecodeError):
            continue
    return found.count("connected") if found else None


def is_encrypted(folder: Path) -> bool | None:
    """Whether the disk under a folder is encrypted; on Windows only an administrator may know."""
    if sys.platform == "darwin":
        said = answer_of("fdesetup", "status")
        return None if said is None else "FileVault is On" in said
    if sys.platform == "win32":
        return None
    device = answer_of("findmnt", "--noheadings", "--output", "SOURCE", "--target", str(folder))
    if not device or not device.startswith("/dev/"):
        return None
    kinds = answer_of("lsblk", "--noheadings", "--inverse", "--output", "TYPE", device.partition("[")[0].strip())
    return None if kinds is None else "crypt" in kinds.split()


def hibernates() -> bool | None:
    """Whether the laptop can write its memory, names and all, to the disk when it goes to sleep."""
    if sys.platform == "win32":
        said = answer_of("powercfg", "/a")
        return None if said is None else (Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\") / "hiberfil.sys").exists()
    if sys.platform == "darwin":
        said = answer_of("pmset", "-g")
        return None if said is None else "hibernatemode        0" not in said
    return resumes(Path("/sys/power/resume"), Path("/proc/swaps"))


def resumes(resume: Path, swaps: Path) -> bool | None:
    """Whether Linux has a place to hibernate to: a device to resume from, and swap in use."""
    try:
        device = resume.read_text(encoding="ascii").strip()
        swap = swaps.read_text(encoding="utf-8").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return None
    return device not in ("", "0:0") and bool(swap)


def clock_is_set() -> bool | None:
    """Whether the system says that its clock was set by a time server; at most venues there is none."""
    said = (
        answer_of("timedatectl", "show", "--property=NTPSynchronized", "--value") if sys.platform == "linux" else None
    )
    return said.strip() == "yes" if said and said.strip() in ("yes", "no") else None


def answer_of(*command: str) -> str | None:
    """What a program of the system says; None where there is none, it fails, or does not answer in time."""
    program = shutil.which(command[0])
    if program is None:
        return None
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        told = subprocess.run(  # noqa: S603 - names of programs of this module only
            [program, *command[1:]],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            env=environment,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout if told.returncode == 0 else None
