"""The progress of prospect lists as a workbook to filter, to add up and to print."""

import io
from datetime import date
from itertools import chain
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .messages import _
from .progress import AMOUNTS, FIGURES, TOTAL
from .rejects_workbook import clean_text

A4 = 9
TITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2
NARROWEST, WIDEST = 9, 50
DATE_WIDTH, AMOUNT_WIDTH = 12, 16
# Kinds of columns; a stock of something is not added up from period to period.
TEXT, DATE, COUNT, STOCK, AMOUNT, RATE = "text", "date", "count", "stock", "amount", "rate"
NUMBER_FORMATS = {DATE: "dd/mm/yyyy", AMOUNT: "#,##0.00", RATE: "0.0%"}
WHOLE = "#,##0"
# What Excel adds up: the rows that a filter shows.
VISIBLE_SUM = 109
CHARTED = FIGURES[1 : FIGURES.index("won") + 1]
RATED = "effective"

# What a reader sees, in English; a model translates.
WORDS = {
    "file": _("Progress"),
    "title": _("Progress of the prospect lists"),
    "lists": _("Lists"),
    "periods": _("Periods"),
    "telemarketers": _("Telemarketers"),
    "executives": _("Sales executives"),
    "list": _("Prospect list"),
    "person": _("Person"),
    "from": _("From"),
    "to": _("To"),
    "total": _("Prospects"),
    "contacted": _("Contacted"),
    "effective": _("Effective contacts"),
    "meetings_booked": _("Meetings booked"),
    "meetings_held": _("Meetings held"),
    "proposals": _("Proposals"),
    "won": _("Won"),
    "lost": _("Lost"),
    "proposals_amount": _("Proposed, without taxes"),
    "won_amount": _("Won, without taxes"),
    "rate": _("Effective contact rate"),
    "currency": _("Currency"),
    "sum": _("Total"),
}


class Column(NamedTuple):
    """A column of a sheet: its title, its kind, and the figure it shows, if it shows one."""

    title: str
    kind: str
    figure: str = ""


def progress_workbook(report, words=None):
    """Return the bytes of an .xlsx with a report's figures by list, by person and by period.

    :param dict report: what ``digiflow.prospect.list.progress_report`` returns
    :param dict words: the texts of WORDS in the reader's language
    """
    words = {**WORDS, **(words or {})}
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    days = [date.fromisoformat(report[name]) for name in ("date_from", "date_to")]
    title = "{}, {:%d/%m/%Y} - {:%d/%m/%Y}".format(words["title"], *days)
    writer = _Writer(book, title, words)
    currencies = {one["currency"] for one in report["lists"]}
    for name, columns, rows in _tables(report, words, currencies):
        sheet = writer.add_table(name, columns, rows)
        if name == words["lists"] and rows:
            writer.add_chart(sheet, columns, len(rows))
    book.close()
    return output.getvalue()


def _tables(report, words, currencies):
    """Yield (sheet name, columns, rows) for each sheet of the report."""
    lists = report["lists"]
    named = Column(words["list"], TEXT)
    figures = _figure_columns(words, currencies)
    person = Column(words["person"], TEXT)
    yield words["lists"], [named, *figures], [_row([one["name"]], one, one) for one in lists]
    if report["periods"]:
        dates = [Column(words["from"], DATE), Column(words["to"], DATE)]
        stocks = [
            column._replace(kind=STOCK) if column.figure == TOTAL else column for column in figures
        ]
        yield words["periods"], [named, *dates, *stocks], _period_rows(report)
    for role in ("telemarketer", "executive"):
        rows = [
            _row([one["name"], someone["name"]], one, someone)
            for one in lists
            for someone in one["people"]
            if someone["role"] == role
        ]
        yield words[f"{role}s"], [named, person, *figures], rows


def _figure_columns(words, currencies):
    """Return the columns of the figures; amounts name their currency, or it has its own column."""
    mixed = len(currencies) > 1
    unit = f" ({next(iter(currencies))})" if len(currencies) == 1 else ""
    columns = []
    for name in FIGURES:
        is_amount = name in AMOUNTS.values()
        kind = (STOCK if mixed else AMOUNT) if is_amount else COUNT
        columns.append(Column(words[name] + (unit if is_amount else ""), kind, name))
    columns.append(Column(words["rate"], RATE))
    return [*columns, Column(words["currency"], TEXT)] if mixed else columns


def _row(names, prospects, shown):
    """Return the cells of a row: names, the figures of ``shown``, its rate, and the currency."""
    return [*names, *_figures(shown["figures"]), prospects["currency"]]


def _figures(figures):
    """Return the figures in the order of their columns, and the rate of effective contacts."""
    rate = figures[RATED] / figures[TOTAL] if figures[TOTAL] else 0
    return [*(figures[name] for name in FIGURES), rate]


def _period_rows(report):
    """Return a row for each list and period."""
    spans = [
        [date.fromisoformat(span[name]) for name in ("date_from", "date_to")]
        for span in report["periods"]
    ]
    return [
        [one["name"], *span, *_figures(figures), one["currency"]]
        for one in report["lists"]
        for span, figures in zip(spans, one["periods"])
    ]


