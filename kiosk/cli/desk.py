"""Commands that take scans: the screens, the public display, and a reader without a screen."""

from __future__ import annotations

import os
import queue
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.actions.scans import take
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.codes import split
from kiosk.desk import Desk
from kiosk.devices.framer import Frame, Framer
from kiosk.i18n import _
from kiosk.model import Answer, Event, KioskError, ReaderRole, ReaderSetting, Scan
from kiosk.words import answer_text

CHUNK = 65536
UNREADABLE = "…"
"""Stands for noise without end, which no list knows."""


@click.command("run")
@FOLDER
def run_command(folder: Path) -> None:
    from kiosk.app import run

    with opened(folder) as desk:
        sys.exit(run(desk))


@click.command("hall")
@FOLDER
def hall_command(folder: Path) -> None:
    from kiosk.hall import run

    sys.exit(run(folder))


@click.command("gate")
@FOLDER
@click.option("--role", type=click.Choice([role.value for role in ReaderRole]), default="entrance", show_default=True)
@click.option("--booth", default="", help=_("The booth of a reader with the role booth."))
@click.option("--port", default="", help=_("The reader's port; “-” reads lines from standard input."))
@AS_JSON
def gate_command(folder: Path, role: str, booth: str, port: str, as_json: bool) -> None:
    with opened(folder) as desk:
        setting = _setting(desk.event, ReaderRole(role), booth, port)
        scans = _from_stdin(desk, setting) if setting.port == "-" else _from_reader(desk, setting)
        sys.exit(_serve(desk, scans, as_json=as_json))


def _setting(event: Event, role: ReaderRole, booth: str, port: str) -> ReaderSetting:
    """The reader that is meant.

    Raises:
        KioskError: a booth is missing or unknown, or no port is known.
    """
    if role is ReaderRole.BOOTH and event.booth(booth) is None:
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
    """Scans from a serial reader, until the program is ended; its state goes to standard error."""
    from kiosk.devices.reader import SerialReader

    waiting: queue.SimpleQueue[Scan] = queue.SimpleQueue()
    reader = SerialReader(setting, waiting.put, lambda state: click.echo(state.text, err=True), desk.clock)
    reader.start()
    try:
        while True:
            yield waiting.get()
    except KeyboardInterrupt:
        return
    finally:
        reader.stop()


def _serve(desk: Desk, scans: Iterator[Scan], *, as_json: bool) -> int:
    """Answers each scan with a line; a scan that could not be recorded is told, and the next one is taken."""
    status = 0
    for scan in scans:
        try:
            answers = take(desk, scan)
        except KioskError as error:
            click.echo(_("NOT RECORDED: {error}").format(error=error), err=True)
            status = 1
            continue
        for answer in answers:
            if as_json:
                print_json(answer_document(desk.event, answer))
            else:
                click.echo(answer_text(desk.event, answer))
    return status


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
