"""Where copies of backups went that do not lie in the folder: noted beside the backups, so that erasing finds them.

The note is no entry of the journal: a backup made because of it would bring the next note, and a place is called after
whoever is signed in at the laptop.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.actions.backup import BACKUPS, room_on
from kiosk.desk import Desk
from kiosk.exchange.residue import files_in, wipe
from kiosk.exchange.write import replace_file

COPIES: Final = "copies.json"


def remember(folder: Path, place: Path) -> None:
    """Notes a place outside of the folder where a copy lies: a file, or this laptop's folder on a stick.

    Raises:
        KioskError: it cannot be noted.
    """
    known, at = _noted(folder), place.absolute()
    if str(at) not in known and not at.resolve().is_relative_to(folder.resolve()):
        _note(folder, {**known, str(at): False})


def places(desk: Desk) -> list[Path]:
    """Every place outside of the folder where copies lie, or lay when they were last seen."""
    noted = dict.fromkeys(map(Path, _noted(desk.folder)))
    if stick := _named(desk):
        noted[stick] = None
    return list(noted)


def files_at(place: Path) -> list[Path]:
    """The copies at a place; none where it cannot be reached."""
    return list(files_in(place)) if place.is_dir() else [place] if place.is_file() else []


def away(desk: Desk) -> list[Path]:
    """The places that cannot be reached now. Of a stick that event.toml names, none may ever have been there."""
    noted = _noted(desk.folder)
    return [
        place
        for place in places(desk)
        if not place.exists() and (str(place) in noted or not place.parent.is_dir())
    ]  # fmt: skip


def overdue(folder: Path) -> list[Path]:
    """The places that could not be reached when somebody was erased, and can be now."""
    return [Path(place) for place, due in _noted(folder).items() if due and files_at(Path(place))]


def settle(folder: Path, cleared: Iterable[Path], left: Iterable[Path]) -> None:
    """Forgets every place that was cleared; those left are due as soon as they can be reached.

    Raises:
        KioskError: the note cannot be written.
    """
    noted = _noted(folder) | {str(place): True for place in left}
    for place in cleared:
        noted.pop(str(place), None)
        with suppress(OSError):
            place.rmdir()
    if noted:
        (folder / BACKUPS).mkdir(mode=0o700, exist_ok=True)
        _note(folder, noted)
    else:
        wipe(folder / BACKUPS / COPIES)
        with suppress(OSError):
            (folder / BACKUPS).rmdir()


def _named(desk: Desk) -> Path | None:
    """The laptop's folder on the stick that event.toml names."""
    if not desk.event.backup.to:
        return None
    return room_on((desk.folder / desk.event.backup.to).absolute(), desk.store.station)


def _noted(folder: Path) -> dict[str, bool]:
    """Each place with whether it is still to be cleared."""
    try:
        found = json.loads((folder / BACKUPS / COPIES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(place): bool(due) for place, due in found.items()} if isinstance(found, dict) else {}


def _note(folder: Path, noted: Mapping[str, bool]) -> None:
    replace_file(folder / BACKUPS / COPIES, json.dumps(noted, indent=1).encode())
