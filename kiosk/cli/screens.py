"""Commands that fill the screen: reception and moderation, and the public display."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from kiosk.cli.common import FOLDER, opened
from kiosk.desk import Desk
from kiosk.event import read_event
from kiosk.i18n import _
from kiosk.model import KioskError

ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H"
LEAVE: Final = "\x1b[?25h\x1b[?1049l"
"""The terminal's second screen, which full-screen programs use, and the way back (xterm control sequences)."""


@click.command("run")
@FOLDER
def run_command(folder: Path) -> None:
    with on_terminal(folder) as desk:
        from kiosk.app import run

        status = run(desk)
    sys.exit(status)


@click.command("hall")
@FOLDER
@click.option("--serve", is_flag=True, help=_("Shows it in a browser instead of this terminal."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address under which browsers find it."))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=_("Its port; 0: any."))
@click.option("--page", is_flag=True, hidden=True)
def hall_command(folder: Path, serve: bool, host: str, port: int, page: bool) -> None:
    read_event(folder)
    if serve:
        sys.exit(_served(folder, host, port))
    if not page:
        require_terminal()
    from kiosk.hall import run

    sys.exit(run(folder))


def _served(folder: Path, host: str, port: int) -> int:
    """Gives the hall out to browsers; the status to end with.

    Raises:
        KioskError: the library for it is not installed, or the address is not to be had.
    """
    try:
        from kiosk.web import serve
    except ImportError as missing:
        text = _("A browser needs one library more: pip install 'kiosk[web]'. In a terminal, kiosk hall needs none.")
        raise KioskError(text) from missing
    return serve(folder, host, port)


@click.command("info")
@FOLDER
@click.option("--port", default="", help=_("The reader's port; without it the one of event.toml, or the keyboard."))
def info_command(folder: Path, port: str) -> None:
    with on_terminal(folder) as desk:
        from kiosk.info import run

        status = run(desk, port)
    sys.exit(status)


@click.command("booth")
@FOLDER
@click.option("--booth", required=True, help=_("Which booth it is."))
@click.option("--port", default="", help=_("The reader's port; without it the one of event.toml, or the keyboard."))
def booth_command(folder: Path, booth: str, port: str) -> None:
    with on_terminal(folder) as desk:
        from kiosk.booth import run

        status = run(desk, booth, port)
    sys.exit(status)


@click.command("feedback")
@FOLDER
@click.option("--port", default="", help=_("The port of a reader for cards; without it the keyboard."))
def feedback_command(folder: Path, port: str) -> None:
    with on_terminal(folder) as desk:
        from kiosk.feedback import run

        status = run(desk, port)
    sys.exit(status)


@contextmanager
def on_terminal(folder: Path) -> Iterator[Desk]:
    """An event opened for a program that fills the terminal: its name is there at once, its language is spoken."""
    with title(read_event(folder).name), opened(folder) as desk:
        require_terminal()
        yield desk


def require_terminal() -> None:
    """Stops a full-screen program that nobody could see.

    Raises:
        KioskError: input or output is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise KioskError(_("This needs a terminal. Without one there are kiosk gate, round, plan, report and export."))


@contextmanager
def title(name: str) -> Iterator[None]:
    """Shows the event's name at once, while everything else is still being loaded, and gives the terminal back after.

    The screens draw over it. On Windows the terminal does not understand the sequences until the screens have started.
    """
    shown = sys.stdout.isatty() and sys.platform != "win32"
    if shown:
        printable = "".join(letter for letter in name if letter.isprintable())
        sys.stdout.write(f"{ENTER} \x1b[1m{printable}\x1b[0m")
        sys.stdout.flush()
    try:
        yield
    finally:
        if shown:
            sys.stdout.write(LEAVE)
            sys.stdout.flush()
