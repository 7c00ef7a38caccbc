"""The journal: the same set of entries gives the same tables, in any order, however often each of them comes."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World, kiosk, make_folder, world_at

from kiosk.actions.upkeep import rebuild, verify
from kiosk.i18n import use
from kiosk.model import Draft, Entry, EntryId, KioskError, Verdict
from kiosk.programme import Block, Booth, Mode
from kiosk.rules import booths, clock, closing, people, plans, stopping, talks
from kiosk.rules.journal import UNDONE, order, standing, tick, undone_ids
from kiosk.store import Store

BEGAN = datetime(2026, 11, 22, 9, tzinfo=UTC)
BLOCK = Block("talks", Mode.ROUNDS, BEGAN.date(), BEGAN.time(), rounds=4)
PERSONS = [f"person:desk-{letter}-1" for letter in "abc"]
TALKS = [f"talk:desk-a-{number}" for number in (1, 2)]
CODES = ["TICKET-1", "ticket-1", "TICKET-2", "KBBBBBBBBBBBBBBBBBBB"]

Drawn = tuple[str, str, dict[str, Any]]
"""Kind, entity and body of an entry."""


def scanned(verdict: Verdict) -> dict[str, Any]:
    return {"reader": "entrance", "code": "TICKET-1", "verdict": str(verdict)}


def of_person(kind: str, **body: st.SearchStrategy[Any]) -> st.SearchStrategy[Drawn]:
    return st.tuples(st.just(kind), st.sampled_from(PERSONS), st.fixed_dictionaries({}, optional=body))


def of_talk(kind: str, body: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Drawn]:
    return st.tuples(st.just(kind), st.sampled_from(TALKS), st.fixed_dictionaries(body))


def of(entity: str, kind: str, **body: st.SearchStrategy[Any]) -> st.SearchStrategy[Drawn]:
    return st.tuples(st.just(kind), st.just(entity), st.fixed_dictionaries(body))


numbers = st.integers(1, 4)
texts = st.sampled_from(["", "Anna", "Müller", "Öz [/b]", "İpek"])
codes = st.lists(st.sampled_from(CODES), max_size=3, unique=True)
days = st.sampled_from(["2026-11-22", "2026-11-23"])
places = st.sampled_from(["1", "2", "3"])
moments = st.integers(0, 7200).map(lambda seconds: (BEGAN + timedelta(seconds=seconds)).isoformat())

LISTED = {
    "number": st.none() | numbers,
    "first_name": texts,
    "last_name": texts,
    "role": st.sampled_from(["attendee", "employer"]),
    "codes": codes,
    "wishes": st.lists(places, max_size=3, unique=True),
    "arrives": st.sampled_from(["", "10:30"]),
    "cancelled": st.booleans(),
    "walk_in": st.booleans(),
}
PLANNED = {
    "from": numbers,
    "epoch": st.integers(1, 2),
    "number": numbers,
    "talks": st.lists(
        st.fixed_dictionaries({"round": numbers, "booth": places, "seat": places}),
        max_size=3,
        unique_by=lambda talk: talk["round"],
    ),
}
TALK = {"person": st.sampled_from(PERSONS), "booth": places, "seat": places, "at": moments}

DRAWN: dict[str, st.SearchStrategy[Drawn]] = {
    people.LISTED: of_person(people.LISTED, **LISTED),
    people.CODE_GIVEN: of_person(people.CODE_GIVEN, codes=codes),
    people.CODE_REVOKED: of_person(people.CODE_REVOKED, codes=codes),
    people.CHECKED_IN: of_person(people.CHECKED_IN, day=days, at=moments).map(
        lambda drawn: (*drawn[:2], {**scanned(Verdict.ADMITTED), **drawn[2]})
    ),
    people.CHECKED_OUT: of_person(people.CHECKED_OUT, at=moments).map(
        lambda drawn: (*drawn[:2], {**scanned(Verdict.CHECKED_OUT), **drawn[2]})
    ),
    people.SCANNED: st.builds(
        lambda entity, verdict: (people.SCANNED, entity, scanned(verdict)),
        st.sampled_from([*PERSONS, "scan:desk-a-9"]),
        st.sampled_from([Verdict.UNKNOWN, Verdict.ALREADY_IN]),
    ),
    talks.TALK_STARTED: of_talk(talks.TALK_STARTED, TALK),
    talks.TALK_ENDED: of_talk(talks.TALK_ENDED, {"confirmed": st.booleans(), "at": moments}),
    talks.TALK_ABOUT: of_talk(talks.TALK_ABOUT, {"position": st.sampled_from(["1A", "1B"])}),
    plans.PLANNED: st.builds(
        lambda person, body: (plans.PLANNED, plans.entity_of("talks", person), body),
        st.sampled_from(PERSONS),
        st.fixed_dictionaries(PLANNED),
    ),
    **{
        kind: of(clock.entity_of("talks"), kind, epoch=st.integers(1, 2), seconds=st.just(60), at=moments)
        for kind in sorted(clock.KINDS)
    },
    **{kind: of(booths.entity_of("1"), kind) for kind in (booths.CLOSED, booths.PAUSED, booths.OPENED)},
    booths.SEATS_SET: of(booths.entity_of("1"), booths.SEATS_SET, seats=numbers),
    closing.CLOSED: of(closing.EVENT, closing.CLOSED),
    closing.REOPENED: of(closing.EVENT, closing.REOPENED),
    stopping.STOPPED: of(closing.EVENT, stopping.STOPPED),
    stopping.LIFTED: of(closing.EVENT, stopping.LIFTED),
}
"""How to draw an entry of each kind; undos are drawn apart, since each names another entry."""


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """What three laptops wrote, each in the order of its own clock."""
    entries: list[Entry] = []
    latest: dict[str, Entry] = {}
    for _ in range(draw(st.integers(1, 30))):
        station = draw(st.sampled_from(["desk-a", "desk-b", "desk-c"]))
        if entries and draw(st.integers(0, 4)) == 0:
            named = draw(st.sampled_from(entries))
            kind, entity, body = UNDONE, named.entity, {"entry": str(named.id)}
        else:
            kind, entity, body = draw(draw(st.sampled_from(list(DRAWN.values()))))
        before = latest.get(station)
        stamp = tick(before.hlc if before else "", 1_000 + draw(st.integers(0, 40)))
        latest[station] = Entry(station, before.seq + 1 if before else 1, stamp, kind, entity, body)
        entries.append(latest[station])
    return entries


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without entries, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "kiosk.db"
    Store(path).close()
    return path


class Copies:
    """Fresh databases, one beside the other."""

    def __init__(self, empty: Path, folder: Path) -> None:
        self._empty, self._folder, self._count = empty, folder, 0

    def of(self, batches: Sequence[Sequence[Entry]]) -> Store:
        """A database that was given these entries, batch by batch."""
        self._count += 1
        path = self._folder / f"{self._count}.db"
        shutil.copy(self._empty, path)
        store = Store(path)
        for batch in batches:
            with store.write():
                store.merge(batch)
        return store


@pytest.fixture
def copies(empty: Path, tmp_path: Path) -> Copies:
    return Copies(empty, tmp_path)


STEADY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def shuffled(entries: Sequence[Entry], dice: Random) -> list[list[Entry]]:
    """The entries in another order, some of them several times, cut into batches."""
    mixed = [*entries, *dice.choices(entries, k=len(entries) // 2)]
    dice.shuffle(mixed)
    cuts = sorted(dice.sample(range(len(mixed) + 1), k=min(3, len(mixed))))
    return [mixed[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(mixed)], strict=True)]


@given(histories(), st.randoms(use_true_random=False))
@STEADY
def test_any_order_any_repetition_any_batches_give_the_same_tables(
    copies: Copies, history: list[Entry], dice: Random
) -> None:
    with copies.of([sorted(history, key=order)]) as one, copies.of(shuffled(history, dice)) as other:
        assert one.projections() == other.projections()
        assert one.journal() == other.journal() == sorted(history, key=lambda entry: entry.id)
        assert verify(other) == (len(history), [])
        kept = other.projections()
        assert rebuild(other) == []
        assert other.projections() == kept


@given(histories(), st.randoms(use_true_random=False))
@STEADY
def test_clock_booth_and_event_stand_alike_everywhere(history: list[Entry], dice: Random) -> None:
    mixed = [entry for batch in shuffled(history, dice) for entry in batch]

    def state(entries: list[Entry]) -> tuple[Any, ...]:
        def those(entity: str) -> list[Entry]:
            return [entry for entry in entries if entry.entity == entity]

        return (
            clock.clock_of(those(clock.entity_of("talks")), BLOCK),
            booths.booth_now(Booth("1", "", 2), those(booths.entity_of("1"))),
            closing.is_closed(those(closing.EVENT)),
            stopping.is_stopped(those(closing.EVENT)),
        )

    assert state(mixed) == state(history)


@given(histories(), st.data())
@STEADY
def test_an_undo_leaves_what_would_be_without_the_entry(
    copies: Copies, history: list[Entry], data: st.DataObject
) -> None:
    named = data.draw(st.sampled_from([entry for entry in history if entry.id not in undone_ids(history)]))
    if named.kind == UNDONE:
        return
    undo = Entry("desk-z", 1, "9999999999998.000000", UNDONE, named.entity, {"entry": str(named.id)})
    again = Entry("desk-z", 2, "9999999999999.000000", UNDONE, named.entity, {"entry": str(undo.id)})
    without = [entry for entry in history if entry != named]
    with copies.of([history]) as whole, copies.of([history, [undo]]) as undone, copies.of([without]) as never:
        assert tables(undone) == tables(never)
        with undone.write():
            undone.merge([again])
        assert undone.projections() == whole.projections()


def tables(store: Store) -> dict[str, set[tuple[Any, ...]]]:
    """The projections but for the scans, which stay when they are undone."""
    return {name: rows for name, rows in store.projections().items() if name != "scans"}


@given(histories())
@STEADY
def test_what_stands_is_in_order_and_says_nothing_twice(history: list[Entry]) -> None:
    held = standing([*history, *history])
    assert held == sorted(held, key=order)
    assert max(Counter(entry.id for entry in held).values(), default=1) == 1
    assert all(entry.kind != UNDONE for entry in held)


@given(st.lists(st.integers(0, 10**13 - 1), min_size=1, max_size=30))
def test_stamps_always_grow_and_follow_the_clock_where_it_goes_on(clock_says: list[int]) -> None:
    stamps: list[str] = []
    for now in clock_says:
        stamps.append(tick(stamps[-1] if stamps else "", now))
    assert stamps == sorted(set(stamps))
    assert [int(stamp[:13]) for stamp in stamps] == [max(clock_says[: n + 1]) for n in range(len(stamps))]


# Entries from elsewhere


def listed(seq: int, name: str, station: str = "desk-x", **body: Any) -> Entry:
    said = {"first_name": name, **body}
    return Entry(station, seq, f"{seq:013d}.000000", people.LISTED, f"person:{station}-{seq}", said)


def test_what_comes_again_is_known(copies: Copies) -> None:
    entries = [listed(1, "Anna", wishes=("1", "2")), listed(2, "Ben")]
    with copies.of([]) as store, store.write():
        assert store.merge(entries) == 2
        assert store.merge([*entries, listed(3, "Cem"), listed(3, "Cem")]) == 1
        assert store.merge(store.journal()) == 0


def test_own_entries_come_after_everything_that_was_taken_in(copies: Copies) -> None:
    stamp = f"{int(datetime.now(UTC).timestamp() * 1000) + 60_000}.000000"
    ahead = Entry("desk-x", 1, stamp, people.LISTED, "person:desk-x-1", {"first_name": "Anna"})
    with copies.of([[ahead]]) as store:
        with store.write():
            (own,) = store.record([Draft(people.LISTED, ahead.entity, {"first_name": "Anne"})])
        found = store.person(ahead.entity)
    assert own.hlc > ahead.hlc
    assert found
    assert found.first_name == "Anne"


def test_an_entry_that_contradicts_a_known_one_is_kept_apart_and_told(copies: Copies) -> None:
    with copies.of([[listed(1, "Anna"), listed(2, "Ben")], [listed(1, "Otto")], [listed(1, "Otto")]]) as store:
        assert [person.first_name for person in store.people()] == ["Anna", "Ben"]
        (kept,) = store.db.execute("select station, seq, body from conflict").fetchall()
        assert kept == ("desk-x", 1, '{"first_name":"Otto"}')
        entries, problems = verify(store)
    assert entries == 2
    assert len(problems) == 1
    assert "desk-x-1" in problems[0]


def test_two_persons_with_one_code_both_stay(copies: Copies) -> None:
    one, other = listed(1, "Anna", codes=["TICKET-1"]), listed(1, "Ben", "desk-y", codes=["TICKET-1"])
    with copies.of([[one], [other]]) as store:
        assert [person.first_name for person, _revoked in store.owners("ticket-1")] == ["Anna", "Ben"]


# What was tampered with


@pytest.fixture
def played(tmp_path: Path) -> Iterator[World]:
    """An event in which something of everything has happened."""
    use("en")
    folder = make_folder(tmp_path / "event", booths=["1;Amt;1"])
    with world_at(folder) as world:
        for number in range(1, 6):
            world.listed(f"TICKET-{number}", number=number)
            world.scan(f"TICKET-{number}")
        world.scan("nobody's")
        yield world


def test_a_sound_database_holds(played: World) -> None:
    assert verify(played.store) == (11, [])
    ended = kiosk("verify", played.desk.folder, "--json")
    assert ended.returncode == 0
    assert json.loads(ended.stdout) == {"holds": True, "entries": 11, "problems": []}


TAMPERED = [
    "update people set inside = 0 where number = 3",
    "delete from people where number = 3",
    "update codes set revoked = 1 where text = 'TICKET-3'",
    "insert into scans select 'desk-x-1', at, reader, code, verdict, person, undone, entity from scans limit 1",
    "delete from scans",
]


@pytest.mark.parametrize("tamper", TAMPERED)
def test_a_row_that_does_not_follow_is_found_and_mended(played: World, tamper: str) -> None:
    kept = played.store.projections()
    with played.store.write() as store:
        store.db.execute(tamper)
    found = verify(played.store)[1]
    assert found
    assert rebuild(played.store) == found
    assert rebuild(played.store) == verify(played.store)[1] == []
    assert played.store.projections() == kept


def test_the_commands_tell_what_differs_by_their_status(played: World) -> None:
    with played.store.write() as store:
        store.db.execute(TAMPERED[0])
    folder = played.desk.folder
    found, mended, sound = kiosk("verify", folder, "--json"), kiosk("rebuild", folder), kiosk("verify", folder)
    (problem,) = json.loads(found.stdout)["problems"]
    assert "Table people: 1 row is missing or differs, 1 does not follow" in problem
    assert problem in mended.stdout
    assert [ended.returncode for ended in (found, mended, sound)] == [1, 1, 0]


JOURNALS = [
    "update journal set body = replace(body, 'Anna', 'Otto') where seq = 1",
    "delete from journal where seq = 4",
    "update journal set hlc = '0000000000001.000000' where seq = 4",
    "update journal set kind = 'undone', body = '{}' where seq = 4",
    'update journal set body = \'{"verdict": "nonsense"}\' where seq = 11',
]


@pytest.mark.parametrize("tamper", JOURNALS)
def test_a_journal_that_was_changed_is_found(played: World, tamper: str) -> None:
    with played.store.write() as store:
        store.db.execute(tamper)
    entries, problems = verify(played.store)
    assert entries in (10, 11)
    assert problems


@pytest.mark.parametrize("body", ["{", "[]", "7", "", "null"])
def test_a_body_that_cannot_be_read_is_told_in_a_sentence(played: World, body: str) -> None:
    with played.store.write() as store:
        store.db.execute("update journal set body = ? where seq = 2", [body])
    name = str(EntryId(played.store.station, 2))
    found = kiosk("verify", played.desk.folder)
    assert found.returncode == 1
    assert name in found.stdout
    assert "Traceback" not in found.stderr
    before = played.store.projections()
    with pytest.raises(KioskError, match="journal"):
        rebuild(played.store)
    assert played.store.projections() == before
