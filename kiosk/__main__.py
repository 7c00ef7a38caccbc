"""Starts the command line: ``kiosk`` and ``python -m kiosk``."""

from __future__ import annotations

import gettext
import os

from kiosk.assets import asset
from kiosk.i18n import system_language, use


def main() -> None:
    """Runs the command that was typed, in the system's language until an event says another."""
    language = system_language()
    use(language)
    # click looks its own words up in the process's default catalogue, in the language of the environment
    os.environ.setdefault("LANGUAGE", language)
    gettext.bindtextdomain("kiosk", asset("locale"))
    gettext.textdomain("kiosk")
    from kiosk.cli.main import kiosk

    kiosk(prog_name="kiosk")


if __name__ == "__main__":
    main()
