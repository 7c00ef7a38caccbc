"""The last rung: one round after the other is planned anew, all other rounds as they are, until nothing is gained.

One round alone is an assignment problem that the flow solves exactly, so that no sweep ever makes a plan worse. Between
two sweeps some talks change their rounds at random without any loss, which gives the next sweep something else to work
on, and wishes that now fit are added.
"""

from __future__ import annotations

from random import Random

from kiosk.rotation.colouring import move, place
from kiosk.rotation.flow import Flow
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.timetable import Timetable


def sweep(remaining: Remaining, table: Timetable, dice: Random) -> None:
    """Plan every round once more, in random order, then add what fits and shake the timetable."""
    moments = list(range(table.rounds))
    dice.shuffle(moments)
    for moment in moments:
        _anew(remaining, table, moment)
    add_what_fits(remaining, table)
    shake(table, dice)


def _anew(remaining: Remaining, table: Timetable, moment: int) -> None:
    """Plan one round as well as possible, given all the others."""
    rounds = table.rounds
    for booth in range(len(table.open)):
        for person in list(table.sitting[booth * rounds + moment]):
            table.lift(person, booth, moment)
    options, first, limits = [], [], []
    for person, wanted in enumerate(remaining.wishes):
        held = table.booths_of(person)
        there = table.presence[person] >> moment & 1 and len(held) < remaining.limits[person]
        options.append([wish for wish in wanted if wish[0] not in held] if there else [])
        first.append(remaining.first[person] + len(held))
        limits.append(1 if there else 0)
    seats = [remaining.seats[booth * rounds + moment] for booth in range(len(table.open))]
    flow = Flow(options, first, limits, remaining.gains, seats).run()
    for person, taken in enumerate(flow.taken):
        for booth in taken:
            table.put(person, booth, moment)


def add_what_fits(remaining: Remaining, table: Timetable) -> None:
    """Give further talks to whom a chain of two rounds makes room for them, those with the fewest talks first."""
    held = [table.booths_of(person) for person in range(len(table.free))]
    wishes = [
        (remaining.first[person] + len(held[person]), -value, person, booth)
        for person, wanted in enumerate(remaining.wishes)
        for booth, value in wanted
        if booth not in held[person] and table.free[person] and table.open[booth]
    ]
    for _, _, person, booth in sorted(wishes):
        if len(table.booths_of(person)) < remaining.limits[person]:
            place(table, person, booth)


def shake(table: Timetable, dice: Random) -> None:
    """Let about one talk in four change its round, where that costs nothing."""
    talks = list(table.talks())
    for person, booth, here in dice.sample(talks, len(talks) // 4):
        there = dice.randrange(table.rounds)
        if table.at(person, here) == booth and there != here and table.presence[person] >> there & 1:
            move(table, person, here, there)
