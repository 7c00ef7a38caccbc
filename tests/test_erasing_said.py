"""What erasing asks and says, at a terminal and afterwards: nothing that is not so, and nothing that cannot be done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from world import ENTRANCE, EVENT, ROUNDS, World, kiosk, make_folder, shell, world_at

from kiosk.actions.advice import to_do
from kiosk.actions.closing import close, reopen
from kiosk.actions.contracts import record_contract, take_contract_back
from kiosk.actions.document import document
from kiosk.actions.erasing import erase_all, erase_person
from kiosk.actions.erasure import Erasure, mention_lines, proof_lines
from kiosk.actions.fallback import print_sheets
from kiosk.actions.inventory import inventory, inventory_rows
from kiosk.actions.lane import park
from kiosk.actions.late import import_results
from kiosk.actions.plans import propose
from kiosk.actions.preflight import preflight
from kiosk.actions.reporting import write_files
from kiosk.actions.results import record_result
from kiosk.actions.scans import take
from kiosk.actions.slips import print_slips
from kiosk.actions.upkeep import verify
from kiosk.desk import Desk, at_desk
from kiosk.i18n import use
from kiosk.model import KioskError, Scan
from kiosk.rules.lane import Why
from kiosk.rules.pairs import entity_of
from kiosk.rules.readiness import Level
from kiosk.words import answer_text


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A small event that is over."""
    with world_at(make_folder(tmp_path / "event", EVENT, ["1;Amt Eins;2"])) as opened:
        for number, last in ((1, "Abendroth"), (2, "Rieseberg"), (3, "Quitzow")):
            opened.listed(f"TICKET-{number}", number=number, first_name=f"Dora{'h' * number}", last_name=last)
            opened.scan(f"TICKET-{number}")
        close(opened.desk)
        yield opened


def answered(answer: str, *words: object, question: str) -> tuple[int, str]:
    """How a command at a terminal ended that asks once, and all that was to be seen."""
    import pty

    far, near = pty.openpty()
    command = [sys.executable, "-m", "kiosk", *map(str, words)]
    process = subprocess.Popen(command, stdin=near, stdout=near, stderr=near, env=shell(), start_new_session=True)
    os.close(near)
    shown = b""
    while piece := _piece(far):
        before, shown = question.encode() in shown, shown + piece
        if question.encode() in shown and not before:
            os.write(far, f"{answer}\n".encode())
    os.close(far)
    return process.wait(20), shown.decode()


def _piece(far: int) -> bytes:
    try:
        return os.read(far, 4096)
    except OSError:
        return b""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
@pytest.mark.parametrize("what", [("--all",), ("--person", "2")])
def test_at_a_terminal_it_is_asked_once_before_anybody_is_erased(world: World, what: tuple[str, ...]) -> None:
    folder, question = world.desk.folder, "Erase? [y/N]: "
    code, shown = answered("", "erase", folder, *what, question=question)
    assert (code, "Aborted" in shown, world.store.person_by_number(2) is None) == (1, True, False)
    assert f"{folder}: {'3 persons are' if what == ('--all',) else '1 person is'} erased from the database" in shown
    world.store.close()
    code, shown = answered("y", "erase", folder, *what, question=question)
    assert (code, "✔ Nothing of them was found." in shown) == (0, True), shown


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
@pytest.mark.parametrize(("answer", "code"), [("ja", 0), ("nein", 1)])
def test_it_is_asked_and_answered_in_german(world: World, answer: str, code: int) -> None:
    settings = world.desk.folder / "event.toml"
    settings.write_text(EVENT.replace('"en"', '"de"'), encoding="utf-8")
    world.store.close()
    ended, shown = answered(answer, "erase", settings.parent, "--all", question="Löschen? [j/N]: ")
    assert (ended, "3 Personen werden aus Datenbank" in shown) == (code, True), shown
    assert ("Abgebrochen." in shown) == (code == 1)


