"""A list of prospects read from a file: each row's values, and what is wrong with them.

A row is rejected when its RUC or its name cannot be taken, or when a separator that was not quoted
has shifted its cells. Anything else that is wrong (an e-mail, a phone, a ubigeo, an overlong cell)
leaves that cell out and is kept as a warning: the company is still one to call. A name that lost
letters is taken as it is, with a warning. A RUC that comes twice is found where the rows are
compared with one another, in the database.
"""

from typing import NamedTuple

from .file_limits import DEFAULT_LIMITS, UnreadableFile
from .messages import COLUMN_TITLE, ROW_MESSAGES
from .prospect_columns import column_titles, is_header, map_columns
from .prospect_mapping import open_mapped
from .prospect_values import MAX_CHARS, READERS, REJECTING, clean_text
from .table import open_table

SHOWN_CHARS = 80
REQUIRED = ("ruc", "name")


class RowProblem(NamedTuple):
    """Something wrong in a row.

    ``column`` is the header in the file, ``value`` the cell (cut to SHOWN_CHARS), ``code`` a key of
    ``messages.ROW_MESSAGES``, ``first_row`` the row that a repeated RUC was first in, else 0, and
    ``detail`` what the cure names, such as the values that there are.
    """

    column: str
    value: str
    code: str
    first_row: int = 0
    detail: str = ""

    @property
    def rejects(self):
        """Whether the row is not taken; a warning otherwise."""
        return self.code in REJECTING

    @property
    def params(self):
        """What the texts of ``ROW_MESSAGES[code]`` are filled in with."""
        return {
            "column": self.column,
            "value": self.value,
            "first_row": self.first_row,
            "detail": self.detail,
            "limit": MAX_CHARS,
        }

    def explain(self, translate=str):
        """Return (reason, cure); ``translate`` is called with each English text."""
        return tuple(translate(text) % self.params for text in ROW_MESSAGES[self.code])


class ProspectRow(NamedTuple):
    """A row of the file: its number there (as a user counts, from 1), what was read, what it held.

    ``values`` has the keys of ``prospect_columns.KEYS`` that the row has a good value for, all of
    them texts, and with a phone or an e-mail also ``phone_sanitized phone_state`` or
    ``email_normalized email_state``, as Odoo computes them for a lead in Peru; ``cells`` are the
    texts as they were, one a column of the header.
    """

    number: int
    values: dict[str, str]
    problems: list[RowProblem]
    cells: list[str]

    @property
    def rejected(self):
        """Whether a problem keeps the row out."""
        return any(problem.rejects for problem in self.problems)


class ProspectTable:
    """A list of prospects; iterating gives a ProspectRow for each row that is not blank.

    ``header`` are the file's headers, ``header_row`` their row (0 when it has none), ``columns``
    {key: [column, ...]}, ``ignored`` the headers that nothing is taken from. Each iteration reads
    the file again, row by row, and raises UnreadableFile where the file breaks or goes over a
    limit. A cell is read by the one of the ``readers`` that its key has; those of the keys in
    ``required`` see blank cells as well.
    """

    readers = READERS
    required = REQUIRED

    def __init__(self, table, columns, column_title=COLUMN_TITLE):
        self._table = table
        self.header = table.header
        self.header_row = table.header_row
        self.columns = columns
        self._titles = column_titles(table.header, column_title)
        used = {index for indexes in self.columns.values() for index in indexes}
        self.ignored = [
            text for index, text in enumerate(self.header) if text.strip() and index not in used
        ]

    def __iter__(self):
        return self.rows_after(0)

    def rows_after(self, last):
        """Yield the rows after row ``last``; those before it are passed over, not looked at."""
        for number, cells in self._table.rows():
            if number > last:
                yield self._read_row(number, cells)

    def iterate_cells(self):
        """Return an iterator of (number, cells) of each row that is not blank, as they are."""
        return self._table.rows()

    def _read_row(self, number, cells):
        """Return the ProspectRow of ``cells``."""
        values, problems = {}, self._extra_cells(cells)
        for key, indexes in self.columns.items():
            index, text = _first_filled(cells, indexes)
            if not text and key not in self.required:
                continue
            found, codes = self.readers[key](text)
            values.update(found)
            for code in codes:
                problems.append(self._prepare_problem(key, self._titles[index], text, code))
        return ProspectRow(number, values, problems, cells)

    def _prepare_problem(self, key, title, text, code):
        """Return the RowProblem of a cell of the column ``title``, which holds ``key``."""
        return RowProblem(title, text[:SHOWN_CHARS], code)

    def _extra_cells(self, cells):
        """Return the problem of a text row with more cells than the header, in a list."""
        extra = cells[len(self.header) :]
        if not (extra and self._table.sheet.cells_can_shift):
            return []
        first = next(cell for cell in extra if cell.strip())
        return [RowProblem("", first.strip()[:SHOWN_CHARS], "extra_cells")]


def _first_filled(cells, indexes):
    """Return (column, cleaned text) of the first of the columns that is filled, or of the first."""
    for index in indexes:
        text = clean_text(cells[index])
        if text:
            return index, text
    return indexes[0], ""


def read_prospects(
    content, filename, limits=DEFAULT_LIMITS, mapping=None, column_title=COLUMN_TITLE
):
    """Return the ProspectTable in a file: text cut by ``| , ;`` or tab, an .xlsx, a .zip of one.

    :param content: the file's bytes, or its path
    :param filename: the name it came with
    :param mapping: a ColumnMapping, which wins over the headers; without one they are recognized
    :param column_title: what a column without a header is called, with %(letter)s
    :raises UnreadableFile: the file is no such list; its ``code`` and ``params`` say why
    """
    if mapping:
        table, columns = open_mapped(content, filename, mapping, limits, column_title)
        return ProspectTable(table, columns, column_title)
    table = open_table(content, filename, is_header, limits)
    columns = map_columns(table.header)
    if "name" not in columns:
        raise UnreadableFile("no_name_column", row=table.header_row)
    return ProspectTable(table, columns, column_title)
