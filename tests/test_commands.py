"""The commands: help in two languages, what their status says, and one sentence for everything a user can mend."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from world import EVENT, ROUNDS, kiosk, local, make_folder, world_at, write_list

from kiosk.actions.cards import codes
from kiosk.actions.closing import close
from kiosk.assets import asset
from kiosk.cli.main import COMMANDS
from kiosk.cli.main import kiosk as command_line
from kiosk.faults import reason
from kiosk.i18n import _, use
from kiosk.store import Store


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;Amt 1;1"], ["1A;1;Cook"])


def run(*words: object) -> Result:
    """A command within this process."""
    return CliRunner().invoke(command_line, [str(word) for word in words], prog_name="kiosk")


def refused(*words: object) -> str:
    """The one sentence with which a command refuses."""
    ended = run(*words)
    assert ended.exit_code == 1
    assert ended.stdout == ""
    (sentence,) = ended.stderr.splitlines()
    assert "stopped because of a fault" not in sentence
    return sentence


# Help


def test_kiosk_alone_prints_help_in_the_systems_language() -> None:
    german, english = kiosk(LANGUAGE="de", LANG="de_DE.UTF-8"), kiosk(LANGUAGE="en")
    assert german.returncode == english.returncode == 0
    assert "Prüft vor dem Einlass, ob alles bereit ist." in german.stdout
    assert "Checks that everything is ready before the doors open." in english.stdout
    for said in (german.stdout, english.stdout):
        assert all(f"\n  {name} " in said for name in COMMANDS)


@pytest.mark.parametrize(
    "environment", [{"LANG": "de_AT.UTF-8"}, {"LC_ALL": "de_DE", "LANG": "en_US"}, {"LANGUAGE": "de"}]
)
def test_the_language_is_the_systems(environment: dict[str, str]) -> None:
    said = kiosk("--help", **{"LANGUAGE": "", **environment})
    assert "Aufruf:" in said.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    said = run(name, "--help")
    assert said.exit_code == 0
    assert said.stdout.startswith(f"Usage: kiosk {name} ")
    assert COMMANDS[name][1] in said.stdout


def test_german_help_is_german_to_the_options() -> None:
    said = kiosk("round", "-h", LANGUAGE="de", LANG="de_DE.UTF-8").stdout
    assert "Gibt ein JSON-Dokument aus." in said
    assert "Prints one JSON document." not in said
    wrong = kiosk("person", "x", "abc", LANGUAGE="de", LANG="de_DE.UTF-8").stderr
    assert "'abc' ist keine ganze Zahl." in wrong
    assert "integer" not in wrong


def test_staff_read_one_german_word_for_the_badge_and_visitors_the_other() -> None:
    po = asset("locale") / "de" / "LC_MESSAGES" / "kiosk.po"
    texts = re.findall(r"^msgstr.*$", po.read_text(encoding="utf-8").replace('"\n"', ""), re.MULTILINE)
    assert [text for text in texts if "Namensschild" in text] == [
        'msgstr "Vielen Dank. Hier brauchen Sie kein Namensschild; davon wurde nichts gespeichert."'
    ], "as on the screen of the info point"
    assert not [text for text in texts if re.search(r"\b(den|einen|keinen|jeder|dieser|nächsten) Badge\b", text, re.I)]


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("kiosk ")


# Wrong usage


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["--nonsense"],
        ["report"],
        ["report", "a", "b"],
        ["import", "a"],
        ["import", "a", "b", "--as", "cats"],
        ["round", "a"],
        ["round", "a", "dance"],
        ["round", "a", "extend", "--minutes", "many"],
        ["round", "a", "extend", "--minutes", "nan"],
        ["round", "a", "extend", "--minutes", "inf"],
        ["round", "a", "extend", "--minutes", "-1"],
        ["round", "a", "extend", "--minutes", "0"],
        ["gate", "a", "--role", "door"],
        ["new", "a", "--mode", "chaos"],
    ],
)
def test_wrong_usage_is_two(words: list[str]) -> None:
    ended = run(*words)
    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert "Error: " in ended.stderr


# Bad input

ON_A_FOLDER = ["plan", "run", "gate", "report", "export", "close", "reopen", "verify", "rebuild", "check"]


@pytest.mark.parametrize("name", ON_A_FOLDER)
def test_a_folder_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    assert "no folder" in refused(name, tmp_path / "nowhere")
    assert "event.toml" in refused(name, tmp_path)
    (tmp_path / "file").write_text("")
    assert "is a file" in refused(name, tmp_path / "file")


SETTINGS = {
    "unknown key": (EVENT + 'venu = "Here"\n', ("event.toml, line 6", "venu", "venue")),
    "no name": (EVENT.replace('name = "Job-Speed-Dating"', ""), ("event.toml, line 2", "name is missing")),
    "wrong type": (EVENT + "permitted = many\n", ("event.toml, line 6",)),
    "unclosed": (EVENT.replace('"en"', '"en'), ("event.toml, line 5", "quotation")),
    "no zone": (EVENT + 'timezone = "Mars/Olympus"\n', ("event.toml, line 6", "timezone")),
    "empty": ("", ("event.toml", "date")),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_wrong_settings_are_told_with_their_line(folder: Path, case: str) -> None:
    text, parts = SETTINGS[case]
    (folder / "event.toml").write_text(text, encoding="utf-8")
    ended = run("report", folder)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert all(part in ended.stderr for part in parts)
    assert len(ended.stderr.splitlines()) == (2 if case == "empty" else 1)


def test_the_report_is_read_by_people(folder: Path) -> None:
    said = run("report", folder).stdout
    assert said.splitlines()[0] == "Job-Speed-Dating"
    assert re.search(r"^(As of|Stand) (\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}), \d\d:\d\d · ", said, re.MULTILINE)
    assert re.search(r"^T5_rate +0\.0 %", said, re.MULTILINE)


LISTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "booth without seats": ("booths.csv", "booth;employer;seats\n1;Amt;\n", ("booths.csv, line 2", "seats")),
    "booth with no seats": ("booths.csv", "booth;employer;seats\n1;Amt;0\n", ("booths.csv, line 2", "seats")),
    "no seats column": ("booths.csv", "booth;employer\n1;Amt\n", ("booths.csv", "seats")),
    "booth twice": ("booths.csv", "booth;employer;seats\n1;Amt;1\n1;Amt;2\n", ("booths.csv, line 3", "twice")),
    "position without booth": ("positions.csv", "position;booth;title\n1A;9;Cook\n", ("positions.csv, line 2", "9")),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_wrong_list_of_booths_or_positions_is_told_with_its_line(folder: Path, case: str) -> None:
    name, text, parts = LISTS[case]
    (folder / name).write_text(text, encoding="utf-8")
    assert all(part in refused("plan", folder) for part in parts)


@pytest.mark.parametrize("text", ["Farbe;Größe\nrot;3\n", "", "\n\n", "Farbe\nrot\n"])
def test_a_list_with_no_column_that_could_be_used_is_told(folder: Path, text: str) -> None:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    assert "list.csv" in refused("import", folder, path)


def test_a_list_that_is_not_there_is_told(folder: Path) -> None:
    assert "nowhere.csv" in refused("import", folder, folder / "nowhere.csv")
    assert "list" in refused("import", folder, folder / "list")
    assert "no column “Farbe”" in refused(
        "import", folder, write_list(folder / "l.csv", "code", ["A"]), "--map", "code=Farbe"
    )
    assert "color" in refused("import", folder, folder / "l.csv", "--map", "color=code")


def _damaged(path: Path) -> None:
    path.write_bytes(b"This is a letter, not a database. " * 40)


def _foreign(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("create table songs (title)")
    other.commit()
    other.close()


def _newer(path: Path) -> None:
    with Store(path) as store, store.write():
        row = {"migration_set": "kiosk", "name": "from_the_future", "applied_at": "2099-01-01"}
        store.db.table("_sqlite_migrations").insert(row)


def _directory(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_damaged, "damaged or no database"),
        (_foreign, "another program"),
        (_newer, "newer version"),
        (_directory, "may not be written"),
    ],
)
def test_a_database_that_cannot_be_used_is_told(folder: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(folder / "kiosk.db")
    for name in ("report", "verify", "plan", "close"):
        assert said in refused(name, folder)
    given = write_list(folder / "list.csv", "code", ["A"])
    assert said in refused("import", folder, given)


@pytest.mark.skipif(sys.platform == "win32", reason="files are not limited there")
def test_a_file_that_cannot_grow_is_told_and_nothing_is_lost(folder: Path, tmp_path: Path) -> None:
    import resource

    given = write_list(tmp_path / "few.csv", "code;first_name", ["A;Anna"])
    assert kiosk("import", folder, given).returncode == 0
    write_list(tmp_path / "many.csv", "code;first_name", [f"T{number};Name{number}" for number in range(3000)])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        ended = kiosk("import", folder, tmp_path / "many.csv", fresh=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "nothing recorded is lost" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    with world_at(folder) as world:
        assert [person.first_name for person in world.store.people()] == ["Anna"]
    assert kiosk("import", folder, tmp_path / "many.csv").returncode == 0


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in refused("new", tmp_path / "file" / "event", "--language", "en")
    make_folder(tmp_path / "event")
    assert "holds an event already" in refused("new", tmp_path / "event", "--language", "en")


def test_a_date_that_is_not_the_events_is_not_ready(folder: Path) -> None:
    (folder / "event.toml").write_text(EVENT.replace("2026", "2025"), encoding="utf-8")
    ended = run("check", folder, "--json")
    found = json.loads(ended.stdout)
    assert ended.exit_code == 1
    assert not found["ready"]
    (date,) = [check for check in found["checks"] if check["name"] == "date"]
    assert date["level"] == "bad"
    assert "no scan will be admitted" in date["text"]


def test_nothing_in_the_way_is_nought(tmp_path: Path) -> None:
    today = datetime.now(UTC).astimezone().date()
    settings = EVENT.replace("2026-11-22", str(today)) + ROUNDS
    folder = make_folder(tmp_path / "today", settings, ["1;Amt;4"])
    with world_at(folder) as world:
        world.listed("A", number=1, wishes=["1"])
    ended = run("check", folder)
    assert ended.exit_code == 0, ended.output
    *found, last = ended.stdout.splitlines()
    assert not any(line.startswith("✖") for line in found)
    hints = any(line.startswith("▲") for line in found)  # of this laptop: its printer, its disk, its loudspeaker
    assert last == ("Nothing stops you; read what is marked ▲." if hints else "Everything is ready.")


def test_what_nobody_foresaw_is_a_sentence_without_a_traceback(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("Anna Abt, anna@example.org")

    monkeypatch.setattr("kiosk.cli.report.document", fail)
    ended = run("report", folder)
    assert ended.exit_code == 1
    (sentence,) = ended.stderr.splitlines()
    assert "RuntimeError, test_commands.py:" in sentence
    assert "Anna" not in sentence


# The round clock from a shell


def rehearsed(folder: Path, begins: datetime, ago: float = 0) -> Path:
    """The same folder, by whose clock it was such a time so many seconds ago."""
    since = (datetime.now(UTC) - timedelta(seconds=ago)).isoformat(timespec="seconds")
    rehearsal = f"\n[rehearsal]\nspeed = 1\nfrom = {begins.isoformat()}\nsince = {since}\n"
    (folder / "event.toml").write_text(EVENT + ROUNDS + rehearsal, encoding="utf-8")
    return folder


def status(*words: object) -> dict[str, Any]:
    ended = run("round", *words, "--json")
    assert (ended.exit_code, ended.stderr) == (0, "")
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_the_status_is_what_others_rely_on(folder: Path) -> None:
    rehearsed(folder, local(10))
    waiting = status(folder, "status")
    assert waiting.keys() >= {"block", "state", "round", "rounds", "left_seconds", "ends"}
    assert (waiting["state"], waiting["round"], waiting["rounds"], waiting["ends"]) == ("waiting", 0, 4, None)
    started = status(folder, "start")
    assert (started["block"], started["state"], started["round"]) == ("talks", "running", 1)
    assert 590 < started["left_seconds"] <= 600
    assert datetime.fromisoformat(started["ends"]) - local(10) < timedelta(minutes=10, seconds=30)
    assert 650 < status(folder, "extend")["left_seconds"] <= 660
    paused = status(folder, "pause")
    assert (paused["state"], paused["ends"]) == ("paused", None)
    assert status(folder, "resume")["state"] == "running"
    assert status(folder, "end")["state"] == "change"
    assert status(folder, "undo")["state"] == "running"
    assert status(folder, "close")["state"] == "ended"


def test_the_clock_goes_on_between_two_commands(folder: Path) -> None:
    rehearsed(folder, local(10))
    status(folder, "start")
    rehearsed(folder, local(10), ago=9.5 * 60)
    now = status(folder, "status")
    assert now["state"] == "warning"
    assert now["left_seconds"] < 60


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("end", "has not begun yet"),
        ("pause", "has not begun yet"),
        ("resume", "has not begun yet"),
        ("extend", "has not begun yet"),
        ("undo", "nothing to undo"),
    ],
)
def test_an_order_that_means_nothing_now_is_refused(folder: Path, order: str, said: str) -> None:
    assert said in refused("round", folder, order)
    assert status(folder, "status")["state"] == "waiting"


def test_a_second_start_is_refused_and_changes_nothing(folder: Path) -> None:
    status(folder, "start")
    assert "Round 1 is running" in refused("round", folder, "start")
    assert status(folder, "status")["round"] == 1


def test_the_words_of_a_status(folder: Path) -> None:
    rehearsed(folder, local(10, 5))
    said = run("round", folder, "start").stdout
    assert said == "▶ round 1 of 4: talks are running · 10:00 left, until 10:15 · 5 min later than planned\n"
    assert run("round", folder, "pause").stdout.startswith("‖ round 1 of 4: paused")


# Open and closed


def test_closing_and_reopening(folder: Path) -> None:
    said = run("close", folder).stdout
    assert said.startswith("The event is closed. What was counted on site is frozen as of ")
    assert said.count("\n") == 1
    assert json.loads(run("report", folder, "--json").stdout)["state"] == "closed"
    assert "closed already" in refused("close", folder)
    assert run("reopen", folder).stdout.startswith("The event is open again.")
    assert "is open" in refused("reopen", folder)


def test_an_event_cannot_be_closed_twice_and_the_second_time_changes_nothing(folder: Path) -> None:
    run("close", folder)
    before = json.loads(run("verify", folder, "--json").stdout)["entries"]
    refused("close", folder)
    assert json.loads(run("verify", folder, "--json").stdout)["entries"] == before


def test_after_the_close_every_scan_is_refused_and_kept(folder: Path) -> None:
    """At the gates, as processes: a badge, a badge that nobody knows, and a card."""
    rehearsed(folder, local(10))
    with world_at(folder) as world:
        world.listed("TICKET-1", number=1)
        close(world.desk)
        before = world.journal()
        card = next(code for code, card in codes(world.desk).items() if card.means == "application")
    given = f"TICKET-1\nNOBODYS\n{card}\n".encode()
    for role in (["--role", "entrance"], ["--role", "booth", "--booth", "1"]):
        told = kiosk("gate", folder, *role, "--port", "-", "--json", given=given)
        assert [json.loads(line)["verdict"] for line in told.stdout.splitlines()] == ["refused"] * 3
    with world_at(folder) as world:
        kept = [entry for entry in world.store.journal()[before:] if entry.body.get("verdict") == "refused"]
        assert [entry.body["code"] for entry in kept] == ["TICKET-1", "NOBODYS", card] * 2
    assert json.loads(run("report", folder, "--json").stdout)["figures"]["T2"] == 0


# A file that Excel holds open


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (["export", "FOLDER"], "exports/talks.csv"),
        (["export", "FOLDER"], "exports/export-personal.xlsx"),
        (["export", "FOLDER", "--pseudonymous"], "exports/talks-pseudonymous.csv"),
        (["report", "FOLDER", "--html", "FOLDER/report.html"], "report.html"),
        (["report", "FOLDER", "--pdf", "FOLDER/report.pdf"], "report.pdf"),
        (["inventory", "FOLDER", "-o", "FOLDER/sheet.pdf"], "sheet.pdf"),
    ],
)
def test_a_file_that_another_program_holds_open_is_named_and_stays(
    folder: Path, words: list[str], held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only Windows refuses to replace an open file, so the refusal is played here; all that writes comes by it."""
    path, put = folder / held, Path.replace
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"what Excel shows")

    def replace(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "Access is denied")
        return put(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    said = refused(*(word.replace("FOLDER", str(folder)) for word in words))
    assert said == f"{path.name} is open in another program. Close it there, for example in Excel, and try again."
    assert path.read_bytes() == b"what Excel shows"
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(f".{path.name}")] == []
    monkeypatch.undo()
    assert run(*(word.replace("FOLDER", str(folder)) for word in words)).exit_code == 0
    assert path.read_bytes() != b"what Excel shows"


