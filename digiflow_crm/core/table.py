"""A file opened as a table, whatever keeps it: header and numbered rows of texts."""

import io
import os
from itertools import islice
from pathlib import PurePath

from .file_limits import DEFAULT_LIMITS, UnreadableFile, in_megabytes
from .text_encoding import find_encoding
from .text_table import TextSheet
from .xlsx_table import check_archive, visible_sheets
from .zip_list import find_list, in_a_file, is_office_file

HEADER_ROWS = 20

_NAMES_OF_TEXT = ("", ".txt", ".csv", ".tsv", ".tab", ".dat")
_NAMES_OF_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_NAMES_OF_LISTS = _NAMES_OF_TEXT + _NAMES_OF_WORKBOOKS
_NAME_OF_ARCHIVES = ".zip"
# The second is an archive with nothing in it.
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
# Both the old .xls and an .xlsx with a password are kept in Microsoft's older container.
_OLE_MARK = b"\xd0\xcf\x11\xe0"


class Table:
    """A header and its rows. Rows may be read again and again; each time the file is reopened.

    ``header`` is a list of texts, ``header_row`` its number in the file, ``sheet`` the TextSheet or
    XlsxSheet it is in.
    """

    def __init__(self, sheet, header_row, header, limits):
        self.sheet = sheet
        self.header_row = header_row
        self.header = header
        self._limits = limits

    def rows(self):
        """Yield (number, cells) of each row under the header that is not blank.

        The number is the one a user sees in the file. There is a cell for each column of the
        header, and more only where the row has filled cells beyond it.

        :raises UnreadableFile: the file breaks, or a row or their number is over the limits.
        """
        width, taken = len(self.header), 0
        for number, cells in _checked(self.sheet.rows(), self._limits):
            if number <= self.header_row or not cells:
                continue
            taken += 1
            if taken > self._limits.rows:
                raise UnreadableFile("too_many_rows", limit=self._limits.rows)
            yield number, cells + [""] * (width - len(cells))


def open_table(content, filename, is_header, limits=DEFAULT_LIMITS):
    """Return the Table in a file.

    :param content: the file's bytes, or its path
    :param filename: the name it came with; a wrong ending is forgiven when the content is clear
    :param is_header: called with the cells of the first rows, says which one is the header
    :raises UnreadableFile: with the code of what is wrong; ``no_header`` when no row is a header
    """
    sheets = open_sheets(content, filename, limits)
    found = find_row(sheets, is_header, limits)
    if not found:
        raise UnreadableFile("no_header", rows=HEADER_ROWS)
    return Table(*found, limits)


def open_sheets(content, filename, limits=DEFAULT_LIMITS):
    """Return the sheets of a file: one TextSheet, or the XlsxSheets that a user sees.

    :raises UnreadableFile: with the code of what is wrong
    """
    opener, size = _opener(content)
    if not size:
        raise UnreadableFile("empty")
    if size > limits.file_bytes:
        raise UnreadableFile(
            "too_big", size=in_megabytes(size), limit=in_megabytes(limits.file_bytes)
        )
    return _sheets(opener, filename, limits)


def find_row(sheets, is_wanted, limits=DEFAULT_LIMITS):
    """Return (sheet, number, cells) of the first of the sheets' first rows that is wanted, or None.

    :param is_wanted: called with the cells of a row
    """
    for sheet in sheets:
        for number, cells in first_rows(sheet, limits):
            if is_wanted(cells):
                return sheet, number, cells
    return None


def first_rows(sheet, limits=DEFAULT_LIMITS):
    """Yield (number, cells) of the rows in which a header is looked for, blank ones too."""
    return _checked(islice(sheet.rows(), HEADER_ROWS), limits)


def _opener(content):
    """Return a callable that opens ``content`` (bytes or a path) from its start, and its size.

    What it returns, as every opener here, is used as a context manager.
    """
    if isinstance(content, (str, os.PathLike)):
        return (lambda: open(content, "rb")), os.path.getsize(content)
    return (lambda: io.BytesIO(content)), len(content)


def _sheets(opener, filename, limits):
    """Return the sheets of a file, as its content says and its name does not deny."""
    if PurePath(filename).suffix.lower() not in (*_NAMES_OF_LISTS, _NAME_OF_ARCHIVES):
        raise UnreadableFile("unknown_type", filename=filename)
    if not _is_archive(opener):
        return _text_sheets(opener, filename, limits)
    if is_office_file(opener, filename):
        return _workbook_sheets(opener, filename, limits)
    return _packed_sheets(opener, filename, limits)


def _is_archive(opener):
    with opener() as stream:
        return stream.read(4) in _ZIP_MARKS


def _packed_sheets(opener, filename, limits):
    """Return the sheets of the list in a .zip."""
    opener, name = find_list(opener, filename, _NAMES_OF_LISTS, limits)
    if not _is_archive(opener):
        return _text_sheets(opener, name, limits)
    unpacked = in_a_file(opener)
    if not is_office_file(unpacked, name):
        raise UnreadableFile("zip_nested", filename=filename)
    return _workbook_sheets(unpacked, name, limits)


def _workbook_sheets(opener, filename, limits):
    check_archive(opener, filename, limits)
    return visible_sheets(opener, filename)


def _text_sheets(opener, filename, limits):
    _refuse_other_kinds(opener, filename)
    encoding = find_encoding(opener)
    if not encoding:
        raise UnreadableFile("unknown_type", filename=filename)
    return [TextSheet(opener, encoding, limits)]


def _refuse_other_kinds(opener, filename):
    """Refuse what is neither a workbook nor text, saying what it is when that is known."""
    ending = PurePath(filename).suffix.lower()
    with opener() as stream:
        head = stream.read(1024)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    code = None
    if head.startswith(_OLE_MARK):
        code = "old_excel" if ending == ".xls" else "password"
    elif start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        code = "web_page"
    elif start.startswith(b"%pdf"):
        code = "unknown_type"
    elif ending in (".xlsx", ".xlsm"):
        code = "broken_xlsx"
    elif ending == _NAME_OF_ARCHIVES:
        code = "broken_zip"
    if code:
        raise UnreadableFile(code, filename=filename)


def _checked(rows, limits):
    """Yield ``rows`` without the blank cells at their ends, refusing what is over the limits."""
    last_filled = 0
    for number, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            last_filled = number
        elif number - last_filled > limits.blank_rows:
            raise UnreadableFile("too_many_blank_rows", row=last_filled, limit=limits.blank_rows)
        if len(cells) > limits.columns:
            raise UnreadableFile(
                "too_many_columns", row=number, columns=len(cells), limit=limits.columns
            )
        longest = max(map(len, cells), default=0)
        if longest > limits.cell_chars:
            raise UnreadableFile(
                "cell_too_long", row=number, length=longest, limit=limits.cell_chars
            )
        yield number, cells
