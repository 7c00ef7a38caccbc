"""A room imports only from the rooms below it, and each outside library is known in its own rooms only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kiosk

ROOT = Path(kiosk.__file__).parent

FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "__init__",
            "assets",
            "clock",
            "codes",
            "event",
            "faults",
            "i18n",
            "model",
            "programme",
            "settings",
            "sheets",
            "tickets",
        }
    ),
    frozenset(
        {
            "category_words",
            "field_words",
            "figure_words",
            "plan_words",
            "result_words",
            "rotation",
            "rows",
            "rules",
            "words",
        }
    ),
    frozenset({"devices", "exchange", "later", "queries", "schema", "snapshot", "sqlite", "store", "tally"}),
    frozenset({"actions", "desk", "folder"}),
    frozenset({"demo", "guard", "screens", "widgets"}),
    frozenset({"app", "booth", "feedback", "hall", "info", "place", "web"}),
    frozenset({"__main__", "cli"}),
)
"""The rooms from the ground up."""

STRANGERS = (
    frozenset({"store", "snapshot", "later", "queries", "schema", "sqlite", "tally"}),
    frozenset({"devices"}),
    frozenset({"exchange"}),
)
"""The rooms of the second floor do not know each other; those of the database are one."""

LIBRARIES = {
    "argon2": {"actions"},
    "textual": {"app", "booth", "cli", "devices", "guard", "hall", "info", "place", "screens", "widgets"},
    "rich": {"app", "guard", "hall", "screens", "widgets"},
    "sqlite_utils": {"sqlite"},
    "serial": {"devices"},
    "miniaudio": {"devices"},
    "click": {"cli", "web"},
    "pyrage": {"exchange"},
    "pyzipper": {"exchange"},
    "xlsxwriter": {"exchange"},
    "python_calamine": {"exchange"},
    "rapidfuzz": {"rules"},
    "ortools": {"rotation"},
    "numpy": {"rotation"},
    "qrcode": {"exchange", "widgets"},
    "fpdf": {"exchange"},
    "pygal": {"exchange"},
    "textual_serve": {"web"},
    "aiohttp": {"web"},
    "aiohttp_jinja2": {"web"},
    "jinja2": {"web"},
}
"""Where a library may be known."""

PURE = ("rules", "rotation")
IMPURE = frozenset({"os", "io", "time", "pathlib", "sqlite3", "subprocess", "socket", "threading", "locale", "secrets"})

CLOCKS = frozenset({"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "open", "input", "print"})


def imports(path: Path) -> Iterator[str]:
    """What a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "kiosk":
            yield from (f"kiosk.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


IMPORTS = {path: frozenset(imports(path)) for path in sorted(ROOT.rglob("*.py"))}
GRAPH: dict[str, set[str]] = defaultdict(set)
for each, names_in_it in IMPORTS.items():
    for name in names_in_it:
        if name.startswith("kiosk."):
            room = name.split(".")[1]
            GRAPH[room_of(each)].add("__init__" if room == "__version__" else room)


def floor(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def test_every_room_has_a_floor() -> None:
    assert {room_of(path) for path in IMPORTS} == frozenset().union(*FLOORS)


@pytest.mark.parametrize("room", sorted(GRAPH))
def test_a_room_imports_from_below(room: str) -> None:
    assert {other for other in GRAPH[room] if floor(other) > floor(room)} == set()


def test_rooms_that_import_each_other_do_so_in_one_direction() -> None:
    TopologicalSorter({room: others - {room} for room, others in GRAPH.items()}).prepare()


@pytest.mark.parametrize("rooms", STRANGERS)
def test_database_devices_and_lists_do_not_know_each_other(rooms: frozenset[str]) -> None:
    others = FLOORS[2] - rooms
    assert {known for room in rooms for known in GRAPH[room]} & others == set()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_known_in_its_rooms_only(library: str) -> None:
    users = {room_of(path) for path, names in IMPORTS.items() for name in names if name.split(".")[0] == library}
    assert users <= LIBRARIES[library]


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_import_nothing_that_reads_the_world(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert {name.split(".")[0] for name in IMPORTS[path]} & IMPURE == set(), path.name
        assert {*calls(path)} & CLOCKS == set(), path.name


def calls(path: Path) -> Iterator[str]:
    """What a file calls, as it is written there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def modules_after(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.splitlines()[-1].split())


def test_pure_rooms_load_neither_screens_nor_database_nor_ports() -> None:
    names = [
        ".".join(("kiosk", *path.relative_to(ROOT).with_suffix("").parts))
        for room in PURE
        for path in (ROOT / room).rglob("*.py")
    ]
    loaded = modules_after("\n".join(f"import {name}" for name in names if not name.endswith("__init__")))
    assert loaded & {"textual", "sqlite3", "serial", "sqlite_utils", "click", "xlsxwriter", "miniaudio"} == set()
    assert {"kiosk.rules.scans", "kiosk.rotation.planner"} <= loaded


def test_a_scan_at_a_gate_loads_no_screen() -> None:
    assert "textual" not in modules_after("import kiosk.cli.gate, kiosk.actions.scans")


def test_the_database_loads_no_port_and_no_lists() -> None:
    loaded = modules_after("import kiosk.store")
    assert loaded & {"textual", "serial", "xlsxwriter", "python_calamine"} == set()


HELP = """
import sys
sys.argv = ["kiosk", "--help"]
from kiosk.__main__ import main
try:
    main()
except SystemExit:
    pass
"""


def test_help_is_shown_without_loading_what_it_tells_of() -> None:
    loaded = modules_after(HELP)
    assert loaded & {"textual", "sqlite3", "serial", "sqlite_utils", "kiosk.desk", "kiosk.store"} == set()
    assert "kiosk.cli.main" in loaded


def plurals() -> Iterator[str]:
    """Every text that is chosen by a number."""
    for path in IMPORTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ngettext":
                yield from (each.value for each in node.args[:2] if isinstance(each, ast.Constant))


def test_a_text_that_is_chosen_by_a_number_is_filled_in_with_nothing_else() -> None:
    found = list(plurals())
    assert len(found) > 100
    assert [text for text in found if text.format(n=1) != text.replace("{n}", "1")] == []
