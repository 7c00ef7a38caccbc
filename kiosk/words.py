"""What verdicts and states are called: a word, a symbol and a tone of colour each, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.codes import Layout
from kiosk.i18n import N_, _, language, plain_date
from kiosk.model import Answer, Entry, NextTalk, Role, Verdict
from kiosk.programme import Event, ReaderRole
from kiosk.rules import clock
from kiosk.rules.booths import BoothNow, BoothState
from kiosk.rules.clock import RoundStatus, State
from kiosk.rules.feedback import DEFAULT, Mood
from kiosk.rules.readiness import WEEKDAYS
from kiosk.rules.results import Application, Result, Step
from kiosk.rules.rights import Rank
from kiosk.rules.situation import Note


class Tone(StrEnum):
    """How good the news is: decides colour and sound."""

    GOOD = "good"
    HINT = "hint"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict is shown: word, symbol, tone and a sentence that says what to do."""

    word: str
    symbol: str
    tone: Tone
    advice: str


LOOKS: Final[dict[Verdict, Look]] = {
    Verdict.ADMITTED: Look(N_("Welcome"), "✔", Tone.GOOD, N_("Checked in.")),
    Verdict.REPEAT: Look(N_("Just scanned"), "↻", Tone.HINT, N_("The same badge again; nothing has changed.")),
    Verdict.ALREADY_IN: Look(N_("Already in"), "●", Tone.HINT, N_("Checked in before.")),
    Verdict.CHECKED_OUT: Look(N_("Goodbye"), "✔", Tone.GOOD, N_("Checked out.")),
    Verdict.NOT_IN: Look(
        N_("Not checked in"), "▲", Tone.HINT, N_("This person is not in the house. Scan at the entrance.")
    ),
    Verdict.UNKNOWN: Look(N_("Unknown"), "?", Tone.BAD, N_("On no list. Search by name or take them as a walk-in.")),
    Verdict.FOREIGN: Look(N_("Other event"), "✖", Tone.BAD, N_("A badge of another event. Search by name.")),
    Verdict.MISREAD: Look(N_("Misread"), "?", Tone.BAD, N_("Not read correctly. Scan again, flat and closer.")),
    Verdict.REVOKED: Look(N_("Badge replaced"), "✖", Tone.BAD, N_("This badge was replaced by a new one.")),
    Verdict.CANCELLED: Look(N_("Cancelled"), "✖", Tone.BAD, N_("The registration was cancelled. Ask the lead.")),
    Verdict.WRONG_DAY: Look(
        N_("Wrong day"), "✖", Tone.BAD, N_("The event is not today. Check the date of the laptop.")
    ),
    Verdict.FULL: Look(N_("House full"), "■", Tone.BAD, N_("All permitted persons are inside: one out, one in.")),
    Verdict.NOT_REGISTERED: Look(N_("Not registered"), "▲", Tone.BAD, N_("Not on the list of this session.")),
    Verdict.SENT: Look(N_("Next booth"), "➜", Tone.GOOD, N_("Told where to go next.")),
    Verdict.TALK_STARTED: Look(N_("Talk runs"), "▶", Tone.GOOD, N_("The talk has begun.")),
    Verdict.TALK_DONE: Look(N_("Talk over"), "✔", Tone.GOOD, N_("The talk is recorded.")),
    Verdict.WRONG_BOOTH: Look(
        N_("Other booth"), "➜", Tone.HINT, N_("Planned at another booth now. Scan again to take the talk here.")
    ),
    Verdict.RECORDED: Look(N_("Recorded"), "✔", Tone.GOOD, N_("Recorded with the last talk.")),
    Verdict.COMMAND: Look(N_("Command"), "★", Tone.GOOD, N_("A command card was taken.")),
    Verdict.REFUSED: Look(N_("Refused"), "✖", Tone.BAD, N_("The event is closed. The lead can open it again.")),
}

