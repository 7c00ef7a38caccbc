"""What several commands need: an open event folder, and one JSON document on standard output."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.i18n import _, use

if TYPE_CHECKING:
    from kiosk.desk import Desk

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("Prints one JSON document."))


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """The event of a folder, in the event's language.

    Raises:
        KioskError: the folder holds no event, or its files cannot be used, or can no longer be.
    """
    from kiosk.desk import open_desk  # after the first paint, for it brings the database along

    desk = open_desk(folder)
    use(desk.event.language)
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
