"""Fewer empty rounds between somebody's first and last talk; who talks where does not change, nor what it is worth.

A talk moves into another round of its booth: onto a free seat there, or in exchange with somebody who is free in the
first round. It is done if the idle rounds of the two, squared so that the longest waits count most, become fewer.
(Few idle rounds are the aim of the B2B meeting scheduling problem: Gebser, Glase, Sabuncu, Schaub 2013.)
"""

from __future__ import annotations

from kiosk.rotation.problem import Problem
from kiosk.rotation.timetable import NOWHERE, Timetable, bits

PASSES = 8
"""How often everybody who waits is looked at, at most."""


def idle(busy: int) -> int:
    """Rounds without a talk between the first and the last one of a bit mask."""
    return busy.bit_length() - (busy & -busy).bit_length() + 1 - busy.bit_count() if busy else 0


def compact(problem: Problem, table: Timetable, passes: int = PASSES) -> None:
    """Improve a timetable in place until a pass changes nothing."""
    busy = [there & ~free for there, free in zip(table.presence, table.free, strict=True)]
    for person, _, moment in problem.fixed:
        busy[person] |= 1 << moment
    for _ in range(passes):
        waiting = [person for person, mask in enumerate(busy) if idle(mask)]
        waiting.sort(key=lambda person: (-idle(busy[person]), person))
        if not sum([_gather(table, busy, person) for person in waiting]):
            return


def _gather(table: Timetable, busy: list[int], person: int) -> bool:
    """Move the talks of one person closer together, the outermost ones; whether anything moved."""
    moved = False
    while mask := busy[person]:
        first, last = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
        wait = idle(mask)
        gaps = table.free[person] & ((1 << last + wait + 1) - (1 << max(0, first - wait)))
        best = min((_best_move(table, busy, person, end, gaps) for end in {first, last}), default=(0, 0, 0, NOWHERE))
        if best[0] >= 0:
            return moved
        _exchange(table, busy, person, *best[1:])
        moved = True
    return moved


def _best_move(table: Timetable, busy: list[int], person: int, here: int, gaps: int) -> tuple[int, int, int, int]:
    """The best way to move the talk of round ``here`` into a gap or to the other end: cost, from, to, and with whom."""
    booth, rounds = table.at(person, here), table.rounds
    best = (0, here, here, NOWHERE)
    if booth == NOWHERE:
        return best
    now = idle(busy[person]) ** 2
    for there in bits(gaps):
        change = 1 << here | 1 << there
        own = idle(busy[person] ^ change) ** 2 - now
        if own >= 0:
            continue
        if table.room[booth * rounds + there] > 0:
            best = min(best, (own, here, there, NOWHERE))
        for other in table.sitting[booth * rounds + there]:
            if table.free[other] >> here & 1:
                cost = own + idle(busy[other] ^ change) ** 2 - idle(busy[other]) ** 2
                best = min(best, (cost, here, there, other))
    return best


def _exchange(table: Timetable, busy: list[int], person: int, here: int, there: int, other: int) -> None:
    """Carry out a move."""
    booth, change = table.at(person, here), 1 << here | 1 << there
    table.lift(person, booth, here)
    busy[person] ^= change
    if other != NOWHERE:
        table.lift(other, booth, there)
        table.put(other, booth, here)
        busy[other] ^= change
    table.put(person, booth, there)