LAYOUTS: Final[dict[Layout, str]] = {
    Layout.UNKNOWN: N_("The reader works."),
    Layout.SAME: N_("The reader works; every sign arrives as it is printed."),
    Layout.GERMAN: N_(
        "The reader works. It types in US layout on a German one: badges are safe; for other tickets set it to German."
    ),
    Layout.FRENCH: N_(
        "The reader works. It types in US layout on a French one: badges are safe; for other tickets set it to French."
    ),
}
"""What the test code shows."""

STATES: Final[dict[State, tuple[str, str]]] = {
    State.WAITING: (N_("not started"), "○"),
    State.RUNNING: (N_("talks are running"), "▶"),
    State.WARNING: (N_("last minute"), "◆"),
    State.CHANGE: (N_("please change"), "⇄"),
    State.PAUSED: (N_("paused"), "‖"),
    State.ENDED: (N_("all rounds are over"), "■"),
}

COMMANDS: Final[dict[str, str]] = {
    clock.STARTED: N_("start of round {round}"),
    clock.PAUSED: N_("pause"),
    clock.RESUMED: N_("end of the pause"),
    clock.EXTENDED: N_("time added"),
    clock.ENDED: N_("end of the round"),
    clock.CLOSED: N_("end of all rounds"),
}

BOOTH_STATES: Final[dict[BoothState, str]] = {
    BoothState.OPEN: N_("Booth {booth}: open, seats: {seats}"),
    BoothState.PAUSED: N_("Booth {booth}: paused"),
    BoothState.CLOSED: N_("Booth {booth}: closed"),
}

APPLICATIONS: Final[dict[Application, str]] = {
    Application.ON_SITE: N_("application on site"),
    Application.ANNOUNCED: N_("application announced"),
    Application.RECEIVED: N_("application received later"),
}

STEPS: Final[dict[Step, str]] = {
    Step.FOLLOW_UP: N_("follow-up appointment"),
    Step.TRIAL_WORK: N_("trial work"),
    Step.INTERNSHIP: N_("internship"),
    Step.DOCUMENTS_MISSING: N_("documents missing"),
    Step.NONE: N_("no next step"),
}

NOTES: Final[dict[Note, str]] = {
    Note.BADGE_FIRST: N_("Scan the badge first, then this card."),
    Note.BOOTH_FIRST: N_("Scan the booth's card first: several booths share this reader."),
    Note.DAY_FIRST: N_("Scan the card of the day first, then the time."),
    Note.NO_TALK: N_("No talk is running here. Scan the badge first."),
    Note.TALK_OVER: N_("The talk of the last badge is over already."),
    Note.SEVERAL_TALKS: N_("Several talks are running here. Scan the badge of the talk that is over."),
    Note.NOTHING_TO_UNDO: N_("This reader has done nothing in the last minute that could be taken back."),
    Note.AT_BOOTHS_ONLY: N_("This card is for the readers at the booths."),
    Note.AT_DOORS_ONLY: N_("This card is for the entrance."),
    Note.OTHER_READER: N_("This reader belongs to booth {of}. Use the reader of your booth."),
    Note.OTHER_POSITION: N_("This position is offered at booth {of}. Take one of your own cards."),
    Note.OLD_CARD: N_("A card of this event that means nothing any more. Print the cards again."),
    Note.EXPECTED_THERE: N_("Expected at booth {of} now. Scan again to take the talk here."),
    Note.LEAVES: N_("Now scan the badge of the person who leaves."),
    Note.BADGE_OF_NEW: N_("Now scan an unused badge. Without one scan this card again: a number only."),
    Note.HELP: N_("Help is asked for."),
    Note.HELP_AT: N_("Booth {of} asks for help."),
    Note.READY: N_("Ready for the next badge."),
    Note.NEXT: N_("comes next here."),
    Note.NOBODY_NEXT: N_("Nobody is planned here next."),
    Note.AT_BOOTH: N_("From now on booth {of}."),
    Note.TAKEN_BACK: N_("Taken back."),
    Note.FEEDBACK_COUNTED: N_("Thank you for your answer."),
    Note.FEEDBACK_PAUSE: N_("An answer was just counted here. Please wait a moment."),
    Note.FEEDBACK_OVER: N_("The event is over; answers do not count any more."),
}

