"""Lists kept as .xlsx, made by XlsxWriter and by openpyxl."""

import base64
import datetime
import io
import random
import time
import tracemalloc

import openpyxl
import pytest
from digiflow_core import xlsx_table
from digiflow_core.file_limits import Limits, UnreadableFile
from digiflow_core.prospect_file import read_prospects
from digiflow_core_samples import repacked, ruc_of, xlsx_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

HEADER = ["RUC", "Razón social", "Dirección"]


def code_of(content, filename="list.xlsx", limits=None):
    """Return the code with which the whole reading of a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        list(read_prospects(content, filename, limits or Limits()))
    return caught.value.code


def test_numbers_dates_and_texts():
    rows = [HEADER, [int(ruc_of(1)), "UNO", 15.5], [float(ruc_of(2)), "=2+2", None]]
    one, two = read_prospects(xlsx_bytes(rows), "list.xlsx")
    assert one.cells == [ruc_of(1), "UNO", "15.5"]
    assert two.cells == [ruc_of(2), "=2+2", ""]
    assert (one.number, two.number, one.problems, two.problems) == (2, 3, [], [])


def test_a_workbook_written_by_openpyxl_with_a_date():
    book = openpyxl.Workbook()
    book.active.append(["RUC", "Empresa", "Visto"])
    book.active.append([ruc_of(1), "UNO", datetime.datetime(2024, 3, 31)])
    output = io.BytesIO()
    book.save(output)
    (row,) = read_prospects(output.getvalue(), "list.xlsx")
    assert row.cells == [ruc_of(1), "UNO", "2024-03-31"]


def test_the_list_is_found_in_the_visible_sheet_that_has_a_header():
    hidden = [HEADER, [ruc_of(1), "OCULTA", ""]]
    notes = [["Lista de la CCL"], ["2024"]]
    shown = [["Cámara"], [], HEADER, [ruc_of(2), "VISTA", ""]]
    prospects = read_prospects(xlsx_bytes(notes, hidden, shown, hidden={1}), "list.xlsx")
    (row,) = prospects
    assert (prospects.header_row, row.number, row.values["name"]) == (3, 4, "VISTA")


def test_blank_rows_count_and_notes_beyond_the_header_are_no_problem():
    rows = [HEADER, [ruc_of(1), "UNO", "x"], [], [None, " "], [ruc_of(2), "DOS", "", "", "nota"]]
    one, two = read_prospects(xlsx_bytes(rows), "list.xlsx")
    assert (one.number, two.number) == (2, 5)
    assert (two.problems, two.rejected) == ([], False)


def test_content_is_believed_more_than_the_name():
    content = xlsx_bytes([HEADER, [ruc_of(1), "UNO", "x"]])
    for filename in ("list.csv", "LIST.XLS", "list"):
        assert len(list(read_prospects(content, filename))) == 1


def test_a_sheet_that_declares_the_wrong_size():
    content = xlsx_bytes([HEADER, [ruc_of(1), "UNO", "x"]])
    for said in (b"A1", b"A1:XFD1048576"):
        part = "xl/worksheets/sheet1.xml"
        sheet = _part(content, part).replace(b'ref="A1:C2"', b'ref="%s"' % said)
        assert b'ref="%s"' % said in sheet
        (row,) = read_prospects(repacked(content, {part: sheet}), "list.xlsx")
        assert row.cells == [ruc_of(1), "UNO", "x"]


def _part(content, name):
    with openpyxl.reader.excel.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_blank_rows_are_passed_over_up_to_a_limit():
    rows = list(read_prospects(_with_last_row(100_003), "list.xlsx"))
    assert [row.number for row in rows] == [2, 100_003]
    assert code_of(_with_last_row(100_004)) == "too_many_blank_rows"


@pytest.mark.parametrize("cells", ["", '<c r="A{0}" s="1"/><c r="B{0}" s="1"/>'])
def test_a_million_blank_rows_are_refused_soon(cells):
    content = xlsx_bytes([HEADER, [ruc_of(1), "UNO", "x"]])
    part = "xl/worksheets/sheet1.xml"
    numbers = range(3, 1_048_577)
    blank = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in numbers).encode()
    sheet = _part(content, part).replace(b"</sheetData>", blank + b"</sheetData>")
    packed = repacked(content, {part: sheet})
    start = time.process_time()
    with pytest.raises(UnreadableFile) as caught:
        list(read_prospects(packed, "list.xlsx"))
    assert caught.value.params == {"row": 2, "limit": 100_000}
    assert time.process_time() - start < 10


@pytest.mark.parametrize("inline", [False, True])
def test_a_cell_of_10_mb_is_refused(inline):
    content = xlsx_bytes([HEADER, [ruc_of(1), "UNO", "x"]])
    # Text that packs little, as a true list does; a cell that packs well is refused as a bomb.
    text = base64.b64encode(random.Random(1).randbytes(7_500_000))
    cell = b'<row r="3"><c r="B3" t="inlineStr"><is><t>%s</t></is></c></row>' % text
    part = "xl/worksheets/sheet1.xml" if inline else "xl/sharedStrings.xml"
    end = (b"</sheetData>", cell + b"</sheetData>") if inline else (b"UNO", text)
    with pytest.raises(UnreadableFile) as caught:
        list(
            read_prospects(repacked(content, {part: _part(content, part).replace(*end)}), "a.xlsx")
        )
    assert caught.value.code == "cell_too_long"
    assert caught.value.params == {"row": 3 if inline else 2, "length": len(text), "limit": 32_767}


def test_a_row_beyond_what_a_sheet_holds_is_refused(monkeypatch):
    assert code_of(_with_last_row(999_999_999)) == "too_many_blank_rows"
    monkeypatch.setattr(xlsx_table, "LAST_ROW", 50)
    assert len(list(read_prospects(_with_last_row(50), "list.xlsx"))) == 2
    assert code_of(_with_last_row(51)) == "too_many_rows"


def _with_last_row(number):
    """Return a workbook whose last row says it is the given one."""
    content = xlsx_bytes([HEADER, [ruc_of(1), "UNO", "x"], [ruc_of(2), "DOS", "y"]])
    part = "xl/worksheets/sheet1.xml"
    sheet = _part(content, part).replace(b'r="3"', b'r="%d"' % number)
    for column in (b"A", b"B", b"C"):
        sheet = sheet.replace(b'"%s3"' % column, b'"%s%d"' % (column, number))
    return repacked(content, {part: sheet})


def test_a_bomb_is_refused_before_it_is_unpacked():
    content = xlsx_bytes([HEADER])
    bomb = repacked(content, {"xl/worksheets/sheet1.xml": b"<a>" + b" " * 60_000_000})
    assert len(bomb) < 200_000
    tracemalloc.start()
    assert code_of(bomb) == "unpacked_too_big"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_the_sizes_of_all_parts_are_added():
    content = xlsx_bytes([HEADER, [ruc_of(1), "UNO", "x"]])
    assert code_of(content, limits=Limits(unpacked_bytes=2000)) == "unpacked_too_big"
    assert code_of(content, limits=Limits(shared_text_bytes=10)) == "unpacked_too_big"


@pytest.mark.parametrize("padding", [0, 100, 5000])
def test_entities_that_grow_are_refused(padding):
    content = xlsx_bytes([HEADER])
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    xml = b'<?xml version="1.0"?>%s<!DOCTYPE a [<!ENTITY e0 "ja">%s]><a>&e9;</a>' % (
        b"<!--%s-->" % (b" " * padding),
        entities,
    )
    assert code_of(repacked(content, {"xl/sharedStrings.xml": xml})) == "unsafe_xlsx"


def test_damage_is_one_named_error():
    content = xlsx_bytes([HEADER, [ruc_of(1), "UNO", "x"]])
    assert code_of(content[: len(content) // 2]) == "broken_xlsx"
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        assert code_of(repacked(content, {part: b"<broken"})) == "broken_xlsx"
    assert code_of(repacked(content, {"[Content_Types].xml": b"<x/>"})) == "broken_xlsx"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="_"),
            min_size=1,
            max_size=20,
        ).filter(lambda text: text.strip() and "\ufffe" not in text and "\uffff" not in text),
        min_size=1,
        max_size=6,
    )
)
def test_any_table_reads_back(names):
    rows = [["RUC", "NOMBRE"], *([ruc_of(5), name] for name in names)]
    assert [row.cells for row in read_prospects(xlsx_bytes(rows), "a.xlsx")] == rows[1:]
