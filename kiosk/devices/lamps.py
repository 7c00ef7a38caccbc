"""What staff are told of a reader: a lamp and one sentence in plain words."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.i18n import N_, _
from kiosk.programme import ReaderSetting


class Lamp(StrEnum):
    """How a reader is; the word behind the colour on every screen."""

    ABSENT = "absent"
    OPENING = "opening"
    OPEN = "open"
    LOST = "lost"
    FORBIDDEN = "forbidden"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class ReaderState:
    """How one reader is now. The sentence is kept untranslated, for the language may change while the lamp is lit."""

    setting: ReaderSetting
    lamp: Lamp
    message: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The sentence in the language that is spoken now."""
        return _(self.message).format(**self.values)


READY: Final = N_("Ready on {port}.")
SEARCHING: Final = N_("Looking for the reader.")
OPENING: Final = N_("Opening {port}.")
UNPLUGGED: Final = N_("The reader was unplugged. Plug it in again; it is found by itself.")
NONE_AT_PORT: Final = N_("No reader at {port}. Plug it in, or name another port in event.toml.")
NONE_THAT_MATCHES: Final = N_('No reader with "{match}" is plugged in. Plug it in, or correct match in event.toml.')
NONE_AT_ALL: Final = N_("No reader is plugged in, or it is not set to USB serial (CDC).")
SEVERAL: Final = N_("Several readers fit: {ports}. Name one of them in event.toml.")
IN_USE: Final = N_("{port} is in use by another program. Close that one, or give this reception a reader of its own.")
NO_ACCESS: Final = N_("No access to {port}. Run: sudo usermod -aG {group} $USER, then log out and in again.")
NO_ACCESS_AT_ALL: Final = N_("No access to {port}. Ask whoever administers this laptop.")
NOT_OPENED: Final = N_("{port} cannot be opened as a reader: {reason}.")
PARITY: Final = N_(
    "Codes from {port} are read, but come with parity bits. Set the reader to 8 data bits, no parity (8N1)."
)
NOISE: Final = N_("{port} sent noise without end. Check the cable and the speed (9600 baud, 8N1).")


def why_not_found(setting: ReaderSetting) -> tuple[str, dict[str, str]]:
    """The sentence for a reader whose port is not there."""
    if setting.port:
        return NONE_AT_PORT, {"port": setting.port}
    return (NONE_THAT_MATCHES, {"match": setting.match}) if setting.match else (NONE_AT_ALL, {})


def why_not_opened(error: Exception, port: str) -> tuple[Lamp, str, dict[str, str]]:
    """The lamp and the sentence for an error of opening a port."""
    number = _number(error)
    if number in {errno.EAGAIN, errno.EBUSY} or (number == errno.EACCES and sys.platform == "win32"):
        return Lamp.BUSY, IN_USE, {"port": port}
    if number in {errno.EACCES, errno.EPERM}:
        group = _group(port)
        message = NO_ACCESS if group else NO_ACCESS_AT_ALL
        return Lamp.FORBIDDEN, message, {"port": port, "group": group}
    if number in {errno.ENOENT, errno.ENXIO, errno.ENODEV}:
        return Lamp.ABSENT, NONE_AT_PORT, {"port": port}
    return Lamp.ABSENT, NOT_OPENED, {"port": port, "reason": str(error).rstrip(".")}


def _number(error: Exception) -> int | None:
    """The number of a system error; on Windows pyserial gives the original error only within its text."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    inside = {"PermissionError(": errno.EACCES, "FileNotFoundError(": errno.ENOENT}
    return next((number for word, number in inside.items() if word in str(error)), None)


def _group(port: str) -> str:
    """The group that may use a port, empty where there is none that a person can be added to."""
    if sys.platform == "win32":
        return ""
    import grp  # Only where there are groups.

    try:
        node = os.stat(port)  # noqa: PTH116 - a device, not a file
        named = grp.getgrgid(node.st_gid).gr_name
    except (OSError, KeyError):
        return ""
    return named if node.st_mode & 0o060 == 0o060 and node.st_gid != 0 else ""
