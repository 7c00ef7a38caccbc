"""A new event folder: settings with explanations and sample lists to replace."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Final

from kiosk.assets import asset
from kiosk.event import SETTINGS
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.programme import Mode

DATABASE: Final = "kiosk.db"
LISTS: Final = ("booths.csv", "positions.csv", "attendees.csv")
ROOMS: Final = ("exports", "badges", "backups", "log")
"""What the program writes into an event folder, beside the database."""


def make_folder(path: Path, mode: Mode, language: str, today: date) -> list[Path]:
    """Makes an event folder whose one block has this mode, and returns the files made.

    Nothing that is there is overwritten: a list that the organiser has put into the folder stays. The folder and its
    files can be read by their owner only, since they will hold personal data.

    Raises:
        KioskError: where the folder holds an event already or cannot be written.
    """
    # The settings come last: a folder without them is no event folder yet, and can be made again.
    files = {name: _list(name, language) for name in LISTS} | {SETTINGS: _settings(mode, language, today)}
    try:
        _refuse_event(path)
        _make_rooms(path)
        return [path / name for name, content in files.items() if _write(path / name, content)]
    except (FileExistsError, NotADirectoryError):
        raise KioskError(_("{folder} is a file; name a folder that does not exist yet").format(folder=path)) from None
    except OSError:
        problem = _("{folder} cannot be written; choose a folder of your own on a disk with free space")
        raise KioskError(problem.format(folder=path)) from None


def _refuse_event(path: Path) -> None:
    for name in (SETTINGS, DATABASE):
        if (path / name).exists():
            problem = _("{folder} holds an event already ({file}); name another folder")
            raise KioskError(problem.format(folder=path, file=name))


def _make_rooms(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    if not any(path.iterdir()):
        path.chmod(0o700)
    for room in ROOMS:
        (path / room).mkdir(mode=0o700, exist_ok=True)


def _settings(mode: Mode, language: str, today: date) -> bytes:
    block = _template(language, f"{mode}.toml")
    settings = Template(_template(language, SETTINGS))
    return settings.substitute(date=today, next=today + timedelta(days=1), block=block).encode()


def _list(name: str, language: str) -> bytes:
    """A sample list as Excel on a German laptop opens it by a double click: with a byte order mark, CRLF."""
    return _template(language, name).replace("\n", "\r\n").encode("utf-8-sig")


def _template(language: str, name: str) -> str:
    return asset("templates", language, name).read_text(encoding="utf-8")


def _write(path: Path, content: bytes) -> bool:
    """Writes a file, whole or not at all, unless it is there already; whether it was written."""
    if path.exists():
        return False
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError:
        path.unlink()
        raise
    return True
