"""The settings of an event folder: what is taken, and what each mistake is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import i18n
from kiosk.event import read_event
from kiosk.model import KioskError
from kiosk.programme import Block, Event, Mode, ReaderRole, ReaderSetting

GOOD = """\
[event]
name = "Job-Speed-Dating"
venue = "Zentralbibliothek"
date = 2026-11-22            # the first day
language = "de"
timezone = "Europe/Berlin"
permitted = 800

[[block]]
id = "talks"
mode = "rounds"
starts = 10:00:00
rounds = 12
talk_minutes = 10
change_minutes = 2
warning_minutes = 1

[[reader]]
role = "entrance"
port = "/dev/ttyACM0"
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


def read(folder: Path, content: str | bytes) -> Event:
    (folder / "event.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_event(folder)


def refusal(folder: Path, content: str | bytes) -> list[str]:
    """The sentences that refuse the settings, without the path of the file."""
    with pytest.raises(KioskError) as refused:
        read(folder, content)
    return str(refused.value).replace(str(folder / "event.toml"), "FILE").split("\n")


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_the_smallest_settings_of_the_contract(tmp_path: Path) -> None:
    event = read(tmp_path, GOOD)
    assert (event.name, event.venue, event.day) == ("Job-Speed-Dating", "Zentralbibliothek", date(2026, 11, 22))
    assert (event.language, event.timezone.key, event.permitted) == ("de", "Europe/Berlin", 800)
    assert event.blocks == (
        Block("talks", Mode.ROUNDS, date(2026, 11, 22), time(10), 12, talk_minutes=10, change_minutes=2),
    )
    assert event.readers == (ReaderSetting(ReaderRole.ENTRANCE, port="/dev/ttyACM0"),)
    assert (event.booths, event.positions, event.labels, event.rehearsal_speed) == ((), (), {}, None)


def test_what_may_be_left_out(tmp_path: Path) -> None:
    event = read(tmp_path, '[event]\nname = "Fest"\ndate = 2026-11-22\n')
    assert (event.venue, event.language, event.timezone.key, event.permitted) == ("", "de", "Europe/Berlin", None)
    assert (event.blocks, event.readers) == ((), ())


def test_every_other_setting(tmp_path: Path) -> None:
    more = """
[[block]]
id = "tables"
mode = "open"
date = 2026-11-23
starts = 14:00:00
auto = false
[[reader]]
role = "booth"
match = "Honeywell"
booth = 7
[labels]
booth = "Tisch"
[rehearsal]
speed = 60
from = 2026-11-22T08:30:00
since = 2026-11-20T14:00:00+01:00
"""
    event = read(tmp_path, GOOD + more)
    assert event.blocks[1] == Block("tables", Mode.OPEN, date(2026, 11, 23), time(14), auto=False)
    assert event.readers[1] == ReaderSetting(ReaderRole.BOOTH, match="Honeywell", booth="7")
    shared = read(tmp_path, GOOD + '[[reader]]\nrole = "booth"\nport = "COM4"\n').readers[1]
    assert shared == ReaderSetting(ReaderRole.BOOTH, port="COM4"), "several booths share it"
    assert event.labels == {"booth": "Tisch"}
    assert event.rehearsal_speed == 60
    assert event.rehearsal_from == datetime(2026, 11, 22, 7, 30, tzinfo=UTC), "local time of the event's zone"
    assert event.rehearsal_since == datetime(2026, 11, 20, 13, tzinfo=UTC)


@pytest.mark.parametrize("written", ['"10:00"', '"10:00:00"', '"10.00"', "10:00:00"])
def test_times_may_be_texts(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, changed("10:00:00", written)).blocks[0].starts == time(10)


@pytest.mark.parametrize("written", ['"2026-11-22"', '"22.11.2026"', "2026-11-22"])
def test_days_may_be_texts(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, changed("2026-11-22", written)).day == date(2026, 11, 22)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()])
def test_what_windows_editors_leave_behind(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("venue", "vennue", "FILE, line 3: [event] has no key vennue; did you mean venue?"),
        ("permitted", "xyz", "FILE, line 7: [event] has no key xyz; there are date, language, name, permitted, "),
        ('name = "Job-Speed-Dating"\n', "", "FILE, line 1: name is missing in [event]; for example: name = "),
        ("date = 2026-11-22 ", "", "FILE, line 1: date is missing in [event]; for example: date = 2026-11-22"),
        ("2026-11-22", "1026-11-22", "FILE, line 4: date must be a day as year-month-day; for example: "),
        ("2026-11-22", "2026-11-22T10:00:00", "FILE, line 4: date must be a day as year-month-day; for example: "),
        ("2026-11-22", '"31.2.2026"', "FILE, line 4: date must be a day as year-month-day; for example: "),
        ('"Job-Speed-Dating"', "7", "FILE, line 2: name must be a text on one line, in straight quotation marks; "),
        ('"Job-Speed-Dating"', '" "', "FILE, line 2: name must be a text on one line, in straight quotation marks; "),
        ('"Job-Speed-Dating"', r'"\u001b[2J"', "FILE, line 2: name must be a text on one line, in straight "),
        ('"de"', '"deutsch"', "FILE, line 5: language must be one of these: de, en; for example: language = "),
        ("Europe/Berlin", "Europa/Berlin", "FILE, line 6: timezone must be the name of a time zone; for example: "),
        ("Europe/Berlin", "../etc/passwd", "FILE, line 6: timezone must be the name of a time zone; for example: "),
        ("800", "0", "FILE, line 7: permitted must be a whole number from 1 to 1000000; for example: permitted = 800"),
        ("800", "12.5", "FILE, line 7: permitted must be a whole number from 1 to 1000000; for example: "),
        ("800", "true", "FILE, line 7: permitted must be a whole number from 1 to 1000000; for example: "),
        ("[[block]]", "[block]", "FILE, line 9: block must be a table of its own: [[block]]"),
        ("[event]", "[[event]]", "FILE, line 1: event must be a table of its own: [event]"),
        ("[[block]]", "[[blocks]]", "FILE, line 9: there is no table blocks; did you mean block?"),
        ("[event]", 'language = "de"\n[event]', "FILE, line 1: language must stand below [event]"),
        ('"rounds"', '"runden"', "FILE, line 11: mode must be one of these: rounds, queue, open, session; for example"),
        ("10:00:00", "10", "FILE, line 12: starts must be a time of day with seconds; for example: starts = 10:00:00"),
        ("10:00:00", '"25:00"', "FILE, line 12: starts must be a time of day with seconds; for example: "),
        ("rounds = 12", "rounds = 0", "FILE, line 13: rounds must be a whole number from 1 to 1000; for example: "),
        ("rounds = 12\n", "", "FILE, line 9: rounds is missing in [[block]]; for example: rounds = 12"),
        ("talk_minutes = 10", "talk_minutes = -5", "FILE, line 14: talk_minutes must be a number from 0.01 to 1440; "),
        ("change_minutes = 2", "change_minutes = nan", "FILE, line 15: change_minutes must be a number from 0 to 1440"),
        ("warning_minutes = 1", "warning_minutes = 11", "FILE, line 16: warning_minutes is more than talk_minutes, so"),
        ("warning_minutes = 1", "auto = 1", "FILE, line 16: auto must be true or false, without quotation marks; "),
        ('"entrance"', '"door"', "FILE, line 19: role must be one of these: entrance, exit, booth, info; for example"),
        ('port = "/dev/ttyACM0"\n', "", "FILE, line 18: [[reader]] needs a port or a match; for example: port = "),
        (
            "[[reader]]",
            "[labels]\nbooth = 7\n[[reader]]",
            "FILE, line 19: booth must be a text on one line, in straight",
        ),
        ("[event]", "labels = 3\n[event]", "FILE, line 1: labels must be a table of its own: [labels]"),
        ("[[reader]]", "[rehearsal]\nspeed = 60\n[[reader]]", "FILE, line 18: from is missing in [rehearsal]; for"),
    ],
)
def test_each_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert any(line.startswith(sentence) for line in refusal(tmp_path, changed(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"Zentralbibliothek"',
            "„Zentralbibliothek“",
            'line 3: “venue = „Zentralbibliothek“” cannot be understood; write straight quotation marks: "',
        ),
        (
            "2026-11-22",
            "22.11.2026",
            "line 4: “date = 22.11.2026” cannot be understood; write a day as year-month-day: 2026-11-22",
        ),
        ("10:00:00", "10:00", "line 12: “starts = 10:00” cannot be understood; write a time with seconds: 10:00:00"),
        ("minutes = 10", "minutes = 7,5", "line 14: “talk_minutes = 7,5” cannot be understood; write a decimal point"),
        ('"/dev/ttyACM0"', r'"\\.\COM10"', 'line 20: “port = "\\\\.\\COM10"” cannot be understood; write a text that'),
        ('"de"', "de", "line 5: “language = de” cannot be understood; write a text in quotation marks"),
        ("language", "name", 'line 5: “name = "de"” cannot be understood; it stands there twice'),
        ("[[reader]]", "[[reader", "line 18: “[[reader” cannot be understood; check quotation marks, brackets and"),
        ('"/dev/ttyACM0"\n', "[", "line 20: “port = [” cannot be understood; check quotation marks, brackets and"),
    ],
)
def test_malformed_toml_is_told_in_plain_words(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    (line,) = refusal(tmp_path, changed(old, new))
    assert line.startswith(f"FILE, {sentence}")


def test_all_mistakes_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("[[block]]") :]
    wrong = changed("venue", "vennue").replace("rounds = 12", "rounds = 0").replace('"entrance"', '"door"')
    sentences = refusal(tmp_path, wrong + again)
    assert [sentence.partition(":")[0] for sentence in sentences] == [
        "FILE, line 3",
        "FILE, line 13",
        "FILE, line 19",
        "FILE, line 22",
        "FILE, line 32",
    ]
    assert sentences[3:] == [
        "FILE, line 22: id talks stands in two [[block]]; each needs its own",
        "FILE, line 32: port /dev/ttyACM0 stands in two [[reader]]; each needs its own",
    ]


