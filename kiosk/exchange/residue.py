"""Files that may hold names: looking through them, also inside what is packed, and removing them beyond undelete."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.exchange.decoding import decode
from kiosk.exchange.tables import Row, read_table
from kiosk.exchange.write import replace_file
from kiosk.i18n import _
from kiosk.model import KioskError

OPAQUE: Final = frozenset({".pdf", ".age", ".gz", ".7z", ".rar"})
"""What cannot be looked into, for it is compressed or sealed."""
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".ttf", ".otf", ".wav", ".mp3", ".ogg", ".flac"})
"""What a venue puts beside its lists: logos, fonts, the sound of the gong."""

_SEALED: Final = (
    *(b"%PDF-", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"),
    *(b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE"),
)
"""How files begin that are compressed or sealed, whatever they are called."""
_DEEPEST: Final = 4
"""So many archives within one another are opened."""

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PIECE: Final = 1 << 20


def files_in(folder: Path) -> Iterator[Path]:
    """Every file below a folder, hidden ones too; where a link leads is not followed."""
    for room, _rooms, names in os.walk(folder):
        yield from (Path(room, name) for name in sorted(names))


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file as they lie there, and those of all that is packed in it.

    Raises:
        ValueError: it cannot be looked into.
        OSError: it cannot be read.
    """
    if path.is_symlink():
        return
    if path.suffix.lower() in OPAQUE:
        raise ValueError
    yield from _unpacked(path.read_bytes(), _DEEPEST)


def _unpacked(data: bytes, deep: int) -> Iterator[bytes]:
    """These bytes, and where they are an archive, those of all that is in it, archives again among them."""
    if data.startswith(_SEALED):
        raise ValueError
    yield data
    if not data.startswith(b"PK\x03\x04"):
        return
    if not deep:
        raise ValueError
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from _unpacked(packed.read(name), deep - 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, RuntimeError) as error:
        raise ValueError from error


def wipe(path: Path) -> None:
    """Removes a file after writing over it, so that it cannot simply be brought back.

    Raises:
        KioskError: it is open in another program, or may not be removed.
    """
    try:
        if not path.is_symlink() and path.stat().st_nlink == 1:
            with path.open("r+b") as file:
                left = file.seek(0, os.SEEK_END)
                file.seek(0)
                while left > 0:
                    left -= file.write(bytes(min(left, _PIECE)))
                os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError:
        text = _("{file} cannot be removed. Close it in other programs, then erase once more.")
        raise KioskError(text.format(file=path.name)) from None


def supplant(new: Path, path: Path, aside: Path) -> None:
    """Puts a file in the place of another in one step, and wipes the other.

    Raises:
        OSError: it cannot be written.
    """
    with suppress(OSError):  # Sticks know no second name for a file; then the old one is removed only.
        os.link(path, aside)
    new.replace(path)
    if aside.exists():
        wipe(aside)


def without_rows(path: Path, is_theirs: Callable[[Row], bool], aside: Path) -> int:
    """Takes rows out of a list, and leaves all others as they came, byte for byte; how many.

    Raises:
        KioskError: it is no list, or cannot be written.
    """
    table = read_table(path)
    if not table.rows or table.encoding == "xlsx":
        return 0
    starts = [row.line for row in table.rows]
    gone = [(row.line, after) for row, after in zip(table.rows, [*starts[1:], None], strict=True) if is_theirs(row)]
    if not gone:
        return 0
    text, encoding = decode(path.read_bytes(), path.name)
    lines = _LINE.findall(text)
    for first, after in reversed(gone):
        del lines[first - 1 : None if after is None else after - 1]
    with suppress(OSError):
        os.link(path, aside)
    replace_file(path, "".join(lines).encode(encoding))
    if aside.exists():
        wipe(aside)
    return len(gone)
