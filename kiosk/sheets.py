"""The sheets and labels that badges are printed on: pure geometry, in millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

A4: Final = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with badges in columns and rows."""

    name: str
    page: tuple[float, float]
    badge: tuple[float, float]
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    across: float = 0
    """White between two columns."""
    down: float = 0
    """White between two rows."""
    cut: bool = False
    """Whether the badges have to be cut apart."""
    fold: bool = False
    """Whether each badge is folded across its middle, with the same on both sides."""

    @property
    def each(self) -> int:
        """How many badges are on a page."""
        return self.columns * self.rows

    def places(self) -> Iterator[tuple[float, float]]:
        """The upper left corner of every badge, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield (
                    self.left + column * (self.badge[0] + self.across),
                    self.top + row * (self.badge[1] + self.down),
                )


SHEETS: Final[Mapping[str, Sheet]] = MappingProxyType(
    {
        sheet.name: sheet
        for sheet in (
            Sheet("a4", A4, (85, 54), 2, 5, 20, 13.5, cut=True),
            Sheet("label", (62, 100), (62, 100)),
            Sheet("90x54", A4, (90, 54), 2, 5, 15, 13.5, cut=True),
            Sheet("a6-fold", A4, (105, 148.5), 2, 2, cut=True, fold=True),
            Sheet("l4784", A4, (80, 50), 2, 5, 17.5, 13.5, 15, 5),
            Sheet("l4785", A4, (80, 50), 2, 5, 17.5, 13.5, 15, 5),
            Sheet("l7160", A4, (63.5, 38.1), 3, 7, 7.25, 15.15, 2.5, 0),
            Sheet("62x29", (62, 29), (62, 29)),
            Sheet("54x86", (54, 86), (54, 86)),
            Sheet("86x54", (86, 54), (86, 54)),
        )
    }
)
"""By name: plain A4 to cut or fold, label sheets by their maker's number, single labels and cards by their size."""
