"""The gate: a reader without a screen, as another program or a screen reader meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import pytest
from world import EVENT, ROUNDS, World, kiosk, local, make_folder, shell, world_at, write_list

from kiosk.actions import rounds
from kiosk.actions.plans import propose, publish
from kiosk.actions.upkeep import verify

PATIENCE = 20.0
"""Seconds after which a test gives up on another process."""

REHEARSAL = """
[rehearsal]
speed = 1
from = {begins}
since = {since}
"""


def now_at_nine() -> str:
    """Settings by which the event's clock says nine o'clock now."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return REHEARSAL.format(begins=local(9).isoformat(), since=since)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "event", EVENT + ROUNDS + now_at_nine(), ["1;Amt 1;1", "B 2;Amt 2;2"])
    with world_at(made) as world:
        for number in range(1, 4):
            world.listed(f"TICKET-{number}", number=number, first_name="Änne", wishes=["1"])
    return made


def gate(folder: Path, given: bytes, *options: str) -> list[dict[str, Any]]:
    """What the gate answers to bytes on its standard input."""
    ended = kiosk("gate", folder, "--port", "-", "--json", *options, given=given)
    assert (ended.returncode, ended.stderr) == (0, "")
    return [json.loads(line) for line in ended.stdout.splitlines()]


def told(answers: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(answer["code"], answer["verdict"]) for answer in answers]


# Lines in


def test_any_terminator_ends_a_scan(folder: Path) -> None:
    ends = [b"\r", b"\n", b"\r\n", b"\x03", b"\x04", b"\t", b"\x00", b"\x03\r\n"]
    given = b"".join(b"nobody-%d" % number + end for number, end in enumerate(ends))
    assert told(gate(folder, given)) == [(f"nobody-{number}", "unknown") for number in range(len(ends))]


def test_a_list_with_carriage_returns_alone_is_lines(folder: Path) -> None:
    given = b"TICKET-1\rnobody's\rTICKET-2\r"
    expected = [("TICKET-1", "admitted"), ("nobody's", "unknown"), ("TICKET-2", "admitted")]
    assert told(gate(folder, given)) == expected


def test_a_code_without_any_terminator_counts(folder: Path) -> None:
    assert told(gate(folder, b"TICKET-1")) == [("TICKET-1", "admitted")]


def test_nothing_in_is_nothing_out(folder: Path) -> None:
    assert gate(folder, b"") == gate(folder, b"\r\n\n \n\x02\x03") == []


def test_codes_that_run_together_are_scans_of_their_own(folder: Path) -> None:
    with world_at(folder) as world:
        codes = [world.code(serial) for serial in (1, 2, 3)]
        for code in codes[:2]:
            world.listed(code)
    assert told(gate(folder, "".join(codes).encode())) == [
        (codes[0], "admitted"),
        (codes[1], "admitted"),
        (codes[2], "unknown"),
    ]


def test_what_no_list_knows_still_gives_a_line(folder: Path) -> None:
    garbage = [
        b"\xff\xfe\x80abc",
        "Ünïcode 🎉".encode(),
        b"x" * 600,
        b"'; drop table people; --",
        b'{"i": [[[',
        b"[/b]",
    ]
    answers = gate(folder, b"\n".join([*garbage, b"TICKET-1"]))
    assert [answer["verdict"] for answer in answers] == ["unknown"] * len(garbage) + ["admitted"]
    with world_at(folder) as world:
        assert verify(world.store)[1] == []
        assert world.store.inside() == 1


def test_a_misread_code_is_told(folder: Path) -> None:
    with world_at(folder) as world:
        code = world.code()
    wrong = code[:-1] + ("C" if code[-1] == "B" else "B")
    assert told(gate(folder, wrong.encode())) == [(wrong, "misread")]


def test_a_repeat_gives_a_line_and_no_entry(folder: Path) -> None:
    answers = gate(folder, b"TICKET-1\nTICKET-1\nTICKET-2\nTICKET-1\n")
    assert [answer["verdict"] for answer in answers] == ["admitted", "repeat", "admitted", "already_in"]
    with world_at(folder) as world:
        assert world.journal() == 3 + 3


def test_thousands_of_lines_are_answered_one_by_one(folder: Path) -> None:
    given = b"".join(b"TICKET-%d\r" % (number % 1000) for number in range(2500))
    answers = gate(folder, given)
    assert [answer["code"] for answer in answers] == [f"TICKET-{number % 1000}" for number in range(2500)]


