"""Starts the command line: ``kiosk`` and ``python -m kiosk``."""

from __future__ import annotations

import gc
import gettext
import io
import os
import sys

from kiosk.assets import asset
from kiosk.i18n import system_language, use


def main() -> None:
    """Runs the command that was typed, in the system's language until an event says another."""
    # Files hold people's data, and the folders around them what these files are called: all is the owner's alone.
    os.umask(0o077)
    # What is loaded at the start stays; looking through it again and again for garbage takes a tenth of the start.
    gc.set_threshold(50_000, 20, 20)
    language = system_language()
    use(language)
    # click looks its own words up in the process's default catalogue, in the language of the environment
    os.environ.setdefault("LANGUAGE", language)
    gettext.bindtextdomain("kiosk", asset("locale"))
    gettext.textdomain("kiosk")
    _write_every_letter()
    from kiosk.cli.main import kiosk

    kiosk(prog_name="kiosk")


def _write_every_letter() -> None:
    """Makes what goes to a file or to another program UTF-8, and shows no letter in a way that stops the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
