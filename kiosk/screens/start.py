"""The start: what is ready, what the programme is, what to do now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.base import BaseScreen


class StartScreen(BaseScreen):
    """What is ready, what the programme is, what to do now."""

    MODE: ClassVar[str] = "start"

    def body(self) -> ComposeResult:
        """The widgets of this screen."""
        yield Static("", id="ready")
