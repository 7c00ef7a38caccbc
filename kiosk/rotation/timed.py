"""A bound that knows the time of day: the flow over booths in single rounds.

The plain target forgets when people are there. Here a talk needs a seat in a round in which its person is present, and
a round holds no more talks than people are there. Only one thing is still forgotten, that nobody is in two places at
once, so that the value bounds every timetable from above, and the choice is a timetable but for some clashes.
"""

from __future__ import annotations

from kiosk.rotation.flow import Choice, Flow
from kiosk.rotation.remaining import Remaining
from kiosk.rotation.timetable import bits


def timed_target(remaining: Remaining) -> Choice:
    """The best choice of talks with rounds, in which a person may be in two places at once."""
    rounds = remaining.problem.rounds
    options = [
        [
            (booth * rounds + moment, value)
            for booth, value in wanted
            for moment in bits(presence)
            if remaining.seats[booth * rounds + moment]
        ]
        for wanted, presence in zip(remaining.wishes, remaining.presence, strict=True)
    ]
    there = [
        sum(
            1
            for presence, limit in zip(remaining.presence, remaining.limits, strict=True)
            if limit and presence >> r & 1
        )
        for r in range(rounds)
    ]
    return Flow(options, remaining.first, remaining.limits, remaining.gains, remaining.seats, there).run()


def size(remaining: Remaining) -> int:
    """How many choices of person, booth and round there are at most: what the timed flow has to look at."""
    return sum(len(w) * p.bit_count() for w, p in zip(remaining.wishes, remaining.presence, strict=True))
