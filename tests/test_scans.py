"""What a scan means: every verdict, at every kind of reader, with the time that a test sets."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from world import DAY, ENTRANCE, EVENT, EXIT, INFO, ROUNDS, World, booth_reader, local, make_folder, world_at

from kiosk.actions import booths, closing, people, rounds
from kiosk.actions.hall import hall_view
from kiosk.actions.plans import propose, publish
from kiosk.actions.scans import take
from kiosk.actions.upkeep import verify
from kiosk.codes import new_code
from kiosk.model import Answer, Instant, KioskError, Person, Scan, Talk, Verdict
from kiosk.programme import ReaderSetting
from kiosk.rules import clock
from kiosk.rules.readers import DEEDS

BOOTHS = ["1;Amt 1;1", "2;Amt 2;2", "3;Amt 3;1"]
ONE, TWO, THREE = (booth_reader(booth) for booth in "123")
SECOND_DOOR = ReaderSetting(ENTRANCE.role, port="COM9", booth="B")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS)


@pytest.fixture
def world(folder: Path) -> Iterator[World]:
    with world_at(folder) as opened:
        yield opened
        assert verify(opened.store)[1] == []


@pytest.fixture
def anna(world: World) -> Person:
    return world.listed("A", first_name="Anna", last_name="Abt", number=1)


@pytest.fixture
def ben(world: World) -> Person:
    return world.listed("B", first_name="Ben", last_name="Bär", number=2)


def verdicts(world: World, *scans: tuple[str, ReaderSetting]) -> list[str]:
    """The answers to scans that come ten seconds apart."""
    found = []
    for text, reader in scans:
        found.append(str(world.scan(text, reader).verdict))
        world.clock.go(seconds=10)
    return found


# In and out


def test_a_good_scan_admits(world: World, anna: Person) -> None:
    answer = world.scan("A")
    assert answer.verdict == "admitted"
    assert (answer.number, answer.name, answer.first, answer.first_reader) == (1, "Anna A.", local(9), "entrance")
    assert world.person(anna.id).inside


def test_a_second_scan_says_when_and_where_the_first_was(world: World, anna: Person) -> None:
    world.scan("A", SECOND_DOOR)
    world.clock.go(minutes=20)
    answer = world.scan("A")
    assert answer.verdict == "already_in"
    assert (answer.first, answer.first_reader) == (local(9), "entrance-B")
    assert world.person(anna.id).visits == 1


def test_out_and_in_again(world: World, anna: Person) -> None:
    assert verdicts(world, ("A", EXIT), ("A", ENTRANCE), ("A", EXIT), ("A", EXIT), ("A", ENTRANCE)) == [
        "not_in",
        "admitted",
        "checked_out",
        "not_in",
        "admitted",
    ]
    came = world.person(anna.id)
    assert came.inside
    assert (came.first_in, came.last_in, came.last_out) == (local(9, 0, 10), local(9, 0, 40), local(9, 0, 20))
    assert (came.visits, came.conflict) == (1, "")


def test_refusals_and_rescans_are_kept(world: World, anna: Person) -> None:
    verdicts(world, ("A", EXIT), ("A", ENTRANCE), ("A", ENTRANCE), ("nobody's", ENTRANCE))
    kept = [(scan.verdict, scan.code, scan.person, scan.reader) for scan in reversed(world.store.scans())]
    assert kept == [
        ("not_in", "A", anna.id, "exit"),
        ("admitted", "A", anna.id, "entrance"),
        ("already_in", "A", anna.id, "entrance"),
        ("unknown", "nobody's", "", "entrance"),
    ]


# The same badge again


def test_the_same_badge_within_three_seconds_is_one_scan(world: World, anna: Person) -> None:
    world.scan("A")
    entries = world.journal()
    for _ in range(5):
        world.clock.go(seconds=2.9)
        answer = world.scan("A")
        assert (answer.verdict, answer.entry, answer.number, answer.first) == ("repeat", "", 1, local(9))
    assert world.journal() == entries
    world.clock.go(seconds=3)
    assert world.scan("A").verdict == "already_in"
    assert world.journal() == entries + 1


def test_another_badge_between_makes_it_no_repeat(world: World, anna: Person, ben: Person) -> None:
    assert [world.scan(code).verdict for code in "ABA"] == ["admitted", "admitted", "already_in"]


def test_each_reader_has_its_own_repeats(world: World, anna: Person) -> None:
    assert world.scan("A").verdict == "admitted"
    assert world.scan("A", SECOND_DOOR).verdict == "already_in"
    assert world.scan("A", EXIT).verdict == "checked_out"
    assert world.scan("A", EXIT).verdict == "repeat"
    assert world.scan("A").verdict == "repeat"


def test_two_readers_at_one_door_do_not_disturb_each_other(world: World, anna: Person, ben: Person) -> None:
    left, right = (ReaderSetting(ENTRANCE.role, port=port) for port in ("COM3", "COM4"))
    swinging = [world.scan(code, reader).verdict for code, reader in (("A", left), ("B", right), ("A", left))]
    assert swinging == ["admitted", "admitted", "repeat"]


def test_what_is_on_no_list_repeats_too(world: World) -> None:
    assert [world.scan("nobody's").verdict for _ in range(3)] == ["unknown", "repeat", "repeat"]
    assert world.journal() == 1


def test_a_scan_that_could_not_be_written_is_no_repeat(world: World, anna: Person, folder: Path) -> None:
    world.store.db.execute("pragma busy_timeout=1")
    with world_at(folder) as other, other.store.write(), pytest.raises(KioskError):
        world.scan("A")
    assert world.scan("A").verdict == "admitted"


@pytest.mark.parametrize("boot", ["b1", ""])
def test_a_clock_that_is_set_back_makes_no_long_repeat(world: World, anna: Person, boot: str) -> None:
    def scan(wall_minutes: float, steady: float) -> Answer:
        at = Instant(local(9) + timedelta(minutes=wall_minutes), boot, steady)
        return take(world.desk, Scan(ENTRANCE, "A", at))[0]

    assert scan(0, 100).verdict == "admitted"
    assert scan(-60, 110).verdict == "already_in"
    assert scan(0, 111).verdict == ("repeat" if boot else "already_in")


# Whose badge


def test_a_code_of_another_event_is_foreign(world: World) -> None:
    assert world.scan(new_code("B", 7, b"another event" * 3)).verdict == "foreign"


def test_a_code_of_this_event_that_nobody_has_is_unknown(world: World) -> None:
    assert world.scan(world.code(7)).verdict == "unknown"


def test_a_code_with_a_wrong_letter_is_misread(world: World) -> None:
    code = world.code(7)
    wrong = code[:-1] + ("C" if code[-1] == "B" else "B")
    answer = world.scan(wrong)
    assert (answer.verdict, answer.code, answer.number) == ("misread", wrong, None)


def test_two_codes_in_one_frame_are_two_scans(world: World) -> None:
    codes = [world.code(serial) for serial in (1, 2)]
    for number, code in enumerate(codes, 1):
        world.listed(code, number=number)
    answers = take(world.desk, Scan(ENTRANCE, "".join(codes), world.clock()))
    assert [(answer.number, answer.verdict) for answer in answers] == [(1, "admitted"), (2, "admitted")]


def test_blanks_are_no_scan(world: World) -> None:
    assert take(world.desk, Scan(ENTRANCE, " \t ", world.clock())) == []
    assert world.journal() == 0


def test_a_replaced_badge_is_revoked_whatever_a_list_says_later(world: World, anna: Person) -> None:
    code = people.replace_badge(world.desk, anna.id)
    assert world.scan("A").verdict == "revoked"
    assert world.scan(code).verdict == "admitted"
    world.listed("A", first_name="Anna", last_name="Abt", number=9)
    assert world.scan("A").number == 9
    assert people.badge_of(world.desk, anna.id) == code
    newer = people.replace_badge(world.desk, anna.id)
    world.clock.go(seconds=10)
    assert world.scan(code).verdict == "revoked"
    assert world.scan(newer).verdict == "already_in"


def test_a_cancelled_registration_is_refused_until_somebody_admits_it(world: World) -> None:
    person = world.listed("C", cancelled=True)
    for reader in (ENTRANCE, INFO, ONE):
        assert world.scan("C", reader).verdict == "cancelled"
    people.admit_anyway(world.desk, person.id, ENTRANCE, "paid at the door")
    world.clock.go(seconds=10)
    assert world.scan("C").verdict == "already_in"
    assert world.scan("C", ONE).verdict == "talk_started"


SIG1 = "=" + "QAa8kz3p67jepqtbt9evz766bfggzhfaqhQAa8kz3p67jepqtbt9evz766bfggzh" + "Zm9vYmFy" * 6 + "AQA"
UUID_TEXT = "5c0d14a5-8b1e-4e8a-9f3e-2b1f6f0c7d55"
HMAC = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="
SECRET = base64.b64encode(UUID(UUID_TEXT).bytes).decode()

TICKETS = {
    "pretix": ("rs8a3p67jepqtbt9evz766bfggzhfaqh", "rs8a3p67jepqtbt9evz766bfggzhfaqh"),
    "pretix signed": (SIG1, SIG1),
    "Hi.Events": ("A-7KQ2M9X", "A-7KQ2M9X"),
    "Eventbrite": ("0814847311126137001", "0814847311126137001"),
    "alf.io": (UUID_TEXT, f"{UUID_TEXT}/{HMAC}"),
    "Indico before 3.3": (
        UUID_TEXT,
        json.dumps({"checkin_secret": UUID_TEXT, "server_url": "https://indico.example.org"}),
    ),
    "Indico": (UUID_TEXT.replace("-", ""), json.dumps({"i": [2, "https://indico.example.org", SECRET]})),
    "eventyay": ("tk8a3p67jepqtbt9", json.dumps({"ticket": "tk8a3p67jepqtbt9"})),
    "Luma": ("g-Wp3kZ1xYc", "https://lu.ma/check-in/evt-1?pk=g-Wp3kZ1xYc"),
    "Luma whole": ("https://lu.ma/check-in/evt-1?pk=g-9", "https://lu.ma/check-in/evt-1?pk=g-9"),
}


@pytest.mark.parametrize("system", TICKETS)
def test_a_ticket_of_another_system_is_a_badge_where_the_list_has_it(world: World, system: str) -> None:
    listed, printed = TICKETS[system]
    assert world.scan(printed).verdict == "unknown"
    person = world.listed(listed, number=7)
    answer = world.scan(f"]Q1{printed}\r", SECOND_DOOR)
    assert (answer.verdict, answer.number, answer.person) == ("admitted", 7, person.id)


def test_a_scanner_that_swaps_the_case_is_understood(world: World) -> None:
    code = world.code(5)
    world.listed(code, number=1)
    world.listed("rs8A3p67", number=2)
    assert world.scan(code.swapcase()).number == 1
    assert world.scan("RS8a3P67").number == 2


def test_the_exact_spelling_goes_before_the_other_case(world: World) -> None:
    world.listed("ticketa", number=1)
    world.listed("TICKETA", number=2)
    assert world.scan("TICKETA").number == 2
    assert world.scan("ticketa").number == 1


# The day


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (local(0), "admitted"),
        (local(0) - timedelta(seconds=1), "wrong_day"),
        (local(23, 59, 59), "admitted"),
        (local(0) + timedelta(days=1), "wrong_day"),
    ],
)
def test_the_day_is_that_of_the_events_zone(world: World, anna: Person, at: object, verdict: str) -> None:
    world.clock.at = at  # type: ignore[assignment]
    assert world.scan("A").verdict == verdict


def test_the_day_is_that_of_a_zone_far_away(tmp_path: Path) -> None:
    settings = EVENT + 'timezone = "Pacific/Kiritimati"\n'
    with world_at(make_folder(tmp_path / "far", settings), local(11) - timedelta(days=1)) as world:
        world.listed("A")
        assert world.scan("A").verdict == "admitted"
        world.clock.go(days=1)
        world.listed("B")
        assert world.scan("B").verdict == "wrong_day"


def test_a_wrong_day_is_admitted_with_a_reason(world: World, anna: Person) -> None:
    world.clock.go(days=3)
    assert world.scan("A").verdict == "wrong_day"
    with pytest.raises(KioskError, match="reason"):
        people.admit_anyway(world.desk, anna.id, ENTRANCE, "  ")
    people.admit_anyway(world.desk, anna.id, ENTRANCE, "moved to today")
    world.clock.go(seconds=10)
    assert world.scan("A").verdict == "already_in"


NIGHT = """
[[block]]
id = "night"
mode = "rounds"
starts = 23:00:00
rounds = 10
"""

NEXT_DAY = """
[[block]]
id = "next"
mode = "open"
date = 2026-11-23
starts = 15:00:00
"""


@pytest.mark.parametrize("second_day", ["", NEXT_DAY])
def test_a_block_past_midnight_belongs_to_its_first_day(tmp_path: Path, second_day: str) -> None:
    with world_at(make_folder(tmp_path / "night", EVENT + NIGHT + second_day), local(23, 30)) as world:
        anna, ben = world.listed("A"), world.listed("B")
        assert world.scan("A").verdict == "admitted"
        world.clock.go(hours=1)
        assert verdicts(world, ("A", ENTRANCE), ("B", ENTRANCE), ("A", EXIT), ("A", ENTRANCE)) == [
            "already_in",
            "admitted",
            "checked_out",
            "admitted",
        ]
        assert (world.person(anna.id).visits, world.person(ben.id).visits) == (1, 1)
        world.clock.go(hours=12)
        assert world.scan("A").verdict == ("admitted" if second_day else "wrong_day")


def test_the_day_on_which_the_clocks_change_is_one_day(tmp_path: Path) -> None:
    settings = EVENT.replace("2026-11-22", "2026-10-25")
    autumn = date(2026, 10, 25)
    with world_at(make_folder(tmp_path / "dst", settings), local(0, day=autumn)) as world:
        world.listed("A")
        world.listed("B")
        assert world.scan("A").verdict == "admitted"
        world.clock.go(hours=24, minutes=59)
        assert world.scan("B").verdict == "admitted"
        world.clock.go(minutes=1)
        world.listed("C")
        assert world.scan("C").verdict == "wrong_day"


TWO_DAYS = """
permitted = 2

