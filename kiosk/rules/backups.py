"""What backups are called, which of them go, and what is said of the last one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.i18n import _, plain_date
from kiosk.programme import BackupSetting, Event
from kiosk.rules.readiness import Finding, Level

ENDING: Final = ".kioskbackup"
SEALED: Final = ".age"
"""Follows the ending of a backup that is sealed."""

_NAME: Final = re.compile(r"kiosk-(\d{8}-\d{6}(?:-\d+)?)\.kioskbackup(?:\.age)?")

LATE: Final = 3
"""So many times the usual time may pass before the last backup is called old."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last backups, as far as they can be seen, and what was wrong last."""

    last: datetime | None = None
    trouble: str = ""
    copied: datetime | None = None
    copy_trouble: str = ""


def name_of(at: datetime, taken: Collection[str], *, sealed: bool) -> str:
    """The name of a backup made at this local time, none of those that are taken."""
    ending = ENDING + SEALED if sealed else ENDING
    name, number = f"kiosk-{at:%Y%m%d-%H%M%S}", 1
    while f"{name}{f'-{number}' if number > 1 else ''}{ending}" in taken:
        number += 1
    return f"{name}{f'-{number}' if number > 1 else ''}{ending}"


def backups_among(names: Iterable[str]) -> list[str]:
    """The names of backups, the oldest first."""
    found = [(match[1], name) for name in names if (match := _NAME.fullmatch(name))]
    return [name for _when, name in sorted(found)]


def superseded(names: Iterable[str], keep: int) -> list[str]:
    """The backups that go so that only the newest stay."""
    return backups_among(names)[:-keep]


def backup_finding(event: Event, state: BackupState, now: datetime) -> Finding:
    """What is said of the backups on the Start screen; ``now`` is the laptop's own time."""
    setting = event.backup
    if state.trouble:
        return Finding("backup", Level.BAD, state.trouble)
    text = _last_one(event, state, now)
    if state.copy_trouble:
        return Finding("backup", Level.HINT, f"{text} {state.copy_trouble}")
    late = state.last is None or now - state.last > LATE * setting.every
    return Finding("backup", Level.HINT if late and setting.every else Level.GOOD, text)


def _last_one(event: Event, state: BackupState, now: datetime) -> str:
    if state.last is None:
        if event.backup.every:
            every = event.backup.every_minutes
            text = _("No backup yet: one is made every {minutes} minutes.").format(minutes=f"{every:g}")
            return _("No backup yet: one is made every minute.") if every == 1 else text
        return _("No backup yet: make one with kiosk backup DIR.")
    if state.copied is None:
        return _("Last backup: {time}.").format(time=_when(event, state.last, now))
    times = {"time": _when(event, state.last, now), "copied": _when(event, state.copied, now)}
    return _("Last backup: {time}, on the stick: {copied}.").format(**times)


def _when(event: Event, at: datetime, now: datetime) -> str:
    local = event.local(at)
    return f"{local:%H:%M}" if now - at < timedelta(hours=12) else f"{plain_date(local)} {local:%H:%M}"


def copy_finding(setting: BackupSetting) -> Finding | None:
    """Whether a stick that is lost would tell everybody who was there."""
    if not setting.to or setting.recipient:
        return None
    text = _(
        "Backups on the stick can be read by whoever finds it: make a key (kiosk key FILE), name it in event.toml."
    )
    return Finding("backup", Level.HINT, text)
