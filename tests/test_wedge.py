"""The keyboard wedge: the decision over keys, and a real app in a real terminal with scans 5 ms apart.

Run as a program, this file is that app; it writes what happens to the file that it is given.
"""

from __future__ import annotations

import asyncio
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from kiosk.clock import laptop
from kiosk.codes import new_code, read
from kiosk.devices.wedge import BADGE_PATIENCE, PERSON_PACE, SWALLOW, Collector, Outcome, Wedge, WedgeMixin
from kiosk.model import Scan
from kiosk.programme import ReaderRole, ReaderSetting

KEY = bytes(range(32))
CODES = [new_code("B", serial, KEY) for serial in range(80)]
NAMES = {"\r": "enter", "\n": "ctrl+j", "\t": "tab"}
PRETIX = "rs8a3p67jepqtbt9evz766bfggzhfaqh"


class Hands:
    """Types at a collector and notes what comes of it."""

    def __init__(self) -> None:
        self.collector: Collector[str] = Collector()
        self.now = 100.0
        self.handed_on = ""
        self.scans: list[str] = []

    def type(self, text: str, gap: float, start: float | None = None) -> Hands:
        for n, character in enumerate(text):
            self.wait(start if start is not None and n == 0 else gap)
            name = NAMES.get(character, character)
            shown = None if character == "\x1b" else character
            self.note(self.collector.press(character, name, shown, self.now))
        return self

    def wait(self, seconds: float) -> Hands:
        """Time passes, and the silence is noticed when it is due."""
        due = self.collector.due
        if due is not None and due < self.now + seconds:
            self.note(self.collector.tick(due + 1e-6))
        self.now += seconds
        return self

    def note(self, outcome: Outcome[str]) -> None:
        self.handed_on += "".join(outcome.replay)
        self.scans += [outcome.scan] if outcome.scan else []

    def done(self) -> tuple[str, list[str]]:
        self.wait(10)
        return self.handed_on, self.scans


@pytest.mark.parametrize("gap", [0.0, 0.001, 0.008, 0.030, 0.044])
@pytest.mark.parametrize("ending", ["", "\r", "\n", "\r\n", "\t"])
def test_a_badge_is_a_scan_with_any_ending_at_any_speed(gap: float, ending: str) -> None:
    assert Hands().type(CODES[1] + ending, gap).done() == ("", CODES[1:2])
    assert Hands().type(CODES[1].lower() + ending, gap).done() == ("", [CODES[1].lower()])


@pytest.mark.parametrize("prefix", ["]Q1", "+Q1", "$A&"])
def test_a_badge_is_found_behind_an_aim_identifier_that_the_layout_changed(prefix: str) -> None:
    handed_on, (scan,) = Hands().type(f"{prefix}{CODES[1]}\r", 0.008).done()
    assert (handed_on, read(scan, KEY)[0].code) == ("", CODES[1])


def test_scans_without_a_pause_between_them_stay_apart() -> None:
    assert Hands().type("".join(CODES[:40]), 0.001).done() == ("", CODES[:40])
    assert Hands().type("\r".join(CODES[:40]), 0.001).done() == ("", CODES[:40])


@pytest.mark.parametrize("ending", ["\r", "\t", "\r\n"])
@pytest.mark.parametrize("ticket", [PRETIX, "A-7XK2B9Q", "0814847311126137001", '{"ticket": "abc23"}', "Müller"])
def test_a_ticket_of_another_system_is_a_scan_when_it_is_typed_fast(ticket: str, ending: str) -> None:
    assert Hands().type(ticket + ending, 0.008).done() == ("", [ticket])


def test_what_a_person_types_is_handed_on() -> None:
    assert Hands().type("Müller\r", 0.150).done() == ("Müller\r", [])
    assert Hands().type(CODES[1].lower() + "\r", 0.150).done() == (CODES[1].lower() + "\r", [])
    assert Hands().type("abc\r", 0.001).done() == ("abc\r", [])


def test_a_fast_text_without_an_end_is_handed_on() -> None:
    assert Hands().type(PRETIX, 0.008).done() == (PRETIX, [])
    assert Hands().type("x" * 600, 0.001).done() == ("x" * 600, [])


def test_a_person_waits_for_a_letter_no_longer_than_promised() -> None:
    hands = Hands().type("m", 1.0)
    assert hands.handed_on == ""
    assert hands.wait(PERSON_PACE * 1.01).handed_on == "m"
    assert hands.type("\r", 0.0).handed_on == "m\r"
    assert hands.type("KB", 0.05, start=1.0).wait(BADGE_PATIENCE * 1.01).handed_on == "m\rKB"


def test_a_stall_in_a_badge_does_not_tear_it_apart() -> None:
    hands = Hands().type(CODES[1][:3], 0.01).type(CODES[1][3:12], 0.01, start=0.1).type(CODES[1][12:], 0.01, start=0.3)
    assert hands.done() == ("", CODES[1:2])


def test_function_keys_pass_at_once_and_keep_their_place() -> None:
    assert Hands().type("ab\x1bcd", 0.01).done() == ("ab\x1bcd", [])


