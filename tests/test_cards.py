"""Command cards, position cards and date cards at the readers, and what a booth tells with them."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import prints
import pypdfium2
import pytest
from gates import printed
from hypothesis import given, settings
from hypothesis import strategies as st
from test_gate import answer_of, feed, line_of, pty_only, running
from world import ENTRANCE, EVENT, EXIT, INFO, ROUNDS, World, booth_reader, kiosk, local, make_folder, world_at

from kiosk.actions import closing, rounds
from kiosk.actions.cards import HelpWatch, codes, document
from kiosk.actions.plans import propose, publish
from kiosk.actions.upkeep import verify
from kiosk.codes import COMMAND, read
from kiosk.i18n import use
from kiosk.model import Answer, Talk
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules import clock
from kiosk.rules.cards import Card, Command, Sort, codes_of

ONE, TWO = booth_reader("1"), booth_reader("2")
OTHER_AT_TWO = ReaderSetting(ReaderRole.BOOTH, port="/dev/other", booth="2")
SHARED = ReaderSetting(ReaderRole.BOOTH, port="-")
BOOTHS = ["1;Amt 1;1", "2;Amt 2;2"]
POSITIONS = ["1A;1;Koch", "1B;1;Kellner", "done;2;Gärtnerin"]
"""A position may be called like a command."""

WORDS = [
    *("undo", "check_out", "walk_in", "next", "help", "done", "application", "announced", "follow_up", "trial_work"),
    *("internship", "documents_missing", "no_next_step"),
]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, POSITIONS)) as opened:
        people(opened)
        yield opened


def people(world: World) -> None:
    for number, code in enumerate("ABCD", 1):
        world.listed(code, number=number, first_name=f"First{number}")


def code(world: World, means: str, sort: Sort = Sort.COMMAND) -> str:
    return next(text for text, card in codes(world.desk).items() if card == Card(sort, means))


def scan(world: World, text: str, reader: ReaderSetting = ONE, after: float = 5) -> Answer:
    """Scans after some seconds a badge, or a card by its word."""
    world.clock.go(seconds=after)
    return world.scan(code(world, text) if text in WORDS else text, reader)


def place(world: World, means: str, sort: Sort, reader: ReaderSetting = ONE, after: float = 5) -> Answer:
    return scan(world, code(world, means, sort), reader, after)


def talks(world: World) -> list[tuple[int | None, str, bool, bool]]:
    """Number, booth, whether it is over and whether it was confirmed."""
    return [(talk.number, talk.booth, talk.ends is not None, talk.confirmed) for talk in world.store.talks()]


def said(world: World) -> list[tuple[int | None, str, str, str | None]]:
    return [(r.number, r.application, r.next_step, r.position) for r in world.store.results()]


# The cards


def test_the_thirteen_words_have_a_card_each(world: World) -> None:
    found = document(world.desk)
    assert [card["means"] for card in found["cards"]] == WORDS
    assert [(row["position"], row["booth"]) for row in found["positions"]] == [("1A", "1"), ("1B", "1"), ("done", "2")]
    assert [row["booth"] for row in found["booths"]] == ["1", "2"]
    days = [date.fromisoformat(row["date"]) for row in found["dates"]]
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 23), date(2026, 12, 20), 28)
    assert (found["times"][0]["time"], found["times"][1]["time"], found["times"][-1]["time"]) == (
        "08:00",
        "08:30",
        "18:00",
    )
    every = [row["code"] for rows in found.values() for row in rows]
    assert len(set(every)) == len(every)
    assert {text[:2] for text in every} == {"KS", "KP"}
    assert all(row["code"].startswith("KS") for row in found["cards"])


def test_the_cards_are_the_same_whoever_prints_them(world: World) -> None:
    first = json.loads(kiosk("cards", world.desk.folder, "--json").stdout)
    assert first == json.loads(kiosk("cards", world.desk.folder, "--json").stdout) == document(world.desk)
    (world.desk.folder / "positions.csv").write_text("position;booth;title\n1B;1;Kellner\n", encoding="utf-8")
    fewer = json.loads(kiosk("cards", world.desk.folder, "--json").stdout)
    assert fewer["cards"] == first["cards"]
    assert fewer["positions"] == [row for row in first["positions"] if row["position"] == "1B"]


def test_two_cards_that_come_to_one_code_are_told_apart() -> None:
    many = tuple(Card(Sort.POSITION, str(number)) for number in range(20_000))
    found = codes_of(many, b"k" * 32)
    assert len(found) == len(many)
    assert len({text[3:9] for text in found}) == len(many)
    assert [reading.kind for reading in read(next(iter(found)), b"k" * 32)] == ["ours"]


def test_a_card_of_another_event_or_a_forged_one_is_refused(world: World) -> None:
    forged = next(iter(codes_of((Card(Sort.COMMAND, "undo"),), b"x" * 32)))
    assert forged.startswith(COMMAND)
    scan(world, "A")
    assert scan(world, forged).verdict == "foreign"
    genuine = code(world, "undo")
    spoilt = genuine[:-1] + ("B" if genuine[-1] != "B" else "C")
    assert scan(world, spoilt).verdict == "misread"
    assert talks(world) == [(1, "1", False, False)]


def test_a_card_of_a_position_that_is_gone_says_so(world: World) -> None:
    text = next(iter(codes_of((Card(Sort.POSITION, "gone"),), world.store.event_key)))
    answer = scan(world, text)
    assert (answer.verdict, "Print the cards again" in answer.reason) == ("unknown", True)


# On paper


@pytest.mark.parametrize(("language", "word"), [("de", "Zurücknehmen"), ("en", "Takes back")])
def test_every_printed_code_can_be_read_again(tmp_path: Path, language: str, word: str) -> None:
    titles = ["Nguyễn " * 9, "محمد عبد الرحمن", "x" * 120, "Koch/Köchin (m/w/d) [/b]"]
    booths = [f"{number};Amt für {title};1" for number, title in enumerate(titles, 1)]
    positions = [f"P{number};{number % 4 + 1};{titles[number % 4]}" for number in range(84)]
    made = make_folder(tmp_path / "event", EVENT.replace('"en"', f'"{language}"'), booths, positions)
    path = tmp_path / "out.pdf"
    ended = kiosk("cards", made, "-o", path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{path}\n", "")
    found = [text for page in prints.pages(path) for text in prints.codes(page)]
    with world_at(made) as opened:
        assert sorted(found) == sorted(codes(opened.desk))
    with pypdfium2.PdfDocument(path) as paper:
        assert word in paper[0].get_textpage().get_text_bounded()


def test_cards_go_into_the_folder_and_a_program_may_have_both(world: World) -> None:
    ended = kiosk("cards", world.desk.folder)
    assert ended.stdout.strip() == str(world.desk.folder / "badges" / "cards.pdf")
    out = world.desk.folder / "mine.pdf"
    ended = kiosk("cards", world.desk.folder, "--json", "-o", out)
    assert json.loads(ended.stdout).keys() == {"cards", "positions", "booths", "dates", "times", "feedback"}
    assert out.read_bytes().startswith(b"%PDF")
    ended = kiosk("cards", world.desk.folder, "-o", world.desk.folder / "event.toml" / "x.pdf")
    assert (ended.returncode, ended.stderr.startswith("Nothing can be written to the folder")) == (1, True)


def test_what_no_font_has_is_told(tmp_path: Path) -> None:
    made = make_folder(tmp_path / "event", EVENT, ["1;Amt 1;1"], ["P;1;Koch 👩‍🍳"])
    ended = kiosk("cards", made)
    assert ended.returncode == 0
    assert ended.stderr == "These characters cannot be printed and are left out: 👩🍳\n"


# Talks


def test_done_and_the_same_badge_confirm_however_short_it_was(world: World) -> None:
    verdicts = [scan(world, text).verdict for text in ("A", "done", "B", "B", "done")]
    assert verdicts == ["talk_started", "talk_done", "talk_started", "talk_done", "refused"]
    assert talks(world) == [(1, "1", True, True), (2, "1", True, True)]


def test_done_long_after_the_badge_ends_the_only_talk(world: World) -> None:
    scan(world, "A")
    answer = scan(world, "done", after=600)
    assert (answer.verdict, answer.number) == ("talk_done", 1)
    assert scan(world, "application").verdict == "recorded"


def test_done_where_several_talk_means_the_last_badge_or_asks(world: World) -> None:
    scan(world, "A", TWO)
    scan(world, "B", TWO)
    assert scan(world, "done", TWO).number == 2
    scan(world, "C", TWO)
    answer = scan(world, "done", TWO, after=61)
    assert (answer.verdict, answer.reason) == (
        "refused",
        "Several talks are running here. Scan the badge of the talk that is over.",
    )
    assert [talk.number for talk in world.store.running_talks()] == [1, 3]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (["nobody's"], "Scan the badge first, then this card."),
        (["B", "undo"], "Scan the badge first, then this card."),
        (["B", "B"], "The talk of the last badge is over already."),
        (["B", "done"], "The talk of the last badge is over already."),
    ],
)
@pytest.mark.parametrize("word", ["done", "next"])
def test_a_badge_that_came_to_nothing_ends_nobody_elses_talk(
    world: World, word: str, before: list[str], said: str
) -> None:
    scan(world, "A", TWO)
    for text in before:
        scan(world, text, TWO)
    answer = scan(world, word, TWO)
    if word == "done" or "badge first" in said:
        assert (answer.verdict, answer.reason) == ("refused", said)
    else:
        assert answer.verdict == "command"
    assert [talk.number for talk in world.store.running_talks()] == [1]


def test_leaving_the_house_leaves_the_booth(world: World) -> None:
    scan(world, "A")
    scan(world, "A", EXIT)
    assert talks(world) == [(1, "1", True, False)]


def test_fewer_seats_never_hold_more_talks(world: World) -> None:
    from kiosk.actions import booths

    scan(world, "A", TWO)
    scan(world, "B", TWO)
    booths.add_seats(world.desk, "2", -1)
    scan(world, "C", TWO)
    assert [(talk.number, talk.seat) for talk in world.store.running_talks(booth="2")] == [(3, "1")]


# Positions and results


def test_position_result_and_date_belong_to_the_last_badge(world: World) -> None:
    scan(world, "A")
    assert place(world, "1B", Sort.POSITION).verdict == "recorded"
    answer = scan(world, "application")
    assert (answer.verdict, answer.number, answer.name) == ("recorded", 1, "First1 A.")
    assert answer.reason == "1B Kellner · application on site"
    scan(world, "trial_work")
    place(world, "2026-11-30", Sort.DAY)
    answer = place(world, "10:30", Sort.TIME)
    assert answer.reason == (
        "1B Kellner · application on site · trial work · Monday, 2026-11-30 10:30"
        " · ▲ get the consent of jobcentre or agency before it begins (§ 45 SGB III), by Su 2026-11-29"
    )
    (result,) = world.store.results()
    assert (result.position, result.application, result.next_step) == ("1B", "on_site", "trial_work")
    assert (result.date, result.by) == (date(2026, 11, 30), "booth-1")
    assert talks(world) == [(1, "1", False, True)]


def test_a_date_alone_is_that_of_a_follow_up_and_the_last_one_holds(world: World) -> None:
    scan(world, "A")
    assert place(world, "09:00", Sort.TIME).reason == "Scan the card of the day first, then the time."
    place(world, "2026-11-30", Sort.DAY)
    place(world, "2026-12-01", Sort.DAY)
    assert said(world) == [(1, "none", "follow_up", None)]
    assert world.store.results()[0].date == date(2026, 12, 1)


def test_cards_come_just_after_the_end_too(world: World) -> None:
    for text in ("A", "A", "announced"):
        last = scan(world, text)
    assert last.verdict == "recorded"
    assert said(world) == [(1, "announced", "", None)]


def test_a_card_without_a_badge_is_refused(world: World) -> None:
    for text in ("application", "no_next_step"):
        answer = scan(world, text)
        assert (answer.verdict, answer.reason) == ("refused", "Scan the badge first, then this card.")
    assert place(world, "1A", Sort.POSITION).verdict == "refused"
    assert world.store.results() == []


def test_a_card_waits_a_minute_for_its_badge_and_each_card_gives_another_minute(world: World) -> None:
    scan(world, "A")
    assert scan(world, "application", after=60).verdict == "recorded"
    assert scan(world, "follow_up", after=60).verdict == "recorded"
    assert scan(world, "documents_missing", after=61).verdict == "refused"
    assert said(world) == [(1, "on_site", "follow_up", None)]


def test_a_badge_that_was_refused_takes_no_card_and_leaves_none_for_the_one_before(world: World) -> None:
    scan(world, "A")
    scan(world, "nobody's")
    assert scan(world, "application").verdict == "refused"
    assert world.store.results() == []


def test_each_reader_has_its_own_last_badge_even_at_one_booth(world: World) -> None:
    scan(world, "A", TWO)
    scan(world, "B", OTHER_AT_TWO)
    assert scan(world, "application", TWO).number == 1
    assert scan(world, "announced", OTHER_AT_TWO).number == 2
    assert sorted(said(world)) == [(1, "on_site", "", None), (2, "announced", "", None)]


def test_a_position_of_another_booth_is_refused_and_said_whose_it_is(world: World) -> None:
    scan(world, "A")
    answer = place(world, "done", Sort.POSITION)
    assert (answer.verdict, "booth 2" in answer.reason) == ("refused", True)
    scan(world, "B", TWO)
    assert place(world, "done", Sort.POSITION, TWO).verdict == "recorded"
    assert [talk.position for talk in world.store.talks()] == [None, "done"]


def test_the_same_card_or_badge_for_a_minute_is_one_scan(world: World) -> None:
    for text in ("A", "application"):
        scan(world, text)
        before = world.journal()
        assert {scan(world, text, after=2).verdict for _ in range(30)} == {"repeat"}
        assert world.journal() == before
    assert talks(world) == [(1, "1", False, True)]


# Undo


def test_undo_takes_back_the_last_thing_of_this_reader(world: World) -> None:
    scan(world, "A")
    scan(world, "B", TWO)
    scan(world, "application")
    answer = scan(world, "undo")
    assert (answer.verdict, answer.number, answer.reason) == ("command", 1, "Taken back.")
    assert (said(world), len(talks(world))) == ([], 2)
    assert scan(world, "announced").verdict == "recorded"
    assert [scan(world, "undo").verdict for _ in range(3)] == ["command", "command", "refused"]
    assert talks(world) == [(2, "2", False, False)]
    assert verify(world.store)[1] == []


def test_undo_gives_the_talks_back_that_a_wrong_badge_has_ended(world: World) -> None:
    scan(world, "A")
    scan(world, "B", TWO)
    scan(world, "B")
    assert [talk.number for talk in world.store.running_talks()] == [2]
    scan(world, "undo")
    assert sorted((talk.number, talk.booth) for talk in world.store.running_talks()) == [(1, "1"), (2, "2")]
    assert scan(world, "application").verdict == "refused"
    assert world.store.inside() == 2


def test_undo_reaches_back_a_minute(world: World) -> None:
    scan(world, "A")
    answer = scan(world, "undo", after=61)
    assert (answer.verdict, "nothing" in answer.reason) == ("refused", True)
    assert talks(world) == [(1, "1", False, False)]


def test_undo_is_one_line_among_the_scans(world: World) -> None:
    scan(world, "A")
    scan(world, "B")
    before = len(world.store.scans())
    scan(world, "undo")
    rows = world.store.scans()
    assert len(rows) == before + 1
    assert [(row.verdict, row.person, row.undone) for row in rows[:2]] == [
        ("command", world.store.talks()[0].person and rows[0].person, False),
        ("talk_started", rows[0].person, True),
    ]


# Next, the plan, shared readers


@pytest.fixture
def planned(world: World) -> World:
    """Two rounds at two booths; the first is running, and all who are planned are in."""
    for number, text in enumerate("EF", 5):
        world.listed(text, number=number, wishes=["1", "2"])
    block = rounds.rounds_block(world.desk)
    publish(world.desk, propose(world.desk, block))
    scan(world, "E", ENTRANCE)
    scan(world, "F", ENTRANCE)
    rounds.command(world.desk, block, clock.STARTED)
    return world


def at_one(world: World, round_: int) -> int | None:
    (talk,) = world.store.planned("talks", booth="1", round_=round_)
    return talk.number


def test_next_ends_the_talk_and_says_who_comes(planned: World) -> None:
    now, then = at_one(planned, 1), at_one(planned, 2)
    answer = scan(planned, "next")
    assert (answer.verdict, answer.number, answer.name) == ("command", now, "")
    scan(planned, "E" if now == 5 else "F")
    answer = scan(planned, "next")
    assert (answer.verdict, answer.number, answer.reason) == ("command", then, "comes next here.")
    assert talks(planned) == [(now, "1", True, True)]
    assert scan(planned, "application").verdict == "refused"


def test_next_names_somebody_who_is_in_the_house(planned: World) -> None:
    """The one who is planned now has gone home; the one who is planned later has not."""
    now, later = at_one(planned, 1), at_one(planned, 2)
    assert scan(planned, "next").number == now
    scan(planned, "E" if now == 5 else "F", EXIT)
    assert scan(planned, "next").number == later
    scan(planned, "E" if later == 5 else "F", EXIT)
    assert scan(planned, "next").number == now, "where nobody is in the plan decides"


def test_next_where_nobody_is_planned_says_so(world: World) -> None:
    scan(world, "A")
    answer = scan(world, "next")
    assert (answer.verdict, answer.number, answer.reason) == ("command", None, "Nobody is planned here next.")
    assert talks(world) == [(1, "1", True, True)]


def test_the_wrong_booth_is_told_kindly_and_a_second_scan_takes_the_talk(planned: World) -> None:
    text = "E" if at_one(planned, 1) == 6 else "F"
    answer = scan(planned, text)
    assert (answer.verdict, answer.reason) == (
        "wrong_booth",
        "Expected at booth 2 now. Scan again to take the talk here.",
    )
    assert scan(planned, text, after=2).verdict == "repeat"
    assert scan(planned, text).verdict == "talk_started"


def test_a_card_that_is_refused_meanwhile_does_not_ask_for_a_third_scan(planned: World) -> None:
    text = "E" if at_one(planned, 1) == 6 else "F"
    scan(planned, text)
    assert scan(planned, "application").reason == "Scan the badge first, then this card."
    assert scan(planned, text).verdict == "talk_started"


def test_who_was_sent_away_insists_only_where_nobody_was_scanned_meanwhile(planned: World) -> None:
    text, other = ("E", "F") if at_one(planned, 1) == 6 else ("F", "E")
    assert [scan(planned, each).verdict for each in (text, other, text)] == [
        "wrong_booth",
        "talk_started",
        "wrong_booth",
    ]


def test_a_second_scan_much_later_is_a_first_one(planned: World) -> None:
    text = "E" if at_one(planned, 1) == 6 else "F"
    assert [scan(planned, text, after=61).verdict for _ in range(2)] == ["wrong_booth", "wrong_booth"]


def test_a_shared_reader_asks_for_the_booth_first(world: World) -> None:
    answer = scan(world, "A", SHARED)
    assert (answer.verdict, "booth's card first" in answer.reason) == ("refused", True)
    assert scan(world, "application", SHARED).verdict == "refused"
    answer = place(world, "2", Sort.BOOTH, SHARED)
    assert (answer.verdict, answer.reason) == ("command", "From now on booth 2.")
    assert scan(world, "A", SHARED).verdict == "talk_started"
    assert scan(world, "application", SHARED).verdict == "recorded"
    assert place(world, "1", Sort.BOOTH, SHARED).verdict == "command"
    assert scan(world, "announced", SHARED).verdict == "refused"
    answer = scan(world, "B", SHARED)
    assert (answer.verdict, answer.booth) == ("talk_started", "1")
    assert talks(world) == [(1, "2", False, True), (2, "1", False, False)]
    assert said(world) == [(1, "on_site", "", None)]


def test_a_reader_that_has_a_booth_keeps_it(world: World) -> None:
    assert place(world, "1", Sort.BOOTH).verdict == "command"
    assert place(world, "2", Sort.BOOTH).verdict == "refused"
    assert scan(world, "A").booth == "1"
    assert place(world, "1", Sort.BOOTH, ENTRANCE).verdict == "refused"


# Doors


@pytest.mark.parametrize("reader", [ENTRANCE, EXIT, INFO, ONE])
def test_check_out_and_the_badge_after_it(world: World, reader: ReaderSetting) -> None:
    scan(world, "A", ENTRANCE)
    assert scan(world, "check_out", reader).verdict == "command"
    assert scan(world, "A", reader).verdict == "checked_out"
    assert world.store.inside() == 0
    assert scan(world, "undo", reader).verdict == "command"
    assert world.store.inside() == 1


def test_check_out_waits_a_minute_and_for_one_badge(world: World) -> None:
    for text in "AB":
        scan(world, text, ENTRANCE)
    scan(world, "check_out", ENTRANCE)
    scan(world, "A", ENTRANCE)
    assert scan(world, "B", ENTRANCE).verdict == "already_in"
    scan(world, "check_out", ENTRANCE)
    assert scan(world, "B", ENTRANCE, after=61).verdict == "already_in"
    scan(world, "check_out", ENTRANCE)
    assert scan(world, "next", ENTRANCE).reason == "Ready for the next badge."
    assert scan(world, "B", ENTRANCE).verdict == "already_in"


def test_a_walk_in_gets_an_unused_badge(world: World) -> None:
    badge = world.code(77)
    assert scan(world, badge, ENTRANCE).verdict == "unknown"
    assert scan(world, "walk_in", ENTRANCE).verdict == "command"
    answer = scan(world, badge, ENTRANCE)
    assert (answer.verdict, answer.number, answer.name) == ("admitted", 5, "")
    assert scan(world, badge, ENTRANCE).verdict == "already_in"
    assert world.person(answer.person).walk_in
    assert scan(world, badge).number == 5


def test_a_walk_in_without_a_badge_gets_a_number_and_both_can_be_taken_back(world: World) -> None:
    scan(world, "walk_in", ENTRANCE)
    assert scan(world, "walk_in", ENTRANCE).number == 5
    scan(world, "walk_in", ENTRANCE)
    assert scan(world, world.code(77), ENTRANCE).number == 6
    assert world.store.turnout() == (6, 2)
    assert [scan(world, "undo", ENTRANCE).verdict for _ in range(2)] == ["command", "command"]
    assert world.store.turnout() == (4, 0)
    assert verify(world.store)[1] == []


def test_a_walk_in_is_judged_like_everybody(tmp_path: Path) -> None:
    settings_ = EVENT.replace("[event]", "[event]\npermitted = 1")
    with world_at(make_folder(tmp_path / "event", settings_, BOOTHS), local(9)) as world:
        for expected in ("admitted", "full"):
            scan(world, "walk_in", ENTRANCE)
            assert scan(world, "walk_in", ENTRANCE).verdict == expected
        world.clock.go(days=3)
        scan(world, "walk_in", ENTRANCE)
        assert scan(world, world.code(5), ENTRANCE).verdict == "wrong_day"


def test_a_result_means_nothing_at_a_door_and_a_walk_in_nothing_at_a_booth(world: World) -> None:
    scan(world, "A", ENTRANCE)
    for text in ("application", "done", "follow_up"):
        assert scan(world, text, ENTRANCE).reason == "This card is for the readers at the booths."
    assert scan(world, "walk_in").reason == "This card is for the entrance."


def test_help_is_told_once_and_soon_or_not_at_all(world: World) -> None:
    watch = HelpWatch(world.desk)
    assert watch.due() == []
    assert scan(world, "help", TWO).reason == "Booth 2 asks for help."
    assert scan(world, "help", ENTRANCE).reason == "Help is asked for."
    assert (watch.due(), watch.due()) == (["booth-2", "entrance"], [])
    scan(world, "help", TWO, after=400)
    assert watch.due() == ["booth-2"]
    assert HelpWatch(world.desk).due() == ["booth-2", "entrance"]
    world.clock.go(minutes=11)
    assert HelpWatch(world.desk).due() == []


def test_check_out_at_an_info_point_ends_the_talk_too(world: World) -> None:
    scan(world, "A")
    scan(world, "check_out", INFO)
    assert scan(world, "A", INFO).verdict == "checked_out"
    assert world.store.running_talks() == []


def test_a_closed_event_refuses_every_card_and_keeps_it(world: World) -> None:
    scan(world, "A")
    closing.close(world.desk)
    before = world.journal()
    for text in ("application", "done", "undo", "check_out", "next"):
        answer = scan(world, text)
        assert (answer.verdict, answer.reason) == ("refused", "")
    assert world.journal() == before + 5
    assert talks(world) == [(1, "1", False, False)]


# Any order


READERS = (ONE, TWO, OTHER_AT_TWO, SHARED)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(READERS),
        st.sampled_from(["A", "B", "C", "D", "x", "1", "2", "1A", *WORDS]),
        st.sampled_from([1, 5, 59, 61]),
    ),
    max_size=25,
)


@given(STEPS)
@settings(max_examples=40, deadline=None)
def test_any_order_loses_no_talk_fills_no_seat_twice_and_mixes_up_nobody(
    steps: list[tuple[ReaderSetting, str, int]],
) -> None:
    use("en")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        settings_ = EVENT + ROUNDS
        world = stack.enter_context(world_at(make_folder(folder / "event", settings_, BOOTHS, POSITIONS)))
        people(world)
        last: dict[ReaderSetting, str] = {}
        for reader, text, seconds in steps:
            sort = {"1": Sort.BOOTH, "2": Sort.BOOTH, "1A": Sort.POSITION}.get(text)
            answer = place(world, text, sort, reader, seconds) if sort else scan(world, text, reader, seconds)
            if text in "ABCDx" and answer.verdict != "repeat":
                last[reader] = answer.person
            if answer.verdict == "recorded":
                assert answer.person == last[reader]
            _holds(world)
        started = [row for row in world.store.scans() if row.verdict == "talk_started" and not row.undone]
        assert len(started) == len(world.store.talks())
        assert verify(world.store)[1] == []


def _holds(world: World) -> None:
    """No seat is taken twice, no booth holds more than it has seats, nobody sits at two places."""
    sitting: list[Talk] = world.store.running_talks()
    assert len({(talk.booth, talk.seat) for talk in sitting}) == len(sitting)
    assert len({talk.person for talk in sitting}) == len(sitting)
    assert sum(talk.booth == "1" for talk in sitting) <= 1
    assert sum(talk.booth == "2" for talk in sitting) <= 2
    assert all(talk.booth in ("1", "2") for talk in world.store.talks())


# As a process


FAST = """
[rehearsal]
speed = 20
from = {begins}
since = {since}
"""
SWING = 0.25
"""Seconds in which five pass at such an event."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An event whose clock says nine now and runs twenty times as fast."""
    hurried = FAST.format(begins=local(9).isoformat(), since=datetime.now(UTC).isoformat(timespec="seconds"))
    made = make_folder(tmp_path / "event", EVENT + ROUNDS + hurried, BOOTHS, POSITIONS)
    with world_at(made) as world:
        people(world)
    return made


