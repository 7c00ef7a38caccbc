"""An application that can stand in public: it keeps its secrets when it fails and leaves the terminal as it was."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Final

from rich.text import Text
from textual.app import App
from textual.binding import Binding

from kiosk.i18n import N_, _
from kiosk.widgets.themes import THEMES

WATCH_SECONDS: Final = 1.0
"""How often it is looked whether the terminal is still there."""

PATIENCE_SECONDS: Final = 3.0
"""How long an application whose terminal has gone may take to end by itself."""

_KEYS: Final = {
    "escape": N_("Esc"),
    "enter": N_("Enter"),
    "up": "↑",
    "down": "↓",
    "pageup": N_("Page up"),
    "pagedown": N_("Page down"),
}

LOG: Final = Path("log", "kiosk.log")


def log_failure(folder: Path, error: BaseException) -> Path:
    """Writes where in the program something failed; no values and no message, since either may hold a name."""
    path = folder / LOG
    lines = [f"{datetime.now(UTC).isoformat(timespec='seconds')} {type(error).__qualname__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as file:
        path.chmod(0o600)
        file.write("\n".join(lines) + "\n")
    return path


def keep_quiet(folder: Path, loop: asyncio.AbstractEventLoop) -> None:
    """Notes what fails in threads and tasks as all else is noted, instead of printing it with its message."""

    def note(error: BaseException | None) -> None:
        with suppress(OSError):
            log_failure(folder, error or RuntimeError())

    loop.set_exception_handler(lambda _loop, context: note(context.get("exception")))
    threading.excepthook = lambda failed: note(failed.exc_value)


def key_name(key: str) -> str:
    """A key as it is printed on keyboards, on the screen and on paper."""
    control, _plus, letter = key.rpartition("+")
    return _("Ctrl") + f"+{letter.upper()}" if control else _(_KEYS.get(letter, letter.upper()))


class GuardedApp(App[None], inherit_bindings=False):
    """A full-screen application without Textual's own keys, palette and tracebacks."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (80, "-narrow"), (110, "-wide"), (160, "-huge")]
        self.VERTICAL_BREAKPOINTS = [(0, "-flat"), (24, "-low"), (34, "-tall"), (50, "-high")]
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is printed on keyboards."""
        return key_name(binding.key)

    def guard_terminal(self) -> None:
        """Ends in good order when the terminal is closed or the program is told to stop; called once, on mount."""
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.exit)
        if not self.is_headless:
            keep_quiet(self._folder, loop)
            self._guard_driver()
            threading.Thread(target=self._watch_terminal, args=(loop,), name="terminal", daemon=True).start()

    def _guard_driver(self) -> None:
        """Does not take up the terminal again on SIGCONT, which a terminal that closes sends along with SIGHUP.

        Textual would then write to a terminal that is gone, and wait for ever for that to succeed.
        """
        if sys.platform != "win32":
            signal.signal(signal.SIGCONT, signal.SIG_DFL)

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ends the program when its terminal has gone, in a thread, since the application may wait for just that.

        A page in a browser has no terminal, but a server that started it.

        Everything recorded is on disk, so that ending hard loses nothing; staying would keep the readers' ports taken.
        """
        parent = os.getppid()
        while os.getppid() == parent if self.is_web else os.isatty(0):
            time.sleep(WATCH_SECONDS)
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self.exit)
        time.sleep(PATIENCE_SECONDS)
        os._exit(1)

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self._exit_renderables[:] = [Text(self._last_words(error))]

    def _fatal_error(self) -> None:
        """Ends without the traceback that Textual would print, names in it and all."""
        self._close_messages_no_wait()

    def _last_words(self, error: Exception) -> str:
        try:
            path = log_failure(self._folder, error)
        except OSError:
            return _("kiosk has stopped because of a fault. Everything recorded is kept. Start it again.")
        text = _("kiosk has stopped because of a fault, noted in {path}. Everything recorded is kept. Start it again.")
        return text.format(path=path)