[[block]]
id = "fair"
mode = "open"
starts = 10:00:00

[[block]]
id = "talks"
mode = "open"
date = 2026-11-24
starts = 10:00:00
"""


def test_who_forgot_to_check_out_comes_in_again_on_the_next_day(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "days", EVENT + TWO_DAYS)) as world:
        anna, ben = world.listed("A"), world.listed("B")
        assert verdicts(world, ("A", ENTRANCE), ("B", ENTRANCE)) == ["admitted", "admitted"]
        assert hall_view(world.desk).inside == 2
        world.clock.at = local(9, day=DAY + timedelta(days=2))
        assert hall_view(world.desk).inside == 0
        assert verdicts(world, ("A", INFO), ("A", EXIT), ("A", ENTRANCE), ("A", ENTRANCE), ("B", ENTRANCE)) == [
            "not_in",
            "not_in",
            "admitted",
            "already_in",
            "admitted",
        ]
        assert [world.person(person.id).visits for person in (anna, ben)] == [2, 2]
        assert world.person(anna.id).conflict == ""
        assert world.person(anna.id).first_in == local(9)


# The house


@pytest.fixture
def small(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "small", EVENT + "permitted = 2\n", BOOTHS)) as opened:
        yield opened


def test_a_full_house_takes_one_in_when_one_is_out(small: World) -> None:
    small.listed("A")
    small.listed("STAFF", role="staff")
    small.listed("C")
    assert verdicts(small, ("STAFF", ENTRANCE), ("A", ENTRANCE), ("C", ENTRANCE), ("A", ENTRANCE)) == [
        "admitted",
        "admitted",
        "full",
        "already_in",
    ]
    assert verdicts(small, ("STAFF", EXIT), ("C", ENTRANCE), ("STAFF", ENTRANCE)) == ["checked_out", "admitted", "full"]


def test_a_reason_opens_a_full_house_and_a_cancelled_one_is_told_first(small: World) -> None:
    for code in "AB":
        small.listed(code)
        small.scan(code)
    cancelled = small.listed("C", cancelled=True)
    late = small.listed("D")
    assert verdicts(small, ("C", ENTRANCE), ("D", ENTRANCE)) == ["cancelled", "full"]
    people.admit_anyway(small.desk, late.id, ENTRANCE, "the mayor")
    assert small.store.inside() == 3
    assert not small.person(cancelled.id).inside


# Info


def test_an_info_point_says_the_next_booth_and_no_name(world: World) -> None:
    world.listed("A", number=1, wishes=["2"])
    world.listed("B", number=2)
    publish(world.desk, propose(world.desk, rounds.rounds_block(world.desk)))
    assert world.scan("A", INFO).verdict == "not_in"
    world.scan("A")
    world.scan("B")
    world.clock.go(seconds=10)
    answer = world.scan("A", INFO)
    assert (answer.verdict, answer.name, answer.number) == ("sent", "", 1)
    assert answer.next
    assert (answer.next.block, answer.next.round, answer.next.booth) == ("talks", 1, "2")
    assert answer.next.starts == local(10)
    assert world.scan("B", INFO).verdict == "already_in"


# Booths


def running(world: World, booth: str) -> list[tuple[int | None, str]]:
    return [(talk.number, talk.seat) for talk in world.store.running_talks(booth=booth)]


def talk_of(world: World, person: Person) -> Talk:
    return world.store.talks_of(person.id)[-1]


def test_a_talk_starts_and_is_done(world: World, anna: Person) -> None:
    world.scan("A")
    assert world.scan("A", ONE).verdict == "talk_started"
    world.clock.go(seconds=4)
    assert world.scan("A", ONE).verdict == "talk_done"
    talk = talk_of(world, anna)
    assert (talk.booth, talk.seat, talk.confirmed, talk.starts) == ("1", "1", True, local(9))
    assert talk.ends == local(9, 0, 4)


def test_a_swinging_badge_ends_no_talk(world: World, anna: Person) -> None:
    world.scan("A", ONE)
    for _ in range(4):
        world.clock.go(seconds=2)
        assert world.scan("A", ONE).verdict == "repeat"
    assert running(world, "1") == [(1, "1")]


def test_whoever_sits_at_a_booth_has_come_in(world: World, anna: Person) -> None:
    answer = world.scan("A", ONE)
    assert (answer.verdict, answer.first, answer.first_reader) == ("talk_started", local(9), "booth-1")
    assert world.person(anna.id).inside
    people.undo(world.desk, answer.entry)
    assert world.person(anna.id).inside
    assert world.store.talks() == []


def test_a_booth_on_the_wrong_day_takes_nobody_who_is_not_in(world: World, anna: Person) -> None:
    world.clock.go(days=1)
    assert world.scan("A", ONE).verdict == "wrong_day"


def test_where_all_seats_are_taken_the_longest_talk_is_over(world: World) -> None:
    for number, code in enumerate("ABCD", 1):
        world.listed(code, number=number)
    verdicts(world, ("A", TWO), ("B", TWO))
    assert running(world, "2") == [(1, "1"), (2, "2")]
    verdicts(world, ("C", TWO))
    assert running(world, "2") == [(2, "2"), (3, "1")]
    verdicts(world, ("B", TWO), ("D", TWO))
    assert running(world, "2") == [(3, "1"), (4, "2")]
    ended = {talk.number: talk.confirmed for talk in world.store.talks() if talk.ends}
    assert ended == {1: False, 2: True}


def test_a_seat_that_was_added_today_is_used(world: World) -> None:
    for number, code in enumerate("AB", 1):
        world.listed(code, number=number)
    booths.add_seats(world.desk, "1", 1)
    verdicts(world, ("A", ONE), ("B", ONE))
    assert running(world, "1") == [(1, "1"), (2, "2")]


def test_a_scan_at_one_booth_means_having_left_the_other(world: World, anna: Person) -> None:
    verdicts(world, ("A", ONE), ("A", TWO))
    first, second = world.store.talks_of(anna.id)
    assert (first.booth, first.ends, first.confirmed) == ("1", local(9, 0, 10), False)
    assert (second.booth, second.ends) == ("2", None)


@pytest.fixture
def planned(world: World) -> World:
    """Anna's talks are at booth 1, then 2; round 1 is running and both are in."""
    world.listed("A", number=1, wishes=["1", "2"])
    world.listed("B", number=2)
    block = rounds.rounds_block(world.desk)
    publish(world.desk, propose(world.desk, block))
    verdicts(world, ("A", ENTRANCE), ("B", ENTRANCE))
    rounds.command(world.desk, block, clock.STARTED)
    return world


