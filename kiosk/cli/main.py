"""The ``kiosk`` command and what all its commands share."""

from __future__ import annotations

import difflib
import importlib
import sys
import traceback
from pathlib import Path
from typing import Any, Final

import click

from kiosk import __version__
from kiosk.cli.common import speak_as
from kiosk.i18n import N_, _
from kiosk.model import KioskError

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("kiosk.cli.demo", N_("A made-up event to watch, drive and learn from.")),
    "new": ("kiosk.cli.folder", N_("Makes an event folder with settings and sample lists.")),
    "import": ("kiosk.cli.folder", N_("Reads a list of attendees, booths or positions, or of what came of the event.")),
    "pin": ("kiosk.cli.pin", N_("Sets the PIN of a role, or takes it away.")),
    "check": ("kiosk.cli.folder", N_("Checks that everything is ready before the doors open.")),
    "plan": ("kiosk.cli.plan", N_("Plans who goes where in which round.")),
    "badges": ("kiosk.cli.badges", N_("Badges to print, on sheets and labels of many sizes.")),
    "slips": ("kiosk.cli.slips", N_("Routing slips to print; lists and table signs for when the screens are dark.")),
    "sheets": ("kiosk.cli.sheets", N_("A page each for reception, moderation, booths and the set-up of readers.")),
    "cards": ("kiosk.cli.cards", N_("Command cards to print: with them booths work without a keyboard.")),
    "paper": ("kiosk.cli.paper", N_("Types in afterwards what was ticked on paper, with its real times.")),
    "run": ("kiosk.cli.screens", N_("The screens for reception and moderation.")),
    "hall": ("kiosk.cli.screens", N_("The public display: time left, and where each number goes.")),
    "booth": ("kiosk.cli.screens", N_("The screen of one booth: who is in, who comes next, results at a key.")),
    "info": ("kiosk.cli.screens", N_("The screen of an info point: scan, and your next booth stands there.")),
    "feedback": ("kiosk.cli.screens", N_("The screen at the exit: visitors answer, and nobody learns who.")),
    "gate": ("kiosk.cli.gate", N_("A reader without a screen.")),
    "round": ("kiosk.cli.rounds", N_("Starts, holds, extends and ends rounds from a shell.")),
    "report": ("kiosk.cli.report", N_("The figures of the event with their definitions, in files and for the press.")),
    "export": ("kiosk.cli.after", N_("Writes CSV files and an Excel workbook.")),
    "backup": ("kiosk.cli.backup", N_("Makes a checked copy of the event while it runs.")),
    "restore": ("kiosk.cli.backup", N_("Goes on from a backup, on this laptop or another one.")),
    "key": ("kiosk.cli.backup", N_("Makes a key, so that only you can open backups.")),
    "close": ("kiosk.cli.after", N_("Closes the event: the figures on site are frozen.")),
    "reopen": ("kiosk.cli.after", N_("Takes the closing back.")),
    "erase": ("kiosk.cli.privacy", N_("Erases everybody or one person; the figures stay.")),
    "person": ("kiosk.cli.privacy", N_("All that is known of one person, on paper or as JSON.")),
    "inventory": ("kiosk.cli.privacy", N_("What is on this laptop, without names: for the office, should it be lost.")),
    "verify": ("kiosk.cli.after", N_("Checks the database against its journal.")),
    "rebuild": ("kiosk.cli.after", N_("Makes all tables anew from the journal.")),
}
"""Every command with the room that holds it and its line in the help; rooms are only entered when they are needed."""


class Commands(click.Group):
    """The commands, each imported when it is called; what a user can mend is told in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which an event needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, summary = COMMANDS[cmd_name]
        command: click.Command = importlib.import_module(module).__dict__[f"{cmd_name}_command"]
        command.help, command.short_help = _(summary), _(summary)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed; of one that there is not, the likeliest is named.

        From here on the language is that of the event whose folder was typed, so that help and what is wrong with the
        options come in it as well.
        """
        for word in args[1:]:
            speak_as(Path(word))
        near = difflib.get_close_matches(args[0], COMMANDS, 1)
        if args[0] not in COMMANDS and near and not args[0].startswith("-"):
            text = _("There is no command “{typed}”. Did you mean “{near}”?")
            ctx.fail(text.format(typed=args[0], near=near[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands; none of them is imported for it."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(summary)) for name, (_module, summary) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; a fault that its user can mend ends it with status 1."""
        try:
            return super().invoke(ctx)
        except KioskError as error:
            click.echo(str(error), err=True)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # What nobody foresaw: where it happened, for whoever mends it, and nothing of what people's lists hold.
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
            text = _("kiosk has stopped because of a fault ({place}). Everything recorded is kept. Start it again.")
            click.echo(text.format(place=place), err=True)
        sys.exit(1)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="kiosk %(version)s")
@click.pass_context
def kiosk(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


kiosk.help = _(
    "Check-in and rotation control for job-speed-dating events: one laptop, one terminal, no internet.\n\n"
    "Begin with “kiosk demo”, then “kiosk new my-event”."
)
