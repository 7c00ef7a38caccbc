"""Lists and signs on paper, for when the screens are dark."""

from __future__ import annotations

from pathlib import Path

import prints
import pytest
from world import EVENT, ROUNDS, World, kiosk, make_folder, world_at

from kiosk.actions.closing import close
from kiosk.actions.fallback import SHEETS, SPARE, print_sheets, signature_list
from kiosk.actions.plans import propose, publish
from kiosk.actions.rounds import rounds_block
from kiosk.actions.scans import take
from kiosk.codes import read
from kiosk.exchange.lists import BOTTOM, MARGIN, Column, Listing, write_lists
from kiosk.model import KioskError, Scan, Verdict
from kiosk.programme import ReaderRole, ReaderSetting

DPI = 100
MILLIMETRE = DPI / 25.4
WORST = [
    "Maximiliane " + "x" * 120,
    "Nguyễn Thị Hồng Hạnh Đặng " * 5,
    "محمد عبد الرحمن بن عبد العزيز آل سعود " * 3,
    "\u202eAnna\u2066 [/b]",
    "👩\u200d👩\u200d👧 王",
    "Олександра-Вікторія " * 6,
]
PEOPLE = [
    ("Zoë", "Çelik", {}),
    ("Jürgen", "Ärmel", {"channel": "jobcenter", "status": "job_seeker"}),
    ("Anna", "Zander", {"channel": "agentur", "cancelled": True}),
    ("İpek", "Yılmaz", {"status": "training_seeker"}),
]


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder = make_folder(
        tmp_path / "event",
        settings=EVENT + ROUNDS,
        booths=["1;Bürgeramt;2", "Ä 2;Feuerwehr;1"],
        positions=["P1;1;Sachbearbeitung im Bürgerservice", "P2;Ä 2;Notfallsanitäter"],
    )
    with world_at(folder) as opened:
        for number, (first, last, more) in enumerate(PEOPLE, 1):
            opened.listed(first_name=first, last_name=last, number=number, wishes=["1", "Ä 2"], **more)
        opened.listed(first_name="Petra", last_name="Amt", role="employer", organisation="Jobcenter Nord")
        publish(opened.desk, propose(opened.desk, rounds_block(opened.desk)))
        yield opened


def printed(world: World, what: str) -> list[str]:
    return prints.texts(print_sheets(world.desk, what).path)


def test_a_booth_has_its_talks_by_round_with_first_names_and_initials(world: World) -> None:
    first, second = printed(world, "booths")
    assert "Booth 1 · Bürgeramt" in first
    assert "Booth Ä 2 · Feuerwehr" in second
    for page, booth in ((first, "1"), (second, "Ä 2")):
        talks = world.store.planned("talks", booth=booth)
        assert talks
        for talk in talks:
            person = world.store.person(talk.person)
            assert person
            assert f"10:{(talk.round - 1) * 12:02}" in page
            assert f"{talk.number} {person.short_name}" in page.replace("\r\n", " ")
            assert person.last_name not in page


def test_the_list_by_name_is_sorted_as_people_look_names_up(world: World) -> None:
    (page,) = printed(world, "checkin")
    places = [page.index(name) for name in ("Amt, Petra", "Ärmel, Jürgen", "Çelik, Zoë", "Yılmaz, İpek", "Zander")]
    assert places == sorted(places)
    assert "employer, Jobcenter Nord" in page
    assert "cancelled" in page


def test_the_list_by_number_is_sorted_by_number_and_holds_attendees(world: World) -> None:
    (page,) = printed(world, "numbers")
    places = [page.index(f"{last}, ") for _first, last, _more in PEOPLE]
    assert places == sorted(places)
    assert "Amt, Petra" not in page


def test_whoever_has_cancelled_or_has_no_name_signs_nothing(world: World) -> None:
    world.listed(first_name="", last_name="", number=99, walk_in=True)
    pages = "".join(printed(world, "signatures"))
    assert "Zander" not in pages
    assert "Amt, Petra" in pages
    assert "2026-11-22 · 4 persons are expected" in pages


def test_once_the_event_is_closed_those_sign_who_came(world: World) -> None:
    world.listed("CAME", first_name="", last_name="", number=99, walk_in=True)
    assert len(signature_list(world.desk).rows) == 4 + SPARE
    world.listed("T7", first_name="Kim", last_name="Ohm", number=7, organisation="Hof GmbH")
    world.scan("T7")
    world.scan("CAME")
    close(world.desk)
    found = signature_list(world.desk)
    assert found.rows == [("Ohm, Kim", "Hof GmbH", "")], "nobody who never came, and no empty row"
    assert found.note == "2026-11-22 · 1 person came · 1 more without a name"


