"""The command that prints the cards with which booths and doors work without a keyboard."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.actions.cards import document
from kiosk.actions.printed_cards import print_cards
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.i18n import _


@click.command("cards")
@FOLDER
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("The PDF to write; else badges/cards.pdf."))
@AS_JSON
def cards_command(folder: Path, out: Path | None, as_json: bool) -> None:
    with opened(folder) as desk:
        if as_json:
            print_json(document(desk))
        if out or not as_json:
            # Programs read the document on standard output and nothing else there.
            path, left_out = print_cards(desk, out)
            click.echo(path, err=as_json)
            if left_out:
                text = _("These characters cannot be printed and are left out: {characters}")
                click.echo(text.format(characters=left_out), err=True)
