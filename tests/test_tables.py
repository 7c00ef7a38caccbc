"""Lists in every dialect that offices and ticket shops produce, and what is no list."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.exchange.columns import expected
from kiosk.exchange.headers import ATTENDEES
from kiosk.exchange.people import read_people
from kiosk.exchange.tables import Table, read_table
from kiosk.model import KioskError

NAMES = expected(ATTENDEES, {})
PEOPLE = [["Vorname", "Nachname", "E-Mail", "Bemerkung"], ["Jürgen", "Groß", "jg@example.org", "kommt – später"]]
ONCE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Table:
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_table(path, NAMES)


def refusal(folder: Path, content: str | bytes) -> str:
    with pytest.raises(KioskError) as caught:
        read(folder, content)
    return str(caught.value)


def as_csv(rows: list[list[str]], delimiter: str, newline: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    return text.getvalue()


def cells(table: Table) -> list[list[str]]:
    return [list(table.header), *(list(row.cells) for row in table.rows)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "stated"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_every_encoding_delimiter_and_line_end(
    tmp_path: Path, delimiter: str, newline: str, encoding: str, stated: str
) -> None:
    table = read(tmp_path, as_csv(PEOPLE, delimiter, newline), encoding)
    assert cells(table) == PEOPLE
    assert (table.encoding, table.delimiter, table.rows[0].line) == (stated, delimiter, 2)


def test_utf_16_with_the_high_byte_first(tmp_path: Path) -> None:
    assert cells(read(tmp_path, b"\xfe\xff" + as_csv(PEOPLE, "\t").encode("utf-16-be"))) == PEOPLE


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_the_old_encodings_that_excel_still_offers(tmp_path: Path, encoding: str) -> None:
    table = read(tmp_path, "Vorname;Nachname\rJürgen;Müller\rKäthe;Öz\r", encoding)
    assert cells(table)[1:] == [["Jürgen", "Müller"], ["Käthe", "Öz"]]


def test_a_comma_in_a_name_of_a_semicolon_list_is_no_separator(tmp_path: Path) -> None:
    table = read(tmp_path, "Vorname;Nachname;E-Mail;Firma, Ort\nAnna;Müller;a@example.org;Stadt, Düsseldorf\n")
    assert table.header == ("Vorname", "Nachname", "E-Mail", "Firma, Ort")
    assert table.rows[0][3] == "Stadt, Düsseldorf"


def test_a_single_column_of_names_with_commas_is_one_column(tmp_path: Path) -> None:
    table = read(tmp_path, "Name\nMüller, Anna\nSchmidt, Bert\n")
    assert (table.delimiter, cells(table)) == ("", [["Name"], ["Müller, Anna"], ["Schmidt, Bert"]])


def test_wishes_separated_by_bars_do_not_make_a_separator(tmp_path: Path) -> None:
    table = read(tmp_path, "code,wishes\nA,1|2|3\nB,4|5|6\n")
    assert (table.delimiter, table.rows[1].cells) == (",", ("B", "4|5|6"))


def test_a_list_with_unknown_names_of_columns_is_still_split(tmp_path: Path) -> None:
    table = read(tmp_path, "Alpha;Beta;Gamma\n1;2;3\n4;5\n6;7;8\n9;10;11\n12;13;14\n15;16;17\n")
    assert table.header == ("Alpha", "Beta", "Gamma")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "\ufeffsep=;", "sep=;;;"])
def test_a_line_that_states_the_separator_decides_and_is_no_row(tmp_path: Path, first: str) -> None:
    table = read(tmp_path, f"{first}\r\nVorname;Nachname\r\nAnna;Müller\r\n")
    assert (table.delimiter, table.header, table.rows[0].line) == (";", ("Vorname", "Nachname"), 3)


def test_titles_above_the_header_and_blank_rows_are_no_rows(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "Teilnehmerliste, Job-Speed-Dating;;\n;;\n\nStand:;10.01.2024;\nVorname;Nachname;E-Mail\n\n"
        "Anna;Müller;a@example.org\n\u00a0; ;\n;;\nBert;Abt;b@example.org\n",
    )
    assert table.header == ("Vorname", "Nachname", "E-Mail")
    assert [(row.line, row[0]) for row in table.rows] == [(7, "Anna"), (10, "Bert")]


def test_padding_at_the_end_of_rows_goes(tmp_path: Path) -> None:
    table = read(tmp_path, "Vorname;Nachname;;;\nAnna;Müller;;;\nBert;Abt;;;;;\n")
    assert cells(table) == [["Vorname", "Nachname"], ["Anna", "Müller"], ["Bert", "Abt"]]


def test_a_column_without_a_name_keeps_its_place(tmp_path: Path) -> None:
    table = read(tmp_path, "Vorname;;Nachname;\nAnna;x;Müller;hat angerufen\n")
    assert cells(table) == [["Vorname", "", "Nachname", ""], ["Anna", "x", "Müller", "hat angerufen"]]


def test_columns_of_one_name_stay_two(tmp_path: Path) -> None:
    table = read(tmp_path, "Company,Email,Company\nStadtwerke,a@example.org,Rechnung GmbH\n")
    assert cells(table) == [["Company", "Email", "Company"], ["Stadtwerke", "a@example.org", "Rechnung GmbH"]]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_a_row_is_named_by_the_physical_line_on_which_it_begins(tmp_path: Path, newline: str) -> None:
    lines = ["Vorname;Bemerkung", 'Anna;"bringt', "", 'Mappe"', "Bert;", 'Cem;"a', 'b"', "Dana;x"]
    table = read(tmp_path, newline.join(lines))
    assert [(row.line, row[0]) for row in table.rows] == [(2, "Anna"), (5, "Bert"), (6, "Cem"), (8, "Dana")]
    assert table.rows[0][1].split() == ["bringt", "Mappe"]


def test_guards_against_formulas_go_and_other_apostrophes_stay(tmp_path: Path) -> None:
    table = read(tmp_path, "Firma,E-Mail,Vorname\n\"\t=1+1\",'+49,'t Hooft\n''=x,'-,'\n")
    assert [row.cells for row in table.rows] == [("=1+1", "+49", "'t Hooft"), ("'=x", "-", "'")]


def test_quotation_marks_inside_a_cell_are_letters(tmp_path: Path) -> None:
    table = read(tmp_path, 'Vorname;Nachname\nKarl "Kalle";Meier\n"Karl ""Kalle""";Meier\n')
    assert [row[0] for row in table.rows] == ['Karl "Kalle"', 'Karl "Kalle"']


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(tmp_path: Path) -> None:
    assert "list.csv, line 3:" in refusal(tmp_path, 'Vorname;Nachname\nAnna;Müller\n"Bert;Abt\nCem;Öz\n')


