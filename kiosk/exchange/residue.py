"""Files that may hold names: looking through them, also inside what is packed, and removing them beyond undelete."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.exchange import workbooks
from kiosk.exchange.decoding import OLD, decode
from kiosk.exchange.tables import Row, filled, read_table
from kiosk.exchange.write import Sheet, replace_file, write_xlsx
from kiosk.i18n import _
from kiosk.model import KioskError

OPAQUE: Final = frozenset({".pdf", ".age", ".gz", ".7z", ".rar", ".eml", ".mbox", ".msg", ".vcf"})
"""What cannot be looked into: it is compressed, sealed, or mail, in which whatever is attached is in Base64."""
PICTURES: Final = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".ttf", ".otf", ".woff", ".woff2"),
        *(".wav", ".mp3", ".ogg", ".flac", ".m4a", ".mp4", ".mov", ".webm", ".mkv", ".avi"),
    }
)
"""What a venue puts beside its lists: logos, fonts, the sound of the gong, films."""

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
    data = path.read_bytes()
    yield from _unpacked(data, _DEEPEST)
    if b"\0" not in data and not _is_utf_8(data):
        yield from (data.decode(encoding, "replace").encode() for encoding in OLD)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


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


def without_rows(
    path: Path, is_theirs: Callable[[Row], bool], aside: Path, names: Collection[str] = (), *, books: bool = False
) -> tuple[int, bool]:
    """Takes rows out of a list, and leaves all others as they came, byte for byte; how many, and whether it was done.

    It is not in a workbook, unless ``books`` are written anew as well: of these what stands in their cells is left, and
    no longer how it looks. ``names`` are those by which the columns of this kind of list are known.

    Raises:
        KioskError: it is no list, or cannot be written.
    """
    table = read_table(path, names)
    starts = [*(row.line for row in table.rows[1:]), None]
    gone = [(row, after) for row, after in zip(table.rows, starts, strict=False) if is_theirs(row)]
    if not gone:
        return 0, True
    is_book = table.encoding == "xlsx"
    if is_book and not (books and path.suffix.lower() == ".xlsx"):
        return len(gone), False
    with suppress(OSError):
        os.link(path, aside)
    if is_book:
        write_xlsx(path, _book_without(path, {_said(row) for row, _after in gone}))
    else:
        text, encoding = decode(path.read_bytes(), path.name)
        lines = _LINE.findall(text)
        for row, after in reversed(gone):
            del lines[row.line - 1 : None if after is None else after - 1]
        replace_file(path, "".join(lines).encode(encoding))
    if aside.exists():
        wipe(aside)
    return len(gone), True


def _said(row: Row) -> tuple[int, tuple[str, ...]]:
    return row.line, tuple(filter(None, row.cells))


def _book_without(path: Path, gone: Collection[tuple[int, tuple[str, ...]]]) -> list[Sheet]:
    """What stands in a workbook but for some rows."""
    sheets = []
    for name, grid in workbooks.values(path.read_bytes(), path.name).items():
        read = filled((line, [str(cell) for cell in row]) for line, row in enumerate(grid, 1))
        lines = {row.line for row in read if _said(row) in gone}
        kept = [row for line, row in enumerate(grid, 1) if line not in lines]
        sheets.append(Sheet(name, [str(cell) for cell in kept[0]] if kept else [], kept[1:]))
    return sheets