def test_a_booth_with_a_gate_and_cards_tells_everything(folder: Path) -> None:
    cards = printed(folder)
    script = ["A", "position 1B", "application", "2026-11-30", "10:30", "undo", "done", "B", "application", "next"]
    with running(folder, "--role", "booth", "--booth", "1", "--port", "-") as gate:
        answers = []
        for text in script:
            feed(gate, cards.get(text, text).encode() + b"\n")
            answers.append(answer_of(gate))
            time.sleep(SWING)
    assert [answer["verdict"] for answer in answers] == [
        *("talk_started", "recorded", "recorded", "recorded", "recorded", "command", "talk_done"),
        *("talk_started", "recorded", "command"),
    ]
    assert [answer["number"] for answer in answers[:-1]] == [1] * 7 + [2] * 2
    assert "10:30" in answers[4]["text"]
    with world_at(folder) as world:
        assert sorted(said(world)) == [(1, "on_site", "follow_up", "1B"), (2, "on_site", "", None)]
        assert [result.time for result in world.store.results()] == [None, None]
        assert [(number, over) for number, _booth, over, _confirmed in talks(world)] == [(1, True), (2, True)]


def test_a_shared_gate_begins_with_the_card_of_a_booth(folder: Path) -> None:
    cards = printed(folder)
    with running(folder, "--role", "booth", "--port", "-") as gate:
        found = []
        for text in ("A", cards["booth 2"], "A", cards["follow_up"]):
            feed(gate, text.encode() + b"\r\n")
            found.append(answer_of(gate)["verdict"])
            time.sleep(SWING)
    assert found == ["refused", "command", "talk_started", "recorded"]


