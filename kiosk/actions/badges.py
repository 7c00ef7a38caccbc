"""Badges on paper: for everybody before the event, for one person at the desk; what was printed is noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.actions.people import SPARE_LETTER, Codes, badge_of, known, on_the_list
from kiosk.assets import asset
from kiosk.desk import Desk
from kiosk.devices import printer as queue
from kiosk.exchange.badges import Badge, write_badges
from kiosk.exchange.paper import missing
from kiosk.i18n import _, speaking
from kiosk.model import Draft, KioskError, Person, Role
from kiosk.programme import BadgeName
from kiosk.rules.consents import may_photograph
from kiosk.rules.people import BADGE_PRINTED, CODE_GIVEN, printed_at
from kiosk.sheets import SHEETS, Sheet
from kiosk.words import ROLES, clock_time

FOLDER: Final = "badges"
LOGOS: Final = ("logo.svg", "logo.png", "logo.jpg", "logo.jpeg")


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF of badges that was made."""

    path: Path
    sheet: Sheet
    badges: int
    pages: int
    missing: tuple[tuple[int | None, str], ...]
    """Numbers, and the characters of their names that no font has and the badge therefore lacks."""
    codes: tuple[tuple[str, str], ...]
    """The persons and the codes on their badges."""

    def document(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "file": str(self.path),
            "sheet": self.sheet.name,
            "badges": self.badges,
            "pages": self.pages,
            "missing": [{"number": number, "missing": signs} for number, signs in self.missing],
        }


def sheet_of(name: str) -> Sheet:
    """The sheet of that name, however it is spelled.

    Raises:
        KioskError: there is none.
    """
    found = SHEETS.get(name.casefold().replace(" ", ""))
    if found is None:
        text = _("There is no sheet “{name}”; there are {known}.")
        raise KioskError(text.format(name=name, known=", ".join(SHEETS)))
    return found


def everybody(desk: Desk, numbers: Collection[int] = ()) -> list[Person]:
    """Who gets a badge: all who have not cancelled, by number, then those without; or just these numbers.

    Raises:
        KioskError: nobody has one of the numbers, or nobody is on the list.
    """
    people = on_the_list(desk)
    if unknown := sorted(set(numbers) - {person.number for person in people if person.number is not None}):
        raise KioskError(_("Nobody has the number {number}.").format(number=", ".join(map(str, unknown))))
    chosen = [person for person in people if (person.number in numbers if numbers else not person.cancelled)]
    if not chosen:
        raise KioskError(_("Everybody on the list has cancelled."))
    return sorted(chosen, key=lambda person: (person.number is None, person.number or 0, person.role, person.last_name))


def make_badges(desk: Desk, people: Sequence[Person], sheet: Sheet, path: Path | None = None) -> Printed:
    """Writes the badges of these persons as a PDF; who had only a ticket from elsewhere is given a code.

    Raises:
        KioskError: the file cannot be written, or the logo is no picture.
    """
    path = path or desk.folder / FOLDER / f"{FOLDER}.pdf"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    codes = _codes(desk, people)
    with speaking(desk.event.language):
        badges = [_badge(desk, person, codes[person.id]) for person in people]
        pages = write_badges(path, desk.event.name, badges, sheet, _logo(desk))
    lacking = ((badge.number, missing((badge.name, badge.organisation))) for badge in badges)
    return Printed(
        path, sheet, len(badges), pages, tuple((who, signs) for who, signs in lacking if signs), tuple(codes.items())
    )


def make_spare(desk: Desk, count: int, sheet: Sheet, path: Path | None = None) -> Printed:
    """Writes badges that nobody has yet, with room for number and name; the card for walk-ins gives one to somebody.

    Raises:
        KioskError: the file cannot be written, or the logo is no picture.
    """
    fresh = Codes(desk.store)
    badges = [Badge(None, "", "", "", fresh.fresh(SPARE_LETTER)) for _each in range(count)]
    path = path or desk.folder / FOLDER / "badges-spare.pdf"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with speaking(desk.event.language):
        pages = write_badges(path, desk.event.name, badges, sheet, _logo(desk))
    return Printed(path, sheet, count, pages, (), ())


def make_badge(desk: Desk, person: str) -> Printed:
    """Writes the badge of one person for the label printer of the settings.

    Raises:
        KioskError: nobody has this id, the file cannot be written, or the logo is no picture.
    """
    somebody = known(desk, person)
    name = str(somebody.number or somebody.id.partition(":")[2])
    path = desk.folder / FOLDER / f"badge-{name}.pdf"
    return make_badges(desk, [somebody], SHEETS[desk.event.badge_sheet], path)


def print_badges(desk: Desk, made: Printed, printer: str = "") -> bool:
    """Sends badges to the printer, the one of the settings unless another is named, and notes it for each person.

    False where the PDF could only be opened, to be printed from there.

    Raises:
        KioskError: the printer did not take it; the PDF is kept.
    """
    chosen = printer or desk.event.printer
    sent = queue.send(made.path, chosen, made.sheet.page)
    how = {"printer": chosen, "sheet": made.sheet.name, "opened": not sent}
    with desk.store.write() as store:
        store.record([Draft(BADGE_PRINTED, person, {"code": code, **how}) for person, code in made.codes])
    return sent


def printed_before(desk: Desk, people: Iterable[Person]) -> str:
    """Whose badge, as it is now, was printed already, and when, in words; empty where nobody's was."""
    codes = ((person, badge_of(desk, person.id)) for person in people)
    times = ((person, printed_at(desk.store.entries(person.id), code)) for person, code in codes if code)
    again = [(person, at) for person, at in times if at]
    if not again:
        return ""
    person, at = again[0]
    if len(again) > 1:
        text = _("{n} of these badges were printed already, the first of them at {time}.")
    elif person.number is None:
        text = _("This badge was printed at {time}.")
    else:
        text = _("The badge of number {number} was printed at {time}.")
    return text.format(n=len(again), number=person.number, time=clock_time(desk.event, at))


def _codes(desk: Desk, people: Iterable[Person]) -> dict[str, str]:
    """Everybody's badge code."""
    found = {person.id: badge_of(desk, person.id) for person in people}
    without = [person for person, code in found.items() if code is None]
    given: dict[str, str] = {}
    if without:
        with desk.store.write() as store:
            fresh = Codes(store)
            given = {person: badge_of(desk, person) or fresh.fresh() for person in without}
            store.record([Draft(CODE_GIVEN, person, {"codes": [code]}) for person, code in given.items()])
    return {person: code or given[person] for person, code in found.items()}


def _badge(desk: Desk, person: Person, code: str) -> Badge:
    attends = person.role is Role.ATTENDEE
    no_photo = may_photograph(person) is False
    role = "" if attends else _(ROLES[person.role]).capitalize()
    organisation = "" if attends else person.organisation
    return Badge(person.number, _name(desk.event.badge_name, person), role, organisation, code, no_photo)


def _name(wanted: BadgeName, person: Person) -> str:
    """The name as the event wants it; who has no number has nothing else to be called by."""
    if wanted is BadgeName.NUMBER and person.number is not None:
        return ""
    if wanted is BadgeName.FIRST and person.first_name:
        return person.first_name
    return f"{person.first_name} {person.last_name}".strip()


def _logo(desk: Desk) -> Path | None:
    """The event's own logo, else one that was put beside the program's assets."""
    places = (room / name for room in (desk.folder, asset()) for name in LOGOS)
    return next((path for path in places if path.is_file()), None)
