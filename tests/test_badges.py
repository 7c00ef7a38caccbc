"""Badges on paper: whatever a name is, the code beside it is read again, and nothing comes near it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

import prints
import pytest
from PIL import Image
from world import EVENT, World, kiosk, make_folder, world_at

from kiosk.actions.badges import everybody, make_badges, sheet_of
from kiosk.actions.cards import codes
from kiosk.actions.people import badge_of
from kiosk.codes import new_code
from kiosk.exchange.badges import Badge, write_badges
from kiosk.exchange.paper import QUIET
from kiosk.model import KioskError
from kiosk.rules.cards import Command
from kiosk.sheets import SHEETS

NAMES = [
    "Anna Abt",
    "Maximiliane " + "x" * 108,
    "Nguyễn Thị Hồng Hạnh Đặng Ước",
    "Олександра-Вікторія Їжакевич-Ґрунтенко " * 3,
    "محمد عبد الرحمن بن عبد العزيز آل سعود",
    "יוסף בן דוד גולדשטיין־רוזנברג",
    "\u202eevil \u2066Name\u2069",
    "👩\u200d👩\u200d👧 王小明 Kim",
    "شہناز بیگم",
    "W" * 120,
    "Z" + "\u0301\u0302\u0303\u0304" * 29,
    "Δημήτριος Παπαδόπουλος " * 5,
]
DPI = 110


def badges(count: int) -> list[Badge]:
    """Badges with every kind of name, each with every kind of trouble beside it."""
    return [
        Badge(
            number if number % 7 else None,
            NAMES[number % len(NAMES)],
            "" if number % 7 else "Arbeitgeber",
            "" if number % 7 else NAMES[(number + 1) % len(NAMES)],
            new_code("B", number, bytes(32)),
            no_photo=number % 3 == 0,
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event")) as opened:
        yield opened


def test_three_hundred_badges_with_the_worst_names_are_all_read_again(tmp_path: Path) -> None:
    made = badges(300)
    pages = write_badges(tmp_path / "badges.pdf", "Job-Speed-Dating", made, SHEETS["a4"])
    assert pages == math.ceil(300 / SHEETS["a4"].each)
    read = [code for page in prints.pages(tmp_path / "badges.pdf", DPI) for code in prints.codes(page)]
    assert sorted(read) == sorted(badge.code for badge in made)


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_is_read_again_and_no_text_comes_into_the_white_around_a_code(tmp_path: Path, sheet: str) -> None:
    made, geometry = badges(len(NAMES)), SHEETS[sheet]
    write_badges(tmp_path / "badges.pdf", "Job-Speed-Dating " * 4, made, geometry)
    read: list[str] = []
    for page in prints.pages(tmp_path / "badges.pdf", 200):
        for text, bounds in prints.places(page):
            read.append(text)
            assert_white(page, bounds)
    sides = 2 if geometry.fold else 1
    assert sorted(read) == sorted([badge.code for badge in made] * sides)


def assert_white(page: Image.Image, bounds: tuple[int, int, int, int]) -> None:
    """Four modules on every side of a code of version 2 are white; the last half module may be somebody's edge."""
    left, top, right, bottom = bounds
    white = round((right - left) / 25 * (QUIET - 0.5))
    around = prints.dark(page.crop((left - white, top - white, right + white, bottom + white)))
    around.paste(0, (white - 2, white - 2, around.width - white + 2, around.height - white + 2))
    assert around.getbbox() is None


@pytest.mark.parametrize("sheet", ["a4", "62x29"])
def test_a_spare_badge_is_nobodys_until_a_walk_in_gets_it(world: World, sheet: str) -> None:
    out = world.desk.folder / "spare.pdf"
    ended = kiosk("badges", world.desk.folder, "--spare", 3, "--sheet", sheet, "-o", out, "--json")
    assert (ended.returncode, json.loads(ended.stdout)["badges"]) == (0, 3)
    read = [code for page in prints.pages(out, 200) for code in prints.codes(page)]
    assert len(set(read)) == 3
    assert [world.scan(code).verdict for code in read] == ["unknown"] * 3
    card = next(code for code, card in codes(world.desk).items() if card.command is Command.WALK_IN)
    assert [world.scan(code).verdict for code in (card, read[0], card, read[1])] == [
        *("command", "admitted"),
        *("command", "admitted"),
    ]
    assert [badge_of(world.desk, person.id) for person in world.store.people()] == read[:2]


def test_a_spare_badge_has_no_number(world: World) -> None:
    ended = kiosk("badges", world.desk.folder, "--spare", 3, "--number", 7)
    assert ended.returncode == 2
    assert "leave --number out" in ended.stderr


def test_places_lie_on_the_page_and_do_not_overlap() -> None:
    for sheet in SHEETS.values():
        width, height = sheet.badge
        places = list(sheet.places())
        assert len(set(places)) == sheet.each
        assert all(x >= 0 and y >= 0 for x, y in places)
        assert all(x + width <= sheet.page[0] + 0.01 and y + height <= sheet.page[1] + 0.01 for x, y in places)
        apart = (
            abs(a[0] - b[0]) > width - 0.01 or abs(a[1] - b[1]) > height - 0.01
            for a in places
            for b in places
            if a != b
        )
        assert all(apart), sheet.name