@pytest.fixture
def named(world: World) -> Path:
    """Her last name stands in a contract and a result of number 1: in what holds, and in what was said before."""
    desk, one = world.desk, world.store.person_by_number(1)
    assert one
    for reporter in ("Frau Rieseberg sagt es", "Herr Rieseberg"):
        record_contract(desk, one.id, "1", {"date": "2026-11-22", "reporter": reporter})
    for place in ("Bei Rieseberg", "Saal 4"):
        record_result(desk, entity_of("1", one.id), {"application": "received", "place": place})
    world.store.close()
    return desk.folder


def held(folder: Path) -> list[str]:
    """In which texts her name stands, in the whole journal."""
    with world_at(folder) as world:
        texts = [value for entry in world.store.journal() for value in entry.body.values() if isinstance(value, str)]
    return [text for text in texts if "Rieseberg" in text]


def erase(folder: Path, number: int) -> Erasure:
    with at_desk(folder) as desk:
        return erase_person(desk, number)


TOLD = "✖ Number 1, contract, “Reported by” (desk-"


def test_a_text_about_somebody_else_is_told_of_until_it_is_said_anew(named: Path) -> None:
    """It may be about another person of that name; what does not hold any more goes with whoever is erased."""
    first = kiosk("erase", named, "--person", 2, "--yes")
    assert (first.returncode, TOLD in first.stdout) == (1, True)
    assert ("kiosk.db" in first.stdout, "Nothing of them was found" in first.stdout) == (False, False)
    assert held(named) == ["Herr Rieseberg"]
    for _time in range(2):
        done = erase(named, 2)
        told, advice = mention_lines(done)
        assert (done.is_done, told.startswith(TOLD)) == (False, True)
        assert advice.startswith("Say it anew without the name (Booths, Ctrl+R, or kiosk import --as results)")
    (protocol,) = named.glob("erased-*.txt")
    assert "1 text about somebody else" in protocol.read_text(encoding="utf-8-sig")
    assert "Number 1" not in protocol.read_text(encoding="utf-8-sig"), "it would tell of the other one"

    (named / "again.csv").write_text("Nummer;Stand;Vertrag am;Gemeldet von\n1;1;22.11.2026;der Ausbilder\n")
    with at_desk(named) as desk:
        import_results(desk, named / "again.csv")
    assert erase(named, 2).is_done
    assert held(named) == []
    assert b"Rieseberg" not in (named / "kiosk.db").read_bytes()
    with at_desk(named) as desk:
        assert [contract.reporter for contract in desk.store.contracts()] == ["der Ausbilder"]
        assert [result.place for result in desk.store.results()] == ["Saal 4"]
        assert verify(desk.store)[1] == []
        with pytest.raises(KioskError, match=r"^Nobody has the number 2\.$"):
            erase_person(desk, 2)


def test_a_text_that_is_taken_back_goes_with_the_next_erasing(named: Path) -> None:
    assert not erase(named, 2).is_done
    with at_desk(named) as desk:
        one = desk.store.person_by_number(1)
        assert one
        take_contract_back(desk, one.id, "1")
    assert erase(named, 2).is_done
    assert held(named) == []


def test_the_same_text_said_again_is_no_correction_and_with_everybody_it_is_gone(named: Path) -> None:
    erase(named, 2)
    with at_desk(named) as desk:
        one = desk.store.person_by_number(1)
        assert one
        record_contract(desk, one.id, "1", {"reporter": "Herr Rieseberg"})
    assert [mention.number for mention in erase(named, 2).mentions] == [1, 1], "either entry holds it"
    with at_desk(named) as desk:
        assert erase_all(desk).is_done
    assert not (named / "backups").exists()


def test_what_nobody_can_say_anew_goes(world: World) -> None:
    reopen(world.desk)
    park(world.desk, "Frau Rieseberg wartet", Why.OTHER)
    close(world.desk)
    assert erase_person(world.desk, 2).is_done
    assert held(world.desk.folder) == []


