"""The command that prints the sheets for those who work on the day."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.actions.slips import target
from kiosk.cli.common import FOLDER, opened
from kiosk.i18n import _


@click.command("sheets")
@FOLDER
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("The PDF to write; else badges/sheets.pdf."))
def sheets_command(folder: Path, out: Path | None) -> None:
    from kiosk.cli.sheet_pages import pages  # brings the screens along, whose keys it names
    from kiosk.exchange.sheets import write_pages

    with opened(folder) as desk:
        path = target(desk, out, "sheets.pdf")
        write_pages(path, desk.event.name, pages())
        click.echo(path)
