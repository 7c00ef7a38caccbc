"""Erasing where names hide: other encodings, capitals, packed files, folders; and the figures that must hold."""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from world import EVENT, World, booth_reader, make_folder, world_at

from kiosk.actions.badges import make_badges
from kiosk.actions.closing import close
from kiosk.actions.erasing import erase_all, erase_person
from kiosk.actions.report import report
from kiosk.desk import at_desk
from kiosk.exchange.write import Sheet, write_xlsx
from kiosk.i18n import use
from kiosk.rules.figures.cells import hidden
from kiosk.rules.figures.tables import SENSITIVE
from kiosk.rules.traces import Traces
from kiosk.sheets import SHEETS

PEOPLE = [("Jürgen", "Größlein"), ("Dorothea", "Rieseberg"), ("Al", "Zi"), ("Zoë", "Ng"), ("Slavoj", "Žižek")]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A small event that is over."""
    with world_at(make_folder(tmp_path / "event", EVENT, ["1;Amt Eins;2"])) as opened:
        for number, (first, last) in enumerate(PEOPLE, 1):
            code = f"TICKET-{number:04d}"
            opened.listed(code, number=number, first_name=first, last_name=last, email=f"p{number}.4711@example.org")
            opened.scan(code)
        yield opened


def workbook() -> bytes:
    """A workbook in which another program has written a letter as a number."""
    plain, made = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", "<sst><si><t>Gr&#246;&#223;lein</t></si></sst>")
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Liste.xlsx", made.getvalue())
    return plain.getvalue()


HIDDEN: dict[str, bytes] = {
    "windows.txt": "Herr Größlein".encode("cp1252"),
    "mac.txt": unicodedata.normalize("NFD", "Frau Größlein").encode(),
    "mac16.txt": unicodedata.normalize("NFD", "Frau Größlein").encode("utf-16"),
    "capitals.txt": b"FRAU RIESEBERG",
    "small.txt": b"d.rieseberg hat zugesagt",
    "notiz-rieseberg.txt": b"-",
    "Mappe Rieseberg/leer.txt": b"-",
    "two.txt": b"Zi, Al",
    "other-program.json": json.dumps({"name": "Größlein"}).encode(),
    "page.html": b"<td>Gr&ouml;&szlig;lein</td>",
    "packed.zip": workbook(),
    "packed.bak": gzip.compress(b"Rieseberg"),
    "sealed.dat": b"age-encryption.org/v1\n-> scrypt",
    "codes.txt": b"gebucht: ticket-0003",
    "slavic.txt": "Zagreb, Žižek".encode("cp1252"),
    "Notiz Groesslein.txt": b"-",
    "accent.txt": b"GROSSLEIN war hier",
    "dos.txt": "Herr Größlein fragt".encode("cp850"),
    "old-mac.txt": "Herr Größlein fragt".encode("mac_roman"),
    "letter.txt": quopri.encodestring("Herr Größlein fragt".encode()),
    "folded.txt": b"Frau Riese=\r\nberg",
    "link.html": b"<a href=mailto:p3.4711%40example.org>",
    "Anmeldung.eml": base64.b64encode(b"Dorothea;Rieseberg"),
}
"""Files that somebody has put there, none of which says by its name alone what it is."""


def test_no_name_hides_in_another_form(world: World) -> None:
    folder = world.desk.folder
    for name, data in HIDDEN.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    make_badges(world.desk, world.store.people(), SHEETS["a4"], folder / "badges.pdf")
    (folder / "badges.pdf").rename(folder / "printed.tmp")
    write_xlsx(folder / "copy.xlsx", [Sheet("Liste", ["Name"], [["Größlein"]])])
    (folder / "notes.txt").write_text("Parken im Hof, der lange Saal ist kalt.", encoding="utf-8")
    close(world.desk)
    done = erase_all(replace(world.desk, by="lead"))
    assert done.left == {}
    kept = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    assert kept - {"kiosk.db-wal", "kiosk.db-shm"} == {
        *("booths.csv", "event.toml", "kiosk.db", "notes.txt", "erased-20261122.txt")
    }


def test_what_cannot_be_removed_by_itself_is_named(world: World) -> None:
    """A folder without a file is nothing that the program would take away, but it is told."""
    (world.desk.folder / "Rieseberg").mkdir()
    close(world.desk)
    assert erase_all(replace(world.desk, by="lead")).left == {"Rieseberg": 1}


def test_of_one_person_a_file_that_may_hold_them_is_named(world: World) -> None:
    for name in ("packed.bak", "sealed.dat", "capitals.txt", "windows.txt"):
        (world.desk.folder / name).write_bytes(HIDDEN[name])
    close(world.desk)
    assert erase_person(world.desk, 2).left == {"packed.bak": -1, "sealed.dat": -1, "capitals.txt": 1}


@pytest.mark.parametrize("text", ["das lange Brett", "Langer Saal", "ein klein wenig", "Bergkleinod"])
def test_an_ordinary_word_is_no_name(text: str) -> None:
    traces = Traces()
    for word in ("LANG", "Klein"):
        traces.word(word)
    assert traces.found_in(text.encode()) == set()


def test_a_name_that_is_also_a_word_of_the_settings_is_looked_for_in_capitals_only_elsewhere() -> None:
    traces = Traces()
    traces.word("Person")
    traces = traces.without('{"person": "x"}')
    assert traces.found_in(b'{"person": "x"}') == set()
    assert traces.found_in(b"Person") == traces.found_in(b"PERSON") == {"Person"}


# Figures


def counted(world: World) -> dict[str, Any]:
    """The figures and the numbers of every breakdown, whatever its rows are called."""
    with at_desk(world.desk.folder, world.clock) as desk:
        found = report(desk)
    for name, rows in found["by"].items():
        told = hidden(rows) if name in SENSITIVE else rows
        found["by"][name] = sorted(repr([row[key] for key in row if key not in ("id", "title")]) for row in told)
    return found


def of_many_ways(world: World) -> None:
    """Organisations written in several ways, ways here with a name in them, and rare words everywhere."""
    for place, organisation in enumerate(("Kranich GmbH", "kranich gmbh ", "amt eins", "Ein Verein", "")):
        world.listed(f"STAFF-{place}", role="employer", organisation=organisation, first_name="E", last_name="Ff")
        world.scan(f"STAFF-{place}")
    for place, channel in enumerate(("mentor|Dorothea Rieseberg", "press", "agentur,TICKET-0001", "jobcenter", "none")):
        world.listed(
            f"GUEST-{place}",
            number=50 + place,
            channel=channel,
            status=("job_seeker", "Größlein sucht", "other")[place % 3],
            district=("Nord", "Bei Rieseberg", "Hof 7")[place % 3],
            group=("Klasse Rieseberg", "")[place % 2],
            organisation=("Kranich GmbH", "Amt Eins", "privat")[place % 3],
            cancelled=place == 1,
        )
        world.scan(f"GUEST-{place}")
        world.scan(f"GUEST-{place}", booth_reader("1"))
        world.clock.go(minutes=3)


@pytest.mark.parametrize("erase", [erase_all, lambda desk: erase_person(desk, 50), lambda desk: erase_person(desk, 2)])
def test_every_figure_and_every_row_stays_what_it_was(world: World, erase: Callable[[Any], object]) -> None:
    of_many_ways(world)
    close(world.desk)
    before = counted(world)
    assert (before["figures"]["A1"], before["figures"]["Q1"]) == (3, 3)
    erase(replace(world.desk, by="lead"))
    assert counted(world) == before
