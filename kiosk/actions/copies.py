"""Where files with people in them lie that erasing would not come by: noted beside the backups.

These are the copies that kiosk has written elsewhere than in its own rooms of the folder, and what earlier erasings
have left for somebody to remove by hand. The note is no entry of the journal: a backup made because of it would bring
the next note, and a place is called after whoever is signed in at the laptop.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from kiosk.actions.backup import BACKUPS, room_on
from kiosk.desk import EXPORTS, Desk
from kiosk.exchange.archives import fingerprint
from kiosk.exchange.residue import files_in, wipe
from kiosk.exchange.write import replace_file

COPIES: Final = "copies.json"
BADGES: Final = "badges"


@dataclass(frozen=True, slots=True)
class Copy:
    """What is noted of a place: a file, or this laptop's folder on a stick."""

    sha256: str = ""
    """Of the file as kiosk has written it; nothing of a folder, which holds backups only."""
    due: bool = False
    """Whether it should have been removed already when somebody was erased."""


@dataclass(slots=True)
class Found:
    """What has become of the places that are noted."""

    here: list[Path] = field(default_factory=list)
    away: list[Path] = field(default_factory=list)
    """Those that cannot be reached now."""
    changed: list[Path] = field(default_factory=list)
    """Those where somebody has written since, so that nothing may be removed there."""
    gone: list[Path] = field(default_factory=list)
    """Those that somebody has cleared by hand."""


@dataclass(slots=True)
class _Note:
    copies: dict[str, Copy] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    """Each file or folder in which an erasing has found somebody, with the SHA-256 of the file then."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """The entries about others, and of each the texts, that may name somebody who was erased."""


def remember(folder: Path, *paths: Path) -> None:
    """Notes files with people in them, and folders on sticks, that do not lie in the folder's own rooms.

    Raises:
        KioskError: they cannot be noted.
    """
    note = _read(folder)
    known = dict(note.copies)
    rooms = [(folder / room).resolve() for room in (BACKUPS, EXPORTS, BADGES)]
    for path in paths:
        if not any(path.resolve().is_relative_to(room) for room in rooms):
            key = _key(folder, path)
            note.copies[key] = Copy(_print_of(path), path.is_dir() and key in known and known[key].due)
    if note.copies != known:
        _write(folder, note)


def look(desk: Desk, *, due: bool = False) -> Found:
    """Where copies lie, or lay when they were last seen; if ``due``, only those that should be gone already."""
    found = Found()
    for key, copy in _places(desk).items():
        if copy.due or not due:
            getattr(found, _state(desk.folder, key, copy)).append(desk.folder / key)
    return found


def files_at(places: Iterable[Path]) -> Iterator[Path]:
    """The files at places that can be reached."""
    for place in places:
        yield from files_in(place) if place.is_dir() else [place]


def settle(desk: Desk, *, erased: bool) -> None:
    """Forgets every place that is cleared; if somebody was ``erased``, the others are due once they can be reached.

    Raises:
        KioskError: the note cannot be written.
    """
    note, found = _read(desk.folder), look(desk)
    for place in found.gone:
        note.copies.pop(_key(desk.folder, place), None)
        with suppress(OSError):
            place.rmdir()
    if erased:
        note.copies = {key: replace(copy, due=True) for key, copy in note.copies.items()}
    note.left = {name: known for name, known in note.left.items() if name in left(desk.folder)[0]}
    _write(desk.folder, note)


def leave(folder: Path, names: Iterable[str]) -> None:
    """Notes the files and folders in which an erasing has found somebody, so that the next one tells of them again.

    Raises:
        KioskError: they cannot be noted.
    """
    note = _read(folder)
    if more := {name: _print_of(folder / name) for name in names}:
        note.left |= more
        _write(folder, note)


def note_texts(folder: Path, texts: Mapping[str, Iterable[str]]) -> None:
    """Notes which texts about others are left to people; those that were noted before are forgotten.

    Raises:
        KioskError: they cannot be noted.
    """
    note = _read(folder)
    left_now = {entry: sorted(names) for entry, names in texts.items()}
    if note.texts != left_now:
        _write(folder, replace(note, texts=left_now))


def noted_texts(folder: Path) -> dict[str, list[str]]:
    """The texts about others that were left to people: by entry, the names that they have in its body."""
    return _read(folder).texts


def left(folder: Path) -> tuple[list[str], list[str]]:
    """What earlier erasings have left and is there still: as it was then, and changed since by somebody."""
    same: list[str] = []
    changed: list[str] = []
    for name, known in _read(folder).left.items():
        if (folder / name).exists():
            (same if _print_of(folder / name) == known else changed).append(name)
    return same, changed


def is_open(folder: Path) -> bool:
    """Whether an earlier erasing has not come to its end."""
    note = _read(folder)
    return bool(note.left or note.texts) or any(copy.due for copy in note.copies.values())


def _places(desk: Desk) -> dict[str, Copy]:
    """Every place that is noted, and this laptop's folder on the stick that event.toml names, where there is one."""
    noted = _read(desk.folder).copies
    if desk.event.backup.to:
        stick = room_on((desk.folder / desk.event.backup.to).absolute(), desk.store.station)
        if stick.is_dir():
            noted.setdefault(_key(desk.folder, stick), Copy())
    return noted


def _state(folder: Path, key: str, copy: Copy) -> str:
    """What has become of a place, by the name of its list."""
    place = folder / key
    if place.is_dir():
        return "here" if any(files_in(place)) else "gone"
    if place.is_file():
        return "here" if _print_of(place) == copy.sha256 else "changed"
    return "gone" if not Path(key).is_absolute() or (copy.sha256 and place.parent.is_dir()) else "away"


def _print_of(path: Path) -> str:
    """By what a file is known again; nothing of a folder, or where it cannot be read."""
    with suppress(OSError):
        return "" if path.is_dir() else fingerprint(path)
    return ""


def _key(folder: Path, path: Path) -> str:
    """A place as it is noted: a folder may be moved with all that is in it."""
    whole, room = path.resolve(), folder.resolve()
    return str(whole.relative_to(room)) if whole.is_relative_to(room) else str(whole)


def _read(folder: Path) -> _Note:
    try:
        found = json.loads((folder / BACKUPS / COPIES).read_text(encoding="utf-8"))
        places = {key: Copy(**copy) for key, copy in found["copies"].items()}
        return _Note(places, dict(found["left"]), dict(found.get("texts", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Note()


def _write(folder: Path, note: _Note) -> None:
    if note.copies or note.left or note.texts:
        (folder / BACKUPS).mkdir(mode=0o700, exist_ok=True)
        replace_file(folder / BACKUPS / COPIES, json.dumps(asdict(note), indent=1).encode())
        return
    wipe(folder / BACKUPS / COPIES)
    with suppress(OSError):
        (folder / BACKUPS).rmdir()