class _Writer:
    """Writes tables into a workbook, each on a sheet of its own."""

    def __init__(self, book, title, words):
        self.book = book
        self.title = title
        self.words = words
        shade = {"bold": True, "bg_color": "#DDE7F0"}
        self.formats = {
            kind: book.add_format({"num_format": NUMBER_FORMATS.get(kind, WHOLE)})
            for kind in (DATE, COUNT, STOCK, AMOUNT, RATE)
        }
        self.totals = {
            kind: book.add_format(
                {**shade, "top": 1, "num_format": NUMBER_FORMATS.get(kind, WHOLE)}
            )
            for kind in (TEXT, DATE, COUNT, STOCK, AMOUNT, RATE)
        }
        self.title_format = book.add_format({"bold": True, "font_size": 14})
        header = {**shade, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.text_header = book.add_format(header)
        self.number_header = book.add_format({**header, "align": "right"})

    def add_table(self, name, columns, rows):
        """Add a sheet with a table; return the sheet."""
        sheet = self.book.add_worksheet(clean_text(name)[:31])
        last = HEADER_ROW + len(rows)
        sheet.write_string(TITLE_ROW, 0, clean_text(self.title), self.title_format)
        for number, column in enumerate(columns):
            style = self.text_header if column.kind == TEXT else self.number_header
            sheet.write_string(HEADER_ROW, number, clean_text(column.title), style)
            cells = [row[number] for row in rows]
            sheet.set_column(number, number, _width(column, cells))
            for line, value in enumerate(cells, FIRST_ROW):
                self._write_cell(sheet, line, number, columns, value)
        sheet.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
        sheet.freeze_panes(FIRST_ROW, 1)
        if rows:
            self._write_totals(sheet, columns, rows)
        self._set_up_print(sheet)
        return sheet

    def add_chart(self, sheet, columns, count):
        """Draw the totals of the milestones below a table of ``count`` rows."""
        first, last = (_find(columns, CHARTED[end]) for end in (0, -1))
        total = FIRST_ROW + count
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": clean_text(self.words["sum"]),
                "categories": [sheet.name, HEADER_ROW, first, HEADER_ROW, last],
                "values": [sheet.name, total, first, total, last],
                "fill": {"color": "#3B7EA1"},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
        chart.set_title({"name": clean_text(self.title), "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": False}})
        chart.set_size({"width": 760, "height": 320})
        sheet.insert_chart(total + 2, 0, chart)

    def _write_cell(self, sheet, line, number, columns, value):
        """Write a value as what its column holds; a rate as the formula that gives it."""
        kind = columns[number].kind
        if kind == TEXT:
            sheet.write_string(line, number, clean_text(value))
        elif kind == DATE:
            sheet.write_datetime(line, number, value, self.formats[kind])
        elif kind == RATE:
            sheet.write_formula(line, number, _rate(columns, line), self.formats[kind], value)
        else:
            is_amount = columns[number].figure in AMOUNTS.values()
            sheet.write_number(line, number, value, self.formats[AMOUNT if is_amount else kind])

    def _write_totals(self, sheet, columns, rows):
        """Write the line below the rows: formulas that add up what a filter leaves."""
        line = FIRST_ROW + len(rows)
        sums = {}
        for number, column in enumerate(columns):
            style = self.totals[column.kind]
            if column.kind in (COUNT, AMOUNT):
                ends = (xl_rowcol_to_cell(row, number) for row in (FIRST_ROW, line - 1))
                formula = "=SUBTOTAL({},{}:{})".format(VISIBLE_SUM, *ends)
                sums[column.figure] = round(sum(row[number] for row in rows), 2)
                sheet.write_formula(line, number, formula, style, sums[column.figure])
            elif column.kind == RATE and TOTAL in sums:
                value = sums[RATED] / sums[TOTAL] if sums[TOTAL] else 0
                sheet.write_formula(line, number, _rate(columns, line), style, value)
            elif number == 0:
                sheet.write_string(line, number, clean_text(self.words["sum"]), style)
            else:
                sheet.write_blank(line, number, None, style)

    def _set_up_print(self, sheet):
        """A4, landscape, as wide as the page, with the header on every page."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TITLE_ROW, HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.set_row(HEADER_ROW, 32)


def _find(columns, figure):
    """Return the number of the column that shows ``figure``."""
    return next(number for number, column in enumerate(columns) if column.figure == figure)


def _rate(columns, line):
    """Return the formula of the rate of effective contacts on a line."""
    total, part = (xl_rowcol_to_cell(line, _find(columns, name)) for name in (TOTAL, RATED))
    return f"=IF({total}=0,0,{part}/{total})"


def _width(column, cells):
    """Return the width of a column in characters."""
    if column.kind == DATE:
        return DATE_WIDTH
    if column.figure in AMOUNTS.values():
        return AMOUNT_WIDTH
    if column.kind != TEXT:
        return NARROWEST + 3
    longest = max(map(len, chain([column.title], cells)))
    return min(max(NARROWEST, longest + 2), WIDEST)
