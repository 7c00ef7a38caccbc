"""A small event, a clock that stands and devices that only remember: what tests of screens are played on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input
from waiting import nothing_left

from kiosk.app import KioskApp
from kiosk.desk import Desk
from kiosk.devices.gong import Sound
from kiosk.devices.lamps import READY, Lamp, ReaderState
from kiosk.model import Draft, Instant, Scan
from kiosk.programme import ReaderRole, ReaderSetting
from kiosk.rules.journal import NEW
from kiosk.rules.people import LISTED

SIZES = [(80, 24), (120, 36), (200, 60)]

EVENT = """
[event]
name = "Job-Speed-Dating [Probe]"
venue = "Zentralbibliothek"
date = 2026-11-22
language = "{language}"
permitted = 20

[[block]]
id = "talks"
mode = "rounds"
starts = 10:00:00
rounds = 3
talk_minutes = 10
change_minutes = 2

[[reader]]
role = "entrance"
port = "/dev/ttyACM0"
"""

NAMES = [
    ("Anna", "[/b] x"),
    ("Jürgen", "Groß"),
    ("İpek", "Yılmaz"),
    ("Nguyễn", "Thị Hoa"),
    ("Mohammed", "Al-Sayed"),
    ("Zoë", "Müller"),
    ("Maximiliane", "x" * 120),
    ("👩‍👩‍👧 Emoji", "Person"),
    ("محمد", "علي"),
    ("Lea", "Schmidt"),
    ("Leah", "Schmitt"),
    ("Ohne", "Wunsch"),
]


class FakeClock:
    """A clock that moves only when it is told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> Instant:
        return Instant(self.at, "test", self.at.timestamp())

    def go(self, **passed: float) -> None:
        self.at += timedelta(**passed)


class FakeGong:
    """Remembers what it should have played."""

    state = "sound ready"
    ready = True

    def __init__(self) -> None:
        self.played: list[Sound] = []
        self.voices: list[int] = []

    def prepare(self) -> None:
        pass

    def play(self, sound: Sound, voice: int = 1) -> None:
        self.played.append(sound)
        self.voices.append(voice)

    def close(self) -> None:
        pass


class FakeReader:
    """A reader whose scans a test makes."""

    def __init__(
        self,
        setting: ReaderSetting,
        deliver: Callable[[Scan], object],
        report: Callable[[ReaderState], object],
        clock: Callable[[], Instant],
    ) -> None:
        self.setting, self.deliver, self.report, self.clock = setting, deliver, report, clock
        self.state = ReaderState(setting, Lamp.OPENING, READY, {"port": setting.port})

    def start(self) -> None:
        self.light(Lamp.OPEN)

    def stop(self) -> None:
        pass

    def light(self, lamp: Lamp) -> None:
        self.state = ReaderState(self.setting, lamp, READY, {"port": self.setting.port})
        self.report(self.state)

    def scan(self, text: str) -> None:
        self.deliver(Scan(self.setting, text, self.clock()))


def code_of(place: int) -> str:
    """The ticket code of the person at this place of the list, from 1."""
    return f"TICKET-{place:04d}"


def make_event(folder: Path, language: str = "en", settings: str = EVENT) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "event.toml").write_text(settings.format(language=language), encoding="utf-8")
    booths = "".join(f"{booth},Amt {booth},2\n" for booth in range(1, 7))
    (folder / "booths.csv").write_text(f"booth,employer,seats\n{booths}", encoding="utf-8")


def list_people(desk: Desk) -> None:
    """Puts the people on the list, with numbers and ticket codes; the first three wish something."""
    people: list[dict[str, Any]] = [
        {"first_name": first, "last_name": last, "number": place, "role": "attendee", "codes": [code_of(place)]}
        for place, (first, last) in enumerate(NAMES, 1)
    ]
    for person in people[:3]:
        person["wishes"] = ["1", "2", "3"]
    people.append({"first_name": "Petra", "last_name": "Amt", "role": "employer", "codes": ["STAFF-1"]})
    people[3]["cancelled"] = True
    with desk.store.write() as store:
        store.record([Draft(LISTED, f"person:{NEW}", person) for person in people])


class Stage:
    """The application with devices that a test plays on."""

    def __init__(self, desk: Desk, gong: FakeGong) -> None:
        self.readers: list[FakeReader] = []
        self.app = KioskApp(desk, gong, self._make)

    def _make(self, *given: Any) -> FakeReader:
        self.readers.append(FakeReader(*given))
        return self.readers[-1]

    async def scan(self, pilot: Pilot[None], text: str) -> None:
        """Scans at the first reader and waits until it is answered."""
        self.readers[0].scan(text)
        await pilot.pause()


ENTRANCE = ReaderSetting(ReaderRole.ENTRANCE, port="/dev/ttyACM0")


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until nothing moves on the screen any more."""
    await pilot.pause()
    await pilot.wait_for_scheduled_animations()
    await nothing_left()


async def quiet(pilot: Pilot[Any]) -> None:
    """Waits until what was begun is done; a picture needs ``settled``."""
    await pilot.pause()
    await nothing_left()


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Puts a text into the field that has the keyboard, and waits until it was searched."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.insert_text_at_cursor(text)
    await pilot.pause()
