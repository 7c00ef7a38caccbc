"""Announcements: prepared texts in every language, words of one's own without a name, what the hall shows of them."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest
from hallway import begin, seen
from hypothesis import given
from hypothesis import strategies as st
from staging import SIZES, FakeClock, Stage, settled
from textual.app import App
from textual.widgets import Input, OptionList
from waiting import ticked

from kiosk.actions import announcements, stopping
from kiosk.actions.closing import close
from kiosk.desk import Desk
from kiosk.hall import HallApp
from kiosk.model import KioskError, Person
from kiosk.rules.announcements import announcement_of, names_in
from kiosk.screens.announcing import AnnounceDialog

Looks = Callable[[App[None], str], None]

ALL = (*announcements.SCREEN, *announcements.BROWSER)


@pytest.mark.parametrize("name", announcements.prepared())
def test_every_text_is_there_in_every_language_and_short(name: str) -> None:
    text = announcements.prepared()[name]
    assert set(text.lines) == set(ALL)
    for line in text.lines.values():
        assert 10 < len(line) <= 76, "it stands on one line of the smallest screen"
        assert ("{number}" in line) is (name == announcements.CALL)
    assert len(set(text.lines.values())) == len(ALL)


@pytest.mark.parametrize("language", ALL)
def test_only_the_browser_is_given_what_runs_from_right_to_left(language: str) -> None:
    for text in announcements.prepared().values():
        directions = {unicodedata.bidirectional(sign) for sign in text.lines[language]}
        assert bool(directions & {"R", "AL"}) is (language in announcements.BROWSER)


def test_it_is_told_until_its_time_is_over_or_it_is_ended(desk: Desk, clock: FakeClock) -> None:
    announcements.announce(desk, "lunch", minutes=3)
    told = announcements.current(desk)
    assert told
    assert announcements.lines(told, ("de", "tr")) == (
        ("de", "Jetzt ist Mittagspause. Achten Sie bitte auf die Uhr im Saal."),
        ("tr", "Şimdi öğle arası. Lütfen salondaki saate bakın."),
    )
    clock.go(minutes=2, seconds=59)
    assert announcements.current(desk)
    clock.go(seconds=1)
    assert announcements.current(desk) is None
    announcements.announce(desk, "welcome")
    announcements.end(desk)
    assert announcements.current(desk) is None
    with pytest.raises(KioskError, match="told nothing"):
        announcements.end(desk)
    assert [entry.kind for entry in desk.store.entries("event")] == ["announced", "announced", "announcement_ended"]


def test_a_later_one_takes_the_place_of_the_one_before_and_a_closed_event_takes_it_too(desk: Desk) -> None:
    announcements.announce(desk, "lunch")
    close(desk)
    told = announcements.announce(desk, "leave")
    assert announcements.current(desk) == told
    assert announcements.is_urgent(told)


def test_a_number_is_called_that_somebody_has(desk: Desk) -> None:
    told = announcements.announce(desk, "number", number=5)
    assert announcements.lines(told, ("en", "ar")) == (
        ("en", "Number 5: please come to the reception."),
        ("ar", "الرقم 5: يرجى الحضور إلى الاستقبال."),
    )
    for number in (None, 0, 999):
        with pytest.raises(KioskError):
            announcements.announce(desk, "number", number=number)


@pytest.mark.parametrize("minutes", [0, -1, announcements.MOST_MINUTES + 1])
def test_it_stays_neither_for_ever_nor_for_no_time(desk: Desk, minutes: int) -> None:
    with pytest.raises(KioskError, match="from 1 to"):
        announcements.announce(desk, "welcome", minutes=minutes)


# No name of the list


@pytest.mark.parametrize(
    "text",
    [
        "Herr Groß bitte zum Empfang",
        "Herr GROSS bitte",
        "Jürgen Groß",
        "frau mueller, bitte",
        "Frau Müller",
        "Zoe Muller",
        "Yilmaz",
        "YILMAZ.",
        "Thi-Hoa",
        "Al-Sayed",
        "Schmitt/Schmidt",
        unicodedata.normalize("NFD", "Müller"),
        "x" * 119,
    ],
)
def test_own_words_that_name_somebody_are_refused_and_nothing_is_written(desk: Desk, text: str) -> None:
    before = len(desk.store.journal())
    with pytest.raises(KioskError, match=r"is a name on the list|at most|letters"):
        announcements.announce_own(desk, text if len(text) < 100 else "x" * 120)
    assert len(desk.store.journal()) == before


@pytest.mark.parametrize(
    "text", ["The toilets are on floor 2.", "Raum 3 ist offen", "Der Kaffee ist da", "Nr. 5, bitte"]
)
def test_own_words_without_a_name_are_told(desk: Desk, text: str) -> None:
    told = announcements.announce_own(desk, f"  {text}\n")
    assert announcements.lines(told, announcements.SCREEN) == (("", text),)


@pytest.mark.parametrize("text", ["", "   ", "\n", "a" * 121, "شكرا", "\u202etfel"])
def test_words_that_cannot_be_shown_are_refused_or_made_harmless(desk: Desk, text: str) -> None:
    if text == "\u202etfel":
        assert announcements.announce_own(desk, text).own == "tfel"
        return
    with pytest.raises(KioskError):
        announcements.announce_own(desk, text)


LETTERS = string.ascii_letters + "äöüßéİıñçşğø"


@given(st.text(LETTERS, min_size=3, max_size=12), st.sampled_from([str.upper, str.lower, str.title, str]))
def test_a_last_name_is_found_in_any_text_in_any_case(name: str, written: Callable[[str], str]) -> None:
    person = Person("person:1", first_name="Q", last_name=name)
    if name.casefold() not in ("von", "van", "der", "den", "dem", "del", "dos", "bin", "ibn", "abu", "zum", "zur"):
        assert names_in(f"Bitte, {written(name)}: 7", [person])
    assert names_in("17 · 4!", [person]) == ()


def test_names_of_two_letters_count_as_they_are_written_only() -> None:
    people = [Person("person:1", first_name="Linh", last_name="An"), Person("person:2", first_name="Cher")]
    assert names_in("Frau An, bitte", people) == ("An",)
    assert names_in("an der Tür", people) == ()
    assert names_in("Cher bitte", people) == ("Cher",)
    assert announcement_of([]) is None


# In the hall


@pytest.fixture
def hall(desk: Desk, clock: FakeClock) -> HallApp:
    return HallApp(desk.folder, desk.event, clock)


@pytest.mark.parametrize("size", SIZES)
async def test_the_hall_shows_it_line_by_line_beside_the_time_left(
    hall: HallApp, desk: Desk, clock: FakeClock, looks: Looks, size: tuple[int, int]
) -> None:
    begin(desk, clock)
    async with hall.run_test(size=size) as pilot:
        announcements.announce(desk, "last_rounds")
        await ticked(pilot)
        await settled(pilot)
        text = " ".join(seen(hall).split())
        for language in announcements.SCREEN:
            assert announcements.prepared()["last_rounds"].lines[language] in text
        for language in announcements.BROWSER:
            assert announcements.prepared()["last_rounds"].lines[language] not in text
        assert "round 1 of 3: talks are running" in text
        looks(hall, f"hall-told-{size[0]}x{size[1]}")
        clock.go(minutes=10)
        await ticked(pilot)
        assert "Son turlar" not in seen(hall)


async def test_the_words_of_leaving_the_building_stand_below_a_stop(
    hall: HallApp, desk: Desk, clock: FakeClock, looks: Looks
) -> None:
    begin(desk, clock)
    async with hall.run_test(size=(80, 24)) as pilot:
        stopping.stop_all(desk)
        announcements.announce(desk, "leave")
        await ticked(pilot)
        await settled(pilot)
        assert "Please leave the building now." in seen(hall)
        assert hall.screen.has_class("-urgent")
        looks(hall, "hall-leave-80x24")


# At the moderator's desk


async def opened(stage: Stage, pilot: object) -> AnnounceDialog:
    await pilot.press("f3")  # type: ignore[attr-defined]
    await settled(pilot)  # type: ignore[arg-type]
    await pilot.press("ctrl+a")  # type: ignore[attr-defined]
    await settled(pilot)  # type: ignore[arg-type]
    dialog = stage.app.screen
    assert isinstance(dialog, AnnounceDialog)
    return dialog


@pytest.mark.parametrize("size", SIZES[:2])
async def test_two_keys_tell_the_hall_and_two_end_it(
    stage: Stage, desk: Desk, looks: Looks, size: tuple[int, int]
) -> None:
    async with stage.app.run_test(size=size) as pilot:
        dialog = await opened(stage, pilot)
        assert isinstance(dialog.focused, OptionList)
        looks(stage.app, f"announce-{size[0]}x{size[1]}")
        await pilot.press("down", "enter")
        await settled(pilot)
        told = announcements.current(desk)
        assert told
        assert told.prepared == "change"
        assert told.until - desk.now().at == timedelta(minutes=2)
        await opened(stage, pilot)
        await pilot.press("f10")
        await settled(pilot)
        assert announcements.current(desk) is None


async def test_the_moderator_sees_what_is_announced_until_then(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f3")
        announcements.announce(desk, "change")
        await settled(pilot)
        assert "The hall is told until 09:32:" in seen(stage.app)
        assert announcements.prepared()["change"].lines["en"][:20] in seen(stage.app)
        clock.go(minutes=2, seconds=1)
        await ticked(pilot)
        assert "The hall is told" not in seen(stage.app)


async def test_a_number_is_typed_and_called_and_a_name_is_refused_in_the_dialog(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        dialog = await opened(stage, pilot)
        dialog.query_one("#own", Input).value = "Herr Groß bitte"
        await pilot.press("f9")
        await settled(pilot)
        assert "“Groß” is a name on the list" in " ".join(seen(stage.app).split())
        assert announcements.current(desk) is None
        dialog.query_one("#own", Input).value = ""
        dialog.query_one("#number", Input).value = "5"
        dialog.query_one("#minutes", Input).value = "x"
        await pilot.press("f9")
        await settled(pilot)
        assert "Type the minutes as a number" in seen(stage.app)
        dialog.query_one("#minutes", Input).value = "7"
        await pilot.press("f9")
        await settled(pilot)
        told = announcements.current(desk)
        assert told
        assert (told.prepared, told.calls) == ("number", 5)
        assert told.until - desk.now().at == timedelta(minutes=7)


async def test_a_scan_is_taken_while_the_dialog_is_open(stage: Stage, desk: Desk) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await opened(stage, pilot)
        await stage.scan(pilot, "TICKET-0001")
        await settled(pilot)
        assert isinstance(stage.app.screen, AnnounceDialog)
        assert "Welcome" in seen(stage.app)
        assert desk.store.inside() == 1