# Answers out


def test_a_line_holds_what_others_rely_on(folder: Path) -> None:
    with world_at(folder) as world:
        publish(world.desk, propose(world.desk, rounds.rounds_block(world.desk)))
    admitted, unknown, again = gate(folder, b"TICKET-1\nnobody's\nTICKET-1\n")
    keys = ["at", "code", "verdict", "number", "text", "first", "next"]
    assert [list(answer) for answer in (admitted, unknown, again)] == [keys] * 3
    assert list(admitted["next"]) == ["block", "round", "starts", "booth", "seat"]
    assert {**admitted["next"], "round": 0} == {
        "block": "talks",
        "round": 0,
        "starts": admitted["next"]["starts"],
        "booth": "1",
        "seat": "1",
    }
    assert (admitted["number"], unknown["number"], unknown["first"], unknown["next"]) == (1, None, None, None)
    assert again["first"] == admitted["first"]
    for moment in (admitted["at"], admitted["first"], admitted["next"]["starts"]):
        assert datetime.fromisoformat(moment).utcoffset() == timedelta(hours=1)
    assert "Änne" in admitted["text"]


def test_an_info_point_tells_no_name(folder: Path) -> None:
    gate(folder, b"TICKET-1\n")
    (answer,) = gate(folder, b"TICKET-1\n", "--role", "info")
    assert (answer["verdict"], answer["number"]) == ("already_in", 1)
    assert "Änne" not in json.dumps(answer, ensure_ascii=False)


def test_without_json_each_answer_is_a_line_of_words(folder: Path) -> None:
    said = kiosk("gate", folder, "--port", "-", given=b"TICKET-1\nnobody's\n").stdout.splitlines()
    assert len(said) == 2
    assert said[0].startswith("Welcome · number 1 · Änne A.")
    assert said[1].startswith("Unknown")


