"""Erasing people: the figures stay, and in no byte of the folder a name, an e-mail address or a code."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from world import ENTRANCE, EVENT, EXIT, ROUNDS, World, booth_reader, kiosk, local, make_folder, shell, world_at

import kiosk as program
from kiosk.actions import announcements, lane, merging, people, rights
from kiosk.actions.badges import make_badges
from kiosk.actions.closing import close, closed_text
from kiosk.actions.contracts import record_contract
from kiosk.actions.exports import export
from kiosk.actions.late import import_results
from kiosk.actions.report import report
from kiosk.actions.results import record_result
from kiosk.actions.upkeep import rebuild, verify
from kiosk.desk import at_desk
from kiosk.guard import log_failure
from kiosk.i18n import use
from kiosk.model import Draft, Verdict
from kiosk.rules import erasing
from kiosk.rules.figures.cells import hidden
from kiosk.rules.lane import Why
from kiosk.rules.pairs import entity_of
from kiosk.rules.people import LISTED
from kiosk.rules.rights import Rank
from kiosk.rules.traces import Traces
from kiosk.sheets import SHEETS

NAMES = [
    ("Änne", "Öztürk-Ørsted"),
    ("=1+1", "Abendroth"),
    ("İpek", "Yılmaz"),
    ("Nguyễn", "Thị Hoa"),
    ("محمد", "العلي"),
    ("Ольга", "Смирнова"),
    ('Max "Maxi"', "O’Connor"),
    ("Anneliese [/b]", "Quitzow"),
    ("Al", "Zi"),
    ("Stand", "Vollmann"),
    ("Dorothea", "Rieseberg"),
    ("Dorothea", "Kranich"),
]
LINES = ["code;number;first_name;last_name;email;group;channel;district"] + [
    f"TICKET-{place:04d};{place};{first};{last};p{place}.{place * 7919}@example.org;Klasse Rieseberg;jobcenter;Nord"
    for place, (first, last) in enumerate(NAMES, 1)
    if '"' not in first
]
FREE = (
    "Raum bei Fischerin",
    "bringt Zeugnis der Patentante",
    "kennt Hallenchef",
    "Durchsage an Alle-Neun",
    "Werkmeister Kupferschmied",
)
NUMBERED = ["Nummer;Stelle;Bewerbung am;Vertrag am", "1;1A;22.11.2026;", "5;1A;22.11.2026;", "7;1A;;22.11.2026"]
"""A list of what came in later that names people by nothing but their numbers."""
MARKS = [mark.format(place) for place in range(1, len(NAMES) + 1) for mark in ("TICKET-{:04d}", "p{0}.")]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def play(world: World) -> None:
    """A day in which everything happened that leaves something of people behind."""
    desk = world.desk
    found = [
        world.listed(
            f"TICKET-{place:04d}",
            number=place,
            first_name=first,
            last_name=last,
            email=f"p{place}.{place * 7919}@example.org",
            group="Klasse Rieseberg",
            organisation="Fuhrbetrieb Kranich",
            channel="jobcenter",
            status="job_seeker",
            district="Nord" if place < 9 else f"Hof {last}",
            note=FREE[2],
            wishes=["1"],
        )
        for place, (first, last) in enumerate(NAMES, 1)
    ]
    for place in range(1, 11):
        world.scan(f"TICKET-{place:04d}")
    people.correct(desk, found[2].id, {"last_name": "Yıldırım"})
    people.walk_in(desk, {"first_name": "Wiebke", "last_name": "Spontanek"}, ENTRANCE)
    people.replace_badge(desk, found[3].id)
    merging.merge(desk, found[10].id, found[11].id)
    lane.park(desk, "Quitzow fehlt auf der Liste", Why.OTHER)
    announcements.announce_own(desk, FREE[3])
    for place, booth in ((1, "1"), (2, "2"), (1, "2")):
        world.scan(f"TICKET-{place:04d}", booth_reader(booth))
        world.clock.go(seconds=200)
        world.scan(f"TICKET-{place:04d}", booth_reader(booth))
        world.clock.go(seconds=10)
    talk = world.store.talks()[0]
    said = {"next_step": "follow_up", "date": "2026-12-01", "place": FREE[0], "who": FREE[1]}
    record_result(desk, talk.id, said, by="booth 1")
    record_contract(desk, found[4].id, "2", {"date": "2026-11-22", "reporter": FREE[4]})
    record_result(desk, entity_of("2", found[0].id), {"application": "received", "who": FREE[4]}, by=FREE[4])
    world.scan("TICKET-0005", EXIT)
    world.scan("SOMEBODYS-OTHER-TICKET")
    rights.set_pin(desk, Rank.LEAD, "8642")


def leave_files(world: World) -> None:
    """What the program and its users leave in the folder."""
    desk, folder = world.desk, world.desk.folder
    export(desk)
    make_badges(desk, desk.store.people(), SHEETS["a4"], folder / "badges" / "badges.pdf")
    (folder / "attendees.csv").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    (folder / "Liste von Rieseberg.csv").write_bytes("\n".join(LINES).encode("utf-16"))
    (folder / "mein").mkdir()
    shutil.copy(folder / "exports" / "export-personal.xlsx", folder / "mein" / "Kopie.xlsx")
    (folder / "later.csv").write_text("\n".join(NUMBERED) + "\n", encoding="cp1252")
    import_results(desk, folder / "later.csv")
    (folder / "notes.txt").write_text("Parken nur im Hof.", encoding="utf-8")
    log_failure(folder, ValueError("Rieseberg"))
    before = folder / "backups" / "before-restore-20261120-101010"
    before.mkdir(parents=True)
    shutil.copy(folder / "kiosk.db", before / "kiosk.db")
    half = folder / ".restoring-x1"
    half.mkdir()
    shutil.copy(folder / "kiosk.db", half / "kiosk.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An event that is over, with all its files."""
    made = make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;Amt am Stand;2", "2;Amt 2;2"], ["1A;1;Koch"])
    with world_at(made) as world:
        play(world)
        leave_files(world)
        close(world.desk)
    done = kiosk("backup", made)
    assert done.returncode == 0, done.stderr
    return made


