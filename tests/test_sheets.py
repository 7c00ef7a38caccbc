"""The sheets for reception, moderation, booths and readers."""

from __future__ import annotations

from pathlib import Path

import prints
import pytest
from staging import FakeGong, Stage, quiet
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from world import EVENT, World, kiosk, make_folder, world_at

from kiosk import i18n
from kiosk.actions.scans import take
from kiosk.booth import BoothApp
from kiosk.cli import sheet_pages
from kiosk.cli.sheet_pages import BOOTH, MAKERS, MODERATION, RECEPTION, SERIAL, WEDGE, keys_of, pages
from kiosk.codes import TEST_CODE, TEST_LABEL
from kiosk.desk import Desk
from kiosk.exchange.paper import missing
from kiosk.exchange.sheets import LOWEST, write_pages
from kiosk.guard import key_name
from kiosk.i18n import _
from kiosk.model import Scan, Verdict
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.screens.base import Frame
from kiosk.screens.booth_desk import BoothDeskScreen
from kiosk.screens.reception import ReceptionScreen
from kiosk.screens.rounds import RoundsScreen

DPI = 100
FOREIGN = {binding.description for binding in Screen.BINDINGS if isinstance(binding, Binding)}
"""The words of the keys that every program has."""


def works(app: App[None], screen: type[Frame[None]], *, tabs: bool = True) -> None:
    """A key on a sheet does what is said there, and every key of the screen is on the sheet."""
    assert isinstance(app.screen, screen)
    rooms = (app.screen, app) if tabs else (app.screen,)
    there = {
        (key_name(key), active.binding.description)
        for key, active in app.screen.active_bindings.items()
        if active.node in rooms and active.binding.description
    }
    own = {pair for pair in there if pair[1] not in FOREIGN}
    named = {(key, word) for _action, keys, word in keys_of(screen, tabs=tabs) for key in keys.split(", ")}
    assert own <= named
    assert {key for key, _word in named} <= {key for key, _word in there}


@pytest.mark.parametrize(("key", "screen"), [("f2", ReceptionScreen), ("f3", RoundsScreen)])
async def test_the_keys_on_a_sheet_are_those_of_the_screen(stage: Stage, key: str, screen: type[Frame[None]]) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        await pilot.press(key)
        await quiet(pilot)
        works(stage.app, screen)


async def test_the_keys_on_the_booths_sheet_are_those_of_its_screen(desk: Desk, gong: FakeGong, stage: Stage) -> None:
    app = BoothApp(desk, ReaderSetting(ReaderRole.BOOTH, port="x", booth="1"), gong, stage._make)
    async with app.run_test(size=(120, 36)) as pilot:
        await quiet(pilot)
        works(app, BoothDeskScreen, tabs=False)


def test_what_to_do_names_the_key_that_does_it() -> None:
    reception, moderation, *_rest = pages()
    told = dict(reception.parts[0].rows) | dict(moderation.parts[0].rows)
    assert told["Badge lost"].startswith("F9: ")
    assert told["It takes longer"].startswith("Ctrl+K ")
    assert told["All are seated"].startswith("F7 starts")
    assert told["A booth closes or takes a break"].startswith("F4,")
    assert told["Emergency"].startswith("Ctrl+X ")
    assert "{" not in "".join(
        text for page in pages() for part in page.parts for row in part.rows for text in row
    ).replace(sheet_pages.RULE, "")


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_sheet_is_one_page_in_one_language(tmp_path: Path, language: str) -> None:
    i18n.use(language)
    found = pages()
    write_pages(tmp_path / "sheets.pdf", "Event " * 60, found)
    texts = prints.texts(tmp_path / "sheets.pdf")
    assert len(texts) == len(found) == 4
    for page, text in zip(found, texts, strict=True):
        assert page.title in text
        assert missing(cell for part in page.parts for row in part.rows for cell in row) == ""
    for picture in prints.pages(tmp_path / "sheets.pdf", DPI):
        left, _top, right, bottom = (edge / DPI * 25.4 for edge in prints.ink(picture))
        assert left >= 13.5
        assert right <= 197
        assert bottom <= LOWEST + 1
    if language == "de":
        said = [
            text for texts in (RECEPTION, MODERATION, BOOTH, MAKERS, SERIAL, WEDGE) for row in texts for text in row
        ]
        same = {text for text in said if _(text) == text}
        assert same <= {"Windows", "{changes}", *(maker for maker, _says in MAKERS)}


@pytest.fixture
def world(tmp_path: Path) -> World:
    with world_at(make_folder(tmp_path / "event", settings=EVENT)) as opened:
        yield opened


def test_the_test_codes_are_read_and_answered_at_any_reader(world: World) -> None:
    done = kiosk("sheets", world.desk.folder)
    path = world.desk.folder / "badges" / "sheets.pdf"
    assert (done.returncode, done.stdout.strip()) == (0, str(path))
    *_others, last = prints.pages(path, 150)
    assert sorted(prints.codes(last)) == sorted([TEST_CODE, TEST_LABEL])
    for code in prints.codes(last):
        for role in ReaderRole:
            reader = ReaderSetting(role, port="-", booth="1" if role is ReaderRole.BOOTH else "")
            world.clock.go(seconds=10)
            (answer,) = take(world.desk, Scan(reader, code, world.clock()))
            assert answer.verdict is Verdict.COMMAND
            assert answer.reason


def test_the_readers_sheet_names_makers_and_what_they_call_serial(world: World) -> None:
    kiosk("sheets", world.desk.folder, "-o", world.desk.folder / "s.pdf")
    text = prints.texts(world.desk.folder / "s.pdf")[3].replace("\r\n", " ")
    for said in ("Zebra", "USB CDC Host", "Simple COM Port Emulation", "Honeywell", "Datalogic", "USB-COM", "Newland"):
        assert said in text
    for said in ("9600 8N1", "dialout", "ModemManager", 'ENV{ID_MM_DEVICE_IGNORE}="1"', "Caps lock"):
        assert said in text
