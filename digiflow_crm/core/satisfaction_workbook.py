"""The results of a satisfaction campaign as a workbook to filter, to chart and to print.

Rates are formulas over the counts beside them. Where there is nothing to divide by, a cell says so
in words; in a column that a chart draws it stays empty, because a text would be drawn as 0 %.
"""

import io
from datetime import date
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .rejects_workbook import clean_text
from .satisfaction_workbook_words import WORDS

A4 = 9
TITLE_ROW, SUBTITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 3, 4
NARROWEST, WIDEST = 11, 46
COMMENT_WIDTH = 70
TEXT, LONG, DATE, COUNT, AVERAGE, RATE = "text", "long", "date", "count", "average", "rate"
NUMBER_FORMATS = {DATE: "dd/mm/yyyy", COUNT: "#,##0", AVERAGE: "0.00", RATE: "0.0%"}
BAR, GOAL = "#17406D", "#A33B00"
SEGMENT_TABLES = ("industries", "sizes", "districts")


class Column(NamedTuple):
    """A column of a sheet: its title and its kind; of a rate, the columns it divides."""

    title: str
    kind: str = TEXT
    part: int = 0
    whole: int = 0
    is_charted: bool = False


def satisfaction_workbook(results, words=None):
    """Return the bytes of an .xlsx with the results of a campaign.

    :param dict results: what ``digiflow.satisfaction.campaign.get_results`` returns
    :param dict words: the texts of WORDS in the reader's language
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    writer = _Writer(book, results, {**WORDS, **(words or {})})
    writer.write_summary()
    writer.write_distribution()
    writer.write_services()
    writer.write_segments()
    writer.write_executives()
    writer.write_trend()
    writer.write_comments()
    book.close()
    return output.getvalue()


class _Writer:
    """Writes the sheets of one campaign."""

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

    def write_summary(self):
        """The figure of the campaign, with everything that says how far it may be trusted."""
        words, figure = self.words, self.results["figure"]
        sheet = self._add_sheet("summary", [Column(words["figure"]), Column(words["value"], COUNT)])
        sheet.set_column(0, 0, 54)
        sheet.set_column(1, 1, 16)
        reached = {None: words["no_data"], True: words["yes"], False: words["no"]}
        rows = [
            (self._base_title("answers", "rate"), RATE, figure["rate"]),
            (self._base_title("clients", "rate_all"), RATE, figure["rate_all"]),
            (words["target"], RATE, self.results["target"]),
            (words["reached"], TEXT, reached[figure["reached"]]),
            *((words[name], COUNT, figure[name]) for name in ("satisfied", "answers", "sent")),
            (words["response_rate"], RATE, figure["response_rate"]),
            (words["clients"], COUNT, figure["clients"]),
            (words["coverage"], RATE, figure["coverage"]),
            (words["unread"], COUNT, self.results["unread"]),
        ]
        for row, (label, kind, value) in enumerate(rows, FIRST_ROW):
            sheet.write_string(row, 0, clean_text(label))
            self._write_figure(sheet, row, kind, value)

    def write_distribution(self):
        """How often each score was given, with its columns drawn beside it."""
        words, rows = self.words, self.results["distribution"]
        columns = [Column(words["score"]), Column(words["words"])]
        columns += [Column(words["answers"], COUNT), Column(words["share"], RATE)]
        sheet = self._add_sheet("distribution", columns)
        total = FIRST_ROW + len(rows)
        for line, row in enumerate(rows, FIRST_ROW):
            sheet.write_string(line, 0, row["score"])
            sheet.write_string(line, 1, clean_text(row["name"]))
            sheet.write_number(line, 2, row["count"], self.formats[COUNT])
            whole = xl_rowcol_to_cell(total, 2, row_abs=True, col_abs=True)
            self._write_rate(sheet, line, 3, xl_rowcol_to_cell(line, 2), whole, row["share"])
        ends = [xl_rowcol_to_cell(line, 2) for line in (FIRST_ROW, total - 1)]
        count = sum(row["count"] for row in rows)
        for column in (1, 3):
            sheet.write_blank(total, column, None, self.total_format)
        sheet.write_string(total, 0, clean_text(words["sum"]), self.total_format)
        sheet.write_formula(total, 2, "=SUM({}:{})".format(*ends), self.total_format, count)
        sheet.set_column(1, 1, 24)
        self._chart(sheet, "column", len(rows), [(2, BAR)], (FIRST_ROW, 5), labels=1)

    def write_services(self):
        """A row for each service: what its clients think of all, and of the service itself."""
        words = self.words
        columns = [Column(words["service"]), Column(words["asked"], COUNT)]
        columns += self._score_columns(is_charted=True)
        columns += [Column(words["own_answers"], COUNT), Column(words["own_satisfied"], COUNT)]
        columns.append(Column(words["own_rate"], RATE, 7, 6, True))
        rows = [
            [*_group_cells(row), *(row["own"][name] for name in ("answers", "satisfied", "rate"))]
            for row in self.results["services"]
        ]
        sheet = self._add_table("services", columns, rows)
        if rows:
            place = (FIRST_ROW + len(rows) + 1, 0)
            self._chart(sheet, "bar", len(rows), [(4, BAR), (8, GOAL)], place)

    def write_segments(self):
        """Every segment in one table: a filter shows one kind of them."""
        words = self.words
        columns = [Column(words["segment"]), Column(words["name"]), Column(words["asked"], COUNT)]
        columns += self._score_columns(first=3)
        rows = [
            [words[table], *_group_cells(row)]
            for table in SEGMENT_TABLES
            for row in self.results[table]
        ]
        self._add_table("segments", columns, rows, frozen=2)

    def write_executives(self):
        """A row for each executive."""
        words = self.words
        columns = [Column(words["executive"]), Column(words["asked"], COUNT)]
        rows = [_group_cells(row) for row in self.results["executives"]]
        self._add_table("executives", columns + self._score_columns(), rows)

    def write_trend(self):
        """Campaign by campaign, the official rate against the target."""
        words = self.words
        columns = [
            Column(words["campaign"]),
            Column(words["state"]),
            Column(words["answers"], COUNT),
        ]
        columns += [Column(words["clients"], COUNT), Column(words["satisfied"], COUNT)]
        whole = 2 if self.results["official"] == "answers" else 3
        columns.append(Column(words["satisfaction"], RATE, 4, whole, True))
        columns.append(Column(words["target"], RATE))
        rows = [
            [row[name] for name in ("name", "state", "answers", "clients", "satisfied")]
            + [row["official"], row["target"]]
            for row in self.results["trend"]
        ]
        sheet = self._add_table("trend", columns, rows)
        if rows:
            place = (FIRST_ROW + len(rows) + 1, 0)
            self._chart(sheet, "line", len(rows), [(5, BAR), (6, GOAL)], place)

    def write_comments(self):
        """What clients wrote, in their words."""
        words = self.words
        columns = [Column(words["client"]), Column(words["executive"])]
        columns += [Column(words["score"], COUNT), Column(words["date"], DATE)]
        columns.append(Column(words["comment"], LONG))
        columns += [Column(words["call_me"]), Column(words["is_read"])]
        said = {True: words["yes"], False: words["no"]}
        rows = [
            [
                row["client"],
                row["executive"],
                int(row["score"]),
                row["date"] and date.fromisoformat(row["date"]),
                row["comment"],
                said[row["call_me"]],
                said[row["is_read"]] if row["comment"] else "",
            ]
            for row in self.results["comments"]
        ]
        self._add_table("comments", columns, rows)

    def _score_columns(self, first=2, is_charted=False):
        """Answers, satisfied, their rate and the average, the answers in column `first`."""
        words = self.words
        return [
            Column(words["answers"], COUNT),
            Column(words["satisfied"], COUNT),
            Column(words["satisfaction"], RATE, first + 1, first, is_charted),
            Column(words["average"], AVERAGE),
        ]

    def _base_title(self, base, name):
        """The title of a rate, marked when it is the official one."""
        title = self.words[name]
        is_official = self.results["official"] == base
        return f"{title} ({self.words['official']})" if is_official else title

    def _add_sheet(self, name, columns, frozen=1):
        """Add a sheet with its title and the header of a table; return the sheet."""
        sheet = self.book.add_worksheet(clean_text(self.words[name])[:31])
        sheet.write_string(TITLE_ROW, 0, clean_text(self._title()), self.title_format)
        sheet.write_string(SUBTITLE_ROW, 0, clean_text(self._subtitle()), self.subtitle_format)
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

    def _add_table(self, name, columns, rows, frozen=1):
        """Add a sheet with a table to filter; return the sheet."""
        sheet = self._add_sheet(name, columns, frozen)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, _width(column, [row[number] for row in rows]))
        for line, row in enumerate(rows, FIRST_ROW):
            for number, (column, value) in enumerate(zip(columns, row)):
                self._write_cell(sheet, line, number, column, value)
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(rows), len(columns) - 1)
        if not rows:
            sheet.write_string(FIRST_ROW, 0, clean_text(self.words["no_data"]), self.formats[TEXT])
        return sheet

    def _title(self):
        return self.words["title"] % {"campaign": self.results["campaign"]["name"]}

    def _subtitle(self):
        """Whose figures of which days these are."""
        campaign = self.results["campaign"]
        days = {
            name: date.fromisoformat(campaign[name]).strftime("%d/%m/%Y")
            for name in ("date_from", "date_to")
        }
        values = {"company": self.results["company"], "state": campaign["state_name"], **days}
        parts = [self.words["subtitle"] % values]
        if self.results["scope"] == "own":
            parts.append(self.words["own"] % {"name": self.results["reader"]})
        return ". ".join(parts)

    def _write_cell(self, sheet, line, number, column, value):
        """Write a value as what its column holds; a text is never a formula."""
        if column.whole:
            part, whole = (xl_rowcol_to_cell(line, one) for one in (column.part, column.whole))
            self._write_rate(sheet, line, number, part, whole, value, column.is_charted)
        elif column.kind in (TEXT, LONG):
            sheet.write_string(line, number, clean_text(value), self.formats[column.kind])
        elif column.kind == DATE and value:
            sheet.write_datetime(line, number, value, self.formats[DATE])
        elif column.kind in NUMBER_FORMATS and value not in (None, ""):
            shown = value / 100 if column.kind == RATE else value
            sheet.write_number(line, number, shown, self.formats[column.kind])
        else:
            self._write_no_data(sheet, line, number)

    def _write_rate(self, sheet, line, number, part, whole, value, is_charted=False):
        """Write a rate as the formula that gives it from two cells; see the module's text."""
        if value is None and is_charted:
            return
        if value is None:
            self._write_no_data(sheet, line, number)
            return
        formula = f"=IF({whole}=0,0,{part}/{whole})"
        sheet.write_formula(line, number, formula, self.formats[RATE], value / 100)

    def _write_figure(self, sheet, row, kind, value):
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

    def _chart(self, sheet, kind, count, drawn, place, labels=0):
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
        title = f"{sheet.name}. {clean_text(self._title())}"
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


def _group_cells(row):
    """The cells of a row of `by_choice` or `by_service`."""
    return [row[name] for name in ("name", "asked", "answers", "satisfied", "rate", "average")]


def _width(column, cells):
    """The width of a column in characters."""
    if column.kind == LONG:
        return COMMENT_WIDTH
    if column.kind != TEXT:
        return NARROWEST + 3
    return min(max(NARROWEST, *(len(cell or "") + 2 for cell in [column.title, *cells])), WIDEST)