MOODS: Final[dict[Mood, tuple[str, str]]] = {
    Mood.GOOD: (N_("Good"), "☺"),
    Mood.MIDDLING: (N_("So-so"), "😐"),
    Mood.BAD: (N_("Not good"), "☹"),
}
"""The answers of visitors, each with a symbol for paper; terminals disagree on how wide those are."""


def question_text(question: str) -> str:
    """A question in the words of the settings; the one that is asked where they have none, in the language spoken."""
    return _(question) if question == DEFAULT else question


def application_text(application: Application) -> str:
    """How somebody applied; empty where they did not."""
    return _(APPLICATIONS[application]) if application in APPLICATIONS else ""


def step_text(step: Step) -> str:
    """What was agreed; empty where nothing was said."""
    return _(STEPS[step]) if step in STEPS else ""


def date_text(day: date) -> str:
    """A day as people say it: Monday, 2026-11-30."""
    return f"{_(WEEKDAYS[day.weekday()][0])}, {plain_date(day)}"


def result_text(result: Result | None) -> str:
    """What came of a talk, in one line; empty where nothing was said."""
    if result is None:
        return ""
    said = (application_text(result.application), step_text(result.next_step), when_text(result))
    return " · ".join(part for part in said if part)


def when_text(result: Result) -> str:
    """When an agreed step is to be; empty where that was not said."""
    when = [date_text(result.date)] if result.date else []
    return " ".join(when + ([f"{result.time:%H:%M}"] if result.time else []))


def position_text(event: Event, position: str | None) -> str:
    """A position by its name and title; empty where none is known."""
    title = next((known.title for known in event.positions if known.position == position), "")
    return f"{position} {title}".rstrip() if position else ""


def note_text(note: Note, of: str = "") -> str:
    """What staff are told besides a verdict; ``of`` is the booth that it names."""
    return _(NOTES[note]).format(of=of)


def call_text(reader: str) -> str:
    """Who asks for help, by the name of a reader."""
    return _("{reader} asks for help.").format(reader=reader_word(reader))


RANKS: Final[dict[Rank, tuple[str, str]]] = {
    Rank.RECEPTION: (N_("Reception"), "●"),
    Rank.MODERATOR: (N_("Moderation"), "◆"),
    Rank.LEAD: (N_("Lead"), "★"),
}

READERS: Final[dict[ReaderRole, str]] = {
    ReaderRole.ENTRANCE: N_("Entrance"),
    ReaderRole.EXIT: N_("Exit"),
    ReaderRole.BOOTH: N_("Booth"),
    ReaderRole.INFO: N_("Info"),
}


def reader_word(name: str) -> str:
    """What staff call a reader by its name in the journal: ``booth-7`` is booth 7."""
    role, _dash, booth = name.partition("-")
    word = _(READERS[ReaderRole(role)]) if role in set(ReaderRole) else role
    return f"{word} {booth}" if booth else word


def rank_word(rank: Rank) -> str:
    """A rank by its symbol and word: ★ Lead."""
    word, symbol = RANKS[rank]
    return f"{symbol} {_(word)}"


def clock_time(event: Event, at: datetime) -> str:
    """A moment as people read it at the event: 14:03."""
    return event.local(at).strftime("%H:%M")


def number_text(value: float, places: int | None = None) -> str:
    """A number as it is printed in the language that is spoken: 1.988 and 2,95 in German.

    It has as many decimals as those beside it where that is said, else those that it has by itself.
    """
    if places is not None:
        text = f"{value:,.{places}f}"
    else:
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language() == "de" else text


def number_word(number: int | None) -> str:
    """A person's number in a sentence; a dash where there is none."""
    return "–" if number is None else _("number {number}").format(number=number)


