"""Finding rounds for the last few talks by letting each push another one out, at random but always alike.

A talk without a round takes a seat or an hour from another talk of the same booth or the same person, which is then
the one without a round. No talk is lost by that, and sooner or later a chain of two rounds suffices. The same idea as
in min-conflicts repair (Minton, Johnston, Philips, Laird 1992); the dice are seeded, so that a plan can be repeated.
"""

from __future__ import annotations

from random import Random

from kiosk.rotation.colouring import place
from kiosk.rotation.problem import Pair, Talk
from kiosk.rotation.timetable import NOWHERE, Timetable, bits


def settle(table: Timetable, homeless: list[Pair], steps: int, dice: Random) -> list[Pair]:
    """Place talks for at most so many steps; those that are without a round in the end."""
    waiting = list(homeless)
    while waiting and steps > 0:
        steps -= 1
        index = dice.randrange(len(waiting))
        person, booth = waiting[index]
        if place(table, person, booth):
            waiting.pop(index)
            continue
        victims = _victims(table, person, booth)
        if victims:
            victim, moment = dice.choice(victims)
            waiting[index] = victim[0], victim[1]
            table.lift(*victim)
            table.put(person, booth, moment)
    return [pair for pair in waiting if not place(table, *pair)]


def _victims(table: Timetable, person: int, booth: int) -> list[tuple[Talk, int]]:
    """Talks that could give way, each with the round that the new talk would then have."""
    own = [
        (Talk(person, table.at(person, moment), moment), moment)
        for moment in bits(table.presence[person] & table.open[booth])
        if table.at(person, moment) != NOWHERE
    ]
    others = [
        (Talk(other, booth, moment), moment)
        for moment in bits(table.free[person])
        for other in table.sitting[booth * table.rounds + moment]
    ]
    return own + others
