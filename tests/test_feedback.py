"""What visitors answer: counted, carried on, told only where enough answered, and linked to nobody."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import json
import random
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import prints
import pypdfium2
import pytest
from children import PROCESSES, answer_times, answer_without_end, together
from hallway import seen
from hypothesis import given
from hypothesis import strategies as st
from staging import FakeClock, FakeGong, FakeReader, Stage, code_of, settled
from test_event import refusal
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from waiting import passed, until
from world import ENTRANCE, EVENT, EXIT, INFO, World, booth_reader, kiosk, make_folder, world_at

import kiosk.screens.feedback as screen
from kiosk import tally
from kiosk.actions import feedback
from kiosk.actions.backup import back_up
from kiosk.actions.cards import codes
from kiosk.actions.closing import close, reopen
from kiosk.actions.document import document
from kiosk.actions.erasing import erase_all
from kiosk.actions.exports import export
from kiosk.actions.figures import snapshot
from kiosk.actions.printed_cards import print_cards
from kiosk.actions.report import report
from kiosk.actions.reporting import write_files
from kiosk.actions.restore import restore
from kiosk.actions.upkeep import verify
from kiosk.cli.report import _lines
from kiosk.desk import Desk, at_desk
from kiosk.event import read_event
from kiosk.feedback import FeedbackApp
from kiosk.i18n import use
from kiosk.info import InfoApp
from kiosk.model import Entry, KioskError, Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.cards import Card, Sort
from kiosk.rules.feedback import DEFAULT, FEEDBACK, NOTHING, Mood, added_up, in_journal, joined
from kiosk.widgets.bars import Bars
from kiosk.widgets.faces import face

GOOD, MIDDLING, BAD = Mood
ASKED = "How did you like it?"
TWO = EVENT + f'[feedback]\nquestions = ["{ASKED}", "Was it worth the way?"]\n'
Looks = Callable[[App[None], str], None]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", TWO, ["1;Amt 1;1"])) as opened:
        opened.listed("A", number=1)
        opened.listed("B", number=2)
        yield opened


def answered(world: World, *moods: Mood, question: str = ASKED) -> None:
    for mood in moods:
        feedback.give(world.desk, question, mood)


def card(world: World, mood: Mood, question: str = ASKED) -> str:
    return next(code for code, card in codes(world.desk).items() if card == Card(Sort.FEEDBACK, f"{mood}:{question}"))


def counted(world: World) -> dict[str, tuple[int, ...]]:
    return feedback.answers(world.desk)


def carried(world: World) -> list[dict[str, list[int]]]:
    return [entry.body["counts"] for entry in world.store.entries(FEEDBACK)]


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Everything in the folder but the counts themselves."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != tally.FILE}


# The settings


def test_the_questions_stand_in_the_settings(tmp_path: Path) -> None:
    assert read_event(make_folder(tmp_path, TWO)).questions == (ASKED, "Was it worth the way?")
    assert read_event(make_folder(tmp_path, EVENT)).questions == ()


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        ('["a", "b", "c", "d"]', "FILE, line 7: there are 4 questions, and nobody at the exit answers more than 3;"),
        ("[]", "FILE, line 7: questions is empty; leave the line out, then one question is asked: How was it?"),
        (f'["{"x" * 61}"]', "FILE, line 7: question 1 has 61 letters; make it 60 at most, so that it fits"),
        ('["a", "a"]', "FILE, line 7: question 2 stands there twice; ask it once"),
        ('["a", " "]', "FILE, line 7: questions must be texts in square brackets, each in straight quotation marks;"),
        ('"Wie?"', "FILE, line 7: questions must be texts in square brackets, each in straight quotation marks;"),
        ('["a", 7]', "FILE, line 7: questions must be texts in square brackets, each in straight quotation marks;"),
    ],
)
def test_questions_that_cannot_be_asked_are_told_with_their_line(tmp_path: Path, questions: str, sentence: str) -> None:
    (line,) = refusal(tmp_path, f"{EVENT}[feedback]\nquestions = {questions}\n")
    assert line.startswith(sentence)


# Counting


def entries(*said: tuple[str, dict[str, Sequence[int]]]) -> list[Entry]:
    return [
        Entry(laptop, seq, f"{seq:013d}.000000", FEEDBACK, FEEDBACK, {"counts": counts})
        for seq, (laptop, counts) in enumerate(said, 1)
    ]


COUNTS = st.dictionaries(st.sampled_from(["a", "b"]), st.tuples(*[st.integers(0, 30)] * 3), min_size=1)


@given(st.lists(st.tuples(st.sampled_from(["x", "y"]), COUNTS), max_size=8), st.randoms(), st.integers(0, 3))
def test_entries_in_any_order_and_with_repeats_add_up_to_the_same(
    said: list[tuple[str, dict[str, Sequence[int]]]], dice: random.Random, repeats: int
) -> None:
    known = entries(*said)
    shuffled = known + dice.choices(known, k=repeats) if known else []
    dice.shuffle(shuffled)
    assert added_up(in_journal(shuffled)) == added_up(in_journal(known))
    # Laptops that know parts of it come to the same when they have told each other.
    half, other = in_journal(shuffled[::2]), in_journal(shuffled[1::2])
    assert joined(half, other) == joined(other, half, other) == in_journal(known)


@given(st.lists(st.sampled_from(Mood), max_size=40))
def test_the_counts_of_a_laptop_are_those_of_its_last_word(moods: list[Mood]) -> None:
    so_far: Counter[Mood] = Counter()
    said: list[tuple[str, dict[str, Sequence[int]]]] = []
    for mood in moods:
        so_far[mood] += 1
        said.append(("x", {"a": [so_far[each] for each in Mood]}))
    assert added_up(in_journal(entries(*said))).get("a", NOTHING) == tuple(so_far[mood] for mood in Mood)


def test_answers_are_carried_on_five_at_a_time_and_never_the_one_that_is_just_given(world: World) -> None:
    answered(world, GOOD, GOOD, BAD, MIDDLING, GOOD)
    assert carried(world) == []
    world.clock.go(minutes=7, seconds=12)
    answered(world, BAD, question="Was it worth the way?")
    assert carried(world) == [{ASKED: [3, 1, 1]}]
    answered(world, BAD)
    assert {entry.at.minute for entry in world.store.entries(FEEDBACK)} == {0}
    answered(world, *[GOOD] * 4)
    assert len(carried(world)) == 1
    answered(world, GOOD)
    assert carried(world)[1] == {ASKED: [7, 1, 2]}
    assert counted(world) == {ASKED: (8, 1, 2), "Was it worth the way?": (0, 0, 1)}


def test_closing_carries_on_what_is_left_and_half_an_hour_later_it_is_over(world: World) -> None:
    answered(world, GOOD, BAD)
    close(world.desk)
    assert carried(world) == [{ASKED: [1, 0, 1]}]
    world.clock.go(minutes=30)
    answered(world, GOOD)
    assert report(world.desk)["figures"]["R1"] == 0
    answered(world, BAD, BAD)
    assert report(world.desk)["figures"]["R1"] == 5
    world.clock.go(seconds=1)
    with pytest.raises(KioskError, match="The event is over; answers do not count any more"):
        answered(world, GOOD)
    assert counted(world)[ASKED] == (2, 0, 3)
    reopen(world.desk)
    answered(world, GOOD)
    assert counted(world)[ASKED] == (3, 0, 3)


def test_counts_that_were_lost_go_on_from_what_the_journal_knows(world: World) -> None:
    answered(world, *[GOOD] * 6, BAD)
    (world.desk.folder / tally.FILE).unlink()
    assert counted(world)[ASKED] == (5, 0, 0)
    answered(world, GOOD, BAD)
    assert counted(world)[ASKED] == (6, 0, 1)


def test_a_restored_laptop_counts_what_the_backup_knows_once(world: World, tmp_path: Path) -> None:
    answered(world, *[GOOD] * 6)
    close(world.desk)
    backup = back_up(world.desk.folder, world.desk.event)
    reopen(world.desk)
    answered(world, GOOD)
    other = tmp_path / "other"
    restore(backup.path, other)
    with at_desk(other, world.clock) as desk:
        assert feedback.answers(desk) == {ASKED: (6, 0, 0)}
        reopen(desk)
        feedback.give(desk, ASKED, BAD)
        feedback.carry_on(desk)
        theirs = desk.store.journal()
    with world.store.write() as store:
        store.merge([entry for entry in theirs if entry.station != store.station])
    assert counted(world)[ASKED] == (7, 0, 1)
    assert verify(world.store)[1] == []


def test_counts_that_cannot_be_read_are_told(world: World) -> None:
    (world.desk.folder / tally.FILE).write_bytes(b"nonsense" * 1000)
    with pytest.raises(KioskError, match=r"feedback\.db is damaged\. Move it out of the folder"):
        answered(world, GOOD)


def _nonsense(path: Path) -> None:
    path.write_bytes(b"nonsense" * 1000)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _of_others(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("create table tally (laptop, question, counts)")
        db.execute("insert into tally values ('a', 'b', 'c')")
        db.commit()


def _no_file(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_nonsense, _cut, _of_others, _no_file])
def test_counts_that_cannot_be_read_stop_neither_the_closing_nor_the_report(
    world: World, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    answered(world, *[GOOD] * 7)
    spoil(world.desk.folder / tally.FILE)
    closed = kiosk("close", world.desk.folder)
    assert (closed.returncode, closed.stderr) == (0, "")
    assert "Not all answers can be read, so only those of the journal count: " in closed.stdout
    found = report(world.desk)
    assert (found["state"], found["figures"]["R1"]) == ("closed", 5), "so many had been carried on"
    assert tally.FILE in found["at_least"]["R1"]
    said = kiosk("report", world.desk.folder, "--html", tmp_path / "report.html", "--pdf", tmp_path / "report.pdf")
    assert said.returncode == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "at least 5" in page
    assert "Not all answers can be read" in page
    printed = kiosk("report", world.desk.folder).stdout
    assert "at least 5  " in printed
    assert "✖ Not all answers can be read" in printed
    assert "Not all answers can be read" in kiosk("export", world.desk.folder).stderr
    assert snapshot(world.desk).checks[-1][1] is False


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there the way it is here")
def test_every_acknowledged_answer_outlives_the_kill(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    with world_at(folder):
        pass
    heard: Counter[str] = Counter()
    for dice in range(4):
        ear, told = PROCESSES.Pipe(duplex=False)
        writer = PROCESSES.Process(target=answer_without_end, args=(folder, dice, told), daemon=True)
        writer.start()
        told.close()
        assert ear.poll(60)
        writer.join(0.03 * dice)
        writer.kill()
        while True:
            try:
                heard[ear.recv_bytes().decode()] += 1
            except (EOFError, OSError):
                break
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
    with world_at(folder) as world:
        (found,) = counted(world).values()
        # One answer may have been counted of which the end kept it from telling, in each round.
        assert sum(heard.values()) <= sum(found) <= sum(heard.values()) + 4
        assert all(count >= heard[mood.value] for count, mood in zip(found, Mood, strict=True))
        assert all(sum(body[DEFAULT]) <= sum(found) for body in carried(world))
        assert verify(world.store)[1] == []


def test_several_screens_count_on_one_folder_at_once(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event")
    with world_at(folder) as world:
        assert together(answer_times, (folder, 12), (folder, 12), (folder, 12)) == [None] * 3
        assert counted(world) == {DEFAULT: (36, 0, 0)}
        assert max(body[DEFAULT][0] for body in carried(world)) <= 36


# Linked to nobody


def test_an_answer_leaves_no_trace_beside_the_badges(world: World) -> None:
    world.scan("A", EXIT)
    answered(world, GOOD)  # makes the file
    before, entries_ = bytes_of(world.desk.folder), world.journal()
    for mood in (GOOD, BAD, MIDDLING):
        world.clock.go(seconds=6)
        assert world.scan(card(world, mood), EXIT).verdict == "recorded"
    assert bytes_of(world.desk.folder) == before, "neither journal nor log has a byte of it"
    assert world.journal() == entries_
    assert counted(world)[ASKED] == (2, 1, 1)


def test_the_file_of_the_counts_is_the_same_in_whatever_order_they_were_given(tmp_path: Path) -> None:
    places = [*[0] * 12, *[1] * 3, *[2] * 2]
    for name in ("one", "other", "third"):
        random.Random(name).shuffle(places)
        for place in places:
            tally.add(tmp_path / name, "x", ASKED, place, NOTHING)
    assert len({(tmp_path / name).read_bytes() for name in ("one", "other", "third")}) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"one", "other", "third"}, "SQLite keeps nothing beside it"
    assert tally.read(tmp_path / "one") == {"x": {ASKED: (12, 3, 2)}}


def test_no_entry_of_the_day_tells_after_whose_badge_an_answer_came(world: World) -> None:
    for _time in range(3):
        for badge, mood in (("A", GOOD), ("B", BAD)):
            world.clock.go(seconds=30)
            world.scan(badge, ENTRANCE)
            world.clock.go(seconds=5)
            world.scan(card(world, mood), ENTRANCE)
    said = [entry for entry in world.store.journal() if entry.kind == FEEDBACK]
    assert [entry.body["counts"] for entry in said] == [{ASKED: [3, 0, 2]}]
    every = {card(world, mood, question) for mood in Mood for question in world.desk.event.questions}
    text = json.dumps([dict(entry.body) for entry in world.store.journal()])
    assert not any(code in text for code in every)
    assert {"reader", "code", "verdict", "person", "number"} & said[0].body.keys() == set()


# Cards


def test_a_card_counts_once_in_five_seconds_at_a_reader(world: World) -> None:
    answer = world.scan(card(world, GOOD))
    assert (answer.verdict, answer.reason, answer.code) == ("recorded", "Thank you for your answer.", "")
    for _swing in range(4):
        world.clock.go(seconds=1)
        answer = world.scan(card(world, BAD))
        assert (answer.verdict, answer.reason) == (
            "repeat",
            "An answer was just counted here. Please wait a moment.",
        )
    assert world.scan(card(world, BAD, "Was it worth the way?")).verdict == "recorded"
    assert world.scan(card(world, BAD), EXIT).verdict == "recorded"
    world.clock.go(seconds=3)
    assert world.scan(card(world, BAD)).verdict == "recorded"
    assert counted(world) == {ASKED: (1, 0, 2), "Was it worth the way?": (0, 0, 1)}


def test_a_card_that_lies_before_the_reader_counts_once_and_a_queue_goes_on(world: World) -> None:
    verdicts = []
    for _read in range(20):
        verdicts.append(str(world.scan(card(world, BAD)).verdict))
        world.clock.go(seconds=2)
    assert verdicts == ["recorded"] + 19 * ["repeat"]
    world.clock.go(seconds=4)
    verdicts = []
    for _person in range(6):
        verdicts.append(str(world.scan(card(world, GOOD)).verdict))
        world.clock.go(seconds=4)
    assert verdicts == 3 * ["recorded", "repeat"]


def test_a_card_at_a_booth_leaves_its_talk_alone_and_cannot_be_taken_for_the_badge_before(world: World) -> None:
    booth = booth_reader("1")
    world.scan("A", booth)
    world.clock.go(seconds=10)
    assert world.scan(card(world, BAD), booth).verdict == "recorded"
    undo = next(code for code, card in codes(world.desk).items() if card == Card(Sort.COMMAND, "undo"))
    answer = world.scan(undo, booth)
    assert (answer.verdict, answer.number) == ("refused", None)
    world.clock.go(seconds=10)
    done = next(code for code, card in codes(world.desk).items() if card == Card(Sort.COMMAND, "done"))
    assert (world.scan(done, booth).verdict, world.store.talks()[0].confirmed) == ("talk_done", True)


def test_after_the_closing_a_card_counts_for_half_an_hour_and_is_then_refused(world: World) -> None:
    close(world.desk)
    assert world.scan(card(world, GOOD), EXIT).verdict == "recorded"
    world.clock.go(minutes=31)
    entries_ = world.journal()
    answer = world.scan(card(world, GOOD), EXIT)
    assert (answer.verdict, answer.reason) == ("refused", "The event is over; answers do not count any more.")
    assert world.journal() == entries_, "not even a refusal says who had this card in hand"
    assert counted(world)[ASKED] == (1, 0, 0)


def test_a_card_of_a_question_that_is_asked_in_other_words_now_says_so(world: World) -> None:
    old = card(world, GOOD)
    other = replace(world.desk, event=replace(world.desk.event, questions=("Other?",)))
    answer = World(other, world.clock).scan(old)
    assert (answer.verdict, "Print the cards again" in answer.reason) == ("unknown", True)


def test_three_cards_a_question_are_printed_and_can_be_read_again(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "event", TWO.replace('"en"', '"de"'))
    with world_at(folder) as world:
        path, left_out = print_cards(world.desk)
        feedback_cards = [code for code, card in codes(world.desk).items() if card.sort is Sort.FEEDBACK]
        assert (len(feedback_cards), left_out) == (6, "")
        *_others, last = prints.pages(path)
        assert sorted(prints.codes(last)) == sorted(feedback_cards)
    with pypdfium2.PdfDocument(path) as paper:
        text = paper[len(paper) - 1].get_textpage().get_text_bounded()
    assert all(text.count(word) >= 2 for word in ("Gut", "Geht so", "Nicht gut"))
    assert text.count(ASKED) == 3


# The figure


def test_fewer_than_five_answers_are_told_to_nobody(world: World, tmp_path: Path) -> None:
    answered(world, GOOD, GOOD, GOOD, BAD)
    found = report(world.desk)
    assert found["figures"]["R1"] == 0
    asked, nobody = found["by"]["feedback"]
    assert asked == {"id": ASKED, "R1": None, "good": None, "middling": None, "bad": None}
    assert (nobody["R1"], nobody["good"]) == (0, 0)
    made = document(world.desk)
    (table,) = [table for table in made.tables if table.title == "Feedback (R1)"]
    assert table.rows[0] == (ASKED, "too few", "", "", "")
    assert not [chart for chart in made.charts if ASKED in chart.title]
    export(world.desk, tmp_path / "out")
    assert rows_of(tmp_path / "out" / "feedback.csv")[0][:5] == [ASKED, "too few", "", "", ""]


def test_answers_and_their_distribution_are_printed_in_every_form(world: World, tmp_path: Path) -> None:
    answered(world, *[GOOD] * 12, *[MIDDLING] * 5, *[BAD] * 3)
    answered(world, GOOD, question="Was it worth the way?")
    found = report(world.desk)
    assert found["figures"]["R1"] == 20
    assert found["by"]["feedback"][0] == {"id": ASKED, "R1": 20, "good": 12, "middling": 5, "bad": 3}
    made = document(world.desk)
    (chart,) = [chart for chart in made.charts if chart.title == f"Feedback: {ASKED}"]
    assert chart.bars == (("Good", 12, "12 (60.0 %)"), ("So-so", 5, "5 (25.0 %)"), ("Not good", 3, "3 (15.0 %)"))
    (line,) = [line for line in made.lines if line.figure == "R1"]
    assert (line.value, "linked to nobody" in line.definition) == ("20", True)
    assert not any("R1" in text for text in made.left_out)
    shown = "\n".join(_lines(made))
    assert ASKED in shown
    assert "12 (60.0 %)  ████" in shown
    files = write_files(world.desk, made, tmp_path / "r.html", tmp_path / "r.pdf", None)
    assert [left_out for _path, left_out in files] == ["", ""]
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f'aria-label="Feedback: {ASKED}' in html
    assert '<td class="n">12 (60.0 %)</td>' in html
    with pypdfium2.PdfDocument(tmp_path / "r.pdf") as paper:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in paper)
    assert f"Feedback: {ASKED}" in text
    assert "12 (60.0 %)" in text
    export(world.desk, tmp_path / "out")
    first, second = rows_of(tmp_path / "out" / "feedback.csv")
    assert (first[:5], second[:2]) == ([ASKED, "20", "12", "5", "3"], ["Was it worth the way?", "too few"])


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def test_erasing_everybody_leaves_every_answer(world: World) -> None:
    answered(world, *[GOOD] * 7, *[BAD] * 2)
    world.scan("A")
    close(world.desk)
    before = report(world.desk)
    erase_all(replace(world.desk, by="lead"))
    with at_desk(world.desk.folder, world.clock) as desk:
        after = report(desk)
        assert after["by"]["feedback"] == before["by"]["feedback"] != []
        assert after["figures"] == before["figures"]
        assert [entry.body["counts"] for entry in desk.store.entries(FEEDBACK)][-1] == {ASKED: [7, 0, 2]}


# At the other screens


async def test_the_figures_draw_the_answers_of_a_question_that_enough_gave(
    stage: Stage, desk: Desk, clock: FakeClock
) -> None:
    for mood in (GOOD, GOOD, GOOD, BAD):
        feedback.give(desk, DEFAULT, mood)
    async with stage.app.run_test(size=(120, 60)) as pilot:
        await pilot.press("f6")
        chart = stage.app.screen.query_one("#feedback-0", Bars)
        await until(pilot, lambda: stage.app.screen.query_one("#booths", Bars).heading != "")
        assert not chart.display
        feedback.give(desk, DEFAULT, BAD)
        stage.app.screen.update_data()
        await until(pilot, lambda: chart.display)
        assert (chart.heading, chart.bars) == ("Feedback: How was it?", [("Good", 3), ("So-so", 0), ("Not good", 2)])


async def test_at_the_info_point_a_card_is_thanked_for(desk: Desk, gong: FakeGong) -> None:
    app = InfoApp(desk, ReaderSetting(ReaderRole.INFO, port="x"), gong, FakeReader)
    before = desk.store.journal()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for means in ("bad", "good"):
            text = next(code for code, card in codes(desk).items() if card.means == f"{means}:{DEFAULT}")
            app._deliver(Scan(INFO, text, desk.now()))
            await settled(pilot)
            assert "Thank you for your answer." in seen(app)
            assert "Vielen Dank" in seen(app)
    assert now(desk) == {DEFAULT: (0, 0, 1)}
    assert desk.store.journal() == before


async def test_at_reception_a_card_is_thanked_for_and_says_not_what_is_on_it(stage: Stage, desk: Desk) -> None:
    text = next(code for code, card in codes(desk).items() if card.means == f"bad:{DEFAULT}")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        await stage.scan(pilot, code_of(2))
        await stage.scan(pilot, text)
        await settled(pilot)
        assert "Thank you for your answer." in seen(stage.app)
        assert not any(word in seen(stage.app) for word in ("Not good", text))
    assert now(desk) == {DEFAULT: (0, 0, 1)}


# The screen


@pytest.fixture
def app(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> FeedbackApp:
    """One question in English, or three in German."""
    monkeypatch.setattr(screen, "PAUSE", 0.05)
    monkeypatch.setattr(screen, "THANKS", 0.3)
    return FeedbackApp(desk)


def german(desk: Desk) -> Desk:
    asked = ("Wie war's?", "Hat sich der Weg für Sie gelohnt?", "War das Programm verständlich?")
    return replace(desk, event=replace(desk.event, language="de", questions=asked))


async def press(pilot: Pilot[None], key: str) -> None:
    """A key by itself, whatever was pressed before."""
    await asyncio.sleep(screen.QUIET)
    await pilot.press(key)
    await pilot.pause()


def now(desk: Desk) -> dict[str, tuple[int, ...]]:
    return feedback.answers(desk)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_question_in_turn_then_thanks_then_the_first_again(
    desk: Desk, looks: Looks, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "PAUSE", 0.05)
    monkeypatch.setattr(screen, "THANKS", 60.0)
    desk = german(desk)
    app = FeedbackApp(desk)
    name = f"{size[0]}x{size[1]}"
    before = desk.store.journal()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        looks(app, f"feedback-first-{name}")
        await press(pilot, "1")
        await until(pilot, lambda: "Frage 2 von 3" in seen(app))
        looks(app, f"feedback-second-{name}")
        await press(pilot, "2")
        await until(pilot, lambda: "Frage 3 von 3" in seen(app))
        await press(pilot, "3")
        assert "Frage" not in seen(app)
        looks(app, f"feedback-thanks-{name}")
        await passed(pilot, 60)
        assert "Frage 1 von 3" in seen(app)
    assert [*now(desk).values()] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert desk.store.journal() == before


async def test_a_face_stays_while_it_is_chosen_and_a_second_press_counts_for_nothing(
    app: FeedbackApp, desk: Desk, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "PAUSE", 60.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "3")
        looks(app, "feedback-chosen-80x24")
        await press(pilot, "1")
        await pilot.click("#good")
        await pilot.pause()
    assert now(desk) == {DEFAULT: (0, 0, 1)}


async def test_a_click_answers(app: FeedbackApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.click("#middling")
        await until(pilot, lambda: now(desk) == {DEFAULT: (0, 1, 0)})
        await until(pilot, lambda: not app.screen.has_class("-middling"))
        await pilot.click("#bad Static")
        await pilot.pause()
    assert now(desk) == {DEFAULT: (0, 1, 1)}


async def test_whoever_stops_half_way_leaves_the_first_question_to_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "PAUSE", 0.05)
    app = FeedbackApp(german(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2")
        assert "Frage 2 von 3" in seen(app)
        await passed(pilot, screen.IDLE)
        assert "Frage 1 von 3" in seen(app)


def typed(app: FeedbackApp, text: str, end: str = "") -> None:
    for sign in text:
        app.post_message(Key("minus" if sign == "-" else sign, sign))
    if end:
        app.post_message(Key(end, "\r"))


async def test_a_badge_at_this_screen_answers_nothing_and_is_kept_nowhere(app: FeedbackApp, desk: Desk) -> None:
    before = desk.store.journal()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        typed(app, code_of(2), "enter")
        await pilot.pause()
        assert "No badge is needed here, and none was kept." in seen(app)
        # Of some scanners and tickets the app cannot tell that they are scans; their digits answer nothing either.
        for ticket, end in (("A1", ""), ("12", ""), ("3x", "enter"), ("99231", ""), ("1" + "A" * 9 + "2", "")):
            typed(app, ticket, end)
            await pilot.pause()
    assert now(desk) == {}
    assert desk.store.journal() == before
    assert not (desk.folder / tally.FILE).exists()


async def test_a_reader_at_this_screen_takes_cards_and_keeps_no_badge(desk: Desk, clock: FakeClock) -> None:
    readers: list[FakeReader] = []

    def make(*given: Any) -> FakeReader:
        readers.append(FakeReader(*given))
        return readers[-1]

    app = FeedbackApp(desk, "COM7", make)
    cards = {card.means: code for code, card in codes(desk).items() if card.sort is Sort.FEEDBACK}
    before = desk.store.journal()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for text, told in (
            (code_of(2), "No badge is needed here, and none was kept."),
            (cards[f"bad:{DEFAULT}"], "Thank you for your answer."),
            (cards[f"good:{DEFAULT}"], "An answer was just counted here."),
            ("nobody [/b]", "No badge is needed here, and none was kept."),
        ):
            readers[0].scan(text)
            await settled(pilot)
            assert told in seen(app)
    assert now(desk) == {DEFAULT: (0, 0, 1)}
    assert desk.store.journal() == before


async def test_after_the_event_it_says_so_and_counts_nothing(app: FeedbackApp, desk: Desk, clock: FakeClock) -> None:
    close(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "1")
        clock.go(minutes=31)
        app._tick()
        await settled(pilot)
        assert "The event is over; answers do not count any more." in seen(app)
        await press(pilot, "1")
        assert "The event is over; answers do not count any more." in seen(app)
    assert now(desk) == {DEFAULT: (1, 0, 0)}


async def test_what_cannot_be_written_is_said_and_does_not_count(app: FeedbackApp, desk: Desk) -> None:
    (desk.folder / tally.FILE).mkdir()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "1")
        assert "may not be written" in seen(app)
        (desk.folder / tally.FILE).rmdir()
        await press(pilot, "1")
    assert now(desk) == {DEFAULT: (1, 0, 0)}


async def test_no_other_key_does_anything_and_only_the_same_key_twice_closes_it(app: FeedbackApp, desk: Desk) -> None:
    before = desk.store.journal()
    keys = [*(f"f{n}" for n in range(1, 12)), "enter", "space", "ctrl+c", "ctrl+z", "ctrl+p", "tab", "4", "q"]
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*keys)
        await pilot.press("f12")
        await pilot.pause()
        assert "Close this screen?" in seen(app)
        await pilot.press("f12")
        await pilot.pause()
        assert not app.is_running
    assert (now(desk), desk.store.journal()) == ({}, before)


@pytest.mark.parametrize("size", [(8, 4), (24, 12), (60, 30)])
def test_the_mouth_tells_the_faces_apart(size: tuple[int, int]) -> None:
    drawn = {mood: face(mood, *size) for mood in Mood}
    assert all(len(lines) <= size[1] and {len(line) for line in lines} == {len(lines) * 2} for lines in drawn.values())
    assert len({"\n".join(lines) for lines in drawn.values()}) == 3


def test_a_room_too_small_for_a_face_has_none() -> None:
    assert face(GOOD, 7, 40) == face(GOOD, 40, 3) == []


def test_without_a_terminal_one_sentence_says_so(desk: Desk) -> None:
    refused = kiosk("feedback", desk.folder)
    assert refused.returncode == 1
    assert refused.stderr.startswith("This needs a terminal.")
