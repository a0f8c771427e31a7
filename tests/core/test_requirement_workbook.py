"""The survey's workbook: what it holds, what it lets be written, and how it is read back."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from digiflow_core.requirement_questions import sections_with
from digiflow_core.requirement_workbook import (
    FORM_SHEET,
    MARK_SHEET,
    WorkbookRefused,
    read_requirement_workbook,
    requirement_workbook,
)

TODAY = date(2027, 3, 31)
IDENTITY = "survey-7"
SECTIONS = sections_with(
    {
        "service_ids": (("OSE", "OSE"),),
        "document_type_ids": (("F", "Factura"), ("GRE", "Guía de remisión")),
    }
)
KNOWN = {
    "modality": "cloud",
    "is_upgrade": True,
    "document_type_ids": ["F"],
    "monthly_documents": 1200,
    "erp": '=HYPERLINK("http://x")',
    "need": "+51 y @todo\n-1",
    "wanted_start": "2027-05-01",
}


def make(answers=None, identity=IDENTITY):
    """The bytes of a workbook with these answers."""
    known = KNOWN if answers is None else answers
    return requirement_workbook(SECTIONS, known, "Andina & <Hijos>", identity, TODAY)


def fill(content, **values):
    """Write values into the answers' cells as a spreadsheet does; return the bytes."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[FORM_SHEET]
    for row in sheet.iter_rows(max_col=3):
        key = str(row[0].value or "").replace(":", "__")
        if key in values:
            row[2].value = values.pop(key)
    assert not values, f"no such question: {values}"
    return save(book)


def save(book):
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def read(content, identity=IDENTITY):
    return read_requirement_workbook(
        lambda: io.BytesIO(content), "andina.xlsx", SECTIONS, identity, TODAY
    )


def refusal(content, **options):
    with pytest.raises(WorkbookRefused) as error:
        read(content, **options)
    assert "andina.xlsx" in str(error.value)
    return error.value.code


def test_what_is_known_comes_back_as_it_was():
    filled = read(make())
    assert filled.answers == KNOWN
    assert filled.problems == []


def test_no_formula_and_no_link_is_written():
    book = openpyxl.load_workbook(io.BytesIO(make()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(cell.value == KNOWN["erp"] for cell in cells)
    names = zipfile.ZipFile(io.BytesIO(make())).namelist()
    assert not [name for name in names if "vba" in name.lower()]


def test_only_answers_may_be_written_and_they_are_bounded():
    sheet = openpyxl.load_workbook(io.BytesIO(make()))[FORM_SHEET]
    assert sheet.protection.sheet
    keyed = {row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value}
    cells = [cell for row in sheet.iter_rows() for cell in row]
    unlocked = {(cell.row, cell.column) for cell in cells if not cell.protection.locked}
    assert unlocked == {(row, 3) for row in keyed}
    rules = sheet.data_validations.dataValidation
    ranges = [part for rule in rules for part in rule.sqref.ranges]
    bounded = {row for part in ranges for row in range(part.min_row, part.max_row + 1)}
    assert bounded == keyed
    assert {rule.type for rule in rules} == {"list", "whole", "date", "textLength"}
    assert sheet.column_dimensions["A"].hidden


def test_filled_in_as_people_do():
    filled = read(
        fill(
            make({}),
            sender="Rosa Quispe",
            modality="plataforma web",
            is_upgrade="No",
            document_type_ids__F="Sí",
            document_type_ids__GRE="x",
            monthly_documents=1500.0,
            monthly_gre="200",
            billing_layout="Un solo local emite todo (Centralizada)",
            wanted_start=datetime(2027, 4, 1),
            contact_phone=987654321,
        )
    )
    assert filled.sender == "Rosa Quispe"
    assert filled.answers == {
        "is_upgrade": False,
        "document_type_ids": ["F", "GRE"],
        "monthly_documents": 1500,
        "monthly_gre": 200,
        "billing_layout": "centralized",
        "wanted_start": "2027-04-01",
        "contact_phone": "987654321",
    }
    assert len(filled.problems) == 1, "the label of the modality is not the list's"


def test_bad_cells_are_told_with_place_and_cure_and_the_rest_is_kept():
    filled = read(
        fill(
            make(),
            monthly_documents=12.5,
            erp="=1+1",
            is_upgrade="tal vez",
            document_type_ids__GRE="quizá",
            wanted_start="31/02/2028",
            need="x" * 4001,
        )
    )
    assert filled.answers == {"modality": "cloud"}
    told = {problem.label: problem for problem in filled.problems}
    assert len(told) == 6
    total = told["¿Cuántos comprobantes emite en un mes?"]
    assert total.cell.startswith(f"{FORM_SHEET}!C")
    assert "número entero" in total.text
    assert "fórmula" in told["¿Qué sistema o ERP usa hoy?"].text
    assert "Sí o No" in told["¿Qué comprobantes emitirá?"].text


def test_another_survey_an_old_form_and_other_files_are_refused():
    assert refusal(make(), identity="survey-8") == "other"
    assert refusal(_remarked(row=2, value="0")) == "old"
    assert refusal(_remarked(row=1, value="else")) == "foreign"
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    book.add_worksheet(FORM_SHEET)
    book.close()
    assert refusal(output.getvalue()) == "foreign"
    assert refusal(_zipped({"hello.txt": b"x"})) == "foreign"
    for content in (
        b"",
        b"MZ not a workbook",
        make()[:-200],
        _zipped({"[Content_Types].xml": b"<"}),
    ):
        assert refusal(content) in ("unreadable", "foreign")
    assert refusal(make({})) == "empty"


def _remarked(row, value):
    book = openpyxl.load_workbook(io.BytesIO(make()))
    book[MARK_SHEET].cell(row, 1).value = value
    return save(book)


def _zipped(parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def _with_part(name, content):
    """A good workbook with one part replaced."""
    source = zipfile.ZipFile(io.BytesIO(make()))
    parts = {one: source.read(one) for one in source.namelist()}
    return _zipped({**parts, name: content})


def test_bombs_do_not_go_off():
    assert (
        refusal(_with_part("xl/worksheets/sheet9.xml", b"<a>" + b" " * 30_000_000)) == "unreadable"
    )
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refusal(_with_part("xl/worksheets/sheet1.xml", entity)) == "unreadable"


def test_rows_far_below_the_form_are_not_read():
    book = openpyxl.load_workbook(io.BytesIO(make()))
    book[FORM_SHEET].cell(100_000, 1).value = "modality"
    book[FORM_SHEET].cell(100_000, 3).value = "nonsense"
    assert read(save(book)).answers == KNOWN
