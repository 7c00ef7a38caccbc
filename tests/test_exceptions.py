"""What is unusual at reception: names as they are mistyped, walk-ins, questions, new badges, taking back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from staging import FakeClock, Stage, code_of, quiet, settled, typed
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from world import ENTRANCE, EVENT, EXIT, INFO, World, booth_reader, local, make_folder, world_at

from kiosk.actions import people, reception
from kiosk.actions.asking import keep_answers, vacancies
from kiosk.actions.lists import import_people
from kiosk.actions.plans import propose, publish
from kiosk.actions.upkeep import verify
from kiosk.app import KioskApp
from kiosk.desk import Desk, open_desk
from kiosk.model import Answer, Draft, Person, Role, Verdict
from kiosk.rules.journal import NEW
from kiosk.rules.people import LISTED
from kiosk.rules.rights import Right
from kiosk.rules.undoing import OWN, needed
from kiosk.screens.asking import AskDialog
from kiosk.screens.dialogs import BadgeDialog, SearchDialog
from kiosk.widgets.choice import Choice
from kiosk.widgets.verdict import VerdictStrip
from kiosk.words import told_with

Looks = Callable[[KioskApp, str], None]

german = pytest.mark.parametrize("desk", ["de"], indirect=True)

SPELLINGS = [
    ("Mueller", "Jürgen", "Müller"),
    ("muller", "Jürgen", "Müller"),
    ("Müller Jürgen", "Jürgen", "Müller"),
    ("juergen muel", "Jürgen", "Müller"),
    ("gross", "Anja", "Groß"),
    ("Groß", "Anja", "Gross"),
    ("ipek", "İpek", "Işık"),
    ("isik", "İpek", "Işık"),
    ("İPEK", "ipek", "Isik"),
    ("Muhammad", "Mohammed", "Al-Sayed"),
    ("mohamad alsayed", "Mohammed", "Alsayed"),
    ("Jewgenij", "Yevhenii", "Kovalenko"),
    ("Yevhenii", "Jewgenij", "Kovalenko"),
    ("Jewgeni", "Yevhenii", "Kovalenko"),
    ("Schmitd", "Lea", "Schmidt"),
    ("Schidt", "Lea", "Schmidt"),
    ("Schmiidt", "Lea", "Schmidt"),
    ("Schmixt", "Lea", "Schmidt"),
    ("sch", "Lea", "Schmidt"),
]


def person_of(desk: Desk, number: int) -> Person:
    found = desk.store.person_by_number(number)
    assert found
    return found


def shown(app: KioskApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}").content)  # type: ignore[attr-defined]


def listed(desk: Desk, *names: tuple[str, str], first: int = 100, **more: object) -> None:
    said = [
        {"first_name": one, "last_name": two, "number": first + place, "codes": [f"L{first + place}"]}
        for place, (one, two) in enumerate(names)
    ]
    with desk.store.write() as store:
        store.record([Draft(LISTED, f"person:{NEW}", {**each, **more}) for each in said])


async def reception_of(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press("f2")
    await quiet(pilot)
    for key in keys:
        await pilot.press(key)
        await quiet(pilot)


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await quiet(pilot)


async def test_a_name_is_found_however_it_is_spelled(stage: Stage) -> None:
    """Each through the dialog: what is typed, and that the person meant is among at most eight hits."""
    desk = stage.app.desk
    meant = {}
    for place, (wanted, first, last) in enumerate(SPELLINGS):
        meant[wanted] = 200 + place
        listed(desk, (first, last), first=200 + place)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot, "f7")
        hits = stage.app.screen.query_one("#hits", OptionList)
        field = stage.app.screen.query_one(Input)
        for wanted, first, last in SPELLINGS:
            field.value = ""
            await typed(pilot, wanted)
            await quiet(pilot)
            ids = [hits.get_option_at_index(place).id for place in range(hits.option_count)]
            names = {(person.first_name, person.last_name) for who in ids if who and (person := desk.store.person(who))}
            assert (first, last) in names, wanted
            assert len(ids) <= 8


async def test_nothing_is_listed_before_three_letters_and_never_more_than_eight(stage: Stage) -> None:
    desk = stage.app.desk
    listed(desk, *[("Ayşe", f"Kaya {letter}") for letter in "ABCDEFGHIJKL"])
    listed(desk, ("Öz", "Gül"), ("Ozan", "Öztürk"), first=150)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot, "f7")
        hits = stage.app.screen.query_one("#hits", OptionList)
        for typed_so_far, count in (("k", 0), ("a", 0), ("y", 8)):
            await typed(pilot, typed_so_far)
            await quiet(pilot)
            assert (hits.option_count if hits.display else 0) == count
        stage.app.screen.query_one(Input).value = ""
        await typed(pilot, "öz")
        await quiet(pilot)
        assert not hits.display
        await keys(pilot, "enter")
        assert hits.option_count == 1, "Öz is a whole name; Ozan and Öztürk only begin with it"
        await keys(pilot, "enter")
        assert person_of(desk, 150).inside


@german
async def test_a_walk_in_takes_three_keys_for_three_wishes(stage: Stage, looks: Looks) -> None:
    desk = stage.app.desk
    publish(desk, propose(desk, desk.event.blocks[0]))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot, "f8")
        free = [place.booth for place in vacancies(desk)]
        assert free[:3] == ["4", "5", "6"], "those nobody is planned for come first"
        await typed(pilot, "Eva")
        await keys(pilot, "f3", "f2", "f4", "f4", "f9", "f9", "f7")
        await settled(pilot)
        looks(stage.app, "walk-in-80x24-de")
        await keys(pilot, "f8")
        assert isinstance(stage.app.screen, BadgeDialog)
        eva = person_of(desk, 13)
        assert eva.wishes == ("5", "4", free[5])
        planned = {talk.booth for talk in desk.store.planned("talks", eva.id)}
        assert planned == set(eva.wishes)


async def test_two_keys_give_a_number_and_a_plan(stage: Stage) -> None:
    """F8 F8: nothing was said, so this person is open to anything, and told the next booth at once."""
    desk = stage.app.desk
    publish(desk, propose(desk, desk.event.blocks[0]))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot, "f8", "f8")
        assert isinstance(stage.app.screen, BadgeDialog)
        came = person_of(desk, 13)
        assert (came.wishes, came.inside, came.walk_in) == (("*",), True, True)
        assert len(desk.store.planned("talks", came.id)) == 3
        await keys(pilot, "enter")
        assert "Round 1" in shown(stage.app, "when")


async def test_employers_who_walk_in_are_counted_apart(stage: Stage) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot, "f8")
        stage.app.screen.query_one("#role", Choice).focus()
        await keys(pilot, "right", "f8")
        await keys(pilot, "enter")
        assert "employers 1/2" in shown(stage.app, "apart")
        await stage.scan(pilot, "STAFF-1")
        await quiet(pilot)
        assert "Petra A. (employer)" in shown(stage.app, "name")
        assert not stage.app.screen.query_one("#number").display
        assert "employers 2/2" in shown(stage.app, "apart")
        assert "0 of 11" in shown(stage.app, "came")
        assert desk.store.turnout_apart() == {Role.EMPLOYER: (2, 2)}
        walked_in = [person for person in desk.store.people() if person.walk_in]
        assert [(person.role, person.number, person.wishes) for person in walked_in] == [(Role.EMPLOYER, None, ())]


@german
async def test_whoever_was_never_asked_is_asked_without_holding_up_the_scanner(
    stage: Stage, clock: FakeClock, looks: Looks
) -> None:
    desk = stage.app.desk
    publish(desk, propose(desk, desk.event.blocks[0]))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot)
        await stage.scan(pilot, code_of(5))
        await quiet(pilot)
        assert "Einwilligung nicht gefragt: Strg+E" in shown(stage.app, "marks")
        await keys(pilot, "ctrl+e")
        assert isinstance(stage.app.screen, AskDialog)
        await keys(pilot, "right", "enter", "right", "right")
        await settled(pilot)
        looks(stage.app, "ask-80x24-de")
        clock.go(seconds=5)
        await stage.scan(pilot, code_of(6))
        assert person_of(desk, 6).inside
        await keys(pilot, "f9", "f8")
        mo = person_of(desk, 5)
        assert (mo.consent_contact, mo.consent_photo, mo.wishes) == ("yes", "no", ("*",))
        assert len(desk.store.planned("talks", mo.id)) == 3, "planned at once, where seats are free"
        clock.go(seconds=5)
        await stage.scan(pilot, code_of(5))
        await quiet(pilot)
        assert not stage.app.screen.query_one("#marks").display


async def test_help_that_somebody_needs_stands_on_the_verdict_with_a_word(stage: Stage, clock: FakeClock) -> None:
    desk = stage.app.desk
    keep_answers(desk, person_of(desk, 5).id, {"assistance": True, "interpreting": "uk", "consent_photo": "yes"})
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot)
        await stage.scan(pilot, code_of(5))
        await quiet(pilot)
        assert "✚ assistance · ◈ interpreting: uk" in shown(stage.app, "marks")
        await keys(pilot, "f5")
        await typed(pilot, "5")
        await quiet(pilot)
        assert "✚ assistance · ◈ interpreting: uk" in shown(stage.app, "facts")


def test_marks_of_help_are_read_from_lists_in_both_languages(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ("Vorname;Unterstützung;Sprachmittlung", "Ada;ja;uk", (True, "uk")),
        ("Vorname;Assistenz;Dolmetschen", "Bea;Rollstuhl;Arabisch", (True, "Arabisch")),
        ("First name;assistance;interpreting", "Cem;no;no", (False, "")),
        ("Vorname;Unterstützung;Sprache", "Dora;;tr", (False, "")),
    ]
    for header, row, marks in rows:
        path = tmp_path / "list.csv"
        path.write_text(f"{header}\n{row}\n", encoding="utf-8")
        assert import_people(desk, path)["imported"] == 1
        (person,) = desk.store.search(row.partition(";")[0])
        assert (person.assistance, person.interpreting) == marks
    assert not any("Rollstuhl" in str(entry.body) for entry in desk.store.journal()), "no reason is taken in"


@pytest.mark.parametrize("opener", ["f7", "f8", "f9", "ctrl+e", "f12"])
async def test_a_scan_is_taken_under_every_dialog(stage: Stage, clock: FakeClock, opener: str) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot)
        await stage.scan(pilot, code_of(1))
        await keys(pilot, opener)
        assert len(stage.app.screen_stack) > 1
        clock.go(seconds=5)
        await stage.scan(pilot, code_of(2))
        await quiet(pilot)
        assert person_of(desk, 2).inside
        assert "number 2" in str(stage.app.screen.query_one(VerdictStrip).content)


async def test_two_walk_ins_of_one_name_are_two_persons(stage: Stage) -> None:
    desk = stage.app.desk
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot)
        for _ in range(2):
            await keys(pilot, "f8")
            await typed(pilot, "Eva")
            await keys(pilot, "enter")
            await typed(pilot, "Nové")
            hint = shown(stage.app, "error")
            await keys(pilot, "f8", "enter")
        assert "number 13" in hint
        assert [person.number for person in desk.store.search("Eva Nove")] == [13, 14]


NAME = "N\u0303a\u202etal\x07ie\u200b " + "👩‍👩‍👧 " + "x" * 120


def test_a_strange_name_is_kept_whole_and_harmless(desk: Desk) -> None:
    answer = reception.take_in(desk, {"first_name": NAME, "last_name": "y" * 120})
    person = desk.store.person(answer.person)
    assert person
    assert person.first_name == "Ñatal ie 👩‍👩‍👧 " + "x" * 120
    assert person.last_name == "y" * 120
    people.correct(desk, person.id, {"last_name": "\u202eabc\n"})
    corrected = desk.store.person(person.id)
    assert corrected
    assert corrected.last_name == "abc"


async def test_a_long_name_can_be_typed(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot, "f8")
        await typed(pilot, "x" * 120)
        await keys(pilot, "f8")
        assert person_of(stage.app.desk, 13).first_name == "x" * 120


async def test_a_reader_that_sends_one_badge_for_a_minute_checks_in_once(stage: Stage, clock: FakeClock) -> None:
    store = stage.app.desk.store
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await reception_of(pilot, "f7")
        for _ in range(60):
            stage.readers[0].scan(code_of(1))
            clock.go(seconds=1)
        await quiet(pilot)
        assert [scan.verdict for scan in store.scans()] == ["admitted"]
        assert isinstance(stage.app.screen, SearchDialog)


@pytest.mark.parametrize(("seconds", "right"), [(0, None), (60, None), (60.5, Right.UNDO), (3600, Right.UNDO)])
def test_what_is_older_than_a_minute_is_the_leads_to_take_back(
    clock: FakeClock, seconds: float, right: Right | None
) -> None:
    done = clock()
    clock.go(seconds=seconds)
    assert needed(done, clock()) is right
    assert needed(done, clock(), here=False) is Right.UNDO
    assert OWN.total_seconds() == 60


async def test_an_old_check_in_is_taken_back_with_the_leads_right(
    stage: Stage, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, asked = stage.app.desk.store, []

    def refuse(right: Right, _act: Callable[[], object]) -> None:
        asked.append(right)

    async with stage.app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(stage.app, "with_right", refuse)
        await reception_of(pilot)
        await stage.scan(pilot, code_of(1))
        await stage.scan(pilot, code_of(2))
        await keys(pilot, "ctrl+z")
        assert (store.inside(), asked) == (1, [])
        clock.go(seconds=61)
        await keys(pilot, "ctrl+z")
        assert (store.inside(), asked) == (1, [Right.UNDO])
        await keys(pilot, "f5")
        await typed(pilot, "1")
        await keys(pilot, "ctrl+z")
        assert (store.inside(), asked) == (1, [Right.UNDO, Right.UNDO])
        monkeypatch.undo()
        await keys(pilot, "ctrl+z")
        assert store.inside() == 0
        assert "Taken back: Welcome · 09:30" in str(stage.app.screen.query_one(VerdictStrip).content)
        await keys(pilot, "ctrl+z")
        assert "nothing to take back for this person" in str(stage.app.screen.query_one(VerdictStrip).content)


async def test_admitting_anyway_needs_a_right(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    async with stage.app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(stage.app, "with_right", lambda right, _act: asked.append(right))
        await reception_of(pilot)
        await stage.scan(pilot, code_of(4))
        await keys(pilot, "f11")
        assert asked == [Right.OVERRIDE]
        assert len(stage.app.screen_stack) == 1


def test_a_lost_badge_is_refused_everywhere(desk: Desk, clock: FakeClock) -> None:
    world = World(desk, clock)
    world.scan(code_of(2))
    code = people.replace_badge(desk, person_of(desk, 2).id)
    clock.go(seconds=5)
    readers = (ENTRANCE, EXIT, booth_reader("1"), INFO)
    assert {world.scan(code_of(2), reader).verdict for reader in readers} == {"revoked"}
    assert world.scan(code, EXIT).verdict == "checked_out"


def test_one_out_one_in(tmp_path: Path) -> None:
    settings = EVENT.replace('language = "en"', 'language = "en"\npermitted = 2')
    with world_at(make_folder(tmp_path / "event", settings)) as world:
        for code in "ABCD":
            world.listed(code, first_name=code)
        assert [world.scan(code).verdict for code in "ABC"] == ["admitted", "admitted", "full"]
        answer = world.scan("A", EXIT)
        assert (answer.verdict, answer.reason) == ("checked_out", "One person may come in.")
        world.clock.go(seconds=5)
        assert [world.scan(code).verdict for code in "CD"] == ["admitted", "full"]


def test_an_event_of_the_version_before_opens(desk: Desk, tmp_path: Path) -> None:
    """Its tables lack the newest columns; they are made anew from the journal."""
    folder, count = desk.folder, len(desk.store.people())
    desk.store.db.execute("drop index idx_people_merged_into")
    for column in ("assistance", "interpreting", "merged_into"):
        desk.store.db.execute(f"alter table people drop column {column}")
    desk.store.db.execute("drop index journal_merged")
    desk.store.db.execute("delete from _sqlite_migrations where name in ('people_marks', 'people_merged')")
    desk.store.db.conn.commit()
    other = open_desk(folder, desk.clock)
    try:
        assert len(other.store.people()) == count
        assert verify(other.store)[1] == []
        keep_answers(other, other.store.people()[0].id, {"assistance": True})
        assert other.store.people()[0].assistance
    finally:
        other.store.close()


def test_words_for_marks_are_never_colour_alone() -> None:
    answers = [
        Answer(Verdict.ADMITTED, local(9), "A", assistance=one, interpreting=two, unasked=three)
        for one, two, three in itertools.product((False, True), ("", "ar"), (False, True))
    ]
    told = [told_with(answer) for answer in answers]
    assert told[0] == ""
    assert told[-1] == "✚ assistance · ◈ interpreting: ar · consent not asked yet: Ctrl+E"
    assert len(set(told)) == 8