@pytest.mark.parametrize("what", SHEETS)
def test_no_list_tells_how_somebody_came_or_what_they_seek(world: World, what: str) -> None:
    pages = "".join(printed(world, what)).casefold()
    for word in ("jobcenter n", "agentur", "job_seeker", "training_seeker"):
        assert word not in pages.replace("jobcenter nord", "")


@pytest.mark.parametrize("what", SHEETS)
def test_a_list_with_names_says_so_in_its_own(world: World, what: str) -> None:
    path = print_sheets(world.desk, what).path
    named = any(last in page for page in prints.texts(path) for _first, last, _more in PEOPLE)
    assert path.stem.endswith("-personal") == SHEETS[what].personal
    assert SHEETS[what].personal or not named
    assert path.parent == world.desk.folder / "badges"
    assert path.stat().st_mode & 0o077 == 0


def test_the_boxes_to_tick_are_there_for_everybody_and_for_who_comes_without_registration(world: World) -> None:
    (page,) = prints.pages(print_sheets(world.desk, "checkin").path, DPI)
    column = prints.dark(page).crop(
        (round(138 * MILLIMETRE), round(32 * MILLIMETRE), round(141 * MILLIMETRE), page.height)
    )
    edges = sum(1 for y in range(column.height) if column.crop((0, y, column.width, y + 1)).getextrema()[1])
    assert edges >= 2 * (len(PEOPLE) + 1 + SPARE)


def test_a_sign_has_a_card_that_any_shared_reader_takes(world: World) -> None:
    path = print_sheets(world.desk, "signs").path
    first, second = prints.texts(path)
    for page, words in ((first, ("Bürgeramt", "Sachbearbeitung", "2 seats")), (second, ("Ä 2", "Notfallsanitäter"))):
        assert all(word in page for word in words)
    shared = ReaderSetting(ReaderRole.BOOTH, port="-")
    for page, booth in zip(prints.pages(path, 150), ("1", "Ä 2"), strict=True):
        (code,) = prints.codes(page)
        assert read(code, world.store.event_key)[0].kind == "ours"
        (answer,) = take(world.desk, Scan(shared, code, world.clock()))
        assert (answer.verdict, answer.reason) == (Verdict.COMMAND, f"From now on booth {booth}.")


def test_the_worst_names_stay_in_their_rows(tmp_path: Path) -> None:
    columns = (Column("Name", 2), Column("Organisation" * 3, 1), Column("In", 1, box=True))
    rows = [(name, name, "") for name in WORST]
    lacking = write_lists(tmp_path / "list.pdf", WORST[0], [Listing(WORST[1], WORST[2], columns, rows)])
    assert lacking == "👩👧王"
    (page,) = prints.pages(tmp_path / "list.pdf", DPI)
    left, _top, right, bottom = (edge / MILLIMETRE for edge in prints.ink(page))
    assert left >= MARGIN - 0.5
    assert right <= 210 - MARGIN + 0.5
    assert bottom <= 30 + 8 * len(rows) + 1


def test_a_long_list_goes_on_under_the_same_head(tmp_path: Path) -> None:
    rows = [(f"{number}",) for number in range(1000, 1100)]
    write_lists(tmp_path / "list.pdf", "Event", [Listing("Title", "Note", (Column("Number", 1),), rows)])
    pages = prints.texts(tmp_path / "list.pdf")
    assert [page.count("Title") for page in pages] == [1] * len(pages)
    assert f"Page 2 of {len(pages)}" in pages[1]
    assert sorted(word for page in pages for word in page.split() if word in {row[0] for row in rows}) == [
        row[0] for row in rows
    ]
    assert all(prints.ink(page)[3] / MILLIMETRE <= BOTTOM + 0.5 for page in prints.pages(tmp_path / "list.pdf", DPI))


def test_what_cannot_be_printed_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", settings=EVENT)) as empty:
        for what in SHEETS:
            with pytest.raises(KioskError):
                print_sheets(empty.desk, what)


def test_all_of_it_goes_as_far_as_it_can(world: World) -> None:
    folder = world.desk.folder
    done = kiosk("slips", folder, "--what", "all")
    made = {Path(line).name for line in done.stdout.splitlines()}
    assert done.returncode == 0
    assert made == {path.name for path in (folder / "badges").glob("*.pdf")}
    assert len(made) == 1 + len(SHEETS)
    (folder / "event.toml").write_text(EVENT, encoding="utf-8")
    done = kiosk("slips", folder, "--what", "all")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 4)
    assert done.stderr.count("no rounds") == 2
    assert kiosk("slips", folder, "--what", "all", "-o", "x.pdf").returncode == 2
