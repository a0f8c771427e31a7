"""The rows that an import did not take, as a workbook to mend and load again."""

import io
import re
from itertools import chain, islice
from typing import NamedTuple

import xlsxwriter

ROWS_IN_A_SHEET = 1_000_000
SAMPLE_ROWS = 200
NARROWEST, WIDEST = 8, 60

# Titles of the three columns that are added.
TITLES = ("Row in the file", "Reason", "How to mend it")

_NOT_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


class RejectedRow(NamedTuple):
    """A row that was not taken: its number in the file, its cells, and what to say of it."""

    number: int
    cells: list[str]
    reason: str
    cure: str


def rejected_workbook(header, rows, titles=TITLES, sheet_name="Rejected"):
    """Return the bytes of an .xlsx with the rejected rows as they were and three columns more.

    Every cell is text, so a RUC keeps its digits and a cell that begins with = + - @ is no formula.
    Rows are written as they come; beyond a million they go on in another sheet.

    :param header: the file's headers; the three columns of an earlier such workbook are replaced
    :param rows: iterable of RejectedRow
    :param titles: the titles of the columns that are added: row number, reason, cure
    """
    kept = _kept_columns(header, titles)
    lines = (
        [*_fitted(row.cells, kept, len(header)), str(row.number), row.reason, row.cure]
        for row in rows
    )
    head = [*header[:kept], *titles]
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"constant_memory": True, "strings_to_formulas": False})
    style = book.add_format({"bold": True, "bg_color": "#DDE7F0", "bottom": 1})
    for part, sheet_lines in enumerate(_in_sheets(lines), 1):
        sheet = book.add_worksheet(sheet_name if part == 1 else f"{sheet_name} {part}")
        _write_sheet(sheet, style, head, sheet_lines)
    book.close()
    return output.getvalue()


def clean_text(text):
    """Return ``text`` without the characters that a workbook cannot hold."""
    return _NOT_XML.sub("", text)


def _kept_columns(header, titles):
    """Return how many of the header's columns are the list's own."""
    count = len(header)
    return count - len(titles) if list(header[-len(titles) :]) == list(titles) else count


def _fitted(cells, count, width):
    """Return the first ``count`` cells; those beyond the header's ``width`` join the last one."""
    extra = [cell for cell in cells[width:] if cell.strip()]
    fitted = list(cells[:count]) + [""] * (count - len(cells))
    return fitted if not extra else [*fitted[:-1], " ".join([fitted[-1], *extra])]


def _in_sheets(lines):
    """Yield the lines of each sheet; one sheet at least."""
    lines = iter(lines)
    yield islice(lines, ROWS_IN_A_SHEET)
    for first in lines:
        yield chain([first], islice(lines, ROWS_IN_A_SHEET - 1))


def _write_sheet(sheet, style, head, lines):
    """Write one sheet: header, lines, widths from the first of them, filter and frozen header."""
    lines = iter(lines)
    sample = list(islice(lines, SAMPLE_ROWS))
    for column, width in enumerate(_widths([head, *sample])):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    _write_line(sheet, 0, head, style)
    last = 0
    for last, line in enumerate(chain(sample, lines), 1):
        _write_line(sheet, last, line)
    sheet.autofilter(0, 0, last, len(head) - 1)


def _write_line(sheet, row, cells, style=None):
    for column, text in enumerate(cells):
        text = clean_text(text)
        if text:
            sheet.write_string(row, column, text, style)


def _widths(lines):
    """Return a width for each column, in characters, from its longest text."""
    return [min(max(NARROWEST, max(map(len, column)) + 2), WIDEST) for column in zip(*lines)]
