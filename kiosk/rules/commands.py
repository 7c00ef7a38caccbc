"""What a card means at the reader at which it is scanned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kiosk.model import Draft, Scan, Talk, Verdict
from kiosk.programme import ReaderRole
from kiosk.rules.cards import OUTCOMES, Card, Command, Sort
from kiosk.rules.journal import UNDONE
from kiosk.rules.results import Step
from kiosk.rules.situation import Judgement, Meaning, Note, Situation, body_of, noted, talk_over
from kiosk.rules.talks import RESULT, TALK_ABOUT

Judge = Callable[[Scan, Meaning, Situation], Judgement]


def judge_card(scan: Scan, meaning: Meaning, card: Card, situation: Situation) -> Judgement:
    """The verdict on a card; the reader's role decides, for at a door there is no talk that it could be about."""
    command = card.command
    if command in _EVERYWHERE:
        return _EVERYWHERE[command](scan, meaning, situation)
    if scan.reader.role is not ReaderRole.BOOTH:
        return _at_door(scan, meaning, card)
    if card.sort is Sort.BOOTH:
        return _booth_chosen(scan, meaning, card, situation)
    if not scan.reader.booth:
        return noted(scan, meaning, Verdict.REFUSED, Note.BOOTH_FIRST)
    if command is Command.WALK_IN:
        return noted(scan, meaning, Verdict.REFUSED, Note.AT_DOORS_ONLY)
    if command in _AT_BOOTH:
        return _AT_BOOTH[command](scan, meaning, situation)
    if situation.last is None:
        return noted(scan, meaning, Verdict.REFUSED, Note.BADGE_FIRST)
    return _about(scan, meaning, card, situation.last, situation)


def _undo(scan: Scan, meaning: Meaning, situation: Situation) -> Judgement:
    """Takes back all that the last scan at this reader has changed, as one thing."""
    deed = situation.memory.last_deed(scan.at)
    if deed is None:
        return noted(scan, meaning, Verdict.REFUSED, Note.NOTHING_TO_UNDO)
    told: dict[str, Any] = body_of(scan, meaning.code, Verdict.COMMAND, {"person": deed.person})
    drafts = []
    for entity, entry in reversed(deed.entries):
        drafts.append(Draft(UNDONE, entity, {"entry": entry, **told}))
        told = {}  # One scan is one line among the scans, however much it takes back.
    return Judgement(Verdict.COMMAND, tuple(drafts), Note.TAKEN_BACK, person=deed.person)


def _check_out(scan: Scan, meaning: Meaning, _situation: Situation) -> Judgement:
    return noted(scan, meaning, Verdict.COMMAND, Note.LEAVES)


def _help(scan: Scan, meaning: Meaning, _situation: Situation) -> Judgement:
    booth = scan.reader.booth
    return noted(scan, meaning, Verdict.COMMAND, Note.HELP_AT if booth else Note.HELP, booth)


_EVERYWHERE: Final[Mapping[Command | None, Judge]] = {
    Command.UNDO: _undo,
    Command.CHECK_OUT: _check_out,
    Command.HELP: _help,
}


def _at_door(scan: Scan, meaning: Meaning, card: Card) -> Judgement:
    """At a door: somebody without registration comes, or what the last card began is dropped."""
    if card.command is Command.WALK_IN and scan.reader.role is ReaderRole.ENTRANCE:
        return noted(scan, meaning, Verdict.COMMAND, Note.BADGE_OF_NEW)
    if card.command is Command.NEXT:
        return noted(scan, meaning, Verdict.COMMAND, Note.READY)
    wrong = Note.AT_DOORS_ONLY if card.command is Command.WALK_IN else Note.AT_BOOTHS_ONLY
    return noted(scan, meaning, Verdict.REFUSED, wrong)


def _booth_chosen(scan: Scan, meaning: Meaning, card: Card, situation: Situation) -> Judgement:
    """A shared reader works for a booth from now on; a reader that has its booth never works for another."""
    if scan.reader.booth not in ("", situation.memory.booth, card.means):
        return noted(scan, meaning, Verdict.REFUSED, Note.OTHER_READER, scan.reader.booth)
    return noted(scan, meaning, Verdict.COMMAND, Note.AT_BOOTH, card.means)


def _meant(situation: Situation) -> Talk | Note:
    """The running talk that ends: of the last badge here; where that is long ago the only one at the booth.

    Whoever has just scanned a badge means that one and nobody else, also where it was refused or taken back, or where
    its talk is over.
    """
    running = {talk.id: talk for talk in situation.at_booth}
    if situation.last is not None:
        return running.get(situation.last.id, Note.TALK_OVER)
    if situation.memory.refused or situation.memory.talk:
        return Note.BADGE_FIRST
    if len(running) > 1:
        return Note.SEVERAL_TALKS
    return situation.at_booth[0] if running else Note.NO_TALK


def _done(scan: Scan, meaning: Meaning, situation: Situation) -> Judgement:
    talk = _meant(situation)
    if isinstance(talk, Note):
        return noted(scan, meaning, Verdict.REFUSED, talk)
    over = talk_over(scan, meaning, talk, Verdict.TALK_DONE)
    return Judgement(Verdict.TALK_DONE, (over,), person=talk.person)


def _next(scan: Scan, meaning: Meaning, situation: Situation) -> Judgement:
    """Ends the talk and says whose is the next; where no talk runs it only says that."""
    talk, coming = _meant(situation), situation.coming
    if talk in (Note.SEVERAL_TALKS, Note.BADGE_FIRST):
        return noted(scan, meaning, Verdict.REFUSED, talk)
    note, of = (Note.NEXT, str(coming.number)) if coming else (Note.NOBODY_NEXT, "")
    if isinstance(talk, Note):
        return noted(scan, meaning, Verdict.COMMAND, note, of)
    return Judgement(Verdict.COMMAND, (talk_over(scan, meaning, talk, Verdict.COMMAND),), note, of)


_AT_BOOTH: Final[Mapping[Command | None, Judge]] = {Command.DONE: _done, Command.NEXT: _next}


def _about(scan: Scan, meaning: Meaning, card: Card, talk: Talk, situation: Situation) -> Judgement:
    """A card that says something of the last badge's talk."""
    if card.sort is Sort.POSITION:
        position = next((known for known in situation.event.positions if known.position == card.means), None)
        if position is not None and position.booth != talk.booth:
            return noted(scan, meaning, Verdict.REFUSED, Note.OTHER_POSITION, position.booth)
        return _recorded(scan, meaning, talk, TALK_ABOUT, {"position": card.means})
    if card.sort is Sort.TIME and (situation.result is None or situation.result.date is None):
        return noted(scan, meaning, Verdict.REFUSED, Note.DAY_FIRST)
    return _recorded(scan, meaning, talk, RESULT, _said(card, situation))


def _said(card: Card, situation: Situation) -> Mapping[str, str]:
    """What a result card or a date card says. A date for which nothing was agreed is that of a further talk."""
    if card.command:
        return OUTCOMES[card.command]
    if card.sort is Sort.TIME:
        return {"time": card.means}
    agreed = situation.result.next_step if situation.result else Step.UNSAID
    follows = {"next_step": Step.FOLLOW_UP.value} if agreed in (Step.UNSAID, Step.NONE) else {}
    return {**follows, "date": card.means}


def _recorded(scan: Scan, meaning: Meaning, talk: Talk, kind: str, said: Mapping[str, str]) -> Judgement:
    body = body_of(scan, meaning.code, Verdict.RECORDED, {"person": talk.person, **said})
    return Judgement(Verdict.RECORDED, (Draft(kind, talk.id, body),), person=talk.person)
