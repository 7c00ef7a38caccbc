"""Commands for the organiser: figures, files, and the soundness of the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from kiosk.actions import copies
from kiosk.actions.closing import close, erased, reopen, unfinished, unfinished_text
from kiosk.actions.employer_lists import export_for_employers, without_consent
from kiosk.actions.exports import export
from kiosk.actions.feedback import unreadable
from kiosk.actions.pseudonymous import export_pseudonymous
from kiosk.actions.upkeep import rebuild, verify
from kiosk.cli.common import AS_JSON, FOLDER, PASSPHRASE_FILE, opened, passphrase, print_json
from kiosk.cli.pin import PIN_FILE, allowed
from kiosk.desk import Desk
from kiosk.i18n import N_, _, ngettext
from kiosk.model import KioskError
from kiosk.rules.rights import Right
from kiosk.words import date_time


@click.command("export")
@FOLDER
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("The folder to write to; else exports."))
@click.option(
    "--for",
    "whom",
    type=click.Choice(["organiser", "employer"]),
    default="organiser",
    show_default=True,
    help=_("Who gets it: the organiser all, an employer its own talks of those who have consented."),
)
@click.option("--employer", default="", metavar=_("NAME"), help=_("Only this employer's."))
@click.option("--pseudonymous", is_flag=True, help=_("Rows without a way back to anybody, for whoever counts further."))
@click.option("--seal", is_flag=True, help=_("Writes one zip that opens with a passphrase only."))
@PASSPHRASE_FILE
def export_command(
    folder: Path,
    out: Path | None,
    whom: str,
    employer: str,
    pseudonymous: bool,
    seal: bool,
    passphrase_file: Path | None,
) -> None:
    if (whom == "employer" and pseudonymous) or (employer and whom != "employer"):
        raise click.UsageError(_("Say --for employer, with --employer or without, or --pseudonymous."))
    make, name, mark = _export_for(whom, employer, pseudonymous)
    with opened(folder) as desk:
        gone = erased(desk) is not None
        if gone and (pseudonymous or whom == "employer"):
            raise KioskError(_("Everybody is erased: only figures are left (kiosk export DIR, kiosk report DIR)."))
        if gone:
            click.echo(_("Everybody is erased: only figures are left."), err=True)
        if seal or passphrase_file:
            from kiosk.actions.sealed import export_sealed  # it brings the ciphers along

            written = [export_sealed(desk, passphrase(passphrase_file, new=True), out, make, name, mark)]
        else:
            written = make(desk, out)
        if not (pseudonymous or gone):
            copies.remember(folder, *written)
        for path in written:
            click.echo(path)
        if whom == "employer" and (without := without_consent(desk)):
            text = _(
                "No file, or none with rows, for {names}: nobody who talked there has consented to contact data being "
                "passed on. Whoever does is noted under People, with F8."
            )
            click.echo(text.format(names="; ".join(without)), err=True)
        elif not written:
            click.echo(_("Nobody has talked yet."), err=True)
        if whom == "organiser" and not pseudonymous and (unread := unreadable(desk)):
            click.echo(unread, err=True)


def _export_for(
    whom: str, employer: str, pseudonymous: bool
) -> tuple[Callable[[Desk, Path | None], list[Path]], str, str]:
    """What makes the export, and what a sealed one is called, with the mark of its kind."""
    personal = N_("-personal")
    if pseudonymous:
        return export_pseudonymous, "export", N_("-pseudonymous")
    if whom == "employer":
        return lambda desk, out: export_for_employers(desk, out, employer), "employers", personal
    return export, "export", personal


@click.command("close")
@FOLDER
@PIN_FILE
def close_command(folder: Path, pin_file: Path | None) -> None:
    with opened(folder) as desk:
        lead = allowed(desk, Right.CLOSE, pin_file)
        left = unfinished(lead)
        at = date_time(desk.event, close(lead))
        click.echo(_("The event is closed. What was counted on site is frozen as of {time}.").format(time=at))
        for line in unfinished_text(lead, left):
            click.echo(line)


@click.command("reopen")
@FOLDER
@PIN_FILE
def reopen_command(folder: Path, pin_file: Path | None) -> None:
    with opened(folder) as desk:
        reopen(allowed(desk, Right.CLOSE, pin_file))
        click.echo(_("The event is open again. Close it once more when it is corrected: that gives a new time."))


@click.command("verify")
@FOLDER
@AS_JSON
def verify_command(folder: Path, as_json: bool) -> None:
    with opened(folder) as desk:
        entries, problems = verify(desk.store)
    if as_json:
        print_json({"holds": not problems, "entries": entries, "problems": problems})
    else:
        click.echo(ngettext("{n} entry in the journal.", "{n} entries in the journal.", entries))
        for problem in problems:
            click.echo(f"✖ {problem}")
        if not problems:
            click.echo(_("✔ The database holds."))
    if problems:
        raise SystemExit(1)


@click.command("rebuild")
@FOLDER
@PIN_FILE
def rebuild_command(folder: Path, pin_file: Path | None) -> None:
    with opened(folder) as desk:
        allowed(desk, Right.SETTINGS, pin_file)
        problems = rebuild(desk.store)
    for problem in problems:
        click.echo(problem)
    click.echo(_("All tables were made anew from the journal."))
    if problems:
        raise SystemExit(1)
