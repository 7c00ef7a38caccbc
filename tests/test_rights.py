"""Ranks, rights, PINs and what wrong PINs cost: by the rules, and by the commands of a shell."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import EVENT, ROUNDS, kiosk, make_folder, shell, world_at

from kiosk.actions import rights
from kiosk.model import Draft, Entry, KioskError
from kiosk.rules.rights import (
    FREE,
    LONG_WAIT,
    MANY,
    NEEDED,
    PIN_ACCEPTED,
    PIN_REFUSED,
    PIN_SET,
    RIGHTS,
    Rank,
    Right,
    cost_of,
    may,
    pins_of,
    present_rank,
    wait_of,
)

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
RANKS = st.sampled_from(Rank)
LEAD = "2468"


def entry(seq: int, kind: str, at: datetime = NOON, station: str = "desk", **body: str) -> Entry:
    return Entry(station, seq, f"{seq:013d}.000000", kind, RIGHTS, {"at": at.isoformat(), **body})


def refused(times: list[datetime], station: str = "desk") -> list[Entry]:
    return [entry(seq, PIN_REFUSED, at, station) for seq, at in enumerate(times, 1)]


@given(RANKS, st.sampled_from(Right))
def test_a_higher_rank_may_all_that_a_lower_one_may(rank: Rank, right: Right) -> None:
    ranks = list(Rank)
    assert may(rank, right) == (ranks.index(rank) >= ranks.index(NEEDED[right]))
    assert may(Rank.LEAD, right)
    assert not may(None, right)


@given(st.sets(RANKS), st.none() | RANKS)
def test_nobody_gets_past_a_pin_that_was_not_given(pins: set[Rank], signed: Rank | None) -> None:
    ranks = list(Rank)
    begins = ranks.index(signed) if signed else -1
    found = present_rank(pins, signed)
    reached = ranks.index(found) if found else -1
    assert reached >= begins
    assert not pins & set(ranks[begins + 1 : reached + 1])
    assert reached == len(ranks) - 1 or ranks[reached + 1] in pins


@given(st.lists(st.tuples(RANKS, st.sampled_from(["", "a", "b"]))), st.randoms())
def test_the_last_word_on_a_pin_holds_in_whatever_order_it_comes(said: list[tuple[Rank, str]], dice: object) -> None:
    entries = [entry(seq, PIN_SET, role=str(role), hash=hash_) for seq, (role, hash_) in enumerate(said)]
    wanted = {role: hash_ for role, hash_ in dict(said).items() if hash_}
    shuffled = [*entries, *entries]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert pins_of(shuffled) == wanted


def test_waits_grow_and_stay_short_enough_for_an_event() -> None:
    costs = [cost_of(wrong) for wrong in range(MANY + 3)]
    assert costs == sorted(costs)
    assert costs[:FREE] == [timedelta()] * FREE
    assert costs[FREE] == timedelta(seconds=5)
    assert costs[MANY:] == [LONG_WAIT] * 3


@given(st.lists(st.integers(-7200, 0), min_size=1, max_size=20))
def test_a_wait_is_never_longer_than_its_cost(before: list[int]) -> None:
    wait = wait_of(refused([NOON + timedelta(seconds=each) for each in before]), "desk", NOON)
    assert timedelta() <= wait <= LONG_WAIT


def test_an_hour_a_lead_and_another_laptop_are_forgiven() -> None:
    many = refused([NOON] * MANY)
    assert wait_of(many, "desk", NOON) == LONG_WAIT
    assert wait_of(many, "desk", NOON + LONG_WAIT) == timedelta()
    assert wait_of([*many, entry(50, PIN_REFUSED, NOON + LONG_WAIT)], "desk", NOON + LONG_WAIT) == LONG_WAIT
    assert wait_of([*many, entry(50, PIN_ACCEPTED, NOON, role="lead")], "desk", NOON) == timedelta()
    assert wait_of([*many, entry(50, PIN_ACCEPTED, NOON, role="reception")], "desk", NOON) == LONG_WAIT
    assert wait_of(many, "other", NOON) == timedelta()
    late = NOON + timedelta(hours=1)
    assert wait_of([*many, entry(50, PIN_REFUSED, late)], "desk", late) == timedelta()
    assert wait_of(many, "desk", NOON - timedelta(days=1)) == LONG_WAIT, "a clock that was put back locks nobody out"


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "١٢٣٤", " 1234"])
def test_what_is_no_pin_is_refused(tmp_path: Path, pin: str) -> None:
    with world_at(make_folder(tmp_path / "event")) as world:
        with pytest.raises(KioskError, match="4 to 12"):
            rights.set_pin(world.desk, Rank.LEAD, pin)
        assert world.journal() == 0


def test_pins_are_kept_as_hashes_and_each_says_whose_it_is(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event")) as world:
        desk = world.desk
        with pytest.raises(KioskError, match="lead's PIN first"):
            rights.set_pin(desk, Rank.RECEPTION, "1111")
        for role, pin in ((Rank.LEAD, LEAD), (Rank.RECEPTION, "1111"), (Rank.MODERATOR, "13579")):
            rights.set_pin(desk, role, pin)
        with pytest.raises(KioskError, match="Another role"):
            rights.set_pin(desk, Rank.MODERATOR, "1111")
        rights.set_pin(desk, Rank.MODERATOR, "13579")
        known = rights.pins(desk)
        assert all(hash_.startswith("$argon2id$") for hash_ in known.values())
        assert [rights.matched(known, pin) for pin in ("1111", "13579", LEAD, "2469")] == [*Rank, None]
        with pytest.raises(KioskError, match="guards the others"):
            rights.remove_pin(desk, Rank.LEAD)
        assert not any(pin in str(each.body) for each in world.store.journal() for pin in (LEAD, "13579"))


def test_a_damaged_hash_lets_nobody_in_and_stops_nothing(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event")) as world:
        rights.set_pin(world.desk, Rank.LEAD, LEAD)
        rights.keep_pin(world.desk, Rank.MODERATOR, "nonsense")
        assert rights.matched(rights.pins(world.desk), LEAD) is Rank.LEAD
        assert rights.matched(rights.pins(world.desk), "1234") is None


# In a shell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;A;2"])
    assert kiosk("pin", made, "--role", "lead", given=f"{LEAD}\n".encode()).returncode == 0
    return made


COMMANDS = [("close",), ("reopen",), ("rebuild",), ("pin", "--role", "reception")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_of_the_leads_asks_for_a_pin(folder: Path, command: tuple[str, ...]) -> None:
    name, *more = command
    refused = kiosk(name, folder, *more, given=b"1111\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1
    assert "KIOSK_PIN" in refused.stderr


def test_close_takes_the_pin_from_the_environment_or_a_file(folder: Path, tmp_path: Path) -> None:
    wrong = kiosk("close", folder, KIOSK_PIN="1357")
    assert (wrong.returncode, wrong.stderr.strip()) == (1, "This PIN is wrong.")
    assert kiosk("close", folder, KIOSK_PIN=LEAD).returncode == 0
    secret = tmp_path / "pin.txt"
    secret.write_text(f"{LEAD}\n", encoding="utf-8")
    assert kiosk("reopen", folder, "--pin-file", secret).returncode == 0
    with world_at(folder) as world:
        assert [each.body["by"] for each in world.store.entries("event")] == ["lead", "lead"]
    missing = kiosk("close", folder, "--pin-file", tmp_path / "nothing")
    assert missing.returncode == 1
    assert "nothing" in missing.stderr


def test_rounds_and_plans_are_the_moderators(folder: Path) -> None:
    assert kiosk("round", folder, "start").returncode == 0, "without a PIN of its own everybody is a moderator"
    given = b"13579\n"
    assert kiosk("pin", folder, "--role", "moderator", given=given, KIOSK_PIN=LEAD).returncode == 0
    assert kiosk("round", folder, "pause").returncode == 1
    assert kiosk("plan", folder, "--publish").returncode == 1
    assert kiosk("round", folder, "status", "--json").returncode == 0
    paused = kiosk("round", folder, "pause", "--json", KIOSK_PIN="13579")
    assert '"paused"' in paused.stdout
    high = kiosk("close", folder, KIOSK_PIN="13579")
    assert (high.returncode, high.stdout) == (1, "")
    assert "may not do this" in high.stderr


def test_a_gate_never_asks(folder: Path) -> None:
    for role, pin in (("reception", b"1111"), ("moderator", b"2222")):
        assert kiosk("pin", folder, "--role", role, given=pin, KIOSK_PIN=LEAD).returncode == 0
    answered = kiosk("gate", folder, "--port", "-", "--json", given=b"NOBODY-1\n")
    assert answered.returncode == 0
    assert '"unknown"' in answered.stdout


def test_wrong_pins_lock_the_commands_out_and_removing_them_opens(folder: Path) -> None:
    with world_at(folder, datetime.now(UTC)) as world, world.store.write() as store:
        store.record([Draft(PIN_REFUSED, RIGHTS, {})] * (MANY - 1))
    wrong = kiosk("close", folder, KIOSK_PIN="0000")
    assert "in 5 minutes" in wrong.stderr, "it is not even looked at"
    later = datetime.now(UTC) + timedelta(minutes=6)
    with world_at(folder, later) as world, pytest.raises(KioskError, match=r"wrong\..*10 minutes"):
        rights.prove(world.desk, "0000", Right.CLOSE)
    waits = kiosk("close", folder, KIOSK_PIN=LEAD)
    assert (waits.returncode, waits.stderr.count("\n")) == (1, 1)
    assert "10 minutes" in waits.stderr
    with world_at(folder, datetime.now(UTC) + timedelta(minutes=20)) as world:
        assert rights.prove(world.desk, LEAD, Right.CLOSE) is Rank.LEAD
    assert kiosk("pin", folder, "--role", "lead", "--remove", KIOSK_PIN=LEAD).returncode == 0
    assert kiosk("close", folder).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_at_a_terminal_a_pin_is_typed_unseen(folder: Path) -> None:
    import pty

    far, near = pty.openpty()
    command = [sys.executable, "-m", "kiosk", "close", str(folder)]
    process = subprocess.Popen(command, stdin=near, stdout=near, stderr=near, env=shell(), start_new_session=True)
    os.close(near)
    shown = b""
    while b"PIN" not in shown:
        shown += os.read(far, 4096)
    time.sleep(0.2)
    os.write(far, f"{LEAD}\n".encode())
    while True:
        try:
            if not (piece := os.read(far, 4096)):
                break
        except OSError:
            break
        shown += piece
    os.close(far)
    assert process.wait(10) == 0, shown
    assert b"The event is closed." in shown
    assert LEAD.encode() not in shown
