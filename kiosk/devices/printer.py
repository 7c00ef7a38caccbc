"""Printing through the system's own queue: CUPS on Linux and macOS, SumatraPDF on Windows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from kiosk.devices.machine import answer_of
from kiosk.faults import reason
from kiosk.i18n import _
from kiosk.model import KioskError

PATIENCE: Final = 20.0
"""Seconds that a print queue may take to accept a file; a server that is gone is noticed sooner."""

LONGEST: Final = 120
"""Characters of what the queue says, in whatever language, that are passed on."""


def printers() -> list[str] | None:
    """The printers that the print queue knows by name; None where it cannot be asked."""
    if sys.platform == "win32":
        return None
    known = answer_of("lpstat", "-e")
    return None if known is None else known.split()


def send(path: Path, printer: str, page: tuple[float, float]) -> bool:
    """Hands a PDF to a printer, the usual one where none is named; its pages are not scaled.

    False where it could only be opened on the screen, to be printed from there. Waits until the queue has accepted it.

    Raises:
        KioskError: the queue did not take it; the sentence names the file, which stays where it is.
    """
    command = _command(path, printer, page)
    if command is None:
        return _show(path)
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - no shell
    except subprocess.TimeoutExpired:
        text = _("The print queue does not answer. The PDF is kept: {path}. Print it from there.")
        raise KioskError(text.format(path=path)) from None
    except OSError as error:
        raise _refusal(path, printer, reason(error)) from None
    if done.returncode:
        raise _refusal(path, printer, (done.stderr or done.stdout).decode(errors="replace"))
    return True


def _refusal(path: Path, printer: str, said: str) -> KioskError:
    """What the queue said, in its own language, and where the file is."""
    lines = [re.sub(r"[\x00-\x1f\x7f-\x9f]", "", line).strip() for line in said.splitlines()]
    reason = re.sub(r"^\S*lp: *", "", next(filter(None, lines), "–"))[:LONGEST].rstrip(".")
    if printer:
        text = _("The printer “{printer}” did not take it ({reason}). The PDF is kept: {path}. Print it from there.")
    else:
        text = _("The printer did not take it ({reason}). The PDF is kept: {path}. Print it from there.")
    return KioskError(text.format(printer=printer, reason=reason, path=path))


def _command(path: Path, printer: str, page: tuple[float, float]) -> list[str] | None:
    """The command that prints here; None where the file can only be shown.

    Raises:
        KioskError: this laptop has no print queue.
    """
    if sys.platform == "win32":
        program = sumatra()
        return sumatra_command(program, path, printer) if program else None
    if not (queue := shutil.which("lp")):
        text = _("This laptop has no print queue (lp). The PDF is kept: {path}. Print it from another laptop.")
        raise KioskError(text.format(path=path))
    return lp_command(queue, path, printer, page)


def lp_command(queue: str, path: Path, printer: str, page: tuple[float, float]) -> list[str]:
    """The command for CUPS: on paper of the page's own size, as large as it is."""
    width, height = page
    media = "A4" if (width, height) == (210, 297) else f"Custom.{width:g}x{height:g}mm"
    chosen = ["-d", printer] if printer else []
    return [queue, *chosen, "-t", "kiosk", "-o", f"media={media}", "-o", "print-scaling=none", "--", str(path)]


def sumatra_command(program: str, path: Path, printer: str) -> list[str]:
    """The command for SumatraPDF: no window, no scaling."""
    target = ["-print-to", printer] if printer else ["-print-to-default"]
    return [program, *target, "-print-settings", "noscale", "-silent", "-exit-when-done", str(path)]


def sumatra() -> str | None:
    """SumatraPDF beside the kiosk program or wherever Windows finds programs; a portable copy is one file."""
    beside = (Path(program).parent for program in (sys.argv[0], sys.executable))
    return next((found for place in beside if (found := shutil.which("SumatraPDF", path=str(place)))), None) or (
        shutil.which("SumatraPDF")
    )


def _show(path: Path) -> bool:
    """Opens a PDF in whatever shows PDFs here."""
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - the file was just written
        except OSError as error:
            raise _refusal(path, "", reason(error)) from None
    return False
