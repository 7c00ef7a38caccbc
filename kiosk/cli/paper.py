"""Commands that make something to print."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.actions.rounds import rounds_block
from kiosk.actions.slips import print_slips
from kiosk.cli.common import FOLDER, opened
from kiosk.cli.rounds import BLOCK
from kiosk.i18n import _


@click.command("slips")
@FOLDER
@BLOCK
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("The PDF to write; else badges/slips.pdf."))
def slips_command(folder: Path, block: str | None, out: Path | None) -> None:
    with opened(folder) as desk:
        click.echo(print_slips(desk, rounds_block(desk, block), out))