def test_a_quotation_mark_that_swallows_other_people_is_refused(tmp_path: Path) -> None:
    people = "".join(f"A{n};B{n};c{n}@example.org\n" for n in range(5))
    text = f'Vorname;Nachname;E-Mail\nAnna;"Müller;a@example.org\n{people}Bert;"Abt";b@example.org\n'
    assert "list.csv, line 2:" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("broken", "letter"),
    [("MÃ¼ller", "ü"), ("GroÃŸ", "ß"), ("Å\u009eahin Ã–z", "Ö"), ("YÄ±lmaz", "ı"), ("â€žBÃ¼roâ€œ", "„")],
)
def test_text_that_was_encoded_twice_is_refused_by_its_line(tmp_path: Path, broken: str, letter: str) -> None:
    told = refusal(tmp_path, f"Vorname;Nachname\nAnna;Abt\nBert;{broken}\n")
    assert "list.csv, line 3:" in told
    assert f"“{letter}”" in told


@pytest.mark.parametrize("sound", ["Ångström", "São João", "SÃO JOÃO", "Äöü ÄÖÜ ß", "Łukasz Ćwikła", "„Ära“", "Đặng"])
def test_sound_letters_are_not_taken_for_damaged_ones(tmp_path: Path, sound: str) -> None:
    assert read(tmp_path, f"Vorname;Nachname\nAnna;{sound}\n").rows[0][1] == sound


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b";;;\n;;;\n", b"sep=;\n", b"\xff\xfe"])
def test_an_empty_list_says_so(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content) == "list.csv is empty."


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"Vorname;Nachname\nAnna;M\x00ller\n",
        b"PK\x03\x04 no archive",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook",
        b"\xff\xfeV\x00o",
        b"\xef\xbb\xbfVorname\n\xff\xfe",
        "Vorname;Nachname\nAnna;Müller\n".encode("utf-16-le"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    told = refusal(tmp_path, content + b"\x00" * (len(content) % 2 == 0 and content.startswith(b"\xff\xfe")))
    assert told.startswith("list.csv ")
    assert "Save it again" in told


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match="There is no file"):
        read_table(tmp_path / "nothing.csv", NAMES)
    with pytest.raises(KioskError, match="cannot be read"):
        read_table(tmp_path, NAMES)


