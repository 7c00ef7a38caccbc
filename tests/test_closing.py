"""Closing the event: what was counted on site stays as it was, whatever comes later; who may close it, and how."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner
from hallway import begin, scan, seen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staging import FakeClock, Stage, code_of, quiet, settled, typed
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import ticked, until
from world import ENTRANCE, EVENT, EXIT, World, booth_reader, kiosk, local, make_folder, world_at

from kiosk.actions import merging, people, results, rights
from kiosk.actions.closing import close, reopen, unfinished, unfinished_text
from kiosk.actions.document import document
from kiosk.actions.exports import export
from kiosk.actions.on_site import ORDER, as_closed
from kiosk.actions.preflight import preflight
from kiosk.actions.report import report
from kiosk.cli.main import kiosk as command_line
from kiosk.desk import Desk
from kiosk.i18n import use
from kiosk.model import Draft, Entry, KioskError, Verdict
from kiosk.rules.closing import EVENT as OF_EVENT
from kiosk.rules.closing import closing_of
from kiosk.rules.document import Table
from kiosk.rules.erasing import ERASED
from kiosk.rules.figures.definitions import DEFINITIONS, LATER
from kiosk.rules.merging import MERGED, NONE, merged, tied
from kiosk.rules.projections import project
from kiosk.rules.readers import Memories, Repeats
from kiosk.rules.rights import Rank
from kiosk.screens.closing import CloseDialog, ReopenDialog
from kiosk.screens.pin import PinDialog
from kiosk.widgets.verdict import VerdictStrip
from kiosk.words import answer_text

BOOTHS = ["1;Amt 1;2", "2;Amt 2;2"]
POSITIONS = ["1A;1;Koch", "1B;1;Wirt", "2A;2;Bote"]
LEAD = "2468"


def make_event(folder: Path) -> Path:
    """Six came, four talked, one talks still: an application on site, one announced, a date and a prospect."""
    make_folder(folder, EVENT, BOOTHS, POSITIONS)
    with world_at(folder) as world, world.store.write():
        for number in range(1, 7):
            world.listed(f"T{number}", number=number, channel="agentur")
            world.scan(f"T{number}")
        said = [
            (1, "1", "1A", {"application": "on_site"}),
            (2, "1", "1A", {"application": "announced"}),
            (3, "2", "2A", {"next_step": "follow_up", "date": "2026-11-30"}),
            (4, "2", "", {"next_step": "trial_work"}),
        ]
        for number, booth, position, fields in said:
            world.scan(f"T{number}", booth_reader(booth))
            world.clock.go(minutes=5)
            talk = results.last_talk(world.desk, booth)
            assert talk
            if position:
                results.about(world.desk, talk.id, position)
            results.record_result(world.desk, talk.id, fields)
            world.scan(f"T{number}", booth_reader(booth))
        world.scan("T5", booth_reader("1"))
        world.clock.go(minutes=3)
    return folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The event, once for all tests that leave it as it was."""
    use("en")
    folder = make_event(tmp_path_factory.mktemp("event") / "kept")
    with world_at(folder, local(9, 30)) as world:
        yield world


class Over(Exception):
    """Ends what is not to be kept."""


@contextmanager
def unkept(world: World) -> Iterator[None]:
    """What is done within is forgotten, also by the clock and the readers."""
    at = world.clock.at
    world.desk = replace(world.desk, repeats=Repeats(), memories=Memories())
    try:
        with world.store.write():
            yield
            raise Over
    except Over:
        world.clock.at = at


def printed(world: World) -> tuple[Any, ...]:
    """All that the report says of what was counted on site, as it is printed."""
    made = document(world.desk)
    sections = [(heading, lines) for heading, lines in made.sections if not {line.figure for line in lines} & LATER]
    press = [text.partition(" So far")[0].partition(" Bisher")[0] for _language, text in made.press]
    return made.stand, sections, made.charts, [*map(on_site, made.tables)], made.checks, press


