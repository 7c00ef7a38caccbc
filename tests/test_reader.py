"""Serial readers on real pseudo-terminals and sockets: plugging, re-plugging, sharing, simulating."""

from __future__ import annotations

import errno
import gettext
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial
from fake_scanner import FakeScanner
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from kiosk import i18n
from kiosk.clock import laptop
from kiosk.codes import new_code, read
from kiosk.devices import lamps
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.devices.ports import FoundPort, Port, found_ports, open_port
from kiosk.devices.reader import SerialReader
from kiosk.devices.simulated import SimulatedReader, SocketLine
from kiosk.model import Scan
from kiosk.programme import ReaderRole, ReaderSetting

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

KEY = bytes(range(32))
CODES = [new_code("B", serial_number, KEY) for serial_number in range(40)]
PATIENCE = 5.0


class Desk:
    """Where the scans and states of one reader arrive."""

    def __init__(self, opener: Callable[[str], Port] = open_port, **setting: str) -> None:
        self.setting = ReaderSetting(ReaderRole.ENTRANCE, **setting)
        self.scans: list[Scan] = []
        self.states: list[ReaderState] = []
        self._news = threading.Condition()
        self.reader = SerialReader(self.setting, self._scanned, self._reported, laptop, opener)
        self.reader.start()

    def _scanned(self, scan: Scan) -> None:
        with self._news:
            self.scans.append(scan)
            self._news.notify_all()

    def _reported(self, state: ReaderState) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def wait(self, happened: Callable[[], object]) -> None:
        with self._news:
            assert self._news.wait_for(happened, PATIENCE), (self.states, self.scans)

    def until(self, lamp: Lamp) -> ReaderState:
        self.wait(lambda: self.states and self.states[-1].lamp is lamp)
        return self.states[-1]

    def texts(self, count: int) -> list[str]:
        self.wait(lambda: len(self.scans) >= count)
        return [scan.text for scan in self.scans]


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk() -> Iterator[OpenDesk]:
    desks: list[Desk] = []

    def opened(**given: object) -> Desk:
        desks.append(Desk(**given))  # type: ignore[arg-type]
        return desks[-1]

    yield opened
    for desk in desks:
        desk.reader.stop()
    assert [thread.name for thread in threading.enumerate() if "reader" in thread.name] == []


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[FakeScanner]:
    with FakeScanner(tmp_path / "scanner") as plugged:
        yield plugged


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> list[ListPortInfo]:
    """What the laptop has plugged in, as far as the reader can see."""
    plugged: list[ListPortInfo] = []
    monkeypatch.setattr(list_ports, "comports", lambda: list(plugged))
    return plugged


