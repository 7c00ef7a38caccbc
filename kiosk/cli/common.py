"""What several commands need: an open event folder, and one JSON document on standard output."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kiosk.event import language_of
from kiosk.i18n import LANGUAGES, _, use
from kiosk.model import KioskError

if TYPE_CHECKING:
    from kiosk.desk import Desk

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("Prints one JSON document."))

PASSPHRASE: Final = "KIOSK_PASSPHRASE"  # noqa: S105
"""Where a passphrase may come from; never the command line, which the shell writes down."""
PASSPHRASE_FILE = click.option(
    "--passphrase-file", type=click.Path(path_type=Path), help=_("A file whose first line is the passphrase.")
)


def passphrase(file: Path | None, *, new: bool) -> str:
    """A passphrase from a file, from the environment, or typed unseen; a new one is typed twice.

    Raises:
        KioskError: there is none, and nobody to ask.
    """
    from kiosk.exchange.sealing import read_passphrase  # it brings the ciphers along

    given = read_passphrase(file) if file else os.environ.get(PASSPHRASE, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise KioskError(_("A passphrase is needed: give it with --passphrase-file or KIOSK_PASSPHRASE."))
    typed: str = click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=new, err=True)
    return typed


def speak_as(folder: Path) -> None:
    """Speaks the language of the event in a folder from now on; where none can be read, it stays as it is.

    The command line's library looks its own words up by the environment.
    """
    if (language := language_of(folder)) in LANGUAGES:
        use(language)
        os.environ["LANGUAGE"] = language


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """The event of a folder, in the event's language.

    Raises:
        KioskError: the folder holds no event, or its files cannot be used, or can no longer be.
    """
    from kiosk.desk import open_desk  # after the first paint, for it brings the database along

    speak_as(folder)
    desk = open_desk(folder)
    try:
        with desk.store.in_words():
            yield desk
    finally:
        desk.store.close()


def print_json(document: Any) -> None:
    """Prints one document for programs."""
    click.echo(json.dumps(document, ensure_ascii=False))


def program() -> str:
    """How kiosk is called here: by its name where the shell finds it, else by where it was installed."""
    started = Path(sys.argv[0])
    if shutil.which("kiosk") or started.stem != "kiosk":
        return "kiosk"
    with suppress(ValueError):
        started = started.resolve().relative_to(Path.cwd())
    return str(started)
