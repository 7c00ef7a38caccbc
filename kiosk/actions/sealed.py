"""Exports that only who knows the passphrase can read: everything in one zip."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.actions.backup import writing
from kiosk.actions.exports import export
from kiosk.desk import EXPORTS, Desk
from kiosk.exchange.archives import place
from kiosk.exchange.sealing import zip_sealed
from kiosk.i18n import _, speaking


def export_sealed(desk: Desk, passphrase: str, out: Path | None = None) -> Path:
    """Writes what ``export`` writes into one sealed zip; nothing of it stays readable beside it.

    Raises:
        KioskError: it cannot be written.
    """
    room = out or desk.folder / EXPORTS
    with writing(room):
        room.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".sealing-", dir=room) as name:
            workshop = Path(name)
            packed = workshop / "sealed.zip"
            zip_sealed(export(desk, workshop / "plain"), packed, passphrase)
            with speaking(desk.event.language):
                target = room / f"export{_('-personal')}.zip"
            place(packed, target)
    return target
