"""The command that prints the figures: in the terminal, as JSON, as HTML, as PDF, for the press, for a funder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import click

from kiosk.actions import copies
from kiosk.actions.closing import erased
from kiosk.actions.document import LANGUAGES, document, press_block, targets
from kiosk.actions.report import report
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.i18n import _, speaking
from kiosk.rules.bars import bar
from kiosk.rules.document import Chart, Document, Table

if TYPE_CHECKING:
    from kiosk.desk import Desk

BARS: Final = 40
"""The longest bar of a chart in the terminal."""
NAME: Final = 32
"""The longest name that stands beside a number there."""


def _file(name: str, text: str) -> Callable[[Any], Any]:
    return click.option(name, type=click.Path(path_type=Path), metavar="FILE", help=text)


@click.command("report")
@FOLDER
@AS_JSON
@click.option("--press", "only_press", is_flag=True, help=_("Only the paragraph for the press, in two languages."))
@_file("--html", _("Writes one HTML file that needs nothing else."))
@_file("--pdf", _("Writes a PDF."))
@_file("--funder", _("Writes a PDF for the funder, with a list for signatures: it holds names."))
@click.option(
    "--compare",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.json",
    help=_("Another event beside this one: its folder, or its report as JSON; may be repeated."),
)
def report_command(
    folder: Path,
    as_json: bool,
    only_press: bool,
    html: Path | None,
    pdf: Path | None,
    funder: Path | None,
    compare: tuple[Path, ...],
) -> None:
    with opened(folder) as desk:
        if as_json:
            _print_json(desk, with_press=only_press)
        elif only_press:
            found = report(desk)
            click.echo("\n\n".join(press_block(desk, found, language) for language in LANGUAGES))
        made = document(desk, compare) if html or pdf or funder or not (as_json or only_press) else None
        if made:
            _write(desk, made, html, pdf, funder)
            if not (as_json or only_press or html or pdf or funder):
                click.echo("\n".join(_lines(made)))


def _print_json(desk: Desk, *, with_press: bool) -> None:
    found = {"event": desk.event.name, "date": desk.event.day.isoformat(), **report(desk)}
    if desk.event.targets:
        found["targets"] = targets(desk, found["figures"])
    if with_press:
        found["press"] = {language: press_block(desk, found, language) for language in LANGUAGES}
    print_json(found)


def _write(desk: Desk, made: Document, html: Path | None, pdf: Path | None, funder: Path | None) -> None:
    """Writes the files that were asked for, and says where they are."""
    from kiosk.actions.reporting import write_files  # it brings fonts and drawings along

    with speaking(desk.event.language):
        for path, left_out in write_files(desk, made, html, pdf, funder):
            click.echo(path, err=True)
            if path == funder and not erased(desk):
                copies.remember(desk.folder, path)
                click.echo(_("It holds names, in the list for signatures."), err=True)
                if not made.targeted:
                    click.echo(_("No targets were set: write them under [targets] in event.toml."), err=True)
            if left_out:
                text = _("These characters cannot be printed and are left out: {characters}")
                click.echo(text.format(characters=left_out), err=True)


def _lines(made: Document) -> Iterator[str]:
    """The report as lines of text."""
    yield from (made.event, *made.head, "")
    yield from (text for _language, text in made.press)
    for heading, lines in made.sections:
        yield f"\n{heading}"
        for line in lines:
            beside = [f"{_('Target')} {line.target} ({line.reached})"] if line.target else []
            beside += [f"{name} {value}" for name, value in zip(made.others, line.others, strict=True)]
            yield f"{line.figure:12}{line.value:>10}  {line.name}{''.join(f' · {each}' for each in beside)}"
            yield f"{'':24}{line.definition}"
    for chart in made.charts:
        yield from _chart(chart)
    for table in made.tables:
        yield from _table(table)
    yield ""
    yield from (f"{'✔' if holds else '✖'} {text}" for text, holds in made.checks)
    yield from made.left_out


def _chart(chart: Chart) -> Iterator[str]:
    """A bar a line, with its number."""
    if not chart.bars:
        return
    yield f"\n{chart.title}"
    names = min(NAME, max(len(name) for name, _number, _text in chart.bars))
    numbers = max(len(text) for _name, _number, text in chart.bars)
    most = max(number for _name, number, _text in chart.bars)
    for name, number, text in chart.bars:
        yield f"  {name[:names]:{names}}  {text:>{numbers}}  {bar(number, most, BARS)}".rstrip()


def _narrow(head: str) -> list[str]:
    """What a column is called, in lines that are no wider than its longest word."""
    return wrap(head, max(map(len, head.split())))


def _table(table: Table) -> Iterator[str]:
    """A breakdown with its columns below each other: texts to the left, numbers to the right; heads break at words."""
    yield f"\n{table.title}"
    heads = [_narrow(head) if place >= table.texts else [head] for place, head in enumerate(table.head)]
    high = max(map(len, heads))
    lines = [*zip(*([""] * (high - len(head)) + head for head in heads), strict=True), *table.rows]
    wide = [min(NAME, max(map(len, column))) for column in zip(*lines, strict=True)]
    for row in lines:
        cells = [
            f"{cell[:width]:{width}}" if place < table.texts else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, wide, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()
    if table.note:
        yield f"  {table.note}"