def test_a_planned_talk_knows_its_round(planned: World) -> None:
    assert planned.scan("A", ONE).verdict == "talk_started"
    (talk,) = planned.store.talks()
    assert (talk.block, talk.round) == ("talks", 1)


def test_the_wrong_booth_is_told_and_a_second_scan_takes_the_talk_anyway(planned: World) -> None:
    answer = planned.scan("A", TWO)
    assert answer.verdict == "wrong_booth"
    assert answer.next
    assert (answer.next.booth, answer.next.round) == ("1", 1)
    planned.clock.go(seconds=2)
    assert planned.scan("A", TWO).verdict == "repeat"
    planned.clock.go(seconds=4)
    assert planned.scan("A", TWO).verdict == "talk_started"
    (talk,) = planned.store.talks()
    assert (talk.booth, talk.block, talk.round) == ("2", "", None)


def test_another_badge_between_makes_it_no_second_scan(planned: World) -> None:
    assert verdicts(planned, ("A", TWO), ("B", TWO), ("A", TWO)) == ["wrong_booth", "talk_started", "wrong_booth"]


def test_without_a_plan_every_booth_is_right(planned: World) -> None:
    assert planned.scan("B", THREE).verdict == "talk_started"


def test_between_rounds_every_booth_is_right(planned: World) -> None:
    rounds.command(planned.desk, rounds.rounds_block(planned.desk), clock.ENDED)
    assert planned.scan("A", THREE).verdict == "talk_started"


