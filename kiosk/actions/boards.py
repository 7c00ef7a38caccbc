"""Reading what goes on at the booths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from kiosk.actions.closing import closed_since
from kiosk.actions.hall import Rounds
from kiosk.actions.seats import booths_now
from kiosk.desk import Desk
from kiosk.model import Instant, PlannedTalk, Talk
from kiosk.rules.board import Board, Moment, board
from kiosk.rules.booths import BoothState, state_at

AtBooth = TypeVar("AtBooth", Talk, PlannedTalk)


def boards(desk: Desk, rounds: Rounds | None) -> list[Board]:
    """Every booth now, in the order of the list of booths; nothing goes on at any once the event is closed."""
    if closed_since(desk):
        return [board(known, BoothState.CLOSED, Moment(), [], [], [], 0) for known in booths_now(desk)]
    now = desk.now()
    time = desk.event.local(now.at).time()
    talks = _by_booth(_talks(desk, rounds, now))
    running, coming, ahead = _planned(desk, rounds, now)
    moment = _moment(rounds, now)
    return [
        board(
            known,
            state_at(known, time),
            moment,
            talks.get(known.booth.booth, []),
            running.get(known.booth.booth, []),
            coming.get(known.booth.booth, []),
            ahead.get(known.booth.booth, 0),
        )
        for known in booths_now(desk)
    ]


def _moment(rounds: Rounds | None, now: Instant) -> Moment:
    if rounds is None:
        return Moment()
    turned = rounds.turned(now)
    return Moment(turned.began if rounds.talking(now) else None, turned.over)


def _talks(desk: Desk, rounds: Rounds | None, now: Instant) -> list[Talk]:
    """The talks that run, and those that are over but belong to the running round."""
    running = desk.store.running_talks()
    begun = desk.store.talks(since=rounds.turned(now).over) if rounds else []
    return running + [talk for talk in begun if talk.ends is not None]


def _planned(
    desk: Desk, rounds: Rounds | None, now: Instant
) -> tuple[dict[str, list[PlannedTalk]], dict[str, list[PlannedTalk]], dict[str, int]]:
    """By booth: the talks of the running round, those of the coming one, and how many are ahead."""
    if rounds is None:
        return {}, {}, {}
    block, coming = rounds.block.id, rounds.coming(now)
    running = desk.store.planned(block, round_=rounds.turned(now).round) if rounds.talking(now) else []
    following = desk.store.planned(block, round_=coming) if coming else []
    ahead: dict[str, int] = {}
    for (booth, round_), taken in desk.store.seats_taken(block).items():
        if coming and round_ >= coming:
            ahead[booth] = ahead.get(booth, 0) + taken
    return _by_booth(running), _by_booth(following), ahead


def _by_booth(talks: Iterable[AtBooth]) -> dict[str, list[AtBooth]]:
    found: dict[str, list[AtBooth]] = {}
    for talk in talks:
        found.setdefault(talk.booth, []).append(talk)
    return found
