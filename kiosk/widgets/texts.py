"""Texts from lists and scans made safe for a terminal: they are never markup and never move the cursor."""

from __future__ import annotations

import unicodedata
from typing import Final

from textual.content import Content
from textual.widgets import Static

from kiosk.i18n import _

_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what a terminal obeys, reorders or measures in its own way: controls, joiners, line breaks."""

_VARIATIONS: Final = frozenset("\ufe0e\ufe0f")
"""Ask for an emoji or a plain sign; terminals disagree on the width that makes."""

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def safe(text: str, longest: int = 0) -> str:
    """The text without what a terminal would obey, on one line; cut to ``longest`` signs where that is given.

    Terminals disagree on right-to-left script, some show it reversed, so it is left to paper.
    """
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text):
        return _("(name in print only)")
    kept = "".join(" " if sign in "\t\n\r" else sign for sign in text if _harmless(sign))
    kept = " ".join(kept.split())
    return kept if not longest or len(kept) <= longest else f"{kept[: longest - 1].rstrip()}…"


def _harmless(sign: str) -> bool:
    return sign in "\t\n\r" or (unicodedata.category(sign) not in _UNSAFE and sign not in _VARIATIONS)


def plain(text: str, style: str = "") -> Content:
    """Safe text as content that no markup is read from."""
    return Content.styled(safe(text), style) if style else Content(safe(text))


def put(widget: Static, text: Content) -> None:
    """Shows a text where it does not stand already: painting it anew would cost as much as something new."""
    shown = widget.content
    if not (isinstance(shown, Content) and shown.is_same(text)):
        widget.update(text)


def hanging(mark: Content, text: Content, width: int) -> Content:
    """A mark and a text beside it, whose further lines stand below its first."""
    lines = text.wrap(max(10, width - mark.cell_length))
    below = "\n" + " " * mark.cell_length
    return Content.assemble(mark, Content(below).join(line.rstrip() for line in lines))


def spread(left: Content, right: Content, width: int) -> Content:
    """One line with a text at either end; where both do not fit, the right one gives way."""
    left = left.truncate(width, ellipsis=True)
    room = width - left.cell_length - 1
    if room < min(4, right.cell_length):
        return left
    right = right.truncate(room, ellipsis=True)
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)
