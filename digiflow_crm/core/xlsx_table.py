"""Lists kept as .xlsx: first the archive is looked over, then openpyxl reads it row by row."""

import datetime
import re
import zipfile
from contextlib import contextmanager

import openpyxl

from .file_limits import MEGABYTE, UnreadableFile, in_megabytes

# What a sheet holds at most.
LAST_ROW = 1_048_576
# A workbook's XML packs to a tenth or a twentieth; a part that packs more than this is a bomb.
MAX_RATIO = 300
PROLOG_BYTES = 4096

_ROOT = re.compile(rb"<[A-Za-z]")
_SHARED_TEXT = "xl/sharedStrings.xml"


def check_archive(opener, filename, limits):
    """Look over the archive that ``opener()`` opens before anything in it is unpacked.

    :raises UnreadableFile: no archive, no workbook, or one that would harm the server.
    """
    with opener() as stream, _refusing_broken(filename), zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        _check_kind({part.filename for part in parts}, filename)
        _check_sizes(parts, limits)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _check_prolog(archive, part, filename)


def _check_kind(names, filename):
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableFile("unknown_type", filename=filename)


def _check_sizes(parts, limits):
    """Refuse parts that unpack to too much; zipfile never unpacks more than is declared."""
    bounds = [(sum(part.file_size for part in parts), limits.unpacked_bytes)]
    for part in parts:
        if part.filename == _SHARED_TEXT:
            bounds.append((part.file_size, limits.shared_text_bytes))
        bounds.append((part.file_size, max(MEGABYTE, part.compress_size * MAX_RATIO)))
    for size, limit in bounds:
        if size > limit:
            raise UnreadableFile(
                "unpacked_too_big", size=in_megabytes(size), limit=limit // MEGABYTE
            )


def _check_prolog(archive, part, filename):
    """Refuse XML that declares entities, by which a small part grows without end when parsed."""
    with archive.open(part) as stream:
        prolog = stream.read(PROLOG_BYTES)
    if b"<!DOCTYPE" in prolog or (prolog and not _ROOT.search(prolog)):
        raise UnreadableFile("unsafe_xlsx", filename=filename)


@contextmanager
def _refusing_broken(filename):
    """Turn what openpyxl and zipfile raise on a damaged workbook into one error of ours."""
    try:
        yield
    except UnreadableFile:
        raise
    # openpyxl has no error of its own: damage shows as KeyError, TypeError, ParseError and others.
    except Exception as error:
        raise UnreadableFile("broken_xlsx", filename=filename) from error


class XlsxSheet:
    """The rows of one sheet of a workbook; ``name`` is the sheet's."""

    cells_can_shift = False

    def __init__(self, opener, filename, name):
        self.name = name
        self._opener = opener
        self._filename = filename

    def rows(self):
        """Yield (number, cells) of each row, blank ones too, as texts; the first is number 1."""
        with _open_workbook(self._opener, self._filename) as book, _refusing_broken(self._filename):
            sheet = book[self.name]
            # The size that a file declares is often wrong, and pads each row to that width.
            sheet.reset_dimensions()
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                if number > LAST_ROW:
                    raise UnreadableFile("too_many_rows", limit=LAST_ROW)
                yield number, [cell_text(value) for value in values]


def visible_sheets(opener, filename):
    """Return the sheets of the workbook that a user sees, in the workbook's order."""
    with _open_workbook(opener, filename) as book, _refusing_broken(filename):
        return [
            XlsxSheet(opener, filename, sheet.title)
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]


@contextmanager
def _open_workbook(opener, filename):
    with opener() as stream:
        with _refusing_broken(filename):
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def cell_text(value):
    """Return a cell's ``value`` as the text a user would type: 20100055237.0 is ``20100055237``."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
