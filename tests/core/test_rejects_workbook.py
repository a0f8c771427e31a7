"""The workbook of rejected rows: read back cell by cell, and as a list again."""

import io
import zipfile

import openpyxl
import pytest
from digiflow_core import rejects_workbook
from digiflow_core.prospect_file import read_prospects
from digiflow_core.rejects_workbook import TITLES, RejectedRow, rejected_workbook
from digiflow_core_samples import ruc_of
from hypothesis import given, settings
from hypothesis import strategies as st

HEADER = ["RUC", "Razón social"]
REASON, CURE = "The name is missing", "Write it"


def opened(header, rows, **options):
    """Return the workbook as openpyxl reads it, formulas as formulas."""
    content = rejected_workbook(header, rows, **options)
    return openpyxl.load_workbook(io.BytesIO(content))


def values(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_rows_as_they_were_with_row_reason_and_cure():
    book = opened(HEADER, [RejectedRow(5, [ruc_of(1), ""], REASON, CURE)])
    assert book.sheetnames == ["Rejected"]
    assert values(book.active) == [[*HEADER, *TITLES], [ruc_of(1), None, "5", REASON, CURE]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+51 987", "-", "@SUM(A1)", "=HYPERLINK(A1)", "{=1}", "https://a.pe", "0012", "1e5"],
)
def test_every_cell_is_text(text):
    sheet = opened([text, "RUC"], [RejectedRow(2, [text, ruc_of(1)], text, text)]).active
    for cell in (*sheet[1][:1], *sheet[2]):
        assert cell.data_type == "s"
        assert cell.hyperlink is None
    assert (sheet["A1"].value, sheet["A2"].value, sheet["D2"].value) == (text, text, text)


def test_no_part_of_the_workbook_has_a_formula():
    content = rejected_workbook(HEADER, [RejectedRow(2, ["=1", "=2"], "=3", "=4")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_it_can_be_worked_with():
    rows = [RejectedRow(n, [ruc_of(n), "A LONG NAME " * 3], REASON, CURE * 40) for n in range(2, 9)]
    sheet = opened(HEADER, rows).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E8"
    assert sheet["A1"].font.bold
    widths = [sheet.column_dimensions[column].width for column in "ABCDE"]
    assert 11 < widths[0] < widths[1] < widths[4] < 62


def test_it_is_mended_and_loaded_again_and_rejected_again():
    first = rejected_workbook(HEADER, [RejectedRow(9, [ruc_of(1), "UNO"], REASON, CURE)])
    again = read_prospects(first, "rejected.xlsx")
    (row,) = again
    assert (row.values, row.problems) == ({"ruc": ruc_of(1), "name": "UNO"}, [])
    assert again.ignored == list(TITLES)
    book = opened(again.header, [RejectedRow(row.number, row.cells, "Other", "Cure")])
    assert values(book.active) == [[*HEADER, *TITLES], [ruc_of(1), "UNO", "2", "Other", "Cure"]]


def test_titles_in_another_language():
    titles = ("Fila", "Motivo", "Cómo corregir")
    book = opened(HEADER, [], titles=titles, sheet_name="Rechazados")
    assert values(book["Rechazados"]) == [[*HEADER, *titles]]


def test_cells_beyond_the_header_are_not_lost():
    book = opened(HEADER, [RejectedRow(2, [ruc_of(1), "SOL", " LUNA", "", "S.A."], REASON, CURE)])
    assert values(book.active)[1][:3] == [ruc_of(1), "SOL  LUNA S.A.", "2"]


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch):
    monkeypatch.setattr(rejects_workbook, "ROWS_IN_A_SHEET", 3)
    for count, sheets in ((3, [3]), (4, [3, 1]), (7, [3, 3, 1])):
        book = opened(HEADER, (RejectedRow(n, [str(n), ""], "", "") for n in range(count)))
        found = [values(sheet) for sheet in book]
        assert [len(rows) - 1 for rows in found] == sheets
        assert [row[2] for rows in found for row in rows[1:]] == [str(n) for n in range(count)]
        assert all(rows[0] == [*HEADER, *TITLES] for rows in found)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="_\r"), max_size=15)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts, texts), max_size=5))
def test_whatever_a_cell_holds_the_workbook_opens(cells):
    rows = [RejectedRow(2, [ruc_of(1), name], reason, cure) for name, reason, cure in cells]
    found = values(opened(HEADER, rows).active)[1:]
    kept = [[_kept(text) for text in row] for row in cells]
    assert [[row[1] or "", row[3] or "", row[4] or ""] for row in found] == kept


def _kept(text):
    """Return ``text`` without the characters that XML cannot hold."""
    return "".join(
        letter
        for letter in text
        if (letter >= " " or letter in "\t\n") and letter not in "\ufffe\uffff"
    )
