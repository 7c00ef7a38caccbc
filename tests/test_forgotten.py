"""Nobody forgotten: who has had no talk, one talk, or agreed on nothing, live in the last half hour, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hallway import NAMED, begin, order, publish_plan, scan, seen
from hypothesis import given
from hypothesis import strategies as st
from staging import FakeClock, Stage, quiet, settled
from textual.app import App
from textual.widgets import Static
from waiting import ticked

from kiosk.actions.advice import to_do
from kiosk.actions.forgotten import is_due, left_out, numbers, waiting
from kiosk.actions.results import record_result
from kiosk.desk import Desk
from kiosk.model import Person, Talk
from kiosk.rules import clock as clock_rules
from kiosk.rules import forgotten
from kiosk.rules.forgotten import Gap, gaps, offers, spoken
from kiosk.rules.results import Result, Step
from kiosk.screens.forgotten import ForgottenDialog

Looks = Callable[[App[None], str], None]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PEOPLE = ("a", "b", "c")


def talk(place: int, person: str, minutes: float, *, running: bool, confirmed: bool) -> Talk:
    ends = None if running else NOW
    starts = NOW - timedelta(minutes=minutes)
    return Talk(f"talk:{place}", person, None, str(place), "1", starts, ends, confirmed)


talks = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from([0.5, 5]), st.booleans(), st.booleans()), max_size=6
).map(
    lambda found: [
        talk(place, who, long, running=running, confirmed=sure)
        for place, (who, long, running, sure) in enumerate(found)
    ]
)
steps = st.lists(st.sampled_from(Step), max_size=6)


def lacking(held: list[Talk], results: list[Result]) -> dict[str, frozenset[Gap]]:
    return gaps(spoken((Person(who) for who in PEOPLE), held, results), held, NOW)


def results_of(held: list[Talk], said: list[Step]) -> list[Result]:
    return [
        Result(each.id, each.person, None, each.booth, next_step=step) for each, step in zip(held, said, strict=False)
    ]


# Rules


@given(talks, steps)
def test_each_lacks_what_their_own_talks_lack(held: list[Talk], said: list[Step]) -> None:
    found = lacking(held, results_of(held, said))
    assert set(found) == set(PEOPLE)
    for person in PEOPLE:
        own = [each for each in held if each.person == person]
        real = [each for each in own if each.ends is None or each.confirmed or each.starts < NOW - timedelta(minutes=1)]
        few = {0: {Gap.NO_TALK}, 1: {Gap.ONE_TALK}}.get(len(real), set())
        assert found[person] - {Gap.NO_STEP} == few
        over = any(each.ends for each in real)
        agreed = any(result.next_step for result in results_of(held, said) if result.person == person)
        assert (Gap.NO_STEP in found[person]) is (over and not agreed)


@given(talks, steps)
def test_a_further_talk_or_step_is_never_a_further_lack_of_one(held: list[Talk], said: list[Step]) -> None:
    before = lacking(held, results_of(held, said))
    more = [*held, talk(9, "a", 5, running=False, confirmed=True)]
    after = lacking(more, results_of(held, said))
    assert Gap.NO_TALK not in after["a"]
    assert after["b"] == before["b"]
    stepped = [*results_of(held, said), Result("talk:9", "a", None, "9", next_step=Step.NONE)]
    assert Gap.NO_STEP not in lacking(more, stepped)["a"], "that nothing follows is said, too"


booths = st.sampled_from(["1", "2", "3"])


@given(
    st.dictionaries(st.sampled_from(PEOPLE), st.lists(booths, unique=True)),
    st.dictionaries(st.sampled_from(PEOPLE), st.sets(booths)),
    st.dictionaries(booths, st.integers(0, 2)),
)
def test_every_free_seat_is_offered_once_and_to_nobody_who_was_there(
    wanted: dict[str, list[str]], met: dict[str, set[str]], free: dict[str, int]
) -> None:
    found = offers(PEOPLE, wanted, met, free)
    taken = Counter(found.values())
    assert all(count <= free[booth] for booth, count in taken.items())
    assert all(booth not in met.get(person, ()) for person, booth in found.items())
    left = {booth for booth, seats in free.items() if seats > taken[booth]}
    for person in set(PEOPLE) - set(found):
        assert left <= met.get(person, set()), "nobody goes without a seat that is left for them"
    first = wanted.get("a", [])
    if first and free.get(first[0], 0) and first[0] not in met.get("a", ()):
        assert found["a"] == first[0], "whoever is asked first gets the dearest wish"


@given(st.integers(-90, 90))
def test_it_is_due_from_half_an_hour_before_the_end(minutes: int) -> None:
    assert forgotten.is_due(NOW, NOW + timedelta(minutes=minutes)) is (minutes >= -30)
    assert not forgotten.is_due(None, NOW)


# At the event


def test_it_is_due_by_the_clock_as_it_runs(desk: Desk, clock: FakeClock) -> None:
    publish_plan(desk)
    clock.go(minutes=34)
    assert not is_due(desk), "nothing has begun yet, so the end moves, too"
    order(desk, clock_rules.STARTED)
    clock.go(minutes=3)
    assert not is_due(desk)
    clock.go(minutes=1)
    assert is_due(desk), "the third round ends 34 minutes after the first began"
    order(desk, clock_rules.PAUSED)
    clock.go(minutes=20)
    order(desk, clock_rules.RESUMED)
    assert is_due(desk)
    order(desk, clock_rules.EXTENDED, seconds=60)
    assert not is_due(desk), "a minute more for the round is a minute more for all"


def test_who_lacks_what_and_where_they_can_go(desk: Desk, clock: FakeClock) -> None:
    plan = begin(desk, clock)
    scan(desk, 12)
    scan(desk, 5)
    scan(desk, 5, "6")
    assert numbers(desk) == {Gap.NO_TALK: [2, 12], Gap.ONE_TALK: [1, 5], Gap.NO_STEP: []}
    two, twelve = left_out(desk, Gap.NO_TALK)
    assert two.next
    assert (two.next.booth, two.offer) == (plan[1, 2], "")
    assert (twelve.number, twelve.next) == (12, None)
    assert twelve.offer, "somebody without a plan gets a seat"
    clock.go(minutes=5)
    scan(desk, 5, "6")
    (five,) = left_out(desk, Gap.NO_STEP)
    assert (five.number, five.stepless) == (5, ("6",))
    (over,) = [each for each in desk.store.talks() if each.ends]
    record_result(desk, over.id, {"next_step": "none"})
    assert left_out(desk, Gap.NO_STEP) == []
    scan(desk, 5, "4")
    assert 5 not in numbers(desk)[Gap.ONE_TALK]


def test_the_database_knows_of_each_what_the_lists_say(desk: Desk, clock: FakeClock) -> None:
    for place in (1, 2, 5, 6):
        scan(desk, place)
    for minutes, person, booth in ((0, 1, "1"), (0, 2, "2"), (0.5, 5, "3"), (5, 1, "4"), (5, 2, "2"), (5, 5, "5")):
        clock.go(minutes=minutes)
        scan(desk, person, booth)
    store = desk.store
    record_result(desk, store.talks()[0].id, {"next_step": "internship"})
    came = [person for person in store.people() if person.inside]
    assert store.spoken(desk.today()) == spoken(came, store.talks(), store.results())
    assert waiting(desk) == numbers(desk)[Gap.NO_TALK] == [6]
    assert store.unconfirmed() == [each for each in store.talks() if each.ends and not each.confirmed] != []


def test_the_start_says_how_many_wait_in_the_last_half_hour(desk: Desk, clock: FakeClock) -> None:
    plan = publish_plan(desk)
    for place in (1, 2, 12):
        scan(desk, place)
    clock.go(minutes=30)
    order(desk, clock_rules.STARTED)
    assert "no talk yet" not in to_do(desk)
    clock.go(minutes=5)
    assert "3 persons have had no talk yet: F3, then Ctrl+F." in to_do(desk)
    scan(desk, 1, plan[1, 1])
    scan(desk, 12, "4")
    assert "1 person has had no talk yet" in to_do(desk)


@pytest.mark.parametrize("desk", ["de"], indirect=True)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_list_is_live_where_the_moderator_looks(
    stage: Stage, desk: Desk, clock: FakeClock, looks: Looks, size: tuple[int, int]
) -> None:
    begin(desk, clock)
    scan(desk, 12)
    scan(desk, 5)
    async with stage.app.run_test(size=size) as pilot:
        await pilot.press("f3")
        await quiet(pilot)
        assert "Noch kein Gespräch" not in seen(stage.app)
        clock.go(minutes=3)
        await ticked(pilot)
        text = seen(stage.app)
        assert "Noch kein Gespräch: 3" in text
        assert not any(name in text for name in NAMED)
        await settled(pilot)
        looks(stage.app, f"rounds-forgotten-{size[0]}x{size[1]}-de")
        await pilot.press("ctrl+f")
        await quiet(pilot)
        assert isinstance(stage.app.screen, ForgottenDialog)
        await settled(pilot)
        looks(stage.app, f"forgotten-{size[0]}x{size[1]}-de")
        scan(desk, 12, "4")
        await ticked(pilot)
        assert "kein Gespräch: 2" in str(stage.app.screen.query_one("#gaps", Static).content)
        await pilot.press("ctrl+f")
        await quiet(pilot)
        left = str(stage.app.screen.query_one("#left", Static).content)
        assert "12  Ohne W." in left
        assert "▶ Stand 4" in left
        await pilot.press("ctrl+f")
        await quiet(pilot)
        assert "Bei allen im Haus" in str(stage.app.screen.query_one("#left", Static).content)


async def test_people_opens_the_list_at_any_time_and_names_go_out_of_sight(stage: Stage, desk: Desk) -> None:
    scan(desk, 5)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await pilot.press("ctrl+f")
        await quiet(pilot)
        left = str(stage.app.screen.query_one("#left", Static).content)
        assert "Mohammed A." in left
        assert "Al-Sayed" not in left
        assert stage.app.screen.HOLDS_NAMES
