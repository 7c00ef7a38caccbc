"""The command that prints the cards with which booths and doors work without a keyboard."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.actions.cards import codes, document
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.codes import grouped


@click.command("cards")
@FOLDER
@AS_JSON
def cards_command(folder: Path, as_json: bool) -> None:
    with opened(folder) as desk:
        if as_json:
            print_json(document(desk))
            return
        for code, card in codes(desk).items():
            click.echo(f"{grouped(code)}  {card.means}")
