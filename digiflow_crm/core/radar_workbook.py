"""The workbook «Radar de oportunidades», written as a stream.

A row is forgotten once it is written, so that a hundred thousand opportunities take no more memory
than ten. The summary is formulas over the other sheets; beside each stands the figure of Odoo.
"""

from collections import Counter, defaultdict

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from .radar_sheets import AMOUNT, COUNT, DATE, RATE, SHEETS, SUMMED, TEXT, WORDS
from .rejects_workbook import clean_text

A4 = 9
TITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 2, 3
# What a sheet of Excel holds at most, the head left out.
MOST_ROWS = 1_000_000
# From so many days on without movement an opportunity is marked.
STILL_DAYS = 15
# Stands for the number of a row in a formula.
ROW = "\0"
CHART_SIZE = {"width": 620, "height": 300}


def write_radar(path, head, rows, money, words=None, order=None):
    """Write the radar into the file at `path`.

    :param path: where to; it is overwritten
    :param dict head: ``company``, and ``first``, ``last`` and ``today`` as texts
    :param dict rows: sheet name of SHEETS -> iterable of dicts by column key; None is no value
    :param str money: sign of the currency, ``S/``
    :param dict words: the texts of WORDS in the reader's language
    :param dict order: sheet of SUMMED -> texts of its first column that the summary names in this
        order, also those that no row has
    :return: dict sheet name -> number of rows
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    writer = _Writer(book, head, money, {**WORDS, **(words or {})})
    for name, texts in (order or {}).items():
        writer.expect(name, texts)
    for name in SHEETS:
        writer.write_sheet(name, rows.get(name) or ())
    writer.write_summary()
    book.close()
    return dict(writer.counts)


class _Writer:
    """Writes the sheets of one radar, and adds up on the way what the summary says."""

    def __init__(self, book, head, money, words):
        self.book, self.head, self.words = book, head, words
        sign = money.replace('"', "")
        self.numbers = {
            TEXT: "General",
            DATE: "dd/mm/yyyy",
            COUNT: "#,##0",
            AMOUNT: f'"{sign}" #,##0.00;[Red]"{sign}" -#,##0.00',
            RATE: "0.0%",
        }
        self.formats = {
            kind: book.add_format({"num_format": number}) for kind, number in self.numbers.items()
        }
        # A text beside a number does not touch it.
        self.formats[TEXT] = book.add_format({"indent": 1})
        shade = {"bold": True, "bg_color": "#DDE7F0"}
        header = {**shade, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.text_header = book.add_format({**header, "indent": 1})
        self.number_header = book.add_format({**header, "align": "right"})
        self.totals = {
            kind: book.add_format({**shade, "top": 1, "num_format": number})
            for kind, number in self.numbers.items()
        }
        self.title_format = book.add_format({"bold": True, "font_size": 14})
        self.section_format = book.add_format({"bold": True, "font_size": 12})
        self.marked = book.add_format({"bg_color": "#FDE9D9", "font_color": "#8A3B00"})
        self.summary = book.add_worksheet(clean_text(words["summary"])[:31])
        self.sheets = {name: book.add_worksheet(clean_text(words[name])[:31]) for name in SHEETS}
        self.counts = Counter()
        # sheet -> text of the first column -> column -> sum; the sum of rows is under "count"
        self.sums = defaultdict(lambda: defaultdict(Counter))

    def expect(self, name, texts):
        """Have the summary name these texts first."""
        for text in texts:
            self.sums[name][clean_text(text)]["count"] += 0

    def write_sheet(self, name, rows):
        """Write one sheet as its rows come."""
        sheet, columns = self.sheets[name], SHEETS[name]
        self._set_up(sheet, self.words[name])
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        self._write_header(sheet, HEADER_ROW, columns)
        formulas, row = _prepare_formulas(columns), FIRST_ROW
        for values in rows:
            if row - FIRST_ROW == MOST_ROWS:
                more = self.words["more"] % {"rows": f"{MOST_ROWS:,}"}
                sheet.write_string(row, 0, clean_text(more))
                break
            self._write_row(sheet, row, columns, formulas, values)
            self._add_up(name, columns, values)
            row += 1
        self.counts[name] = row - FIRST_ROW
        self._finish(sheet, name, columns)

    def write_summary(self):
        """Write what the other sheets come to, with pictures."""
        sheet = self.summary
        self._set_up(sheet, self.words["title"] % self.head)
        sheet.write_string(TITLE_ROW + 1, 0, clean_text(self.words["days_told"] % self.head))
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 3, 18)
        row, charts = HEADER_ROW, []
        for name in SUMMED:
            first = row + 2
            row = self._write_section(sheet, row, name)
            charts.append((name, first, row - 3))
        self._write_calls(sheet, row)
        place = HEADER_ROW
        for name, first, last in charts[:2]:
            if last >= first:
                self._draw_bars(sheet, place, name, first, last)
                place += 16
        self._draw_calls(sheet, place)
        self.summary.activate()

    def _write_section(self, sheet, row, name):
        """The rows of a sheet counted and added up by what stands in its first column.

        :return: the row after it, one left blank
        """
        columns = [column for column in SHEETS[name] if column.kind == AMOUNT]
        sheet.write_string(row, 0, clean_text(self.words[name]), self.section_format)
        first = SHEETS[name][0]
        titles = [first.key, "count", *(column.key for column in columns)]
        for place, key in enumerate(titles):
            style = self.number_header if place else self.text_header
            sheet.write_string(row + 1, place, clean_text(self.words[key]), style)
        at = row + 2
        for text, sums in self.sums[name].items():
            sheet.write_string(at, 0, text)
            own = xl_rowcol_to_cell(at, 0)
            texts = self._column(name, first.key)
            formula = f"=COUNTIF({texts},{own})"
            sheet.write_formula(at, 1, formula, self.formats[COUNT], sums["count"])
            for place, column in enumerate(columns, 2):
                formula = f"=SUMIF({texts},{own},{self._column(name, column.key)})"
                sheet.write_formula(at, place, formula, self.formats[AMOUNT], sums[column.key])
            at += 1
        keys = [("count", COUNT), *((column.key, AMOUNT) for column in columns)]
        self._write_totals(sheet, at, row + 2, keys, name)
        return at + 2

    def _write_totals(self, sheet, row, first, keys, name):
        """The sums below a section."""
        sheet.write_string(row, 0, clean_text(self.words["sum"]), self.totals[TEXT])
        for place, (key, kind) in enumerate(keys, 1):
            letter = xl_col_to_name(place)
            formula = f"=SUM({letter}{first + 1}:{letter}{row})" if row > first else "=0"
            value = sum(sums[key] for sums in self.sums[name].values())
            sheet.write_formula(row, place, formula, self.totals[kind], value)

    def _write_calls(self, sheet, row):
        """The calls of all the days, and how many reached who decides."""
        name = "calls_week"
        sheet.write_string(row, 0, clean_text(self.words["calls"]), self.section_format)
        sums = self.sums[name][""]
        for place, key in enumerate(("calls", "effective", "meetings"), 1):
            sheet.write_string(row + place, 0, clean_text(self.words[key]))
            formula = f"=SUM({self._column(name, key)})" if self.counts[name] else "=0"
            sheet.write_formula(row + place, 1, formula, self.formats[COUNT], sums[key])
        sheet.write_string(row + 4, 0, clean_text(self.words["effective_rate"]))
        calls, effective = (xl_rowcol_to_cell(row + place, 1) for place in (1, 2))
        rate = sums["effective"] / sums["calls"] if sums["calls"] else ""
        formula = f'=IF({calls}=0,"",{effective}/{calls})'
        sheet.write_formula(row + 4, 1, formula, self.formats[RATE], rate)

    def _draw_bars(self, sheet, row, name, first, last):
        """A bar for each text of a section: how many there are."""
        own = self.summary.get_name()
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": clean_text(self.words["count"]),
                "categories": [own, first, 0, last, 0],
                "values": [own, first, 1, last, 1],
                "fill": {"color": "#17406D"},
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": clean_text(self.words[name]), "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"none": True})
        chart.set_size(CHART_SIZE)
        options = {"description": clean_text(self.words[name])}
        sheet.insert_chart(row, 5, chart, options)

    def _draw_calls(self, sheet, row):
        """A column for the calls of each week, a line for how many of them were effective."""
        name, count = "calls_week", self.counts["calls_week"]
        if not count:
            return
        keys = [column.key for column in SHEETS[name]]
        own, last = self.sheets[name].get_name(), FIRST_ROW + count - 1

        def series(key, colour):
            at = keys.index(key)
            return {
                "name": clean_text(self.words[key]),
                "categories": [own, FIRST_ROW, 0, last, 0],
                "values": [own, FIRST_ROW, at, last, at],
                "fill": {"color": colour},
                "line": {"color": colour, "width": 2.25},
            }

        chart = self.book.add_chart({"type": "column"})
        chart.add_series(series("calls", "#17406D"))
        line = self.book.add_chart({"type": "line"})
        line.add_series({**series("effective_rate", "#A33B00"), "y2_axis": True})
        line.set_y2_axis({"num_format": "0%", "min": 0})
        chart.combine(line)
        chart.set_title({"name": clean_text(self.words[name]), "name_font": {"size": 12}})
        chart.set_x_axis({"num_format": "dd/mm", "text_axis": True})
        chart.set_legend({"position": "bottom"})
        chart.set_size(CHART_SIZE)
        sheet.insert_chart(row, 5, chart, {"description": clean_text(self.words[name])})

    def _write_row(self, sheet, row, columns, formulas, values):
        """One record; a text is never a formula."""
        number = str(row + 1)
        for place, column in enumerate(columns):
            value = values.get(column.key)
            style = self.formats[column.kind]
            if column.formula:
                formula = formulas[column.key].replace(ROW, number)
                sheet.write_formula(row, place, formula, style, "" if value is None else value)
            elif value is None or value == "":
                continue
            elif column.kind == TEXT:
                sheet.write_string(row, place, clean_text(str(value)), style)
            elif column.kind == DATE:
                sheet.write_datetime(row, place, value, style)
            else:
                sheet.write_number(row, place, value, style)

    def _add_up(self, name, columns, values):
        """Keep what the summary says of a row."""
        text = clean_text(str(values.get(columns[0].key) or "")) if name in SUMMED else ""
        sums = self.sums[name][text]
        sums["count"] += 1
        for column in columns:
            if column.kind in (COUNT, AMOUNT):
                sums[column.key] += values.get(column.key) or 0

    def _finish(self, sheet, name, columns):
        """Filter, marks and warnings of a sheet, now that its last row is known."""
        last = FIRST_ROW + max(self.counts[name], 1) - 1
        sheet.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
        keys = [column.key for column in columns]
        # Older versions of the library cannot say it: Excel then shows its green corners.
        if "ruc" in keys and hasattr(sheet, "ignore_errors"):
            letter = xl_col_to_name(keys.index("ruc"))
            area = f"{letter}{FIRST_ROW + 1}:{letter}{last + 1}"
            sheet.ignore_errors({"number_stored_as_text": area})
        if "still" in keys:
            place = keys.index("still")
            late = {"type": "cell", "criteria": ">=", "value": STILL_DAYS, "format": self.marked}
            sheet.conditional_format(FIRST_ROW, place, last, place, late)
            place = keys.index("probability")
            bar = {"type": "data_bar", "bar_color": "#9DB8D2", "bar_solid": True}
            sheet.conditional_format(FIRST_ROW, place, last, place, bar)
        for key in ("contacted_rate", "effective_rate", "won_rate"):
            if key in keys:
                place = keys.index(key)
                scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#A9D3B5"}
                sheet.conditional_format(FIRST_ROW, place, last, place, scale)

    def _column(self, name, key):
        """The cells of a column of a sheet, as a formula of another sheet names them."""
        place = [column.key for column in SHEETS[name]].index(key)
        last = FIRST_ROW + max(self.counts[name], 1) - 1
        ends = [
            xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True) for row in (FIRST_ROW, last)
        ]
        return f"{quote_sheetname(self.sheets[name].get_name())}!{':'.join(ends)}"

    def _write_header(self, sheet, row, columns):
        """The titles of columns; those of numbers to the right."""
        sheet.set_row(row, 32)
        for place, column in enumerate(columns):
            style = self.text_header if column.kind in (TEXT, DATE) else self.number_header
            sheet.write_string(row, place, clean_text(self.words[column.key]), style)

    def _set_up(self, sheet, title):
        """Title, and how it prints: A4 across, as wide as the page."""
        sheet.write_string(TITLE_ROW, 0, clean_text(title), self.title_format)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.repeat_rows(TITLE_ROW, HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")


def _prepare_formulas(columns):
    """Return {key: formula} of the columns that have one, with ROW for the number of the row."""
    names = {column.key: xl_col_to_name(place) + ROW for place, column in enumerate(columns)}
    return {one.key: "=" + one.formula.format(**names) for one in columns if one.formula}
