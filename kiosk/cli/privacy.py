"""Commands for the rights of people: erasing them, and giving them what is known of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from kiosk.actions import copies
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.cli.pin import PIN_FILE, allowed
from kiosk.i18n import _, ngettext
from kiosk.model import KioskError
from kiosk.rules.rights import Right

YES: Final = frozenset({"y", "yes", "j", "ja"})
"""What counts as yes; anything else is a no."""


@click.command("erase")
@FOLDER
@click.option("--all", "everybody", is_flag=True, help=_("Erases everybody; the figures stay."))
@click.option("--person", "number", type=int, metavar=_("NUMBER"), help=_("Erases the person with this number."))
@click.option("--yes", is_flag=True, help=_("Does not ask again."))
@PIN_FILE
@AS_JSON
def erase_command(
    folder: Path, everybody: bool, number: int | None, yes: bool, pin_file: Path | None, as_json: bool
) -> None:
    from kiosk.actions.erasing import erase_all, erase_person, require_closed
    from kiosk.actions.erasure import already_text, mention_lines, nobody_text, proof_lines, removed_lines

    if everybody == (number is not None):
        raise click.UsageError(_("Say --all, or --person with a number."))
    with opened(folder) as desk:
        require_closed(desk)
        desk = allowed(desk, Right.ERASE, pin_file)
        if not yes:
            _sure(folder, len(desk.store.people()) if everybody else 1)
        done = erase_all(desk) if number is None else erase_person(desk, number)
    if as_json:
        print_json(done.document())
        raise SystemExit(not done.is_done)
    if done.already:
        lines = [already_text(desk.event, done) if number is None else nobody_text(number), *removed_lines(done)]
    else:
        erased = ngettext("{n} person is erased.", "{n} persons are erased.", done.persons)
        lines = [erased, *removed_lines(done), *proof_lines(done)]
    lines += mention_lines(done)
    if done.protocol:
        lines.append(_("Protocol: {file}").format(file=done.protocol))
    click.echo("\n".join(lines))
    if not done.is_done:
        raise SystemExit(1)


def _sure(folder: Path, persons: int) -> None:
    """Asks once more, for it cannot be taken back.

    Raises:
        KioskError: nobody is there to ask.
    """
    if not sys.stdin.isatty():
        raise KioskError(_("Erasing cannot be taken back: say --yes, or answer at a terminal."))
    text = ngettext(
        "{n} person is erased from the database, lists, exports, badges, backups and logs.",
        "{n} persons are erased from the database, lists, exports, badges, backups and logs.",
        persons,
    )
    click.echo(f"{folder}: {text}", err=True)
    said = click.prompt(_("This cannot be taken back. Erase? [y/N]"), default="", show_default=False, err=True)
    if said.strip().casefold() not in YES:
        raise click.Abort


@click.command("person")
@FOLDER
@click.argument("number", type=int, metavar=_("NUMBER"))
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("The PDF to write; else in exports."))
@AS_JSON
def person_command(folder: Path, number: int, out: Path | None, as_json: bool) -> None:
    from kiosk.actions.dossier import dossier, print_dossier

    with opened(folder) as desk:
        if as_json:
            print_json(dossier(desk, number))
        if out or not as_json:
            path, lost = print_dossier(desk, number, out)
            copies.remember(folder, path)
            click.echo(path, err=as_json)
            if lost:
                text = _("These characters cannot be printed and are left out: {characters}")
                click.echo(text.format(characters=lost), err=True)


@click.command("inventory")
@FOLDER
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("A PDF to write, to be kept at the office."))
@AS_JSON
def inventory_command(folder: Path, out: Path | None, as_json: bool) -> None:
    from kiosk.actions.inventory import inventory, inventory_rows, print_inventory

    with opened(folder) as desk:
        found = inventory(desk)
        if as_json:
            print_json(found)
        elif not out:
            for heading, rows in inventory_rows(found):
                click.echo(heading)
                for left, right in rows:
                    click.echo(f"  {left}: {right}")
        if out:
            click.echo(print_inventory(desk, out), err=as_json)
