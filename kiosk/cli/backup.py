"""Commands for what goes wrong with a laptop: backups, going on elsewhere, and the keys that seal them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.actions import copies as elsewhere
from kiosk.actions.backup import Backup, back_up, copy_to
from kiosk.actions.restore import Key, Restored, restore
from kiosk.actions.rounds import status, with_rounds
from kiosk.cli.common import AS_JSON, FOLDER, PASSPHRASE_FILE, opened, passphrase, print_json
from kiosk.cli.rounds import sentence, status_document
from kiosk.desk import Desk
from kiosk.exchange.sealing import Lock, make_key, needed, read_keys
from kiosk.i18n import _, ngettext
from kiosk.model import KioskError
from kiosk.rules.readiness import clock_finding
from kiosk.words import date_time

PATH = click.Path(path_type=Path)


@click.command("backup")
@FOLDER
@click.option("-o", "--out", type=PATH, help=_("The folder to write to, or a file *.kioskbackup; else backups."))
@click.option("--to", type=PATH, help=_("A stick to copy it to as well; else the one of event.toml."))
@click.option("--seal", is_flag=True, help=_("Seals it with a passphrase that is asked for."))
@PASSPHRASE_FILE
@click.option("--recipient", "recipients", multiple=True, metavar="age1...", help=_("Seals it for this public key."))
@AS_JSON
def backup_command(
    folder: Path,
    out: Path | None,
    to: Path | None,
    seal: bool,
    passphrase_file: Path | None,
    recipients: tuple[str, ...],
    as_json: bool,
) -> None:
    with opened(folder) as desk:
        lock = Lock(recipients=recipients or desk.event.backup.recipients)
        if seal or passphrase_file:
            if recipients:
                raise KioskError(_("Seal a backup with a passphrase or for a public key, not both."))
            lock = Lock(passphrase(passphrase_file, new=True))
        made = back_up(folder, desk.event, lock, out)
        elsewhere.remember(folder, made.path)
        stick = to or (folder / desk.event.backup.to if desk.event.backup.to else None)
        copies = [_copied(stick, desk, made)] if stick else []
    if as_json:
        print_json({**made.document(), "copies": copies})
    else:
        click.echo("\n".join(_made(made, copies, sealed=bool(lock))))
    if any(copy["problem"] for copy in copies):
        raise SystemExit(1)  # A copy that was asked for, here or in event.toml, is not there.


def _made(made: Backup, copies: list[dict[str, Any]], *, sealed: bool) -> Iterator[str]:
    """What was made, and what could not be copied."""
    entries = ngettext("{n} entry", "{n} entries", made.contents.entries)
    yield _("✔ {file}: {entries}, read back and right.").format(file=made.path, entries=entries)
    for copy in copies:
        missing = _("▲ The backup itself is there, a copy is not: {problem}")
        yield f"✔ {copy['file']}" if copy["file"] else missing.format(problem=copy["problem"])
    if not sealed:
        yield _("▲ Everybody who has this file can read it; seal it with --seal or --recipient.")


def _copied(stick: Path, desk: Desk, made: Backup) -> dict[str, Any]:
    """The copy on the stick, or why there is none: the backup itself is there all the same."""
    try:
        copy = copy_to(stick, desk.store.station, made.path)
        elsewhere.remember(desk.folder, copy.parent)
        return {"file": str(copy), "problem": None}
    except KioskError as error:
        return {"file": None, "problem": str(error)}


@click.command("restore")
@click.argument("file", metavar="FILE", type=PATH)
@FOLDER
@PASSPHRASE_FILE
@click.option("--key-file", type=PATH, help=_("The file with the secret key, as kiosk key has written it."))
@AS_JSON
def restore_command(
    file: Path, folder: Path, passphrase_file: Path | None, key_file: Path | None, as_json: bool
) -> None:
    done = restore(file, folder, _key(file, passphrase_file, key_file))
    with opened(folder) as desk:
        rounds = [status(desk, block) for block in with_rounds(desk)]
        if as_json:
            print_json({**done.document(), "rounds": [status_document(desk, now) for now in rounds]})
            return
        click.echo("\n".join([*_told(desk, done, folder), *(f"{now.block}: {sentence(desk, now)}" for now in rounds)]))


def _key(file: Path, passphrase_file: Path | None, key_file: Path | None) -> Key:
    """What opens the file; a passphrase is only asked for where one is needed."""
    if not file.is_file():
        return Key()
    if needed(file) == "passphrase":
        return Key(passphrase(passphrase_file, new=False))
    return Key(secrets=read_keys(key_file) if key_file else ())


def _told(desk: Desk, done: Restored, folder: Path) -> list[str]:
    entries = ngettext("{n} entry", "{n} entries", done.entries)
    last = date_time(desk.event, done.latest) if done.latest else "–"
    lines = [
        _("✔ {event} is restored in {folder}: {entries}, the last one of {time}.").format(
            event=done.event, folder=folder, entries=entries, time=last
        ),
        _("This laptop is called {station} from now on; badges and numbers stay good.").format(station=done.station),
    ]
    if done.set_aside:
        lines.append(_("What was in the folder before is kept in {folder}.").format(folder=done.set_aside))
    lines += [f"✖ {problem}" for problem in done.problems]
    if done.problems:
        lines.append(_("Make the tables anew with: kiosk rebuild {folder}").format(folder=folder))
    if wrong := clock_finding(done.latest, desk.now().at):
        lines.append(f"{wrong.symbol} {wrong.text}")
    return lines


@click.command("key")
@click.argument("file", metavar="FILE", type=PATH)
def key_command(file: Path) -> None:
    public = make_key(file)
    text = _("The secret key is in {file}. Keep it where the laptop is not: without it, nothing sealed can be read.")
    click.echo(text.format(file=file))
    click.echo(_("In event.toml, below [backup]:"))
    click.echo(f'recipient = "{public}"')
