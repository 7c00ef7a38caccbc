"""What every printed page rests on: texts of any script that stay in their box, and codes that can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import prints
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kiosk.exchange.paper import Paper, clean, missing, printable, right_to_left

DPI = 144
NAMES = [
    "Maximiliane " + "x" * 120,
    "Nguyễn Thị Hồng Hạnh Đặng Ước " * 4,
    "Олександра-Вікторія Їжакевич-Ґрунтенко " * 3,
    "محمد عبد الرحمن بن عبد العزيز آل سعود " * 3,
    "גולדשטיין־רוזנברג יוסף בן דוד " * 4,
    "شہناز بیگم Anna گلشیفته " * 5,
    "Σωκράτης Παπαδόπουλος " * 5,
    "Z" + "\u0301\u0302\u0303\u0304" * 30 + "algo",
]


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[Callable[[Paper], object]], Image.Image]:
    """A page with something on it, as a picture."""

    def draw(act: Callable[[Paper], object]) -> Image.Image:
        paper = Paper(120, 60)
        paper.page()
        act(paper)
        paper.save(tmp_path / "page.pdf")
        (picture,) = prints.pages(tmp_path / "page.pdf", DPI)
        return picture

    return draw


Drawn = Callable[[Callable[[Paper], object]], Image.Image]


@pytest.mark.parametrize("height", [0, 18], ids=["line", "box"])
def test_a_text_never_leaves_its_box(tmp_path: Path, height: float) -> None:
    paper = Paper(80, 60)
    for name in NAMES:
        paper.page()
        paper.text(20, 20, 45, name, 24, bold=True, height=height)
    paper.save(tmp_path / "names.pdf")
    millimetre = DPI / 25.4
    for name, picture in zip(NAMES, prints.pages(tmp_path / "names.pdf", DPI), strict=True):
        left, top, right, bottom = (edge / millimetre for edge in prints.ink(picture))
        assert left >= 19.7, name
        assert right <= 65.3, name
        assert top >= 18.5, name
        assert bottom <= 20 + (height or 24 * 0.44) + 1.5, name


def test_a_short_text_keeps_its_size_and_a_long_one_gets_smaller(drawn: Drawn) -> None:
    def tall(name: str) -> int:
        bounds = prints.ink(drawn(lambda paper: paper.text(20, 20, 45, name, 24)))
        return bounds[3] - bounds[1]

    assert tall("HA") > 3 * tall("HA" * 30)


@pytest.mark.parametrize("bold", [False, True])
def test_arabic_letters_join_and_are_read_from_the_right(drawn: Drawn, bold: bool) -> None:
    joined = drawn(lambda paper: paper.text(10, 10, 90, "بببب", 30, bold=bold))
    apart = drawn(lambda paper: paper.text(10, 10, 90, "ب ب ب ب", 30, bold=bold))
    assert (prints.gaps(joined), prints.gaps(apart)) == (0, 3)
    word = drawn(lambda paper: paper.text(10, 10, 90, "اب", 30, bold=bold))
    _left, top, right, _bottom = prints.ink(word)
    stroke = prints.ink(word.crop((right - 8, 0, right, word.height)))
    assert stroke[1] == top, "the alef stands first, on the right"
    assert right > 95 * DPI / 25.4, "and the word begins at the right edge of its box"


def test_urdu_letters_that_the_first_font_lacks_join_too(drawn: Drawn) -> None:
    alone = drawn(lambda paper: paper.text(10, 10, 90, "شہناز", 30, align="R"))
    beside = drawn(lambda paper: paper.text(10, 10, 90, "شہناز Anna", 30, align="R"))
    word = prints.ink(alone)
    same = (word[0] - 2, 0, alone.width, alone.height)
    assert prints.ink(beside)[0] < word[0] - 20
    assert ImageChops.difference(alone.crop(same), beside.crop(same)).getextrema()[1] < 40


def test_one_text_does_not_change_the_font_of_the_next(drawn: Drawn) -> None:
    def after(first: str) -> Image.Image:
        def draw(paper: Paper) -> None:
            paper.text(10, 5, 90, first, 12)
            paper.text(10, 30, 90, "Nguyễn Thị Hoa", 20, bold=True)

        return drawn(draw).crop((0, int(28 * DPI / 25.4), 600, 300))

    assert after("Anna").tobytes() == after("شہناز בן Anna").tobytes()


def test_signs_that_would_turn_a_name_around_are_taken_out() -> None:
    assert clean("\u202eAnna\u2066 \x07Groß\n\tzu\u200b  Eltz\ufeff") == "Anna Groß zu Eltz"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_what_no_font_has_is_told_and_the_rest_is_printed() -> None:
    assert missing(["Anna 王小明", "Bo 👩\u200d👩", "Ünal İpek", "محمد", "ٹے", "Ἀθηνᾶ"]) == "王小明👩"
    assert printable("王 Anna 小") == "Anna"


def test_the_first_letter_says_where_reading_begins() -> None:
    assert right_to_left("12 محمد")
    assert right_to_left("יוסף Anna")
    assert not right_to_left("Anna محمد")
    assert not right_to_left("12 - ")


PAGE = Paper(100, 50)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), width=st.floats(5, 80), height=st.floats(3, 30))
def test_any_text_finds_a_size(text: str, width: float, height: float) -> None:
    if not PAGE.pages:
        PAGE.page()
    assert PAGE.text(2, 2, width, text, 20, height=height) <= 2 + height + 0.1


def test_a_code_is_read_again_and_has_its_white_around_it(drawn: Drawn) -> None:
    def draw(paper: Paper) -> None:
        paper.box(10, 5, 60, 50, filled=True)
        paper.code(20, 10, 33, "KBBDFGHJKBLCTGVSCGKD")

    picture = drawn(draw)
    assert prints.codes(picture) == ["KBBDFGHJKBLCTGVSCGKD"]
    modules = picture.crop(tuple(round(edge * DPI / 25.4) for edge in (20.3, 10.3, 23.7, 42.7)))
    assert modules.getextrema()[0] > 240
