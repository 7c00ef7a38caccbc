"""The figures on the screen: the report's own, with their definitions, and never at the cost of a scan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hallway import begin, scan, seen
from hypothesis import given
from hypothesis import strategies as st
from staging import SIZES, FakeClock, Stage, settled
from textual.app import App
from textual.pilot import Pilot
from waiting import ticked

from kiosk import i18n
from kiosk.actions.figures import snapshot
from kiosk.actions.report import report
from kiosk.desk import Desk
from kiosk.figure_words import figure_text
from kiosk.i18n import _
from kiosk.rules.bars import bar
from kiosk.rules.figures import DEFINITIONS
from kiosk.rules.figures.definitions import is_told
from kiosk.screens import figures as screen
from kiosk.screens.figures import LEAST_SECONDS

Looks = Callable[[App[None], str], None]


async def counted(pilot: Pilot[None]) -> None:
    """Waits until the figures stand there."""
    await pilot.press("f6")
    await settled(pilot)


def afternoon(desk: Desk, clock: FakeClock) -> None:
    """Ten minutes of talks, and people who came over an hour."""
    plan = begin(desk, clock)
    clock.go(minutes=5)
    scan(desk, 2, plan[1, 2])
    scan(desk, 1, plan[1, 1])
    clock.go(minutes=3)
    scan(desk, 2, plan[1, 2])
    clock.go(minutes=25)
    scan(desk, 5)


def test_what_the_screen_draws_is_what_the_report_says(desk: Desk, clock: FakeClock) -> None:
    afternoon(desk, clock)
    found, told = snapshot(desk), report(desk)
    assert found.figures == told["figures"]
    assert {booth: talks for booth, _employer, talks in found.booths} == {
        row["id"]: row["G1"] for row in told["by"]["booth"]
    }
    assert sum(n for _at, n in found.arrivals) == told["figures"]["T2"]
    assert sum(people for _talks, people in found.spread) == told["figures"]["T2"]
    assert sum(talks * people for talks, people in found.spread) == told["figures"]["G1"]


def test_arrivals_are_counted_by_the_quarter_of_an_hour(desk: Desk, clock: FakeClock) -> None:
    for minutes, place in ((0, 1), (14, 2), (16, 3), (31, 5)):
        clock.at = clock.at.replace(hour=8, minute=0, second=0) + timedelta(minutes=minutes)
        scan(desk, place)
    clock.go(minutes=30)
    found, rows = snapshot(desk), report(desk)["by"]["quarter"]
    assert [(f"{at:%H:%M}", n) for at, n in found.arrivals[:3]] == [("09:00", 2), ("09:15", 1), ("09:30", 1)]
    # The course goes on after the last has come in, for these are still there.
    assert [(f"{at:%H:%M}", n) for at, n in found.present[3:]] == [("09:45", 4), ("10:00", 4)]
    assert [at.isoformat(timespec="minutes") for at, _n in found.present] == [row["id"] for row in rows]


def test_before_anybody_has_come_there_is_nothing_to_draw(desk: Desk) -> None:
    found = snapshot(desk)
    assert found.arrivals == ()
    assert found.spread == ((0, 0),) or found.spread == ()


def test_a_figure_is_printed_as_the_language_prints_it() -> None:
    i18n.use("de")
    assert figure_text("T2", 1988) == "1.988"
    assert figure_text("G5", 2.95) == "2,95"
    assert [figure_text("T5_rate", rate) for rate in (0.15, 0.1667, 1)] == ["15,0 %", "16,7 %", "100,0 %"]
    assert [figure_text("G4_median", 0.0), figure_text("G4_mean", 0.7), figure_text("G5", 3.0)] == [
        "0,0",
        "0,7",
        "3,00",
    ]
    assert [figure_text("Q1_unknown", few) for few in (0, 2, 3)] == ["0", "weniger als 3", "3"]
    i18n.use("en")
    assert figure_text("T5_rate", 0.1523) == "15.2 %"


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(1, 80))
def test_a_bar_is_never_longer_than_its_room_and_grows_with_its_number(value: int, most: int, width: int) -> None:
    value = min(value, most)
    drawn = bar(value, most, width)
    assert len(drawn.rstrip()) <= width
    assert len(bar(value // 2, most, width).rstrip()) <= len(drawn.rstrip())
    assert bar(most, most, width) == "█" * width
    assert bar(0, most, width).strip() == ""


async def test_every_figure_stands_there_with_its_definition(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    afternoon(desk, clock)
    async with stage.app.run_test(size=(200, 60)) as pilot:
        await counted(pilot)
        text = seen(stage.app)
        for _page in range(3):
            await pilot.press("f8")
            await settled(pilot)
            text += seen(stage.app)
        for figure, (name, definition) in DEFINITIONS.items():
            told = is_told(figure, came_in=False)  # as the report has it: nothing is by now before a closing
            assert (_(name) in text) is told
            assert (_(definition)[:60] in text) is told
        assert "✔ booths add up to G1" in text
        assert "✖" not in text
        assert "As of 2026-11-22, 10:35" in text


async def test_a_target_stands_beside_its_figure(stage: Stage, desk: Desk) -> None:
    desk.event.targets.update(T2=500, T5_rate=0.15)  # the screen's desk is this one
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await counted(pilot)
        lines = [line.split() for line in seen(stage.app).splitlines()]
        assert ["T2", "Attendees", "Target", "500", "0"] in [line[:5] for line in lines]
        assert ["T5", "No-show", "rate", "Target", "15.0", "%", "100.0", "%"] in [line[:8] for line in lines]


async def test_it_follows_what_happens_but_counts_seldom(
    stage: Stage, desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []

    def counting(opened: Desk):  # type: ignore[no-untyped-def]
        counts.append(1)
        return snapshot(opened)

    monkeypatch.setattr(screen, "snapshot", counting)
    seconds = [100.0]
    monkeypatch.setattr(screen, "monotonic", lambda: seconds[0])
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await counted(pilot)
        assert len(counts) == 1
        for place in (1, 2, 3, 5, 6):
            scan(desk, place)
        await ticked(pilot)
        assert len(counts) == 1
        for _ in range(2):
            seconds[0] += LEAST_SECONDS
            await ticked(pilot)
            await settled(pilot)
            assert len(counts) == 2
        line = next(line for line in seen(stage.app).splitlines() if line.startswith("T2"))
        assert line.split()[-1] == "5"


async def test_the_charts_can_be_scrolled_to(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    afternoon(desk, clock)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await counted(pilot)
        assert "Talks by booth" not in seen(stage.app)
        await pilot.press(*["f8", "pagedown"] * 12)
        await settled(pilot)
        assert "add up to" in seen(stage.app)
        await pilot.press(*["f7", "pageup"] * 12)
        await settled(pilot)
        assert "Registered" in seen(stage.app)


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_right(stage: Stage, desk: Desk, clock: FakeClock, looks: Looks, size: tuple[int, int]) -> None:
    afternoon(desk, clock)
    async with stage.app.run_test(size=size) as pilot:
        await counted(pilot)
        looks(stage.app, f"figures-{size[0]}x{size[1]}")
