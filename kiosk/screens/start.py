"""The start: what is ready, what the programme is, what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kiosk.actions.advice import last_scan_finding, plan_findings, to_do
from kiosk.actions.closing import erased
from kiosk.clock import laptop
from kiosk.devices.lamps import Lamp, ReaderState
from kiosk.i18n import N_, _, ngettext, plain_date
from kiosk.model import KioskError
from kiosk.programme import Block, Event, Mode, ReaderSetting
from kiosk.rules.backups import backup_finding
from kiosk.rules.readiness import WEEKDAYS, Finding, Level, that_matter
from kiosk.rules.rights import Right
from kiosk.screens.base import BaseScreen
from kiosk.widgets.digits import Digits
from kiosk.widgets.lamps import reader_name
from kiosk.widgets.texts import hanging, plain, put
from kiosk.words import Tone, clock_time, number_text

STYLES: Final = {Level.GOOD: "$text-success", Level.HINT: "$text-warning", Level.BAD: "bold $text-error"}

MODES: Final = {
    Mode.ROUNDS: N_("Gong"),
    Mode.QUEUE: N_("Calling"),
    Mode.OPEN: N_("Free"),
    Mode.SESSION: N_("Session"),
}

MOST_OF_A_KIND: Final = 3
"""How many findings of one kind are shown; the command ``kiosk check`` prints all."""


class StartScreen(BaseScreen):
    """The checklist before the doors open."""

    MODE: ClassVar[str] = "start"
    HELP: ClassVar[str] = N_(
        "Before the doors open: what is ready, what is not and what to do about it. “What to do now” names "
        "the next step of the day. F7 chooses a reader, F8 plays the gong, F9 looks at everything again."
    )
    CSS_PATH = "start.tcss"
    BINDINGS: ClassVar = [
        Binding("f7", "reader", N_("Reader")),
        Binding("f8", "gong", N_("Gong")),
        Binding("f9", "check", N_("Check again")),
        Binding("f10", "pins", N_("PINs")),
        Binding("ctrl+l", "app.language", N_("Deutsch")),
        Binding("ctrl+t", "app.look", N_("Colours")),
    ]

    _machine: tuple[Finding, ...] = ()
    """What the laptop says of itself."""
    _changing: tuple[Finding, ...] = ()
    """What each entry may change."""
    _proved: frozenset[str] = frozenset()
    """The readers that have delivered something readable today."""
    _settled: tuple[Finding, ...] = ()
    """What takes long to find out, and only changes when lists or settings do."""
    _expected = -1
    _second: int | None = None
    _lamps: Sequence[ReaderState] = ()

    def body(self) -> ComposeResult:
        """What to do, the checklist, the programme."""
        with Vertical(id="now"):
            yield Static(_("What to do now"), classes="heading")
            yield Static(id="todo")
        with Horizontal(id="columns"):
            with VerticalScroll(id="ready"):
                yield Static(_("Ready?"), classes="heading")
                yield Static(id="checks")
            with VerticalScroll(id="programme"):
                yield Static(_("Programme"), classes="heading")
                yield Static(id="blocks")
        with Vertical(id="time"):
            yield Digits(id="clock")
            yield Static(_("The event's own time"), classes="muted")

    def update_data(self) -> None:
        """The checklist; what takes long is looked at after the screen is painted, and not on every scan."""
        from kiosk.actions.preflight import changing_findings  # Not needed for the first picture, and large.

        self._second = None
        self._proved = frozenset(self.desk.store.readers_since(self.desk.today()))
        self._changing = tuple(changing_findings(self.desk))
        expected, _present = self.desk.store.turnout()
        if expected != self._expected:
            self._expected = expected
            self.call_after_refresh(self.action_check)

    def update_clock(self) -> None:
        """The lamps, the sound, and what to do now; once a second is often enough."""
        second = int(self.desk.now().at.timestamp())
        if second == self._second and self.host.lamps == self._lamps:
            return
        self._second, self._lamps = second, self.host.lamps
        put(self.query_one("#todo", Static), plain(to_do(self.desk)))
        put(self.query_one("#blocks", Static), self._programme())
        self.query_one("#clock", Digits).value = clock_time(self.desk.event, self.desk.now().at)
        self._update_findings()

    def _update_findings(self) -> None:
        found = [
            *self._readers(),
            *self._settled,
            *plan_findings(self.desk),
            self._sound(),
            *self._changing,
            *self._machine,
            last_scan_finding(self.desk),
            backup_finding(self.desk.event, self.host.keeper.state, laptop().at),
        ]
        found = that_matter(found, closed=bool(self._ended), erased=erased(self.desk) is not None)
        checks = self.query_one("#checks", Static)
        put(checks, Content("\n").join(_line(finding, checks.size.width) for finding in found))

    def _readers(self) -> list[Finding]:
        if not self.host.lamps:
            text = _("No reader is chosen: F7 chooses one. A reader that types like a keyboard works as it is.")
            return [Finding("reader", Level.HINT, text)]
        return [_reader(state, proved=state.setting.name in self._proved) for state in self.host.lamps]

    def _sound(self) -> Finding:
        gong = self.host.gong
        return Finding("sound", Level.GOOD if gong.ready else Level.HINT, gong.state)

    def _programme(self) -> Content:
        blocks = sorted(self.desk.event.blocks, key=lambda block: (block.day, block.starts))
        width = self.query_one("#blocks").size.width
        lines: list[Content] = []
        for before, block in zip([None, *blocks], blocks, strict=False):
            if before is None or before.day != block.day:
                day = f"{_(WEEKDAYS[block.day.weekday()][0])}, {plain_date(block.day)}"
                lines.append(Content.styled(day, "bold"))
            lines.append(_block(self.desk.event, block, width))
        return Content("\n").join(lines) if lines else Content(_("event.toml names no blocks."))

    def action_check(self) -> None:
        """Looks again at lists, settings, date and disk."""
        from kiosk.actions.preflight import settings_findings  # Not needed for the first picture, and large.

        seen: dict[str, int] = {}
        kept = []
        for finding in settings_findings(self.desk):
            seen[finding.name] = seen.get(finding.name, 0) + 1
            if seen[finding.name] <= MOST_OF_A_KIND:
                kept.append(finding)
        more = sum(seen.values()) - len(kept)
        if more:
            text = ngettext("{n} more: kiosk check", "{n} more: kiosk check", more)
            kept.append(Finding("more", Level.HINT, text))
        self._settled = tuple(kept)
        self._update_findings()
        self._ask_machine()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _ask_machine(self) -> None:
        """Programs of the system may take seconds to answer."""
        from kiosk.actions import preflight

        found = preflight.machine(self.desk.folder)
        self.app.call_from_thread(self._show_machine, found)

    def _show_machine(self, found: list[Finding]) -> None:
        self._machine = tuple(found)
        if self.is_mounted:
            self._update_findings()

    def action_gong(self) -> None:
        """Plays the gong and asks whether it was heard."""
        from kiosk.screens.sound import SoundDialog

        self.app.push_screen(SoundDialog(), self._keep_heard)

    def _keep_heard(self, heard: bool | None) -> None:
        from kiosk.actions.preflight import say_heard

        if heard is None:
            return
        try:
            say_heard(self.desk, heard=heard)
        except KioskError as error:
            self.say(Tone.BAD, str(error))
        self.catch_up()

    def action_reader(self) -> None:
        """Chooses a reader among those that are plugged in."""
        from kiosk.screens.readers import ReaderDialog  # It loads the library of the serial ports.

        self.app.push_screen(ReaderDialog(), self._use)

    def action_pins(self) -> None:
        """Sets the PINs of the roles."""
        from kiosk.screens.pin import PinsDialog

        self.host.with_right(Right.SETTINGS, lambda: self.app.push_screen(PinsDialog()))

    def _use(self, setting: ReaderSetting | None) -> None:
        if setting:
            self.host.use_reader(setting)


def _reader(state: ReaderState, *, proved: bool) -> Finding:
    if state.lamp is Lamp.OPEN and not proved:
        text = _("{name}: not proved yet. Scan any badge or the test code.")
        return Finding("reader", Level.HINT, text.format(name=reader_name(state.setting)))
    levels = {Lamp.OPEN: Level.GOOD, Lamp.OPENING: Level.HINT}
    return Finding("reader", levels.get(state.lamp, Level.BAD), f"{reader_name(state.setting)}: {state.text}")


def _line(finding: Finding, width: int) -> Content:
    return hanging(Content.styled(f"{finding.symbol}  ", STYLES[finding.level]), plain(finding.text), width)


def _block(event: Event, block: Block, width: int) -> Content:
    """From when to when, what it is called, how people move, and how long the talks are."""
    starts = event.moment(block.day, block.starts)
    span = clock_time(event, starts)
    if block.rounds:
        span += f"–{clock_time(event, starts + block.rounds * (block.talk + block.change) - block.change)}"
    text = Content.assemble(plain(block.id, "bold"), f" · {_(MODES[block.mode])}")
    if block.rounds:
        lengths = _("{talk} min talk, {change} min change")
        lengths = lengths.format(talk=number_text(block.talk_minutes), change=number_text(block.change_minutes))
        rounds = ngettext("{n} round", "{n} rounds", block.rounds)
        text = Content.assemble(text, "\n", (f"{rounds}, {lengths}", "$text-muted"))
    return hanging(Content(f"{span}  "), text, width)
