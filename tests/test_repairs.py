"""A published plan through an afternoon: whatever happens, it stays valid, and every change is explained."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import EVENT, EXIT, ROUNDS, World, booth_reader, local, make_folder, world_at

from kiosk.actions import booths, offers, people, repairs, rounds
from kiosk.actions.planning import Hall, open_in, present_in, wished
from kiosk.actions.plans import hall_of, met, propose, publish
from kiosk.actions.repairs import Move, recent_moves
from kiosk.actions.upkeep import verify
from kiosk.i18n import use
from kiosk.model import Draft, KioskError, Person, PlannedTalk
from kiosk.programme import Block
from kiosk.rotation.mending import BYSTANDERS, Why
from kiosk.rules import clock
from kiosk.rules.booths import CLOSED, OPENED, PAUSED
from kiosk.rules.people import LISTED
from kiosk.rules.plans import Cause

BOOTHS = ["1;Amt 1;1", "2;Amt 2;2", "3;Amt 3;1", "4;Amt 4;1"]
PEOPLE = 8

Place = tuple[int, str]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS)) as opened:
        yield opened
        assert verify(opened.store)[1] == []


def block_of(world: World) -> Block:
    return rounds.rounds_block(world.desk, "talks")


def wish(world: World, *wishes: str) -> None:
    for number, wished_ in enumerate(wishes, 1):
        world.listed(f"T{number}", number=number, wishes=wished_.split())


def send_out(world: World) -> None:
    publish(world.desk, propose(world.desk, block_of(world)))


def number(world: World, place: int) -> Person:
    found = world.store.person_by_number(place)
    assert found
    return found


def begin(world: World) -> None:
    rounds.command(world.desk, block_of(world), clock.STARTED)


def days(world: World) -> dict[int, set[Place]]:
    found: dict[int, set[Place]] = {}
    for talk in world.store.planned("talks"):
        found.setdefault(talk.number or 0, set()).add((talk.round, talk.booth))
    return found


def relist(world: World, place: int, **fields: object) -> None:
    """The list says something else, and the plan is not mended."""
    with world.store.write() as store:
        store.record([Draft(LISTED, number(world, place).id, fields)])


# One thing at a time


def test_others_make_way_for_a_latecomer_where_no_free_seat_is_left(world: World) -> None:
    wish(world, "1", "1", "1", "")
    for person, (arrives, leaves) in enumerate((("", "10:10"), ("10:24", "10:34"), ("10:12", "10:22")), 1):
        relist(world, person, arrives=arrives, leaves=leaves)
    send_out(world)
    assert days(world) == {1: {(1, "1")}, 3: {(2, "1")}, 2: {(3, "1")}}
    relist(world, 1, leaves="10:34")
    relist(world, 2, arrives="", leaves="")
    for coming in (2, 3):
        world.scan(f"T{coming}")
    begin(world)
    world.scan("T4", booth_reader("1"))  # Somebody else has been where the latecomer goes.
    world.clock.go(minutes=11)
    world.scan("T1")
    moves = {(move.number, move.why, move.before, move.after) for move in recent_moves(world.desk)}
    assert moves == {
        (1, Why.OWN, (), ((3, "1"),)),
        (2, Why.MADE_WAY, ((3, "1"),), ((4, "1"),)),
    }
    assert {move.cause for move in recent_moves(world.desk)} == {Cause.ARRIVED}


def test_a_closed_booth_is_explained_with_its_name(world: World) -> None:
    wish(world, "1 2", "1 3")
    send_out(world)
    booths.command(world.desk, "1", CLOSED)
    moves = recent_moves(world.desk)
    assert {move.number for move in moves} == {1, 2}
    assert {(move.cause, move.of) for move in moves} == {(Cause.CLOSED, "1")}
    assert all(booth == "1" for move in moves for _, booth in move.before)


def test_a_seat_is_offered_to_whoever_has_the_fewest_talks(world: World) -> None:
    wish(world, "1", "2 3", "")
    relist(world, 1, leaves="10:10")
    relist(world, 2, arrives="10:12")
    send_out(world)
    for coming in (2, 3):
        world.scan(f"T{coming}")
    relist(world, 2, wishes=["2", "3", "1"], arrives="")
    relist(world, 3, wishes=["1"])
    begin(world)
    world.clock.go(minutes=2)
    moves = offers.offer_seats(world.desk, block_of(world))
    assert [(move.number, move.why, move.before, move.after) for move in moves] == [
        (1, Why.OWN, ((1, "1"),), ()),
        (3, Why.OFFERED, (), ((1, "1"),)),
    ]


def test_a_locked_talk_at_a_closed_booth_goes_like_any_other(world: World) -> None:
    wish(world, "1", "1 2")
    send_out(world)
    (round_,) = [round_ for round_, _ in days(world)[1]]
    repairs.lock(world.desk, block_of(world), 1, round_, locked=True)
    booths.command(world.desk, "1", CLOSED)
    assert 1 not in days(world)
    relist(world, 1, cancelled=True)
    send_out(world)


# Any sequence of things


def seats_now(world: World, stale: bool) -> dict[Place, int]:
    """Seats by round and booth as they are now; ``stale``: a round has begun since the booth was paused."""
    block, hall = block_of(world), hall_of(world.desk, block_of(world))
    return {
        (round_, booth.booth): hall.seats[booth.booth]
        if open_in(block, booth, round_) and (stale or not (booth.booth in hall.paused and round_ == hall.first_round))
        else 0
        for booth in hall.booths
        for round_ in range(hall.first_round, block.rounds + 1)
    }


def been_at(world: World, hall: Hall) -> set[tuple[str, str]]:
    return met(world.desk, hall, world.store.talks(), world.store.planned("talks"))


def valid(world: World, *, stale: bool) -> list[str]:
    """What is wrong with the plan of the rounds to come."""
    block, hall = block_of(world), hall_of(world.desk, block_of(world))
    ahead = [talk for talk in world.store.planned("talks") if talk.round >= hall.first_round]
    who, been = {person.id: person for person in hall.people}, been_at(world, hall)
    seats, wrong = seats_now(world, stale), []
    for place, taken in Counter((talk.round, talk.booth) for talk in ahead).items():
        if taken > seats[place]:
            wrong.append(f"{place}: {taken} talks on {seats[place]} seats")
    for name, keys in (
        ("seat", [(talk.round, talk.booth, talk.seat) for talk in ahead]),
        ("round", [(talk.round, talk.person) for talk in ahead]),
        ("booth", [(talk.booth, talk.person) for talk in ahead]),
    ):
        wrong += [f"{name} twice: {key}" for key, times in Counter(keys).items() if times > 1]
    for talk in ahead:
        person = who.get(talk.person)
        if person is None:
            wrong.append(f"{talk.number} does not take part")
        elif not present_in(block, person, talk.round):
            wrong.append(f"{talk.number} is not there in round {talk.round}")
        elif (talk.person, talk.booth) in been:
            wrong.append(f"{talk.number} has been at booth {talk.booth}")
        elif talk.booth not in wished(hall.event, person) and not talk.locked:
            wrong.append(f"{talk.number} does not wish booth {talk.booth}")
    return wrong


def impossible(world: World, talks: list[PlannedTalk]) -> int:
    """How many of these talks of rounds to come cannot be held any more."""
    block, hall = block_of(world), hall_of(world.desk, block_of(world))
    who, been, seats = {person.id: person for person in hall.people}, been_at(world, hall), seats_now(world, False)
    held = [
        talk
        for talk in talks
        if (person := who.get(talk.person))
        and present_in(block, person, talk.round)
        and (talk.booth in wished(hall.event, person) or talk.locked)
        and (talk.person, talk.booth) not in been
    ]
    places = Counter((talk.round, talk.booth) for talk in held)
    return len(talks) - len(held) + sum(max(0, taken - seats[place]) for place, taken in places.items())


STEPS = {
    "come": 4,
    "go": 1,
    "correct": 3,
    "leave": 2,
    "cancel": 1,
    "close": 2,
    "pause": 1,
    "open": 1,
    "seats": 2,
    "undo": 1,
    "gong": 4,
    "offer": 2,
    "swap": 1,
    "lock": 1,
    "balance": 1,
}
BY_HAND = {"swap", "lock", "balance", "offer"}


def happen(world: World, step: str, dice: random.Random) -> None:
    """Something happens; what cannot be is refused in a sentence."""
    desk, block, who = world.desk, block_of(world), number(world, dice.randint(1, PEOPLE))
    booth = dice.choice("1234")
    if step == "come":
        world.scan(f"T{who.number}")
    elif step == "go":
        world.scan(f"T{who.number}", EXIT)
    elif step == "correct":
        people.correct(desk, who.id, {"wishes": dice.sample("1234", dice.randint(0, 4))})
    elif step == "leave":
        people.correct(desk, who.id, {dice.choice(["leaves", "arrives"]): f"10:{dice.choice((10, 22, 34, 45))}"})
    elif step == "cancel":
        people.correct(desk, who.id, {"cancelled": not who.cancelled})
    elif step in ("close", "pause", "open"):
        booths.command(desk, booth, {"close": CLOSED, "pause": PAUSED, "open": OPENED}[step])
    elif step == "seats":
        booths.add_seats(desk, booth, dice.choice((-1, 1, 1)))
    elif step == "undo":
        booths.undo(desk, booth)
    elif step == "gong":
        world.clock.go(minutes=dice.choice((1, 3, 13)))
        status = rounds.status(desk, block)
        if status.state in (clock.State.WAITING, clock.State.CHANGE):
            rounds.command(desk, block, clock.STARTED)
    elif step == "offer":
        offers.offer_seats(desk, block)
    elif step == "swap":
        repairs.swap(desk, block, dice.randint(1, 4), who.number or 0, dice.randint(1, PEOPLE))
    elif step == "lock":
        repairs.lock(desk, block, who.number or 0, dice.randint(1, 4), locked=dice.random() < 0.7)
    else:
        repairs.publish_remedy(desk, repairs.propose_rebalance(desk, block))


def played(world: World, step: str, dice: random.Random, stale: bool) -> bool:
    """One step with all that must hold after it; whether a round has begun since the plan was last mended."""
    desk, block = world.desk, block_of(world)
    known, told = world.store.planned("talks"), len(recent_moves(desk, 1000))
    turned = rounds.status(desk, block)
    try:
        happen(world, step, dice)
    except KioskError:
        assert world.store.planned("talks") == known
        return stale
    first = clock.first_open_round(rounds.clock_of(desk, block), block, desk.now())
    every = recent_moves(desk, 1000)
    moves = every[: len(every) - told]
    stale = stale or step == "gong" or rounds.status(desk, block).round != turned.round
    mended = any(move.cause is not Cause.ARRIVED for move in moves)
    assert valid(world, stale=stale or not mended) == []
    before, after = [talk for talk in known if talk.round >= first], world.store.planned("talks")
    if step != "gong":
        explained(known, after, moves)
    if step not in BY_HAND:
        _peace(world, before, after, moves, first, turned)
    return stale and not mended


def explained(known: list[PlannedTalk], after: list[PlannedTalk], moves: list[Move]) -> None:
    """Whoever goes elsewhere stands on the list of changes with all that went and came."""

    def places(talks: list[PlannedTalk]) -> set[tuple[int | None, int, str]]:
        return {(talk.number, talk.round, talk.booth) for talk in talks}

    gone, new = places(known) - places(after), places(after) - places(known)
    went = {(move.number, *place) for move in moves for place in move.before}
    came = {(move.number, *place) for move in moves for place in move.after}
    assert gone <= went
    assert new <= came


def _peace(
    world: World,
    before: list[PlannedTalk],
    after: list[PlannedTalk],
    moves: list[Move],
    first: int,
    turned: clock.RoundStatus,
) -> None:
    """What runs and what was announced stays unless it became impossible, and few others notice."""
    lost = impossible(world, before)
    missed = sum(len(move.after) for move in moves if move.why is Why.OWN)
    assert sum(move.why is Why.MADE_WAY for move in moves) <= BYSTANDERS * (lost + missed)
    if turned.state is not clock.State.WAITING:
        announced = [talk for talk in before if talk.round == first]
        kept = {(talk.person, talk.booth) for talk in after if talk.round == first}
        taken = [talk for talk in announced if (talk.person, talk.booth) not in kept]
        assert len(taken) <= impossible(world, announced)


@given(
    st.integers(0, 1_000_000),
    st.lists(st.sampled_from([step for step, times in STEPS.items() for _ in range(times)]), min_size=3, max_size=12),
)
@settings(max_examples=30, deadline=None)
def test_whatever_happens_the_plan_holds(seed: int, steps: list[str]) -> None:
    use("en")
    dice = random.Random(seed)
    with TemporaryDirectory() as place:
        folder = make_folder(Path(place) / "event", EVENT + ROUNDS, BOOTHS)
        with world_at(folder, local(9, 50)) as world:
            wish(world, *(" ".join(dice.sample("1234", dice.randint(1, 4))) for _ in range(PEOPLE)))
            send_out(world)
            stale = False
            for step in steps:
                stale = played(world, step, dice, stale)
            assert verify(world.store)[1] == []
