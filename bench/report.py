"""The report of a large event: 10,000 people with four talks each, and what the Figures screen takes."""

from __future__ import annotations

import json
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bench.world import PEOPLE, event_folder
from kiosk.actions.figures import snapshot
from kiosk.actions.report import report
from kiosk.desk import Desk, at_desk
from kiosk.model import Draft, Person
from kiosk.rules.journal import NEW
from kiosk.rules.people import CHECKED_IN, CHECKED_OUT
from kiosk.rules.talks import RESULT, TALK_ENDED, TALK_STARTED

TALKS = 4
LIMIT = 3.0


def fill(desk: Desk, day: date) -> None:
    """A day's entries for everyone on the list."""
    chance = random.Random(5)
    people = [person for person in desk.store.people() if person.number]
    with desk.store.write() as store:
        for start in range(0, len(people), 500):
            for person in people[start : start + 500]:
                _a_day(desk, day, chance, person)
        store.db.execute("analyze")


def _a_day(desk: Desk, day: date, chance: random.Random, person: Person) -> None:
    noon = desk.event.moment(day, desk.event.blocks[0].starts)
    at = noon + timedelta(minutes=chance.uniform(-30, 150))
    scan = {"reader": "entrance", "verdict": "admitted", "code": f"T{person.number}"}
    drafts = [Draft(CHECKED_IN, person.id, {"at": at.isoformat(), "day": day.isoformat(), **scan})]
    begun = []
    for booth in chance.sample(range(1, 21), TALKS):
        at += timedelta(minutes=12)
        place = {"person": person.id, "number": person.number, "booth": str(booth), "seat": "1"}
        begun.append((at, len(drafts)))
        drafts.append(Draft(TALK_STARTED, f"talk:{NEW}", {"at": at.isoformat(), **place}))
    drafts.append(Draft(CHECKED_OUT, person.id, {"at": (at + timedelta(minutes=20)).isoformat(), "day": str(day)}))
    written = desk.store.record(drafts)
    ends = []
    for start, place in begun:
        talk = written[place].entity
        end = (start + timedelta(minutes=chance.uniform(6, 10))).isoformat()
        ends.append(Draft(TALK_ENDED, talk, {"at": end, "confirmed": True}))
        if chance.random() < 0.25:
            ends.append(Draft(RESULT, talk, {"at": end, "application": "on_site"}))
    desk.store.record(ends)


def main() -> None:
    day = date(2026, 11, 22)
    with tempfile.TemporaryDirectory() as scratch:
        folder = event_folder(Path(scratch) / "event", PEOPLE, day, rounds=12)
        with at_desk(folder) as desk:
            fill(desk, day)
        with at_desk(folder) as desk:
            began, worked = time.perf_counter(), time.process_time()
            found = report(desk)
            took, work = time.perf_counter() - began, time.process_time() - worked
            began = time.perf_counter()
            snapshot(desk)
            screen = time.perf_counter() - began
    figures = found["figures"]
    print(f"people {figures['T2']:,}  talks {figures['G1']:,}  report {len(json.dumps(found)):,} characters")
    print(f"report {took:.2f} s, of it {work:.2f} s of work (limit {LIMIT} s); Figures screen {screen:.2f} s")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    assert all(check["holds"] for check in found["checks"]), found["checks"]
    assert work < LIMIT  # what other programs take of the machine meanwhile is not the report


if __name__ == "__main__":
    main()
