"""What reception does for one person: walk-in, new badge, correction, in spite of a refusal, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from children import together, walk_in_once
from world import ENTRANCE, EVENT, World, local, make_folder, world_at

from kiosk.actions import closing, people
from kiosk.actions.people import badge_of, is_badge
from kiosk.actions.upkeep import verify
from kiosk.codes import read
from kiosk.model import KioskError, Role
from kiosk.programme import ReaderRole, ReaderSetting


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "event", EVENT, ["1;Amt;1"])


@pytest.fixture
def world(folder: Path) -> Iterator[World]:
    with world_at(folder) as opened:
        yield opened
        assert verify(opened.store)[1] == []


def test_a_walk_in_is_listed_numbered_and_in(world: World) -> None:
    world.listed(number=1)
    world.listed(number=3)
    came = people.walk_in(world.desk, {"first_name": "Zoë", "wishes": ["1"]}, ENTRANCE)
    assert (came.number, came.role, came.walk_in, came.inside) == (2, Role.ATTENDEE, True, True)
    assert (came.first_in, came.first_reader, came.visits) == (local(9), "entrance", 1)
    assert came.id.startswith(f"person:{world.store.station}-")
    code = badge_of(world.desk, came.id)
    assert code
    assert [reading.kind for reading in read(code, world.store.event_key)] == ["ours"]
    assert world.scan(code).verdict == "already_in"


def test_a_walk_in_needs_no_name(world: World) -> None:
    came = people.walk_in(world.desk, {}, ENTRANCE)
    assert (came.number, came.short_name) == (1, "")


def test_staff_who_walk_in_have_no_number(world: World) -> None:
    came = people.walk_in(world.desk, {"first_name": "Petra", "role": "employer"}, ENTRANCE)
    assert (came.number, came.role) == (None, Role.EMPLOYER)


def test_walk_ins_at_two_desks_at_once_get_numbers_of_their_own(folder: Path, world: World) -> None:
    world.listed(number=1)
    assert sorted(together(walk_in_once, *[(folder,)] * 4)) == [2, 3, 4, 5]


def test_a_new_badge_revokes_every_code_before_it(world: World) -> None:
    anna = world.listed("TICKET-1", world.code(4), number=1)
    first = people.replace_badge(world.desk, anna.id)
    second = people.replace_badge(world.desk, anna.id)
    assert is_badge(first)
    assert is_badge(second)
    found = [world.scan(code).verdict for code in ("TICKET-1", world.code(4), first, second)]
    assert found == ["revoked", "revoked", "revoked", "admitted"]
    assert badge_of(world.desk, anna.id) == second


def test_a_new_badge_taken_back_makes_the_old_one_good_again(world: World) -> None:
    anna = world.listed("TICKET-1", number=1)
    code = people.replace_badge(world.desk, anna.id)
    revoked, given = world.store.entries(anna.id)[-2:]
    people.undo(world.desk, str(given.id))
    assert world.scan(code).verdict == "unknown"
    assert world.scan("TICKET-1").verdict == "revoked"
    people.undo(world.desk, str(revoked.id))
    world.clock.go(seconds=10)
    assert world.scan("TICKET-1").verdict == "admitted"


def test_the_reason_for_admitting_anyway_is_kept(world: World) -> None:
    anna = world.listed("A", cancelled=True)
    came = people.admit_anyway(world.desk, anna.id, ENTRANCE, " paid at the door ")
    assert came.inside
    entry = world.store.entries(anna.id)[-1]
    assert (entry.body["reason"], entry.body["reader"]) == ("paid at the door", "entrance")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_admitted_anyway_without_a_reason(world: World, reason: str) -> None:
    anna = world.listed("A")
    with pytest.raises(KioskError, match="reason"):
        people.admit_anyway(world.desk, anna.id, ENTRANCE, reason)
    assert not world.person(anna.id).present


def test_nothing_is_recorded_of_somebody_who_is_not_there(world: World) -> None:
    before = world.journal()
    with pytest.raises(KioskError, match="not on the list"):
        people.admit_anyway(world.desk, "person:desk-x-1", ENTRANCE, "why not")
    with pytest.raises(KioskError, match="not on the list"):
        people.replace_badge(world.desk, "person:desk-x-1")
    assert world.journal() == before


def test_a_correction_records_only_what_is_different(world: World) -> None:
    anna = world.listed("A", first_name="Ana", wishes=["1"], number=1)
    assert people.correct(world.desk, anna.id, {"first_name": "Anna", "last_name": "Abt", "wishes": ["1"]})
    assert dict(world.store.entries(anna.id)[-1].body).keys() == {"at", "first_name"}
    before = world.journal()
    assert not people.correct(world.desk, anna.id, {"first_name": "Anna", "arrives": "", "cancelled": False})
    assert world.journal() == before
    assert people.correct(world.desk, anna.id, {"arrives": "10:30"})
    assert f"{world.person(anna.id).arrives:%H:%M}" == "10:30"


def test_an_undone_walk_in_is_on_no_list(world: World) -> None:
    came = people.walk_in(world.desk, {"first_name": "Zoë"}, ENTRANCE)
    listed = world.store.entries(came.id)[0]
    people.undo(world.desk, str(listed.id))
    assert world.store.person(came.id) is None
    assert world.store.people() == []
    assert people.walk_in(world.desk, {"first_name": "Zoe"}, ENTRANCE).number == 1


def test_a_closed_event_takes_no_changes(world: World) -> None:
    anna = world.listed("A")
    entry = world.scan("A").entry
    closing.close(world.desk)
    before = world.journal()
    for change in (
        lambda: people.walk_in(world.desk, {}, ENTRANCE),
        lambda: people.admit_anyway(world.desk, anna.id, ENTRANCE, "why not"),
        lambda: people.correct(world.desk, anna.id, {"first_name": "Otto"}),
        lambda: people.undo(world.desk, entry),
        lambda: closing.close(world.desk),
    ):
        with pytest.raises(KioskError, match="closed"):
            change()
    assert world.journal() == before
    closing.reopen(world.desk)
    with pytest.raises(KioskError, match="open"):
        closing.reopen(world.desk)


def test_check_ins_by_hand_bear_the_name_of_the_first_entrance(world: World, tmp_path: Path) -> None:
    assert people.manual_reader(world.desk) == ReaderSetting(ReaderRole.ENTRANCE)
    settings = EVENT + '[[reader]]\nrole = "exit"\nport = "COM1"\n[[reader]]\nrole = "entrance"\nport = "COM2"\n'
    with world_at(make_folder(tmp_path / "other", settings)) as other:
        assert people.manual_reader(other.desk).port == "COM2"
