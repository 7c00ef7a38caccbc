"""Printing a badge beside everything else: nobody waits for a printer, and what came of it is said where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.actions.badges import make_badge, print_badges
from kiosk.desk import at_desk
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.words import Tone, number_word

if TYPE_CHECKING:
    from kiosk.screens.host import Host


def print_badge(host: Host, person: str, number: int | None) -> None:
    """Prints the badge of somebody in a thread and says on whatever is in sight then what came of it."""
    folder, clock = host.desk.folder, host.desk.clock

    def work() -> None:
        kept = ""
        try:
            with at_desk(folder, clock) as desk:
                made = make_badge(desk, person)
                # The strip is one line, and where the badge is helps more than why the printer has none.
                kept = _("Not printed, kept in {file}.").format(file=made.path.relative_to(folder))
                sent = print_badges(desk, made)
        except KioskError as error:
            tone, text = Tone.BAD, f"{kept} {error}".strip()
        else:
            tone = Tone.HINT if made.missing or not sent else Tone.GOOD
            text = _("Badge of {whom}: sent to the printer.") if sent else _("Badge of {whom}: open, print it there.")
            if made.missing:
                text += " " + _("Write by hand what cannot be printed: {signs}")
            text = text.format(whom=number_word(number), signs=made.missing[0][1] if made.missing else "")
        host.call_from_thread(host.say, tone, text)

    host.run_worker(work, name="print", thread=True, exit_on_error=False)