def on_site(table: Table) -> list[tuple[str, ...]]:
    """A breakdown without what came in later."""
    later = {DEFINITIONS[figure][0] for figure in LATER}
    told = [place for place, head in enumerate(table.head) if head not in later]
    return [tuple(row[place] for place in told) for row in (table.head, *table.rows)]


# The rule

TALKS = st.integers(0, 4)
PERSONS = st.integers(1, 6)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "application": st.sampled_from(["received", "announced", "on_site", "none"]),
        "next_step": st.sampled_from(["follow_up", "trial_work", "internship", "none"]),
        "date": st.sampled_from(["2026-12-01", ""]),
    },
)
STEPS = st.one_of(
    st.tuples(st.just("result"), TALKS, FIELDS),
    st.tuples(st.just("take back"), TALKS),
    st.tuples(st.just("consent"), PERSONS, st.sampled_from(["yes", "no"])),
    st.tuples(st.just("scan"), PERSONS, st.sampled_from(["entrance", "exit", "1", "2"])),
    st.tuples(st.just("undo"), st.integers(0, 200)),
    st.tuples(st.just("merge"), PERSONS, PERSONS),
    # What no action records after the closing, but another laptop may have.
    st.tuples(st.just("raw"), TALKS, FIELDS, st.booleans()),
    st.tuples(st.just("raw move"), PERSONS, st.sampled_from(["checked_in", "checked_out"])),
    st.tuples(st.just("raw undo"), st.integers(0, 200)),
    st.tuples(st.just("raw merge"), PERSONS, PERSONS),
    st.tuples(st.just("raw talk"), PERSONS),
    st.tuples(st.just("raw booth"), st.sampled_from(["1", "2"])),
    st.tuples(st.just("foreign"), TALKS, FIELDS),
)
TURNS = st.one_of(st.tuples(st.just("close")), st.tuples(st.just("reopen")))


def play(world: World, steps: Sequence[tuple[Any, ...]]) -> None:
    """Does one after the other; what is refused is refused."""
    for step in steps:
        world.clock.go(minutes=7)
        with suppress(KioskError):
            do(world, *step)


def do(world: World, sort: str, *given: Any) -> None:
    desk, store = world.desk, world.store
    if sort == "close":
        close(desk)
    elif sort == "reopen":
        reopen(desk)
    elif sort in ("result", "take back", "raw", "foreign"):
        talks = store.talks()
        talk = talks[given[0] % len(talks)].id
        fields = dict(given[1]) if len(given) > 1 else {}
        if sort == "result":
            results.record_result(desk, talk, fields)
        elif sort == "take back":
            results.take_back(desk, talk)
        elif sort == "raw":
            # Nobody says that something is late before the event was ever closed.
            late = given[2] and bool(store.entries(OF_EVENT))
            store.record([Draft("result", talk, {**fields, "by": "", **({"late": True} if late else {})})])
        else:
            stamp = f"{int(world.clock.at.timestamp() * 1000):013d}.000000"
            seq = 1 + sum(entry.station == "other" for entry in store.journal())
            store.merge([Entry("other", seq, stamp, "result", talk, {**fields, "at": world.clock.at.isoformat()})])
    elif sort in ("undo", "raw undo"):
        entries = [entry for entry in store.journal() if entry.kind != "listed" and entry.entity != OF_EVENT]
        entry = entries[given[0] % len(entries)]
        if sort == "undo":
            people.undo(desk, str(entry.id))
        else:
            store.record([Draft("undone", entry.entity, {"entry": str(entry.id)})])
    else:
        about_person(world, sort, *given)


def about_person(world: World, sort: str, *given: Any) -> None:
    desk, store = world.desk, world.store
    if sort == "raw booth":
        store.record([Draft("booth_closed", f"booth:{given[0]}", {})])
        return
    person = store.person_by_number(given[0])
    assert person
    if sort == "consent":
        people.correct(desk, person.id, {"consent_contact": given[1]})
    elif sort == "scan":
        reader = {"entrance": ENTRANCE, "exit": EXIT}.get(given[1]) or booth_reader(given[1])
        world.scan(f"T{given[0]}", reader)
    elif sort in ("merge", "raw merge"):
        other = store.person_by_number(given[1])
        assert other
        if sort == "merge":
            merging.merge(desk, person.id, other.id)
        elif person.id != other.id:
            store.record([Draft(MERGED, other.id, {"into": person.id})])
    elif sort == "raw move":
        store.record([Draft(given[1], person.id, {"day": "2026-11-22"})])
    else:
        store.record([Draft("talk_started", "talk:new", {"person": person.id, "number": 1, "booth": "2", "seat": "1"})])


BRIEFLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@BRIEFLY
@given(st.lists(STEPS | TURNS, max_size=5), st.lists(STEPS, min_size=1, max_size=6))
def test_what_was_counted_on_site_is_printed_the_same_whatever_comes_later(
    kept: World, before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]
) -> None:
    with unkept(kept):
        play(kept, before)
        with suppress(KioskError):
            close(kept.desk)
        frozen = printed(kept)
        play(kept, after)
        assert printed(kept) == frozen


@BRIEFLY
@given(st.lists(STEPS | TURNS, max_size=12))
def test_it_is_what_follows_from_the_entries_up_to_the_closing_and_from_nothing_else(
    kept: World, steps: list[tuple[Any, ...]]
) -> None:
    with unkept(kept):
        play(kept, steps)
        closing = closing_of(kept.store.entries(OF_EVENT))
        found = as_closed(kept.desk, closing, kept.store.later(closing))
        due = folded([entry for entry in kept.store.journal() if closing.on_site(entry)])
        assert {name: list(getattr(found, name)) for name in ORDER} == due


def folded(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    """The rows of these entries, folded from the beginning."""
    apart: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        apart[entry.entity].append(entry)
    links = [(entry.entity, str(entry.body["into"])) for entry in entries if entry.kind == MERGED]
    ends = {end for link in links for end in link}
    rows: dict[str, list[Any]] = {name: [] for name in ORDER}
    for entity, said in apart.items():
        person = next((entry.body["person"] for entry in said if "person" in entry.body), "")
        record = entity if entity.startswith("person:") else person
        records = tied(record, links) if record in ends else set()
        several = merged({one: apart[one] for one in records}) if records else NONE
        found = project(entity, said, several)
        for name in ORDER:
            rows[name] += getattr(found, name)
    rows["people"] = [person for person in rows["people"] if not person.merged_into]
    return {name: sorted(rows[name], key=order) for name, order in ORDER.items()}


def test_each_figure_has_one_state_and_one_time(kept: World) -> None:
    with unkept(kept):
        open_ = document(kept.desk)
        assert open_.stand == "As of 2026-11-22, 09:30 · not closed yet, figures may change"
        assert (open_.later, open_.made.rpartition(" · ")[2]) == ("", "0 corrections")
        close(kept.desk)
        assert document(kept.desk).later == "Nothing has come in since the closing"
        kept.clock.go(days=9)
        second, third, fourth = (talk.id for talk in kept.store.talks()[1:4])
        results.record_result(kept.desk, second, {"application": "received"})
        results.record_result(kept.desk, third, {"application": "received", "next_step": "none"})
        results.record_result(kept.desk, fourth, {"next_step": "trial_work", "date": "2026-12-08"})
        found = report(kept.desk)
        figures = found["figures"]
        assert (found["as_of"], found["state"]) == ("2026-11-22T09:30:00+01:00", "closed")
        assert (found["later"]["as_of"], found["later"]["figures"]) == ("2026-12-01T09:30:00+01:00", sorted(LATER))
        assert [figures[name] for name in ("B1", "B2", "F1", "F2", "F2_open")] == [1, 1, 1, 0, 1]
        assert [figures[name] for name in ("B3", "B2_now", "F1_now", "F2_now")] == [2, 0, 0, 1]
        kept.clock.go(hours=1)
        results.take_back(kept.desk, third)
        again = report(kept.desk)
        assert (again["figures"]["B3"], again["figures"]["F1_now"]) == (1, 1)
        assert again["later"]["as_of"] == "2026-12-01T10:30:00+01:00"


def test_corrections_after_the_closing_are_counted_apart_and_give_a_new_time(kept: World) -> None:
    with unkept(kept):
        fifth = kept.scan("T6", booth_reader("2")).entry
        people.undo(kept.desk, fifth)
        close(kept.desk)
        before = report(kept.desk)
        assert before["corrections"] == {"event": 1, "since_closing": 0}
        kept.clock.go(hours=2)
        second = kept.store.talks()[1].id
        results.record_result(kept.desk, second, {"application": "received"})
        assert kept.scan("T6", booth_reader("2")).verdict is Verdict.REFUSED
        reopen(kept.desk)
        said = document(kept.desk)
        assert said.stand == "As of 2026-11-22, 11:30 · opened again, figures may change"
        assert said.later == "Came in later · as of 2026-11-22, 11:30"
        merging.merge(kept.desk, *(person.id for person in kept.store.people() if person.number in (1, 6)))
        talk = next(entry for entry in kept.store.journal() if entry.kind == "talk_started")
        people.undo(kept.desk, str(talk.id))
        close(kept.desk)
        after = report(kept.desk)
        assert after["corrections"] == {"event": 1, "since_closing": 2}
        assert (after["as_of"], after["later"]["as_of"]) == ("2026-11-22T11:30:00+01:00", "2026-11-22T11:30:00+01:00")
        assert [before["figures"][name] - after["figures"][name] for name in ("T2", "G1", "B1", "B2")] == [1, 1, 1, 0]
        assert after["figures"]["B3"] == 1
        assert document(kept.desk).made.endswith("corrections: 1 during the event, 2 since the closing")


def test_what_came_in_later_keeps_its_time_when_the_event_is_only_closed_anew(kept: World) -> None:
    with unkept(kept):
        close(kept.desk)
        kept.clock.go(hours=2)
        results.record_result(kept.desk, kept.store.talks()[1].id, {"application": "received"})
        came_in = report(kept.desk)["later"]
        kept.clock.go(minutes=5)
        reopen(kept.desk)
        assert report(kept.desk)["later"] == came_in
        kept.scan("T1", EXIT)
        close(kept.desk)
        assert report(kept.desk)["later"] == came_in, "nothing has come in since"


def test_a_talk_that_runs_is_counted_up_to_the_closing_and_goes_on_when_it_is_taken_back(kept: World) -> None:
    with unkept(kept):
        kept.clock.at = local(9, 24)
        close(kept.desk)
        assert report(kept.desk)["figures"]["G1"] == 5
        minutes = report(kept.desk)["figures"]["G4"]
        kept.clock.go(hours=5)
        assert report(kept.desk)["figures"]["G4"] == minutes
        reopen(kept.desk)
        assert [talk.number for talk in kept.store.running_talks()] == [5]
        assert kept.scan("T5", booth_reader("1")).verdict is Verdict.TALK_DONE


@pytest.mark.parametrize("later", [{"minutes": 7}, {"days": 3}])
def test_a_correction_after_reopening_lengthens_no_talk_and_no_stay(kept: World, later: dict[str, int]) -> None:
    with unkept(kept):
        kept.clock.at = local(9, 24)
        close(kept.desk)
        before = report(kept.desk)
        kept.clock.go(**later)
        second = kept.store.talks()[1].id
        results.record_result(kept.desk, second, {"application": "received"})
        kept.clock.go(minutes=1)
        reopen(kept.desk)
        results.record_result(kept.desk, second, {"application": "on_site"})
        corrected = kept.clock.at
        kept.clock.go(minutes=7)
        close(kept.desk)
        after = report(kept.desk)
        changed = {name for name, value in after["figures"].items() if value != before["figures"].get(name)}
        assert changed <= {"B1", "B2", "B2_now", "B3", "F4", "F4_pairs"}
        assert after["figures"]["B1"] == before["figures"]["B1"] + 1
        assert after["by"]["quarter"] == before["by"]["quarter"]
        assert after["corrections"] == {"event": 0, "since_closing": 1}
        assert datetime.fromisoformat(after["later"]["as_of"]) == corrected, "the last that changes what is told there"


def test_an_event_that_was_closed_too_early_goes_on(kept: World) -> None:
    with unkept(kept):
        kept.clock.at = local(9, 24)
        close(kept.desk)
        kept.clock.go(minutes=2)
        reopen(kept.desk)
        hours = report(kept.desk)["figures"]["G4"]
        kept.clock.go(minutes=30)
        assert report(kept.desk)["figures"]["G4"] == pytest.approx(hours + 0.5, abs=0.02), "a talk goes on"
        kept.scan("T6", EXIT)
        kept.clock.go(minutes=30)
        close(kept.desk)
        assert report(kept.desk)["figures"]["G4"] == pytest.approx(hours + 1, abs=0.02)


# Printed, and said at a shell


def turnout(world: World) -> tuple[int, int, int, int]:
    """Registered, came, spontaneous, no-shows."""
    figures = report(world.desk)["figures"]
    t1, t2, t4, t5 = (figures[name] for name in ("T1", "T2", "T4", "T5"))
    return t1, t2, t4, t5


def test_a_list_that_comes_while_people_come_registers_them_and_one_after_the_closing_nobody(kept: World) -> None:
    with unkept(kept):
        kept.listed("T7", number=7)
        kept.listed("T8", number=8)
        kept.scan("T7")
        assert turnout(kept) == (8, 7, 0, 1), "a portal's last list may come at half past ten"
        close(kept.desk)
        kept.clock.go(minutes=10)
        kept.listed("T9", number=9)
        assert turnout(kept) == (8, 7, 0, 1)
        reopen(kept.desk)
        assert turnout(kept) == (8, 7, 0, 1)
        close(kept.desk)
        assert turnout(kept) == (8, 7, 0, 1), "who is listed after all is over has neither registered nor stayed away"


def test_who_is_listed_after_an_early_closing_counts_as_soon_as_somebody_comes_after_it(kept: World) -> None:
    with unkept(kept):
        close(kept.desk)
        kept.clock.go(minutes=1)
        reopen(kept.desk)
        for number in (7, 8):
            kept.listed(f"T{number}", number=number)
        assert turnout(kept) == (6, 6, 0, 0)
        kept.scan("T7")
        assert turnout(kept) == (8, 7, 0, 1)
        close(kept.desk)
        assert turnout(kept) == (8, 7, 0, 1)


@pytest.mark.parametrize("survivor", ["T1", "T7"])
def test_two_records_of_one_person_are_registered_since_a_list_first_named_them(kept: World, survivor: str) -> None:
    with unkept(kept):
        close(kept.desk)
        kept.clock.go(minutes=1)
        reopen(kept.desk)
        again, walked_in = kept.listed("T7", number=7), kept.listed("T8", number=8, walk_in=True)
        first = kept.store.person_by_number(1)
        assert first
        stays, goes = (first, again) if survivor == "T1" else (again, first)
        merging.merge(kept.desk, stays.id, goes.id)
        assert turnout(kept) == (6, 6, 0, 0)
        late = kept.listed("T9", number=9)
        merging.merge(kept.desk, walked_in.id, late.id)
        assert turnout(kept) == (6, 6, 0, 0), "a list that is too late makes no registration of a walk-in"


def test_both_states_stand_in_every_form_of_the_report(tmp_path: Path) -> None:
    folder = make_event(tmp_path / "event")
    with world_at(folder, local(9, 30)) as world:
        close(world.desk)
        world.clock.go(days=9)
        for talk in world.store.talks()[1:3]:
            results.record_result(world.desk, talk.id, {"application": "received"})
        files = export(world.desk)
    runner = CliRunner()
    made = ["--html", str(tmp_path / "a.html"), "--pdf", str(tmp_path / "a.pdf")]
    assert runner.invoke(command_line, ["report", str(folder), *made]).exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pages:
        pdf = "\n".join(page.get_textpage().get_text_range() for page in pages)
    shown = runner.invoke(command_line, ["report", str(folder)]).stdout
    for text in (shown, (tmp_path / "a.html").read_text(encoding="utf-8"), pdf):
        assert "On site, frozen · as of 2026-11-22, 09:30" in text
        assert text.count("Came in later · as of 2026-12-01, 09:30") == 1
        assert text.count("By now · as of 2026-12-01, 09:30") == 1
        assert "corrections: 0 during the event, 0 since the closing" in text
        assert "So far, 2 applications have come in later (as of 1 December 2026, 09:30)." in " ".join(text.split())
        assert "Bisher sind 2 Bewerbungen nachgereicht worden" in " ".join(text.split())
    path = next(path for path in files if path.name == "figures.csv")
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";")
    as_of = {row["Id"]: row["As of"][:10] for row in rows}
    assert (as_of["B1"], as_of["F1"], as_of["B3"], as_of["F1_now"]) == ("22.11.2026",) * 2 + ("01.12.2026",) * 2


