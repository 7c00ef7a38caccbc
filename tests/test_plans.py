"""Who goes where: planned, published, kept as rounds begin, and extended for those who come late."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from world import ENTRANCE, EVENT, EXIT, ROUNDS, World, booth_reader, kiosk, make_folder, world_at, write_list

from kiosk.actions import booths, people, reception, rounds
from kiosk.actions.lists import import_people
from kiosk.actions.plans import propose, publish
from kiosk.actions.upkeep import verify
from kiosk.cli.plan import plan_document
from kiosk.i18n import use
from kiosk.model import KioskError, PlannedTalk
from kiosk.rules import clock
from kiosk.rules.booths import CLOSED

BOOTHS = ["1;Amt 1;1", "2;Amt 2;2", "3;Amt 3;1"]
POSITIONS = ["1A;1;Cook", "1B;1;Baker", "3A;3;Gardener"]

Plan = dict[tuple[int, int], str]
"""Booth by number and round."""


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, POSITIONS)


@pytest.fixture
def world(folder: Path) -> Iterator[World]:
    with world_at(folder) as opened:
        yield opened
        assert verify(opened.store)[1] == []


def wish(world: World, *wishes: str, **fields: Any) -> None:
    """Attendees from number 1 on, each with wishes as a list has them; their codes are ``T1``, ``T2``, ..."""
    for number, wished in enumerate(wishes, len(world.store.people()) + 1):
        world.listed(f"T{number}", number=number, wishes=wished.split(), **fields)


def planned(world: World) -> Plan:
    return {(talk.number or 0, talk.round): talk.booth for talk in world.store.planned("talks")}


def proposed(world: World) -> dict[str, Any]:
    return plan_document(propose(world.desk, rounds.rounds_block(world.desk)))


def send_out(world: World) -> int:
    """Plans and publishes; how many are told anew."""
    return len(publish(world.desk, propose(world.desk, rounds.rounds_block(world.desk))))


def command(world: World, kind: str) -> None:
    rounds.command(world.desk, rounds.rounds_block(world.desk), kind)


def booths_of(document: dict[str, Any], number: int) -> set[str]:
    return {talk["booth"] for talk in document["talks"] if talk["number"] == number}


def rounds_of(document: dict[str, Any], number: int) -> set[int]:
    return {talk["round"] for talk in document["talks"] if talk["number"] == number}


# What others rely on


def test_the_plan_is_what_others_rely_on(folder: Path) -> None:
    with world_at(folder) as world:
        wish(world, "1A 2", "1", "", "nowhere")
    ended = kiosk("plan", folder, "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    document = json.loads(ended.stdout)
    assert document.keys() >= {
        *("block", "rounds", "talks", "value", "bound", "proven", "share", "seconds", "unplaced"),
    }
    assert (document["block"], document["rounds"], document["proven"], document["share"]) == ("talks", 4, True, 1)
    assert document["unplaced"] == [3, 4]
    assert all(talk.keys() >= {"round", "number", "booth", "position"} for talk in document["talks"])
    talks = {(talk["number"], talk["booth"], talk["position"]) for talk in document["talks"]}
    assert talks == {(1, "1", "1A"), (1, "2", None), (2, "1", None)}
    # Fairness first: 4, 3 and 4 times D = 30 * 3 + 1 for the talks, then 30, 27 and 30 for the wishes.
    assert document["value"] == document["bound"] == (4 + 3 + 4) * 91 + 30 + 27 + 30
    assert document["seconds"] >= 0
    with world_at(folder) as world:
        assert planned(world) == {}


def test_a_plan_keeps_to_seats_and_sends_nobody_twice(world: World) -> None:
    wish(world, *["1 2 3"] * 9)
    document = proposed(world)
    talks = [(talk["number"], talk["round"], talk["booth"]) for talk in document["talks"]]
    seats = Counter((round_, booth) for _, round_, booth in talks)
    assert all(seats[round_, booth] <= (2 if booth == "2" else 1) for round_, booth in product(range(1, 5), "123"))
    assert len({(number, booth) for number, _, booth in talks}) == len(talks)
    assert len({(number, round_) for number, round_, _ in talks}) == len(talks) == 16
    by_person = Counter(number for number, _, _ in talks)
    assert set(by_person.values()) == {1, 2}


def test_two_seats_of_a_booth_are_told_apart(world: World) -> None:
    wish(world, *["2"] * 8)
    talks = proposed(world)["talks"]
    assert sorted((talk["round"], talk["seat"]) for talk in talks) == list(product(range(1, 5), "12"))


def test_two_wished_positions_at_one_booth_are_one_talk(world: World) -> None:
    wish(world, "3A 1B 1A")
    document = proposed(world)
    assert {(talk["booth"], talk["position"]) for talk in document["talks"]} == {("3", "3A"), ("1", "1B")}
    assert document["value"] == (4 + 3) * 91 + 30 + 27


def test_a_cancelled_person_and_staff_take_no_part(world: World) -> None:
    wish(world, "1", cancelled=True)
    world.listed(role="employer", wishes=["1"])
    wish_again = proposed(world)
    assert (wish_again["talks"], wish_again["unplaced"], wish_again["bound"]) == ([], [], 0)


def test_the_same_input_gives_the_same_plan(world: World) -> None:
    wish(world, *["1 2 3", "3 2", "2 1", "1A 3A"] * 3)
    once, again = proposed(world), proposed(world)
    assert {**once, "seconds": 0} == {**again, "seconds": 0}


def test_without_booths_or_rounds_there_is_nothing_to_plan(tmp_path: Path) -> None:
    bare = kiosk("plan", make_folder(tmp_path / "bare", EVENT + ROUNDS))
    assert (bare.returncode, bare.stdout) == (1, "")
    assert "booths.csv" in bare.stderr
    none = kiosk("plan", make_folder(tmp_path / "none", EVENT, BOOTHS))
    assert none.returncode == 1
    assert "no rounds" in none.stderr
    other = kiosk("plan", tmp_path / "bare", "--block", "lunch")
    assert other.returncode == 1
    assert "lunch" in other.stderr
    assert "talks" in other.stderr


# Presence: rounds are 10:00-10:10, 10:12-10:22, 10:24-10:34, 10:36-10:46


@pytest.mark.parametrize(
    ("arrives", "leaves", "possible"),
    [
        ("10:00", "10:10", {1}),
        ("10:00", "10:09", set()),
        ("10:01", "", {2, 3, 4}),
        ("10:12", "10:34", {2, 3}),
        ("10:13", "10:33", set()),
        ("10:36", "10:46", {4}),
        ("", "10:22", {1, 2}),
        ("10:37", "", set()),
        ("12:00", "11:00", set()),
    ],
)
def test_a_person_is_in_rounds_between_coming_and_going(
    tmp_path: Path, arrives: str, leaves: str, possible: set[int]
) -> None:
    folder = make_folder(tmp_path / "many", EVENT + ROUNDS, [f"{booth};Amt;1" for booth in range(1, 5)])
    with world_at(folder) as world:
        path = write_list(folder / "list.csv", "number;wishes;arrives;leaves", [f"1;1|2|3|4;{arrives};{leaves}"])
        import_people(world.desk, path)
        document = proposed(world)
    assert rounds_of(document, 1) == possible
    assert document["unplaced"] == ([] if possible else [1])


@pytest.mark.parametrize(
    ("hours", "possible"),
    [
        ("10:00;10:10;", {1}),
        ("10:12;;", {2, 3, 4}),
        (";10:33;", {1, 2}),
        (";;10:10-10:12", {1, 2, 3, 4}),
        (";;10:10-10:13", {1, 3, 4}),
        (";;10:09-10:12", {2, 3, 4}),
        (";;10:02-10:05|10:24-10:34", {2, 4}),
        ("10:12;10:46;10:22-10:36", {2, 4}),
    ],
)
def test_a_booth_is_off_when_it_is_closed_or_paused(tmp_path: Path, hours: str, possible: set[int]) -> None:
    with world_at(make_folder(tmp_path / "hours", EVENT + ROUNDS, [f"1;Amt;1;{hours}"])) as world:
        wish(world, *["1"] * 4)
        talks = proposed(world)["talks"]
    assert {talk["round"] for talk in talks} == possible
    assert len(talks) == len(possible)


# Published


def test_a_published_plan_is_what_the_gate_says_next(world: World) -> None:
    wish(world, "3 1")
    assert world.scan("T1").next is None
    assert send_out(world) == 1
    world.clock.go(seconds=10)
    going = world.scan("T1").next
    assert going
    assert (going.block, going.round, going.seat) == ("talks", 1, "1")
    assert going.booth == planned(world)[1, 1]
    assert send_out(world) == 0


def test_the_next_talk_follows_the_clock(world: World) -> None:
    wish(world, "3 1 2")
    send_out(world)
    plan = planned(world)

    def following() -> tuple[int, str] | None:
        world.clock.go(seconds=5)
        going = world.scan("T1").next
        return (going.round, going.booth) if going else None

    assert following() == (1, plan[1, 1])
    command(world, clock.STARTED)
    assert following() == (1, plan[1, 1])
    for _ in range(2):
        world.scan("T1", booth_reader(plan[1, 1]))
        world.clock.go(seconds=70)
    assert following() == (2, plan[1, 2])
    command(world, clock.ENDED)
    assert following() == (2, plan[1, 2])
    command(world, clock.CLOSED)
    assert following() is None


def test_the_earlier_block_comes_first_whatever_the_order_in_the_settings(tmp_path: Path) -> None:
    block = '[[block]]\nid = "{id}"\nmode = "rounds"\nstarts = {starts}\nrounds = 2\n'
    settings = EVENT + block.format(id="late", starts="14:00:00") + block.format(id="early", starts="10:00:00")
    with world_at(make_folder(tmp_path / "two", settings, BOOTHS)) as world:
        wish(world, "1 2")
        for name in ("late", "early"):
            publish(world.desk, propose(world.desk, rounds.rounds_block(world.desk, name)))
        going = world.scan("T1").next
        assert going
        assert going.block == "early"


def test_a_plan_made_before_a_round_began_is_not_published(world: World) -> None:
    wish(world, "1 2")
    made = propose(world.desk, rounds.rounds_block(world.desk))
    command(world, clock.STARTED)
    with pytest.raises(KioskError, match="Plan again"):
        publish(world.desk, made)
    assert planned(world) == {}


def test_nothing_of_a_started_round_changes(world: World) -> None:
    wish(world, *["1 2 3"] * 4)
    for number in range(1, 5):
        world.scan(f"T{number}")
    send_out(world)
    before = planned(world)
    command(world, clock.STARTED)
    wish(world, "1 2 3", "1 2 3")
    send_out(world)
    after = planned(world)
    assert {key: booth for key, booth in after.items() if key[1] == 1} == {
        key: booth for key, booth in before.items() if key[1] == 1
    }
    document = proposed(world)
    assert min(talk["round"] for talk in document["talks"]) == 2
    met = Counter((number, booth) for (number, _), booth in after.items())
    assert set(met.values()) == {1}


def test_rounds_that_are_over_are_planned_no_more(world: World) -> None:
    wish(world, "1 2 3")
    for _ in range(4):
        command(world, clock.STARTED)
        command(world, clock.ENDED)
    document = proposed(world)
    assert (document["talks"], document["bound"], document["share"]) == ([], 0, 1)


def test_a_booth_that_was_closed_by_hand_gets_nobody(world: World) -> None:
    wish(world, "1 2", "1 3")
    booths.command(world.desk, "1", CLOSED)
    document = proposed(world)
    assert booths_of(document, 1) == {"2"}
    assert booths_of(document, 2) == {"3"}


# Those who come late


@pytest.fixture
def out(world: World) -> World:
    """A plan is out for two who are in; there are seats left."""
    wish(world, "1 2", "2 3")
    send_out(world)
    for number in (1, 2):
        world.scan(f"T{number}")
    return world


def others(world: World, *newcomers: int) -> list[PlannedTalk]:
    return [talk for talk in world.store.planned("talks") if talk.number not in newcomers]


def test_somebody_new_on_the_list_gets_talks_at_the_door(out: World) -> None:
    before = others(out, 3)
    wish(out, "1 2 3")
    answer = out.scan("T3")
    assert answer.next
    assert others(out, 3) == before
    mine = [talk for talk in out.store.planned("talks") if talk.number == 3]
    assert {talk.booth for talk in mine} == {"1", "2", "3"}
    assert len({talk.round for talk in mine}) == 3
    taken = Counter((talk.round, talk.booth, talk.seat) for talk in out.store.planned("talks"))
    assert set(taken.values()) == {1}


def test_a_walk_in_gets_talks_at_once(out: World) -> None:
    before = others(out, 3)
    answer = reception.take_in(out.desk, {"first_name": "Zoë", "wishes": ["3", "2"]})
    assert (answer.number, answer.verdict) == (3, "admitted")
    assert answer.next
    assert others(out, 3) == before
    assert {talk.booth for talk in out.store.planned("talks") if talk.number == 3} == {"2", "3"}


def test_whoever_comes_during_the_rounds_gets_what_is_left(out: World) -> None:
    wish(out, "1 2 3")
    send_out(out)
    before = others(out, 3)
    for _ in range(2):
        command(out, clock.STARTED)
        command(out, clock.ENDED)
    answer = out.scan("T3")
    mine = [talk for talk in out.store.planned("talks") if talk.number == 3 and talk.round > 2]
    assert len(mine) == 2
    assert answer.next
    assert answer.next.round == 3
    assert others(out, 3) == before


def test_whoever_goes_out_and_comes_back_is_sent_to_no_booth_twice(out: World) -> None:
    plan = planned(out)
    command(out, clock.STARTED)
    out.clock.go(minutes=11)
    out.scan("T1", EXIT)
    out.clock.go(minutes=2)
    out.scan("T1")
    after = Counter(booth for (number, _), booth in planned(out).items() if number == 1)
    assert set(after.values()) == {1}
    assert planned(out)[1, 1] == plan[1, 1]


def test_who_has_no_wishes_is_admitted_without_a_plan(out: World) -> None:
    wish(out, "")
    answer = out.scan("T3")
    assert (answer.verdict, answer.next) == ("admitted", None)


def test_where_every_seat_is_taken_the_door_stays_open(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "tight", EVENT + ROUNDS.replace("4", "1"), ["1;Amt;1"])) as world:
        wish(world, "1")
        world.scan("T1")
        send_out(world)
        wish(world, "1")
        assert world.scan("T2").verdict == "admitted"
        assert planned(world) == {(1, 1): "1"}


def test_an_admission_and_its_talks_are_one_transaction(out: World) -> None:
    wish(out, "1 2 3")
    _, before = out.store.version()
    assert out.scan("T3").next
    _, after = out.store.version()
    assert after == before + 1


def test_an_undone_walk_in_leaves_the_others_alone(out: World) -> None:
    before = others(out, 3)
    answer = reception.take_in(out.desk, {"first_name": "Zoë", "wishes": ["3"]})
    people.undo(out.desk, answer.entry)
    assert others(out, 3) == before
    assert not out.person(answer.person).inside


# The command


def test_publishing_says_how_many_are_told(folder: Path) -> None:
    with world_at(folder) as world:
        wish(world, "1 2", "2", "")
    ended = kiosk("plan", folder, "--publish")
    assert ended.returncode == 0
    assert "3 talks for 2 persons: best possible, proven" in ended.stdout
    assert "Without a talk: 3" in ended.stdout
    assert "2 persons are told anew" in ended.stdout
    again = kiosk("plan", folder, "--publish", "--json")
    assert len(json.loads(again.stdout)["talks"]) == 3
    with world_at(folder) as world:
        assert len(planned(world)) == 3
        assert world.scan("T1", ENTRANCE).next


def test_whoever_cannot_be_served_is_named_with_the_reason(folder: Path) -> None:
    write_list(folder / "bonds.csv", "kind;number;booth", ["must;1;2", "never;1;2", "must;77;1"])
    with world_at(folder) as world:
        wish(world, "1 99", "", "1")
        wish(world, "1", arrives="23:00")
        wish(world, *["3"] * 5)
    ended = kiosk("plan", folder)
    assert ended.returncode == 0
    for said in (
        "Number 1 wishes “99”: there is no such booth and no such position.",
        "Number 1 must go to booth 2 and cannot: bonds.csv says both must and never.",
        "Number 2 has no wishes.",
        "Number 4 comes too late or leaves too early for every round still to come.",
        "bonds.csv names number 77, who does not take part.",
        "more people than seats at the wished booths: 9",
    ):
        assert said in ended.stdout
    document = json.loads(kiosk("plan", folder, "--json").stdout)
    assert {(row["number"], row["reason"]) for row in document["reasons"]} == {
        (2, "no_wishes"),
        (4, "not_there"),
        (9, "full"),
    }
    assert {(row["number"], row["problem"], row["about"]) for row in document["problems"]} == {
        (1, "unknown_wish", "99"),
        (1, "contradiction", "2"),
        (2, "empty_wishes", None),
        (4, "never_there", None),
        (77, "unknown_number", None),
    }


def test_many_without_wishes_share_one_line(folder: Path) -> None:
    with world_at(folder) as world:
        wish(world, "1", *[""] * 14)
    said = [line for line in kiosk("check", folder).stdout.splitlines() if "wishes" in line and "people" in line]
    assert said == [
        "▲ 14 people have no wishes; Ctrl+E at reception asks for them: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 …"
    ]


def test_where_a_seat_is_lacking_is_said_before_the_doors_open(folder: Path) -> None:
    with world_at(folder) as world:
        wish(world, *["3"] * 5, "3 1")
    ended = kiosk("plan", folder, "--outlook")
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert lines[0] == ["Booth", "wishes", "first", "seats", "lacking"]
    assert lines[1][:5] == ["3", "6", "6", "4", "2"]
    assert "one more seat: 2 more talks, 1 fewer persons without one" in ended.stdout
    document = json.loads(kiosk("plan", folder, "--outlook", "--json").stdout)
    assert document["booths"][0]["one_more_seat"] == {"talks": 2, "served": 1}
    assert "Booth 3, with one more seat: 2 more talks." in kiosk("check", folder).stdout
    assert kiosk("plan", folder, "--outlook", "--publish").returncode == 2
