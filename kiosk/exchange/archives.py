"""The file that a backup is: a zip that says what it holds, so that a part of it is never taken for the whole."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from kiosk.exchange.sealing import cut_short, open_new
from kiosk.i18n import _
from kiosk.model import KioskError

MANIFEST: Final = "backup.json"
FORMAT: Final = 1
"""The form of the file; a later one is refused by an older kiosk."""

_NOT_WHOLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, TypeError, ValueError, RuntimeError)
"""What reading a zip comes to that is not whole; a kind of it that cannot be read is a ``RuntimeError`` there."""

PIECE: Final = 1 << 18
LARGEST: Final = 1 << 32
"""Bytes that nothing in a backup exceeds; more is a file made to fill a disk."""

PART: Final = ".part"
"""Ends the name of a file that is still being written."""


def pack(files: Iterable[Path], facts: Mapping[str, Any], target: Path) -> None:
    """Packs files with what is to be known of them.

    Raises:
        OSError: something cannot be read or written.
    """
    hashes = {}
    with open_new(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed:
        for path in files:
            hashes[path.name] = fingerprint(path)
            with path.open("rb") as source, packed.open(path.name, "w", force_zip64=True) as into:
                shutil.copyfileobj(source, into, PIECE)
        packed.writestr(MANIFEST, json.dumps({"format": FORMAT, **facts, "files": hashes}, ensure_ascii=False))


def unpack(archive: Path, into: Path, name: str) -> dict[str, Any]:
    """Unpacks a backup, makes sure that every file in it is what was packed, and returns what is known of it.

    Raises:
        KioskError: it is no backup, of a newer kiosk, cut short or damaged; ``name`` is what it is called.
        OSError: something cannot be written.
    """
    into.mkdir(mode=0o700)
    try:
        with zipfile.ZipFile(archive) as packed:
            facts: dict[str, Any] = json.loads(packed.read(MANIFEST))
            if facts["format"] > FORMAT:
                raise KioskError(_("{file} was made by a newer version of kiosk. Install that one.").format(file=name))
            for member, known in facts["files"].items():
                _unpack_one(packed, member, into)
                if fingerprint(into / member) != known:
                    raise ValueError
    except _NOT_WHOLE as error:
        raise KioskError(_unusable(archive, name)) from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):
            raise
        # No disk's doing: a place before the beginning of the file, or bytes that a decompressor cannot read.
        raise KioskError(_unusable(archive, name)) from error
    return facts


def _unpack_one(packed: zipfile.ZipFile, member: str, into: Path) -> None:
    if Path(member).name != member or packed.getinfo(member).file_size > LARGEST:
        raise ValueError
    with packed.open(member) as source, open_new(into / member) as file:
        shutil.copyfileobj(source, file, PIECE)


def _unusable(archive: Path, name: str) -> str:
    with archive.open("rb") as file:
        begins = file.read(4)
    if begins and b"PK\x03\x04".startswith(begins):
        return cut_short(Path(name))
    return _("{file} is no backup of kiosk. Backups end in .kioskbackup or .kioskbackup.age.").format(file=name)


def place(source: Path, target: Path) -> str:
    """Copies a file so that under its name there is the whole of it or nothing, reads it back, returns its hash.

    Raises:
        KioskError: what is read back is not what was written, as with a stick that is worn out.
        OSError: it cannot be written, or the place has gone.
    """
    part = target.with_name(target.name + PART)
    try:
        part.unlink(missing_ok=True)
        with source.open("rb") as whole, open_new(part) as file:
            shutil.copyfileobj(whole, file, PIECE)
            file.flush()
            os.fsync(file.fileno())
        known = fingerprint(source)
        _forget(part)
        if fingerprint(part) != known:
            text = _("{file} was not written as it should be: take another stick or disk.")
            raise KioskError(text.format(file=target))
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _settle(target.parent)
    return known


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(path: Path) -> None:
    """Has a file be read from the disk itself next time, where the system lets us ask for that."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _settle(folder: Path) -> None:
    """Makes a new name in a folder outlive a power cut; Windows does so by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