# A folder of one's own


def test_a_new_folder_works_with_every_command(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    made = kiosk("new", folder, LANGUAGE="de", LANG="de_DE.UTF-8")
    assert made.returncode == 0
    given = kiosk("import", folder, folder / "attendees.csv", "--json")
    assert given.returncode == 0, given.stderr
    assert json.loads(given.stdout)["imported"] > 0
    assert kiosk("plan", folder, "--publish").returncode == 0
    assert kiosk("verify", folder).returncode == 0
    moved = tmp_path / "moved"
    shutil.move(folder, moved)
    assert kiosk("verify", moved).returncode == 0


# Whatever the system speaks, a command speaks as the event does

ENGLISH = {"LANGUAGE": "", "LC_ALL": "C", "LANG": "C"}


@pytest.mark.parametrize(
    ("words", "told", "status"),
    [
        (["erase", "{}"], ["Aufruf: kiosk erase", "Fehler: Geben Sie --all an"], 2),
        (["report", "{}", "--nix"], ["Fehler: Die Option '--nix' gibt es nicht."], 2),
        (["import", "{}"], ["Fehler: Es fehlt eine Angabe"], 2),
        (["badges", "{}", "--help"], ["Badges zum Drucken"], 0),
        (["export", "{}", "-o", "{}/event.toml/x"], ["ein Teil des Pfades ist eine Datei und kein Ordner."], 1),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_event(
    tmp_path: Path, words: list[str], told: list[str], status: int
) -> None:
    folder = make_folder(tmp_path / "event", EVENT.replace('"en"', '"de"'))
    ended = kiosk(*(word.format(folder) for word in words), **ENGLISH)
    assert ended.returncode == status
    assert [part for part in told if part not in ended.stdout + ended.stderr] == []


@pytest.mark.parametrize(
    "settings",
    [
        '[event]\nname = "X"\ndate = 2026-11-22\nlanguage = "de"\n[targets]\nXX = 3\n',
        '[event]\nname = "X"\ndate = 2026-11-22\nlanguage = "de"\n[[block]\n',
    ],
)
def test_wrong_settings_are_told_in_the_language_that_they_state(tmp_path: Path, settings: str) -> None:
    folder = make_folder(tmp_path / "event", settings)
    refusal = kiosk("report", folder, **ENGLISH).stderr
    assert "keine Zahl XX" in refusal or "Zeile 5" in refusal


def test_the_operating_system_is_never_quoted_in_its_own_words(tmp_path: Path) -> None:
    use("de")
    for number in (*errno.errorcode, 9999):
        told = reason(OSError(number, os.strerror(number)))
        assert os.strerror(number) not in told
        assert not told.endswith(".")
    assert reason(OSError(errno.ENOSPC, "No space left on device")) == "der Datenträger ist voll"


def test_a_position_has_one_name_in_german() -> None:
    use("de")
    for text in ("position", "Position", "The row names no position."):
        assert "Einsatzmöglichkeit" in _(text)
