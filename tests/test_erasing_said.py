"""What erasing asks and says, at a terminal and afterwards: nothing that is not so, and nothing that cannot be done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from world import EVENT, World, make_folder, shell, world_at

from kiosk.actions.closing import close
from kiosk.i18n import use


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
