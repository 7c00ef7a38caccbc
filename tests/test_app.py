"""The application as a whole: scans everywhere, keys, language, faults, small windows."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staging import SIZES, FakeClock, FakeGong, Stage, code_of, make_event, quiet, settled
from textual.app import App
from textual.content import Content
from textual.widgets import Footer
from waiting import ticked

from kiosk import i18n
from kiosk.actions.cards import codes
from kiosk.actions.scans import take
from kiosk.app import KioskApp
from kiosk.desk import Desk
from kiosk.devices.gong import Sound
from kiosk.devices.lamps import Lamp
from kiosk.model import Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.cards import Command
from kiosk.screens.dialogs import LeaveDialog
from kiosk.widgets.title import Line, forms, titled
from kiosk.widgets.verdict import Banner, VerdictStrip

Looks = Callable[[KioskApp, str], None]


def strip(app: App[None]) -> str:
    return str(app.screen.query_one(VerdictStrip).content)


def seen(app: App[None]) -> str:
    """All that stands on the screen, as text."""
    drawn = re.findall(r">([^<]+)</text>", app.export_screenshot(simplify=False))
    return "".join(drawn).replace("&#160;", " ")


@pytest.mark.parametrize("size", SIZES)
async def test_the_start_looks_right(
    stage: Stage, looks: Looks, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Mock(free=84_000_000_000))
    async with stage.app.run_test(size=size) as pilot:
        await settled(pilot)
        looks(stage.app, f"start-{size[0]}x{size[1]}")


async def test_a_scan_is_answered_on_every_screen_and_under_a_dialog(stage: Stage, gong: FakeGong) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        for place, key in enumerate(("ctrl+s", "f5", "f12"), 1):
            await pilot.press(key)
            await quiet(pilot)
            await stage.scan(pilot, code_of(place))
            assert f"number {place}" in strip(stage.app)
        assert isinstance(stage.app.screen, LeaveDialog)
        assert gong.played == [Sound.GOOD] * 3


async def test_leaving_is_asked_and_only_its_own_key_confirms(stage: Stage, looks: Looks) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        for key in ("ctrl+q", "ctrl+c", "ctrl+p", "q", "escape"):
            await pilot.press(key)
        assert stage.app.is_running
        await pilot.press("f12")
        await settled(pilot)
        looks(stage.app, "leave-80x24")
        await pilot.press("enter", "y", "j", "f3", "escape")
        await quiet(pilot)
        assert stage.app.is_running
        assert not isinstance(stage.app.screen, LeaveDialog)
        await pilot.press("f12")
        await quiet(pilot)
        await pilot.press("f12")
        await quiet(pilot)
    assert stage.app.return_code == 0


async def test_a_name_is_never_markup(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        for place in (1, 7, 8, 9):
            await stage.scan(pilot, code_of(place))
            await pilot.pause()
            assert stage.app.is_running
        await stage.scan(pilot, "[/b]\x1b[2J[@click=app.leave()]")
        await quiet(pilot)
        assert "\x1b" not in strip(stage.app)
        assert stage.app.screen.query_one("#title", Line).left.plain == "Job-Speed-Dating [Probe]"


async def test_the_language_changes_while_running(stage: Stage) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        before = i18n.language()
        await pilot.press("f2")
        await quiet(pilot)
        await pilot.press("ctrl+l")
        await quiet(pilot)
        assert {before, i18n.language()} == {"de", "en"}
        here = stage.app.screen
        assert here.spoken == i18n.language()
        assert i18n._("Search") in {key.description for key in here.query_one(Footer).query("FooterKey")}
        assert i18n._("Reception") in here.query_one("#tabs", Line).left.plain
        await pilot.press("ctrl+s")
        await quiet(pilot)
        assert stage.app.screen.spoken == i18n.language()
        await stage.scan(pilot, code_of(1))
        assert "Anna" in strip(stage.app)


async def test_a_scan_while_the_language_changes_is_not_lost(stage: Stage) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f2")
        for place in range(1, 4):
            stage.app.action_language()
            stage.readers[0].scan(code_of(place))
            stage.app.screen.call_later(stage.app.action_show, ("start", "reception", "people")[place - 1])
        await quiet(pilot)
        assert stage.app.desk.store.inside() == 3
        assert stage.app.is_running


async def test_what_could_not_be_recorded_is_said_unmissably(stage: Stage, gong: FakeGong, looks: Looks) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        (pages,) = store.db.execute("pragma page_count").fetchone()
        store.db.execute(f"pragma max_page_count = {pages}")
        for place in range(1, 13):
            await stage.scan(pilot, code_of(place))
        await quiet(pilot)
        assert stage.app.screen.query_one(Banner).has_class("-shown")
        assert gong.played[-1] is Sound.BAD
        held = store.inside()
        assert held < 11
        await pilot.press("f12")
        await quiet(pilot)
        await stage.scan(pilot, code_of(12))
        await quiet(pilot)
        assert stage.app.screen.query_one(Banner).has_class("-shown")
        await pilot.press("escape")
        store.db.execute("pragma max_page_count = 1000000")
        await stage.scan(pilot, code_of(11))
        await quiet(pilot)
        assert not stage.app.screen.query_one(Banner).has_class("-shown")
        assert store.inside() == held + 1


async def test_what_was_lost_is_listed_on_every_screen_until_it_is_noted(
    stage: Stage, clock: FakeClock, looks: Looks
) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        store.db.execute("pragma query_only = on")
        for place in (1, 2):
            await stage.scan(pilot, code_of(place))
            clock.go(minutes=1)
        for key in ("f2", "f12", "f3"):
            await pilot.press(key, *(["escape"] if key == "f3" else []))
            await quiet(pilot)
            assert stage.app.screen.query_one(Banner).display
            assert "2 were not recorded: 09:30 …T-0001, 09:31 …T-0002" in seen(stage.app)
        await pilot.press("f2")
        store.db.execute("pragma query_only = off")
        await stage.scan(pilot, code_of(3))
        await settled(pilot)
        looks(stage.app, "lost-80x24")
        banner = stage.app.screen.query_one(Banner)
        assert not banner.region.overlaps(stage.app.screen.query_one("#panel").region)
        assert "2 were not recorded" in seen(stage.app)
        assert "WELCOME" in seen(stage.app)
        await pilot.press("f12", "ctrl+y", "escape")
        await quiet(pilot)
        assert "were not recorded" not in seen(stage.app)
        assert "…T-0002" in str(stage.app.screen.query_one("#scans").content)


async def test_a_lamp_is_in_sight_on_every_screen(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        for key in ("ctrl+s", "f2", "f5"):
            await pilot.press(key)
            stage.readers[0].light(Lamp.OPEN)
            await quiet(pilot)
            assert stage.app.screen.query_one("#state", Line).right.plain.startswith("●")
            stage.readers[0].light(Lamp.LOST)
            await quiet(pilot)
            assert stage.app.screen.query_one("#state", Line).right.plain.startswith("✖")


@pytest.mark.parametrize("size", [(79, 24), (4, 2)])
async def test_a_small_window_says_so_and_still_takes_scans(stage: Stage, size: tuple[int, int]) -> None:
    async with stage.app.run_test(size=size) as pilot:
        await quiet(pilot)
        await stage.scan(pilot, code_of(1))
        await quiet(pilot)
        assert stage.app.desk.store.inside() == 1
        assert stage.app.screen.query_one("#small").display
        if size[0] >= 30:
            assert "80" in seen(stage.app)
        await pilot.resize_terminal(80, 24)
        await quiet(pilot)
        assert not stage.app.screen.query_one("#small").display


async def test_another_process_is_noticed(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    from staging import ENTRANCE

    from kiosk.actions.scans import take
    from kiosk.desk import open_desk
    from kiosk.model import Scan

    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await quiet(pilot)
        other = open_desk(desk.folder, clock)
        take(other, Scan(ENTRANCE, code_of(1), clock()))
        other.store.close()
        await quiet(pilot)
        assert "1" in str(stage.app.screen.query_one("#came").content)


async def test_a_fault_tells_no_names(desk: Desk, gong: FakeGong, capsys: pytest.CaptureFixture[str]) -> None:
    app = Stage(desk, gong).app
    secret = "Erika Mustermann"

    def fail() -> None:
        name = secret
        raise ValueError(f"no such person: {name}")

    with pytest.raises(ValueError, match="no such person"):  # noqa: PT012 - it is raised where the app ends
        async with app.run_test() as pilot:
            app.call_later(fail)
            await pilot.pause()
    assert app.return_code == 1
    log = (desk.folder / "log" / "kiosk.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_app.py" in log
    printed = capsys.readouterr()
    assert secret not in log + printed.out + printed.err
    assert "kiosk.log" in "".join((printed.out + printed.err).split())


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals and these signals are Unix's")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_restored(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "event"
    make_event(folder, settings=_WITHOUT_READER)
    process, far = _started(folder)
    try:
        shown = _read_until(far, b"Job-Speed-Dating")
        time.sleep(0.3)
        process.send_signal(number)
        shown += _read_until(far, b"\x1b[?25h")
        assert process.wait(5) == 0
        assert b"\x1b[?1049l" in shown
    finally:
        process.kill()
        os.close(far)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_it_ends_when_its_terminal_is_gone(tmp_path: Path) -> None:
    make_event(tmp_path / "event", settings=_WITHOUT_READER)
    process, far = _started(tmp_path / "event")
    try:
        _read_until(far, b"Job-Speed-Dating")
    finally:
        os.close(far)
    try:
        assert process.wait(8) == 0
    finally:
        process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_it_ends_when_its_terminal_is_gone_though_it_hangs(tmp_path: Path) -> None:
    make_event(tmp_path / "event", settings=_WITHOUT_READER)
    process, far = _started(tmp_path / "event", _HANGING + _PROGRAM)
    try:
        _read_until(far, b"Job-Speed-Dating")
    finally:
        os.close(far)
    try:
        assert process.wait(8) == 1
    finally:
        process.kill()


_WITHOUT_READER = """
[event]
name = "Job-Speed-Dating"
date = 2026-11-22
language = "{language}"
"""

_HANGING = """
import signal, time
from kiosk import app, guard
guard.WATCH_SECONDS = guard.PATIENCE_SECONDS = 0.2
app.KioskApp._open_devices = lambda self: time.sleep(60)
"""

_PROGRAM = """
import sys
from pathlib import Path
from unittest.mock import Mock
from kiosk.app import run
from kiosk.desk import at_desk
with at_desk(Path(sys.argv[1])) as desk:
    sys.exit(run(desk))
