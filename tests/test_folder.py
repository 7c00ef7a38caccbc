"""A new event folder: it is an event at once, its samples can be read, and it spoils nothing that is there."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from kiosk import i18n
from kiosk.event import read_event
from kiosk.exchange.people import read_people
from kiosk.exchange.places import read_booths, read_positions
from kiosk.folder import make_folder
from kiosk.model import KioskError
from kiosk.programme import Mode
from kiosk.settings import TABLES

TODAY = date(2026, 11, 22)
BOTH = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


def mode_bits(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@BOTH
@pytest.mark.parametrize("mode", Mode)
def test_a_made_folder_is_an_event_of_today(tmp_path: Path, mode: Mode, language: str) -> None:
    made = make_folder(tmp_path / "fest", mode, language, TODAY)
    assert [path.name for path in made] == ["booths.csv", "positions.csv", "attendees.csv", "event.toml"]
    assert all(path.is_file() for path in made)
    event = read_event(tmp_path / "fest")
    assert (event.day, event.language, event.readers) == (TODAY, language, ())
    assert [block.mode for block in event.blocks] == [mode]
    assert event.blocks[0].starts == time(10)


@BOTH
@pytest.mark.parametrize("mode", Mode)
def test_the_settings_stay_valid_with_every_suggestion_taken_up(tmp_path: Path, mode: Mode, language: str) -> None:
    """Who takes a # away gets a setting that works."""
    make_folder(tmp_path, mode, language, TODAY)
    path = tmp_path / "event.toml"
    path.write_text(re.sub(r"(?m)^# (?=\[|\w+ = )", "", path.read_text("utf-8")), "utf-8")
    event = read_event(tmp_path)
    assert event.permitted == 800
    assert [(block.mode, block.day.day) for block in event.blocks] == [(mode, 22), (Mode.OPEN, 23)]
    assert event.blocks[0].auto is (mode is not Mode.ROUNDS)
    assert [reader.booth for reader in event.readers] == ["", "1"]
    assert event.labels.keys() == {"booth", "employer"}


@BOTH
def test_every_setting_is_explained(tmp_path: Path, language: str) -> None:
    make_folder(tmp_path, Mode.ROUNDS, language, TODAY)
    lines = (tmp_path / "event.toml").read_text("utf-8").splitlines()
    explained = {line.lstrip("# ").partition(" =")[0] for line in lines if re.match(r"(# )?\w+ = ", line)}
    keys = {key for table in ("event", "block", "reader") for key in TABLES[table]}
    assert keys <= explained
    assert all("  # " in line for line in lines if re.match(r"\w+ = ", line) and "mode =" not in line)


@BOTH
def test_the_sample_lists_can_be_read_and_fit_together(tmp_path: Path, language: str) -> None:
    make_folder(tmp_path, Mode.ROUNDS, language, TODAY)
    booths = read_booths(tmp_path / "booths.csv")
    positions = read_positions(tmp_path / "positions.csv", booths)
    people = read_people(tmp_path / "attendees.csv")
    assert len(booths) == 5
    assert booths[2].opens == time(10, 24)
    assert booths[1].pauses[0].ends == time(11, 12)
    assert len(positions) == 8
    assert (len(people.said), people.rejected) == (9, ())
    places = {booth.booth for booth in booths} | {position.position for position in positions}
    wishes = {wish for person in people.said for wish in person.fields.get("wishes", ())}
    assert wishes <= places
    assert {person.fields.get("status") for person in people.said} == {"job_seeker", "training_seeker", "other", None}
    assert [person.fields.get("role") for person in people.said][-2:] == ["mentor", "employer"]


@BOTH
def test_excel_opens_the_sample_lists(tmp_path: Path, language: str) -> None:
    for path in make_folder(tmp_path, Mode.QUEUE, language, TODAY)[:3]:
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n") > 5
        assert len({line.count(b";") for line in content.splitlines()}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "fest"
    for path in make_folder(folder, Mode.OPEN, "de", TODAY):
        assert mode_bits(path) == 0o600
    rooms = [folder, *(folder / room for room in ("exports", "badges", "backups", "log"))]
    assert [mode_bits(room) for room in rooms] == [0o700] * 5


@pytest.mark.parametrize("held", ["event.toml", "kiosk.db"])
def test_a_folder_with_an_event_is_refused(tmp_path: Path, held: str) -> None:
    (tmp_path / held).write_text("mine")
    with pytest.raises(KioskError, match=re.escape(f"{tmp_path} holds an event already ({held}); name another folder")):
        make_folder(tmp_path, Mode.ROUNDS, "de", TODAY)
    assert [path.name for path in tmp_path.iterdir()] == [held]
    assert (tmp_path / held).read_text() == "mine"


def test_a_list_that_is_there_already_stays(tmp_path: Path) -> None:
    (tmp_path / "attendees.csv").write_text("Vorname;Nachname\nAnna;Arndt\n")
    made = make_folder(tmp_path, Mode.ROUNDS, "de", TODAY)
    assert [path.name for path in made] == ["booths.csv", "positions.csv", "event.toml"]
    assert (tmp_path / "attendees.csv").read_text() == "Vorname;Nachname\nAnna;Arndt\n"


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "fest").touch()
    with pytest.raises(KioskError, match="is a file; name a folder that does not exist yet"):
        make_folder(tmp_path / "fest", Mode.ROUNDS, "de", TODAY)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a place where nobody can write")
def test_a_place_where_nothing_can_be_written() -> None:
    with pytest.raises(KioskError, match="cannot be written; choose a folder of your own"):
        make_folder(Path("/proc/fest"), Mode.ROUNDS, "de", TODAY)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_what_did_not_fit_on_the_disk_is_made_the_next_time(tmp_path: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, hard))
    try:
        with pytest.raises(KioskError, match="on a disk with free space"):
            make_folder(tmp_path, Mode.ROUNDS, "de", TODAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name for path in tmp_path.glob("*.*")} == {"booths.csv", "positions.csv"}
    assert [path.name for path in make_folder(tmp_path, Mode.ROUNDS, "de", TODAY)] == ["attendees.csv", "event.toml"]
    assert len(read_people(tmp_path / "attendees.csv").said) == 9
