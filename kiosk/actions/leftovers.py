"""The files of an event folder that hold people: which go when somebody is erased, and whether none is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Final

from kiosk import tally
from kiosk.actions import copies
from kiosk.actions.backup import BACKUPS
from kiosk.desk import BONDS, BOOTHS, DATABASE, EXPORTS, POSITIONS, Desk
from kiosk.event import SETTINGS
from kiosk.exchange.decoding import decode
from kiosk.exchange.residue import OPAQUE, PICTURES, contents, files_in, wipe
from kiosk.i18n import N_
from kiosk.model import KioskError
from kiosk.rules.traces import Traces

LOG: Final = "log"
ROOMS: Final = {
    EXPORTS: N_("exports"),
    copies.BADGES: N_("badges and slips"),
    BACKUPS: N_("backups"),
    LOG: N_("logs"),
}
"""What the program itself has written; all of it can be made anew, or is of no use afterwards."""

LISTS: Final = N_("lists and other files")
KEPT: Final = N_("database")
ELSEWHERE: Final = N_("copies elsewhere")
WORKSHOPS: Final = (".erasing-", ".restoring-", ".sealing-", ".making-")
"""How the names of folders begin in which something was half done when the laptop went dark."""

PROTOCOL: Final = "erased-"
_COUNTED: Final = (DATABASE, tally.FILE)
"""How the names of the databases begin, with what SQLite keeps beside them; the second one leads to nobody."""
_SETTINGS: Final = frozenset({SETTINGS, BOOTHS, POSITIONS})
_ALWAYS: Final = frozenset({"attendees.csv", BONDS})


def sort_of(folder: Path, path: Path) -> str:
    """What a file is counted as."""
    if not path.is_relative_to(folder):
        return ELSEWHERE
    room = path.relative_to(folder).parts[0]
    return KEPT if room.startswith(_COUNTED) else ROOMS.get(room, LISTS)


def holding_people(desk: Desk, traces: Traces, lists: Collection[str], workshop: Path) -> list[Path]:
    """Every file that goes when all people are erased; ``lists`` are the names of those that were imported."""
    # Where a link leads is not the program's to remove; it goes on being told.
    stays = (desk.folder / name for name in copies.left(desk.folder)[0])
    known = set(copies.files_at(path for path in stays if not path.is_symlink()))
    elsewhere = _elsewhere(desk)
    return elsewhere + [
        path
        for path in _files(desk, workshop)
        if path not in elsewhere and (path in known or _goes(desk.folder, path, traces, lists))
    ]


def _elsewhere(desk: Desk) -> list[Path]:
    """What the program has written where it was told to, and nobody has changed since."""
    return list(copies.files_at(copies.look(desk).here))


def _files(desk: Desk, workshop: Path) -> Iterator[Path]:
    """Every file of the folder beside the settings and the database."""
    for path in _all_in(desk.folder):
        own = path.parent == desk.folder
        if workshop in path.parents or (own and (path.name in _SETTINGS or path.name.startswith(_COUNTED))):
            continue
        if not (own and path.name.startswith(PROTOCOL)) and path != desk.folder / BACKUPS / copies.COPIES:
            yield path


def _all_in(folder: Path) -> Iterable[Path]:
    """Every file of the folder, also where a room of the program's own is a link to another disk."""
    yield from files_in(folder)
    for room in (folder / name for name in ROOMS):
        if room.is_symlink():
            yield from files_in(room)


def _is_made(folder: Path, path: Path) -> bool:
    """Whether the program has written it, also where it was cut off."""
    room = path.relative_to(folder).parts[0]
    return room in ROOMS or room.startswith(WORKSHOPS)


def _goes(folder: Path, path: Path, traces: Traces, lists: Collection[str]) -> bool:
    if _is_made(folder, path):
        return True
    parts = path.relative_to(folder).parts
    if parts[-1] in _ALWAYS or parts[-1] in lists or path.suffix.lower() in OPAQUE:
        return True
    return path.suffix.lower() not in PICTURES and found_in(folder, path, traces) != set()


