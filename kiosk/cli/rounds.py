"""Commands for moderators: the round clock and the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from kiosk.actions import rounds
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.cli.pin import PIN_FILE, allowed
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.rules import clock
from kiosk.rules.clock import RoundStatus
from kiosk.rules.rights import Right
from kiosk.words import clock_time, minutes_left, shift_text, status_text

KINDS: Final = {
    "start": clock.STARTED,
    "pause": clock.PAUSED,
    "resume": clock.RESUMED,
    "extend": clock.EXTENDED,
    "end": clock.ENDED,
    "close": clock.CLOSED,
}

LONGEST: Final = 24 * 60
"""Minutes by which a round can be extended at once; more is a slip of the finger."""


def _minutes(_ctx: click.Context, _param: click.Parameter, value: float) -> float:
    if not 0 < value <= LONGEST:
        text = _("Minutes are a number above 0 and not above {most}.")
        raise click.BadParameter(text.format(most=LONGEST))
    return value


BLOCK = click.option("--block", metavar="ID", help=_("The block of the programme, if there are several."))


@click.command("round")
@FOLDER
@click.argument("order", metavar="|".join([*KINDS, "undo", "status"]), type=click.Choice([*KINDS, "undo", "status"]))
@BLOCK
@click.option(
    "--minutes", type=float, default=1, show_default=True, callback=_minutes, help=_("By how much to extend.")
)
@PIN_FILE
@AS_JSON
def round_command(
    folder: Path, order: str, block: str | None, minutes: float, pin_file: Path | None, as_json: bool
) -> None:
    with opened(folder) as desk:
        if order != "status":
            desk = allowed(desk, Right.ROUNDS, pin_file)
        meant = rounds.rounds_block(desk, block)
        if order == "status":
            now = rounds.status(desk, meant)
        elif order == "undo":
            now = rounds.undo(desk, meant)
        else:
            body = {"seconds": round(minutes * 60, 3)} if order == "extend" else {}
            now = rounds.command(desk, meant, KINDS[order], **body)
        if as_json:
            print_json(status_document(desk, now))
        else:
            click.echo(sentence(desk, now))


def status_document(desk: Desk, now: RoundStatus) -> dict[str, Any]:
    """The state of a block in the form that others rely on."""
    return {
        "block": now.block,
        "state": str(now.state),
        "round": now.round,
        "rounds": now.rounds,
        "left_seconds": round(now.left.total_seconds(), 1),
        "ends": desk.event.local(now.ends).isoformat(timespec="seconds") if now.ends else None,
        "shift_seconds": round(now.shift.total_seconds()),
    }


def sentence(desk: Desk, now: RoundStatus) -> str:
    """The state of a block in one line."""
    parts = [status_text(now)]
    if now.ends:
        until = _("{left} left, until {time}")
        parts.append(until.format(left=minutes_left(now.left), time=clock_time(desk.event, now.ends)))
    return " · ".join(part for part in (*parts, shift_text(now)) if part)
