"""The cards of an event: which card a code is, who comes next at a booth, and who has asked for help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.actions import rounds
from kiosk.desk import Desk
from kiosk.model import Instant, PlannedTalk, Verdict
from kiosk.rules import clock
from kiosk.rules.cards import Card, Command, Sort, cards_of, codes_of
from kiosk.rules.clock import Phase

HELP_MINUTES: Final = 10
"""So long a call for help is shown; there is nobody who could say that it is settled."""


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
    }


def coming_to(desk: Desk, booth: str, now: Instant) -> PlannedTalk | None:
    """The planned talk that comes next at a booth: of the running round where somebody has not been, else of a later.

    Whoever is just in a talk elsewhere in the hall is called all the same: that talk is in the wrong place or overdue.
    """
    for block in rounds.with_rounds(desk):
        turned = clock.advance(rounds.clock_of(desk, block), block, now)
        planned = desk.store.planned(block.id, booth=booth)
        ahead = [talk for talk in planned if talk.round > turned.round]
        if turned.phase is Phase.TALK:
            been = {(talk.person, talk.round) for talk in desk.store.talks() if talk.block == block.id}
            here = [talk for talk in planned if talk.round == turned.round and (talk.person, talk.round) not in been]
            ahead = [*here, *ahead]
        if ahead and turned.phase is not Phase.ENDED:
            return ahead[0]
    return None


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody at a reader has asked for help."""

    reader: str
    at: datetime


def help_calls(desk: Desk) -> list[Call]:
    """Who has asked for help in the last minutes, the newest first, each reader once."""
    card = next(code for code, card in codes(desk).items() if card.command is Command.HELP)
    since = desk.now().at - timedelta(minutes=HELP_MINUTES)
    found: dict[str, Call] = {}
    for scan in desk.store.scans(since=since):
        if scan.code == card and scan.verdict is Verdict.COMMAND:
            found.setdefault(scan.reader, Call(scan.reader, scan.at))
    return list(found.values())
