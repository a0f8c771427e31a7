"""Files that are not read, each with its code, and the messages for a user."""

import io
import zipfile

import pytest
from digiflow_core.file_limits import Limits, UnreadableFile
from digiflow_core.messages import FILE_MESSAGES, ROW_MESSAGES
from digiflow_core.prospect_file import RowProblem, read_prospects
from digiflow_core_samples import plain_bytes, ruc_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
LIST = plain_bytes([["RUC", "NOMBRE"], [ruc_of(1), "UNO"], [ruc_of(2), "DOS"]])


def error_of(content, filename="list.txt", limits=None):
    """Return the error with which the reading of the whole file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        list(read_prospects(content, filename, limits or Limits()))
    return caught.value


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "list.txt", "empty"),
        (LIST, "list.pdf", "unknown_type"),
        (LIST, "list.docx", "unknown_type"),
        (b"%PDF-1.7\nRUC|NOMBRE", "list.txt", "unknown_type"),
        (b"RUC|NOMBRE\n\0\0\0", "list.txt", "unknown_type"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "list.csv", "unknown_type"),
        (LIST, "list.xlsx", "broken_xlsx"),
        (b"PK\x03\x04 no archive", "list.xlsx", "broken_xlsx"),
        (OLE, "list.xls", "old_excel"),
        (OLE, "list.xlsx", "password"),
        (b"\xef\xbb\xbf <HTML><table><tr><td>RUC", "list.xls", "web_page"),
        (b"<?xml version='1.0'?><Workbook/>", "list.xls", "web_page"),
        (b"\n\n  \n", "list.txt", "no_header"),
        (b"\xef\xbb\xbf", "list.txt", "no_header"),
        (b"nombre|correo\nUNO|a@b.pe\n", "list.txt", "no_header"),
        (b"x\n" * 20 + LIST, "list.txt", "no_header"),
        (b"RUC|correo\n", "list.txt", "no_name_column"),
        (ruc_of(1).encode(), "list.txt", "no_header"),
    ],
)
def test_code(content, filename, code):
    error = error_of(content, filename)
    assert error.code == code
    assert str(error) == FILE_MESSAGES[code] % error.params


def test_an_archive_of_something_else_is_no_workbook():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("word/document.xml", "<a/>")
    assert error_of(output.getvalue(), "list.xlsx").code == "unknown_type"


@pytest.mark.parametrize(
    ("limits", "code", "params"),
    [
        (Limits(file_bytes=10), "too_big", {"size": 1, "limit": 1}),
        (Limits(rows=1), "too_many_rows", {"limit": 1}),
        (Limits(columns=1), "too_many_columns", {"row": 1, "columns": 2, "limit": 1}),
        (Limits(cell_chars=10), "cell_too_long", {"row": 2, "length": 11, "limit": 10}),
        (Limits(line_chars=12), "line_too_long", {"row": 2, "limit": 12}),
    ],
)
def test_limits(limits, code, params):
    error = error_of(LIST, limits=limits)
    assert (error.code, error.params) == (code, params)


def test_the_limits_themselves_are_allowed():
    limits = Limits(file_bytes=len(LIST), rows=2, columns=2, cell_chars=11, line_chars=15)
    assert len(list(read_prospects(LIST, "list.txt", limits))) == 2


def test_a_cell_of_10_mb_is_refused():
    assert error_of(LIST + b"x" * 10_000_000).code == "line_too_long"
    long_cell = LIST + ruc_of(3).encode() + b"|" + b"x" * 40_000
    assert error_of(long_cell).params == {"row": 4, "length": 40_000, "limit": 32_767}


@pytest.mark.parametrize("code", sorted(ROW_MESSAGES))
def test_every_row_message_is_filled_in(code):
    reason, cure = RowProblem("RUC", "123", code, first_row=7).explain()
    assert reason
    assert cure
    assert "%" not in reason + cure


def test_row_messages_are_translated_before_they_are_filled_in():
    spanish = {ROW_MESSAGES["repeated"].reason: "RUC %(value)s ya está en la fila %(first_row)s"}
    problem = RowProblem("RUC", "123", "repeated", first_row=7)
    reason, cure = problem.explain(lambda text: spanish.get(text, text))
    assert reason == "RUC 123 ya está en la fila 7"
    assert cure == ROW_MESSAGES["repeated"].cure