def date_time(event: Event, at: datetime) -> str:
    """A moment with its day as people read it at the event: 2026-11-22, 14:03."""
    return f"{plain_date(event.local(at))}, {clock_time(event, at)}"


def minutes_left(left: timedelta) -> str:
    """Time left as a large display shows it: 7:05; started seconds count as whole."""
    seconds = -int(-left.total_seconds() // 1)
    return f"{seconds // 60}:{seconds % 60:02d}"


def next_text(event: Event, next_: NextTalk | None) -> str:
    """Where to go next, in one line; empty where nothing is planned."""
    if next_ is None:
        return ""
    text = (
        _("Round {round}, {time}: booth {booth}")
        if not next_.seat
        else _("Round {round}, {time}: booth {booth}, seat {seat}")
    )
    return text.format(round=next_.round, time=clock_time(event, next_.starts), booth=next_.booth, seat=next_.seat)


def answer_text(event: Event, answer: Answer) -> str:
    """What staff are told after a scan, in one line."""
    look = LOOKS[answer.verdict]
    parts = [_(look.word)]
    if answer.number is not None:
        parts.append(number_word(answer.number))
    if answer.name:
        parts.append(answer.name)
    if answer.verdict is Verdict.ALREADY_IN and answer.first:
        when = _("in since {time} ({reader})")
        parts.append(when.format(time=clock_time(event, answer.first), reader=reader_word(answer.first_reader)))
    elif answer.reason:
        parts.append(answer.reason)
    else:
        parts.append(_(look.advice))
    if look.tone is not Tone.BAD:
        parts.append(next_text(event, answer.next))
        parts.append(marks_text(answer.assistance, answer.interpreting))
    return " · ".join(part for part in parts if part)


ROLES: Final[dict[Role, str]] = {
    Role.ATTENDEE: N_("attendee"),
    Role.EMPLOYER: N_("employer"),
    Role.STAFF: N_("staff"),
    Role.MENTOR: N_("mentor"),
    Role.PRESS: N_("press"),
}


def marks_text(assistance: bool, interpreting: str) -> str:
    """What helps a person on the day, each with a symbol and a word; empty where nothing is to be known."""
    marks = ["✚ " + _("assistance")] if assistance else []
    marks += ["◈ " + _("interpreting: {language}").format(language=interpreting)] if interpreting else []
    return " · ".join(marks)


def told_with(answer: Answer) -> str:
    """What staff are to know besides a verdict, in one line: help that is needed, and what has still to be asked."""
    asking = answer.unasked and answer.verdict in (Verdict.ADMITTED, Verdict.ALREADY_IN)
    question = _("consent not asked yet: {key}").format(key=f"{_('Ctrl')}+E") if asking else ""
    return " · ".join(part for part in (marks_text(answer.assistance, answer.interpreting), question) if part)


def status_text(status: RoundStatus) -> str:
    """The state of the rounds in one line."""
    word, symbol = STATES[status.state]
    rounds = _("round {round} of {rounds}").format(round=status.round, rounds=status.rounds)
    return f"{symbol} {_(word)}" if status.round == 0 else f"{symbol} {rounds}: {_(word)}"


def command_text(event: Event, command: Entry) -> str:
    """What a moderator did with the rounds, and when."""
    what = _(COMMANDS[command.kind]).format(round=command.body.get("round", ""))
    return f"{what}, {clock_time(event, command.at)}"


def booth_text(now: BoothNow) -> str:
    """A booth as it stands after a command."""
    return _(BOOTH_STATES[now.state]).format(booth=now.booth.booth, seats=now.booth.seats)


def shift_text(status: RoundStatus) -> str:
    """How far the block is off its programme, in words; empty where it is on time to the minute."""
    minutes = round(status.shift / timedelta(minutes=1))
    if minutes == 0:
        return ""
    late = _("{minutes} min later than planned")
    early = _("{minutes} min earlier than planned")
    return (late if minutes > 0 else early).format(minutes=abs(minutes))
