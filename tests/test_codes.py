"""Badge codes: the published examples, damage of every kind, and tickets of other systems."""

from __future__ import annotations

import base64
import json
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk import codes
from kiosk.codes import ALPHABET, KINDS, clean, ends_in_code, folded, grouped, new_code, read, split

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
VECTORS = ["KBBDFGHJKBLCTGVSCGKD", "KBCBBBBBBRDNGDBSNJBV", "KBXXXXXXXBHJJDKSHBJX"]
UUID_TEXT = "0a6e5b64-93b8-4a47-9c7c-1f1b4f3f2a10"

serials = st.integers(0, codes.SERIALS - 1)
own = st.builds(new_code, st.sampled_from(ALPHABET), serials, st.just(KEY), st.sampled_from(KINDS))
quick = settings(max_examples=60, deadline=None)

FOREIGN = [
    "rs8a3p67jepqtbt9evz766bfggzhfaqh",
    "A-7XK2B9Q",
    "0814847311126137001",
    f"{UUID_TEXT}/" + base64.b64encode(bytes(range(32))).decode(),
    "=" + base64.b64encode(bytes(range(100, 190))).decode()[::-1] + "AQA",
    '{"checkin_secret": "x", "server_url": "https://example.org"}',
    "https://lu.ma/check-in/evt-6SAYBD09zCBjNNg?pk=g-r3DlcAelLjxttUG",
    "Kundennummer 4711",
    "4711",
]


def only(text: str) -> codes.Reading:
    (reading,) = read(text, KEY)
    return reading


def serial_of(code: str) -> int:
    return int("".join(f"{ALPHABET.index(letter):x}" for letter in code[3:9]), 16)


@pytest.mark.parametrize("code", VECTORS)
def test_the_published_examples_are_made_and_read(code: str) -> None:
    assert new_code(code[2], serial_of(code), KEY) == code
    assert only(code) == codes.Reading("ours", code, (code,))
    assert read(code, OTHER_KEY)[0].kind == "foreign"


def test_a_code_is_printed_in_groups_of_five() -> None:
    assert grouped(VECTORS[0]) == "KBBDF GHJKB LCTGV SCGKD"


@pytest.mark.parametrize(
    ("letter", "serial", "kind"),
    [("A", 1, "KB"), ("BB", 1, "KB"), ("B", -1, "KB"), ("B", 1 << 24, "KB"), ("B", 1, "KX")],
)
def test_what_is_out_of_range_makes_no_code(letter: str, serial: int, kind: str) -> None:
    with pytest.raises(ValueError, match="no code"):
        new_code(letter, serial, KEY, kind)


@quick
@given(
    code=own,
    lower=st.booleans(),
    group=st.sampled_from(["", " ", "-", "\u2013", "\u00a0"]),
    before=st.sampled_from(["", "]Q1", "]Q2\\000026", "\\000026", " \x02", "]d1 ", "s", "\ufeff", "%%%"]),
    after=st.sampled_from(["", " ", "\r\n", "\x00", "\x03", "!"]),
)
def test_a_code_survives_prefixes_case_blanks_and_dashes(
    code: str, lower: bool, group: str, before: str, after: str
) -> None:
    text = group.join(code[start : start + 5] for start in range(0, 20, 5))
    reading = only(before + (text.lower() if lower else text) + after)
    assert (reading.kind, reading.code) == ("ours", code)
    assert reading.candidates[-1] == code


@quick
@given(code=own, data=st.data())
def test_look_alikes_that_were_typed_are_folded(code: str, data: st.DataObject) -> None:
    alike = {"D": "D0O", "L": "L1I", "B": "B8", "S": "S5"}
    typed = code[:2] + "".join(data.draw(st.sampled_from(alike.get(letter, letter))) for letter in code[2:])
    reading = only(typed)
    assert (reading.kind, reading.code) == ("ours", code)


@pytest.mark.parametrize("code", VECTORS)
def test_no_wrong_letter_goes_unseen(code: str) -> None:
    for place in range(2, 20):
        for letter in set(ALPHABET) - {code[place]}:
            assert only(code[:place] + letter + code[place + 1 :]).kind == "misread"
    for letter in "SP":
        assert only("K" + letter + code[2:]).kind == "misread"


@quick
@given(code=own)
def test_no_swapped_letters_go_unseen(code: str) -> None:
    for place in range(2, 19):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or only(swapped).kind == "misread"


@quick
@given(code=own, data=st.data())
def test_a_lost_or_additional_letter_is_never_a_code_of_this_event(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(2, 19))
    letter = data.draw(st.sampled_from(ALPHABET))
    lost = code[:place] + code[place + 1 :]
    more = code[:place] + letter + code[place:]
    assert all(reading.kind != "ours" for reading in read(lost, KEY))
    assert code in more or all(reading.kind != "ours" for reading in read(more, KEY))


