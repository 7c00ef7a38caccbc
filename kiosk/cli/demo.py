"""The command for newcomers: a made-up event to watch and drive, or its whole day at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kiosk.cli.common import AS_JSON, print_json, program
from kiosk.figure_words import figure_text
from kiosk.i18n import LANGUAGES, _, event_language, ngettext, use
from kiosk.rules.figures import DEFINITIONS
from kiosk.words import number_text

if TYPE_CHECKING:
    from kiosk.demo.runner import Demo, Outcome, Progress

STOPPED: Final = 130
"""Exit status of a program that was stopped by Ctrl+C."""

STEP: Final = 0.1
"""The part of the day after which a further line tells how far it is, where no line can be written over."""


@click.command("demo")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Another number makes up another event."))
@click.option("--language", type=click.Choice(LANGUAGES), default=event_language, help=_("The event's language."))
@click.option("--people", type=click.IntRange(20, 675), default=675, hidden=True)
@AS_JSON
def demo_command(folder: Path | None, seed: int, language: str, people: int, as_json: bool) -> None:
    from kiosk.demo.event import first_free
    from kiosk.demo.runner import make

    use(language)
    made = make(folder or first_free(Path()), seed, people, language)
    text = _("A made-up event for {people} people, in the folder {folder}")
    click.echo(text.format(people=people, folder=made.folder), err=True)
    watched = not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    sys.exit(_show(made) if watched else _play(made, as_json=as_json))


def _play(made: Demo, *, as_json: bool) -> int:
    """Plays the whole day and prints what became of it."""
    from kiosk.demo.runner import play

    try:
        outcome = play(made, _teller())
    except KeyboardInterrupt:
        text = _("Stopped. Everything recorded is kept in {folder}.")
        click.echo("\n" + text.format(folder=made.folder), err=True)
        return STOPPED
    text = _("{scans} scans in {seconds} seconds, each on the disk before it was answered: {rate} a second.")
    rate = number_text(round(outcome.scans / outcome.seconds))
    scans, seconds = number_text(outcome.scans), number_text(round(outcome.seconds, 1))
    click.echo(text.format(scans=scans, seconds=seconds, rate=rate), err=True)
    if as_json:
        exports = [str(path.resolve()) for path in outcome.exports]
        print_json({**outcome.report, "folder": str(made.folder.resolve()), "exports": exports})
    else:
        click.echo(_summary(made, outcome))
    return 0


def _teller() -> Callable[[Progress], None]:
    """Tells how far the day is: a line that is written over on a terminal, else a few lines."""
    same_line, told = sys.stderr.isatty(), 0.0

    def tell(progress: Progress) -> None:
        nonlocal told
        if same_line:
            click.echo(f"\r{_progress_text(progress)}", nl=progress.part >= 1, err=True)
        elif told < 1 and (progress.part >= 1 or progress.part - told >= STEP):
            told = progress.part
            click.echo(_progress_text(progress), err=True)

    return tell


def _progress_text(progress: Progress) -> str:
    text = _("{time}  {part:3} %   in the house {inside:3}   round {round:2}   talks {talks:4}")
    return text.format(
        time=f"{progress.at:%H:%M}",
        part=round(progress.part * 100),
        inside=progress.inside,
        round=progress.round,
        talks=progress.talks,
    )


def _summary(made: Demo, outcome: Outcome) -> str:
    figures, checks = outcome.report["figures"], outcome.report["checks"]
    wrong = [check["name"] for check in checks if not check["holds"]]
    holds = ngettext("{n} check of the figures holds.", "{n} checks of the figures hold.", len(checks) - len(wrong))
    return "\n".join(
        [
            "",
            *(
                f"{figure_text(figure, figures[figure]):>8}  {_(name)}"
                for figure, (name, _meaning) in DEFINITIONS.items()
            ),
            "",
            f"✔ {holds}",
            *(f"✖ {_(name)}" for name in wrong),
            "",
            *map(str, outcome.exports),
            "",
            _next_steps(made.folder),
        ]
    )


def _next_steps(folder: Path) -> str:
    steps = (
        (f"{program()} run {folder}", _("reception, rounds and figures of this event")),
        (f"{program()} hall {folder}", _("what the hall sees, in a second terminal")),
        (f"{program()} report {folder}", _("the figures with their definitions")),
        (f"{program()} export {folder}", _("CSV files and a workbook; open them in Excel")),
        (f"{program()} new my-event", _("an event of your own")),
    )
    width = max(len(command) for command, _meaning in steps)
    return "\n".join([_("To try next:"), *(f"  {command:{width}}  {meaning}" for command, meaning in steps)])


def _show(made: Demo) -> int:
    """Opens the screens with people coming in, until somebody leaves."""
    from kiosk.cli.demo_screens import run
    from kiosk.demo.live import Show
    from kiosk.desk import at_desk

    show = Show(made)
    try:
        with at_desk(made.folder) as desk:
            status = run(desk, show)
    finally:
        show.stop()
    if show.trouble:
        click.echo(show.trouble, err=True)
    text = _("The made-up event is kept in {folder}; delete the folder when you have done with it.")
    click.echo(f"{text.format(folder=made.folder)}\n\n{_next_steps(made.folder)}")
    return 1 if show.trouble else status
