"""The command that takes in what was written on paper."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.actions import paper
from kiosk.actions.paper import State
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.faults import reason
from kiosk.i18n import _, ngettext
from kiosk.model import KioskError


@click.command("paper")
@FOLDER
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path, allow_dash=True))
@AS_JSON
def paper_command(folder: Path, file: Path, as_json: bool) -> None:
    with opened(folder) as desk:
        told = paper.record(desk, _written(file))
    counts = {state: sum(outcome.state is state for outcome in told) for state in State}
    if as_json:
        lines = [{"line": each.line, "state": str(each.state), "text": each.whole} for each in told]
        print_json({"lines": lines, **{str(state): count for state, count in counts.items()}})
    else:
        line = _("Line {line}: {text}")
        for each in told:
            click.echo(line.format(line=each.line, text=each.whole), err=each.state is State.REFUSED)
        done = ngettext("{n} line was recorded", "{n} lines were recorded", counts[State.RECORDED])
        rest = _("{known} known before, {refused} refused.")
        rest = rest.format(known=counts[State.KNOWN], refused=counts[State.REFUSED])
        click.echo(f"{done}, {rest}")
    sys.exit(1 if counts[State.REFUSED] else 0)


def _written(file: Path) -> str:
    """The text of a file, or of standard input.

    Raises:
        KioskError: it cannot be read.
    """
    try:
        written = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise KioskError(_("{file} cannot be read: {reason}.").format(file=file, reason=reason(error))) from error
    return written.decode("utf-8", errors="replace")
