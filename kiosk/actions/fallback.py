"""Lists on paper for the hour in which the screens are dark. They tell neither how somebody came nor what they seek."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.actions import rounds
from kiosk.actions.cards import codes
from kiosk.actions.closing import closed_since, erased
from kiosk.actions.people import on_the_list
from kiosk.actions.slips import Printout, require_plan, target, times_of
from kiosk.category_words import label_text
from kiosk.desk import Desk
from kiosk.exchange.lists import Column, Listing, Sign, write_lists, write_signs
from kiosk.i18n import N_, _, ngettext, plain_date, speaking
from kiosk.model import KioskError, Person, PlannedTalk, Role
from kiosk.programme import Booth
from kiosk.rules.cards import Sort
from kiosk.rules.names import plain
from kiosk.words import ROLES

SPARE: Final = 20
"""Empty rows for whoever comes without registration."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """What can be printed beside the slips: its name, whether it names people, and what makes it."""

    name: str
    personal: bool
    write: Callable[[Desk, Path, str | None], str]


def print_sheets(desk: Desk, what: str, block: str | None = None, path: Path | None = None) -> Printout:
    """Writes one sort of list or sign; ``what`` is a key of ``SHEETS``, ``block`` the block of the booth lists.

    Raises:
        KioskError: there is nothing to print, or the file cannot be written.
    """
    sheets = SHEETS[what]
    with speaking(desk.event.language), desk.store.reading():
        ending = _("personal") if sheets.personal else ""
        written = target(desk, path, "-".join(filter(None, (_(sheets.name), ending))) + ".pdf")
        return Printout(written, sheets.write(desk, written, block))


def _booth_lists(desk: Desk, path: Path, block: str | None) -> str:
    meant = rounds.rounds_block(desk, block)
    require_plan(desk, meant)
    times, people = times_of(desk, meant), {person.id: person for person in desk.store.people()}
    talks: dict[str, list[PlannedTalk]] = {}
    for talk in desk.store.planned(meant.id):
        talks.setdefault(talk.booth, []).append(talk)
    columns = (
        Column(_("Round"), 1, align="R"),
        Column(_("Time"), 1.3),
        Column(_("Seat"), 1),
        Column(_("Number"), 1.5, bold=True, align="R"),
        Column(_("Name"), 4),
        Column(_("Position"), 2.8),
        Column(_("Held"), 1, box=True),
        Column(_("Next step"), 3.6),
    )

    def row(talk: PlannedTalk) -> tuple[str, ...]:
        person = people.get(talk.person)
        name = person.short_name if person else ""
        told = (str(talk.round), times[talk.round], talk.seat, str(talk.number or ""), name, talk.position or "")
        return (*told, "", "")

    note = _("Tick the talks that were held. Write down what was agreed.")
    known = {booth.booth: booth for booth in desk.event.booths}
    return write_lists(
        path,
        desk.event.name,
        [
            Listing(_title(known.get(booth), booth), note, columns, [row(talk) for talk in sorted_talks(talks[booth])])
            for booth in [*known, *(booth for booth in talks if booth not in known)]
            if booth in talks
        ],
    )


def sorted_talks(talks: list[PlannedTalk]) -> list[PlannedTalk]:
    """The talks of a booth as they are held."""
    return sorted(talks, key=lambda talk: (talk.round, talk.seat, talk.number or 0))


def _title(booth: Booth | None, name: str) -> str:
    return " · ".join(filter(None, (_("Booth {booth}").format(booth=name), booth.employer if booth else "")))


def _by_name(people: list[Person]) -> list[Person]:
    return sorted(people, key=lambda person: (plain(person.last_name), plain(person.first_name), person.number or 0))


def _full_name(person: Person) -> str:
    return ", ".join(filter(None, (person.last_name, person.first_name)))


def _who(person: Person) -> str:
    """What reception has to know of somebody besides the name."""
    role = "" if person.role is Role.ATTENDEE else _(ROLES[person.role])
    organisation = "" if person.role is Role.ATTENDEE else person.organisation
    return ", ".join(filter(None, (role, organisation, _("cancelled") if person.cancelled else "")))


def _ticking(person: Person | None) -> tuple[str, ...]:
    """A row of a check-in list; of nobody it is left empty to be written on."""
    if person is None:
        return ("",) * 5
    return ("" if person.number is None else str(person.number), _full_name(person), _who(person), "", "")


def _check_in(desk: Desk, path: Path, title: str, people: list[Person], *, number_first: bool) -> str:
    number, name = Column(_("Number"), 1.6, bold=True, align="R"), Column(_("Name"), 6, bold=not number_first)
    first = (number, name) if number_first else (name, number)
    columns = (*first, Column("", 3.4), Column(_("In, at"), 2.6, box=True), Column(_("Out, at"), 2.6, box=True))
    rows = [_ticking(person) for person in (*people, *([None] * SPARE))]
    if not number_first:
        rows = [(row[1], row[0], *row[2:]) for row in rows]
    note = _("Tick, and write the real time beside it: it is typed in afterwards. Nobody waits for the laptop.")
    return write_lists(path, desk.event.name, [Listing(title, note, columns, rows)])


def _alphabetical(desk: Desk, path: Path, _block: str | None) -> str:
    return _check_in(desk, path, _("Check-in by name"), _by_name(on_the_list(desk)), number_first=False)


def _numbered(desk: Desk, path: Path, _block: str | None) -> str:
    people = [person for person in on_the_list(desk) if person.number is not None]
    return _check_in(desk, path, _("Check-in by number"), people, number_first=True)


def signature_list(desk: Desk) -> Listing:
    """Who is expected, by name, with room to sign, and empty rows for whoever comes without registration.

    Once the event is closed it is the list of those who came, for the funder: nobody else, and no empty row. Once
    everybody is erased it says so, and has no row at all.

    Raises:
        KioskError: nobody is on the list.
    """
    columns = (Column(_("Name"), 4), Column(_("Organisation"), 3.4), Column(_("Signature"), 4))
    over, day = closed_since(desk) is not None, plain_date(desk.event.day)
    if _is_erased(desk):
        note = " · ".join(filter(None, (desk.event.venue, day, _("The persons are erased: no names are kept."))))
        return Listing(_("Signatures"), note, columns, [], row=11.0)
    meant = [person for person in on_the_list(desk) if (person.present if over else not person.cancelled)]
    named = _by_name([person for person in meant if _full_name(person).strip()])
    rows = [(_full_name(person), label_text(person.organisation), "") for person in named]
    expected = ngettext("{n} person is expected", "{n} persons are expected", len(rows))
    came = ngettext("{n} person came", "{n} persons came", len(rows))
    nameless = len(meant) - len(named) if over else 0
    more = ngettext("{n} more without a name", "{n} more without a name", nameless) if nameless else ""
    note = " · ".join(filter(None, (desk.event.venue, day, came if over else expected, more)))
    blank = [] if over else [("", "", "")] * SPARE
    return Listing(_("Signatures"), note, columns, [*rows, *blank], row=11.0)


def _is_erased(desk: Desk) -> bool:
    """Whether everybody was erased, together or one after another."""
    people = desk.store.people()
    return erased(desk) is not None or (bool(people) and not any(person.is_known for person in people))


def _signatures(desk: Desk, path: Path, _block: str | None) -> str:
    on_the_list(desk)
    return write_lists(path, desk.event.name, [signature_list(desk)])


def _signs(desk: Desk, path: Path, _block: str | None) -> str:
    if not desk.event.booths:
        raise KioskError(_("There are no booths in booths.csv."))
    return write_signs(path, desk.event.name, list(_sign_of_each(desk)))


def _sign_of_each(desk: Desk) -> Iterator[Sign]:
    cards = {card.means: code for code, card in codes(desk).items() if card.sort is Sort.BOOTH}
    caption = _("For staff: scan this first at a reader that serves several booths.")
    for booth in desk.event.booths:
        seats = ngettext("{n} seat", "{n} seats", booth.seats)
        titles = (position.title for position in desk.event.positions if position.booth == booth.booth)
        word = _("Booth {booth}").format(booth=booth.booth)
        place = " · ".join(filter(None, (booth.room, seats)))
        yield Sign(booth.booth, word, booth.employer, place, tuple(titles), cards[booth.booth], caption)


SHEETS: Final[Mapping[str, Sheets]] = {
    "booths": Sheets(N_("booth-lists"), personal=True, write=_booth_lists),
    "checkin": Sheets(N_("check-in-by-name"), personal=True, write=_alphabetical),
    "numbers": Sheets(N_("check-in-by-number"), personal=True, write=_numbered),
    "signatures": Sheets(N_("signatures"), personal=True, write=_signatures),
    "signs": Sheets(N_("table-signs"), personal=False, write=_signs),
}
