"""One person's day: who it is, in and out, where they go, whom they talked to, what was scanned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from textual.content import Content

from kiosk.actions.asking import ANSWERS, CONSENTS
from kiosk.actions.closing import closed_since
from kiosk.actions.merging import seconds
from kiosk.actions.rounds import clock_of
from kiosk.category_words import label_text
from kiosk.desk import Desk
from kiosk.i18n import _
from kiosk.model import Person, PlannedTalk, ScanRow, Talk
from kiosk.programme import Block, Mode
from kiosk.result_words import appointment_text, task_text, when_text
from kiosk.rules.clock import starts_at
from kiosk.rules.results import clashes
from kiosk.rules.tasks import tasks_of
from kiosk.widgets.search import presence
from kiosk.widgets.texts import plain, safe
from kiosk.words import LOOKS, application_text, clock_time, marks_text, number_word, reader_word, step_text

MOST_SCANS = 30


def who(person: Person) -> Content:
    """Number, name and presence on one line."""
    number = "–" if person.number is None else str(person.number)
    name = safe(f"{person.first_name} {person.last_name}", 60) or _("(no name)")
    return Content.assemble((f"{number}  ", "bold $primary"), (name, "bold"), "   ", presence(person))


def day(desk: Desk, person: Person) -> Content:
    """The day in paragraphs. How somebody came to the event and what they seek stand on no screen."""
    parts = [
        Content("\n").join(_facts(desk, person)),
        _paragraph(_("Talks"), list(_talks(desk, person)), _("None planned, none held.")),
        *([_paragraph(_("What came of them"), agreed, "")] if (agreed := list(_agreed(desk, person))) else []),
        _paragraph(
            _("Scans"), [_scan(desk, scan) for scan in desk.store.scans_of(person.id)[:MOST_SCANS]], _("None yet.")
        ),
    ]
    return Content("\n\n").join(parts)


def _paragraph(heading: str, lines: list[Content], empty: str) -> Content:
    return Content("\n").join(
        [Content.styled(heading, "bold $primary"), *(lines or [Content.styled(empty, "$text-muted")])]
    )


def _facts(desk: Desk, person: Person) -> Iterator[Content]:
    if person.first_in:
        text = _("Came at {time} ({reader})").format(
            time=_time(desk, person.first_in), reader=reader_word(person.first_reader)
        )
        left = _(", left at {time}").format(time=_time(desk, person.last_out)) if _has_left(person) else ""
        yield plain(text + left)
    else:
        yield Content(_("Has not come yet"))
    if person.wishes:
        yield plain(_("Wishes: {wishes}").format(wishes=", ".join(_wish(desk, wish) for wish in person.wishes)))
    if person.arrives or person.leaves:
        arrives = f"{person.arrives:%H:%M}" if person.arrives else "…"
        leaves = f"{person.leaves:%H:%M}" if person.leaves else "…"
        yield Content(_("Can be here from {arrives} to {leaves}").format(arrives=arrives, leaves=leaves))
    for label, value in (
        (_("Group"), label_text(person.group)),
        (_("Organisation"), label_text(person.organisation)),
        (_("Note"), person.note),
    ):
        if value:
            yield plain(f"{label}: {safe(value, 120)}")
    for record in seconds(desk, person.id):
        yield plain("⇄ " + _("also listed as {number}").format(number=number_word(record.number)))
    if marks := marks_text(person.assistance, person.interpreting):
        yield Content.styled(safe(marks), "bold")
    asked = [(name, getattr(person, name)) for name in CONSENTS]
    yield plain(" · ".join(f"{_(CONSENTS[name])}: {_(ANSWERS.get(said, said))}" for name, said in asked))
    if person.walk_in:
        yield Content(_("Came without registration"))
    if person.cancelled:
        yield Content.styled("✖ " + _("The registration was cancelled"), "$text-error")
    if person.conflict:
        yield Content.styled("▲ " + _("Checked in twice without leaving: look at the scans"), "$text-warning")


def _has_left(person: Person) -> bool:
    return not person.inside and person.last_out is not None


def _wish(desk: Desk, wish: str) -> str:
    """A wish with the employer or the title that it means."""
    booth = desk.event.booth(wish)
    position = next((known for known in desk.event.positions if known.position == wish), None)
    meant = booth.employer if booth else position.title if position else ""
    return f"{wish} {meant}".strip()


def _talks(desk: Desk, person: Person) -> Iterator[Content]:
    """The planned talks in their order, each with what became of it, then those that no plan knew of."""
    held = desk.store.talks_of(person.id)
    known: set[str] = set()
    for block in desk.event.blocks:
        for planned in desk.store.planned(block.id, person.id) if block.mode is Mode.ROUNDS else []:
            talk = next((each for each in held if (each.block, each.round) == (block.id, planned.round)), None)
            if talk:
                known.add(talk.id)
            yield _planned(desk, block, planned, talk)
    for talk in held:
        if talk.id not in known:
            where = plain(place(talk.booth, talk.seat))
            yield Content.assemble((f"{_time(desk, talk.starts)}  ", "bold"), where, "  ", _outcome(desk, talk))


def _planned(desk: Desk, block: Block, planned: PlannedTalk, talk: Talk | None) -> Content:
    now = desk.now()
    starts = starts_at(clock_of(desk, block), desk.event, block, planned.round, now)
    round_ = _("Round {round}").format(round=planned.round)
    where = plain(place(planned.booth, planned.seat))
    lock = "■ " + _("locked") + "  " if planned.locked else ""
    return Content.assemble(
        (f"{_time(desk, starts)}  ", "bold"), f"{round_}  ", where, "  ", lock, _outcome(desk, talk)
    )


def place(booth: str, seat: str) -> str:
    """A booth and a seat in words."""
    text = _("Booth {booth}, seat {seat}") if seat else _("Booth {booth}")
    return text.format(booth=safe(booth), seat=safe(seat))


def _outcome(desk: Desk, talk: Talk | None) -> Content:
    if talk is None:
        return Content.styled("○ " + _("planned"), "$text-muted")
    if talk.ends is None and closed_since(desk):
        text = _("ended by the closing")
        return Content.styled(f"✔ {_time(desk, talk.starts)}–■ {text}", "$text-success")
    if talk.ends is None:
        return Content.styled("▶ " + _("running"), "$text-success")
    span = f"{_time(desk, talk.starts)}–{_time(desk, talk.ends)}"
    return Content.styled("✔ " + _("held") + f" {span}", "$text-success")


def _agreed(desk: Desk, person: Person) -> Iterator[Content]:
    """What came of the talks, with the appointments that clash and with whom they are, and what is still to be done."""
    results = desk.store.results_of(person.id)
    clashing = clashes(results)
    for result in sorted(results, key=lambda each: (each.date or date.max, each.time or time.max)):
        said = [application_text(result.application), step_text(result.next_step), when_text(result)]
        told = [*said, safe(result.place, 60), safe(result.who, 80)]
        text = " · ".join(part for part in told if part)
        yield plain(f"{_employer(desk, result.booth)}: {text or '–'}")
        for other in clashing.get(result.id, ()):
            whose = f"{_employer(desk, other.booth)}, {appointment_text(other)}"
            yield plain("  ▲ " + _("clashes with: {what}").format(what=whose), "bold $text-error")
        for task in tasks_of(result):
            yield plain(f"  ▲ {task_text(task)}", "$text-warning")


def _employer(desk: Desk, booth: str) -> str:
    known = desk.event.booth(booth)
    return safe(f"{booth} {known.employer if known else ''}", 40)


def _scan(desk: Desk, scan: ScanRow) -> Content:
    look = LOOKS[scan.verdict]
    undone = "  ↶ " + _("taken back") if scan.undone else ""
    return Content.assemble(
        (f"{_time(desk, scan.at)}  ", "bold"),
        f"{look.symbol} {_(look.word)}  ",
        (safe(reader_word(scan.reader)) + undone, "$text-muted"),
    )


def _time(desk: Desk, at: datetime | None) -> str:
    return clock_time(desk.event, at) if at else ""
