"""A portfolio of clients read from a file: one row is one stay of a client in a service.

A row is rejected when what says who, which service and when cannot be taken, or contradicts itself.
What only describes the client (executive, industry, size, contact...) is left out with a warning.
What is already there, and days that overlap, is found where the rows are compared.
"""

from bisect import bisect
from datetime import date

from .file_limits import Limits, UnreadableFile
from .messages import COLUMN_TITLE
from .portfolio_columns import PORTFOLIO, TITLES, is_portfolio_header, missing_titles
from .portfolio_values import make_readers
from .prospect_file import ProspectTable, RowProblem
from .table import HEADER_ROWS, open_table

# A portfolio is tens of thousands of rows; a register of taxpayers is no portfolio.
LIMITS = Limits(rows=200_000)
# What a code's cure names is in the choices of this key.
DETAILED = {
    "service_empty": "service",
    "service_unknown": "service",
    "reason_unknown": "end_reason",
    "end_without_reason": "end_reason",
    "industry": "industry",
    "size": "size",
}


class PortfolioTable(ProspectTable):
    """A portfolio; iterating gives a ProspectRow for each row that is not blank.

    Its values are ``ruc name service_id date_start date_end end_reason_id monthly_amount
    contract_end user_id industry_id size district contact_name email phone``: ids as they are in
    ``known``, days as ISO text, the amount as text with two decimals.
    """

    required = ("ruc", "service", "date_start")

    def __init__(self, table, columns, known, column_title=COLUMN_TITLE):
        super().__init__(table, columns, column_title)
        self._known = known
        self.readers = make_readers(known)

    def title_of(self, key):
        """Return the header of the column that holds ``key``; the template's when there is none."""
        indexes = self.columns.get(key)
        return self._titles[indexes[0]] if indexes else TITLES[key]

    def _read_row(self, number, cells):
        row = super()._read_row(number, cells)
        row.problems.extend(self._find_contradictions(row))
        return row

    def _prepare_problem(self, key, title, text, code):
        problem = super()._prepare_problem(key, title, text, code)
        return problem._replace(detail=self._get_detail(code))

    def _get_detail(self, code):
        """Return the values that there are, for a code whose cure names them."""
        return self._known[DETAILED[code]].shown if code in DETAILED else ""

    def _find_contradictions(self, row):
        """Return the problems of cells that do not go together; each by itself is good."""
        values = row.values
        filled = {key for key in ("date_end", "end_reason") if self._is_filled(row, key)}
        start = values.get("date_start", "")
        found = []
        if "end_reason" not in filled and "date_end" in values:
            found.append(("date_end", "end_without_reason"))
        if "date_end" not in filled and "end_reason_id" in values:
            found.append(("end_reason", "reason_without_end"))
        if values.get("date_end", start) < start:
            found.append(("date_end", "end_before_start"))
        if values.get("contract_end", start) < start:
            found.append(("contract_end", "contract_before_start"))
        return [self._contradiction(row, key, code) for key, code in found]

    def _is_filled(self, row, key):
        """Tell whether one of the columns of ``key`` has something in the row, good or not."""
        return any(row.cells[index].strip() for index in self.columns.get(key, ()))

    def _contradiction(self, row, key, code):
        """Return the RowProblem of a good cell that does not go with another one."""
        cells = [row.cells[index].strip() for index in self.columns[key]]
        text = next(cell for cell in cells if cell)
        day = row.values.get(key)
        shown = spanish_day(day) if day else text
        return RowProblem(self.title_of(key), shown, code, detail=self._get_detail(code))


def spanish_day(iso):
    """Return «31/01/2024» for ``2024-01-31``."""
    return "/".join(reversed(iso.split("-")))


def read_portfolio(content, filename, known, limits=LIMITS, column_title=COLUMN_TITLE):
    """Return the PortfolioTable in a file: text cut by ``| , ;`` or tab, an .xlsx, a .zip of one.

    :param content: the file's bytes, or its path
    :param filename: the name it came with
    :param known: {key: Choices} of ``service end_reason executive industry size``
    :param column_title: what a column without a header is called, with %(letter)s
    :raises UnreadableFile: the file is no such list; its ``code`` and ``params`` say why
    """
    try:
        table = open_table(content, filename, is_portfolio_header, limits)
    except UnreadableFile as error:
        if error.code != "no_header":
            raise
        raise UnreadableFile("portfolio_header", rows=HEADER_ROWS) from error
    columns = PORTFOLIO.map_columns(table.header)
    missing = missing_titles(columns)
    if missing:
        raise UnreadableFile("portfolio_columns", row=table.header_row, columns=", ".join(missing))
    return PortfolioTable(table, columns, known, column_title)


def find_overlaps(stays):
    """Return {row number: (number of the earlier row, code)} of the stays that cannot be.

    A stay that overlaps an earlier good one of the same client and service is out, and is in
    nobody's way then.

    :param stays: (client and service, row number, first day, last day or None), rows in order
    """
    taken, found = {}, {}
    for key, number, start, end in stays:
        others = taken.setdefault(key, [])
        stay = (start, end or date.max, number)
        place = bisect(others, stay)
        # Those taken do not overlap one another: only the two beside this one can be in its way.
        clash = next(
            (one for one in others[max(place - 1, 0) : place + 1] if _meet(one, stay)), None
        )
        if clash:
            same = clash[:2] == stay[:2]
            found[number] = (clash[2], "stay_repeated" if same else "stay_overlaps")
        else:
            others.insert(place, stay)
    return found


def _meet(one, other):
    """Tell whether two stays, (first day, last day, row number), have a day in common."""
    return one[0] <= other[1] and other[0] <= one[1]
