"""The event as its organiser sets it up: blocks, booths, positions, readers, and who belongs together.

Nothing here changes during the event; what happens is in ``model``. Times of day are local to the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

TONES: Final = 4
"""How many readers of one laptop can be told apart by ear."""


class Mode(StrEnum):
    """How people move in a block of the programme."""

    ROUNDS = "rounds"
    QUEUE = "queue"
    OPEN = "open"
    SESSION = "session"


class ReaderRole(StrEnum):
    """What a scan at a reader is for."""

    ENTRANCE = "entrance"
    EXIT = "exit"
    BOOTH = "booth"
    INFO = "info"


class BadgeName(StrEnum):
    """What a badge says beside the number."""

    FULL = "full"
    FIRST = "first"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Pause:
    """A time of day in which a booth takes nobody."""

    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Booth:
    """A place where talks are held, with ``seats`` talks at the same time."""

    booth: str
    employer: str
    seats: int
    room: str = ""
    opens: time | None = None
    closes: time | None = None
    pauses: tuple[Pause, ...] = ()
    languages: tuple[str, ...] = ()
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """What a talk is about: a job, an apprenticeship, an internship offered at a booth."""

    position: str
    booth: str
    title: str
    kind: str = ""
    openings: int = 1


class BondKind(StrEnum):
    """What is settled for somebody beside their wishes."""

    TOGETHER = "together"
    MUST = "must"
    NEVER = "never"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Bond:
    """A rule for one person's plan.

    Goes everywhere together with ``other``, must or must never be sent to ``booth``, or wants no more than so many
    ``talks``. People are named by their numbers.
    """

    kind: BondKind
    number: int
    other: int | None = None
    booth: str = ""
    talks: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the programme. Lengths are in minutes; ``starts`` is local time on ``day``."""

    id: str
    mode: Mode
    day: date
    starts: time
    rounds: int = 0
    talk_minutes: float = 10
    change_minutes: float = 2
    warning_minutes: float = 1
    auto: bool = True
    """Whether the next round starts by itself when the change-over is over; else a moderator starts each one."""
    grace_minutes: float = 2
    """How long after the gong a seat is kept for whoever is late; then it may be offered."""

    @property
    def talk(self) -> timedelta:
        """How long a talk lasts."""
        return timedelta(minutes=self.talk_minutes)

    @property
    def change(self) -> timedelta:
        """How long people have to walk to the next booth."""
        return timedelta(minutes=self.change_minutes)

    @property
    def warning(self) -> timedelta:
        """How long before the end of a talk the warning is given."""
        return timedelta(minutes=self.warning_minutes)

    @property
    def grace(self) -> timedelta:
        """How long after the gong a seat is kept."""
        return timedelta(minutes=self.grace_minutes)


@dataclass(frozen=True, slots=True)
class ReaderSetting:
    """A barcode reader as the event folder names it: by ``port``, or by a piece of its USB identity in ``match``."""

    role: ReaderRole
    port: str = ""
    match: str = ""
    booth: str = ""
    tone: int = 0
    """Which of the tones it sounds, from 1; 0 where its place among the readers of the laptop decides."""

    @property
    def name(self) -> str:
        """What staff call this reader; it stands in the journal, so it holds no port name that changes."""
        return f"{self.role}-{self.booth}" if self.booth else str(self.role)


@dataclass(frozen=True, slots=True)
class BackupSetting:
    """How backups are made while the screens run."""

    to: str = ""
    """Where each is copied to as well, such as a stick; empty for nowhere."""
    every_minutes: float = 10
    """0 makes none by itself."""
    keep: int = 12
    """How many stay; the oldest go."""
    recipient: str = ""
    """The public keys of those who can open them; empty for files that anybody can."""

    @property
    def every(self) -> timedelta:
        """How old the last one may become."""
        return timedelta(minutes=self.every_minutes)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Each public key."""
        return tuple(self.recipient.replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Event:
    """The settings of an event, as ``event.toml``, ``booths.csv`` and ``positions.csv`` say."""

    name: str
    day: date
    timezone: ZoneInfo
    venue: str = ""
    language: str = "de"
    permitted: int | None = None
    blocks: tuple[Block, ...] = ()
    readers: tuple[ReaderSetting, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    """What was hoped for, by the ids of figures."""
    backup: BackupSetting = BackupSetting()
    booths: tuple[Booth, ...] = ()
    positions: tuple[Position, ...] = ()
    bonds: tuple[Bond, ...] = ()
    lock_minutes: float = 5
    """After so many minutes without a key whoever gave a PIN has to give it again."""
    badge_name: BadgeName = BadgeName.FULL
    """How much of a name stands on badges."""
    printer: str = ""
    """The print queue for single badges; empty for the laptop's usual one."""
    badge_sheet: str = "label"
    """What single badges are printed on, a name of ``sheets``."""
    questions: tuple[str, ...] = ()
    """What visitors are asked at the end; empty for the one question that is asked everywhere."""
    keep_weeks: int = 4
    """So many weeks after the event people are to be erased, unless something agreed is still to come."""
    rehearsal_speed: float | None = None
    """How many times faster than the wall clock a rehearsal runs; None for the real event."""
    rehearsal_from: datetime | None = None
    """The moment of the event's day at which the rehearsal began."""
    rehearsal_since: datetime | None = None
    """The wall-clock moment at which the rehearsal began."""

    @property
    def days(self) -> frozenset[date]:
        """Every day on which something of the programme takes place."""
        return frozenset({self.day, *(block.day for block in self.blocks)})

    def booth(self, booth: str) -> Booth | None:
        """The booth of that name, None where there is none."""
        return next((known for known in self.booths if known.booth == booth), None)

    def block(self, block: str) -> Block | None:
        """The block of that id, None where there is none."""
        return next((known for known in self.blocks if known.id == block), None)

    def local(self, at: datetime) -> datetime:
        """A moment in the event's own time zone."""
        return at.astimezone(self.timezone)

    def moment(self, day: date, at: time) -> datetime:
        """The moment of a local time of day, in UTC."""
        return datetime.combine(day, at, self.timezone).astimezone(ZoneInfo("UTC"))
