"""What our workbooks of results have in common: pure Python.

A sheet has a title, what it is about, and a table to filter, to chart and to print. Rates are
formulas over the counts beside them. Where there is nothing to divide by, a cell says so in words;
in a column that a chart draws it stays empty, because a text would be drawn as 0 %.
"""

from typing import NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from .rejects_workbook import clean_text

A4 = 9
TITLE_ROW, SUBTITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 3, 4
NARROWEST, WIDEST = 11, 46
LONG_WIDTH = 70
TEXT, LONG, DATE, COUNT, AVERAGE, RATE = "text", "long", "date", "count", "average", "rate"
NUMBER_FORMATS = {DATE: "dd/mm/yyyy", COUNT: "#,##0", AVERAGE: "0.00", RATE: "0.0%"}
BAR, GOAL = "#17406D", "#A33B00"


class Column(NamedTuple):
    """A column of a sheet: its title and its kind; of a rate, the columns it divides."""

    title: str
    kind: str = TEXT
    part: int = 0
    whole: int = 0
    is_charted: bool = False


class ResultsWriter:
    """Writes sheets of results. A kind of results says its title, its subtitle and its sheets.

    ``words`` holds ``no_data`` and the name of each sheet.
    """

    def __init__(self, book, results, words):
        self.book = book
        self.results = results
        self.words = words
        self.formats = {
            kind: book.add_format({"num_format": NUMBER_FORMATS[kind], "valign": "vcenter"})
            for kind in (DATE, COUNT, AVERAGE, RATE)
        }
        self.formats[TEXT] = book.add_format({"valign": "vcenter"})
        self.formats[LONG] = book.add_format({"text_wrap": True, "valign": "vcenter"})
        self.right = book.add_format({"align": "right"})
        self.no_data = book.add_format({"align": "right", "italic": True, "font_color": "#5B6670"})
        self.title_format = book.add_format({"bold": True, "font_size": 14})
        self.subtitle_format = book.add_format({"font_color": "#5B6670"})
        shade = {"bold": True, "bg_color": "#DDE7F0"}
        self.total_format = book.add_format(
            {**shade, "top": 1, "num_format": NUMBER_FORMATS[COUNT]}
        )
        header = {**shade, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.text_header = book.add_format(header)
        self.number_header = book.add_format({**header, "align": "right"})

    def get_title(self):
        """The title of every sheet."""
        raise NotImplementedError  # abstract: each workbook has its own

    def get_subtitle(self):
        """What the results are about: whose, of which days."""
        raise NotImplementedError  # abstract: each workbook has its own

    def add_sheet(self, name, columns, frozen=1):
        """Add a sheet with its title and the header of a table; return the sheet."""
        sheet = self.book.add_worksheet(clean_text(self.words[name])[:31])
        sheet.write_string(TITLE_ROW, 0, clean_text(self.get_title()), self.title_format)
        sheet.write_string(SUBTITLE_ROW, 0, clean_text(self.get_subtitle()), self.subtitle_format)
        for number, column in enumerate(columns):
            style = self.text_header if column.kind in (TEXT, LONG) else self.number_header
            sheet.write_string(HEADER_ROW, number, clean_text(column.title), style)
            sheet.set_column(number, number, NARROWEST + 2)
        sheet.set_row(HEADER_ROW, 48)
        sheet.freeze_panes(FIRST_ROW, frozen)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def add_table(self, name, columns, rows, frozen=1):
        """Add a sheet with a table to filter; return the sheet."""
        sheet = self.add_sheet(name, columns, frozen)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, _width(column, [row[number] for row in rows]))
        for line, row in enumerate(rows, FIRST_ROW):
            for number, (column, value) in enumerate(zip(columns, row)):
                self._write_cell(sheet, line, number, column, value)
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(rows), len(columns) - 1)
        if not rows:
            sheet.write_string(FIRST_ROW, 0, clean_text(self.words["no_data"]), self.formats[TEXT])
        return sheet

    def _write_cell(self, sheet, line, number, column, value):
        """Write a value as what its column holds; a text is never a formula."""
        if column.whole:
            part, whole = (xl_rowcol_to_cell(line, one) for one in (column.part, column.whole))
            self.write_rate(sheet, line, number, part, whole, value, column.is_charted)
        elif column.kind in (TEXT, LONG):
            sheet.write_string(line, number, clean_text(value), self.formats[column.kind])
        elif column.kind == DATE and value:
            sheet.write_datetime(line, number, value, self.formats[DATE])
        elif column.kind in NUMBER_FORMATS and value not in (None, ""):
            shown = value / 100 if column.kind == RATE else value
            sheet.write_number(line, number, shown, self.formats[column.kind])
        else:
            self._write_no_data(sheet, line, number)

    def write_rate(self, sheet, line, number, part, whole, value, is_charted=False):
        """Write a rate as the formula that gives it from two cells; see the module's text."""
        if value is None and is_charted:
            return
        if value is None:
            self._write_no_data(sheet, line, number)
            return
        formula = f"=IF({whole}=0,0,{part}/{whole})"
        sheet.write_formula(line, number, formula, self.formats[RATE], value / 100)

    def write_figure(self, sheet, row, kind, value):
        """Write a figure of the summary."""
        if value is None:
            self._write_no_data(sheet, row, 1)
        elif kind == TEXT:
            sheet.write_string(row, 1, clean_text(value), self.right)
        else:
            shown = value / 100 if kind == RATE else value
            sheet.write_number(row, 1, shown, self.formats[kind])

    def _write_no_data(self, sheet, row, column):
        sheet.write_string(row, column, clean_text(self.words["no_data"]), self.no_data)

    def draw_chart(self, sheet, kind, count, drawn, place, labels=0):
        """Draw columns of a table of `count` rows.

        :param list drawn: (number of a column, its colour)
        :param place: (row, column) of the chart's corner
        :param int labels: the column that names the rows
        """
        chart = self.book.add_chart({"type": kind})
        last = FIRST_ROW + count - 1
        for number, colour in drawn:
            chart.add_series(
                {
                    "name": [sheet.name, HEADER_ROW, number],
                    "categories": [sheet.name, FIRST_ROW, labels, last, labels],
                    "values": [sheet.name, FIRST_ROW, number, last, number],
                    "data_labels": _labels(kind, colour),
                    "gap": 60,
                    **_style(kind, colour),
                }
            )
        self._set_axes(chart, kind, count, len(drawn))
        title = f"{sheet.name}. {clean_text(self.get_title())}"
        chart.set_title({"name": title, "name_font": {"size": 12}})
        sheet.insert_chart(*place, chart)

    def _set_axes(self, chart, kind, count, series):
        """A chart's axes, legend and size: rates run from 0 to 100 %, counts from 0."""
        is_rate = kind != "column"
        scale = {"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#DDE2E7"}}}
        scale.update({"max": 1, "num_format": "0%"} if is_rate else {"num_format": "0"})
        if kind == "bar":
            chart.set_x_axis(scale)
            chart.set_y_axis({"reverse": True})
        else:
            chart.set_y_axis(scale)
        chart.set_legend({"none": True} if series == 1 else {"position": "bottom"})
        chart.show_blanks_as("gap")
        height = 130 + 44 * count if kind == "bar" else 320
        chart.set_size({"width": 720, "height": min(height, 900)})


def _labels(kind, colour):
    """Which values stand beside their marks: all, but for the same goal at every point."""
    if kind != "line":
        return {"value": True}
    return {"value": colour == BAR, "position": "above"}


def _style(kind, colour):
    """How a series is drawn: a goal is a dashed line, what was measured has marks."""
    if kind != "line":
        return {"fill": {"color": colour}}
    if colour == GOAL:
        return {"line": {"color": colour, "width": 2, "dash_type": "dash"}}
    mark = {"type": "circle", "size": 6, "fill": {"color": colour}}
    return {"line": {"color": colour, "width": 2.25}, "marker": mark}


def _width(column, cells):
    """The width of a column in characters."""
    if column.kind == LONG:
        return LONG_WIDTH
    if column.kind != TEXT:
        return NARROWEST + 3
    return min(max(NARROWEST, *(len(cell or "") + 2 for cell in [column.title, *cells])), WIDEST)
