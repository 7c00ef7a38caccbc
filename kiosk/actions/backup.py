"""Backups of a running event: one verified file that holds everything another laptop needs to go on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, Final

from kiosk import __version__
from kiosk.clock import laptop
from kiosk.desk import DATABASE
from kiosk.event import SETTINGS
from kiosk.exchange.archives import PART, pack, place
from kiosk.exchange.sealing import Lock, seal
from kiosk.faults import reason
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.programme import Event
from kiosk.rules.backups import ENDING, SEALED, backups_among, name_of, superseded
from kiosk.snapshot import Contents, snapshot

BACKUPS: Final = "backups"
ALONG: Final = frozenset({".toml", ".csv", ".png", ".jpg", ".jpeg", ".svg", ".ttf", ".otf"})
"""What of an event folder goes along: settings, lists and what is printed with them."""

WORKSHOP: Final = ".making-"
STALE_SECONDS: Final = 15 * 60
"""After this time nobody is at work any more on what is half done."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and read back."""

    path: Path
    made: datetime
    contents: Contents
    sha256: str
    sealed: str

    def document(self) -> dict[str, Any]:
        """The backup for programs."""
        return {
            "file": str(self.path),
            "made": self.made.isoformat(timespec="seconds"),
            "station": self.contents.station,
            "entries": self.contents.entries,
            "bytes": self.path.stat().st_size,
            "sha256": self.sha256,
            "sealed": self.sealed or None,
        }


def back_up(folder: Path, event: Event, lock: Lock = Lock(), out: Path | None = None) -> Backup:  # noqa: B008
    """Makes a backup while others go on recording: nobody waits for it, and no scan answered before is missing.

    Raises:
        KioskError: it could not be made, in one sentence; the earlier ones stay, and there is no half one.
    """
    made = laptop().at
    room = folder / BACKUPS
    if out:
        _require_name(out)
    with writing(out or room):
        room.mkdir(mode=0o700, parents=True, exist_ok=True)
        _tidy(room)
        if out and not (out.is_file() or out.name.endswith((ENDING, ENDING + SEALED))):
            out.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = _target(room, out, event.local(made), sealed=bool(lock))
        with TemporaryDirectory(prefix=WORKSHOP, dir=room) as workshop:
            contents = snapshot(folder / DATABASE, Path(workshop) / DATABASE)
            plain = Path(workshop) / f"plain{ENDING}"
            pack([Path(workshop) / DATABASE, *_along(folder)], _facts(event, made, contents), plain)
            ready = plain
            if lock:
                ready = Path(workshop) / f"sealed{SEALED}"
                seal(plain, ready, lock)
            sha256 = place(ready, target)
    return Backup(target, made, contents, sha256, lock.sort)


@contextmanager
def writing(what: Path) -> Iterator[None]:
    """Says in words why something could not be written there.

    Raises:
        KioskError: it could not.
    """
    try:
        yield
    except OSError as error:
        raise KioskError(_("{file} could not be written: {reason}.").format(file=what, reason=reason(error))) from None


def _require_name(out: Path) -> None:
    """Stops a name that looks like that of a file of another kind, for it would become that of a folder.

    Raises:
        KioskError: it is one; a number at its end, as of a date, is no ending.
    """
    other = out.suffix and not out.suffix[1:].isdigit() and not out.name.endswith((ENDING, ENDING + SEALED))
    if other and not out.exists():
        text = _("{file} does not end in {ending}, as backups do. Name it so, or a folder that is there.")
        raise KioskError(text.format(file=out, ending=ENDING))


def _target(room: Path, out: Path | None, at: datetime, *, sealed: bool) -> Path:
    if out is not None and not out.is_dir():
        if out.exists() and ENDING not in out.suffixes:
            text = _("{file} is there already and no backup; name another file.")
            raise KioskError(text.format(file=out))
        return out
    place_ = out or room
    return place_ / name_of(at, {path.name for path in place_.iterdir()}, sealed=sealed)


def _along(folder: Path) -> list[Path]:
    """The files of the folder itself that go along, the settings first."""
    found = [path for path in folder.iterdir() if path.suffix.lower() in ALONG and not path.name.startswith((".", "~"))]
    return sorted((path for path in found if path.is_file()), key=lambda path: (path.name != SETTINGS, path.name))


def _facts(event: Event, made: datetime, contents: Contents) -> dict[str, Any]:
    return {
        "kiosk": __version__,
        "event": event.name,
        "made": made.isoformat(timespec="seconds"),
        "station": contents.station,
        "entries": contents.entries,
    }


def _tidy(room: Path) -> None:
    """Removes what was left half done by a process that was killed."""
    now = laptop().at.timestamp()
    for path in room.iterdir():
        if path.name.startswith(WORKSHOP) or path.name.endswith(PART):
            with suppress(OSError):
                if now - path.stat().st_mtime > STALE_SECONDS:
                    rmtree(path) if path.is_dir() else path.unlink()


def rotate(room: Path, keep: int) -> None:
    """Lets only the newest backups in a folder stay."""
    for name in superseded(names_in(room), keep):
        with suppress(OSError):
            (room / name).unlink()


def names_in(room: Path) -> list[str]:
    """The backups in a folder, the oldest first; none where there is no folder."""
    try:
        return backups_among(os.listdir(room))  # noqa: PTH208 - names are all that is asked for
    except OSError:
        return []


def last_in(room: Path) -> datetime | None:
    """When the newest backup in a folder was written."""
    names = names_in(room)
    try:
        return datetime.fromtimestamp((room / names[-1]).stat().st_mtime, UTC) if names else None
    except OSError:
        return None


def room_on(stick: Path, station: str) -> Path:
    """The folder on a stick that belongs to one laptop's copy of one event, so that nobody rotates another's away."""
    return stick / f"kiosk-{station}"


def copy_to(stick: Path, station: str, backup: Path) -> Path:
    """Copies a backup to a stick, and reads it back from there.

    Raises:
        KioskError: the stick is not there, is full, or was pulled out.
    """
    if not stick.is_dir():
        text = _("The stick or disk {place} is not there: plug it in; backups on this laptop go on.")
        raise KioskError(text.format(place=stick))
    room = room_on(stick, station)
    with writing(room):
        room.mkdir(mode=0o700, exist_ok=True)
        _tidy(room)
        place(backup, room / backup.name)
    return room / backup.name
