"""The serial ports of the laptop: which there are, which is a scanner, which is the one that was meant."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import serial
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from kiosk.programme import ReaderSetting

if sys.platform == "win32":
    PORT_ERRORS: tuple[type[Exception], ...] = (OSError, TypeError, AttributeError, ValueError)
else:
    import termios

    PORT_ERRORS = (OSError, termios.error, TypeError, AttributeError, ValueError)
"""What pyserial raises when a device goes away; ``SerialException`` is an ``OSError``."""

SCANNER_MAKERS: Final = frozenset(
    {
        0x05E0,  # Symbol, Motorola, Zebra
        0x0C2E,  # Metrologic, Honeywell
        0x0536,  # Hand Held Products, Honeywell
        0x05F9,  # PSC, Datalogic
        0x080C,  # Datalogic
        0x1EAB,  # Newland
        0x065A,  # Opticon
        0x067E,  # Intermec
        0x0DB5,  # Access IS
        0x0581,  # Racal, used by Tera
    }
)
"""USB makers' numbers (usb.ids) behind which a serial port is a scanner, so that it may be opened unasked."""

_BUS: Final = threading.Lock()


class Port(Protocol):
    """All that is used of a serial port, so that another library could take pyserial's place."""

    @property
    def in_waiting(self) -> int:
        """Bytes that can be read at once."""

    def read(self, size: int = 1, /) -> bytes:
        """Up to so many bytes, fewer when the time is over."""

    def cancel_read(self) -> None:
        """Ends a read of another thread."""

    def close(self) -> None:
        """Gives the port back."""


@dataclass(frozen=True, slots=True)
class FoundPort:
    """A port that is there. ``usb`` is maker and product as ``05e0:1701``, empty where it is no USB device."""

    device: str
    usb: str = ""
    serial: str = ""
    location: str = ""
    description: str = ""

    @property
    def is_scanner(self) -> bool:
        """Whether it is by a maker of scanners; any other may be one too, but has to be confirmed by a person."""
        return bool(self.usb) and int(self.usb[:4], 16) in SCANNER_MAKERS

    @property
    def identity(self) -> str:
        """What to write as ``match`` so that this device is found again under any name."""
        return self.serial or self.location or self.usb

    def answers_to(self, match: str) -> bool:
        """Whether ``match`` is its serial number, its USB id or its USB socket."""
        socket = self.location.partition(":")[0]
        known = {self.serial, self.usb, f"{self.usb}:{self.serial}", self.location, socket} - {"", ":"}
        return match.strip().casefold() in {each.casefold() for each in known}


def found_ports() -> list[FoundPort]:
    """The serial ports that are there now, by name. Some drivers refuse to list while another thread opens."""
    with _BUS:
        return [_found(info) for info in sorted(list_ports.comports())]


def open_port(device: str) -> Port:
    """Opens a device or a pyserial URL for this program alone, at 9600 8N1; nothing is ever written to it.

    Raises:
        OSError, ValueError or ``termios.error`` where it cannot be opened.
    """
    if "://" in device:
        return _opened(device)
    with _BUS:
        return _opened(device)


def fitting(setting: ReaderSetting, last: FoundPort | None = None) -> list[FoundPort]:
    """The ports that a setting can mean now: none, the one, or several among which a person has to choose.

    ``last`` is where the reader was before it was lost. After re-plugging it may have another name, and its old name
    may belong to another device.
    """
    if "://" in setting.port:
        return [FoundPort(setting.port)]
    ports = found_ports()
    if last and (again := _again(last, ports)):
        return again
    if setting.port:
        return _named(setting.port, ports)
    if setting.match:
        return [port for port in ports if port.answers_to(setting.match)]
    return [port for port in ports if port.is_scanner]


def _opened(device: str) -> Port:
    return serial.serial_for_url(device, 9600, timeout=0.1, write_timeout=1, exclusive=True)


def _found(info: ListPortInfo) -> FoundPort:
    usb = "" if info.vid is None or info.pid is None else f"{info.vid:04x}:{info.pid:04x}"
    return FoundPort(info.device, usb, info.serial_number or "", info.location or "", info.description or "")


def _again(last: FoundPort, ports: list[FoundPort]) -> list[FoundPort]:
    """The same device: by its serial number, else by its socket, else by its kind if there is only one of it."""
    alike = [port for port in ports if last.usb and port.usb == last.usb]
    if last.serial:
        return [port for port in alike if port.serial == last.serial][:1]
    here = [port for port in alike if port.location == last.location]
    return here or (alike if len(alike) == 1 else [])


def _named(name: str, ports: list[FoundPort]) -> list[FoundPort]:
    """The port of that name; a link is followed, and on Windows a name may work that is not listed."""
    real = str(Path(name).resolve()) if sys.platform != "win32" else name
    listed = [port for port in ports if port.device in {name, real}]
    if listed or (sys.platform != "win32" and not Path(name).exists()):
        return listed
    return [FoundPort(name)]
