"""A booth in words: as one row of the list, and seat by seat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from textual.content import Content

from kiosk.i18n import N_, _
from kiosk.programme import Event
from kiosk.rules.board import Board, Seat, SeatState
from kiosk.rules.booths import BoothState
from kiosk.widgets.texts import plain, safe
from kiosk.words import clock_time

BOOTHS: Final[dict[BoothState, tuple[str, str, str]]] = {
    BoothState.OPEN: ("●", N_("open"), "$text-success"),
    BoothState.PAUSED: ("‖", N_("on a break"), "$text-warning"),
    BoothState.CLOSED: ("✖", N_("closed"), "$text-error"),
}
"""Symbol, word and colour of a booth's state."""

SEATS: Final[dict[SeatState, tuple[str, str, str]]] = {
    SeatState.FREE: ("○", N_("free"), "$text-muted"),
    SeatState.EXPECTED: ("◇", N_("expected"), "$text-warning"),
    SeatState.RUNNING: ("▶", N_("talking"), "$text-success"),
    SeatState.OVERRUN: ("▲", N_("overruns"), "bold $text-error"),
    SeatState.PAUSED: ("‖", N_("on a break"), "$text-muted"),
    SeatState.CLOSED: ("✖", N_("closed"), "$text-muted"),
}
"""Symbol, word and colour of a seat's state."""

SEAT_WIDTH: Final = 10
NEXT_WIDTH: Final = 24
ROOMY: Final = 100
"""From this width on it is also shown who comes next."""

GAPS: Final = 8
LONGEST_EMPLOYER: Final = 40


class Columns(NamedTuple):
    """The widths of the columns of the list."""

    booth: int
    employer: int
    state: int
    seats: int
    next: int


def columns(boards: Sequence[Board], width: int) -> Columns:
    """The employer gets what the others leave over."""
    booth = max([len(_("Booth")), *(len(safe(board.now.booth.booth)) for board in boards)])
    state = 2 + max(len(_(word)) for _symbol, word, _style in BOOTHS.values())
    next_ = NEXT_WIDTH if width >= ROOMY else 0
    most = max([1, *(len(board.seats) for board in boards)])
    named = max([len(_("Employer")), *(len(safe(board.now.booth.employer, LONGEST_EMPLOYER)) for board in boards)])
    left = width - booth - state - next_ - GAPS
    employer = max(8, min(named, left - SEAT_WIDTH * most))
    return Columns(booth, employer, state, max(SEAT_WIDTH, min(SEAT_WIDTH * most, left - employer)), next_)


def _cells(cells: Iterable[tuple[Content, int]]) -> Content:
    fitted = [cell.truncate(width, ellipsis=True, pad=True) for cell, width in cells]
    return Content("  ").join(fitted)


def headings(widths: Columns) -> Content:
    """The line above the list."""
    texts = (_("Booth"), _("Employer"), _("State"), _("Seats"), _("Next"))
    return _cells((Content(text), width) for text, width in zip(texts, widths, strict=True))


def row(board: Board, widths: Columns, now: datetime) -> Content:
    """A booth on one line."""
    symbol, word, style = BOOTHS[board.state]
    following = ", ".join(str(seat.next) for seat in board.seats if seat.next is not None)
    cells = (
        plain(board.now.booth.booth, "bold"),
        plain(board.now.booth.employer),
        Content.styled(f"{symbol} {_(word)}", style),
        _seats(board, widths.seats // SEAT_WIDTH, now),
        Content.styled(following, "$text-muted"),
    )
    return _cells(zip(cells, widths, strict=True))


def _seats(board: Board, fit: int, now: datetime) -> Content:
    """The seats side by side; of those that do not fit there is only the number."""
    shown = board.seats if len(board.seats) <= fit else board.seats[: fit - 1]
    seats = [_seat(seat, now).truncate(SEAT_WIDTH - 1, pad=True) for seat in shown]
    if len(shown) < len(board.seats):
        seats.append(Content.styled(f"+{len(board.seats) - len(shown)}", "$text-muted"))
    return Content(" ").join(seats)


def _minutes(since: datetime, now: datetime) -> int:
    return int((now - since).total_seconds() // 60)


def _seat(seat: Seat, now: datetime) -> Content:
    """A seat in as few signs as possible: symbol, number, for how many minutes."""
    symbol, _word, style = SEATS[seat.state]
    parts = [symbol]
    if seat.since:
        late = "+" if seat.state is SeatState.OVERRUN else ""
        parts += [str(seat.number or "–"), f"{late}{_minutes(seat.since, now)}′"]
    return Content.styled(" ".join(parts), style)


def seat_line(event: Event, seat: Seat, now: datetime) -> Content:
    """A seat in full words."""
    symbol, word, style = SEATS[seat.state]
    told = [Content.styled(f"{symbol} {_(word)}", style)]
    if seat.number is not None:
        told.append(plain(_("number {number}").format(number=seat.number)))
    if seat.since:
        since = _("since {time}, {minutes} min")
        told.append(plain(since.format(time=clock_time(event, seat.since), minutes=_minutes(seat.since, now))))
    if seat.next is not None:
        told.append(Content.styled(_("then number {number}").format(number=seat.next), "$text-muted"))
    name = plain(_("Seat {seat}").format(seat=safe(seat.seat, 8)))
    return Content.assemble(name, "  ", Content("  ·  ").join(told))
