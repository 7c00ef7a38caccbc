"""Fixtures of the tests of screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import golden
import pytest
from staging import FakeClock, FakeGong, Stage, list_people, make_event
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input
from waiting import nothing_left

from kiosk import i18n
from kiosk.app import KioskApp
from kiosk.desk import Desk, open_desk


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="keep the screens as they are now")


@pytest.fixture(autouse=True)
def _steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _self: None)


@pytest.fixture(autouse=True)
def _waits_for_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.pilot.wait_for_idle", nothing_left)
    monkeypatch.setattr("textual.app.wait_for_idle", nothing_left)


@pytest.fixture
def slow_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what works beside the screen."""
    monkeypatch.setattr("waiting.for_workers", False)


@pytest.fixture(autouse=True)
def _paints_for_whoever_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal Textual paints each change and throws it away; what a test looks at is painted whole."""
    paint = Compositor.render_update

    def paint_whole(self: Compositor, full: bool = False, **rest: Any) -> Any:
        if full:
            return paint(self, full=True, **rest)
        self._dirty_regions.clear()
        return None

    monkeypatch.setattr(Compositor, "render_update", paint_whole)


@pytest.fixture(autouse=True, scope="session")
def _styles_read_once() -> Iterator[None]:
    """Every application reads its style sheets anew, a sixth of the time of a test of screens: they are the same."""
    read, known = Stylesheet._parse_rules, {}

    def remembered(self: Stylesheet, css: str, *rest: Any, **named: Any) -> Any:
        key = (css, rest, tuple(named.items()), tuple(self._variables.items()))
        if key not in known:
            known[key] = read(self, css, *rest, **named)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield


@pytest.fixture(autouse=True)
def _any_machine(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Pictures of screens do not depend on the laptop that they are taken on; ``test_preflight`` asks it."""
    if request.node.path.stem != "test_preflight":
        monkeypatch.setattr("kiosk.actions.preflight.machine", lambda _folder: [])


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    yield
    i18n.use("en")


@pytest.fixture
def clock() -> FakeClock:
    """The event's own time: 09:30 in Berlin."""
    return FakeClock(datetime(2026, 11, 22, 8, 30, tzinfo=UTC))


@pytest.fixture(params=["en"])
def desk(tmp_path: Path, clock: FakeClock, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """An open event with a dozen people, six booths and three rounds; in German where a test asks for it."""
    make_event(tmp_path / "event", request.param)
    opened = open_desk(tmp_path / "event", clock)
    opened.store.event_key = bytes(32)
    list_people(opened)
    yield opened
    opened.store.close()


@pytest.fixture
def gong() -> FakeGong:
    return FakeGong()


@pytest.fixture
def stage(desk: Desk, gong: FakeGong) -> Stage:
    return Stage(desk, gong)


@pytest.fixture
def looks(request: pytest.FixtureRequest) -> Callable[[KioskApp, str], None]:
    """Compares a screen with its golden picture."""
    update = bool(request.config.getoption("--update-golden"))
    return lambda app, name: golden.check(app, name, update)