def eventually(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def usb(device: str, ids: str = "05e0:1701", serial_number: str | None = None, location: str = "1-1") -> ListPortInfo:
    info = ListPortInfo(device, skip_link_detection=True)
    info.vid, info.pid = (int(part, 16) for part in ids.split(":"))
    info.serial_number, info.location = serial_number, location
    return info


def test_each_scan_is_delivered_with_its_reader_and_time(scanner: FakeScanner, open_desk: OpenDesk) -> None:
    desk = open_desk(port=scanner.port)
    assert desk.until(Lamp.OPEN).text == f"Ready on {scanner.port}."
    before = laptop()
    scanner.send(f"{CODES[0]}\r\n]Q1{CODES[1]}\x00".encode())
    assert desk.texts(2) == [CODES[0], f"]Q1{CODES[1]}"]
    assert {scan.reader for scan in desk.scans} == {desk.setting}
    assert all(before.steady <= scan.at.steady <= laptop().steady for scan in desk.scans)
    assert [state.lamp for state in desk.states] == [Lamp.OPENING, Lamp.OPEN]


def test_codes_without_terminator_arrive_one_by_one_and_together(scanner: FakeScanner, open_desk: OpenDesk) -> None:
    desk = open_desk(port=scanner.port)
    desk.until(Lamp.OPEN)
    scanner.send(CODES[0][:11].encode())
    scanner.send(CODES[0][11:].encode())
    assert desk.texts(1) == CODES[:1]
    scanner.send("".join(CODES[1:4]).encode())
    assert desk.texts(4) == CODES[:4]


def test_a_reader_comes_back_under_another_name(scanner: FakeScanner, open_desk: OpenDesk) -> None:
    desk = open_desk(port=scanner.port)
    for turn in range(3):
        desk.until(Lamp.OPEN)
        scanner.send(CODES[turn].encode() + b"\r")
        desk.texts(turn + 1)
        scanner.send(CODES[30][:9].encode())
        scanner.unplug()
        assert "unplugged" in desk.until(Lamp.LOST).text
        scanner.plug()
    desk.until(Lamp.OPEN)
    assert desk.texts(3) == CODES[:3]


def test_a_reader_that_is_plugged_in_later_is_found(tmp_path: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(port=str(tmp_path / "later"))
    assert desk.until(Lamp.ABSENT).text.startswith(f"No reader at {tmp_path / 'later'}.")
    with FakeScanner(tmp_path / "later"):
        desk.until(Lamp.OPEN)


def test_a_second_reception_on_one_reader_is_told_and_takes_over(scanner: FakeScanner, open_desk: OpenDesk) -> None:
    first = open_desk(port=scanner.port)
    first.until(Lamp.OPEN)
    second = open_desk(port=scanner.port)
    assert "in use by another program" in second.until(Lamp.BUSY).text
    scanner.send(CODES[0].encode() + b"\r")
    assert first.texts(1) == CODES[:1]
    first.reader.stop()
    second.until(Lamp.OPEN)
    scanner.send(CODES[1].encode() + b"\r")
    assert second.texts(1) == [CODES[1]]
    assert [state.lamp for state in second.states] == [Lamp.OPENING, Lamp.BUSY, Lamp.OPEN]


def test_readers_with_roles_work_side_by_side(tmp_path: Path, open_desk: OpenDesk) -> None:
    with FakeScanner(tmp_path / "one") as one, FakeScanner(tmp_path / "two") as two:
        entrance, booth = open_desk(port=one.port), open_desk(port=two.port, booth="7")
        entrance.until(Lamp.OPEN)
        booth.until(Lamp.OPEN)
        for code in CODES[:10]:
            one.send(code.encode() + b"\r")
            two.send(code.encode() + b"\n")
        assert entrance.texts(10) == booth.texts(10) == CODES[:10]
        assert booth.scans[0].reader.name == "entrance-7"


@pytest.mark.parametrize("match", ["S1234", "05E0:1701", "1-1", "1-1:1.0", "05e0:1701:s1234"])
def test_a_reader_is_found_by_its_usb_identity(
    match: str, tmp_path: Path, bus: list[ListPortInfo], open_desk: OpenDesk
) -> None:
    with FakeScanner(tmp_path / "reader") as scanner, FakeScanner(tmp_path / "modem") as modem:
        bus += [usb(modem.device, "0403:6001"), usb(scanner.device, serial_number="S1234", location="1-1:1.0")]
        bus[0].location = "1-2"
        desk = open_desk(match=match)
        assert scanner.device in desk.until(Lamp.OPEN).text


def test_a_device_under_a_known_name_is_not_taken_for_the_reader(
    tmp_path: Path, bus: list[ListPortInfo], open_desk: OpenDesk
) -> None:
    with FakeScanner(tmp_path / "reader") as scanner, FakeScanner(tmp_path / "other") as other:
        old_name = scanner.device
        bus += [usb(old_name, serial_number="S1"), usb(other.device, serial_number="S2")]
        desk = open_desk(port=old_name)
        desk.until(Lamp.OPEN)
        bus.clear()
        scanner.unplug()
        desk.until(Lamp.LOST)
        others = []
        while not Path(old_name).exists():  # whoever opens it, here or in another test, it is another device now
            others.append(os.openpty())
        scanner.plug()
        assert scanner.device != old_name
        bus += [usb(old_name, serial_number="S9"), usb(scanner.device, serial_number="S1")]
        desk.until(Lamp.OPEN)
        scanner.send(CODES[0].encode() + b"\r")
        assert desk.texts(1) == CODES[:1]
        for end in (end for ends in others for end in ends):
            os.close(end)


def test_the_only_scanner_is_used_unasked_and_a_generic_device_is_not(
    scanner: FakeScanner, bus: list[ListPortInfo], open_desk: OpenDesk
) -> None:
    bus.append(usb(scanner.device, "1a86:7523"))
    desk = open_desk()
    assert "No reader is plugged in" in desk.until(Lamp.ABSENT).text
    bus[:] = [usb(scanner.device, "05f9:4204")]
    desk.until(Lamp.OPEN)


def test_among_several_scanners_a_person_has_to_choose(bus: list[ListPortInfo], open_desk: OpenDesk) -> None:
    bus += [usb("/dev/one", serial_number="S1"), usb("/dev/two", serial_number="S2")]
    text = open_desk(match="05e0:1701").until(Lamp.ABSENT).text
    assert text == "Several readers fit: /dev/one (S1), /dev/two (S2). Name one of them in event.toml."
    assert "S7" in open_desk(match="S7").until(Lamp.ABSENT).text


def test_ports_are_listed_with_what_they_are(bus: list[ListPortInfo]) -> None:
    bus += [usb("/dev/b", "1eab:1d06", serial_number="N1"), usb("/dev/a", "0483:5740"), ListPortInfo("/dev/ttyS0")]
    ports = found_ports()
    assert [(port.device, port.is_scanner, port.identity) for port in ports] == [
        ("/dev/a", False, "1-1"),
        ("/dev/b", True, "N1"),
        ("/dev/ttyS0", False, ""),
    ]
    assert not FoundPort("/dev/ttyS0").answers_to("")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_missing_permission_names_the_group_of_the_device(number: int, tmp_path: Path, open_desk: OpenDesk) -> None:
    import grp

    group = next(each for each in grp.getgrall() if each.gr_gid and (os.geteuid() == 0 or each.gr_gid == os.getegid()))
    node = tmp_path / "node"
    node.touch()
    os.chown(node, -1, group.gr_gid)
    node.chmod(0o660)

    def refused(device: str) -> Port:
        raise serial.SerialException(number, f"could not open port {device}")

    desk = open_desk(port=str(node), opener=refused)
    assert f"sudo usermod -aG {group.gr_name} $USER" in desk.until(Lamp.FORBIDDEN).text
    node.chmod(0o600)
    desk.wait(lambda: "Ask whoever administers" in desk.states[-1].text)


def test_what_is_no_serial_port_is_told(tmp_path: Path, open_desk: OpenDesk) -> None:
    (tmp_path / "file").write_text("x")
    assert "cannot be opened as a reader" in open_desk(port=str(tmp_path / "file")).until(Lamp.ABSENT).text
    assert "cannot be opened as a reader" in open_desk(port="nonsense://x").until(Lamp.ABSENT).text


def test_parity_and_noise_are_told_and_end_with_the_next_good_scan(scanner: FakeScanner, open_desk: OpenDesk) -> None:
    desk = open_desk(port=scanner.port)
    desk.until(Lamp.OPEN)
    scanner.send(bytes(byte | 0x80 if byte.bit_count() % 2 else byte for byte in CODES[0].encode()) + b"\r")
    assert read(desk.texts(1)[0], KEY)[0].code == CODES[0]
    assert "8N1" in desk.states[-1].text
    scanner.send(b"x" * 600)
    desk.wait(lambda: "noise" in desk.states[-1].text)
    scanner.send(b"\r" + CODES[1].encode() + b"\r")
    desk.texts(2)
    assert desk.states[-1].text.startswith("Ready")
    assert len(desk.scans) == 2


def test_the_sentence_follows_a_language_that_is_changed_later(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shouting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return message.replace("Ready", "BEREIT")

    state = ReaderState(ReaderSetting(ReaderRole.EXIT), Lamp.OPEN, lamps.READY, {"port": "COM3"})
    assert state.text == "Ready on COM3."
    monkeypatch.setattr(i18n, "_catalogue", Shouting())
    assert state.text == "BEREIT on COM3."


def test_a_socket_is_a_reader(open_desk: OpenDesk) -> None:
    with SimulatedReader((b"\r", b"\r\n", b"\x00"), (b"", b"]Q1", b"\\000026"), SocketLine()) as simulated:
        desk = open_desk(port=simulated.port)
        desk.until(Lamp.OPEN)
        simulated.play(CODES, pace=0.0)
        assert [read(text, KEY)[0].code for text in desk.texts(len(CODES))] == CODES
    desk.until(Lamp.LOST)


def test_a_socket_that_nobody_serves_is_told(open_desk: OpenDesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = f"socket://127.0.0.1:{server.getsockname()[1]}"
    assert port in open_desk(port=port).until(Lamp.ABSENT).text


def test_an_open_port_can_be_handed_in(open_desk: OpenDesk) -> None:
    loop = serial.serial_for_url("loop://", timeout=0.1)
    desk = open_desk(port="loop://", opener=lambda device: loop)
    desk.until(Lamp.OPEN)
    loop.write(CODES[0].encode() + b"\r")
    assert desk.texts(1) == CODES[:1]


def test_all_bytes_of_a_reader_can_be_logged(scanner: FakeScanner, tmp_path: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(port=f"spy://{scanner.device}?file={tmp_path / 'log'}")
    desk.until(Lamp.OPEN)
    scanner.send(CODES[0].encode() + b"\r")
    desk.texts(1)
    desk.reader.stop()
    assert f"{CODES[0][-3:]}." in (tmp_path / "log").read_text()


def test_the_simulated_reader_goes_through_a_real_device(open_desk: OpenDesk) -> None:
    with SimulatedReader((b"\r", b"\r\n", b"\t"), (b"", b"]Q1")) as simulated:
        desk = open_desk(port=simulated.port)
        desk.until(Lamp.OPEN)
        simulated.play(CODES, pace=0.001)
        assert [read(text, KEY)[0].code for text in desk.texts(len(CODES))] == CODES
    desk.until(Lamp.LOST)


def test_a_simulated_reader_that_nobody_reads_can_be_closed() -> None:
    with SimulatedReader() as simulated:
        simulated.play((code for code in CODES * 100), pace=0.0)
    with SimulatedReader(line=SocketLine()) as simulated:
        simulated.play(CODES, pace=0.0)
    assert not any("simulated" in thread.name for thread in threading.enumerate())


def test_stopping_is_quick_in_every_state(scanner: FakeScanner, tmp_path: Path, open_desk: OpenDesk) -> None:
    reading, absent = open_desk(port=scanner.port), open_desk(port=str(tmp_path / "none"))
    reading.until(Lamp.OPEN)
    absent.until(Lamp.ABSENT)
    begun = time.monotonic()
    reading.reader.stop()
    absent.reader.stop()
    assert time.monotonic() - begun < 0.5
    SerialReader(reading.setting, print, print, laptop).stop()


def test_a_driver_that_hangs_does_not_hold_up_the_program(open_desk: OpenDesk) -> None:
    released = threading.Event()

    class Hanging:
        in_waiting = 0

        def read(self, size: int = 1) -> bytes:
            released.wait(PATIENCE)
            return b""

        def cancel_read(self) -> None: ...

        def close(self) -> None: ...

    desk = open_desk(port="hanging://", opener=lambda device: Hanging())
    desk.until(Lamp.OPEN)
    begun = time.monotonic()
    desk.reader.stop(timeout=0.05)
    assert time.monotonic() - begun < 1
    released.set()