def test_a_gate_that_was_started_again_asks_for_the_badge(folder: Path) -> None:
    cards = printed(folder)
    options = ("--role", "booth", "--booth", "1", "--port", "-", "--json")
    assert kiosk("gate", folder, *options, given=b"A\n").returncode == 0
    ended = kiosk("gate", folder, *options, given=f"{cards['application']}\n{cards['done']}\n".encode())
    assert [json.loads(line)["verdict"] for line in ended.stdout.splitlines()] == ["refused", "talk_done"]


@pty_only
def test_a_scanner_at_a_booth_sends_badges_and_cards_in_one_go(folder: Path, tmp_path: Path) -> None:
    from fake_scanner import FakeScanner

    cards = printed(folder)
    options = ("--role", "booth", "--booth", "2")
    with (
        FakeScanner(tmp_path / "scanner") as scanner,
        running(folder, *options, "--port", scanner.port) as gate,
    ):
        while b"Ready" not in line_of(gate.stderr):
            pass
        scanner.send(b"A\r" + cards["announced"].encode() + b"\r")
        assert [answer_of(gate)["verdict"] for _ in range(2)] == ["talk_started", "recorded"]
        scanner.send((cards["trial_work"] + cards["done"]).encode())
        assert [answer_of(gate)["verdict"] for _ in range(2)] == ["recorded", "talk_done"]
        gate.send_signal(signal.SIGTERM)
        assert gate.wait(20) == 0
    with world_at(folder) as world:
        assert said(world) == [(1, "announced", "trial_work", None)]


def test_every_word_is_a_command() -> None:
    assert [command.value for command in Command] == WORDS
