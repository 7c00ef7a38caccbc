"""The report as one HTML file that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from kiosk.exchange.write import replace_file
from kiosk.i18n import _
from kiosk.rules.document import Chart, Document, Line, Table
from kiosk.words import number_text

STYLE: Final = """
body { font: 16px/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
.quiet, td small { color: #555; } .press { margin: .8rem 0;
  border-left: 4px solid #1d5fa8; padding: .2rem 0 .2rem 1rem; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ccc; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } td.n { white-space: nowrap; }
th { vertical-align: bottom; font-size: .8em; }
td small { display: block; } td.n strong { font-size: 1.1rem; }
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; } figcaption { font-weight: 600; }
summary { cursor: pointer; color: #1d5fa8; }
.holds { color: #17652b; } .fails { color: #a3141f; font-weight: 600; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 13px; } h2 { break-after: avoid; }
  details > * { display: block; } details::details-content { content-visibility: visible; }
  tr, figure svg { break-inside: avoid; } figcaption, figure svg, .quiet { break-after: avoid; }
}
"""

COLOUR: Final = "#1d5fa8"


def write_html(path: Path, document: Document) -> None:
    """Writes the report, whole or not at all.

    Raises:
        KioskError: the file cannot be written.
    """
    parts = [
        f"<h1>{escape(document.event)}</h1>",
        f'<p class="quiet">{"<br>".join(map(escape, document.head))}</p>',
        f"<h2>{escape(_('For the press'))}</h2>",
        *(f'<p class="press"><b>{escape(name)}</b><br>{escape(text)}</p>' for name, text in document.press),
        *_figures(document),
        *(part for chart in document.charts if chart.bars for part in _chart(chart)),
        *(part for table in document.tables for part in _table(table)),
        f"<h2>{escape(_('Holds together'))}</h2>",
        "<ul>",
        *(_check(text, holds) for text, holds in document.checks),
        "</ul>",
        f"<h2>{escape(_('Not counted'))}</h2>",
        "<ul>",
        *(f"<li>{escape(text)}</li>" for text in document.left_out),
        "</ul>",
    ]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(document.event)}</title><style>{STYLE}</style>"
    )
    body = "\n".join(parts)
    text = f'<!doctype html>\n<html lang="{document.language}"><head>{head}</head><body>\n{body}\n</body></html>\n'
    replace_file(path, text.encode("utf-8"))


def _check(text: str, holds: bool) -> str:
    return f'<li class="{"holds" if holds else "fails"}">{"✔" if holds else "✖"} {escape(text)}</li>'


def _figures(document: Document) -> Iterable[str]:
    """The figures by subject, each with its definition below it."""
    for heading, lines in document.sections:
        targeted = any(line.target for line in lines)
        heads = [_("Actual"), *([_("Target"), _("Reached")] if targeted else []), *document.others]
        yield f"<h2>{escape(heading)}</h2><table><thead><tr><th></th><th>{escape(_('Figure'))}</th>"
        yield "".join(f'<th class="n">{escape(head)}</th>' for head in heads) + "</tr></thead><tbody>"
        yield from (_figure(line, targeted) for line in lines)
        yield "</tbody></table>"


def _figure(line: Line, targeted: bool) -> str:
    numbers = [*([line.target, line.reached] if targeted else []), *line.others]
    cells = "".join(f'<td class="n">{escape(number)}</td>' for number in numbers)
    return (
        f'<tr><td class="quiet">{line.figure.partition("_")[0]}</td>'
        f"<td>{escape(line.name)}<small>{escape(line.definition)}</small></td>"
        f'<td class="n"><strong>{escape(line.value)}</strong></td>{cells}</tr>'
    )


def _chart(chart: Chart) -> Iterable[str]:
    """A chart with its numbers in a table below it."""
    yield f"<figure><figcaption>{escape(chart.title)}</figcaption>{_svg(chart)}"
    yield f"<details><summary>{escape(_('The numbers'))}</summary><table><tbody>"
    yield from (f'<tr><td>{escape(name)}</td><td class="n">{text}</td></tr>' for name, _number, text in chart.bars)
    yield "</tbody></table></details></figure>"


def _svg(chart: Chart) -> str:
    """The drawing; a screen reader is told where the numbers are."""
    pygal, style_of = _drawing()
    style = style_of(
        background="transparent",
        plot_background="transparent",
        colors=(COLOUR,),
        font_family="system-ui, sans-serif",
        label_font_size=13,
        major_label_font_size=13,
        transition="0s",
    )
    drawing = pygal.Bar(
        style=style, js=(), show_legend=False, width=900, height=320, x_label_rotation=45, margin=4, spacing=8,
        truncate_label=24, pretty_print=False, print_values=False, min_scale=3, max_scale=6, show_y_guides=False,
        zero=0, value_formatter=number_text,
    )  # fmt: skip
    drawing.x_labels = [name for name, _number, _text in chart.bars]
    drawing.add(chart.title, [number for _name, number, _text in chart.bars])
    tree = drawing.render_tree()
    for parent in list(tree.iter()):
        # Neither scripts nor comments; those have no name but a function.
        for child in [child for child in parent if not isinstance(child.tag, str) or child.tag.endswith("script")]:
            parent.remove(child)
    if (named := tree.find("{*}title")) is not None:
        named.text = chart.title
    tree.set("role", "img")
    tree.set("aria-label", f"{chart.title}. {_('The numbers stand below.')}")
    return str(ElementTree.tostring(tree, encoding="unicode"))


@cache
def _drawing() -> tuple[Any, Any]:
    """The charts, loaded when they are needed, without the import hook for map plugins that they would leave behind.

    Other hooks stay: what the charts import as well takes the place of a finder of Python's own.
    """
    import pygal
    from pygal.style import Style

    sys.meta_path[:] = [hook for hook in sys.meta_path if not type(hook).__module__.startswith("pygal")]
    return pygal, Style


def _table(table: Table) -> Iterable[str]:
    first, *others = table.head
    yield f"<h2>{escape(table.title)}</h2>"
    yield f'<p class="quiet">{escape(table.note)}</p>' if table.note else ""
    yield f"<table><thead><tr><th>{escape(first)}</th>"
    yield "".join(f"<th{_kind(place < table.texts)}>{escape(head)}</th>" for place, head in enumerate(others, 1))
    yield "</tr></thead><tbody>"
    for row in table.rows:
        cells = (f"<td{_kind(place < table.texts)}>{escape(cell)}</td>" for place, cell in enumerate(row))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _kind(text: bool) -> str:
    return "" if text else ' class="n"'