def everything_of(folder: Path) -> bytes:
    """All bytes of a folder, and the names of its files."""
    return b"\n".join(str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes() for path in files(folder))


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def secrets() -> list[str]:
    """Every word by which somebody is known, but those too short, and the one that stands in the settings."""
    words = {word for name in NAMES for part in name for word in part.replace('"', " ").replace("-", " ").split()}
    words |= {"Yıldırım", "Wiebke", "Spontanek", "Fuhrbetrieb", "SOMEBODYS", *FREE, *MARKS}
    return sorted(word for word in words - {"Stand", "=1+1", "[/b]"} if len(word) > 2)


def still_there(folder: Path, words: list[str]) -> list[str]:
    data = everything_of(folder)
    found = []
    for word in words:
        forms = {word, word.casefold(), word.upper()}
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            if any(
                form.encode(encoding, "ignore") in data for form in forms if len(form.encode(encoding, "ignore")) > 2
            ):
                found.append(f"{word} ({encoding})")
    return found


def figures(folder: Path) -> dict[str, Any]:
    with at_desk(folder) as desk:
        return dict(report(desk)["figures"])


def erased(folder: Path, *words: object, code: int = 0) -> dict[str, Any]:
    done = kiosk("erase", folder, *words, "--yes", "--json", KIOSK_PIN="8642")
    assert done.returncode == code, done.stderr + done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_after_erasing_nobody_is_found_in_any_byte_and_every_figure_stays(folder: Path) -> None:
    assert len(still_there(folder, secrets())) > len(secrets()) // 2
    before = figures(folder)
    with at_desk(folder) as desk:
        by = report(desk)["by"]
    done = erased(folder, "--all")
    assert still_there(folder, secrets()) == []
    assert done["left"] == {}
    assert done["persons"] == 12
    assert done["by"] == "lead"
    assert figures(folder) == before
    with at_desk(folder) as desk:
        assert report(desk)["by"]["channel"] == hidden(by["channel"])
        assert verify(desk.store)[1] == []
        kept = desk.store.projections()
        assert rebuild(desk.store) == []
        assert desk.store.projections() == kept
        assert all(person.number is None and not person.first_name for person in desk.store.records())
    assert still_there(folder, secrets()) == []
    names = {str(path.relative_to(folder)) for path in files(folder)}
    assert names - {"kiosk.db-wal", "kiosk.db-shm"} == {
        "booths.csv",
        "event.toml",
        "kiosk.db",
        "notes.txt",
        "positions.csv",
        Path(done["protocol"]).name,
    }


def test_the_protocol_says_what_was_done_and_names_nobody(folder: Path) -> None:
    done = erased(folder, "--all")
    text = Path(done["protocol"]).read_text(encoding="utf-8-sig")
    assert "12 persons" in text
    assert "Lead" in text
    assert "Nothing of them was found" in text
    assert f"{done['sought']} names" in text
    # "Al", "Zi", and the two words of one name that are one letter; "Stand" is also a word of the settings.
    assert done["too_short"] >= 2
    assert done["ordinary_words"] >= 1
    assert [word for word in secrets() if word in text] == []


