"""The report as a PDF: the press block first, figures with definitions, charts as vectors, breakdowns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk.exchange.lists import Listing, draw_list
from kiosk.exchange.paper import A4, Paper, missing
from kiosk.i18n import _
from kiosk.rules.document import Chart, Document, Line, Table

LEFT: Final = 18.0
WIDTH: Final = A4[0] - 2 * LEFT
TOP: Final = 18.0
BOTTOM: Final = A4[1] - 18.0
BAR: Final = 4.4
"""From bar to bar of a chart."""
ROW: Final = 5.4
HEAD: Final = 7.5
"""The size of what the columns of a breakdown are called, where they are wide enough."""
ID: Final = 20.0
"""The width of a column that holds the name of a booth or position, where a longer text follows."""


class _Pages:
    """Pages that follow each other by themselves, each with a line at its foot that says what it belongs to."""

    def __init__(self, document: Document) -> None:
        self.paper, self.document, self.y = Paper(title=document.event), document, TOP
        self._page()

    def _page(self) -> None:
        self.paper.page()
        self.y = TOP
        foot, page = A4[1] - 11, str(self.paper.pages)
        said = f"{self.document.event} · {self.document.stand} · {self.document.made}"
        self.paper.line(LEFT, foot - 1, LEFT + WIDTH, foot - 1, grey=170)
        self.paper.text(LEFT, foot, WIDTH - 12, said, 7.5, grey=90, align="L")
        self.paper.text(LEFT + WIDTH - 10, foot, 10, page, 7.5, grey=90, align="R")

    def room(self, height: float) -> None:
        """Turns the page where so much does not fit any more."""
        if self.y + height > BOTTOM:
            self._page()

    def heading(self, text: str, following: float = 12.0) -> None:
        """A heading, never the last thing on a page."""
        self.room(12 + following)
        self.y = self.paper.text(LEFT, self.y + 5, WIDTH, text, 13, bold=True, align="L") + 1.5

    def paragraph(self, text: str, size: float = 10, *, indent: float = 0) -> None:
        """A text of any length."""
        self.room(14)
        self.y = self.paper.paragraph(LEFT + indent, self.y, WIDTH - indent, text, size, align="L") + 1

    def title(self, kind: str) -> None:
        """What the document is, and of which event, as of when."""
        document = self.document
        self.y = self.paper.text(LEFT, self.y, WIDTH, kind, 10, grey=90, align="L")
        self.y = self.paper.text(LEFT, self.y + 1, WIDTH, document.event, 22, bold=True, align="L", height=20) + 1
        for line in document.head:
            self.y = self.paper.text(LEFT, self.y, WIDTH, line, 10, align="L")

    def press(self) -> None:
        """The paragraph for the press in each language."""
        self.heading(_("For the press"), 30)
        for name, text in self.document.press:
            self.room(26)
            self.y = self.paper.text(LEFT, self.y, WIDTH, name, 8.5, grey=90, align="L")
            self.y = self.paper.paragraph(LEFT, self.y, WIDTH, text, 11.5, align="L") + 3

    def figures(self, heading: str, lines: Sequence[Line]) -> None:
        """Figures with their definitions below them; targets and other events beside them where there are any."""
        targeted = any(line.target for line in lines)
        heads = [_("Actual"), *([_("Target"), _("Reached")] if targeted else []), *self.document.others]
        wide = min(24.0, (WIDTH - 60) / len(heads))
        text = WIDTH - wide * len(heads)
        self.heading(heading, 30 if self.document.others else 16)
        self._named(heads, wide)
        for line in lines:
            if self.y + 11 > BOTTOM:
                self._page()
                self._named(heads, wide)
            values = [line.value, *([line.target, line.reached] if targeted else []), *line.others]
            self._cells(values, wide)
            self.paper.text(LEFT, self.y + 0.5, 9, line.figure.partition("_")[0], 8, grey=90, align="L")
            below = self.paper.text(LEFT + 9, self.y, text - 11, line.name, 10.5, bold=True, align="L")
            self.y = self.paper.paragraph(LEFT + 9, below, text - 11, line.definition, 8, align="L") + 1.2
            self.paper.line(LEFT, self.y - 0.5, LEFT + WIDTH, self.y - 0.5, grey=215, wide=0.1)

    def _named(self, heads: Sequence[str], wide: float) -> None:
        """What the columns are called, where there are several."""
        if len(heads) > 1:
            left = LEFT + WIDTH - wide * len(heads)
            self.y = 1.2 + max(
                self.paper.paragraph(left + place * wide, self.y, wide - 1.5, head, 7, align="R")
                for place, head in enumerate(heads)
            )

    def _cells(self, values: Sequence[str], wide: float) -> None:
        left = LEFT + WIDTH - wide * len(values)
        for place, value in enumerate(values):
            self.paper.text(left + place * wide, self.y, wide - 1.5, value, 11, bold=not place, align="R")

    def chart(self, chart: Chart) -> None:
        """Bars with their names and numbers beside them, so that they can be read aloud as well; their title over all.

        It stands on one page; what is longer than a page has its title on each.
        """
        if not chart.bars:
            return
        whole = len(chart.bars) * BAR
        self.heading(chart.title, whole if TOP + 12 + whole <= BOTTOM else 8 * BAR)
        most = max(number for _name, number, _text in chart.bars) or 1
        names = min(60.0, max(self.paper.measure(name, 8.5) for name, _number, _text in chart.bars) + 2)
        room = WIDTH - names - 16
        for name, number, text in chart.bars:
            if self.y + BAR > BOTTOM:
                self._page()
                self.heading(chart.title)
            self.paper.text(LEFT, self.y, names - 1, name, 8.5, align="L")
            if number > 0:
                self.paper.box(LEFT + names, self.y + 0.5, room * number / most, BAR - 1.2, grey=110, filled=True)
            self.paper.text(LEFT + names + room * number / most + 1.5, self.y, 14, text, 8.5, align="L")
            self.y += BAR

    def table(self, table: Table) -> None:
        """A breakdown; its head stands on each page."""
        numbers = len(table.head) - table.texts
        wide = min(27.0, (WIDTH - 50) / max(1, numbers))
        text = WIDTH - wide * numbers - ID * (table.texts - 1)
        self.heading(table.title, 26)
        if table.note:
            self.paragraph(table.note, 8.5)
        boxes = [*[ID] * (table.texts - 1), text, *[wide] * numbers]
        self._heads(table, boxes)
        for row in table.rows:
            if self.y + ROW > BOTTOM:
                self._page()
                self._heads(table, boxes)
            self._row(row, boxes, table.texts)

    def _heads(self, table: Table, boxes: Sequence[float]) -> None:
        """What the columns are called, in as many lines as it takes, in letters so small that no word is broken."""
        left, lower = LEFT, self.y
        words = [(wide - 1.6, word) for wide, head in zip(boxes, table.head, strict=True) for word in head.split()]
        size = HEAD * min(*(wide / self.paper.measure(word, HEAD, bold=True) for wide, word in words), 1.0)
        for place, (wide, head) in enumerate(zip(boxes, table.head, strict=True)):
            align = "L" if place < table.texts else "R"
            lower = max(lower, self.paper.paragraph(left, self.y, wide - 1.5, head, size, bold=True, align=align))
            left += wide
        self.y = lower + 1.6
        self.paper.line(LEFT, self.y - 0.8, LEFT + WIDTH, self.y - 0.8, grey=130, wide=0.1)

    def _row(self, row: Sequence[str], boxes: Sequence[float], texts: int) -> None:
        left = LEFT
        for place, (wide, cell) in enumerate(zip(boxes, row, strict=True)):
            self.paper.text(left, self.y, wide - 1.5, cell, 9, align="L" if place < texts else "R")
            left += wide
        self.y += ROW
        self.paper.line(LEFT, self.y - 0.8, LEFT + WIDTH, self.y - 0.8, grey=215, wide=0.1)

    def lines(self, heading: str, lines: Sequence[str]) -> None:
        """A heading with a paragraph a line."""
        if lines:
            self.heading(heading)
            for line in lines:
                self.paragraph(line, 9.5)


def write_report(path: Path, document: Document) -> str:
    """Writes the report; the characters that no font has and that are left out.

    Raises:
        KioskError: the file cannot be written.
    """
    pages = _Pages(document)
    pages.title(_("Report"))
    pages.press()
    for heading, lines in document.sections:
        pages.figures(heading, lines)
    for chart in document.charts:
        pages.chart(chart)
    for table in document.tables:
        pages.table(table)
    _end(pages, document)
    pages.paper.save(path)
    cells = (cell for table in document.tables for row in table.rows for cell in row)
    return missing([document.event, document.place, *cells])


def write_funder(path: Path, document: Document, signatures: Listing) -> str:
    """Writes what a funder asks for: target and actual, programme, partners, course of the day, list for signatures.

    Raises:
        KioskError: the file cannot be written.
    """
    pages = _Pages(document)
    pages.title(_("For the funder’s factual report"))
    targeted = list(document.targeted)
    if targeted:
        pages.figures(_("Target and actual"), targeted)
    pages.lines(_("Programme"), document.programme)
    pages.lines(_("Partners"), [", ".join(document.partners)] if document.partners else [])
    for heading, lines in document.sections:
        pages.figures(heading, [line for line in lines if line not in targeted])
    for table in document.tables:
        pages.table(table)
    _end(pages, document)
    draw_list(pages.paper, document.event, signatures)
    pages.paper.save(path)
    return missing([document.event, *document.partners, *(cell for row in signatures.rows for cell in row)])


def _end(pages: _Pages, document: Document) -> None:
    """What the figures rest on."""
    marked = [f"{'✔' if holds else '✖'} {text}" for text, holds in document.checks]
    pages.lines(_("Holds together"), marked)
    pages.lines(_("Not counted"), document.left_out)
