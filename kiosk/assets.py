"""Where the carried files are: sounds, catalogues, styles."""

from __future__ import annotations

from pathlib import Path


def asset(*parts: str) -> Path:
    """The path of a carried file, in a checkout as in an installed wheel."""
    checkout = Path(__file__).parent.parent / "assets"
    root = checkout if checkout.is_dir() else Path(__file__).parent / "assets"
    return root.joinpath(*parts)