def test_what_is_not_over_is_said_and_twice_is_told(tmp_path: Path) -> None:
    folder = make_event(tmp_path / "event")
    with world_at(folder, local(9, 30)) as world:
        said = unfinished_text(world.desk, unfinished(world.desk))
        assert said == [
            "6 persons are in the house, and count as there until now.",
            "1 talk is running; it counts with its length up to now.",
            "Of 1 talk nobody has said what came of it (booth 1: 1).",
        ]
        close(world.desk)
        talked = report(world.desk)["figures"]["G4"]
        world.clock.go(minutes=20)
        reopen(world.desk)
        assert unfinished_text(world.desk, unfinished(world.desk)) == [
            "The event was closed before (2026-11-22, 09:30); nothing has happened in the house since.",
            "6 persons did not check out, and count as there until then.",
            "1 talk was not ended; it counts with its length up to then.",
            "Of 1 talk nobody has said what came of it (booth 1: 1).",
        ]
        with unkept(world):
            close(world.desk)
            assert report(world.desk)["figures"]["G4"] == talked, "so it is counted"
        with unkept(world):
            world.scan("T2", EXIT)
            world.clock.go(minutes=1)
            said = unfinished_text(world.desk, unfinished(world.desk))
            assert said[0] == "5 persons are in the house, and count as there until now."
            close(world.desk)
            assert report(world.desk)["figures"]["G4"] > talked, "something has happened, so the day went on"
    closed = kiosk("close", folder)
    assert (closed.returncode, closed.stderr) == (0, "")
    assert closed.stdout.startswith("The event is closed. What was counted on site is frozen as of ")
    assert "1 talk was not ended" in closed.stdout
    again = kiosk("close", folder)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("The event is closed already, since ")
    assert len(again.stderr.splitlines()) == 1
    with world_at(folder, local(9, 30)) as world:
        answers = [world.scan(code, reader) for code in ("T6", "nobody") for reader in (ENTRANCE, booth_reader("1"))]
        assert [answer.verdict for answer in answers] == [Verdict.REFUSED] * 4
        assert answer_text(world.desk.event, answers[0]).endswith("The event is closed. The lead can open it again.")
        assert [scan.verdict for scan in world.store.scans(limit=4)] == [Verdict.REFUSED] * 4
        assert [talk.number for talk in world.store.talks()] == [1, 2, 3, 4, 5]


