"""PINs in a shell: the command that sets them, and how other commands ask for one.

A PIN never stands in the command itself, where the shell's history would keep it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import click

from kiosk.actions import rights
from kiosk.cli.common import FOLDER, opened
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.rules.rights import NEEDED, Rank, Right
from kiosk.words import rank_word

VARIABLE: Final = "KIOSK_PIN"
"""The environment variable that may hold the PIN of whoever gives a command."""

PIN_FILE = click.option(
    "--pin-file",
    type=click.Path(path_type=Path),
    help=_("A file with your PIN; else KIOSK_PIN from the environment, else you are asked."),
)


@click.command("pin")
@FOLDER
@click.option("--role", type=click.Choice([role.value for role in Rank]), required=True, help=_("Whose PIN it is."))
@click.option("--remove", is_flag=True, help=_("Takes the PIN away."))
@PIN_FILE
def pin_command(folder: Path, role: str, remove: bool, pin_file: Path | None) -> None:
    meant = Rank(role)
    with opened(folder) as desk:
        as_lead = rights.as_role(allowed(desk, Right.SETTINGS, pin_file), Rank.LEAD)
        if remove:
            rights.remove_pin(as_lead, meant)
            click.echo(_("The PIN is removed: {rank}.").format(rank=rank_word(meant)))
        else:
            rights.set_pin(as_lead, meant, _new_pin(meant))
            click.echo(_("The PIN is set: {rank}.").format(rank=rank_word(meant)))


def _new_pin(role: Rank) -> str:
    """A new PIN: typed twice where nobody can read it, or the next line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    text = _("New PIN for {rank}").format(rank=rank_word(role))
    first = click.prompt(text, hide_input=True, err=True)
    if click.prompt(_("Once more"), hide_input=True, err=True) != first:
        raise KioskError(_("The two PINs are different. Type both again."))
    return str(first)


def allowed(desk: Desk, right: Right, pin_file: Path | None) -> Desk:
    """The event as whoever has a right acts on it; asks for a PIN where one guards it.

    Raises:
        KioskError: none was given, it is wrong, or its role has not this right.
    """
    if rights.without_pin(desk, right):
        return desk
    return rights.as_role(desk, rights.prove(desk, _given(right, pin_file), right))


def _given(right: Right, pin_file: Path | None) -> str:
    """The PIN that was given along, or is typed now."""
    if pin_file:
        try:
            return pin_file.read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            raise KioskError(_("{file} cannot be read; check who may open it").format(file=pin_file)) from None
    if VARIABLE in os.environ:
        return os.environ[VARIABLE].strip()
    rank = rank_word(NEEDED[right])
    if not sys.stdin.isatty():
        text = _("This needs the PIN of: {rank}. Give it in the environment variable {variable} or with --pin-file.")
        raise KioskError(text.format(rank=rank, variable=VARIABLE))
    return str(click.prompt(_("PIN of: {rank}").format(rank=rank), hide_input=True, err=True))