def test_how_somebody_came_is_not_on_the_badge(world: World) -> None:
    """The same two badges but for channel, status and e-mail are the same picture."""
    seen = []
    for channel, status in (("jobcenter", "job_seeker"), ("", "")):
        person = world.listed(world.code(), first_name="Anna", number=7, channel=channel, status=status)
        made = make_badges(world.desk, [person], SHEETS["label"], world.desk.folder / "one.pdf")
        (page,) = prints.pages(made.path)
        seen.append(page.tobytes())
    assert seen[0] == seen[1]


def pictured(world: World, **fields: object) -> Image.Image:
    """The badge of somebody."""
    world.store.event_key = bytes(32)
    person = world.listed(world.code(), **{"first_name": "Anna", "last_name": "Abt", "number": 7, **fields})
    made = make_badges(world.desk, [person], SHEETS["label"], world.desk.folder / "one.pdf")
    (page,) = prints.pages(made.path, 100)
    return page


def test_who_wants_no_photo_bears_a_mark(world: World) -> None:
    marked = pictured(world, consent_photo="no").tobytes()
    assert pictured(world, guardian_consent="no").tobytes() == marked
    assert pictured(world, consent_photo="yes").tobytes() == pictured(world).tobytes() != marked


@pytest.mark.parametrize("setting", ["full", "first", "number"])
def test_the_name_is_as_the_event_wants_it(tmp_path: Path, setting: str) -> None:
    settings = f'{EVENT}\n[badge]\nname = "{setting}"\n'
    with world_at(make_folder(tmp_path / setting, settings)) as world:
        here = pictured(world)
    with world_at(make_folder(tmp_path / "full names")) as world:
        same = {
            "full": pictured(world),
            "first": pictured(world, last_name=""),
            "number": pictured(world, first_name="", last_name=""),
        }
    assert [name for name, picture in same.items() if picture.tobytes() == here.tobytes()] == [setting]


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_logo_of_the_event_folder_is_on_the_badge(world: World, kind: str) -> None:
    plain = pictured(world)
    logo = world.desk.folder / f"logo.{kind}"
    if kind == "png":
        Image.new("RGB", (300, 100), (0, 0, 0)).save(logo)
    else:
        logo.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10"/></svg>'
        )
    corner = (10, 10, 60, 30)
    assert prints.dark(pictured(world).crop(corner)).histogram()[255] > 2 * (
        prints.dark(plain.crop(corner)).histogram()[255] + 10
    )


def test_a_logo_that_is_no_picture_is_refused_in_one_sentence(world: World) -> None:
    (world.desk.folder / "logo.png").write_bytes(b"no picture")
    with pytest.raises(KioskError, match=r"logo\.png is no picture"):
        pictured(world)


def test_somebody_who_has_only_a_ticket_is_given_a_code_and_keeps_it(world: World) -> None:
    person = world.listed("TICKET-1", number=1)
    (first,) = make_badges(world.desk, [person], SHEETS["a4"]).codes
    (second,) = make_badges(world.desk, [person], SHEETS["a4"]).codes
    assert first == second
    assert world.scan(first[1]).number == 1
    assert world.scan("TICKET-1").number == 1


def test_a_new_badge_bears_the_new_code(world: World) -> None:
    from kiosk.actions.people import replace_badge

    person = world.listed(world.code(), number=1)
    code = replace_badge(world.desk, person.id)
    made = make_badges(world.desk, [person], SHEETS["a4"])
    (page,) = prints.pages(made.path)
    assert prints.codes(page) == [code]


def test_everybody_but_who_cancelled_gets_one_in_order(world: World) -> None:
    world.listed(number=2)
    world.listed(number=1)
    world.listed(number=3, cancelled=True)
    world.listed(role="employer")
    assert [person.number for person in everybody(world.desk)] == [1, 2, None]
    assert [person.number for person in everybody(world.desk, [3])] == [3]
    with pytest.raises(KioskError, match="number 9"):
        everybody(world.desk, [9, 1])


def test_an_unknown_sheet_is_told_which_there_are() -> None:
    assert sheet_of("L4785").name == "l4785"
    with pytest.raises(KioskError, match=r"“a5”; there are a4, label, "):
        sheet_of("a5")


def test_the_command_tells_what_cannot_be_printed_before_it_is(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    with world_at(folder) as world:
        world.listed(number=1)
        world.listed(number=2, first_name="小明", last_name="Kim 👩\u200d👩")
    said = kiosk("badges", folder, "--json", "-o", tmp_path / "all.pdf")
    assert said.returncode == 0
    told = json.loads(said.stdout)
    assert told == {
        "file": str(tmp_path / "all.pdf"),
        "sheet": "a4",
        "badges": 2,
        "pages": 1,
        "missing": [{"number": 2, "missing": "小明👩"}],
        "printed": False,
    }
    assert "number 2 lacks 小明👩" in said.stderr
    (page,) = prints.pages(tmp_path / "all.pdf")
    assert len(prints.codes(page)) == 2
    assert kiosk("badges", folder, "--sheet", "a5").stderr.startswith("There is no sheet “a5”; there are a4, label, ")
