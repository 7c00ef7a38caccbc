"""Printing the cards of an event: what stands on each of them, in the event's language."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from kiosk.actions.cards import codes
from kiosk.desk import Desk
from kiosk.exchange.cards import Printed, Sheet, write_cards
from kiosk.faults import reason
from kiosk.i18n import N_, _, speaking
from kiosk.model import KioskError
from kiosk.programme import Event
from kiosk.rules.cards import Card, Command, Sort, opinion_of
from kiosk.rules.readiness import WEEKDAYS
from kiosk.words import MOODS, position_text, question_text

DAY_FORMAT: Final = N_("%d %B")
FILE: Final = "cards.pdf"
BADGES: Final = "badges"

COMMANDS: Final[dict[Command, tuple[str, str, str]]] = {
    Command.UNDO: (N_("Undo"), "↶", N_("Takes back the last thing that this reader did in the last minute.")),
    Command.CHECK_OUT: (N_("Check out"), "➜", N_("Then scan the badge: the person leaves the house.")),
    Command.WALK_IN: (N_("Walk in"), "✚", N_("At the entrance: then scan an unused badge, or this card again.")),
    Command.NEXT: (N_("Next person"), "▶", N_("Ends the talk and says which number comes next.")),
    Command.HELP: (N_("Help"), "☎", N_("Calls somebody of the team to this reader.")),
    Command.DONE: (N_("Done"), "✔", N_("The talk is over and counts.")),
    Command.APPLICATION: (N_("Application"), "✉", N_("The application was handed in here.")),
    Command.ANNOUNCED: (N_("Announced"), "◷", N_("The application is to come later.")),
    Command.FOLLOW_UP: (N_("Follow-up"), "⇄", N_("A second talk is agreed; a day and a time can follow.")),
    Command.TRIAL_WORK: (N_("Trial work"), "⚒", N_("Trial work is agreed; a day and a time can follow.")),
    Command.INTERNSHIP: (N_("Internship"), "✎", N_("An internship is agreed; a day and a time can follow.")),
    Command.DOCUMENTS_MISSING: (N_("Documents missing"), "☐", N_("Something has still to be handed in.")),
    Command.NO_NEXT_STEP: (N_("No next step"), "–", N_("Nothing follows, and both know it.")),
}
"""What stands on the command cards: word, symbol, and what the card does."""

SIZES: Final = {
    Sort.COMMAND: (2, 5),
    Sort.BOOTH: (2, 5),
    Sort.POSITION: (2, 5),
    Sort.DAY: (4, 7),
    Sort.TIME: (4, 7),
    Sort.FEEDBACK: (2, 5),
}
"""How many columns and rows of cards a page of A4 has; four weeks of days are one page."""


def print_cards(desk: Desk, path: Path | None = None) -> tuple[Path, str]:
    """Writes every card of the event as a PDF; the file that was written, and what no font has.

    Raises:
        KioskError: the file cannot be written.
    """
    target = path or desk.folder / BADGES / FILE
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        text = _("Nothing can be written to the folder {folder}: {reason}.")
        raise KioskError(text.format(folder=target.parent, reason=reason(error))) from None
    known = codes(desk)
    with speaking(desk.event.language):
        sheets = [
            Sheet([_printed(desk.event, code, card) for code, card in known.items() if card.sort is sort], *size)
            for sort, size in SIZES.items()
        ]
        left_out = write_cards(target, desk.event.name, sheets)
    return target, left_out


def _printed(event: Event, code: str, card: Card) -> Printed:
    if card.command:
        word, symbol, sentence = COMMANDS[card.command]
        return Printed(code, _(word), _(sentence), symbol)
    if card.sort is Sort.BOOTH:
        booth = event.booth(card.means)
        sentence = _("The next badges at a shared reader are at this booth.")
        word = _("Booth {booth}").format(booth=card.means)
        return Printed(code, f"{word} {booth.employer}" if booth else word, sentence, "■")
    if card.sort is Sort.POSITION:
        booth_of = next(known.booth for known in event.positions if known.position == card.means)
        sentence = _("The talk is about this position of booth {booth}.").format(booth=booth_of)
        return Printed(code, position_text(event, card.means), sentence, "●")
    if opinion := opinion_of(card):
        question, mood = opinion
        word, symbol = MOODS[mood]
        sentence = _("{question} Scan it at any reader; nobody learns whose answer it is.")
        return Printed(code, _(word), sentence.format(question=question_text(question)), symbol)
    if card.sort is Sort.DAY:
        return Printed(code, _day(date.fromisoformat(card.means)), _("Then the card of a time, if there is one."))
    return Printed(code, card.means, _("Time of the day scanned before."))


def _day(day: date) -> str:
    """A day as it stands in people's calendars; the weeks are few enough to need no year."""
    return f"{_(WEEKDAYS[day.weekday()][0])}, {day.strftime(_(DAY_FORMAT))}"