def test_a_number_that_nobody_had_is_never_called_erased(named: Path) -> None:
    erase(named, 2)
    for number in (999, 0, -3):
        assert erase(named, number).document()["already_erased"] is None
    told = kiosk("erase", named, "--person", 999, "--yes")
    assert told.returncode == 1
    assert told.stdout.startswith("Nobody has the number 999. What an earlier erasing has left:")
    done = json.loads(kiosk("erase", named, "--person", 0, "--yes", "--json").stdout)
    assert [(text["number"], text["kind"], text["field"]) for text in done["left_in_texts"]] == [
        (1, "contract", "reporter")
    ]
    assert done["earlier_erasing"]


def test_a_text_that_means_somebody_else_is_struck_from_the_note(named: Path) -> None:
    entry = erase(named, 2).mentions[0].entry
    note = named / "backups" / "copies.json"
    noted = json.loads(note.read_text(encoding="utf-8"))
    del noted["texts"][entry]
    note.write_text(json.dumps(noted), encoding="utf-8")
    with at_desk(named) as desk, pytest.raises(KioskError, match=r"^Nobody has the number 2\.$"):
        erase_person(desk, 2)
    assert held(named) == ["Herr Rieseberg"]


def test_of_a_list_the_lines_are_told_that_name_somebody(named: Path) -> None:
    (named / "mine.csv").write_text("Tisch;Wer\n1;Abendroth\n2;mit Rieseberg und Abendroth\n", encoding="utf-16")
    told = "✖ mine.csv: 1 found in line 3; take out by hand what tells of them, not the whole file."
    assert told in proof_lines(erase(named, 2))


GONE = "Everybody was erased on 2026-11-22, only figures are left. For other people make another event: kiosk new."


@pytest.fixture
def gone(world: World) -> Iterator[Desk]:
    """The event, with rounds, after everybody was erased."""
    settings = world.desk.folder / "event.toml"
    settings.write_text(EVENT + ROUNDS + "[targets]\nT2 = 4\n", encoding="utf-8")
    erase_all(world.desk)
    with at_desk(settings.parent, world.clock) as desk:
        yield desk


def test_nothing_is_advised_that_needs_people_once_they_are_erased(gone: Desk) -> None:
    (block,) = gone.event.blocks
    for act in (
        lambda: close(gone),
        lambda: reopen(gone),
        lambda: propose(gone, block),
        lambda: print_slips(gone, block),
        lambda: print_sheets(gone, "booths"),
        lambda: print_sheets(gone, "signatures"),
    ):
        with pytest.raises(KioskError) as refused:
            act()
        assert str(refused.value) == GONE
    assert to_do(gone) == GONE
    findings = preflight(gone)
    assert [finding.text for finding in findings if finding.level is Level.BAD] == []
    assert {finding.name for finding in findings} & {"people", "scan", "printer", "encryption"} == set()
    (answer,) = take(gone, Scan(ENTRANCE, "TICKET-1", gone.now()))
    assert answer_text(gone.event, answer) == f"Refused · {GONE}"


def test_the_sheet_of_a_laptop_without_people_has_no_empty_line(gone: Desk) -> None:
    found = dict(inventory_rows(inventory(gone)))
    assert found["Recorded"][0] == ("Scans", "0")
    assert all(rows and all(left and right for left, right in rows) for rows in found.values())
    assert "Consents" not in found


@pytest.mark.parametrize("together", [True, False])
def test_a_funder_gets_all_but_names_once_they_are_erased(world: World, tmp_path: Path, together: bool) -> None:
    desk, path = world.desk, tmp_path / "funder.pdf"
    world.store.close()
    for number in () if together else (1, 2, 3):
        erase(desk.folder, number)
    if together:
        with at_desk(desk.folder, world.clock) as now:
            erase_all(now)
    (desk.folder / "event.toml").write_text(EVENT + ROUNDS + "[targets]\nT2 = 4\n", encoding="utf-8")
    with at_desk(desk.folder, world.clock) as later:
        assert [made for made, _lost in write_files(later, document(later), None, None, path)] == [path]
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    text = " ".join("".join(pages[:-1]).split())
    assert "T2 Attendees 3 4 75.0 %" in text
    assert "4 rounds" in text
    assert "09:00 3" in text
    assert "The persons are erased: no names are kept." in pages[-1]
    assert pages[-1].split()[-3:] == ["Name", "Organisation", "Signature"]
