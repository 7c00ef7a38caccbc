"""What a report tells of the ways here: no few persons come out of it, also not by Q1 and the press paragraph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from world import EVENT, make_folder, world_at

from kiosk.actions.document import document
from kiosk.actions.report import SENDERS
from kiosk.i18n import use
from kiosk.rules.figures.cells import LEAST, hidden, is_few, printed, told_together
from kiosk.rules.figures.facts import SENT_BY, ways

IDS = ["", "agentur", "jobcenter", "mentor", "agentur|school", "school", "press", "Zeitung"]
CAME = st.dictionaries(st.sampled_from(IDS), st.sampled_from([0, 1, 2, 3, 4, 9, 40]), min_size=2)


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def rows_of(came: dict[str, int]) -> list[dict[str, object]]:
    return [{"id": way, "T1": count, "T2": count, "G1": count} for way, count in came.items()]


@given(CAME)
@example({"agentur": 40, "jobcenter": 2, "mentor": 9, "": 40})
@example({"agentur": 40, "jobcenter": 2, "mentor": 40, "school": 3, "": 40})
def test_no_few_persons_come_out_of_the_ways_here(came: dict[str, int]) -> None:
    rows = rows_of(came)
    told = [row for row in hidden(rows) if row["T2"] is not None]
    ids = [way for way in came if came[way]]
    equations = [[1] * len(ids), [int(not SENT_BY.isdisjoint(ways(way))) for way in ids]]
    equations += [[int(way == row["id"]) for way in ids] for row in told]
    if (sent := told_together(rows, SENDERS)) is not None:
        assert sent == sum(count for way, count in came.items() if not SENDERS.isdisjoint(ways(way)))
        equations.append([int(not SENDERS.isdisjoint(ways(way))) for way in ids])
    rank = np.linalg.matrix_rank(np.array(equations)) if ids else 0
    for way in ids:
        part = [each for each in ids if SENT_BY.isdisjoint(ways(each)) == SENT_BY.isdisjoint(ways(way))]
        alone = [each for each in part if each]
        if came[way] < LEAST and len(part) > 1 and len(alone) > 1:  # Else Q1 or the total tells it whatever is hidden.
            follows = np.linalg.matrix_rank(np.array([*equations, [int(each == way) for each in ids]])) == rank
            assert not follows, (way, told, sent)


@given(CAME)
def test_what_hides_nobody_is_told(came: dict[str, int]) -> None:
    if all(count >= LEAST for count in came.values()):
        rows = rows_of(came)
        assert hidden(rows) == rows
        assert told_together(rows, SENDERS) is not None


STATES = ["", "job_seeker", "training_seeker", "other"]
WAYS = ["", "agentur", "jobcenter", "mentor", "school"]
BOTH = [(status, way) for status in STATES for way in WAYS]
COUNTS = st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 9, 40]), min_size=len(BOTH), max_size=len(BOTH))


def counts(**said: int) -> list[int]:
    """How many persons have which status and way here: ``seeking_agentur=8``."""
    short = {"": "", "seeking": "job_seeker", "training": "training_seeker", "other": "other"}
    found = dict.fromkeys(BOTH, 0)
    for name, count in said.items():
        status, _, way = name.partition("_")
        found[short[status.replace("unsaid", "")], way.replace("unsaid", "")] = count
    return list(found.values())


@given(COUNTS)
@example(counts(seeking_agentur=8, unsaid_agentur=1, unsaid_unsaid=4, training_school=5, other_school=9))
@example(counts(seeking_agentur=8, seeking_school=2, other_school=9, training_unsaid=9))
@example(counts(seeking_agentur=8, unsaid_school=2, unsaid_unsaid=9, training_school=40, other_mentor=3))
def test_q1_beside_ways_here_and_status_tells_of_no_few_who_are_in_one_only(counted: list[int]) -> None:
    came = dict(zip(BOTH, counted, strict=True))
    by = {
        name: rows_of({row: sum(n for cell, n in came.items() if cell[place] == row) for row in rows})
        for place, (name, rows) in enumerate((("status", STATES), ("channel", WAYS)))
    }

    held = [{row["id"] for row in by[name] if row["T2"]} for name in ("status", "channel")]
    cells = [cell for cell in BOTH if cell[0] in held[0] and cell[1] in held[1]]

    def total(which: Callable[[str, str], bool]) -> int:
        return sum(n for cell, n in came.items() if which(*cell))

    def row(which: Callable[[str, str], bool]) -> list[int]:
        return [int(which(*cell)) for cell in cells]

    def seeks(status: str, _way: str) -> bool:
        return status == "job_seeker"

    def sent(_status: str, way: str) -> bool:
        return way in SENT_BY

    figures = {
        "Q1": total(lambda *cell: seeks(*cell) or sent(*cell)),
        "Q1_unknown": total(lambda *cell: cell == ("", "")),
    }
    equations = [row(lambda *_cell: True), row(lambda *cell: seeks(*cell) or sent(*cell))]
    equations += [] if is_few("Q1_unknown", figures["Q1_unknown"]) else [row(lambda *cell: cell == ("", ""))]
    given = list(equations)
    for place, name in enumerate(("status", "channel")):
        for told in printed(name, by[name], figures):
            if told["T2"] is not None:
                equations.append(row(lambda *cell, place=place, told=told: cell[place] == told["id"]))  # type: ignore[misc]
    if told_together(by["channel"], SENDERS, figures) is not None:
        equations.append(row(lambda _status, way: way in SENDERS))

    def follows(wanted: list[int], known: list[list[int]]) -> bool:
        return bool(np.linalg.matrix_rank(np.array([*known, wanted])) == np.linalg.matrix_rank(np.array(known)))

    for few in (
        lambda *cell: sent(*cell) and not seeks(*cell),
        lambda *cell: seeks(*cell) and not sent(*cell),
        lambda status, way: not status and bool(way),
        lambda status, way: not way and bool(status),
    ):
        if total(few) in (1, 2) and not follows(row(few), given):  # else the figures tell it whatever is hidden
            assert not follows(row(few), equations), (came, total(few))


@pytest.mark.parametrize(("few", "told"), [(2, False), (3, True)])
def test_the_press_is_not_told_what_the_table_beside_it_hides(tmp_path: Path, few: int, told: bool) -> None:
    """Agency 9 and both together 11 would make 2 of the jobcentre."""
    ways_ = ["agentur"] * 9 + ["jobcenter"] * few + ["mentor"] * 5 + [""] * 9
    with world_at(make_folder(tmp_path / "event", EVENT)) as world:
        for number, way in enumerate(ways_, 1):
            world.listed(f"T{number}", number=number, channel=way)
            world.scan(f"T{number}")
        made = document(world.desk)
    (table,) = (each for each in made.tables if each.title.startswith("By way here"))
    assert (("Jobcentre", "*") in [row[:1] + row[2:3] for row in table.rows]) is not told
    said = dict(made.press)["English"]
    assert f"{few + 14} job seekers" in said
    assert (f"{few + 9} of them reached through" in said) is told


def test_whoever_came_by_the_agency_without_a_status_does_not_follow_from_a_report(tmp_path: Path) -> None:
    """Q1 9 beside 8 who seek work would be 1, and so would 5 without a status beside 4 of whom nothing is known."""
    said = [("job_seeker", "agentur")] * 8 + [("", "agentur")] + [("", "")] * 4
    said += [("training_seeker", "school")] * 5 + [("other", "school")] * 9
    with world_at(make_folder(tmp_path / "event", EVENT)) as world:
        for number, (status, channel) in enumerate(said, 1):
            world.listed(f"T{number}", number=number, status=status, channel=channel)
            world.scan(f"T{number}")
        made = document(world.desk)
    (table,) = (table for table in made.tables if table.title == "By status")
    told = {row[0]: row[2] for row in table.rows}
    assert (told["Job seeking"], told["not known"]) == ("*", "*")
    figures = {line.figure: line.value for line in made.lines}
    assert (figures["Q1"], figures["Q1_unknown"]) == ("9", "4")  # what the press asks for is told as it is
