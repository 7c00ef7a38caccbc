"""Looking at everything that an event needs, before the doors open."""

from __future__ import annotations

import shutil
from pathlib import Path

from kiosk.actions.closing import closed_since, erased
from kiosk.actions.outlook import BoothOutlook, complaints, outlook, problem_now
from kiosk.actions.planning import wished
from kiosk.actions.retention import retention
from kiosk.actions.rounds import rounds_block, with_rounds
from kiosk.desk import Desk
from kiosk.devices import machine as devices
from kiosk.devices import printer
from kiosk.devices.gong import Gong
from kiosk.devices.ports import fitting
from kiosk.i18n import _, ngettext
from kiosk.model import Draft, KioskError, Role
from kiosk.plan_words import complaints_text
from kiosk.programme import Mode, ReaderRole, ReaderSetting
from kiosk.rules.backups import copy_finding
from kiosk.rules.closing import EVENT
from kiosk.rules.readiness import (
    SOUND_HEARD,
    Finding,
    Level,
    booths_finding,
    clock_finding,
    date_finding,
    disk_finding,
    heard_today,
    list_findings,
    machine_findings,
    overlap_findings,
    people_finding,
    reader_proved,
    rehearsal_finding,
    that_matter,
    wish_findings,
)
from kiosk.words import reader_word

SOUND_SECONDS = 3.0


def preflight(desk: Desk, gong: Gong | None = None) -> list[Finding]:
    """Every finding; the loudspeaker is looked for unless an open gong is handed in."""
    closed = closed_since(desk) is not None
    found = [
        *settings_findings(desk),
        *_outlook(desk),
        *_readers(desk),
        *proved_findings(desk),
        *([] if closed else [_sound(gong)]),
        *changing_findings(desk),
        *machine(desk.folder),
    ]
    return that_matter(found, closed=closed, erased=erased(desk) is not None)


def machine(folder: Path) -> list[Finding]:
    """What the laptop says of itself; programs of the system are asked, which may take seconds."""
    return machine_findings(
        screens=devices.screens(),
        encrypted=devices.is_encrypted(folder),
        hibernates=devices.hibernates(),
        printers=printer.printers(),
        synchronised=devices.clock_is_set(),
    )


def proved_findings(desk: Desk) -> list[Finding]:
    """Which of the readers has delivered a readable code today, and which not yet."""
    proved = desk.store.readers_since(desk.today())
    names = dict.fromkeys(setting.name for setting in desk.event.readers)
    return [reader_proved(reader_word(name), proved=name in proved) for name in names]


def changing_findings(desk: Desk) -> list[Finding]:
    """What any entry may change: until when people may be kept, and whether the gong was heard."""
    kept = retention(desk)
    return [*([kept] if kept else []), *heard_findings(desk)]


def heard_findings(desk: Desk) -> list[Finding]:
    """Whether somebody has said today that the gong can be heard."""
    heard = heard_today(desk.store.entries(EVENT), desk.today())
    if heard is None:
        text = _("Nobody has said yet whether the gong can be heard: F8 on the Start screen asks.")
        return [Finding("heard", Level.HINT, text)]
    if not heard:
        text = _("The gong was not heard: turn the volume up, connect the loudspeaker, then F8 on the Start screen.")
        return [Finding("heard", Level.HINT, text)]
    return [Finding("heard", Level.GOOD, _("The gong was heard today."))]


def say_heard(desk: Desk, *, heard: bool) -> None:
    """Keeps what somebody said of the gong.

    Raises:
        KioskError: it could not be written.
    """
    with desk.store.write() as store:
        store.record([Draft(SOUND_HEARD, EVENT, {"heard": heard})])


def _outlook(desk: Desk) -> list[Finding]:
    """What the lists contradict, and where one more seat would help most."""
    if not (desk.event.booths and with_rounds(desk) and desk.store.people()):
        return []
    hall, problem = problem_now(desk, rounds_block(desk))
    wrong = complaints_text([(each.number, each.trouble, each.what) for each in complaints(hall, problem)])
    more = [_one_more_seat(each) for each in outlook(hall, problem) if each.gain and each.gain.talks]
    return [Finding("wishes", Level.HINT, text) for text in (*wrong, *more)]


def _one_more_seat(each: BoothOutlook) -> str:
    gain = ngettext("{n} more talk", "{n} more talks", each.gain.talks if each.gain else 0)
    return _("Booth {booth}, with one more seat: {gain}.").format(booth=each.booth, gain=gain)


def settings_findings(desk: Desk) -> list[Finding]:
    """What the folder, the lists and the laptop's clock and disk say."""
    people, now = desk.store.people(), desk.now().at
    rounds = sum(block.rounds for block in desk.event.blocks if block.mode is Mode.ROUNDS)
    taking_part = [person for person in people if person.role is Role.ATTENDEE and not person.cancelled]
    wishes = ((person, wished(desk.event, person)) for person in taking_part)
    last = next((scan.at for scan in desk.store.scans(limit=1)), None)
    found = [
        rehearsal_finding(desk.event),
        date_finding(desk.event, now),
        clock_finding(last, now),
        people_finding(people),
        *list_findings(desk.store.entries(EVENT)),
        booths_finding(desk.event) if rounds else None,
        *overlap_findings(desk.event),
        *(wish_findings(desk.event, wishes, rounds) if rounds else []),
        _writable(desk),
        disk_finding(shutil.disk_usage(desk.folder).free),
        copy_finding(desk.event.backup),
        _recipients(desk),
    ]
    return [finding for finding in found if finding is not None]


def _recipients(desk: Desk) -> Finding | None:
    """Whether backups can be sealed as the settings want it."""
    from kiosk.exchange.sealing import check_recipients  # it brings the ciphers along, and few need them

    try:
        check_recipients(desk.event.backup.recipients)
    except KioskError as error:
        return Finding("backup", Level.BAD, str(error))
    return None


def _readers(desk: Desk) -> list[Finding]:
    if not desk.event.readers:
        text = _("No reader is named in event.toml: choose one on the Start screen, or scan with a keyboard reader.")
        return [Finding("reader", Level.HINT, text)]
    found = [_reader(setting) for setting in desk.event.readers]
    if with_rounds(desk) and not any(setting.role is ReaderRole.BOOTH for setting in desk.event.readers):
        text = _("No reader stands at a booth: talks only count where badges are scanned (kiosk gate --role booth).")
        found.append(Finding("reader", Level.HINT, text))
    return found


def _writable(desk: Desk) -> Finding | None:
    """Whether a scan could be recorded, tried without recording anything."""
    try:
        with desk.store.write():
            return None
    except KioskError as error:
        return Finding("write", Level.BAD, str(error))


def _reader(setting: ReaderSetting) -> Finding:
    ports, name = fitting(setting, None), reader_word(setting.name)
    if not ports:
        text = _("Reader {name}: not found. Plug it in, or correct event.toml.")
        return Finding("reader", Level.BAD, text.format(name=name))
    return Finding("reader", Level.GOOD, _("Reader {name}: {port}.").format(name=name, port=ports[0].device))


def _sound(gong: Gong | None) -> Finding:
    tried = gong or Gong()
    try:
        tried.prepare()
        tried.tried(SOUND_SECONDS)
        return Finding("sound", Level.GOOD if tried.ready else Level.HINT, tried.state)
    finally:
        if gong is None:
            tried.close()
