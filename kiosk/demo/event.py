"""The made-up event's folder: settings, booths, positions and the list of people as an organiser would have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.demo.cast import STARTS, Cast
from kiosk.demo.people import Guest
from kiosk.desk import BOOTHS, POSITIONS
from kiosk.event import SETTINGS
from kiosk.exchange.places import write_places
from kiosk.exchange.write import write_csv
from kiosk.faults import reason
from kiosk.folder import make_folder
from kiosk.i18n import _
from kiosk.model import KioskError, Role
from kiosk.programme import Mode
from kiosk.settings import TIMEZONE

TALK, CHANGE, WARNING = 10, 2, 1
LIST: Final = "attendees.csv"
ZONE: Final = ZoneInfo(TIMEZONE)

_CHANNEL: Final = {
    "agentur": "Agentur für Arbeit",
    "jobcenter": "Jobcenter",
    "school": "Schule",
    "mentor": "Mentorin",
    "press": "Presse",
    "none": "keine",
}
_STATUS: Final = {"job_seeker": "arbeitsuchend", "training_seeker": "ausbildungsuchend", "other": "beschäftigt"}
_ROLE: Final = {Role.EMPLOYER: "Arbeitgeber", Role.STAFF: "Team", Role.MENTOR: "Mentorin", Role.PRESS: "Presse"}
_WISHES: Final = 7


def first_free(parent: Path) -> Path:
    """A folder for a further demo, beside those that are there."""
    names = ("kiosk-demo", *(f"kiosk-demo-{further}" for further in range(2, 1000)))
    return next((path for name in names if not (path := parent / name).exists()), parent / names[0])


def write_folder(folder: Path, invented: Cast, language: str, today: date, doors: datetime, now: datetime) -> None:
    """Makes the event's folder, with a clock that reads ``doors`` at the moment ``now``.

    Raises:
        KioskError: where the folder holds an event already or cannot be written.
    """
    make_folder(folder, Mode.ROUNDS, language, today)
    write_places(folder / BOOTHS, invented.booths, language)
    write_places(folder / POSITIONS, invented.positions, language)
    _write_list(folder / LIST, invented.listed)
    write_settings(folder, today, language, invented.rounds, Pace(1, doors, now))


@dataclass(frozen=True, slots=True)
class Pace:
    """A clock of its own for every process on the folder: so many times faster, reading ``starts`` at ``since``."""

    speed: float
    starts: datetime
    since: datetime


def write_settings(folder: Path, day: date, language: str, rounds: int, pace: Pace) -> None:
    """Writes the event's settings.

    Raises:
        KioskError: they cannot be written.
    """
    text = _SETTINGS.format(
        made_up=_("Everything in this folder is made up; the demo wrote it, and it may be deleted."),
        name=_("Job-Speed-Dating (demo)"),
        venue=_("Central library"),
        day=day.isoformat(),
        language=language,
        starts=STARTS.isoformat(),
        rounds=rounds,
        talk=TALK,
        change=CHANGE,
        warning=WARNING,
        clock=_("The demo has a clock of its own: every program on this folder follows it instead of the laptop's."),
        speed=pace.speed,
        begins=pace.starts.astimezone(ZONE).isoformat(timespec="seconds"),
        since=pace.since.isoformat(timespec="milliseconds"),
    )
    path = folder / SETTINGS
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KioskError(_("{file} could not be written: {reason}.").format(file=path, reason=reason(error))) from error


_SETTINGS: Final = """\
# {made_up}

[event]
name = "{name}"
venue = "{venue}"
date = {day}
language = "{language}"
timezone = "Europe/Berlin"
permitted = 800

[[block]]
id = "talks"
mode = "rounds"
starts = {starts}
rounds = {rounds}
talk_minutes = {talk}
change_minutes = {change}
warning_minutes = {warning}

# {clock}
[rehearsal]
speed = {speed}
from = {begins}
since = {since}
"""


def _write_list(path: Path, listed: Sequence[Guest]) -> None:
    """The list of people as an organiser keeps it in German Excel."""
    header = [
        "Vorname",
        "Nachname",
        "E-Mail",
        "Rolle",
        "Einrichtung",
        "Gruppe",
        "Zugangsweg",
        "Erwerbsstatus",
        "Stadtbezirk",
        "Sprache",
        *(f"Wunsch {rank}" for rank in range(1, _WISHES + 1)),
        "Kommt ab",
        "Da bis",
        "Anmeldestatus",
        "Ticket-Code",
    ]
    write_csv(path, header, map(_row, listed))


def _row(guest: Guest) -> list[str]:
    return [
        guest.first_name,
        guest.last_name,
        guest.email,
        _ROLE.get(guest.role, "Teilnehmende"),
        guest.organisation,
        guest.group,
        _CHANNEL.get(guest.channel, ""),
        _STATUS.get(guest.status, ""),
        guest.district,
        guest.language,
        *(guest.wishes[rank] if rank < len(guest.wishes) else "" for rank in range(_WISHES)),
        f"{guest.arrives:%H:%M}" if guest.arrives else "",
        f"{guest.leaves:%H:%M}" if guest.leaves else "",
        "storniert" if guest.cancelled else "bestätigt",
        guest.ticket,
    ]
