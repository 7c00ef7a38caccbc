"""The command that prints badges."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.actions import copies
from kiosk.actions.badges import Printed, everybody, make_badges, make_spare, print_badges, printed_before, sheet_of
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.i18n import _, ngettext
from kiosk.model import KioskError
from kiosk.words import number_word


@click.command("badges")
@FOLDER
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("The PDF to write; else badges/badges.pdf."))
@click.option("--sheet", default="a4", show_default=True, help=_("The sheet or label: a4, label, and others by name."))
@click.option("--number", "numbers", multiple=True, type=int, help=_("Only the badge of this number; may be repeated."))
@click.option("--spare", type=click.IntRange(1, 1000), help=_("So many badges that nobody has yet, for walk-ins."))
@click.option("--print", "to_print", is_flag=True, help=_("Sends them to the printer, too."))
@click.option("--printer", default="", help=_("Its name; else that of event.toml, else the usual one."))
@click.option("--again", is_flag=True, help=_("Prints also what was printed before."))
@AS_JSON
def badges_command(
    folder: Path,
    out: Path | None,
    sheet: str,
    numbers: tuple[int, ...],
    spare: int | None,
    to_print: bool,
    printer: str,
    again: bool,
    as_json: bool,
) -> None:
    if spare and numbers:
        raise click.UsageError(_("--spare makes badges that nobody has: leave --number out."))
    with opened(folder) as desk:
        chosen = sheet_of(sheet)
        people = [] if spare else everybody(desk, numbers)
        made = make_spare(desk, spare, chosen, out) if spare else make_badges(desk, people, chosen, out)
        copies.remember(folder, made.path)
        _warn(made)
        sent: bool | None = None
        if to_print or printer:
            if (before := printed_before(desk, people)) and not again:
                raise KioskError(f"{before} " + _("Print it again with --again."))
            sent = print_badges(desk, made, printer)
    if as_json:
        print_json(made.document() | {"printed": bool(sent)})
        return
    badges = ngettext("{n} badge", "{n} badges", made.badges)
    click.echo(_("{path}: {badges} on sheet {sheet}").format(path=made.path, badges=badges, sheet=chosen.name))
    if sent is not None:
        click.echo(_("Sent to the printer.") if sent else _("The PDF is open: print it from there, in its real size."))


def _warn(made: Printed) -> None:
    """Says whose name cannot be printed whole, before anything goes to the printer."""
    for number, signs in made.missing:
        text = _("The badge of {whom} lacks {signs}: no carried font has it. Write it on by hand.")
        click.echo(text.format(whom=number_word(number), signs=signs), err=True)
