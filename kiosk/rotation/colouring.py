"""Giving talks their rounds: edge colouring, where a round is a colour.

When nobody is absent and every booth has the same seats in all rounds, any choice of talks with at most R a person and
at most R * seats a booth fits into R rounds (König 1916, every bipartite graph of degree R has an edge colouring with R
colours). The proof is a method: a talk without a round that both sides have free takes one of the person's, and the
talks along a chain of two alternating rounds change places (Kempe 1879). With absences the same chains are tried, but
those that would need somebody who is not there are barred, and a chain need not exist.
"""

from __future__ import annotations

from typing import Final

from kiosk.rotation.timetable import NOWHERE, Timetable, bits

FOREVER: Final = 1 << 30
"""A chain as long as it takes."""


def place(table: Timetable, person: int, booth: int) -> bool:
    """Give a talk a round, moving others between two rounds if there is no other way; False where no chain helps."""
    direct = table.free[person] & table.open[booth]
    if direct:
        table.put(person, booth, _handiest(table, person, booth, direct))
        return True
    for here in bits(table.free[person]):
        for there in bits(table.open[booth]):
            if _make_room(table, booth, here, there):
                table.put(person, booth, here)
                return True
    return False


def move(table: Timetable, person: int, here: int, there: int) -> bool:
    """Put a person's talk of round ``here`` into round ``there``, others making room between these two rounds.

    What the person does in the other round, if anything, comes to the first one. False, and nothing moved, where there
    is no such chain.
    """
    booth, other = table.at(person, here), table.at(person, there)
    table.lift(person, booth, here)
    if other == NOWHERE:
        return _seat(table, (person, booth, there), here) or _back(table, (person, booth, here))
    table.lift(person, other, there)
    for first, second in (
        ((person, booth, there), (person, other, here)),
        ((person, other, here), (person, booth, there)),
    ):
        if table.room[first[1] * table.rounds + first[2]] > 0:
            table.put(*first)
            if _seat(table, second, first[2]):
                return True
            table.lift(*first)
    return _back(table, (person, other, there), (person, booth, here))


def _seat(table: Timetable, talk: tuple[int, int, int], there: int) -> bool:
    """Give a talk a seat, if need be by a chain to round ``there``, in which the booth has one."""
    person, booth, here = talk
    if table.room[booth * table.rounds + here] <= 0 and not _make_room(table, booth, here, there):
        return False
    table.put(person, booth, here)
    return True


def _back(table: Timetable, *talks: tuple[int, int, int]) -> bool:
    """Undo: put talks where they were; always False."""
    for talk in talks:
        table.put(*talk)
    return False


def _handiest(table: Timetable, person: int, booth: int, choice: int) -> int:
    """Of several rounds one beside another talk of the person if there is one, then the one with most free seats."""
    busy = table.presence[person] & ~table.free[person]
    choice = (busy << 1 | busy >> 1) & choice or choice
    if choice & (choice - 1) == 0:
        return choice.bit_length() - 1
    at = booth * table.rounds
    return max(bits(choice), key=lambda moment: table.room[at + moment])


def _make_room(table: Timetable, booth: int, here: int, there: int) -> bool:
    """Free one seat of a booth in round ``here`` by a chain to round ``there``, in which it has a seat."""
    people = chain(table, booth, here, there)
    for person in people:
        swap(table, person, here, there)
    return bool(people)


def chain(table: Timetable, booth: int, here: int, there: int, most: int = FOREVER) -> list[int]:
    """The fewest persons, at most so many, who free a seat of a booth in round ``here``; the last to move first.

    All of them exchange what they do in ``here`` and ``there``. Breadth first over the booths: each on the chain hands
    one talk from ``here`` on to ``there``, where it has a seat, and whoever moves takes an own talk of ``there`` back
    to ``here``, to the next booth. Nobody: there is no such chain.
    """
    rounds, mask = table.rounds, 1 << there
    came: dict[int, list[int]] = {booth: []}
    for at in (queue := [booth]):
        before = came[at]
        if len(before) >= most:
            break
        for person in table.sitting[at * rounds + here]:
            if not table.presence[person] & mask:
                continue
            other = table.where[person * rounds + there]
            if other == NOWHERE or (other not in came and table.room[other * rounds + here] > 0):
                return [person, *before]
            if other not in came:
                came[other] = [person, *before]
                queue.append(other)
    return []


def swap(table: Timetable, person: int, here: int, there: int) -> None:
    """Exchange what a person does in two rounds."""
    first, second = table.at(person, here), table.at(person, there)
    if first != NOWHERE:
        table.lift(person, first, here)
    if second != NOWHERE:
        table.lift(person, second, there)
        table.put(person, second, here)
    if first != NOWHERE:
        table.put(person, first, there)
