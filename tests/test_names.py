"""Finding people by name, as names are heard, written and mistyped at a noisy desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import World, make_folder, world_at

from kiosk.actions import people
from kiosk.rules.names import Index, alike, key, like, matches, plain, same, words

LETTERS = st.text(alphabet="aeioubdkmnrstüßİö ", max_size=12)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event")) as opened:
        yield opened


def listed(world: World, *names: str) -> None:
    for number, name in enumerate(names, 1):
        first, _, last = name.rpartition(" ")
        world.listed(number=number, first_name=first, last_name=last)


def found(world: World, text: str, limit: int = 8) -> list[str]:
    return [f"{person.first_name} {person.last_name}".strip() for person in world.store.search(text, limit)]


# Spelling


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller", "muller"),
        ("WEISS", "weiss"),
        ("Weiß", "weiss"),
        ("İpek", "ipek"),
        ("Ipek", "ipek"),
        ("ıpek", "ipek"),
        ("Łódź", "lodz"),
        ("Øre Æther", "ore ather"),
        ("Nguyễn", "nguyen"),
        ("ﬁnn", "finn"),
        ("", ""),
    ],
)
def test_plain_letters(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ("Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"),
        ("Weiß", "Weiss", "Weis"),
        ("Groß", "Gross", "GROẞ"),
        ("İpek", "Ipek", "ipek", "IPEK"),
        ("Şahin", "Sahin"),
        ("Philipp", "Filip"),
        ("Jana", "Yana", "Iana"),
        ("Öz", "Oez", "Oz"),
        ("Matthias", "Mathias", "Mattias"),
        ("Händel", "Haendel", "Handel"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    assert len({key(spelling) for spelling in spellings}) == 1


def test_words_are_parted_at_whatever_is_no_letter() -> None:
    heard = ["al", "saied", "o", "neil", "dr", "muler", "ludenscheidt", "hr"]
    assert words("Al-Sayed O'Neill, Dr. Müller_Lüdenscheidt (Hr.)") == heard
    assert key("Anna", "Abt", "") == " ana abt"


@given(LETTERS, LETTERS)
def test_everyone_is_found_by_their_own_name(first: str, last: str) -> None:
    assert matches(words(f"{first} {last}"), key(first, last))


# One slip


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("schmitd", "Schmidt"),
        ("schmdt", "Schmidt"),
        ("schmiddt", "Schmidt"),
        ("schmiet", "Schmidt"),
        ("dchmidt", "Schmidt"),
        ("schm", "Schmidt"),
        ("yilm", "Yılmaz"),
        ("mohammed", "Muhammad"),
        ("muhammad", "Mohamad"),
        ("mohamad", "Mohammed"),
        ("jewgenij", "Yevhenii"),
        ("yevhenii", "Jewgenij"),
        ("kowalsky", "Kowalski"),
        ("özd", "Ozdemir"),
    ],
)
def test_a_slip_is_forgiven(wanted: str, name: str) -> None:
    assert matches(words(wanted), key(name))


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("schm", "Simon"),
        ("ann", "Abt"),
        ("özd", "Oetker"),
        ("maier", "Schmidt"),
        ("schmidt", "Sch"),
        ("sdchmitd", "Schmidt"),
        ("abc", "bcd"),
        ("ott", "Abt"),
    ],
)
def test_what_is_too_far_off_is_not_found(wanted: str, name: str) -> None:
    assert not matches(words(wanted), key(name))


def test_every_word_means_a_word_of_its_own() -> None:
    assert matches(words("abt anna"), key("Anna", "Abt"))
    assert matches(words("anna"), key("Anna", "Abt", "Stadtwerke"))
    assert not matches(words("anna anna"), key("Anna", "Abt"))
    assert not matches(words("anna meier"), key("Anna", "Abt"))


@given(st.lists(LETTERS, max_size=12), LETTERS)
def test_the_index_finds_exactly_those_who_match(names: list[str], text: str) -> None:
    keys = {f"person:{place}": key(name) for place, name in enumerate(names)}
    wanted = words(text)
    expected = [person for person in keys if wanted and matches(wanted, keys[person])]
    assert Index.of(keys).find(wanted) == sorted(expected, key=lambda person: (keys[person], person))


@given(LETTERS, st.lists(LETTERS, max_size=12))
def test_a_word_is_judged_by_itself(text: str, names: list[str]) -> None:
    known = [word for name in names for word in words(name)]
    for wanted in words(text):
        assert alike(wanted, known) == {word for word in known if like(wanted, word)}


# Whether two names can be one person's

FIRST = ["Ülkü", "Tòmas", "Ígor", "Pål", "Şirin", "Jürgen", "Włodek", "Anna Lena", "Maximilian"]
LAST = ["Jägerlatein", "Ippendorfer", "Öchslehuber", "Dingeldeinov", "Meier-Schulz", "von Quast", "Şahinoğlu"]
ASCII = str.maketrans({"Ü": "Ue", "ü": "ue", "Ö": "Oe", "ö": "oe", "Ä": "Ae", "ä": "ae"})


def mistyped(name: str, place: int) -> str:
    """One letter of a name doubled, where it is long enough that search forgives it."""
    return name if len(name) < 5 else name[: 1 + place % len(name)] + name[place % len(name) :]


@given(
    st.sampled_from(FIRST),
    st.sampled_from(LAST),
    st.integers(0, 20),
    st.booleans(),
    st.sampled_from(
        [
            str,
            str.upper,
            plain,
            lambda name: name.translate(ASCII),
            lambda name: name.split()[-1].split("-")[0],
            lambda name: name[:3],
            lambda name: f"{name}-Wunderlich",
        ]
    ),
)
def test_the_same_names_however_written_can_be_one_persons(
    first: str, last: str, place: int, swapped: bool, written: Callable[[str], str]
) -> None:
    for said in (
        (written(first), written(last)),
        (mistyped(first, place), last),
        (first, mistyped(last, place)),
        (written(first), ""),
        ("", written(last)),
        ("", f"{first} {last}"),
    ):
        assert same(said[::-1] if swapped else said, (first, last))
        assert same((first, last), said[::-1] if swapped else said)


@given(st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from(["Otto", "Falschname", "Zacharias"]))
def test_a_first_or_last_name_that_plainly_differs_is_somebody_elses(first: str, last: str, other: str) -> None:
    for said in ((other, last), (first, other), (last, other), (other, first), (other, other)):
        assert not same(said, (first, last))
        assert not same((first, last), said)
    assert not same(("von", f"von {other}"), (first, last))


# Search


def test_numbers_and_names_are_found(world: World) -> None:
    listed(world, "Anna Abt", "Ben Bär", "Änne Müller")
    assert found(world, " 2 ") == ["Ben Bär"]
    assert found(world, "99") == []
    assert found(world, "") == found(world, " - ") == []
    assert found(world, "an") == ["Anna Abt", "Änne Müller"]
    assert found(world, "mue") == ["Änne Müller"]
    assert found(world, "abt anna") == found(world, "anna abt") == ["Anna Abt"]


def test_the_organisation_is_found_too(world: World) -> None:
    world.listed(number=1, first_name="Anna", organisation="Stadtwerke Köln")
    assert found(world, "stadtw") == found(world, "koeln anna") == ["Anna Abt"]


def test_what_was_typed_goes_before_what_may_be_meant(world: World) -> None:
    listed(world, "Lea Schmitt", "Lea Schmidt", "Leah Schmid")
    assert found(world, "schmidt")[0] == "Lea Schmidt"
    assert set(found(world, "schmidt")) == {"Lea Schmidt", "Lea Schmitt", "Leah Schmid"}


def test_no_more_are_shown_than_fit(world: World) -> None:
    listed(world, *[f"Anna{letter} Abt" for letter in "abcdefghijkl"])
    assert len(found(world, "abt")) == 8
    assert len(found(world, "abtt", limit=3)) == 3
    assert len(found(world, "abt", limit=20)) == 12


@pytest.mark.parametrize("text", ["%", "_", "' or 1=1 --", "abt%", "a_t", "*", '"', "\\", "ab;t"])
def test_signs_of_other_languages_mean_nothing(world: World, text: str) -> None:
    listed(world, "Anna Abt", "Ben Bär")
    assert set(found(world, text)) <= {"Anna Abt"}


def test_the_index_follows_what_changes(world: World, tmp_path: Path) -> None:
    listed(world, "Anna Schmidt")
    assert found(world, "schmitd") == ["Anna Schmidt"]
    (anna,) = world.store.people()
    people.correct(world.desk, anna.id, {"last_name": "Kowalski"})
    assert found(world, "schmitd") == []
    assert found(world, "kowalsky") == ["Anna Kowalski"]
    with world_at(world.desk.folder) as other:
        other.listed(number=2, first_name="Ben", last_name="Kowalsky")
    assert found(world, "kowlaski") == ["Anna Kowalski", "Ben Kowalsky"]
    people.undo(world.desk, str(world.store.entries(anna.id)[0].id))
    assert "Anna" not in {person.first_name for person in world.store.search("kowlaski")}


def test_two_slips_apart_among_thousands_nobody_is_missed(world: World) -> None:
    names = [f"{first}{middle} {last}" for first in ("An", "Be", "Ca") for middle in "abcdefgh" for last in NAMES]
    listed(world, *names)
    for name in names[::37]:
        first, last = name.split()
        swapped = f"{last[0]}{last[2]}{last[1]}{last[3:]}"
        assert name in found(world, f"{first} {swapped}", limit=1000)


NAMES = ["Schmidt", "Yilmaz", "Kowalski", "Nguyen", "Petrowa", "Oliveira"]