"""


def _started(folder: Path, program: str = _PROGRAM) -> tuple[subprocess.Popen[bytes], int]:
    far, near = pty.openpty()
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=near,
        stdout=near,
        stderr=near,
        cwd=root,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
    )
    os.close(near)
    return process, far


def _read_until(far: int, wanted: bytes, seconds: float = 10) -> bytes:
    got = b""
    until = time.monotonic() + seconds
    while wanted not in got and time.monotonic() < until:
        if select.select([far], [], [], 0.1)[0]:
            try:
                got += os.read(far, 65536)
            except OSError:
                break
    assert wanted in got, got[-2000:]
    return got


async def test_help_that_is_asked_for_at_another_programs_reader_is_told(stage: Stage, gong: FakeGong) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        booth = ReaderSetting(ReaderRole.BOOTH, port="/dev/elsewhere", booth="3")
        card = next(code for code, card in codes(desk).items() if card.command is Command.HELP)
        take(desk, Scan(booth, card, desk.now()))
        await ticked(pilot)
        assert "Booth 3 asks for help." in strip(stage.app)
        assert gong.played == [Sound.HINT]


async def test_a_booths_reader_and_its_cards_work_under_any_screen(stage: Stage, gong: FakeGong) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        stage.app.use_reader(ReaderSetting(ReaderRole.BOOTH, port="/dev/ttyACM9", booth="3"))
        cards = {card.means: code for code, card in codes(desk).items()}
        await pilot.press("f3")
        said = []
        for text in (cards["application"], code_of(1), cards["application"], cards["undo"]):
            stage.readers[-1].scan(text)
            await quiet(pilot)
            said.append(strip(stage.app))
        assert "Scan the badge first" in said[0]
        assert "number 1" in said[1]
        assert "application on site" in said[2]
        assert "Taken back." in said[3]
        assert desk.store.results() == []
        assert [talk.booth for talk in desk.store.running_talks()] == ["3"]


@pytest.mark.parametrize(
    ("width", "right"),
    [
        (72, "■ closed 09:30 · Zentralbibliothek · 2026-11-22 09:30"),
        (52, "■ closed 09:30 · 2026-11-22 09:30"),
        (51, "■ closed 09:30 · 09:30"),
    ],
)
def test_the_title_drops_the_place_then_the_day_and_keeps_the_time(width: int, right: str) -> None:
    made = forms([("", "bold"), ("■ closed 09:30", "bold")], "Zentralbibliothek", "2026-11-22", "09:30")
    told = titled(Content("Job-Speed-Dating"), made, width)
    assert " ".join(told.plain.split()) == f"Job-Speed-Dating {right}"
    assert told.cell_length == width


@given(st.text("ab ", max_size=90), st.integers(12, 200))
def test_however_long_the_name_of_the_event_is_the_time_stands_in_the_title(name: str, width: int) -> None:
    made = forms([], "Zentralbibliothek", "2026-11-22", "09:30")
    told = titled(Content(name), made, width)
    assert told.plain.endswith("09:30")
    assert told.cell_length == width
