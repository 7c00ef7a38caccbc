"""Going on from a backup, on another laptop or on this one: everything is made sure of before anything is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from kiosk.actions.backup import ALONG, BACKUPS, writing
from kiosk.actions.upkeep import verify
from kiosk.clock import laptop
from kiosk.desk import DATABASE, settings_of
from kiosk.event import SETTINGS
from kiosk.exchange.archives import unpack
from kiosk.exchange.sealing import cut_short, needed, unseal
from kiosk.i18n import _, plain_date, speaking
from kiosk.model import KioskError
from kiosk.snapshot import Contents, contents, holds_more, is_sound, settle
from kiosk.store import Store

WORKSHOP: Final = ".restoring-"
_LOGS: Final = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a sealed backup."""

    passphrase: str = ""
    secrets: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What a folder was restored to."""

    event: str
    made: datetime
    latest: datetime | None
    entries: int
    station: str
    problems: tuple[str, ...]
    set_aside: Path | None
    """Where what was in the folder before has been put."""

    def document(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "event": self.event,
            "made": self.made.isoformat(timespec="seconds"),
            "latest": self.latest.isoformat(timespec="seconds") if self.latest else None,
            "entries": self.entries,
            "station": self.station,
            "problems": list(self.problems),
            "set_aside": str(self.set_aside) if self.set_aside else None,
        }


def restore(file: Path, folder: Path, key: Key = Key()) -> Restored:
    """Makes an event folder what it was when a backup was made, under a laptop's name of its own.

    Raises:
        KioskError: the file or its key is not right, or the folder holds what must not be lost; nothing was changed.
    """
    _refuse_place(folder)
    if not file.is_file():
        raise KioskError(_("There is no file {file}.").format(file=file))
    with writing(folder), _workshop(folder) as workshop:
        new = workshop / "new"
        facts = unpack(_opened(file, workshop, key), new, file.name)
        backup = _sound_contents(new, facts, file)
        with speaking(settings_of(new).language):
            station, problems = _as_another(new / DATABASE)
            _compare(folder, new / DATABASE, backup)
            aside = _swap(folder, new)
    made = datetime.fromisoformat(facts["made"])
    return Restored(facts["event"], made, backup.latest, backup.entries, station, tuple(problems), aside)


def _refuse_place(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise KioskError(_("{folder} is a file; name a folder that does not exist yet").format(folder=folder))
    known = ((folder / name).exists() for name in (SETTINGS, DATABASE, BACKUPS))
    if folder.exists() and any(folder.iterdir()) and not any(known):
        raise KioskError(_("{folder} holds other files and no event; name a new folder.").format(folder=folder))


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A place on the disk of the folder where all is made ready; nothing of it stays."""
    fresh = not folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=WORKSHOP, dir=folder) as name:
            yield Path(name)
    finally:
        if fresh:
            with suppress(OSError):
                folder.rmdir()


def _opened(file: Path, workshop: Path, key: Key) -> Path:
    """The backup, unsealed where it is sealed."""
    sort = needed(file)
    if not sort:
        return file
    if not (key.passphrase if sort == "passphrase" else key.secrets):
        missing = {
            "passphrase": _("{file} is sealed with a passphrase: give it with --passphrase-file or KIOSK_PASSPHRASE."),
            "key": _("{file} is sealed with a public key: give the file of the secret key with --key-file."),
        }
        raise KioskError(missing[sort].format(file=file.name))
    plain = workshop / "plain"
    unseal(file, plain, key.passphrase, key.secrets)
    return plain


def _sound_contents(new: Path, facts: dict[str, Any], file: Path) -> Contents:
    """What the database of a backup holds, once SQLite and the number of its entries say that it is whole."""
    if not (new / DATABASE).exists() or not is_sound(new / DATABASE):
        raise KioskError(cut_short(file))
    found = contents(new / DATABASE)
    if found.entries != facts["entries"]:
        raise KioskError(cut_short(file))
    return found


def _as_another(database: Path) -> tuple[str, list[str]]:
    """Gives the copy a name of its own; that name, and what is wrong with its tables."""
    with Store(database) as store:
        store.become_another()
        _entries, problems = verify(store)
        return store.station, problems


def _compare(folder: Path, new: Path, backup: Contents) -> None:
    """Refuses to replace an event by another one, or what the backup does not hold.

    Raises:
        KioskError: which of the two is newer, or that another process works there.
    """
    path = folder / DATABASE
    if not path.exists():
        return
    if is_sound(path):
        here = contents(path)
        if here.event_key != backup.event_key:
            text = _("{folder} holds another event; name a new folder. Nothing was changed.")
            raise KioskError(text.format(folder=folder))
        if holds_more(path, new):
            text = _(
                "{folder} is newer than the backup: its last entry is of {here}, the backup's of {there}."
                " Name a new folder; nothing was changed."
            )
            raise KioskError(text.format(folder=folder, here=_time(here), there=_time(backup)))
    settle(path)


def _time(held: Contents) -> str:
    at = held.latest.astimezone() if held.latest else None
    return f"{plain_date(at)} {at:%H:%M:%S}" if at else "–"


def _swap(folder: Path, new: Path) -> Path | None:
    """Puts the new files into their places; what was there is kept, not deleted."""
    old = [path for path in folder.iterdir() if path.is_file() and _is_replaced(path.name)]
    aside = folder / BACKUPS / f"before-restore-{laptop().at.astimezone():%Y%m%d-%H%M%S}" if old else None
    if aside:
        aside.mkdir(mode=0o700, parents=True)
        for path in sorted(old, key=_order):
            path.rename(aside / path.name)
    for path in sorted(new.iterdir(), key=_order, reverse=True):
        path.rename(folder / path.name)
    for room in ("exports", "badges", BACKUPS, "log"):
        (folder / room).mkdir(mode=0o700, exist_ok=True)
    return aside


def _order(path: Path) -> int:
    """The settings go first and come last, so that nothing runs on half a folder; no log meets another database."""
    return 2 if path.name == DATABASE else 1 if path.name.endswith(_LOGS) else 0


def _is_replaced(name: str) -> bool:
    return name.startswith(DATABASE) or Path(name).suffix.lower() in ALONG