def test_an_open_event_is_not_erased(folder: Path) -> None:
    kiosk("reopen", folder, KIOSK_PIN="8642")
    before = {path: path.read_bytes() for path in files(folder)}
    for what in (("--all",), ("--person", 1)):
        done = kiosk("erase", folder, *what, "--yes", KIOSK_PIN="8642")
        assert done.returncode == 1
        assert "Close it first" in done.stderr
    assert {path: path.read_bytes() for path in files(folder) if "kiosk.db" not in path.name}.items() <= before.items()


def test_erasing_needs_the_leads_pin_and_a_yes(folder: Path) -> None:
    assert "PIN" in kiosk("erase", folder, "--all", "--yes").stderr
    assert "--yes" in kiosk("erase", folder, "--all", KIOSK_PIN="8642").stderr
    assert kiosk("erase", folder, "--yes", KIOSK_PIN="8642").returncode == 2
    assert kiosk("erase", folder, "--all", "--person", 1, "--yes", KIOSK_PIN="8642").returncode == 2
    assert "number 99" in kiosk("erase", folder, "--person", 99, "--yes", KIOSK_PIN="8642").stderr
    assert (folder / "attendees.csv").exists()


def test_nothing_is_erased_while_kiosk_runs_elsewhere(folder: Path) -> None:
    with at_desk(folder) as other:
        done = kiosk("erase", folder, "--all", "--yes", KIOSK_PIN="8642")
        assert done.returncode == 1
        assert "kiosk is running there" in done.stderr
        assert other.store.person_by_number(1)
    assert (folder / "attendees.csv").exists()
    assert not list(folder.glob(".erasing-*"))


def test_one_person_goes_and_everybody_else_stays(folder: Path) -> None:
    before = figures(folder)
    shutil.rmtree(folder / "mein")
    done = erased(folder, "--person", 1)
    gone = ["Änne", "Öztürk", "Ørsted", "TICKET-0001", "p1.7919"]
    assert still_there(folder, gone) == []
    assert done["left"] == {}
    assert done["rows_removed"] == 3
    assert figures(folder) == before
    with at_desk(folder) as desk:
        assert verify(desk.store)[1] == []
        assert desk.store.person_by_number(1) is None
        other = desk.store.person_by_number(2)
        assert other
        assert other.last_name == "Abendroth"
        assert other.email == "p2.15838@example.org"
        assert {result.place for result in desk.store.results()} == {""}
    assert (folder / "later.csv").read_text("cp1252").splitlines() == [NUMBERED[0], *NUMBERED[2:]]
    kept = [line for line in LINES if "TICKET-0001" not in line]
    assert (folder / "attendees.csv").read_text(encoding="utf-8") == "\n".join(kept) + "\n"
    assert (folder / "Liste von Rieseberg.csv").read_bytes().decode("utf-16") == "\n".join(kept)


def test_a_list_that_cannot_be_written_again_is_named_and_not_passed_over(folder: Path) -> None:
    done = erased(folder, "--person", 1, code=1)
    assert done["left"].keys() == {"mein/Kopie.xlsx"}
    assert "✖ " + "mein/Kopie.xlsx" in Path(done["protocol"]).read_text(encoding="utf-8-sig")


def test_whoever_is_listed_twice_goes_with_both_records(folder: Path) -> None:
    shutil.rmtree(folder / "mein")
    erased(folder, "--person", 12)
    with at_desk(folder) as desk:
        found = [person.last_name for person in desk.store.records()]
    assert "Rieseberg" not in found
    assert "Kranich" not in found


