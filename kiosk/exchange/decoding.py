"""From the bytes of a list to its text: which encoding it is in, and whether it was damaged on the way."""

from __future__ import annotations

import codecs
import re
from typing import Final

from kiosk.i18n import _
from kiosk.model import KioskError

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# An umlaut of the DOS and the old Macintosh encoding reads in Windows-1252 as a quotation mark or a capital letter
# inside a word of small letters, which no Windows text has. Excel still offers both: "CSV (MS-DOS)", "CSV (Macintosh)".
OLD: Final = {
    "cp850": re.compile(rb"\x81|[A-Za-z][\x84\x94][a-z]"),
    "mac_roman": re.compile(rb"[A-Za-z][\x8a\x9f][a-z]"),
}
_WINDOWS_UMLAUT: Final = re.compile(rb"[\xe4\xf6\xfc\xdf\xc4\xd6\xdc]")

# The two Windows-1252 characters into which one letter falls whose UTF-8 bytes were read as Windows-1252: "ü" as "Ã¼".
_TWICE: Final = re.compile(
    "Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf]|[ÄÅ][±ŸšœžƒŠ¡¾º¼‡™›]|â€[\x80-\xbfœžš˜™“”¦¢]"
)


def decode(data: bytes, file: str) -> tuple[str, str]:
    """The text of a list and the name of its encoding, as Python's codecs are called.

    A byte order mark decides; without one the list is UTF-8 if all of it is, else Windows-1252.

    Raises:
        KioskError: if it is no text.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _guess(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _unreadable(file) from None
    if "\0" in text:
        raise _unreadable(file)
    return text, encoding


def _guess(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if _WINDOWS_UMLAUT.search(data):
            return "cp1252"
        return next((name for name, sign in OLD.items() if sign.search(data)), "cp1252")
    return "utf-8"


def _unreadable(file: str) -> KioskError:
    return KioskError(
        _("{file} is damaged or is no list. Save it again as “CSV UTF-8” or as an Excel workbook (.xlsx).").format(
            file=file
        )
    )


def encoded_twice(text: str) -> str:
    """The first letter that was encoded twice, as it should be (ü where ``Ã¼`` stands); empty if the text is sound."""
    found = _TWICE.search(text)
    if not found:
        return ""
    return b"".join(char.encode("cp1252" if char > "ÿ" else "latin-1") for char in found.group()).decode(
        "utf-8", "replace"
    )
