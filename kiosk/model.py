"""The words of the event, as frozen dataclasses that every other room shares.

Nothing here reads a file, a clock or a database. Booth, position and seat are texts, a number is an integer, a moment
is an aware ``datetime`` in UTC and a time of day is local to the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kiosk.programme import ReaderSetting


class KioskError(Exception):
    """Something that the user can mend: one clear sentence in the user's language, never a traceback."""


class Role(StrEnum):
    """What a person is at the event; only attendees have a number and count as attendees (practice.md T2)."""

    ATTENDEE = "attendee"
    EMPLOYER = "employer"
    STAFF = "staff"
    MENTOR = "mentor"
    PRESS = "press"


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


class EntryId(NamedTuple):
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
    assistance: bool = False
    """Whether somebody helps this person on the day; the reason is nobody's business."""
    interpreting: str = ""
    """The language into which this person wants to be interpreted, as they name it; empty where none is wanted."""
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
    merged_into: str = ""
    """The id of the record that stands for this person, where this one was listed a second time."""

    @property
    def short_name(self) -> str:
        """First name and initial: all that a staff screen shows after a scan."""
        return f"{self.first_name} {self.last_name[:1] + '.' if self.last_name else ''}".strip()

    @property
    def present(self) -> bool:
        """Whether the person ever came."""
        return self.first_in is not None

    @property
    def is_known(self) -> bool:
        """Whether there is a number or a name; of whoever was erased there is neither."""
        return self.number is not None or bool(self.first_name or self.last_name)

    @property
    def unasked(self) -> bool:
        """Whether an attendee has still to be asked for a consent."""
        return self.role is Role.ATTENDEE and not (self.consent_contact and self.consent_photo)


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
    card: str = ""
    """The word of the command card that was scanned (``rules/cards.py``); empty where it was another code."""
    assistance: bool = False
    interpreting: str = ""
    unasked: bool = False
    """Whether this person has still to be asked for a consent; it never holds up the next scan."""
