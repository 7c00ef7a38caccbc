"""Golden screens: what a screen looked like when somebody last looked at it and found it right."""

from __future__ import annotations

import re
from pathlib import Path

from textual.app import App

GOLDEN = Path(__file__).parent / "golden"


def check(app: App[None], name: str, update: bool) -> None:
    """Compares the screen with the one of that name, or keeps it as such."""
    drawn = re.sub(r"terminal-\d+-", "terminal-", app.export_screenshot(title=name, simplify=True))
    path = GOLDEN / f"{name}.svg"
    actual = path.with_suffix(".actual.svg")
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8", newline="\n")
        actual.unlink(missing_ok=True)
        return
    assert path.exists(), f"no golden screen {path.name}; look at it and keep it with --update-golden"
    same = drawn == path.read_text(encoding="utf-8")
    if same:
        actual.unlink(missing_ok=True)
    else:
        actual.write_text(drawn, encoding="utf-8", newline="\n")
    assert same, f"{path.name} has changed; compare it with {actual.name}, and keep it with --update-golden"