def test_the_nearest_time_zone_is_the_example(tmp_path: Path) -> None:
    (sentence,) = refusal(tmp_path, changed("Europe/Berlin", "Europa/Vienna"))
    assert sentence.endswith('for example: timezone = "Europe/Vienna"')


def test_umlauts_of_windows_1252_name_their_line(tmp_path: Path) -> None:
    (sentence,) = refusal(tmp_path, changed("Zentralbibliothek", "Bücherei").encode("cp1252"))
    assert sentence.startswith("FILE, line 3: this is not UTF-8; open the file in a text editor")


def test_a_sign_that_commands_the_terminal_is_not_repeated(tmp_path: Path) -> None:
    sentences = refusal(tmp_path, GOOD + '"\\u001b[2J" = 1\n')
    assert "\x1b" not in "".join(sentences)


def test_no_folder_no_settings_no_event(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match=r"There is no folder .*; make it with: kiosk new"):
        read_event(tmp_path / "nothing")
    with pytest.raises(KioskError, match=r"holds no event\.toml and so is no event folder"):
        read_event(tmp_path)
    (tmp_path / "event.toml").mkdir()
    with pytest.raises(KioskError, match="cannot be read; check who may open it"):
        read_event(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(KioskError, match="is a file; name the event's folder instead"):
        read_event(tmp_path / "file")


LINES = st.sampled_from(GOOD.splitlines())
BROKEN = st.text("[]=\"'\\#.,:-T1x\n\x00ü", max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LINES, BROKEN, BROKEN).map("".join) | st.tuples(BROKEN, LINES).map("".join) | LINES))
def test_whatever_stands_there_is_read_or_refused(tmp_path: Path, lines: list[str]) -> None:
    with suppress(KioskError):
        assert read(tmp_path, "\n".join(lines)).name


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rounds=st.integers(1, 1000),
    talk=st.floats(1, 1440).map(lambda minutes: round(minutes, 2)),
    starts=st.times().map(lambda at: at.replace(microsecond=0)),
    day=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
)
def test_what_is_possible_is_taken_as_it_is(tmp_path: Path, rounds: int, talk: float, starts: time, day: date) -> None:
    content = changed("talk_minutes = 10", f"talk_minutes = {talk}").replace("rounds = 12", f"rounds = {rounds}")
    event = read(tmp_path, content.replace("10:00:00", starts.isoformat()).replace("2026-11-22", day.isoformat()))
    block = event.blocks[0]
    assert (block.rounds, block.talk_minutes, block.starts, block.day) == (rounds, talk, starts, day)
