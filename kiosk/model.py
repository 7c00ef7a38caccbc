"""The words of the event, as frozen dataclasses that every other room shares.

Nothing here reads a file, a clock or a database. Booth, position and seat are texts, a number is an integer, a moment
is an aware ``datetime`` in UTC and a time of day is local to the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class KioskError(Exception):
    """Something that the user can mend: one clear sentence in the user's language, never a traceback."""


class Role(StrEnum):
    """What a person is at the event; only attendees have a number and count as attendees (practice.md T2)."""

    ATTENDEE = "attendee"
    EMPLOYER = "employer"
    STAFF = "staff"
    MENTOR = "mentor"
    PRESS = "press"


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


class Verdict(StrEnum):
    """The answer to one scan; the closed list of design.md section 5."""

    ADMITTED = "admitted"
    REPEAT = "repeat"
    ALREADY_IN = "already_in"
    CHECKED_OUT = "checked_out"
    NOT_IN = "not_in"
    UNKNOWN = "unknown"
    FOREIGN = "foreign"
    MISREAD = "misread"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    WRONG_DAY = "wrong_day"
    FULL = "full"
    NOT_REGISTERED = "not_registered"
    SENT = "sent"
    TALK_STARTED = "talk_started"
    TALK_DONE = "talk_done"
    WRONG_BOOTH = "wrong_booth"
    RECORDED = "recorded"
    COMMAND = "command"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Instant:
    """One reading of the laptop's clocks.

    ``at`` is the wall clock (UTC). ``steady`` counts seconds since the laptop was booted, sleep included, and can only
    be compared within the same ``boot``. Where no such counter is known, ``boot`` is empty.
    """

    at: datetime
    boot: str = ""
    steady: float = 0.0

    def since(self, earlier: Instant) -> timedelta:
        """Time passed from ``earlier`` to this reading; proof against a jumping wall clock within one boot."""
        if self.boot and self.boot == earlier.boot:
            return timedelta(seconds=self.steady - earlier.steady)
        return self.at - earlier.at


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

    @property
    def name(self) -> str:
        """What staff call this reader; it stands in the journal, so it holds no port name that changes."""
        return f"{self.role}-{self.booth}" if self.booth else str(self.role)


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
    booths: tuple[Booth, ...] = ()
    positions: tuple[Position, ...] = ()
    bonds: tuple[Bond, ...] = ()
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


@dataclass(frozen=True, slots=True, order=True)
class EntryId:
    """Names one entry of the journal: the laptop that wrote it and its running number there."""

    station: str
    seq: int

    def __str__(self) -> str:
        """The form that stands in bodies and ids of entities."""
        return f"{self.station}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> EntryId:
        """The opposite of ``str``.

        Raises:
            ValueError: if the text names no entry.
        """
        station, _, seq = text.rpartition("-")
        return cls(station, int(seq))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. Once written it never changes; what it did is taken back by a further entry."""

    station: str
    seq: int
    hlc: str
    kind: str
    entity: str
    body: Mapping[str, Any]

    @property
    def id(self) -> EntryId:
        """Its name."""
        return EntryId(self.station, self.seq)

    @property
    def at(self) -> datetime:
        """When it happened (UTC): what the body says, else when it was written."""
        stated = self.body.get("at")
        if isinstance(stated, str):
            return datetime.fromisoformat(stated)
        return datetime.fromtimestamp(int(self.hlc.partition(".")[0]) / 1000, tz=ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that the store has still to number, stamp and write."""

    kind: str
    entity: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scan:
    """What one reader delivered: the text of one code, as it came, and when."""

    reader: ReaderSetting
    text: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Person:
    """A person on the list, with what the journal says of them up to now."""

    id: str
    number: int | None = None
    role: Role = Role.ATTENDEE
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    organisation: str = ""
    group: str = ""
    channel: str = ""
    status: str = ""
    district: str = ""
    language: str = ""
    wishes: tuple[str, ...] = ()
    arrives: time | None = None
    leaves: time | None = None
    consent_contact: str = ""
    consent_photo: str = ""
    guardian_consent: str = ""
    cancelled: bool = False
    note: str = ""
    walk_in: bool = False
    listed_at: datetime | None = None
    inside: bool = False
    first_in: datetime | None = None
    first_reader: str = ""
    last_in: datetime | None = None
    last_out: datetime | None = None
    visits: int = 0
    """Entries, at most one per local day (practice.md T3)."""
    conflict: str = ""
    """A word for staff where two laptops disagreed, else empty."""

    @property
    def short_name(self) -> str:
        """First name and initial: all that a staff screen shows after a scan."""
        return f"{self.first_name} {self.last_name[:1] + '.' if self.last_name else ''}".strip()

    @property
    def present(self) -> bool:
        """Whether the person ever came."""
        return self.first_in is not None


@dataclass(frozen=True, slots=True)
class PlannedTalk:
    """A talk of the published plan."""

    block: str
    round: int
    person: str
    number: int | None
    booth: str
    seat: str = ""
    position: str | None = None
    locked: bool = False
    """Whether somebody fixed it by hand, so that no planning takes it away."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk that began at a booth; ``ends`` is None while it runs."""

    id: str
    person: str
    number: int | None
    booth: str
    seat: str
    starts: datetime
    ends: datetime | None = None
    confirmed: bool = False
    position: str | None = None
    block: str = ""
    round: int | None = None


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scan as the journal holds it."""

    entry: str
    at: datetime
    reader: str
    code: str
    verdict: Verdict
    person: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class NextTalk:
    """Where a person goes next: what every rescan says."""

    block: str
    round: int
    starts: datetime
    booth: str
    seat: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What staff and the person are told after a scan, once it is durable."""

    verdict: Verdict
    at: datetime
    code: str
    number: int | None = None
    name: str = ""
    """First name and initial; never goes to a public screen."""
    first: datetime | None = None
    first_reader: str = ""
    next: NextTalk | None = None
    role: Role | None = None
    booth: str = ""
    """The booth that the answer is about, where it is about one."""
    reason: str = ""
    entry: str = ""
    """The entry that an undo would name."""
    person: str = ""
