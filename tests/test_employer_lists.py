"""What employers get: their own talks, and only of those who want that, as long as they want it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from world import EVENT, ROUNDS, World, booth_reader, kiosk, make_folder, world_at

from kiosk.actions import people
from kiosk.actions.closing import close
from kiosk.actions.employer_lists import export_for_employers, without_consent
from kiosk.actions.results import record_result
from kiosk.i18n import use
from kiosk.model import KioskError
from kiosk.rules.consents import history

BOOTHS = ["1;Amt/für: Alles;1", "2;Bäckerei;1", "3;Amt, für Alles;1", "4;Leer;1"]


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_at(make_folder(tmp_path / "event", EVENT + ROUNDS, BOOTHS, ["1A;1;Koch"])) as opened:
        consents = {"T1": "yes", "T2": "no", "T3": "", "T4": "yes"}
        for number, (code, said) in enumerate(consents.items(), 1):
            guardian = "no" if code == "T4" else ""
            fields = {"consent_contact": said, "guardian_consent": guardian, "channel": "jobcenter", "note": "geheim"}
            opened.listed(code, number=number, first_name=f"Vor{number}", last_name="Nach", **fields)
            for booth in ("1", "2"):
                opened.scan(code, booth_reader(booth))
                opened.clock.go(seconds=90)
                opened.scan(code, booth_reader(booth))
                opened.clock.go(seconds=5)
        opened.scan("T2", booth_reader("3"))
        opened.clock.go(seconds=90)
        opened.scan("T2", booth_reader("3"))
        yield opened


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def test_an_employer_gets_its_own_talks_of_those_who_have_consented(world: World) -> None:
    said = {"application": "on_site", "next_step": "follow_up", "date": "2026-12-01", "who": "ruft an"}
    record_result(world.desk, world.store.talks()[0].id, said)
    written = export_for_employers(world.desk)
    assert [path.name for path in written] == ["Amt-für-Alles-personal.csv", "Bäckerei-personal.csv"]
    for path in written:
        assert [row["First name"] for row in read(path)] == ["Vor1"]
    (row,) = read(written[0])
    assert (row["Booth"], row["Date"], row["Who does what"]) == ("1", "01.12.2026", "ruft an")


def test_who_gets_no_file_is_said_with_what_to_do(world: World) -> None:
    assert without_consent(world.desk) == ["Amt, für Alles"]
    for seconds in (90, 5):
        world.scan("T2", booth_reader("4"))
        world.clock.go(seconds=seconds)
    told = kiosk("export", world.desk.folder, "--for", "employer")
    assert told.returncode == 0
    assert "for Amt, für Alles; Leer: nobody who talked there has consented" in told.stderr
    assert len(told.stdout.splitlines()) == 2


def test_it_tells_neither_channel_nor_note_nor_anything_of_others(world: World) -> None:
    for path in export_for_employers(world.desk):
        text = path.read_text(encoding="utf-8-sig")
        assert not [word for word in ("jobcenter", "geheim", "Vor2", "Vor3", "Vor4") if word in text]


def test_whoever_withdraws_is_in_no_list_from_then_on(world: World) -> None:
    one = export_for_employers(world.desk)
    person = world.store.person_by_number(1)
    assert person
    close(world.desk)
    assert people.correct(world.desk, person.id, {"consent_contact": "withdrawn"})
    assert export_for_employers(world.desk) == []
    assert not [path for path in one if path.exists()]
    words = history(world.store.entries(person.id))
    assert [word.value for word in words] == ["yes", "withdrawn"]
    assert words[0].at < words[1].at
    with pytest.raises(KioskError, match="closed"):
        people.correct(world.desk, person.id, {"last_name": "Anders"})


def test_one_employer_alone_and_one_that_there_is_not(world: World) -> None:
    folder = world.desk.folder
    done = kiosk("export", folder, "--for", "employer", "--employer", "Bäckerei")
    assert [Path(line).name for line in done.stdout.splitlines()] == ["Bäckerei-personal.csv"]
    wrong = kiosk("export", folder, "--for", "employer", "--employer", "Bäcker")
    assert wrong.returncode == 1
    assert "Known are: Amt, für Alles; Amt/für: Alles; Bäckerei; Leer." in wrong.stderr
    assert kiosk("export", folder, "--for", "employer", "--pseudonymous").returncode == 2


@pytest.mark.parametrize("word", ["widerrufen", "Withdrawn", "zurückgezogen"])
def test_a_list_may_say_that_a_consent_was_withdrawn(word: str) -> None:
    from kiosk.exchange.states import consent

    assert consent(word) == "withdrawn"
