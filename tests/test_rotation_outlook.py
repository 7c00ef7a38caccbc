"""Before the doors open: demand, gains, and why somebody has no talk."""

from __future__ import annotations

from kiosk.rotation import Problem, plan, ranked
from kiosk.rotation.outlook import Demand, Gain, Reason, contradictions, demand, one_more_seat, unserved


def test_wishes_against_seats():
    problem = Problem(2, ((1, 1), (3, 0)), (3, 3, 3), (ranked([0, 1]), ranked([0]), ()))
    assert demand(problem) == (Demand(0, 2, 2, 2), Demand(1, 1, 0, 3))


def test_what_one_more_seat_brings():
    problem = Problem(1, ((1,), (0,)), (1, 1), (ranked([0]), ranked([0, 1])))
    assert one_more_seat(problem, 0) == Gain(talks=1, served=1, value=61 + 30)
    assert one_more_seat(problem, 1) == Gain(0, 0, 0)


def test_everybody_without_a_talk_has_a_reason():
    problem = Problem(
        2,
        ((1, 0), (0, 0)),
        (3, 0, 3, 2, 1, 1),
        ((), ranked([0]), ranked([1]), ranked([0]), ranked([0]), ranked([0])),
        most=(None, None, None, None, None, 0),
    )
    assert unserved(problem, plan(problem)) == {
        0: Reason.NO_WISHES,
        1: Reason.NOT_THERE,
        2: Reason.CLOSED,
        3: Reason.CLOSED,
        5: Reason.NO_MORE_WANTED,
    }


def test_more_people_than_seats():
    problem = Problem(1, ((1,),), (1, 1), (ranked([0]), ranked([0])))
    assert set(unserved(problem, plan(problem)).values()) == {Reason.FULL}


def test_what_must_be_and_cannot_is_named():
    pairs = frozenset({(0, 0), (0, 1), (1, 1)})
    problem = Problem(1, ((1,), (1,)), (1, 0), (ranked([0, 1]), ()), must=pairs, never=frozenset({(0, 1)}))
    assert contradictions(problem, plan(problem)) == {(0, 1): Reason.CONTRADICTION, (1, 1): Reason.NOT_THERE}
