"""What stands beside the verdict: the counts, the arrivals by the minute, the last scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ProgressBar, Sparkline, Static

from kiosk.i18n import _, ngettext
from kiosk.model import Role, ScanRow
from kiosk.programme import Event
from kiosk.widgets.panel import Count
from kiosk.widgets.texts import put, safe
from kiosk.words import LOOKS, clock_time, number_text


@dataclass(frozen=True, slots=True)
class Row:
    """One of the last scans with the number of whoever it means, or what of it is known where it was lost."""

    at: datetime
    scan: ScanRow | None = None
    number: int | None = None
    lost: str = ""


class Recent(Vertical):
    """A column with the state of the entrance."""

    def compose(self) -> ComposeResult:
        """Counts, arrivals, scans."""
        yield Static(id="came")
        yield ProgressBar(id="share", show_percentage=False, show_eta=False)
        yield Static(id="house")
        yield Static(id="apart")
        yield Static(id="lane")
        yield Static(id="arrivals-head")
        yield Sparkline([0], id="arrivals")
        yield Static(_("Last scans"), id="scans-head", classes="heading")
        yield Static(id="scans")

    def count(self, count: Count) -> None:
        """Shows how many have come and how full it is."""
        present, expected = number_text(count.present), number_text(count.expected)
        came = _("{present} of {expected} have come").format(present=present, expected=expected)
        put(self.query_one("#came", Static), Content.styled(came, "bold"))
        self.query_one("#share", ProgressBar).update(total=max(1, count.expected), progress=count.present)
        house = _("in the house: {inside}").format(inside=number_text(count.inside))
        if count.permitted is not None:
            house += _(" of {permitted}").format(permitted=number_text(count.permitted))
        full = count.permitted is not None and count.inside >= count.permitted
        put(self.query_one("#house", Static), Content.styled(house, "bold $text-error" if full else "$text-muted"))

        put(self.query_one("#apart", Static), Content.styled(_apart(count), "$text-muted"))

    def lane(self, waits: Sequence[timedelta]) -> None:
        """Shows how many cases wait on the second lane, and how long the oldest has."""
        text = ""
        if waits:
            minutes = _("{n} min").format(n=int(max(waits).total_seconds() // 60))
            text = ngettext("second lane: {n} case", "second lane: {n} cases", len(waits)) + f", {minutes}"
        put(self.query_one("#lane", Static), Content.styled(text, "bold $text-warning"))

    def arrivals(self, minutes: Sequence[int]) -> None:
        """Shows the arrivals of the last minutes, the present one last."""
        text = ngettext("{n} arrival in 15 minutes", "{n} arrivals in 15 minutes", sum(minutes))
        put(self.query_one("#arrivals-head", Static), Content.styled(text, "bold $primary"))
        # The first value only keeps the scale at nought: a sparkline draws its least value as nothing.
        self.query_one("#arrivals", Sparkline).data = [0, *minutes]

    def scans(self, event: Event, rows: Sequence[Row]) -> None:
        """Shows the last scans with the numbers of those they mean, the newest first; no names stand here."""
        lines = [_line(event, row) for row in rows]
        put(self.query_one("#scans", Static), Content("\n").join(lines))


def _apart(count: Count) -> str:
    """Employers and all others who are no attendees: how many of how many have come."""
    hosts = [(came, due) for role, came, due in count.apart if role is Role.EMPLOYER]
    team = [(came, due) for role, came, due in count.apart if role is not Role.EMPLOYER]
    parts = [
        text.format(came=sum(came for came, _due in group), expected=sum(due for _came, due in group))
        for text, group in ((_("employers {came}/{expected}"), hosts), (_("team {came}/{expected}"), team))
        if group
    ]
    return " · ".join(parts)


def _line(event: Event, row: Row) -> Content:
    scan, number = row.scan, row.number
    if scan is None:
        lost = f"{clock_time(event, row.at)}  ✖ {safe(row.lost)}  " + _("not recorded")
        return Content.styled(lost, "bold $text-error")
    look = LOOKS[scan.verdict]
    style = {"good": "$text-success", "hint": "$text-warning", "bad": "$text-error"}[look.tone]
    who = "" if number is None else str(number)
    if scan.undone:
        return Content.styled(f"{clock_time(event, scan.at)}  ↶ {who:>5}  " + _("taken back"), "$text-muted strike")
    return Content.assemble(
        (clock_time(event, scan.at), "$text-muted"), "  ", (look.symbol, style), f" {who:>5}  ", (_(look.word), style)
    )
