"""Routing slips on paper, in six languages."""

from __future__ import annotations

import string
from dataclasses import fields
from pathlib import Path

import prints
import pytest
from world import EVENT, ROUNDS, World, kiosk, make_folder, world_at

from kiosk.actions.plans import propose, publish
from kiosk.actions.rounds import rounds_block
from kiosk.actions.slips import print_slips
from kiosk.cli.slips import LANGUAGES
from kiosk.exchange.paper import missing, right_to_left
from kiosk.exchange.slips import MARGIN, SLIP, Head, Sentences, Slip, Stop, sentences, slip_language, write_slips
from kiosk.model import KioskError

DPI = 100
HEAD = Head("Job-Speed-Dating [b]", "de", "10")
PLACEHOLDERS = {"number": {"number"}, "booth": {"booth"}, "long": {"minutes"}}


@pytest.mark.parametrize("language", sorted(sentences()))
def test_every_language_has_every_sentence_whole(language: str) -> None:
    says = sentences()[language]
    texts = {field.name: getattr(says, field.name) for field in fields(Sentences) if field.name != "known"}
    for name, text in texts.items():
        named = {part[1] for part in string.Formatter().parse(text) if part[1]}
        assert named == PLACEHOLDERS.get(name, set()), name
        assert text.strip() == text, name
        assert text, name
        assert len(text.split()) <= 11, name
    assert missing(texts.values()) == ""
    assert language in says.known
    assert {right_to_left(text) for text in texts.values()} == {language in ("ar", "fa")}


def test_the_languages_are_those_of_the_command_and_no_word_means_two() -> None:
    assert tuple(sentences()) == LANGUAGES
    known = [word for says in sentences().values() for word in says.known]
    assert len(known) == len(set(known))
    assert all(word == word.casefold() for word in known)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("", "de"),
        ("Arabisch", "ar"),
        ("uk-UA", "uk"),
        ("Kurdisch, Türkçe", "tr"),
        ("Farsi/Dari", "fa"),
        ("EN", "en"),
        ("klingonisch", "de"),
        ("Armenisch", "de"),
    ],
)
def test_the_list_says_in_which_language(said: str, language: str) -> None:
    assert slip_language(said, "de") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_says_number_times_and_booths_and_stays_on_its_quarter(tmp_path: Path, language: str) -> None:
    employer = "Amt für Łódź und Ayşe " * 9 + "محمد علي Đặng"
    stops = tuple(Stop(f"{9 + place // 5}:{place % 5 * 12:02}", str(place), employer) for place in range(1, 26))
    write_slips(tmp_path / "slips.pdf", HEAD, [Slip(4711, stops, language), Slip(4712, (), language)])
    (text,) = prints.texts(tmp_path / "slips.pdf")
    assert {"4711", "4712", *(stop.time for stop in stops)} <= set(text.replace(":\n", ":").split())
    assert ("For staff: 4711 · 9:12 Stand 1 · " in text) == (language != "de")
    (picture,) = prints.pages(tmp_path / "slips.pdf", DPI)
    millimetre = DPI / 25.4
    for left in (0, SLIP[0]):
        whole = picture.crop(tuple(round(edge * millimetre) for edge in (left + 1, 1, left + SLIP[0] - 1, SLIP[1] - 1)))
        edges = [edge / millimetre + 1 for edge in prints.ink(whole)]
        assert edges[0] >= MARGIN - 0.5
        assert edges[1] >= MARGIN - 2.5
        assert edges[2] <= SLIP[0] - MARGIN + 0.5
        assert edges[3] <= SLIP[1] - MARGIN + 0.5


def test_a_slip_in_arabic_begins_on_the_right(tmp_path: Path) -> None:
    def middle(language: str) -> float:
        write_slips(tmp_path / "slips.pdf", HEAD, [Slip(1, (Stop("10:00", "7", "Amt"),), language)])
        (picture,) = prints.pages(tmp_path / "slips.pdf", DPI)
        left, _top, right, _bottom = prints.ink(picture.crop((8, 60, round(SLIP[0] / 25.4 * DPI) - 4, 180)))
        return (left + right) / 2

    assert middle("ar") > middle("de") + 30


def test_four_slips_share_a_page_and_none_is_lost(tmp_path: Path) -> None:
    slips = [Slip(number, (Stop("10:00", "7", "Amt"),), "de") for number in range(901, 910)]
    assert write_slips(tmp_path / "slips.pdf", HEAD, slips) == ""
    found = prints.texts(tmp_path / "slips.pdf")
    assert [sum(f" {slip.number}" in page for slip in slips) for page in found] == [4, 4, 1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "event", settings=EVENT + ROUNDS, booths=["1;Amt 王;2", "2;Amt 2;2"])


def planned(world: World) -> None:
    for number, language in enumerate(("", "Arabisch", "de", "tr", "Farsi"), 1):
        world.listed(number=number, wishes=["1", "2"], language=language)
    world.listed(number=6, cancelled=True)
    publish(world.desk, propose(world.desk, rounds_block(world.desk)))


def test_everybody_gets_one_once_a_plan_is_out(folder: Path) -> None:
    with world_at(folder) as world:
        block = rounds_block(world.desk)
        with pytest.raises(KioskError):
            print_slips(world.desk, block)
        planned(world)
        made = print_slips(world.desk, block)
        assert made.path == folder / "badges" / "slips.pdf"
        assert made.missing == "王"
        first, second = prints.texts(made.path)
        assert "Your number: 1" in first
        assert "Ihre Nummer: 3" in first
        assert "Numaranız: 4" in first
        assert "For staff: 2 ·" in first
        assert "For staff: 5 ·" in second
        assert "Abt" not in first + second, "nobody is named"


def test_one_slip_and_one_language_can_be_asked_for(folder: Path, tmp_path: Path) -> None:
    with world_at(folder) as world:
        planned(world)
    done = kiosk("slips", folder, "--number", 2, "--language", "uk", "-o", tmp_path / "new" / "one.pdf")
    assert (done.returncode, done.stdout.strip()) == (0, str(tmp_path / "new" / "one.pdf"))
    assert "王" in done.stderr
    (page,) = prints.texts(tmp_path / "new" / "one.pdf")
    assert "Ваш номер: 2" in page
    nobody = kiosk("slips", folder, "--number", 99, "--number", 1)
    assert (nobody.returncode, nobody.stderr.strip()) == (1, "Nobody has the number 99.")
