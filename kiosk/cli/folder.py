"""Commands for the weeks before: the event folder, its lists, and whether all is ready."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from kiosk.actions.late import import_results
from kiosk.actions.lists import import_people, import_places
from kiosk.actions.preflight import preflight
from kiosk.actions.result_cells import kind_text
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.clock import laptop
from kiosk.exchange.columns import few, listed
from kiosk.exchange.columns import mapping as chosen
from kiosk.exchange.headers import ATTENDEES, BOOTHS, POSITIONS
from kiosk.exchange.late_words import RESULTS
from kiosk.exchange.values import quoted
from kiosk.field_words import FIELDS
from kiosk.folder import make_folder
from kiosk.i18n import LANGUAGES, _, event_language, ngettext, use
from kiosk.programme import Mode
from kiosk.result_words import day_text
from kiosk.rules.contracts import Kind
from kiosk.rules.readiness import Level
from kiosk.rules.results import Application, Step
from kiosk.words import application_text, step_text

KINDS = {"attendees": ATTENDEES, "booths": BOOTHS, "positions": POSITIONS, "results": RESULTS}


@click.command("new")
@FOLDER
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), default="rounds", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default=event_language, help=_("The event's language."))
def new_command(folder: Path, mode: str, language: str) -> None:
    use(language)
    today = laptop().at.astimezone().date()
    for path in make_folder(folder, Mode(mode), language, today):
        click.echo(path)
    click.echo(
        _("Next: open event.toml and put your event's name and date into it; then “kiosk check {folder}”.").format(
            folder=folder
        )
    )


@click.command("import")
@FOLDER
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(list(KINDS)), show_default="attendees")
@click.option("--map", "mapping", multiple=True, metavar="field=Column", help=_("Names the column of a field."))
@click.option("--dry-run", is_flag=True, help=_("Only says what would be done."))
@AS_JSON
def import_command(
    folder: Path, file: Path, kind: str | None, mapping: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    with opened(folder) as desk:
        columns = chosen(mapping, KINDS[kind or "attendees"])
        if kind is None or kind == "attendees":
            found = import_people(desk, file, columns, dry_run=dry_run, sure=kind is not None)
        elif kind == "results":
            found = import_results(desk, file, columns, dry_run=dry_run)
        else:
            found = import_places(desk, file, kind, columns, dry_run=dry_run)
    if as_json:
        print_json(found)
    else:
        click.echo(_intake_text(found, _results_text if kind == "results" else _people_text))
        if dry_run:
            click.echo(_("Nothing was written: this was only a trial."))
    for text in _warnings(found):
        click.echo(text, err=True)
    if not found["rows"]:
        text = _("{file} has no row below the names of its columns. Export the list once more.")
        click.echo(text.format(**found), err=True)
    sys.exit(0 if found["rows"] > len(found["rejected"]) + len(found.get("proposed", ())) else 1)


def _intake_text(found: dict[str, Any], more: Callable[[dict[str, Any]], list[str]]) -> str:
    columns = ", ".join(
        f"{_(FIELDS.get(field, field))} ← {column if isinstance(column, str) else ' + '.join(column)}"
        for field, column in found["columns"].items()
    )
    counts = _("{rows}: {imported} new, {updated} updated, {unchanged} unchanged, {rejected} rejected")
    rows = ngettext("{n} row", "{n} rows", found["rows"])
    lines = [
        _("{file}: {encoding}, columns {columns}").format(**found | {"columns": columns}),
        counts.format(**found | {"rows": rows, "rejected": len(found["rejected"])}) + _unsure(found),
    ]
    if found.get("unused"):
        unused = listed(found["unused"])
        lines.append(_("Not used: {columns}. To use one, say --map field=Column.").format(columns=unused))
    line = _("Line {line}: {reason}")
    lines += [line.format(**row) for row in found["rejected"]]
    return "\n".join([*lines, *more(found)])


def _unsure(found: dict[str, Any]) -> str:
    """How many rows were only proposed, where a list has such."""
    text = _(", {n} not sure")
    return text.format(n=len(found["proposed"])) if "proposed" in found else ""


def _warnings(found: dict[str, Any]) -> list[str]:
    """What was left out of rows that were taken in: what stands in many lines is told once."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for row in found.get("warnings", ()):
        lines.setdefault((row["column"], row["value"], row["reason"]), []).append(str(row["line"]))
    text = _("Line {lines}, column {column}, {value}: {reason}")
    return [
        text.format(lines=few(lines), column=quoted(column), value=quoted(value), reason=reason)
        for (column, value, reason), lines in lines.items()
    ]


def _people_text(found: dict[str, Any]) -> list[str]:
    alike = _("Line {line} looks like line {like}: the same person twice?")
    return [alike.format(**row) for row in found["duplicates"]]


def _results_text(found: dict[str, Any]) -> list[str]:
    """What was not taken in because it is not sure, what was said twice, and what is without a talk."""
    lines = []
    for row in found["proposed"]:
        likely = ngettext("Likely number", "Likely numbers", len(row["numbers"]))
        numbers = ", ".join(map(str, row["numbers"]))
        if row["more"]:
            numbers = _("{numbers} and {more} more").format(numbers=numbers, more=row["more"])
        text = _("Line {line}, not taken in: {reason}").format(**row)
        lines.append(f"{text} {likely}: {numbers}." if row["numbers"] else text)
    again = _("Line {line} says the same as line {like}: already known, counted once.")
    lines += [again.format(**row) for row in found["duplicates"]]
    for name, text in (
        ("without_talk", _("Without a talk, and marked so: {lines}")),
        ("outdated", _("Said before and changed since, so it stays as it is now: {lines}")),
    ):
        if found[name]:
            numbers = ", ".join(map(str, found[name]))
            lines.append(text.format(lines=f"{ngettext('line', 'lines', len(found[name]))} {numbers}"))
    replaced = _("Line {line} replaces: {what}")
    lines += [replaced.format(line=row["line"], what=_was_text(row["was"])) for row in found["replaced"]]
    ended = _("Line {line} takes a contract back, for it says that there is none: {what}")
    denied = _("Line {line} takes an application back, for it says that there is none: {what}")
    for row in found["taken_back"]:
        text = denied if "application" in row["was"] else ended
        lines.append(text.format(line=row["line"], what=_was_text(row["was"])))
    return lines


def _was_text(was: dict[str, str]) -> str:
    """An appointment, an application or a contract by its fields."""
    what = step_text(Step(was["next_step"])) if "next_step" in was else ""
    how = application_text(Application(was["application"])) if "application" in was else ""
    kind = kind_text(Kind(was["contract_kind"])) if "contract_kind" in was else ""
    days = [day_text(date.fromisoformat(was[name])) for name in ("date", "applied", "contract_date") if was.get(name)]
    return " ".join(part for part in (what, how, kind, *days, was.get("time", "")) if part)


@click.command("check")
@FOLDER
@AS_JSON
def check_command(folder: Path, as_json: bool) -> None:
    with opened(folder) as desk:
        findings = preflight(desk)
    bad = sum(finding.level is Level.BAD for finding in findings)
    if as_json:
        print_json({"ready": not bad, "checks": [finding.document() for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{finding.symbol} {finding.text}")
        wrong = ngettext("{n} thing is not ready.", "{n} things are not ready.", bad)
        hints = sum(finding.level is Level.HINT for finding in findings)
        good = _("Nothing stops you; read what is marked ▲.") if hints else _("Everything is ready.")
        click.echo(wrong if bad else good)
    sys.exit(1 if bad else 0)