# At the screen


async def counted(pilot: Pilot[None]) -> None:
    await pilot.press("f6")
    await quiet(pilot)
    await pilot.app.workers.wait_for_complete()
    await settled(pilot)


async def awaited(pilot: Pilot[None], text: str) -> str:
    """What stands on the screen once a text does: the figures are counted anew some time after a change."""
    await until(pilot, lambda: text in seen(pilot.app))
    return seen(pilot.app)


def strip(stage: Stage) -> str:
    return str(stage.app.screen.query_one(VerdictStrip).content)


async def test_the_lead_closes_the_event_by_a_key_that_no_scanner_has(
    stage: Stage, desk: Desk, clock: FakeClock
) -> None:
    plan = begin(desk, clock)
    scan(desk, 2, plan[1, 2])
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await awaited(pilot, "not closed yet")
        await pilot.press("f9")
        await quiet(pilot)
        assert isinstance(stage.app.screen, CloseDialog)
        told = str(stage.app.screen.query_one("#unfinished", Static).content)
        assert told.splitlines()[0] == "• 2 persons are in the house, and count as there until now."
        assert "2 talks are running" in told
        assert "the gong go on" in told
        await stage.scan(pilot, code_of(3))
        await pilot.press(*"X1234", "enter", "f9", "enter")
        assert isinstance(stage.app.screen, CloseDialog)
        await pilot.press("ctrl+e")
        assert "The same key again confirms." in strip(stage)
        assert not desk.store.entries(OF_EVENT)
        await pilot.press("ctrl+e")
        shown = await awaited(pilot, "On site, frozen · as of 2026-11-22, 10:02")
        assert [entry.kind for entry in desk.store.entries(OF_EVENT)] == ["closed"]
        assert "■ closed 10:02" in shown
        assert "F9 Open the event again" in " ".join(shown.split())
        await pilot.press("f2")
        await stage.scan(pilot, code_of(5))
        await settled(pilot)
        assert "The lead can open it again." in " ".join(seen(stage.app).split())
        assert not any(person.inside for person in desk.store.people() if person.number == 5)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "The event is closed since 2026-11-22, 10:02" in seen(stage.app)
        await pilot.press("f6", "f9")
        await quiet(pilot)
        assert isinstance(stage.app.screen, ReopenDialog)
        await pilot.press("ctrl+e", "ctrl+e")
        await quiet(pilot)
        assert [entry.kind for entry in desk.store.entries(OF_EVENT)] == ["closed", "reopened"]
        assert "■ closed" not in seen(stage.app)


