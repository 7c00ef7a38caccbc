"""Two records of one person: one for all that is counted and scanned, and separated again as if nothing had been."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staging import FakeClock, Stage, code_of, quiet, settled, typed
from world import ENTRANCE, EXIT, ROUNDS, World, booth_reader, make_folder, world_at
from world import EVENT as SETTINGS

from kiosk.actions import merging, people, rights
from kiosk.actions.lists import import_people
from kiosk.actions.plans import propose, publish
from kiosk.actions.report import report
from kiosk.actions.upkeep import verify
from kiosk.app import KioskApp
from kiosk.model import Entry, KioskError
from kiosk.rules.journal import UNDONE
from kiosk.rules.merging import MERGED
from kiosk.rules.rights import Rank
from kiosk.screens.pin import PinDialog
from kiosk.store import Store


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    folder = make_folder(tmp_path / "event", SETTINGS + ROUNDS, ["1;Amt;1", "2;Bau;1", "3;Cafe;1"])
    with world_at(folder) as opened:
        yield opened
        assert verify(opened.store)[1] == []


def twice(world: World) -> tuple[str, str]:
    """One person who is on the list as number 10 and as number 200."""
    one = world.listed("A", number=10, first_name="Anna", last_name="Abt", wishes=["1"], email="a@b.de")
    two = world.listed("B", number=200, first_name="Ana", last_name="Abt", wishes=["2"], consent_photo="no")
    return one.id, two.id


def test_both_badges_mean_one_person_with_one_number(world: World) -> None:
    one, two = twice(world)
    merging.merge(world.desk, two, one)
    assert world.scan("A").number == 200
    world.clock.go(seconds=10)
    answer = world.scan("B")
    assert (answer.verdict, answer.number) == ("already_in", 200)
    assert [person.number for person in world.store.people()] == [200]
    assert (world.person(one).id, world.person(two).email) == (two, "a@b.de")
    assert [person.id for person in world.store.search("Anna")] == [two]
    found = world.store.person_by_number(10)
    assert found
    assert found.number == 200
    assert world.store.turnout() == (1, 1)
    assert world.store.numbers() == {10, 200}, "a number is never given twice"
    assert len(world.store.scans_of(two)) == 2


def test_check_ins_and_talks_count_once_and_belong_to_the_one_that_stays(world: World) -> None:
    one, two = twice(world)
    for code in "AB":
        world.scan(code)
        world.scan(code, booth_reader("1"))
        world.clock.go(seconds=100)
        world.scan(code, booth_reader("1"))
        world.clock.go(seconds=10)
    before = report(world.desk)["figures"]
    assert (before["T2"], before["T3"], before["G1"], before["G2"]) == (2, 2, 2, 2)
    merging.merge(world.desk, one, two)
    after = report(world.desk)
    assert [after["figures"][name] for name in ("T1", "T2", "T3", "G1", "G2")] == [1, 1, 1, 2, 1]
    assert all(check["holds"] for check in after["checks"])
    assert {(talk.person, talk.number) for talk in world.store.talks()} == {(one, 10)}
    assert world.store.inside() == 1
    assert merging.separate(world.desk, one) == "200"
    assert report(world.desk)["figures"] == before


def test_the_plan_is_that_of_the_one_that_stays(world: World) -> None:
    one, two = twice(world)
    publish(world.desk, propose(world.desk, world.desk.event.blocks[0]))
    planned = {talk.person: talk.booth for talk in world.store.planned("talks")}
    assert planned == {one: "1", two: "2"}
    merging.merge(world.desk, one, two)
    assert [(talk.person, talk.booth) for talk in world.store.planned("talks")] == [(one, "1")]
    merging.separate(world.desk, one)
    assert {talk.person: talk.booth for talk in world.store.planned("talks")} == planned


def test_a_new_badge_revokes_those_of_both_records(world: World) -> None:
    one, two = twice(world)
    merging.merge(world.desk, one, two)
    code = people.replace_badge(world.desk, two)
    assert [world.scan(text).verdict for text in ("A", "B", code)] == ["revoked", "revoked", "admitted"]


def test_the_list_is_imported_again_without_a_third_record(world: World, tmp_path: Path) -> None:
    one, two = twice(world)
    merging.merge(world.desk, one, two)
    path = tmp_path / "list.csv"
    path.write_text("code;Vorname;Nachname\nB;Ana;Abt\nA;Anna;Abt\n", encoding="utf-8")
    assert import_people(world.desk, path)["unchanged"] == 2
    assert len(world.store.people()) == 1


def test_what_cannot_be_merged_is_said(world: World) -> None:
    one, two = twice(world)
    host = world.listed("C", role="employer")
    merging.merge(world.desk, one, two)
    with pytest.raises(KioskError, match="same record"):
        merging.merge(world.desk, one, two)
    with pytest.raises(KioskError, match="attendee"):
        merging.merge(world.desk, one, host.id)
    with pytest.raises(KioskError, match="Nothing was merged"):
        merging.separate(world.desk, host.id)


def test_three_records_and_a_ring_have_one_that_stands_for_all(world: World) -> None:
    ids = [world.listed(code, number=number).id for number, code in enumerate("ABC", 1)]
    merging.merge(world.desk, ids[1], ids[0])
    merging.merge(world.desk, ids[2], ids[1])
    assert [person.number for person in world.store.people()] == [3]
    assert {world.scan(code, reader).number for code in "ABC" for reader in (ENTRANCE, EXIT)} == {3}
    entry = Entry("desk-other", 1, "9999999999999.000000", MERGED, ids[2], {"into": ids[0]})
    with world.store.write() as store:
        store.merge([entry])
    assert len(world.store.people()) == 1, "two laptops said the opposite: one still stands for all"


@pytest.mark.parametrize("desk", ["de"], indirect=True)
async def test_two_records_become_one_on_people_and_are_separated_again(
    stage: Stage, looks: Callable[[KioskApp, str], None]
) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        await typed(pilot, "10")
        for key in ("f11", "f10"):
            await pilot.press(key)
            await quiet(pilot)
        await typed(pilot, "11")
        await pilot.press("enter")
        await settled(pilot)
        looks(stage.app, "merged-80x24-de")
        assert "auch gelistet als Nummer 11" in str(stage.app.screen.query_one("#facts").content)
        await stage.scan(pilot, code_of(11))
        found = desk.store.person_by_number(10)
        assert found
        assert found.inside
        await pilot.press("f11")
        await quiet(pilot)
        assert "Nummer 11 ist wieder" in str(stage.app.screen.query_one("#strip").content)
        inside = {person.number for person in desk.store.people() if person.inside}
        assert inside == {10}, "what was scanned meanwhile was scanned for the one that stood for both"


async def test_whoever_merged_the_wrong_two_separates_them_without_a_pin(stage: Stage, clock: FakeClock) -> None:
    """For a minute; later that is the lead's to decide, as with everything that is taken back."""
    desk = stage.app.desk
    rights.set_pin(desk, Rank.LEAD, "2468")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        for seconds, asked in ((30, False), (90, True)):
            await pilot.press("f5", "f7")
            await quiet(pilot)
            await typed(pilot, "10")
            await pilot.press("f10")
            await quiet(pilot)
            await typed(pilot, "11")
            await pilot.press("enter")
            await settled(pilot)
            clock.go(seconds=seconds)
            await pilot.press("f11")
            await quiet(pilot)
            assert isinstance(stage.app.screen, PinDialog) is asked