def test_enter_is_a_persons_again_after_the_scan() -> None:
    assert Hands().type(CODES[1], 0.01).type("\r", 0.0, start=SWALLOW * 1.01).done() == ("\r", CODES[1:2])
    assert Hands().type(CODES[1] + "\r\n\r", 0.01).done() == ("\r", CODES[1:2])
    assert Hands().type(PRETIX + "\r\n\r", 0.01).done() == ("\r", [PRETIX])


def test_a_person_typing_is_interrupted_by_a_scan() -> None:
    hands = Hands().type("Mül", 0.15).type(CODES[1] + "\r", 0.008, start=0.15).type("ler", 0.15)
    assert hands.done() == ("Müller", CODES[1:2])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("KBSPxü1\r\t\n\x1b ", min_size=1, max_size=6) | st.sampled_from([*CODES[:3], PRETIX]),
            st.floats(0, 0.2),
            st.floats(0, 1),
        ),
        max_size=8,
    )
)
def test_every_key_is_handed_on_once_or_is_in_a_scan(typed: list[tuple[str, float, float]]) -> None:
    hands = Hands()
    for text, gap, start in typed:
        hands.type(text, gap, start)
    handed_on, scans = hands.done()
    everything = iter("".join(text for text, _, _ in typed))
    assert all(character in everything for character in handed_on)
    kept = sum(len(scan) for scan in scans)
    assert len(handed_on) + kept <= sum(len(text) for text, _, _ in typed) <= len(handed_on) + kept + 2 * len(scans)


class Dialog(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("f10", "app.leave", "Leave")]

    def compose(self) -> ComposeResult:
        yield Button("danger")

    def on_button_pressed(self) -> None:
        note("pressed")


class Desk(WedgeMixin[None], App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("f2", "dialog", "Dialog")]

    def compose(self) -> ComposeResult:
        yield Input()

    def on_mount(self) -> None:
        self.wedge = Wedge(ReaderSetting(ReaderRole.ENTRANCE), self.scanned, laptop)
        self.call_after_refresh(note, "ready")

    def scanned(self, scan: Scan) -> None:
        note(f"scan {scan.text}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        note(f"submitted {event.value}")

    def action_dialog(self) -> None:
        self.push_screen(Dialog(), callback=None)
        self.set_timer(0.1, lambda: note("dialog"))

    def action_leave(self) -> None:
        note(f"typed {self.screen_stack[0].query_one(Input).value}")
        self.exit()


def note(line: str) -> None:
    with Path(sys.argv[1]).open("a", encoding="utf-8") as notes:
        notes.write(line + "\n")


class Terminal:
    """The app in a pseudo-terminal, and the scanner that types at it."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes
        notes.touch()
        self._screen, inside = os.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parent.parent)}
        command = [sys.executable, __file__, str(notes)]
        self.process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
        )
        os.close(inside)

    def type(self, text: str, gap: float = 0.0) -> None:
        for piece in text if gap else [text]:
            os.write(self._screen, piece.encode())
            self.pause(gap)

    def pause(self, seconds: float) -> None:
        """Waits, and takes what the app paints, which else would fill the terminal and stop it."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._screen], [], [], left)[0]:
                os.read(self._screen, 65536)

    def wait(self, line: str) -> list[str]:
        until = time.monotonic() + 20
        while line not in (lines := self.notes.read_text(encoding="utf-8").splitlines()):
            assert time.monotonic() < until, lines
            assert self.process.poll() is None, lines
            self.pause(0.01)
        return lines

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._screen)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path / "notes")
    yield opened
    opened.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
def test_no_scan_is_lost_at_5_ms_in_a_field_or_under_a_dialog(terminal: Terminal) -> None:
    terminal.wait("ready")
    terminal.type("Mül", 0.15)
    for n, code in enumerate(CODES[:40]):
        terminal.type((code if n % 2 else code.lower()) + "\r")
        terminal.pause(0.005)
    terminal.type("ler", 0.15)
    terminal.type("\x1bOQ")
    terminal.wait("dialog")
    for code in CODES[40:]:
        terminal.type(code + "\r\n", 0.0005)
        terminal.pause(0.005)
    terminal.type(PRETIX + "\t", 0.004)
    terminal.wait(f"scan {PRETIX}")
    terminal.type("\x1b[21~")
    lines = terminal.wait("typed Müller")
    scans = [line.removeprefix("scan ").upper() for line in lines if line.startswith("scan ")]
    assert scans == [*CODES, PRETIX.upper()]
    assert not [line for line in lines if line.startswith(("submitted", "pressed"))]


async def test_a_key_to_which_a_busy_app_comes_late_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Desk()
    monkeypatch.setattr(sys, "argv", ["", os.devnull])
    async with app.run_test() as pilot:
        key = Key("a", "a")
        await asyncio.sleep(0.2)
        app.post_message(key)
        await pilot.pause()
        assert app.query_one(Input).value == "a"


async def test_keys_pass_untouched_where_no_wedge_is_set() -> None:
    class Plain(WedgeMixin[None], App[None]):
        def compose(self) -> ComposeResult:
            yield Input()

    app = Plain()
    async with app.run_test() as pilot:
        await pilot.press("K", "B")
        assert app.query_one(Input).value == "KB"


if __name__ == "__main__":
    Desk().run()
