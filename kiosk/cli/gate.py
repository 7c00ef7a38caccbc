"""The command that takes scans without a screen: for doors, for booths, for programs, and for screen readers."""

from __future__ import annotations

import os
import queue
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from kiosk.actions.scans import take
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.codes import split
from kiosk.desk import Desk
from kiosk.devices.framer import Frame, Framer
from kiosk.i18n import _
from kiosk.model import Answer, KioskError, Scan
from kiosk.programme import Event, ReaderRole, ReaderSetting
from kiosk.words import answer_text

T = TypeVar("T")

CHUNK = 65536
WAIT = 0.5
"""Seconds until a program that waits looks whether it was told to end."""
UNREADABLE = "…"
"""Stands for noise without end, which no list knows."""


@click.command("gate")
@FOLDER
@click.option("--role", type=click.Choice([role.value for role in ReaderRole]), default="entrance", show_default=True)
@click.option(
    "--booth", default="", help=_("The booth of a reader with the role booth; none where several booths share it.")
)
@click.option("--port", default="", help=_("The reader's port; “-” reads lines from standard input."))
@AS_JSON
def gate_command(folder: Path, role: str, booth: str, port: str, as_json: bool) -> None:
    # Whoever ends the program, by a key or by the system, ends it between two scans.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with opened(folder) as desk:
        setting = _setting(desk.event, ReaderRole(role), booth, port)
        scans = _from_stdin(desk, setting) if setting.port == "-" else _from_reader(desk, setting)
        sys.exit(_serve(desk, scans, as_json=as_json))


def _setting(event: Event, role: ReaderRole, booth: str, port: str) -> ReaderSetting:
    """The reader that is meant.

    Raises:
        KioskError: a booth is missing or unknown, or no port is known.
    """
    # Without a booth it is a reader that several booths share: the card of a booth says whose the next badges are.
    shared = not booth and port and event.booths
    if role is ReaderRole.BOOTH and event.booth(booth) is None and not shared:
        known = ", ".join(booth.booth for booth in event.booths) or "–"
        text = _("There is no booth “{booth}”. Give --booth one of: {known}.")
        raise KioskError(text.format(booth=booth, known=known))
    if port:
        return ReaderSetting(role, port=port, booth=booth)
    named = next((reader for reader in event.readers if (reader.role, reader.booth) == (role, booth)), None)
    if named is None:
        raise KioskError(_("No reader is known for this. Give --port, or name the reader in event.toml."))
    return named


def _from_stdin(desk: Desk, setting: ReaderSetting) -> Iterator[Scan]:
    """Scans from standard input until it ends; what stands there last counts without a line end."""
    framer = Framer()
    while data := os.read(sys.stdin.fileno(), CHUNK):
        yield from _scans(desk, setting, framer.feed(data, time.monotonic()))
    yield from _scans(desk, setting, framer.feed(b"\n", time.monotonic()))


def _scans(desk: Desk, setting: ReaderSetting, frames: list[Frame]) -> Iterator[Scan]:
    for frame in frames:
        for text in [UNREADABLE] if frame.overlong else split(frame.text):
            yield Scan(setting, text, desk.now())


def _from_reader(desk: Desk, setting: ReaderSetting) -> Iterator[Scan]:
    """Scans from a serial reader, until the program is ended; its state goes to standard error.

    A reader that was lost is waited for.

    Raises:
        KioskError: there is no such reader to begin with, or it is in use or forbidden.
    """
    from kiosk.devices.lamps import Lamp, ReaderState
    from kiosk.devices.reader import SerialReader

    waiting: queue.Queue[Scan | ReaderState] = queue.Queue()
    reader = SerialReader(setting, waiting.put, waiting.put, desk.clock)
    reader.start()
    ready = False
    try:
        while True:
            came = _next(waiting)
            if isinstance(came, Scan):
                yield came
                continue
            ready = ready or came.lamp is Lamp.OPEN
            if not ready and came.lamp is not Lamp.OPENING:
                raise KioskError(came.text)
            click.echo(came.text, err=True)
    finally:
        reader.stop()


def _next(waiting: queue.Queue[T]) -> T:
    """What comes next. Windows takes no Ctrl+C while a queue is waited for, so it is asked again and again."""
    while True:
        with suppress(queue.Empty):
            return waiting.get(timeout=WAIT)


def _serve(desk: Desk, scans: Iterator[Scan], *, as_json: bool) -> int:
    """Answers each scan, until the scans end or the program is told to; the status to end with."""
    status = 0
    with suppress(KeyboardInterrupt):
        for scan in scans:
            if not _answered(desk, scan, as_json=as_json):
                status = 1
    return status


def _answered(desk: Desk, scan: Scan, *, as_json: bool) -> bool:
    """Answers a scan with a line for each code in it; False where it could not be recorded, which is told."""
    try:
        answers = take(desk, scan)
    except KioskError as error:
        click.echo(_("NOT RECORDED: {error}").format(error=error), err=True)
        return False
    for answer in answers:
        if as_json:
            print_json(answer_document(desk.event, answer))
        else:
            click.echo(answer_text(desk.event, answer))
    return True


def answer_document(event: Event, answer: Answer) -> dict[str, Any]:
    """An answer in the form that others rely on."""
    going = answer.next
    return {
        "at": event.local(answer.at).isoformat(timespec="milliseconds"),
        "code": answer.code,
        "verdict": str(answer.verdict),
        "number": answer.number,
        "text": answer_text(event, answer),
        "first": event.local(answer.first).isoformat(timespec="seconds") if answer.first else None,
        "next": {
            "block": going.block,
            "round": going.round,
            "starts": event.local(going.starts).isoformat(timespec="seconds"),
            "booth": going.booth,
            "seat": going.seat,
        }
        if going
        else None,
    }
