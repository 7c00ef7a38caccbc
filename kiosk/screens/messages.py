"""What devices tell the application, from whatever thread they live in."""

from __future__ import annotations

from textual.message import Message

from kiosk.devices.lamps import ReaderState
from kiosk.model import Scan


class ScanArrived(Message, bubble=False):
    """A reader delivered a code."""

    def __init__(self, scan: Scan) -> None:
        super().__init__()
        self.scan = scan


class ReaderChanged(Message, bubble=False):
    """A reader's lamp has changed."""

    def __init__(self, state: ReaderState) -> None:
        super().__init__()
        self.state = state
