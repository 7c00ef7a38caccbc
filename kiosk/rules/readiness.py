"""What should be seen to before the doors open: pure findings, each with how bad it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from kiosk.i18n import N_, _, ngettext, plain_date
from kiosk.model import Entry, Person, Role
from kiosk.programme import Block, Event, Mode
from kiosk.rules.journal import standing
from kiosk.rules.scans import programme_day

WEEKDAYS: Final = (
    (N_("Monday"), "montag", "monday"),
    (N_("Tuesday"), "dienstag", "tuesday"),
    (N_("Wednesday"), "mittwoch", "wednesday"),
    (N_("Thursday"), "donnerstag", "thursday"),
    (N_("Friday"), "freitag", "friday"),
    (N_("Saturday"), "samstag", "saturday"),
    (N_("Sunday"), "sonntag", "sunday"),
)

LEAST_FREE: Final = 500_000_000
"""Bytes of free disk that an event with its backups and exports may need."""


class Level(StrEnum):
    """How a finding stands."""

    GOOD = "good"
    HINT = "hint"
    BAD = "bad"


SYMBOLS: Final = {Level.GOOD: "✔", Level.HINT: "▲", Level.BAD: "✖"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    level: Level
    text: str

    @property
    def symbol(self) -> str:
        """The mark before the text."""
        return SYMBOLS[self.level]

    def document(self) -> dict[str, Any]:
        """The finding for programs."""
        return {"name": self.name, "level": str(self.level), "text": self.text}


_UNTIL_CLOSED: Final = frozenset(
    {"date", "heard", "overlap", "plan", "reader", "rehearsal", "screen", "sound", "wishes"}
)
"""Findings that matter only as long as somebody may still come."""


_UNTIL_ERASED: Final = frozenset({"people", "scan", "printer", "encryption", "hibernation"})
"""Findings that matter only as long as anybody is known."""


def that_matter(findings: Iterable[Finding], *, closed: bool, erased: bool) -> list[Finding]:
    """The findings that are still of use; once the event is closed nobody needs a gong or a reader."""
    past = (_UNTIL_CLOSED if closed else frozenset()) | (_UNTIL_ERASED if erased else frozenset())
    return [finding for finding in findings if finding.name not in past]


def date_finding(event: Event, now: datetime) -> Finding:
    """Whether the laptop's date is a day of the event, and whether the event's own name has the right weekday."""
    weekday, *known = WEEKDAYS[event.day.weekday()]
    said = [name for _shown, *names in WEEKDAYS for name in names if name in event.name.casefold()]
    date = _("{weekday}, {date}").format(weekday=_(weekday), date=plain_date(event.day))
    if said and not set(said) & set(known):
        return Finding(
            "date", Level.BAD, _("The event's name says another weekday: its date is a {date}.").format(date=date)
        )
    if programme_day(event, now) is None:
        text = _("The laptop's date is {today}, the event is on {date}: no scan will be admitted.")
        return Finding(
            "date", Level.BAD, text.format(today=f"{plain_date(event.local(now))} {event.local(now):%H:%M}", date=date)
        )
    return Finding("date", Level.GOOD, _("The event is today: {date}.").format(date=date))


def rehearsal_finding(event: Event) -> Finding | None:
    """Whether the event lives by a rehearsal's clock, which must not be so on the real day."""
    if event.rehearsal_speed is None:
        return None
    text = _("A rehearsal: [rehearsal] in event.toml sets the clock. Take that section out before the real day.")
    return Finding("rehearsal", Level.HINT, text)


def _end(event: Event, block: Block) -> datetime:
    return event.moment(block.day, block.starts) + block.rounds * (block.talk + block.change)


def overlap_findings(event: Event) -> list[Finding]:
    """Blocks with rounds that run at the same time, for nobody can be in both."""
    timed = [block for block in event.blocks if block.mode is Mode.ROUNDS]
    timed.sort(key=lambda block: event.moment(block.day, block.starts))
    text = _("The blocks “{first}” and “{second}” overlap.")
    return [
        Finding("overlap", Level.BAD, text.format(first=first.id, second=second.id))
        for first, second in pairwise(timed)
        if event.moment(second.day, second.starts) < _end(event, first)
    ]


def people_finding(people: Sequence[Person]) -> Finding:
    """Whether a list was loaded."""
    expected = sum(person.role is Role.ATTENDEE and not person.cancelled for person in people)
    if not people:
        return Finding("people", Level.BAD, _("No list was imported yet: kiosk import DIR FILE."))
    return Finding("people", Level.GOOD, ngettext("{n} attendee is expected.", "{n} attendees are expected.", expected))


def booths_finding(event: Event) -> Finding:
    """Whether there are booths."""
    if not event.booths:
        return Finding("booths", Level.BAD, _("There are no booths: write them into booths.csv."))
    seats = sum(booth.seats for booth in event.booths)
    text = _("Booths: {booths}, seats: {seats}, positions: {positions}.")
    return Finding(
        "booths", Level.GOOD, text.format(booths=len(event.booths), seats=seats, positions=len(event.positions))
    )


