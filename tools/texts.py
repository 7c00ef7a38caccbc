"""Brings the German catalogue up to date with the texts in the code: ``make texts``.

Reads every text marked with ``_``, ``N_`` or ``ngettext`` in ``kiosk/``, merges them into ``kiosk.po`` without losing a
translation, and compiles ``kiosk.mo``, which is what the program reads. Says which texts still have no German.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "assets" / "locale" / "de" / "LC_MESSAGES"
PO, MO = FOLDER / "kiosk.po", FOLDER / "kiosk.mo"
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands for the moment of compiling, so that the same texts always compile to the same bytes."""

KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2}
"""What marks a text, and how many of its arguments are texts."""
CLICK = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Missing argument",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "default: {default}",
    "Choose from:\n\t{choices}",
    "Aborted!",
    "Repeat for confirmation",
    "Error: The two entered values do not match.",
)
"""Words of the command line's library, which looks them up in our catalogue."""


def texts() -> Catalog:
    """Every text in the code."""
    found = Catalog(project="kiosk", charset="utf-8")
    for path in sorted((ROOT / "kiosk").rglob("*.py")):
        for message in marked(path.read_text(encoding="utf-8")):
            found.add(message)
    for message in CLICK:
        found.add(message)
    return found


def marked(source: str) -> Iterator[str | tuple[str, ...]]:
    """The texts of a program; also those within f-strings, which are one token before Python 3.12."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            said = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            count = KEYWORDS[node.func.id]
            if len(said) >= count:
                yield said[0] if count == 1 else tuple(said[:count])


def catalogue() -> Catalog:
    """The German catalogue as it is kept."""
    if not PO.exists():
        return Catalog(locale="de", project="kiosk", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="de")


def compiled(german: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    german.creation_date = german.revision_date = UNDATED
    out = io.BytesIO()
    write_mo(out, german)
    return out.getvalue()


def untranslated(german: Catalog) -> Iterator[str]:
    """The texts that have no German yet."""
    for message in german:
        if message.id and (not all(message.string) if isinstance(message.string, tuple) else not message.string):
            yield str(message.id)


def check() -> int:
    """Whether the catalogue has every text of the code in German, and the compiled one says the same."""
    german = catalogue()
    known = {message.id for message in german if message.id}
    wanted = {message.id for message in texts() if message.id}
    faults = [*(f"not in the catalogue: {text}" for text in wanted - known), *untranslated(german)]
    if not MO.exists() or MO.read_bytes() != compiled(german):
        faults.append("kiosk.mo is not what kiosk.po says")
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


def main() -> int:
    """Updates both files, or with ``--check`` only says what is not up to date."""
    if sys.argv[1:] == ["--check"]:
        return check()
    german = catalogue()
    for path in sys.argv[1:]:
        for message in read_po(io.BytesIO(Path(path).read_bytes()), locale="de"):
            if message.id and message.string:
                german.delete(message.id)
                german.add(message.id, message.string)
    german.update(texts(), no_fuzzy_matching=True)
    german.obsolete.clear()
    FOLDER.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, german, width=110, sort_output=True, no_location=True, omit_header=False)
    PO.write_bytes(b"\n".join(line for line in out.getvalue().split(b"\n") if b"-Date:" not in line))
    MO.write_bytes(compiled(german))
    missing = sorted(untranslated(german))
    for text in missing:
        sys.stdout.write(f"no German yet: {text}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
