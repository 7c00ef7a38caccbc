"""The export without names: nobody can be found again in it, by any column or any sum."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import EVENT, ROUNDS, World, booth_reader, kiosk, local, make_folder, world_at

from kiosk.actions.exports import export
from kiosk.actions.pseudonymous import export_pseudonymous
from kiosk.actions.report import report
from kiosk.category_words import category_text
from kiosk.i18n import use
from kiosk.model import Draft
from kiosk.rules.figures.cells import hidden
from kiosk.rules.people import CHECKED_IN, LISTED
from kiosk.rules.pseudonyms import LEAST, OTHER, Row, breakdown, protected, rounded, unlinked
from kiosk.rules.talks import TALK_ENDED, TALK_STARTED

HIDDEN = "other or not said"


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


WIDTH = 3
VALUES = st.tuples(*(st.sampled_from(["", "a", "b", "c", "d"]) for _ in range(WIDTH)))
ROWS = st.lists(st.builds(Row, st.integers(0, 25), VALUES), max_size=60)


def persons(rows: list[Row], places: tuple[int, ...]) -> dict[tuple[str, ...], set[object]]:
    found: dict[tuple[str, ...], set[object]] = defaultdict(set)
    for row in rows:
        found[tuple(row.values[place] for place in places)].add(row.who)
    return found


EVERY = [places for n in range(1, WIDTH + 1) for places in combinations(range(WIDTH), n)]


@given(ROWS)
def test_no_combination_of_values_has_fewer_than_three_persons(rows: list[Row]) -> None:
    kept = protected(rows)
    assert all(len(who) >= LEAST for places in EVERY for who in persons(kept, places).values())
    assert len(kept) == (len(rows) if len({row.who for row in rows}) >= LEAST else 0)


@given(ROWS)
def test_no_row_is_changed_but_by_hiding(rows: list[Row]) -> None:
    for before, after in zip(rows, protected(rows), strict=False):
        assert after.who == before.who
        assert all(new in (old, OTHER) for old, new in zip(before.values, after.values, strict=True))


@given(ROWS)
def test_nothing_small_comes_out_by_subtraction(rows: list[Row]) -> None:
    """Whatever union of cells is taken from a total that contains it, what remains is nothing or at least three."""
    kept = protected(rows)
    for places in EVERY:
        whole = len(kept)
        cells = Counter(tuple(row.values[place] for place in places) for row in kept)
        for cell in cells.values():
            assert whole - cell == 0 or whole - cell >= LEAST
        for place in places:
            rough = breakdown(kept, place)
            for values, cell in cells.items():
                left = rough[values[places.index(place)]] - cell
                assert left == 0 or left >= LEAST


@given(ROWS)
def test_what_a_report_tells_less_what_is_shown_is_nobody_or_no_few(rows: list[Row]) -> None:
    kept = protected(rows)
    for place in range(WIDTH if kept else 0):
        before, after = persons(rows, (place,)), persons(kept, (place,))
        for value in before.keys() - {(OTHER,)}:
            gone = {
                old.who
                for old, new in zip(rows, kept, strict=True)
                if (old.values[place],) == value != (new.values[place],)
            }
            assert not gone or len(gone) >= LEAST or value not in after


def test_report_and_export_together_tell_of_no_few_persons(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS)
    with world_at(folder) as world:
        for number in range(24):
            channel = "agentur" if number < 8 else "jobcenter" if number < 20 else "school"
            district = "Nord" if number < 10 else "Mitte" if number < 20 else "West" if number < 22 else "Ost"
            world.listed(f"T{number}", channel=channel, district=district)
            if number != 7:  # one of the agency has not come
                world.scan(f"T{number}")
        by = report(world.desk)["by"]
        export_pseudonymous(world.desk)
    counted = read(folder / "exports" / "breakdowns-pseudonymous.csv")
    for column, name in (("Channel", "channel"), ("District", "district")):
        sums = {row["Value"]: int(row["Count"]) for row in counted if row["Column"] == column}
        told = {category_text(row["id"]): row["T2"] for row in hidden(by[name])}
        assert all(told[value] == count for value, count in sums.items() if value != HIDDEN)
    assert {row["Value"] for row in counted if row["Column"] == "Channel"} == {
        category_text("agentur"),
        category_text("jobcenter"),
        category_text("school"),
    }
    assert {row["Value"] for row in counted if row["Column"] == "District"} == {HIDDEN, "Nord", "Mitte"}


@given(ROWS)
def test_what_is_common_enough_stays(rows: list[Row]) -> None:
    common = {values for values, who in persons(rows, tuple(range(WIDTH))).items() if len(who) >= LEAST}
    if len(common) == len({row.values for row in rows}):
        assert protected(rows) == rows


FOUR = st.tuples(*(st.sampled_from(letters) for letters in ("ab", "cd", "ny", "0123")))


def learnt(rows: list[Row], kept: list[Row], known: tuple[int, ...], secret: tuple[int, ...]) -> set[object]:
    """Those of whom somebody learns a secret who knows their values elsewhere, and how many have these.

    Where as many rows tell these values as persons have them, nobody of these can be in any other row.
    """
    found: set[object] = set()
    there, told = persons(rows, known), persons(kept, known)
    for values, who in there.items():
        if len(told.get(values, ())) == len(who):
            shown = [row.values for row in kept if tuple(row.values[place] for place in known) == values]
            found |= who if any(is_told(place, shown, kept) for place in secret) else set()
    away = [row.values for row in kept if tuple(row.values[place] for place in known) == (OTHER,) * len(known)]
    if any(is_told(place, away, kept) for place in secret if away):
        found |= {row.who for row in rows} - {who for values in there for who in told.get(values, ())}
    return found


def is_told(place: int, shown: list[tuple[str, ...]], kept: list[Row]) -> bool:
    values = {row[place] for row in shown}
    return len(values) == 1 and values != {OTHER} and len({row.values[place] for row in kept}) > 1


@given(st.lists(FOUR, max_size=40))
def test_nobodys_way_here_is_learnt_by_the_number_of_their_talks(values: list[tuple[str, ...]]) -> None:
    rows = [Row(who, each) for who, each in enumerate(values)]
    hidden = unlinked(rows, (2, 3), (0, 1))
    for before, after in zip(rows, hidden, strict=True):
        assert after.who == before.who
        assert after.values[:2] == before.values[:2]
        assert all(new in (old, OTHER) for old, new in zip(before.values, after.values, strict=True))
    for who in persons(hidden, (2, 3)).values():
        shown = [row.values for row in hidden if row.who in who]
        assert not any(is_told(place, shown, hidden) for place in (0, 1))


def test_of_ten_thousand_no_way_here_is_learnt_from_the_list_of_names() -> None:
    """Rare numbers of talks, nearly all of which belong to people of one way here."""
    dice = Random(11)
    rows = []
    for who in range(10_000):
        talks = min(int(dice.expovariate(0.7)), 20)
        way = "jobcenter" if talks > 8 else dice.choice(["agentur", "jobcenter", "mentor", ""])
        status = dice.choice(["job_seeker", "training_seeker"])
        rows.append(Row(who, (way, status, "yes" if talks or dice.random() < 0.5 else "no", str(talks))))
    assert len(learnt(rows, protected(rows), (2, 3), (0, 1))) > 10
    kept = protected(unlinked(rows, (2, 3), (0, 1)))
    assert learnt(rows, kept, (2, 3), (0, 1)) == set()
    assert sum(row.values[3] == OTHER for row in kept) < 100


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_time_is_rounded_to_the_quarter(at: datetime) -> None:
    found = datetime.fromisoformat(rounded(at))
    assert found.minute % 15 == 0
    assert abs(found - at) <= timedelta(minutes=7, seconds=30)


def read(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def crowd(world: World, people: int, dice: Random) -> None:
    """So many people, of whom most came, with talks and rare values among them; recorded at once, which is fast."""
    districts = ["Nord", "Süd", "Mitte", "West"]
    drafts, came = [], []
    for number in range(1, people + 1):
        said = {
            "number": number,
            "role": "attendee",
            "first_name": f"Vor{number}",
            "last_name": f"Nach{number}",
            "email": f"p{number}@example.org",
            "codes": [f"TICKET-{number}"],
            "channel": dice.choice(["agentur", "jobcenter", "mentor", ""]),
            "status": dice.choice(["job_seeker", "training_seeker"]),
            "district": f"Hof {number}" if number % 500 == 0 else dice.choice(districts),
        }
        drafts.append(Draft(LISTED, f"person:p{number}", said))
        if dice.random() < 0.9:
            came.append(number)
            at = local(8) + timedelta(seconds=dice.randrange(4 * 3600))
            entered = {"at": at.isoformat(), "reader": "entrance", "day": "2026-11-22"}
            drafts.append(Draft(CHECKED_IN, f"person:p{number}", entered))
    for talk in range(people):
        number, booth = dice.choice(came), str(dice.randrange(1, 4))
        at = local(10) + timedelta(seconds=dice.randrange(4 * 3600))
        begun = {"at": at.isoformat(), "person": f"person:p{number}", "number": number, "booth": booth, "seat": "1"}
        drafts += [
            Draft(TALK_STARTED, f"talk:t{talk}", begun),
            Draft(TALK_ENDED, f"talk:t{talk}", {"at": (at + timedelta(minutes=5)).isoformat()}),
        ]
    with world.store.write() as store:
        store.record(drafts)


def test_ten_thousand_people_cannot_be_joined_to_their_names_by_any_column(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;Amt;1", "2;Amt 2;1", "3;Amt 3;1"])
    with world_at(folder) as world:
        crowd(world, 10_000, Random(4))
        export(world.desk)
        export_pseudonymous(world.desk)
    out = folder / "exports"
    named = read(out / "attendees-personal.csv")
    quarters = {
        row["Number"]: rounded(datetime.fromisoformat(row["First check-in (ISO)"])) if row["First check-in"] else ""
        for row in named
    }
    facts = [
        {
            "Talks": row["Talks"],
            "District": row["District"],
            "First check-in": quarters[row["Number"]],
        }
        for row in named
        if row["Came"] == "yes"
    ]
    for table in ("attendees", "arrivals"):
        rows = read(out / f"{table}-pseudonymous.csv")
        assert len(rows) == len(facts)
        known = [column for column in rows[0] if column in facts[0]]
        for size in range(1, len(known) + 1):
            for columns in combinations(known, size):
                by_name = Counter(tuple(fact[column] for column in columns) for fact in facts)
                for cell in {tuple(row[column] for column in columns) for row in rows}:
                    fitting = sum(
                        count
                        for values, count in by_name.items()
                        if all(said in (HIDDEN, value) for said, value in zip(cell, values, strict=True))
                    )
                    assert fitting >= LEAST, (columns, cell)
        texts = {value for row in named for value in row.values() if len(value) > 6}
        assert not texts & {value for row in rows for value in row.values()} - {HIDDEN, *quarters.values()}
    whole = "".join((out / f"{table}-pseudonymous.csv").read_text() for table in ("attendees", "arrivals", "talks"))
    assert "Hof" not in whole
    assert "TICKET" not in whole
    talks = [
        (row["Booth"], rounded(datetime.fromisoformat(row["Began (ISO)"])), row["Number"])
        for row in read(out / "talks.csv")
    ]
    who: dict[tuple[str, str], set[str]] = defaultdict(set)
    for booth, began, number in talks:
        who[booth, began].add(number)
    told = {(row["Booth"], row["Began"]) for row in read(out / "talks-pseudonymous.csv")}
    assert len(told) > 30
    for where, when in told:
        fitting_ = [
            numbers for (booth, began), numbers in who.items() if where in (HIDDEN, booth) and when in (HIDDEN, began)
        ]
        assert len(set().union(*fitting_)) >= LEAST
    assert all(int(row["Count"]) >= LEAST for row in read(out / "breakdowns-pseudonymous.csv"))


def test_two_exports_share_no_id_and_no_order(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;Amt;1"])
    with world_at(folder) as world:
        crowd(world, 60, Random(1))
        one, two = (
            [read(path) for path in export_pseudonymous(world.desk, tmp_path / name)[:3]] for name in ("one", "two")
        )
    ids = [{row["Id"] for table in tables for row in table} for tables in (one, two)]
    assert not ids[0] & ids[1]
    for table in one:
        assert [row["Id"] for row in table] == sorted(row["Id"] for row in table)


def test_two_people_are_too_few_for_any_row(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT + ROUNDS, ["1;Amt;1"])
    with world_at(folder) as world:
        for code in ("T1", "T2"):
            world.listed(code, district="Nord")
            world.scan(code)
        world.scan("T1", booth_reader("1"))
    done = kiosk("export", folder, "--pseudonymous")
    assert done.returncode == 0, done.stderr
    assert all("-pseudonymous" in line for line in done.stdout.splitlines())
    assert [read(Path(line)) for line in done.stdout.splitlines()] == [[], [], [], []]


def test_the_file_names_say_which_kind_it_is_in_german_too(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", EVENT.replace('"en"', '"de"'))
    names = {Path(line).name for line in kiosk("export", folder, "--pseudonymous").stdout.splitlines()}
    assert names == {f"{name}-pseudonymisiert.csv" for name in ("attendees", "arrivals", "talks", "breakdowns")}
    sealed = kiosk("export", folder, "--pseudonymous", "--seal", KIOSK_PASSPHRASE="a long passphrase")
    assert Path(sealed.stdout.strip()).name == "export-pseudonymisiert.zip"
    assert json.dumps(sealed.returncode) == "0"
