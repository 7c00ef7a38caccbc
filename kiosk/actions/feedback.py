"""Taking what visitors answer, and carrying the counts on; nothing here learns who answered.

What is protected: neither the database nor its log, the exports, a backup nor what a reader remembers tells who gave
which answer, or after whom it came. What is not: whoever stands beside the screen sees it; whoever copies
``feedback.db`` again and again sees the counts grow; and where all of a few answers are the same, whoever knows that
somebody has answered knows what.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk import tally
from kiosk.actions.cards import card_of
from kiosk.codes import CARD, Reading, read
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Answer, Draft, KioskError, Scan, Verdict
from kiosk.rules.cards import opinion_of
from kiosk.rules.closing import EVENT, KINDS, closed_at
from kiosk.rules.feedback import (
    FEEDBACK,
    LEAST,
    MOODS,
    NOTHING,
    ByLaptop,
    Counts,
    Mood,
    added_up,
    due,
    in_journal,
    joined,
    questions,
    takes,
)
from kiosk.rules.figures.course import begins, quarter_of
from kiosk.rules.situation import Note
from kiosk.words import note_text

ALL: Final = 1


def give(desk: Desk, question: str, mood: Mood) -> None:
    """Counts an answer; durable when this returns.

    Raises:
        KioskError: the event is over, or the answer could not be written; then it does not count.
    """
    if over := why_not(desk):
        raise KioskError(over)
    told = carry_on(desk, LEAST)
    tally.add(_path(desk), desk.store.station, question, MOODS.index(mood), told.get(question, NOTHING))


def why_not(desk: Desk) -> str:
    """Why no answer counts any more; empty as long as they do."""
    closed = closed_at(desk.store.entries(EVENT, *KINDS))
    return "" if takes(closed, desk.now().at) else note_text(Note.FEEDBACK_OVER)


def carry_on(desk: Desk, least: int = ALL) -> Mapping[str, Counts]:
    """Writes this laptop's counts to the journal, which other laptops and backups get; what it knew of them before.

    It happens before the next answer is counted. So the entry's place in the journal, and its stamp, are those of an
    answer that is not in it; its time is that of the quarter of an hour.

    Raises:
        KioskError: it could not be written.
    """
    own = desk.store.station
    told = _told(desk).get(own, {})
    wanted = due(_kept(desk).get(own, {}), told, least)
    if wanted:
        at = begins(quarter_of(desk.now().at)).isoformat(timespec="milliseconds")
        with desk.store.write() as store:
            store.record([Draft(FEEDBACK, FEEDBACK, {"at": at, "counts": wanted})])
    return told


def by_card(desk: Desk, scan: Scan, reading: Reading) -> Answer | None:
    """What is answered to a card with an answer on it; None where it is no such card.

    The scan is not journalled, nor is its code told on: both would say what was answered after whose badge.

    Raises:
        KioskError: the answer could not be written.
    """
    if reading.kind != "ours" or not reading.code.startswith(CARD):
        return None
    opinion = opinion_of(card_of(desk, reading.code))
    if opinion is None:
        return None
    question, mood = opinion
    # An undo card takes back what it can name, and that is nothing here; it must not go for the badge before.
    desk.memories.keep(scan.reader, replace(desk.memories.of(scan.reader, scan.at), deeds=()))
    told = Answer(Verdict.RECORDED, scan.at.at, "", booth=scan.reader.booth, reason=note_text(Note.FEEDBACK_COUNTED))
    if over := why_not(desk):
        return replace(told, verdict=Verdict.REFUSED, reason=over)
    if not desk.pauses.pass_by(scan.reader, question, scan.at):
        return replace(told, verdict=Verdict.REPEAT, reason=note_text(Note.FEEDBACK_PAUSE))
    give(desk, question, mood)
    return told


def at_screen(desk: Desk, scan: Scan) -> str:
    """What is told of a scan where visitors answer: a card counts, and of anything else nothing is kept.

    Raises:
        KioskError: the answer could not be written.
    """
    answered = [by_card(desk, scan, reading) for reading in read(scan.text, desk.store.event_key)]
    if not answered:
        return ""
    return answered[-1].reason if answered[-1] else _("Thank you. No badge is needed here, and none was kept.")


def answers(desk: Desk) -> dict[str, Counts]:
    """How often each answer was given to each question, at every laptop of which this one knows.

    The questions of the settings come first, in their order; then those that were asked in other words before. Where
    what was counted in this folder is ``unreadable``, the answers are those that the journal knows.
    """
    found = added_up(joined(_told(desk), _kept(desk)))
    asked = [question for question in questions(desk.event) if question in found]
    return {question: found[question] for question in dict.fromkeys([*asked, *sorted(found)])}


def unreadable(desk: Desk) -> str:
    """Why what was counted in this folder cannot be read; empty where it can."""
    try:
        tally.read(_path(desk))
    except KioskError as error:
        return _("Not all answers can be read, so only those of the journal count: {problem}").format(problem=error)
    return ""


def _told(desk: Desk) -> ByLaptop:
    """What the journal knows."""
    return in_journal(desk.store.entries(FEEDBACK))


def _kept(desk: Desk) -> ByLaptop:
    """What was counted in this folder; nothing where it cannot be read, for the journal has most of it, too."""
    with suppress(KioskError):
        return tally.read(_path(desk))
    return {}


def _path(desk: Desk) -> Path:
    return desk.folder / tally.FILE
