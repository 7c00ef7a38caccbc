"""How many keys each exception takes: pressed one by one, and compared with the table of the guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from staging import Stage, code_of, quiet

from kiosk.actions import lane
from kiosk.desk import Desk
from kiosk.model import Draft
from kiosk.rules.journal import NEW
from kiosk.rules.people import LISTED

GUIDE = Path(__file__).parent.parent / "docs" / "operating.md"

EXCEPTIONS: dict[str, tuple[str | None, list[str], str]] = {
    "check in by name": (None, ["f7", *"gro", "enter"], "in 2"),
    "walk-in, number only": (None, ["f8", "f8", "enter"], "in 13"),
    "walk-in with three wishes": (None, ["f8", "f2", "f3", "f4", "f8", "enter"], "wishes 3"),
    "walk-in who is open to anything": (None, ["f8", "f9", "f8", "enter"], "wishes 1"),
    "lost badge": (None, ["f9", "2", "enter", "enter"], "revoked 2"),
    "taken back": (code_of(2), ["ctrl+z"], "in "),
    "admitted in spite of a refusal": (code_of(4), ["f11", *"invited", "enter"], "in 4"),
    "consents": (code_of(2), ["ctrl+e", "right", "enter", "right", "f8"], "asked 2"),
    "a whole class": (None, ["f10", "enter", "enter"], "in 21 22"),
    "one of a class is missing": (None, ["f10", "enter", "down", "f9", "enter"], "in 21"),
    "parked on the second lane": (code_of(4), ["ctrl+k", "enter"], "cases 1"),
    "a parked case solved": ("case", ["ctrl+k", "ctrl+k", "enter"], "cases 0"),
    "two records made one": (None, ["f5", *"2", "f10", *"3", "enter"], "people 14"),
}
"""What comes before, the keys, and what is true afterwards."""


def table() -> dict[str, int]:
    """The guide's table."""
    part = GUIDE.read_text(encoding="utf-8").partition("### How many keys")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \| [^|]+ \| (\d+) \|$", part, re.MULTILINE)
    return {name: int(count) for name, count in rows}


def outcome(desk: Desk, sort: str) -> str:
    people = desk.store.people()
    found = {
        "in": lambda: " ".join(str(person.number) for person in people if person.inside),
        "wishes": lambda: str(len(next(person.wishes for person in people if person.number == 13))),
        "revoked": lambda: " ".join(
            str(person.number) for person in people if any(code.revoked for code in desk.store.codes(person.id))
        ),
        "asked": lambda: " ".join(str(p.number) for p in people if p.consent_contact == p.consent_photo == "yes"),
        "cases": lambda: str(len(lane.waiting(desk))),
        "people": lambda: str(len(people)),
    }
    return f"{sort} {found[sort]()}"


@pytest.mark.parametrize("exception", EXCEPTIONS)
async def test_an_exception_takes_so_many_keys(stage: Stage, exception: str) -> None:
    desk = stage.app.desk
    with desk.store.write() as store:
        rows = [{"first_name": name, "number": 21 + place, "group": "9b"} for place, name in enumerate("UV")]
        store.record([Draft(LISTED, f"person:{NEW}", row) for row in rows])
    before, pressed, after = EXCEPTIONS[exception]
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await quiet(pilot)
        if before == "case":
            lane.park(desk, "4", lane.Why.OTHER)
        elif before:
            await stage.scan(pilot, before)
            await quiet(pilot)
        for key in pressed:
            await pilot.press(key)
            await quiet(pilot)
        assert outcome(desk, after.split()[0]) == after
    assert table()[exception] == len(pressed)


def test_the_guide_names_every_exception_that_is_counted() -> None:
    assert table().keys() == EXCEPTIONS.keys()
