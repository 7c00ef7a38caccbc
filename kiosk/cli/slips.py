"""The command that prints slips, lists and signs: what the hall goes by when the screens are dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from kiosk.actions import copies
from kiosk.actions.fallback import SHEETS, print_sheets
from kiosk.actions.rounds import rounds_block
from kiosk.actions.slips import Printout, print_slips
from kiosk.cli.common import FOLDER, opened
from kiosk.cli.rounds import BLOCK
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import KioskError

LANGUAGES: Final = ("de", "en", "uk", "tr", "ar", "fa")
"""Those of assets/slips.toml, which is not read for the help."""


@click.command("slips")
@FOLDER
@BLOCK
@click.option(
    "--what",
    type=click.Choice(["slips", *SHEETS, "all"]),
    default="slips",
    show_default=True,
    help=_(
        "What to print: routing slips, lists of the booths, check-in lists by name or by number, "
        "a list for signatures, table signs, or all of it."
    ),
)
@click.option(
    "--language", type=click.Choice(LANGUAGES), help=_("All slips in this language; else in each person's own.")
)
@click.option("--number", "numbers", multiple=True, type=int, help=_("Only the slip of this number; may be repeated."))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help=_("The PDF to write; else a file of its own in badges.")
)
def slips_command(
    folder: Path, block: str | None, what: str, language: str | None, numbers: tuple[int, ...], out: Path | None
) -> None:
    if what == "all" and out:
        raise click.UsageError(_("All of it makes several files: leave out -o."))
    with opened(folder) as desk:

        def slips() -> Printout:
            return print_slips(desk, rounds_block(desk, block), out, language=language or "", numbers=numbers)

        def sheets(name: str) -> Callable[[], Printout]:
            return lambda: print_sheets(desk, name, block, out)

        wanted = {"slips": slips, **{name: sheets(name) for name in SHEETS}}
        if what != "all":
            _tell(desk, wanted[what]())
            return
        made = 0
        for make in wanted.values():
            try:
                _tell(desk, make())
                made += 1
            except KioskError as error:  # Without a plan the lists of the reception are needed all the same.
                click.echo(str(error), err=True)
        if not made:
            raise KioskError(_("Nothing could be printed."))


def _tell(desk: Desk, made: Printout) -> None:
    copies.remember(desk.folder, made.path)
    click.echo(made.path)
    if made.missing:
        text = _("These characters cannot be printed and are left out: {characters}")
        click.echo(text.format(characters=made.missing), err=True)
