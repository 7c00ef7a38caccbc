"""The command for organisers and moderators: who goes where, how good that is, and whose wishes cannot be."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from kiosk.actions import rounds
from kiosk.actions.outlook import BoothOutlook, Complaint, complaints, outlook, problem_now, reasons, unmet
from kiosk.actions.plans import Proposal, propose, publish
from kiosk.cli.common import AS_JSON, FOLDER, opened, print_json
from kiosk.cli.pin import PIN_FILE, allowed
from kiosk.cli.rounds import BLOCK
from kiosk.i18n import _, ngettext
from kiosk.model import KioskError
from kiosk.plan_words import REASONS, STAGES, complaints_text
from kiosk.rotation import Plan, plan
from kiosk.rotation.outlook import Reason
from kiosk.rotation.planner import Stage
from kiosk.rotation.problem import Problem
from kiosk.rules.rights import Right


@click.command("plan")
@FOLDER
@BLOCK
@click.option("--publish", "goes_out", is_flag=True, help=_("Makes the plan hold; without this it is only shown."))
@click.option("--outlook", "ahead", is_flag=True, help=_("Only shows wishes against seats."))
@PIN_FILE
@AS_JSON
def plan_command(
    folder: Path, block: str | None, goes_out: bool, ahead: bool, pin_file: Path | None, as_json: bool
) -> None:
    if goes_out and ahead:
        raise click.UsageError(_("--outlook plans nothing: leave --publish out."))
    with opened(folder) as desk:
        meant = rounds.rounds_block(desk, block)
        if goes_out:
            desk = allowed(desk, Right.ROUNDS, pin_file)
        try:
            if ahead:
                hall, problem = problem_now(desk, meant)
                _print_outlook(outlook(hall, problem), complaints(hall, problem), as_json)
                return
            proposal = propose(desk, meant, _make)
        except KeyboardInterrupt:
            raise KioskError(_("Stopped. Nothing was changed.")) from None
        moved = publish(desk, proposal) if goes_out else []
        if as_json:
            print_json(plan_document(proposal))
            return
        click.echo(plan_text(proposal))
        if goes_out:
            click.echo(
                ngettext("Published; {n} person is told anew.", "Published; {n} persons are told anew.", len(moved))
            )
        else:
            click.echo(_("Not published yet: --publish makes it hold."))


def _make(problem: Problem) -> Plan:
    """Plans, and tells on a terminal how far it is."""
    if not sys.stderr.isatty():
        return plan(problem)
    try:
        return plan(problem, _tell)
    finally:
        click.echo("\r\033[K", err=True, nl=False)


def _tell(stage: Stage) -> None:
    line = _("Planning: {stage} … (Ctrl+C stops)").format(stage=_(STAGES[stage]))
    click.echo(f"\r\033[K{line}", err=True, nl=False)


def plan_document(proposal: Proposal) -> dict[str, Any]:
    """A plan in the form that others rely on."""
    talks = [
        {"round": talk.round, "number": talk.number, "booth": talk.booth, "seat": talk.seat, "position": talk.position}
        for talk in proposal.talks
    ]
    why = [{"number": number, "reason": str(reason)} for number, reason in sorted(reasons(proposal).items())]
    return {
        "block": proposal.hall.block.id,
        "rounds": proposal.hall.block.rounds,
        "talks": talks,
        "value": proposal.plan.value,
        "bound": proposal.plan.bound,
        "proven": proposal.plan.proven,
        "share": proposal.plan.share,
        "seconds": round(proposal.seconds, 4),
        "unplaced": proposal.unplaced,
        "reasons": why,
        "problems": [_problem(each) for each in _problems(proposal)],
    }


def _problems(proposal: Proposal) -> list[Complaint]:
    return sorted({*complaints(proposal.hall, proposal.problem), *unmet(proposal)})


def _problem(complaint: Complaint) -> dict[str, Any]:
    return {"number": complaint.number, "problem": str(complaint.trouble), "about": complaint.what or None}


def plan_text(proposal: Proposal) -> str:
    """A plan in sentences: how good it is, who goes without and why, and what could not be as the lists say."""
    talks = ngettext("{n} talk", "{n} talks", len(proposal.talks))
    people = ngettext("for {n} person", "for {n} persons", len({talk.person for talk in proposal.talks}))
    lines = [f"{talks} {people}: {proposal.quality()}", *_without(proposal), *_sentences(_problems(proposal))]
    return "\n".join(lines)


def _without(proposal: Proposal) -> list[str]:
    found: dict[Reason, list[int]] = {}
    for number, reason in sorted(reasons(proposal).items()):
        found.setdefault(reason, []).append(number)
    if not found:
        return []
    numbers = _("Without a talk: {numbers}").format(numbers=", ".join(map(str, proposal.unplaced)))
    return [numbers, *(f"  {_(REASONS[why])}: {', '.join(map(str, whom))}" for why, whom in found.items())]


def _sentences(found: Iterable[Complaint]) -> list[str]:
    return [f"▲ {text}" for text in complaints_text([(each.number, each.trouble, each.what) for each in found])]


def _print_outlook(booths: list[BoothOutlook], wrong: list[Complaint], as_json: bool) -> None:
    if as_json:
        print_json({"booths": [_outlook(each) for each in booths], "problems": [_problem(each) for each in wrong]})
        return
    heads = (_("Booth"), _("wishes"), _("first"), _("seats"), _("lacking"))
    rows = [heads, *((each.booth, *map(str, _counts(each))) for each in booths)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    for row, more in zip(rows, ["", *map(_gain, booths)], strict=True):
        cells = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"{cells}   {more}".rstrip())
    for sentence in _sentences(wrong):
        click.echo(sentence)


def _counts(each: BoothOutlook) -> tuple[int, int, int, int]:
    return each.demand.wishes, each.demand.first_wishes, each.demand.seats, each.lacking


def _gain(each: BoothOutlook) -> str:
    if each.gain is None:
        return ""
    text = _("one more seat: {talks} more talks, {served} fewer persons without one")
    return text.format(talks=each.gain.talks, served=each.gain.served)


def _outlook(each: BoothOutlook) -> dict[str, Any]:
    wishes, first, seats, lacking = _counts(each)
    gain = each.gain and {"talks": each.gain.talks, "served": each.gain.served}
    row = {"booth": each.booth, "wishes": wishes, "first_wishes": first, "seats": seats, "lacking": lacking}
    return {**row, "one_more_seat": gain}
