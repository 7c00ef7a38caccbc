"""The application at the desk: its screens, its language, and what a message of a device leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final, Protocol

from textual.binding import Binding, BindingType

from kiosk import i18n
from kiosk.actions import people, scans
from kiosk.clock import Clock
from kiosk.desk import Desk
from kiosk.devices.gong import Gong, Sound
from kiosk.devices.lamps import ReaderState
from kiosk.devices.wedge import Wedge, WedgeMixin
from kiosk.guard import GuardedApp
from kiosk.i18n import N_, _
from kiosk.model import Answer, KioskError, ReaderSetting, Scan, Verdict
from kiosk.screens import TABS, lazily
from kiosk.screens.base import Frame
from kiosk.screens.host import SoundMaker
from kiosk.screens.messages import ReaderChanged, ScanArrived
from kiosk.widgets.themes import following
from kiosk.words import LOOKS, Tone

NOTICE_SECONDS: Final = 0.03
TICK_SECONDS: Final = 0.2

CHANGED: Final = frozenset({Verdict.ADMITTED, Verdict.CHECKED_OUT, Verdict.TALK_STARTED, Verdict.TALK_DONE})
"""The verdicts that changed something, which can be taken back."""


class Reader(Protocol):
    """A barcode reader, whatever it is plugged into."""

    state: ReaderState

    def start(self) -> None:
        """Begins to deliver."""

    def stop(self) -> None:
        """Ends it."""


ReaderMaker = Callable[[ReaderSetting, Callable[[Scan], object], Callable[[ReaderState], object], Clock], Reader]


def serial_reader(
    setting: ReaderSetting, deliver: Callable[[Scan], object], report: Callable[[ReaderState], object], clock: Clock
) -> Reader:
    """A reader at a serial port."""
    from kiosk.devices.reader import SerialReader  # It finds its library while the first screen is already painted.

    return SerialReader(setting, deliver, report, clock)


class KioskApp(WedgeMixin[None], GuardedApp):
    """The screens on one open event."""

    CSS_PATH = "screens/base.tcss"
    MODES: ClassVar = {tab.mode: lazily(tab.mode) for tab in TABS}
    DEFAULT_MODE: ClassVar[str] = "start"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(tab.key, f"show('{tab.mode}')", tab.word, show=False) for tab in TABS),
        Binding("ctrl+l", "language", N_("Deutsch")),
        Binding("ctrl+t", "look", N_("Colours")),
        Binding("f12", "leave", N_("Quit")),
    ]

    def __init__(
        self, desk: Desk, make_reader: ReaderMaker = serial_reader, make_gong: Callable[[], SoundMaker] = Gong
    ) -> None:
        super().__init__(desk.folder)
        i18n.use(desk.event.language)
        self.desk = desk
        self.gong = make_gong()
        self._make_reader = make_reader
        self._readers: list[Reader] = []
        self._lamps: dict[ReaderSetting, ReaderState] = {}
        self._undoable: list[Answer] = []
        self._version = desk.store.version()
        self.wedge = Wedge(people.manual_reader(desk), self._deliver, desk.clock)

    @property
    def lamps(self) -> Sequence[ReaderState]:
        """Every reader as it is now."""
        return list(self._lamps.values())

    def on_mount(self) -> None:
        """Paints first, then opens what may take its time."""
        self.guard_terminal()
        self.call_after_refresh(self._open_devices)
        self.set_interval(NOTICE_SECONDS, self._notice)
        self.set_interval(TICK_SECONDS, self._tick)

    def on_unmount(self) -> None:
        """Gives the devices back."""
        for reader in self._readers:
            reader.stop()
        self.gong.close()

    def _open_devices(self) -> None:
        self.gong.prepare()
        for setting in self.desk.event.readers:
            self.use_reader(setting)

    def use_reader(self, setting: ReaderSetting) -> None:
        """Starts a further reader."""
        reader = self._make_reader(setting, self._deliver, self._report, self.desk.clock)
        self._readers.append(reader)
        self._lamps[setting] = reader.state
        reader.start()

    def _deliver(self, scan: Scan) -> None:
        self.post_message(ScanArrived(scan))

    def _report(self, state: ReaderState) -> None:
        self.post_message(ReaderChanged(state))

    def _frames(self) -> list[Frame[object]]:
        """What is in sight, the topmost last."""
        return [screen for screen in self.screen_stack if isinstance(screen, Frame)]

    def _notice(self) -> None:
        """Looks whether this or another process has recorded something."""
        version = self.desk.store.version()
        if version != self._version:
            self._version = version
            for frame in self._frames():
                frame.catch_up()

    def _tick(self) -> None:
        for frame in self._frames():
            frame.tick()

    def on_reader_changed(self, message: ReaderChanged) -> None:
        """Lights the lamp."""
        self._lamps[message.state.setting] = message.state
        self._tick()

    def on_scan_arrived(self, message: ScanArrived) -> None:
        """Takes the scan."""
        self.take(message.scan)

    def take(self, scan: Scan) -> None:
        """Takes a scan and tells the answer once it is durable; where it could not be written, says so."""
        try:
            answers = scans.take(self.desk, scan)
        except KioskError as error:
            self.not_recorded(str(error))
            return
        for answer in answers:
            self.tell(answer)

    def tell(self, answer: Answer) -> None:
        """Shows and sounds an answer on whatever is in sight."""
        if answer.verdict in CHANGED:
            self._undoable.append(answer)
        if answer.verdict is not Verdict.REPEAT:
            self._sound(LOOKS[answer.verdict].tone)
        for frame in self._frames():
            frame.show_answer(answer)

    def say(self, tone: Tone, text: str) -> None:
        """Shows a sentence on whatever is in sight."""
        for frame in self._frames():
            frame.say(tone, text)

    def not_recorded(self, reason: str) -> None:
        """Warns that something could not be written."""
        self._sound(Tone.BAD)
        for frame in self._frames():
            frame.warn(reason)

    def _sound(self, tone: Tone) -> None:
        self.gong.play(Sound(tone))
        if tone is Tone.BAD:
            self.bell()

    def undo(self) -> None:
        """Takes the last thing back that a scan or a check-in changed at this desk."""
        if not self._undoable:
            self.say(Tone.HINT, _("There is nothing to take back at this desk."))
            return
        answer = self._undoable.pop()
        try:
            people.undo(self.desk, answer.entry)
        except KioskError as error:
            self._undoable.append(answer)
            self.not_recorded(str(error))
            return
        what = {"word": _(LOOKS[answer.verdict].word), "number": answer.number or "–", "name": answer.name}
        self.say(Tone.HINT, _("Taken back: {word} · number {number} · {name}").format(**what))

    async def action_show(self, mode: str) -> None:
        """Goes to a screen."""
        await self.switch_mode(mode)

    async def action_language(self) -> None:
        """Speaks the other language."""
        i18n.use("en" if i18n.language() == "de" else "de")
        for frame in self._frames():
            await frame.retranslate()

    def action_look(self) -> None:
        """Changes to the next of the themes."""
        self.theme = following(self.theme)

    def action_leave(self) -> None:
        """Asks before leaving."""
        from kiosk.screens.dialogs import LeaveDialog

        self.push_screen(LeaveDialog(), lambda leave: self.exit() if leave else None)