@quick
@given(found=st.lists(own, min_size=2, max_size=5), joint=st.sampled_from(["", " ", "]Q1", "\x00", "\r"]))
def test_several_codes_in_a_frame_come_in_order(found: list[str], joint: str) -> None:
    frame = joint.join(found)
    assert [reading.code for reading in read(frame, KEY)] == found
    assert split(frame) == found


def test_half_a_code_before_a_whole_one_does_not_swallow_it() -> None:
    assert [reading.kind for reading in read(VECTORS[0][:9] + VECTORS[1], KEY)] == ["ours"]


def test_a_damaged_code_beside_a_good_one_is_told() -> None:
    damaged = VECTORS[0][:-1] + "B"
    assert [reading.kind for reading in read(f"{damaged}{VECTORS[1]}", KEY)] == ["misread", "ours"]


@pytest.mark.parametrize("ticket", FOREIGN)
@pytest.mark.parametrize("frame", ["{}", "]Q1{}\r", " {} ", "\\000026{}", "{}\x00"])
def test_tickets_of_other_systems_keep_their_exact_text(ticket: str, frame: str) -> None:
    text = frame.replace("{}", ticket)
    reading = only(text)
    assert (reading.kind, reading.code, reading.candidates[0]) == ("other", ticket, ticket)
    assert split(text) == [text]


@quick
@given(st.text(alphabet="abcdefghjkmnpqrstuvwxyz23456789", min_size=21, max_size=64))
@example("aaaa" + "kbbdfghjkbvvvvvvvvvv" + "aaaaaaaa")
def test_a_pretix_secret_is_never_taken_for_a_damaged_code(secret: str) -> None:
    reading = only(secret)
    assert (reading.kind, reading.candidates) == ("other", (secret,))


def test_indico_tickets_name_their_uuid() -> None:
    secret = base64.b64encode(UUID(UUID_TEXT).bytes).decode()
    expected = (UUID_TEXT, UUID_TEXT.replace("-", ""))
    compact = json.dumps({"i": [2, "indico.example.org", secret]})
    assert only(compact).candidates == (compact, *expected)
    old = json.dumps({"checkin_secret": UUID_TEXT, "server_url": "https://indico.example.org"})
    assert only(old).candidates == (old, *expected)


def test_an_accompanying_person_is_not_the_registrant() -> None:
    registrant, guest = (base64.b64encode(bytes([n] * 16)).decode() for n in (1, 2))
    candidates = only(json.dumps({"i": [2, "indico.example.org", registrant, guest]})).candidates
    assert str(UUID(bytes=bytes([2] * 16))) in candidates
    assert str(UUID(bytes=bytes([1] * 16))) not in candidates


def test_eventyay_alfio_and_luma_tickets_name_what_their_lists_hold() -> None:
    assert only('{"ticket": "abc23"}').candidates == ('{"ticket": "abc23"}', "abc23")
    assert only(FOREIGN[3]).candidates == (FOREIGN[3], UUID_TEXT)
    assert only(FOREIGN[6]).candidates == (FOREIGN[6], "g-r3DlcAelLjxttUG")
    assert only("https://example.org/7?pk=112").candidates == ("https://example.org/7?pk=112",)


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "{}",
        '{"i": []}',
        '{"i": [2, "x", "?"]}',
        '{"i": [2, "x", 5]}',
        '{"ticket": 5}',
        '{"a":' * 90_000,
        "https://lu.ma/",
    ],
)
def test_broken_tickets_stand_for_themselves(broken: str) -> None:
    assert only(broken).candidates == (broken,)


def test_a_frame_of_nothing_gives_nothing() -> None:
    assert read(" \x00\r\n]Q1\\000026\ufeff", KEY) == []


def test_the_case_of_a_code_does_not_matter_for_its_look_up() -> None:
    assert folded(" RS8A3p ") == folded("rs8a3P") == "rs8a3p"


@quick
@given(code=own, text=st.text(max_size=10))
def test_the_end_of_a_code_is_seen_as_soon_as_it_is_there(code: str, text: str) -> None:
    assert ends_in_code("+Q1" + code.lower())
    assert not ends_in_code(code[:19])
    assert not ends_in_code(text)


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")),
    key=st.binary(max_size=40),
)
def test_no_text_raises_and_cleaning_twice_changes_nothing(text: str, key: bytes) -> None:
    for reading in read(text, key):
        assert reading.kind == "other"
        assert reading.candidates[0] == reading.code
    assert clean(clean(text)) == clean(text)
    assert folded(folded(text)) == folded(text)
    assert split(text) == [text]
