"""Made-up rotations of known sizes, the same for the same seed; and the public benchmark CSPLib prob062.

Wishes follow a Zipf law with exponent 0.7 over the booths (a few employers are much wanted). ``absences`` makes 15 %
come late, 10 % leave early, and sends the most wanted booth on a break for one round.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from kiosk.rotation.problem import Problem, ranked


@dataclass(frozen=True)
class Kind:
    """A size of event: how many people, booths and rounds, seats at a booth, and wishes of a person."""

    name: str
    people: int
    booths: int
    rounds: int
    seats: tuple[int, int]
    wishes: tuple[int, int] = (3, 8)
    total_seats: int | None = None
    late: float = 0.15
    early: float = 0.10


KINDS = {
    kind.name: kind
    for kind in (
        Kind("a", 40, 5, 5, (4, 4), (3, 5)),
        Kind("b", 59, 8, 4, (8, 8)),
        Kind("c", 675, 20, 12, (2, 6)),
        Kind("c2", 675, 20, 24, (2, 6), total_seats=84),
        Kind("d", 10_000, 200, 12, (2, 6)),
        Kind("d2", 10_000, 200, 12, (10, 20)),
        Kind("e", 200, 40, 8, (4, 4), (8, 12), late=0.30, early=0.30),
    )
}


def event(name: str, seed: int, absences: bool = False) -> Problem:
    """One event of a known kind."""
    return made_up(KINDS[name], seed, absences)


def made_up(kind: Kind, seed: int, absences: bool = False) -> Problem:
    """One event of a kind."""
    chance = random.Random(f"{kind.name}-{seed}")
    seats = _seats(kind, chance)
    order = list(range(kind.booths))
    chance.shuffle(order)
    popularity = list(accumulate(1 / (rank + 1) ** 0.7 for rank in range(kind.booths)))
    wishes = tuple(ranked(order[pick] for pick in _picks(kind, popularity, chance)) for _ in range(kind.people))
    capacity = [[count] * kind.rounds for count in seats]
    presence = [(1 << kind.rounds) - 1] * kind.people
    if absences:
        _thin(kind, chance, presence)
        capacity[order[0]][chance.randrange(kind.rounds)] = 0
    return Problem(kind.rounds, tuple(map(tuple, capacity)), tuple(presence), wishes)


def _seats(kind: Kind, chance: random.Random) -> list[int]:
    low, high = kind.seats
    seats = [chance.randint(low, high) for _ in range(kind.booths)]
    while kind.total_seats is not None and sum(seats) != kind.total_seats:
        booth = chance.randrange(kind.booths)
        step = 1 if sum(seats) < kind.total_seats else -1
        seats[booth] = min(high, max(low, seats[booth] + step))
    return seats


def _picks(kind: Kind, popularity: list[float], chance: random.Random) -> list[int]:
    picks: dict[int, None] = {}
    wanted = min(kind.booths, chance.randint(*kind.wishes))
    while len(picks) < wanted:
        picks.setdefault(chance.choices(range(kind.booths), cum_weights=popularity)[0])
    return list(picks)


def _thin(kind: Kind, chance: random.Random, presence: list[int]) -> None:
    """Some come late, some leave early, nobody both."""
    half = max(1, kind.rounds // 2)
    for person in range(kind.people):
        dice = chance.random()
        if dice < kind.late:
            presence[person] &= -1 << chance.randint(1, half)
        elif dice < kind.late + kind.early:
            presence[person] &= (1 << chance.randint(kind.rounds - half, kind.rounds - 1)) - 1


FILES = {37: ("test2", "slots", "company2"), **{n: (f"test{n}", f"slots{n}", f"company{n}") for n in (100, 200, 400)}}


def interviews(folder: Path, students: int) -> Problem:
    """CSPLib prob062 (Interview Assignment, H. Simonis 2016), its core: 20 sessions, at most three talks a student.

    A student wants the companies marked 1 to 3 of 5 (5 is "not at all interested"); each is present in five sessions.
    """
    marks, slots, companies = (_table(folder / f"{name}.csv") for name in FILES[students])
    seats = [int(row[5]) for row in companies]
    wishes = []
    for row in marks:
        order = sorted((int(mark), booth) for booth, mark in enumerate(row) if int(mark) <= 3)
        wishes.append(tuple((booth, 30 - 3 * (mark - 1)) for mark, booth in order))
    presence = [sum(1 << (int(cell) - 1) for cell in row[1:]) for row in slots]
    return Problem(20, tuple((count,) * 20 for count in seats), tuple(presence), tuple(wishes), most=(3,) * len(wishes))


def _table(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [row for row in csv.reader(file) if row][1:]