def cut_off(folder: Path) -> list[Path]:
    """The places where an erasing was at work when it was cut off; the old database may lie there."""
    return [room for room in folder.iterdir() if room.name.startswith(WORKSHOPS[0])]


def holding_one(desk: Desk, traces: Traces, workshop: Path) -> tuple[list[Path], list[Path]]:
    """The files that the program has made, which go as a whole; and the lists that hold one person, or may.

    A number is no trace that could be searched for, and files of the program tell of people by nothing else.
    """
    made, lists = _elsewhere(desk), []
    for path in (path for path in _files(desk, workshop) if path not in made):
        if _is_made(desk.folder, path):
            made.append(path)
        elif path.suffix.lower() not in PICTURES and found_in(desk.folder, path, traces) != set():
            lists.append(path)
    return made, lists


def found_in(folder: Path, path: Path, traces: Traces) -> set[str] | None:
    """What of the traces stands in a file or in its name, its folders' too; None where it cannot be looked into."""
    found = _in_name(folder, path, traces)
    try:
        for data in contents(path):
            found |= traces.found_in(data)
    except (OSError, ValueError):
        return found or None
    return found


def lines_with(path: Path, traces: Traces) -> list[int]:
    """The lines of a text in which a trace stands; none where it is no text, or only its name tells of somebody."""
    try:
        lines = [] if path.is_dir() else decode(path.read_bytes(), path.name)[0].splitlines()
    except (OSError, KioskError):
        return []
    return [number for number, line in enumerate(lines, 1) if traces.found_in(line.encode())]


def _in_name(folder: Path, path: Path, traces: Traces) -> set[str]:
    name = path.relative_to(folder) if path.is_relative_to(folder) else path.name
    return traces.found_in(str(name).encode("utf-8", "surrogateescape"))


def clear(desk: Desk, paths: Iterable[Path]) -> Counter[str]:
    """Removes files; how many of each sort.

    Raises:
        KioskError: one of them is open in another program.
    """
    gone: Counter[str] = Counter()
    for path in paths:
        wipe(path)
        gone[sort_of(desk.folder, path)] += 1
        if sort_of(desk.folder, path) == LISTS:
            _fold_up(desk.folder, path.parent)
    for path in [*desk.folder.iterdir(), *(desk.folder / BACKUPS).glob("*"), *(desk.folder / EXPORTS).glob("*")]:
        emptied = path.parent.name == BACKUPS or path.name.startswith(WORKSHOPS)
        if path.is_dir() and not path.is_symlink() and emptied and not any(files_in(path)):
            with suppress(OSError):
                rmtree(path)
    return gone


def _fold_up(folder: Path, room: Path) -> None:
    """Removes a folder that is empty now, for it may be called after somebody, and those around it."""
    while room != folder and room.is_relative_to(folder):
        try:
            room.rmdir()
        except OSError:
            return
        room = room.parent


def search(folder: Path, traces: Traces) -> tuple[int, int, dict[str, int]]:
    """How many files and bytes of a folder were searched, and in which files how many traces stand still.

    A file that cannot be looked into counts as one that holds something; ``-1`` says so. So does a link to somewhere
    else: what lies there is not the program's to remove.
    """
    files, size = 0, 0
    left: dict[str, int] = {}
    for path in _all_in(folder):
        if path == folder / BACKUPS / copies.COPIES:
            continue
        if path.is_symlink():
            if path.suffix.lower() not in PICTURES and path.exists():
                left[str(path.relative_to(folder))] = -1
            continue
        files += 1
        size += path.stat().st_size
        found = found_in(folder, path, traces.long() if path.suffix.lower() in PICTURES else traces)
        if found or found is None:
            left[str(path.relative_to(folder))] = -1 if found is None else len(found)
    for room in (path for path in folder.rglob("*") if path.is_dir()):
        if found := _in_name(folder, room, traces):
            left[str(room.relative_to(folder))] = len(found)
        elif room.is_symlink() and str(room.relative_to(folder)) not in ROOMS:
            left[str(room.relative_to(folder))] = -1
    return files, size, left
