"""How full the booths are, round by round: a number and a shade for each, and a mark where a seat is missing."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.rules.seating import Occupancy
from kiosk.widgets.texts import safe

LONGEST_BOOTH: Final = 4
NARROWEST: Final = 4
"""Width of a cell with its gap."""

SHADES: Final = (
    "$text-muted",
    "$foreground on $primary 25%",
    "$foreground on $primary 45%",
    "bold auto on $primary 80%",
)
"""Nobody, up to half, more than half, full."""


def shade(taken: int, seats: int) -> str:
    """The style of a cell."""
    if not taken:
        return SHADES[0]
    if taken > seats:
        return "bold auto on $error"
    return SHADES[3] if taken == seats else SHADES[2] if 2 * taken > seats else SHADES[1]


class HeatMap(Widget):
    """Rounds below each other, booths side by side; where they are too many, in several strips."""

    occupancy: reactive[Occupancy | None] = reactive(None, layout=True)
    current: reactive[int | None] = reactive(None)
    """The round that is marked."""

    DEFAULT_CSS = "HeatMap { height: auto; width: 1fr; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The strips with a line between them."""
        return len(self._strips(width)) * (self.occupancy.rounds + 2) - 1 if self.occupancy else 0

    def render(self) -> Content:
        """The strips."""
        if self.occupancy is None:
            return Content()
        strips = self._strips(self.content_size.width)
        return Content("\n\n").join(self._strip(self.occupancy, strip) for strip in strips)

    def _wide(self) -> int:
        """The width of a cell with its gap."""
        booths = self.occupancy.booths if self.occupancy else ()
        return max([NARROWEST, *(len(safe(booth, LONGEST_BOOTH)) + 1 for booth in booths)])

    def _strips(self, width: int) -> list[tuple[str, ...]]:
        """The booths that stand side by side."""
        booths = self.occupancy.booths if self.occupancy else ()
        fit = max(1, (width - 5) // self._wide())
        return [booths[at : at + fit] for at in range(0, len(booths), fit)]

    def _strip(self, occupancy: Occupancy, booths: tuple[str, ...]) -> Content:
        wide = self._wide()
        names = [safe(booth, LONGEST_BOOTH).rjust(wide - 1) + " " for booth in booths]
        lines = [Content.styled("     " + "".join(names).rstrip(), "$text-muted")]
        for round_ in range(1, occupancy.rounds + 1):
            now = round_ == self.current
            head = Content.styled(f"{'▶' if now else ' '} {round_:>2} ", "bold $accent" if now else "$text-muted")
            cells = [self._cell(occupancy, booth, round_, wide) for booth in booths]
            lines.append(Content("").join([head, *cells]))
        return Content("\n").join(lines)

    @staticmethod
    def _cell(occupancy: Occupancy, booth: str, round_: int, wide: int) -> Content:
        seats, taken = occupancy.seats.get((booth, round_), 0), occupancy.taken.get((booth, round_), 0)
        text = f"{taken}!" if taken > seats else str(taken) if taken else "·" if seats else "–"
        return Content.assemble((text.rjust(wide - 1), shade(taken, seats)), " ")
