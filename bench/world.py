"""An event of any size for the measurements."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.actions.lists import import_people
from kiosk.desk import at_desk

PEOPLE = 10_000


def event_folder(folder: Path, people: int, day: date, *, rounds: int = 0) -> Path:
    """An event with so many people on its list."""
    folder.mkdir(parents=True)
    block = f'[[block]]\nid = "talks"\nmode = "rounds"\nstarts = 10:00:00\nrounds = {rounds}\n' if rounds else ""
    (folder / "event.toml").write_text(f'[event]\nname = "Bench"\ndate = {day}\n{block}', encoding="utf-8")
    booths = "\r\n".join(f"{booth};Amt {booth};4" for booth in range(1, 21))
    (folder / "booths.csv").write_text(f"Stand;Arbeitgeber;Plätze\r\n{booths}\r\n", encoding="utf-8")
    rows = "\r\n".join(
        f"Vorname{number % 997};Nachname{number};{1 + number % 20}|{1 + number * 7 % 20}|{1 + number * 13 % 20}"
        for number in range(people)
    )
    (folder / "list.csv").write_text(f"Vorname;Nachname;Wünsche\r\n{rows}\r\n", encoding="utf-8")
    with at_desk(folder) as desk:
        import_people(desk, folder / "list.csv")
    return folder
