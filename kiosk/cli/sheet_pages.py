"""What stands on the sheets for reception, moderation, booths and readers. The keys are those of the screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from textual.binding import Binding
from textual.screen import Screen

from kiosk.actions.printed_cards import COMMANDS
from kiosk.codes import TEST_CODE, TEST_LABEL
from kiosk.exchange.sheets import Code, Page, Part
from kiosk.guard import key_name
from kiosk.i18n import N_, _
from kiosk.model import Verdict
from kiosk.rules.cards import Command
from kiosk.screens import KEYS, TABS
from kiosk.screens.base import Frame
from kiosk.screens.booth_desk import BoothDeskScreen
from kiosk.screens.reception import ReceptionScreen
from kiosk.screens.rounds import RoundsScreen
from kiosk.words import LOOKS

Texts = Sequence[tuple[str, str]]

RECEPTION: Final[Texts] = (
    (N_("No badge, but registered"), N_("{search}: three letters of the name, or the number.")),
    (N_("Not registered"), N_("{walk_in}: a number is enough; then wishes, or open to anything.")),
    (N_("Badge lost"), N_("{replace}: the new badge is valid at once, the old one is blocked.")),
    (N_("Wrong person checked in"), N_("{undo} takes your last one back.")),
    (N_("Refused, and may come in all the same"), N_("{admit}, with a reason. That is for the lead.")),
    (N_("A group with its mentor"), N_("{group}: all at one go; who is missing is shown.")),
    (N_("It takes longer"), N_("{park} puts the case aside. The queue goes on.")),
    (N_("Somebody looks at the screen"), N_("{privacy} covers it.")),
    (N_("NOT RECORDED"), N_("Write down the badges that are listed, then {noted}.")),
    (N_("Everything is dark"), N_("Tick the printed list, with the time. Later {paper} types it in.")),
)

MODERATION: Final[Texts] = (
    (N_("All are seated"), N_("{start} starts the first round. The next ones follow by the clock.")),
    (N_("Something holds everybody up"), N_("{pause} holds the clock; the same key goes on.")),
    (N_("The talks need longer"), N_("{extend} gives a minute more.")),
    (N_("The talks are over early"), N_("{end} ends the round.")),
    (N_("A wrong command"), N_("{undo} takes it back as if it had never been given.")),
    (N_("Seats stay empty"), N_("{offer} offers them to people who wait.")),
    (
        N_("A booth closes or takes a break"),
        N_("{to_booths}, the screen of the booths. Its people are sent elsewhere."),
    ),
    (N_("Who is told anew, and why"), N_("{changes}")),
    (N_("Say something to the hall"), N_("{announce}: by number, or in your own words. Never a name.")),
    (N_("Emergency"), N_("{stop} stops everything; the hall says so.")),
    (N_("The laptop stands still"), N_("Start kiosk again. The round has the right time left.")),
    (N_("Half an hour before the end"), N_("{forgotten} lists who has had no talk, and where they can still go.")),
)

BOOTH: Final[Texts] = (
    (N_("Somebody sits down"), N_("Scan the badge: the talk begins.")),
    (N_("The talk is over"), N_("Scan the same badge again, or the card “{done}”.")),
    (N_("Something came of it"), N_("Scan the card within a minute after the badge.")),
    (N_("A date is agreed"), N_("First what is agreed, then the card of the day, then the card of the time.")),
    (N_("Several booths, one reader"), N_("Scan the card of your booth first.")),
    (
        LOOKS[Verdict.WRONG_BOOTH].word,
        N_("The person is expected elsewhere. Scan again to take the talk all the same."),
    ),
    (N_("No reader, or it is silent"), N_("Tick the printed list and go on.")),
)

AT_BOOTHS: Final = (
    Verdict.TALK_STARTED,
    Verdict.TALK_DONE,
    Verdict.RECORDED,
    Verdict.WRONG_BOOTH,
    Verdict.MISREAD,
    Verdict.UNKNOWN,
    Verdict.REVOKED,
)

MAKERS: Final[Texts] = (
    ("Zebra, Symbol", N_("“USB CDC Host”. Not “Simple COM Port Emulation”: that is no serial port.")),
    ("Honeywell, Metrologic", N_("“USB Serial”; the code for plug and play also sets CR as the end.")),
    ("Datalogic", N_("“USB-COM”; sends CR and LF as the end.")),
    ("Newland", N_("“USB CDC” or “USB COM port emulation”.")),
    ("Netum, Tera, ZKTeco, …", N_("“USB virtual COM” or “Virtual serial port”; the end varies.")),
)

SERIAL: Final[Texts] = (
    (N_("Line"), N_("9600 8N1, no flow control. Over USB the speed does not matter.")),
    (N_("End of a code"), N_("CR, LF, both or none: kiosk understands each. Prefixes and AIM identifiers, too.")),
    (
        N_("Windows"),
        N_("Windows 10 and later bring the driver for CDC along. Another socket may give another COM number."),
    ),
    (N_("Linux: no access"), N_("sudo usermod -aG dialout $USER, then log in again.")),
    (
        N_("Linux: silent for seconds"),
        N_("ModemManager holds the port. In /etc/udev/rules.d/77-kiosk.rules:\n{rule}\nThe vendor is in lsusb."),
    ),
)

RULE: Final = 'ATTRS{idVendor}=="05e0", ENV{ID_MM_DEVICE_IGNORE}="1"'
"""For Zebra; what makes the modem service leave a scanner alone."""

WEDGE: Final[Texts] = (
    (
        N_("Keyboard layout"),
        N_(
            "Badges of kiosk are read on any Latin layout. For tickets of other systems set the "
            "scanner to the laptop's layout."
        ),
    ),
    (N_("Caps lock"), N_("Does not matter for badges of kiosk. Switch it off for tickets.")),
    (N_("Enter behind each code"), N_("Set the suffix Enter (CR): tickets of other systems need it.")),
    (N_("Window"), N_("kiosk must be the window in front. Click into it once.")),
)


def pages() -> list[Page]:
    """Every sheet in the language that is spoken now."""
    return [_reception(), _moderation(), _booth(), _readers()]


def keys_of(screen: type[Frame[None]], *, tabs: bool = True) -> Iterator[tuple[str, str, str]]:
    """Every key of a screen as it works there: its action, its name and its word."""
    for room in screen.__mro__:
        if room in Screen.__mro__:
            break
        for binding in room.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.description:
                name = ", ".join(key_name(key) for key in binding.key.split(","))
                yield binding.action.removeprefix("app."), name, _(binding.description)
    for key in (*TABS, *KEYS) if tabs else ():
        yield f"to_{key.name}", key_name(key.key), _(key.word)


def _named(screen: type[Frame[None]]) -> Mapping[str, str]:
    """The keys by what they do."""
    return {action: name for action, name, _word in keys_of(screen)}


def _keys(screen: type[Frame[None]], heading: str, *, tabs: bool = True) -> Part:
    found = dict.fromkeys((name, word) for _action, name, word in keys_of(screen, tabs=tabs))
    return Part(heading, tuple(found), columns=3, wide=0.42)


def _what_to_do(texts: Texts, **named: str) -> Part:
    return Part(_("What to do when"), [(_(when), _(what).format(**named)) for when, what in texts], wide=0.33)


def _answers(verdicts: Sequence[Verdict]) -> Part:
    looks = [LOOKS[verdict] for verdict in verdicts]
    rows = [(f"{look.symbol} {_(look.word)}", _(look.advice)) for look in looks]
    return Part(_("Answers to a scan, and what to do"), rows, wide=0.27)


def _reception() -> Page:
    talks = {Verdict.TALK_STARTED, Verdict.TALK_DONE, Verdict.WRONG_BOOTH, Verdict.RECORDED, Verdict.SENT}
    answers = _answers([verdict for verdict in LOOKS if verdict not in talks])
    lead = _("Scan, and that is all: the answer goes by itself, and the next scan never waits.")
    parts = [_what_to_do(RECEPTION, **_named(ReceptionScreen)), answers, _keys(ReceptionScreen, _("Keys"))]
    return Page(_("Reception"), lead, parts)


def _moderation() -> Page:
    parts = [_what_to_do(MODERATION, **_named(RoundsScreen)), _keys(RoundsScreen, _("Keys"))]
    return Page(_("Moderation"), _(RoundsScreen.HELP), parts)


def _booth() -> Page:
    cards = [(f"{symbol} {_(word)}", _(does)) for word, symbol, does in COMMANDS.values()]
    parts = [
        _what_to_do(BOOTH, done=_(COMMANDS[Command.DONE][0])),
        Part(_("Cards"), cards, wide=0.3),
        _answers(AT_BOOTHS),
        _keys(BoothDeskScreen, _("Keys of the booth's own screen"), tabs=False),
    ]
    return Page(_("Booth"), _("Only talks that are scanned are counted."), parts)


def _readers() -> Page:
    def translated(texts: Texts) -> list[tuple[str, str]]:
        return [(_(left), _(right).replace("{rule}", RULE)) for left, right in texts]

    switch = _("Scan this code of the scanner's manual: “USB serial”")
    parts = [
        Part(switch, [(maker, _(says)) for maker, says in MAKERS], wide=0.3),
        Part(_("When it is a serial reader"), translated(SERIAL), wide=0.3),
        Part(_("When it can only type like a keyboard"), translated(WEDGE), wide=0.3),
    ]
    codes = [
        Code(TEST_CODE, _("Test of a reader: kiosk must say that it works. It checks nobody in.")),
        Code(TEST_LABEL, _("Test of the layout, for a reader that types: kiosk says which layout it has.")),
    ]
    return Page(
        _("Setting up readers"), _("Serial is best: no layout, no lost keys. Then one test scan each."), parts, codes
    )
