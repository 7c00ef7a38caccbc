"""What a report tells of the ways here: no few persons come out of it, also not by Q1 and the press paragraph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from world import EVENT, make_folder, world_at

from kiosk.actions.document import document
from kiosk.actions.report import SENDERS
from kiosk.i18n import use
from kiosk.rules.figures.cells import LEAST, hidden, told_together
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