async def test_closing_takes_the_leads_pin_and_says_whose_it_was(stage: Stage, desk: Desk, clock: FakeClock) -> None:
    rights.set_pin(desk, Rank.LEAD, LEAD)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await counted(pilot)
        await pilot.press("f9")
        await quiet(pilot)
        assert isinstance(stage.app.screen, PinDialog)
        await typed(pilot, LEAD)
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await quiet(pilot)
        assert isinstance(stage.app.screen, CloseDialog)
        assert "Nobody is in the house" in seen(stage.app)
        close(replace(desk, by="elsewhere"))
        await pilot.press("ctrl+e", "ctrl+e")
        assert "closed already" in strip(stage)
        reopen(desk)
        await pilot.press("ctrl+e", "ctrl+e")
        await quiet(pilot)
        last = desk.store.entries(OF_EVENT)[-1]
        assert (last.kind, last.body["by"]) == ("closed", "lead")


async def test_an_event_whose_people_are_erased_is_not_offered_to_be_opened(stage: Stage, desk: Desk) -> None:
    close(desk)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await awaited(pilot, "F9 Open the event again")
        with desk.store.write() as store:
            store.record([Draft(ERASED, OF_EVENT, {"all": True, "persons": 13})])
        await ticked(pilot)
        assert "■ persons erased" in seen(stage.app)
        assert "F9" not in seen(stage.app)


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_the_question_looks_right(stage: Stage, desk: Desk, clock: FakeClock, looks: Any) -> None:
    plan = begin(desk, clock)
    scan(desk, 2, plan[1, 2])
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await counted(pilot)
        await pilot.press("f9")
        await settled(pilot)
        looks(stage.app, f"closing-80x24-{desk.event.language}")


async def test_once_it_is_closed_nothing_is_asked_for_that_only_the_day_needs(stage: Stage, desk: Desk) -> None:
    asked = {"reader", "sound", "heard"}
    assert asked <= {finding.name for finding in preflight(desk)}
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        checks = stage.app.screen.query_one("#checks", Static)
        assert "No reader is chosen" in str(checks.content) or "not proved" in str(checks.content)
        assert "gong" in str(checks.content)
        close(desk)
        await ticked(pilot)
        assert not [word for word in ("gong", "eader", "No plan") if word in str(checks.content)]
        assert "free on the disk" in str(checks.content)
    assert not asked & {finding.name for finding in preflight(desk)}
