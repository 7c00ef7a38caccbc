"""What a booth's screen draws: the answer or who is next, the seats, who comes, what was said of a talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from textual.content import Content

from kiosk.actions.booth_desk import BoothView, Coming, Held, Seat
from kiosk.actions.result_cells import kind_text
from kiosk.i18n import N_, _
from kiosk.model import Instant
from kiosk.programme import Event
from kiosk.result_words import care_texts, day_text, when_text
from kiosk.rules.clock import State
from kiosk.rules.contracts import Contract
from kiosk.rules.results import Application, Step
from kiosk.widgets.digits import Digits
from kiosk.widgets.panel import VerdictPanel
from kiosk.widgets.texts import plain, safe
from kiosk.words import (
    APPLICATIONS,
    STEPS,
    clock_time,
    minutes_left,
    number_word,
    position_text,
    status_text,
)

POSITION: Final = N_("position")

SAID: Final[tuple[tuple[str, str, str], ...]] = (
    ("f2", "position", POSITION),
    ("f3", "apply('on_site')", APPLICATIONS[Application.ON_SITE]),
    ("f4", "apply('announced')", APPLICATIONS[Application.ANNOUNCED]),
    ("f5", "agree('follow_up')", STEPS[Step.FOLLOW_UP]),
    ("f6", "agree('trial_work')", STEPS[Step.TRIAL_WORK]),
    ("f7", "agree('internship')", STEPS[Step.INTERNSHIP]),
    ("f8", "agree('documents_missing')", STEPS[Step.DOCUMENTS_MISSING]),
    ("f9", "say('none')", STEPS[Step.NONE]),
)
"""What can be said of a talk: the key, what it does, its word. All stand on the screen with what was said."""

LATER: Final[tuple[tuple[str, str, str], ...]] = (("f11", "apply('received')", APPLICATIONS[Application.RECEIVED]),)
"""What can be said besides where talks of before are put right."""

LONGEST_NAME: Final = 16


class BoothPanel(VerdictPanel):
    """The last answer, large; while there is none, who comes next."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event, self._next = event, None

    _next: Coming | None

    def expect(self, coming: Coming | None) -> None:
        """Takes who comes next."""
        self._next = coming
        if self._shown is None:
            self.rest()

    def rest(self) -> None:
        """Shows that the next badge can be scanned and whose it should be, or that the event is closed."""
        super().rest()
        coming = self._next
        self.query_one("#number", Digits).value = str(coming.number) if coming and coming.number else ""
        when = _("Round {round}, {time}")
        about = when.format(round=coming.round, time=clock_time(self._event, coming.starts)) if coming else ""
        about = _("Tell the lead what comes in later.") if self.closed else about
        self._write("name", plain(f"{_('next')}: {safe(coming.name, LONGEST_NAME)}" if coming else ""))
        self._write("advice", plain(about))


def rounds_text(view: BoothView, now: Instant) -> str:
    """The state of the rounds, with the time left where one runs."""
    if view.rounds is None:
        return ""
    status = view.rounds.status(now)
    left = "" if status.state in (State.WAITING, State.ENDED) else f"  {minutes_left(status.left)}"
    return status_text(status) + left


def seat_lines(event: Event, view: BoothView, marked: str, now: datetime) -> Content:
    """The seats, each on a line."""
    lines = (_seat_line(event, view, seat, now, marked=seat.seat == marked) for seat in view.seats)
    return Content("\n").join(lines)


def _seat_line(event: Event, view: BoothView, seat: Seat, now: datetime, *, marked: bool) -> Content:
    """Who sits at a seat, and since when; over the gong how long."""
    mark = "▸ " if marked and len(view.seats) > 1 else "  "
    head = mark + _("Seat {seat}").format(seat=safe(seat.seat, 4)) + "  "
    if view.closed:
        return Content.assemble(head, ("✖ " + _("closed"), "$text-muted"))
    if seat.held is None or not seat.taken:
        return Content.assemble(head, ("○ " + _("free"), "$text-muted"))
    talk = seat.held.talk
    who = plain(f"▶ {talk.number or '–'} {safe(seat.held.name, LONGEST_NAME)}", "bold")
    gong = view.gong
    if gong is not None and talk.starts < gong:
        over = max(now - gong, timedelta(0))
        return Content.assemble(head, who, (f"  +{minutes_left(over)}", "bold $text-error"))
    since = _("since {time}").format(time=clock_time(event, talk.starts))
    return Content.assemble(head, who, ("  " + since, "$text-muted"))


