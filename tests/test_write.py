"""Files that go out: what was written comes back, in this program's own reader, in Excel's format and as a CSV."""

from __future__ import annotations

import csv
import io
import stat
import sys
import zipfile
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
import python_calamine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiosk.exchange.people import read_people
from kiosk.exchange.tables import read_table
from kiosk.exchange.write import Cell, Sheet, write_csv, write_xlsx
from kiosk.model import KioskError

CODE = "0814847311126137001"
HEADER = ["Code", "Vorname", "Bemerkung"]
ONCE = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def raw(path: Path) -> list[list[str]]:
    """The cells of a CSV as any other program reads them."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def written(folder: Path, *cells: Cell, language: str = "de") -> list[str]:
    """How cells stand in a CSV."""
    path = folder / "out.csv"
    write_csv(path, ["x"] * len(cells), [cells], language=language)
    return raw(path)[1]


def sheet(path: Path, name: str = "Liste") -> list[list[object]]:
    """The cells of a workbook as an independent reader sees them."""
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def test_a_csv_opens_in_german_excel(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, HEADER, [[CODE, "Jürgen", 'sagt "ja"; kommt\nspäter'], ["", None, ""]])
    assert path.read_bytes() == (
        b"\xef\xbb\xbfCode;Vorname;Bemerkung\r\n" + f'{CODE};Jürgen;"sagt ""ja""; kommt\nspäter"\r\n;;\r\n'.encode()
    )


@pytest.mark.parametrize("text", ["=1+1", "+49 211", "-", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "=HYPERLINK(1)"])
def test_what_a_spreadsheet_would_run_is_guarded(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == ["'" + text]


@pytest.mark.parametrize(
    "text", ["-5", "+1,5", "2026-11-22T10:00:00+01:00", "10:00", "'t Hooft", "a=b", "Müller-Lüdenscheidt"]
)
def test_numbers_times_and_names_are_not_guarded(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == [text]


def test_names_of_columns_are_guarded_too(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", ["=1+1"], [])
    assert raw(tmp_path / "out.csv") == [["'=1+1"]]


def test_values_in_a_csv(tmp_path: Path) -> None:
    at = datetime(2026, 11, 22, 10, 0, 0, 999, tzinfo=timezone(timedelta(hours=1)))
    cells: list[Cell] = [at, at.date(), time(9, 30), time(9, 30, 5), -5, -0.5, 1e16, 0.00001, float("nan"), None]
    expected = ["2026-11-22T10:00:00+01:00", "2026-11-22", "09:30", "09:30:05", "-5"]
    assert written(tmp_path, *cells) == [*expected, "-0,5", "10000000000000000", "0,00001", "", ""]
    assert written(tmp_path, 0.5, language="en") == ["0.5"]


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    assert written(tmp_path, True, False) == ["yes", "no"]


def test_texts_of_a_workbook_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    texts = [CODE, "=1+1", "https://example.org", "mailto:a@example.org", "1-2", "007", "{=1}", "10:00", "1,5", "E17"]
    write_xlsx(path, [Sheet("Liste", [f"c{n}" for n in range(len(texts))], [texts])])
    assert sheet(path)[1] == texts
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert not any("hyperlink" in name for name in parts)
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]


def test_values_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    cells: list[Cell] = [
        112,
        0.5,
        None,
        date(2026, 11, 22),
        datetime(2026, 11, 22, 9, tzinfo=UTC),
        10**18,
        "x" * 40_000,
    ]
    write_xlsx(path, [Sheet("Liste", [f"c{n}" for n in range(len(cells))], [cells])])
    assert sheet(path)[1] == [
        112.0,
        0.5,
        "",
        "2026-11-22",
        "2026-11-22T09:00:00+00:00",
        "1000000000000000000",
        "x" * 32_767,
    ]


def test_a_workbook_has_a_frozen_bold_header_filters_and_widths(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(
        path, [Sheet("Liste", HEADER, [["1", "2", "3" * 30]]), Sheet("leer", ["a"], []), Sheet("nichts", [], [])]
    )
    with zipfile.ZipFile(path) as archive:
        first, styles = (archive.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "styles"))
    assert 'state="frozen"' in first
    assert '<autoFilter ref="A1:C2"' in first
    assert first.count("customWidth") == 3
    assert "<b/>" in styles
    assert sheet(path, "leer") == [["a"]]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX systems")
def test_only_the_owner_reads_a_file_with_people(tmp_path: Path, name: str) -> None:
    put(tmp_path / name)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def put(path: Path) -> None:
    if path.suffix == ".csv":
        write_csv(path, HEADER, [[CODE, "Anna", ""]])
    else:
        write_xlsx(path, [Sheet("Liste", HEADER, [[CODE, "Anna", ""]])])


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_file_that_excel_holds_open_stays_as_it_was(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only Windows refuses to replace an open file, so the refusal is played here."""
    path = tmp_path / name
    path.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KioskError, match=rf"^{name} is open in another program\. Close it there"):
        put(path)
    assert path.read_bytes() == b"old"
    assert [child.name for child in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_folder_that_is_missing_or_a_name_that_is_taken_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(KioskError, match="Nothing can be written to the folder"):
        put(tmp_path / "nothing" / name)
    (tmp_path / name).mkdir()
    with pytest.raises(KioskError, match=f"{name} cannot be written"):
        put(tmp_path / name)
    assert [child.name for child in tmp_path.iterdir()] == [name]


def test_a_failure_while_rows_are_made_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        write_csv(path, ["x"], ([1 // n] for n in (1, 0)))
    assert path.read_bytes() == b"old"


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp"]), max_size=10) | (
    st.sampled_from(
        ["=1", "'=1", "''-x", "+49 1", "-5", "@a", CODE, "8,14E+17", '"', ";", "a;b", "a\nb", "'", "_x0041_"]
    )
)
rows = st.lists(st.lists(cells, min_size=3, max_size=3).filter(any), max_size=5)


@ONCE
@given(rows)
@example([["''=1", "'-", '"x"']])
def test_what_goes_out_as_csv_comes_in_again(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, HEADER, rows)
    guarded = [
        [cell[1:] if cell.startswith("'") and cell != rows[r][c] else cell for c, cell in enumerate(row)]
        for r, row in enumerate(raw(path)[1:])
    ]
    assert guarded == rows
    try:
        table = read_table(path, {"code", "vorname", "bemerkung"})
    except KioskError as error:
        if "damaged" in str(error):
            return
        raise
    assert (table.encoding, table.delimiter, list(table.header)) == ("utf-8-sig", ";", HEADER)
    assert [[row[column] for column in range(3)] for row in table.rows] == rows


@ONCE
@given(rows)
def test_what_goes_out_as_a_workbook_comes_in_again(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, [Sheet("Liste", HEADER, rows)])
    assert sheet(path) == [HEADER, *rows]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_exported_list_can_be_imported(tmp_path: Path, name: str) -> None:
    put(tmp_path / name)
    assert [dict(person.fields) for person in read_people(tmp_path / name).said] == [
        {"code": CODE, "first_name": "Anna"}
    ]
