"""The cards of an event: which card a code is, who comes next at a booth, and who has asked for help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from kiosk.actions import rounds
from kiosk.desk import Desk
from kiosk.model import Instant, PlannedTalk, Verdict
from kiosk.rules.cards import Card, Command, Sort, cards_of, codes_of, opinion_of
from kiosk.rules.clock import Phase
from kiosk.rules.scans import is_in
from kiosk.words import question_text

HELP_MINUTES: Final = timedelta(minutes=10)
"""A call for help that is older is settled; a screen that was just opened does not tell of it."""


def codes(desk: Desk) -> Mapping[str, Card]:
    """Every card of this event by its code, in the order in which they are printed."""
    return codes_of(cards_of(desk.event), desk.store.event_key)


def card_of(desk: Desk, code: str) -> Card | None:
    """The card that a code stands on; None where it means nothing at this event any more."""
    return codes(desk).get(code)


def document(desk: Desk) -> dict[str, Any]:
    """The codes of all cards in the form that others rely on."""
    found = codes(desk)
    booths = {position.position: position.booth for position in desk.event.positions}

    def of(sort: Sort, name: str) -> list[dict[str, str]]:
        return [{"code": code, name: card.means} for code, card in found.items() if card.sort is sort]

    positions = [{**row, "booth": booths[row["position"]]} for row in of(Sort.POSITION, "position")]
    return {
        "cards": of(Sort.COMMAND, "means"),
        "positions": positions,
        "booths": of(Sort.BOOTH, "booth"),
        "dates": of(Sort.DAY, "date"),
        "times": of(Sort.TIME, "time"),
        "feedback": [
            {"code": code, "question": question_text(opinion[0]), "answer": opinion[1].value}
            for code, card in found.items()
            if (opinion := opinion_of(card))
        ],
    }


def coming_to(desk: Desk, booth: str, clocks: rounds.Clocks) -> PlannedTalk | None:
    """The planned talk that comes next at a booth: of the running round where somebody has not been, else of a later.

    Who is in the house comes before who is not: nobody waits for a number that has not come to the event. Whoever is
    just in a talk elsewhere in the hall is called all the same: that talk is in the wrong place or overdue.
    """
    return first_here(desk, ahead_at(desk, booth, clocks), clocks.now)


def first_here(desk: Desk, ahead: Sequence[PlannedTalk], now: Instant) -> PlannedTalk | None:
    """The first of these talks whose person is in the house; where nobody is, simply the first."""
    here = (talk for talk in ahead if (one := desk.store.person(talk.person)) and is_in(desk.event, one, now.at))
    return next(here, ahead[0] if ahead else None)


def ahead_at(desk: Desk, booth: str, clocks: rounds.Clocks) -> list[PlannedTalk]:
    """The planned talks that are still to come at a booth, in the first block that is not over."""
    for block in rounds.with_rounds(desk):
        turned = clocks.of(block)
        planned = desk.store.planned(block.id, booth=booth)
        ahead = [talk for talk in planned if talk.round > turned.round]
        if turned.phase is Phase.TALK:
            ahead = [talk for talk in planned if talk.round == turned.round and not _begun(desk, talk)] + ahead
        if ahead and turned.phase is not Phase.ENDED:
            return ahead
    return []


def _begun(desk: Desk, planned: PlannedTalk) -> bool:
    """Whether a planned talk is held or was."""
    held = desk.store.talks_of(planned.person)
    return any((talk.block, talk.round) == (planned.block, planned.round) for talk in held)


class HelpWatch:
    """Tells once of everybody who asks for help by card, also at a reader of another program."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: set[str] = set()

    def due(self) -> list[str]:
        """The readers at which help was asked for since the last call, or not long before the first one."""
        card = next(code for code, card in codes(self._desk).items() if card.command is Command.HELP)
        since = self._desk.now().at - HELP_MINUTES
        asked = self._desk.store.scans_of_code(card, Verdict.COMMAND, since)
        fresh = [scan for scan in asked if scan.entry not in self._told]
        self._told |= {scan.entry for scan in fresh}
        return list(dict.fromkeys(scan.reader for scan in fresh))