def coming_lines(event: Event, view: BoothView) -> Content:
    """Who comes next, by the plan; once the event is closed nobody does."""
    if view.closed:
        return Content()
    lines = [
        f"{clock_time(event, each.starts)}  {each.number or '–'} {safe(each.name, LONGEST_NAME)}"
        for each in view.coming
    ]
    head = Content.styled(_("Coming"), "bold $primary")
    return Content("\n").join([head, *(plain(line) for line in lines or [_("nobody is planned")])])


def talk_line(event: Event, held: Held, today: datetime) -> Content:
    """One talk of a list: when, whose by number, and whether anything was said of it; ``■`` ended by the closing."""
    talk, result = held.talk, held.result
    began = event.local(talk.starts)
    day = "" if talk.starts >= today else f"{began:%d.%m.} "
    over = f"–{event.local(talk.ends):%H:%M}" if talk.ends else "–■" if held.closed else ""
    span = f"{day}{began:%H:%M}{over}"
    running = talk.ends is None and not held.closed
    mark = ("▶ ", "bold $text-success") if running else ("✔ ", "$text-success") if result else ("○ ", "$text-muted")
    return Content.assemble(mark, f"{span:<{len(day) + 11}}  ", (f"{talk.number or '–':>5}", "bold"))


def about_line(held: Held | None) -> Content:
    """Of whose talk something is said."""
    if held is None:
        return Content(_("No talk yet"))
    return plain(_("What came of it: {number}").format(number=number_word(held.talk.number)))


def said_lines(event: Event, held: Held | None, keys: Sequence[tuple[str, str, str]] = SAID) -> Content:
    """What can be said of a talk, and what was."""
    width = max(3, *(len(key) + 1 for key, _action, _word in keys))
    lines = (
        Content.assemble((f"{key.upper():{width}}", "bold $accent"), _said_line(event, held, action, word))
        for key, action, word in keys
    )
    return Content("\n").join(lines)


def care_lines(held: Held | None) -> Content:
    """Where an agreed step is to be and who does what until then, and what is to be taken care of."""
    result = held.result if held else None
    told = [safe(text, 60) for text in (result.place, result.who) if text] if result else []
    texts = care_texts(result, held.clashing) if held else []
    lines = [plain(" · ".join(told))] if told else []
    return Content("\n").join([*lines, *(plain(f"▲ {text}", "bold $text-warning") for text in texts)])


def contract_line(contract: Contract | None) -> Content:
    """The contract that was reported, beside the key that records one."""
    said = [kind_text(contract.kind), day_text(contract.date) if contract.date else ""] if contract else [_("Contract")]
    text = ", ".join(part for part in said if part)
    style = "bold $text-success" if contract else ""
    return Content.assemble(("^E  ", "bold $accent"), ("✔ " if contract else "· ", style), (text, style))


def _said_line(event: Event, held: Held | None, action: str, word: str) -> Content:
    """Whether what a key says was said of a talk."""
    said, more = _heard(event, held, action)
    text = _(word) + (f": {more}" if more else "")
    style = "bold $text-success" if said else ""
    return Content.assemble(("✔ " if said else "· ", style), plain(text, style))


def _heard(event: Event, held: Held | None, action: str) -> tuple[bool, str]:
    """Whether something was said, and its particulars."""
    if held is None:
        return False, ""
    if action == "position":
        return bool(held.talk.position), safe(position_text(event, held.talk.position), 24)
    what, word = action.rstrip("')").split("('")
    result = held.result
    if result is None or word != (result.application if what == "apply" else result.next_step):
        return False, ""
    return True, when_text(result) if what == "agree" else ""
