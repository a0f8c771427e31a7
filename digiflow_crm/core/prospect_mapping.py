"""A list whose columns a user names: its first rows to look at, and the table that comes of it."""

from itertools import islice
from typing import NamedTuple

from .file_limits import DEFAULT_LIMITS, UnreadableFile
from .messages import COLUMN_TITLE
from .prospect_columns import KEYS, column_titles, is_header, map_columns
from .table import HEADER_ROWS, Table, find_row, first_rows, open_sheets

SAMPLE_ROWS = 5


class ProspectSample(NamedTuple):
    """What a user sees of a file to say which column is which.

    ``header_row`` is the row that seems to name the columns, ``header`` its cells and ``rows`` the
    first rows under it, all of one width; ``columns`` are {key: [column, ...]} of the headers that
    are known, ``titles`` the headers with a name for each column that has none.
    """

    header_row: int
    header: list[str]
    rows: list[list[str]]
    columns: dict[str, list[int]]
    titles: list[str]


def sample_prospects(
    content, filename, limits=DEFAULT_LIMITS, header_row=None, column_title=COLUMN_TITLE
):
    """Return the ProspectSample of a file.

    :param content: the file's bytes, or its path
    :param filename: the name it came with
    :param header_row: the row that names the columns, 0 for none; found when it is not given
    :param column_title: what a column without a header is called, with %(letter)s
    :raises UnreadableFile: the file cannot be read, or has nothing like columns
    """
    sheet, found = _find_sheet(content, filename, limits)
    table = _table_at(sheet, found if header_row is None else header_row, limits, column_title)
    rows = [cells for _number, cells in islice(table.rows(), SAMPLE_ROWS)]
    width = max(map(len, [table.header, *rows]))
    header, *rows = (cells + [""] * (width - len(cells)) for cells in [table.header, *rows])
    titles = column_titles(header, column_title)
    return ProspectSample(table.header_row, header, rows, map_columns(header), titles)


def open_mapped(content, filename, mapping, limits=DEFAULT_LIMITS, column_title=COLUMN_TITLE):
    """Return (Table, {key: [column, ...]}) of a file whose columns are as ``mapping`` says.

    :raises UnreadableFile: the file cannot be read, or the mapping lacks the RUC or the name
    """
    columns = {key: mapping.columns[key] for key in KEYS if mapping.columns.get(key)}
    for key in ("ruc", "name"):
        if key not in columns:
            raise UnreadableFile(f"mapping_no_{key}")
    used = [index for indexes in columns.values() for index in indexes]
    for index in used:
        if index not in range(limits.columns):
            raise UnreadableFile("mapping_column", column=index + 1, limit=limits.columns)
    sheet, _found = _find_sheet(content, filename, limits)
    return _table_at(sheet, mapping.header_row, limits, column_title, max(used) + 1), columns


def _find_sheet(content, filename, limits):
    """Return the sheet with the list and the number of the row that seems to be its header."""
    sheets = open_sheets(content, filename, limits)
    found = find_row(sheets, is_header, limits) or find_row(sheets, _has_columns, limits)
    if not found:
        raise UnreadableFile("no_columns", rows=HEADER_ROWS)
    return found[:2]


def _has_columns(cells):
    return sum(1 for cell in cells if cell.strip()) > 1


def _table_at(sheet, header_row, limits, column_title, width=0):
    """Return the Table under ``header_row``, its header at least ``width`` columns wide."""
    if header_row not in range(HEADER_ROWS + 1):
        raise UnreadableFile("mapping_row", row=header_row, rows=HEADER_ROWS)
    rows = dict(first_rows(sheet, limits))
    if not header_row:
        width = max([width, *map(len, rows.values())])
        return Table(sheet, 0, column_titles([""] * width, column_title), limits)
    header = rows.get(header_row, [])
    return Table(sheet, header_row, header + [""] * (width - len(header)), limits)
