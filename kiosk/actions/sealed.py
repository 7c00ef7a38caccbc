"""Exports that only who knows the passphrase can read: everything in one zip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.actions.backup import writing
from kiosk.actions.exports import export
from kiosk.desk import EXPORTS, Desk
from kiosk.exchange.archives import place
from kiosk.exchange.sealing import zip_sealed
from kiosk.i18n import N_, _, speaking


def export_sealed(
    desk: Desk,
    passphrase: str,
    out: Path | None = None,
    make: Callable[[Desk, Path | None], list[Path]] = export,
    name: str = "export",
    mark: str = N_("-personal"),
) -> Path:
    """Writes what an export writes into one sealed zip; nothing of it stays readable beside it.

    Raises:
        KioskError: it cannot be written.
    """
    room = out or desk.folder / EXPORTS
    with writing(room):
        room.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".sealing-", dir=room) as place_:
            workshop = Path(place_)
            packed = workshop / "sealed.zip"
            made = make(desk, workshop / "plain")
            zip_sealed(made, packed, passphrase)
            with speaking(desk.event.language):
                marked = any(path.stem.endswith(_(mark)) for path in made)
                target = room / f"{name}{_(mark) if marked else ''}.zip"
            place(packed, target)
    return target