def test_a_list_open_in_another_program_stops_it_before_the_database_is_touched(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.actions.erasing import erase_all
    from kiosk.model import KioskError

    unlink = Path.unlink

    def held(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "attendees.csv":
            raise PermissionError(13, "is open")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    with at_desk(folder) as desk, pytest.raises(KioskError, match=r"attendees\.csv cannot be removed"):
        erase_all(replace(desk, by="lead"))
    monkeypatch.undo()
    with at_desk(folder) as desk:
        assert desk.store.person_by_number(1)
    erased(folder, "--all")
    assert still_there(folder, secrets()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there the way it is here")
def test_an_erasing_that_was_killed_can_be_done_again(folder: Path) -> None:
    before = figures(folder)
    command = [sys.executable, "-m", "kiosk", "erase", str(folder), "--all", "--yes"]
    killed = 0
    for wait in (0.5, 0.7, 0.9, 1.1, 1.3, 1.5):
        with subprocess.Popen(
            command, env={**shell(), "KIOSK_PIN": "8642"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(wait)
            process.kill()
        killed += process.returncode == -signal.SIGKILL
        assert figures(folder) == before
    assert killed
    erased(folder, "--all")
    assert still_there(folder, secrets()) == []
    assert figures(folder) == before
    assert not list(folder.glob(".erasing-*"))


def kinds_in(path: Path) -> Iterator[str]:
    """The kinds of entries that a file records or asks about, by the names of its constants."""
    module: Any = None
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        asked: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Draft":
            asked = node.args[:1]
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "kind":
            asked = [
                each
                for other in node.comparators
                for each in (other.elts if isinstance(other, ast.Tuple | ast.Set) else [other])
            ]
        for each in asked:
            name = ast.unparse(each)
            if isinstance(each, ast.Name | ast.Attribute) and name.rpartition(".")[2].isupper():
                place = path.relative_to(Path(program.__file__).parent).with_suffix("")
                module = module or importlib.import_module(".".join(("kiosk", *place.parts)))
                value: Any = module
                for part in name.split("."):
                    value = getattr(value, part)
                yield from [] if isinstance(value, StrEnum) else [value] if isinstance(value, str) else value


def test_every_kind_of_entry_says_what_of_it_stays() -> None:
    rooms = (Path(program.__file__).parent / room for room in ("rules", "actions"))
    used = {kind for room in rooms for path in room.glob("*.py") for kind in kinds_in(path)}
    assert len(used) > 25
    assert used - erasing.KEPT.keys() == set()


def test_what_no_table_knows_is_emptied(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event")) as world:
        labels = erasing.Labels(world.store.people())
    body = {"at": "2026-11-22T09:00:00.000+00:00", "text": "Anna", "number": 7, "list": ["Abt"], "flag": True}
    emptied = erasing.blanked("of_a_later_version", body, labels)
    assert emptied == {"at": body["at"], "text": "", "number": None, "list": [], "flag": False}


def test_a_district_that_few_come_from_loses_its_name_only(folder: Path) -> None:
    with at_desk(folder) as desk:
        before = report(desk)["by"]["district"]
    assert any("Hof" in row["id"] for row in before)
    erased(folder, "--all")
    with at_desk(folder) as desk:
        after = report(desk)["by"]["district"]
    assert "Nord" in {row["id"] for row in after}
    assert len(after) == len(hidden(before))
    assert not any("Hof" in row["id"] for row in after)


def test_no_entry_about_anybody_stays_and_nobody_can_be_joined_back(folder: Path) -> None:
    """A file that was handed out names the talk; with the database it must not tell how somebody came."""
    with at_desk(folder) as desk:
        ids = {talk.id for talk in desk.store.talks()} | {person.id for person in desk.store.people()}
        times = {talk.starts.isoformat(timespec="milliseconds") for talk in desk.store.talks()}
    assert ids & told(folder, "entity")
    done = kiosk("erase", folder, "--all", "--yes", KIOSK_PIN="8642")
    assert done.returncode == 0
    data = (folder / "kiosk.db").read_bytes()
    assert [each for each in ids | times if each.encode() in data] == []
    assert told(folder, "kind") <= erasing.ABOUT_NOBODY
    assert all(entity.partition(":")[0] in ("event", "clock", "booth", "feedback") for entity in told(folder, "entity"))
    (protocol,) = folder.glob("erased-*.txt")
    assert "Entries of the journal removed: " in protocol.read_text(encoding="utf-8-sig")
    assert kiosk("verify", folder).returncode == kiosk("rebuild", folder).returncode == 0
    assert kiosk("verify", folder).returncode == 0


def test_report_and_export_say_the_same_as_before(folder: Path) -> None:
    said = [("report", folder), ("report", folder, "--press"), ("report", folder, "--compare", folder)]
    before = [kiosk(*words).stdout for words in said]
    kiosk("export", folder)
    figures_ = (folder / "exports" / "figures.csv").read_bytes()
    erased(folder, "--all")
    after = [kiosk(*words).stdout for words in said]
    rare = re.compile(r"^ .*(?:Hof|district \d|Klasse|group \d).*\n", re.MULTILINE)
    wide = re.compile(" +")  # Columns are as wide as their longest word, also one that goes.
    shown = [[wide.sub(" ", rare.sub("", text)) for text in texts] for texts in (after, before)]
    assert shown[0] == shown[1]
    kiosk("export", folder)
    assert (folder / "exports" / "figures.csv").read_bytes() == figures_


def test_nothing_comes_into_an_event_whose_people_are_erased(folder: Path) -> None:
    list_ = folder.parent / "more.csv"
    list_.write_text("number;first_name\n99;Wiebke\n", encoding="utf-8")
    erased(folder, "--all")
    for words in (("reopen", folder), ("import", folder, list_), ("import", folder, list_, "--as", "results")):
        done = kiosk(*words)
        assert done.returncode == 1
        assert done.stderr.startswith("Everybody was erased on 20")
        assert done.stderr.count("\n") == 1
    with at_desk(folder) as desk:
        assert desk.store.people() == []
        assert closed_text(desk).startswith("■ persons erased")
        before = report(desk)
    with world_at(folder, local(20)) as world:
        assert world.scan("TICKET-0001").verdict is Verdict.REFUSED
    assert "TICKET-0001" in still_there(folder, MARKS)[0]
    erased(folder, "--all")
    assert still_there(folder, secrets()) == []
    with at_desk(folder) as desk:
        assert report(desk) == before


def told(folder: Path, column: str) -> set[str]:
    with closing(sqlite3.connect(folder / "kiosk.db")) as db:
        return {text for (text,) in db.execute(f"select {column} from journal").fetchall()}


def test_what_was_deleted_long_ago_is_in_no_free_page(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "kiosk.db")) as db:
        db.execute("pragma secure_delete=off").fetchall()
        db.execute("create table scratch (text)")
        db.executemany("insert into scratch values (?)", [("Rieseberg" * 20,)] * 500)
        db.commit()
        db.execute("drop table scratch")
        db.commit()
    assert b"RiesebergRieseberg" in (folder / "kiosk.db").read_bytes()
    erased(folder, "--all")
    assert b"Rieseberg" not in (folder / "kiosk.db").read_bytes()


@example(b"\0", "ĀĀA", "utf-16-le", b"")
@given(
    st.binary(max_size=200),
    st.text(st.characters(categories=("Lu", "Ll", "Lo"), max_codepoint=0xFFFF), min_size=3, max_size=30).map(
        lambda text: unicodedata.normalize("NFC", text)
    ),
    st.sampled_from(("utf-8", "utf-16-le", "utf-16-be")),
    st.binary(max_size=200),
)
def test_a_word_is_found_in_any_bytes(before: bytes, word: str, encoding: str, after: bytes) -> None:
    traces = Traces()
    traces.word(word)
    data = before + b"\0\0" + word.encode(encoding) + b"\0\0" + after
    assert traces.found_in(data) == traces.words


@pytest.mark.parametrize("name", ["Özgür", "Müller", "Zoë", "François"])
def test_a_word_is_found_in_latin_1(name: str) -> None:
    traces = Traces()
    traces.word(name)
    assert traces.found_in(b"x;" + name.encode("latin-1") + b";y") == {name}


@pytest.mark.parametrize("code", ["TICKET-0001", "4711-0815 X", "12345678", "anna.7@example.org", "A1B2C3"])
def test_a_code_is_found_where_it_stands_and_nowhere_else(code: str) -> None:
    traces = Traces()
    traces.all_of(code)
    assert traces.found_in(f'{{"codes":["{code}"]}}'.encode()) == {code}
    assert traces.found_in(f"entrance{code}admitted".encode()) == {code}
    assert traces.found_in(b'{"at":"2026-11-22T12:34:56.780+00:00"} 1795424400000.000001') == set()


def test_a_column_mapped_wrongly_leaves_no_names_as_districts(folder: Path) -> None:
    with world_at(folder, local(20)) as world:
        found = world.store.people()
        with world.store.write() as store:
            store.record(
                [Draft(LISTED, each.id, {"district": f"{each.first_name} {each.last_name}"}) for each in found]
            )
    erased(folder, "--all")
    assert still_there(folder, secrets()) == []


def test_one_after_the_other_goes_and_no_breakdown_changes(folder: Path) -> None:
    shutil.rmtree(folder / "mein")
    with at_desk(folder) as desk:
        before = sorted(person.district for person in desk.store.people())
    for number in (9, 10, 1):
        erased(folder, "--person", number)
    with at_desk(folder) as desk:
        after = sorted(person.district for person in desk.store.people())
        assert {person.group for person in desk.store.people()} == {"", "Klasse Rieseberg"}
    assert len(set(after)) == len(set(before))
    assert not any("Quitzow" in district or "Vollmann" in district for district in after)