def test_whoever_is_done_early_may_go_elsewhere(planned: World) -> None:
    assert verdicts(planned, ("A", ONE), ("A", ONE), ("A", THREE)) == ["talk_started", "talk_done", "talk_started"]


# How much is asked of the database while somebody waits


def asked(world: World, text: str, reader: ReaderSetting) -> list[str]:
    """The statements that one scan makes, its transaction included."""
    statements: list[str] = []
    world.store.db.conn.set_trace_callback(statements.append)
    world.scan(text, reader)
    world.store.db.conn.set_trace_callback(None)
    return statements


def test_a_scan_asks_little_and_reads_the_clock_of_the_rounds_once(world: World) -> None:
    world.listed("A", number=1, wishes=["1", "2"])
    block = rounds.rounds_block(world.desk)
    publish(world.desk, propose(world.desk, block))
    coming = asked(world, "A", ENTRANCE)
    rounds.command(world.desk, block, clock.STARTED)
    sitting = asked(world, "A", ONE)
    assert len(coming) <= 15
    assert len(sitting) <= 19
    for statements in (coming, sitting):
        assert sum("entity = 'clock:talks'" in statement for statement in statements) == 1


def test_what_a_reader_has_done_is_not_kept_for_ever(planned: World) -> None:
    for _ in range(DEEDS + 5):
        planned.scan("A", ONE)
        planned.clock.go(seconds=4)
    assert len(planned.desk.memories.of(ONE, planned.clock()).deeds) == DEEDS


# Closed


def test_a_closed_event_refuses_everything_and_keeps_it(world: World, anna: Person) -> None:
    world.scan("A")
    closing.close(world.desk)
    before = world.journal()
    for reader, text in ((ENTRANCE, "nobody's"), (EXIT, "A"), (INFO, "A"), (ONE, "A")):
        assert world.scan(text, reader).verdict == Verdict.REFUSED
    assert world.journal() == before + 4
    assert world.person(anna.id).inside
    closing.reopen(world.desk)
    world.clock.go(seconds=10)
    assert world.scan("A", EXIT).verdict == "checked_out"