def test_a_workbook_gives_texts_and_the_rows_of_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deckblatt").write_string(0, 0, "Job-Speed-Dating")
        sheet = book.add_worksheet("Liste")
        clock, day = book.add_format({"num_format": "hh:mm"}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_string(0, 0, "Teilnehmerliste")
        sheet.write_row(2, 0, ["Code", "Nummer", "Vorname", "Kommt ab", "Seit", "Preis", "Da", "Bemerkung"])
        sheet.write_row(3, 0, ["0814847311126137001", 112, "Jürgen"])
        sheet.write_datetime(3, 3, time(9, 30), clock)
        sheet.write_datetime(3, 4, date(2026, 11, 22), day)
        sheet.write_row(3, 5, [1.5, True])
        sheet.write_datetime(
            3, 7, datetime.fromisoformat("2026-11-22T09:30"), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        )
        sheet.write_number(5, 0, 814847311126137001)
        hidden = book.add_worksheet("Alt")
        hidden.write_row(
            0, 0, ["Code", "Nummer", "Vorname", "Nachname", "E-Mail", "Firma", "Gruppe", "Klasse", "Rolle"]
        )
        hidden.hide()
    table = read_table(path, NAMES)
    assert (table.encoding, table.delimiter, [row.line for row in table.rows]) == ("xlsx", "", [4, 6])
    assert table.rows[0].cells == (
        "0814847311126137001",
        "112",
        "Jürgen",
        "09:30:00",
        "2026-11-22",
        "1.5",
        "true",
        "2026-11-22 09:30:00",
    )
    assert table.rows[1][0] == "8.148473E+17"


def test_a_workbook_without_a_list_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("leer")
    with pytest.raises(KioskError, match="is empty"):
        read_table(path, NAMES)


@ONCE
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(alphabet="Name;,|\t\r\n\"'=+Ã¼ü\x00\x1e\x1f\ufeff", max_size=120).map(lambda text: text.encode()),
        st.binary(max_size=100).map(lambda tail: b"Vorname;Code;Nummer;Status\n" + tail),
        st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
    )
)
def test_no_bytes_lead_to_anything_but_people_or_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with contextlib.suppress(KioskError):
        found = read_people(path)
        assert found.rows == len(found.said) + len(found.rejected)
        assert all(row.reason for row in found.rejected)


# Left out: what shows a list to be damaged, and what inside a word shows it to be in an old encoding.
texts = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc", "Cs", "Cf", "Zs"], exclude_characters="ÃÂÄÅâ'„”ŠŸ")
    | st.just(" "),
    max_size=12,
)
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(texts, min_size=width, max_size=width).filter(lambda row: any(cell.strip() for cell in row)),
        min_size=1,
        max_size=6,
    )
)


@ONCE
@given(
    tables,
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_spreadsheet_writes_comes_back(
    tmp_path: Path, rows: list[list[str]], delimiter: str, newline: str, encoding: str, quoting: int
) -> None:
    header = ["Vorname", "Nachname", "E-Mail", "Firma", "Bemerkung"][: len(rows[0])]
    table = read(tmp_path, as_csv([header, *rows], delimiter, newline, quoting), encoding)
    assert list(table.header) == header
    assert [list(row.cells) for row in table.rows] == [[cell.strip() for cell in row] for row in rows]
    assert [row.line for row in table.rows] == list(range(2, len(rows) + 2))