@pytest.mark.parametrize(("encoding", "locale"), [("utf-8", "C.UTF-8"), ("ascii", "C"), ("cp1252", "C")])
def test_what_programs_read_is_utf8_whatever_the_terminal_speaks(folder: Path, encoding: str, locale: str) -> None:
    ended = kiosk(
        "gate", folder, "--port", "-", "--json", given="Łódź\n".encode(), PYTHONIOENCODING=encoding, LANG=locale
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["code"] == "Łódź"


def test_roles_and_booths(folder: Path) -> None:
    assert told(gate(folder, b"TICKET-1", "--role", "exit")) == [("TICKET-1", "not_in")]
    assert told(gate(folder, b"TICKET-1", "--role", "booth", "--booth", "B 2")) == [("TICKET-1", "talk_started")]
    assert told(gate(folder, b"TICKET-1", "--role", "exit")) == [("TICKET-1", "checked_out")]


# A process that goes on


@contextmanager
def running(folder: Path, *options: str, **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "kiosk", "gate", str(folder), "--json", *options]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=shell(), **streams
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def line_of(stream: IO[bytes] | None) -> bytes:
    assert stream
    return stream.readline()


def answer_of(started: subprocess.Popen[bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line_of(started.stdout))
    return found


def feed(started: subprocess.Popen[bytes], data: bytes) -> None:
    assert started.stdin
    started.stdin.write(data)
    started.stdin.flush()


def test_every_answer_comes_at_once(folder: Path) -> None:
    with running(folder, "--port", "-") as started:
        for number in (1, 2, 3):
            feed(started, b"TICKET-%d\n" % number)
            assert answer_of(started)["number"] == number
        feed(started, b"TICKET-1")
        assert started.stdin
        started.stdin.close()
        assert answer_of(started)["verdict"] == "already_in"
        assert started.wait(PATIENCE) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_gate_that_is_told_to_end_ends_well(folder: Path, number: signal.Signals) -> None:
    with running(folder, "--port", "-") as started:
        feed(started, b"TICKET-1\n")
        answer_of(started)
        started.send_signal(number)
        assert started.wait(PATIENCE) == 0
        assert started.stderr
        assert started.stderr.read() == b""
    with world_at(folder) as world:
        assert world.store.inside() == 1


def test_a_scan_that_cannot_be_recorded_is_told_and_the_next_one_is_taken(folder: Path) -> None:
    import sqlite3

    holder = sqlite3.connect(folder / "kiosk.db", isolation_level=None)
    with running(folder, "--port", "-") as started:
        feed(started, b"TICKET-1\n")
        answer_of(started)
        holder.execute("begin immediate")
        feed(started, b"TICKET-2\n")
        assert b"NOT RECORDED" in line_of(started.stderr)
        holder.execute("rollback")
        feed(started, b"TICKET-2\n")
        assert answer_of(started)["verdict"] == "admitted"
        assert started.stdin
        started.stdin.close()
        assert started.wait(PATIENCE) == 1
    holder.close()


def test_a_reader_of_the_pipe_that_goes_away_ends_the_gate(folder: Path) -> None:
    with running(folder, "--port", "-") as started:
        assert started.stdout
        started.stdout.close()
        feed(started, b"TICKET-1\n")
        started.wait(PATIENCE)
        assert started.stderr
        assert b"Traceback" not in started.stderr.read()


# A reader on a port


pty_only = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")


@pty_only
def test_a_scanner_on_a_port_is_answered(folder: Path, tmp_path: Path) -> None:
    from fake_scanner import FakeScanner

    with FakeScanner(tmp_path / "scanner") as scanner, running(folder, "--port", scanner.port) as started:
        while b"Ready" not in line_of(started.stderr):
            pass
        scanner.send(b"TICKET-1\r")
        assert answer_of(started)["verdict"] == "admitted"
        scanner.send(b"TICKET-2")
        assert answer_of(started)["number"] == 2
        scanner.unplug()
        while b"unplugged" not in line_of(started.stderr):
            pass
        scanner.plug()
        while b"Ready" not in line_of(started.stderr):
            pass
        scanner.send(b"TICKET-3\n")
        assert answer_of(started)["number"] == 3
        started.send_signal(signal.SIGTERM)
        assert started.wait(PATIENCE) == 0


@pty_only
def test_a_second_gate_on_the_same_reader_is_refused(folder: Path, tmp_path: Path) -> None:
    from fake_scanner import FakeScanner

    with FakeScanner(tmp_path / "scanner") as scanner, running(folder, "--port", scanner.port) as started:
        while b"Ready" not in line_of(started.stderr):
            pass
        second = kiosk("gate", folder, "--port", scanner.port)
        assert second.returncode == 1
        assert "in use by another program" in second.stderr


def test_a_port_that_is_not_there_is_told(folder: Path) -> None:
    ended = kiosk("gate", folder, "--port", "/dev/nowhere0")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("No reader at /dev/nowhere0.")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--role", "booth"], "There is no booth “”. Give --booth one of: 1, B 2."),
        (["--role", "booth", "--booth", "99", "--port", "-"], "There is no booth “99”. Give --booth one of: 1, B 2."),
        ([], "No reader is known for this. Give --port, or name the reader in event.toml."),
    ],
)
def test_a_gate_that_cannot_be_opened_says_why(folder: Path, options: list[str], said: str) -> None:
    ended = kiosk("gate", folder, *options, given=b"TICKET-1\n")
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"{said}\n")


def test_a_role_that_does_not_exist_is_wrong_usage(folder: Path) -> None:
    assert kiosk("gate", folder, "--role", "door", "--port", "-").returncode == 2


def test_a_list_that_comes_in_meanwhile_is_known_at_once(folder: Path, tmp_path: Path) -> None:
    with running(folder, "--port", "-") as started:
        feed(started, b"NEW-1\n")
        assert answer_of(started)["verdict"] == "unknown"
        path = write_list(tmp_path / "late.csv", "code;first_name", ["NEW-1;Nora"])
        assert kiosk("import", folder, path).returncode == 0
        feed(started, b"other\nNEW-1\n")
        assert [answer_of(started)["verdict"] for _ in range(2)] == ["unknown", "admitted"]


def test_two_gates_share_one_house(folder: Path) -> None:
    with running(folder, "--port", "-") as entrance, running(folder, "--port", "-", "--role", "exit") as way_out:
        for number in (1, 2):
            feed(entrance, b"TICKET-%d\n" % number)
            assert answer_of(entrance)["verdict"] == "admitted"
            feed(way_out, b"TICKET-%d\n" % number)
            assert answer_of(way_out)["verdict"] == "checked_out"
    with world_at(folder) as world:
        check(world)


def check(world: World) -> None:
    assert world.store.inside() == 0
    assert verify(world.store) == (3 + 4, [])
    assert os.stat(world.desk.folder / "kiosk.db").st_mode & 0o077 == 0  # noqa: PTH116