def wish_findings(event: Event, wished: Iterable[tuple[Person, Iterable[str]]], rounds: int) -> list[Finding]:
    """Booths that more people want than they can see, and wishes that name nothing.

    ``wished`` has for each person the booths that their wishes mean; ``rounds`` is how many talks a seat can hold.
    """
    wanted: Counter[str] = Counter()
    lost = []
    for person, booths in wished:
        found = list(booths)
        wanted.update(found)
        if person.wishes and not found:
            lost.append(person.number)
    findings = []
    for booth in event.booths:
        places = booth.seats * rounds
        if wanted[booth.booth] > places:
            text = _("Booth {booth}: {wanted} people want it, {places} talks fit.")
            findings.append(
                Finding("wishes", Level.HINT, text.format(booth=booth.booth, wanted=wanted[booth.booth], places=places))
            )
    if lost:
        numbers = ", ".join(str(number) for number in lost[:10])
        findings.append(
            Finding(
                "wishes",
                Level.HINT,
                _("Wishes that name no booth or position: numbers {numbers}.").format(numbers=numbers),
            )
        )
    return findings


def disk_finding(free: int) -> Finding:
    """Whether there is room on the disk; ``free`` in bytes."""
    if free < LEAST_FREE:
        text = _("Only {free} MB are free on the disk. Make room: 500 MB should be free.")
        return Finding("disk", Level.BAD, text.format(free=free // 1_000_000))
    return Finding("disk", Level.GOOD, _("{free} GB are free on the disk.").format(free=free // 1_000_000_000))


LIST_READ: Final = "list_read"
"""Kept with the event when a list was read: its file, its rows, and how many of them were rejected."""

SOUND_HEARD: Final = "sound_heard"
"""Kept with the event when somebody said whether the gong can be heard."""


def reader_proved(name: str, *, proved: bool) -> Finding:
    """Whether a reader has delivered a readable code today."""
    if proved:
        return Finding("reader", Level.GOOD, _("Reader {name}: proved by a scan today.").format(name=name))
    text = _("Reader {name}: not proved yet. Scan any badge or the test code.")
    return Finding("reader", Level.HINT, text.format(name=name))


def list_findings(entries: Iterable[Entry]) -> list[Finding]:
    """The lists of which rows could not be read when they were last imported."""
    last = {str(entry.body["file"]): entry for entry in standing(entries) if entry.kind == LIST_READ}
    found = []
    for file, entry in last.items():
        rows = int(entry.body["rejected"])
        if rows:
            text = ngettext("{n} row could not be read", "{n} rows could not be read", rows)
            advice = _("{file}: {text}. Correct the list and import it again.").format(file=file, text=text)
            found.append(Finding("list", Level.HINT, advice))
    return found


def heard_today(entries: Iterable[Entry], since: datetime) -> bool | None:
    """What was last said today of the gong; None where nobody was asked."""
    said = [entry for entry in standing(entries) if entry.kind == SOUND_HEARD and entry.at >= since]
    return bool(said[-1].body["heard"]) if said else None


def machine_findings(
    *,
    screens: int | None,
    encrypted: bool | None,
    hibernates: bool | None,
    printers: Sequence[str] | None,
    synchronised: bool | None,
) -> list[Finding]:
    """What the laptop says of itself; nothing of it stops an event, and None is not known."""
    found = []
    if screens is not None:
        shown = _("A second screen is connected: kiosk hall can fill it.")
        one = _("No second screen is connected: connect the projector, then kiosk hall.")
        found.append(Finding("screen", Level.GOOD, shown) if screens > 1 else Finding("screen", Level.HINT, one))
    if printers is not None:
        named = _("Printer: {names}.").format(names=", ".join(printers))
        none = _("No printer is set up. Badges and slips can be saved as PDF and printed elsewhere.")
        found.append(Finding("printer", Level.GOOD, named) if printers else Finding("printer", Level.HINT, none))
    if encrypted is not None:
        safe = _("The disk of the event folder is encrypted.")
        bare = _("The disk of the event folder is not encrypted: do not leave the laptop alone, erase afterwards.")
        found.append(Finding("encryption", Level.GOOD, safe) if encrypted else Finding("encryption", Level.HINT, bare))
    else:
        text = _("Whether the disk is encrypted cannot be seen from here: ask whoever administers this laptop.")
        found.append(Finding("encryption", Level.HINT, text))
    if hibernates:
        text = _("The laptop can hibernate, which writes its memory with names to the disk: switch that off.")
        found.append(Finding("hibernation", Level.HINT, text))
    if synchronised is False:
        text = _("No time server has set the laptop's clock: compare it with a watch.")
        found.append(Finding("clock", Level.HINT, text))
    return found


def clock_finding(last: datetime | None, now: datetime) -> Finding | None:
    """Whether the laptop's clock went back behind what the journal knows."""
    if last is None or now >= last - timedelta(seconds=5):
        return None
    text = _("The laptop's clock is behind the last entry of the journal. Set the clock right.")
    return Finding("clock", Level.BAD, text)