STEPS = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["in", "out", "talk"])), max_size=6)


@settings(max_examples=25, deadline=None)
@given(before=STEPS, after=STEPS, order=st.randoms(use_true_random=False), into=st.permutations(["A", "B"]))
def test_merging_and_undoing_leaves_every_table_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[str, str]],
    after: list[tuple[str, str]],
    order: random.Random,
    into: list[str],
) -> None:
    """In whatever order a laptop hears of it: the same tables as without the merging, and as every other laptop."""
    folder = make_folder(tmp_path_factory.mktemp("event") / "event", SETTINGS, ["1;Amt;1"])
    readers = {"in": ENTRANCE, "out": EXIT, "talk": booth_reader("1")}
    with world_at(folder) as world:
        ids = {code: world.listed(code, number=place, first_name=code).id for place, code in enumerate("ABC", 1)}
        for steps, then in ((before, MERGED), (after, UNDONE)):
            for code, what in steps:
                world.clock.go(seconds=30)
                world.scan(code, readers[what])
            if then == MERGED:
                entry = merging.merge(world.desk, ids[into[0]], ids[into[1]])
                during = world.store.projections()
        people.undo(world.desk, entry)
        journal = world.store.journal()
        undone = world.store.projections()
    said = {str(each.id) for each in journal if each.kind == MERGED}
    without = [each for each in journal if each.kind != MERGED and each.body.get("entry") not in said]
    merged_at = next(place for place, each in enumerate(journal) if each.kind == MERGED)
    order.shuffle(journal)
    for name, entries, due in (
        ("without", without, undone),
        ("shuffled", journal, undone),
        ("merged", sorted(journal, key=lambda each: each.seq)[: merged_at + 1], during),
    ):
        shuffled = list(entries)
        order.shuffle(shuffled)
        with Store(tmp_path_factory.mktemp(name) / "kiosk.db") as other:
            for each in shuffled:
                with other.write():
                    other.merge([each])
            assert other.projections() == due, name
            assert verify(other)[1] == []
