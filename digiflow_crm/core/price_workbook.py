"""The yearly price review as a workbook that goes on calculating.

Whoever opens it can try other costs, hours, margins and percentages: totals, the cost of an hour,
new prices and their effect are formulas. Beside each formula stands the figure of Odoo.
"""

import io

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from .messages import _
from .rejects_workbook import clean_text

A4 = 9
TITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 2, 3
TEXT, AMOUNT, PRICE, RATE = "text", "amount", "price", "rate"
NUMBER_FORMATS = {AMOUNT: "#,##0.00", PRICE: "#,##0.00##", RATE: "0.00%"}
QUARTERS = 4
BY_PERCENT, BY_FORMULA = "percent", "formula"
# Cells of the summary that the prices are worked out from.
COSTS_ROW, HOURS_ROW, HOUR_COST_ROW = 3, 4, 5
INCOME_ROW, SPENT_ROW, MARGIN_ROW = 8, 9, 10
TARGET_ROW, STEP_ROW = 12, 13
STATE_ROW = 15
LAST, PLAN = 1, 2
# Columns of the prices.
UNITS, OLD, METHOD, PERCENT, NEW = 2, 3, 4, 5, 6
DIFFERENCE, CHANGE, INCOME_OLD, INCOME_NEW, EFFECT, MIND = 7, 8, 9, 10, 11, 12

# What a reader sees, in English; a model translates.
WORDS = {
    "file": _("Price review"),
    "title": _("Price review %(year)s, %(company)s"),
    "summary": _("Summary"),
    "costs": _("Costs"),
    "prices": _("Prices"),
    "targets": _("Targets"),
    "last": _("Last year"),
    "plan": _("Planned"),
    "change": _("Change %"),
    "hours": _("Billable hours"),
    "hour_cost": _("Cost of an hour"),
    "now": _("At present prices"),
    "new": _("At new prices"),
    "difference": _("Difference"),
    "income": _("Income, with last year's sales"),
    "spent": _("Planned costs"),
    "margin": _("Margin"),
    "margin_target": _("Margin aimed at"),
    "step": _("Prices are rounded to"),
    "state": _("State"),
    "approved": _("Approved by"),
    "currency": _("Amounts in %(currency)s"),
    "kind": _("Kind"),
    "description": _("Description"),
    "product": _("Product"),
    "units": _("Sold last year"),
    "price_old": _("Price in force"),
    "method": _("New price by"),
    "percent": _("Rise %"),
    "price_new": _("New price"),
    "income_old": _("Income now"),
    "income_new": _("Income then"),
    "effect": _("Effect on income"),
    "mind": _("Mind"),
    "executive": _("Sales executive"),
    "quarter": _("Quarter %(number)s"),
    "year": _("Year"),
    "sum": _("Total"),
}


def price_workbook(report, words=None):
    """Return the bytes of an .xlsx with a price review.

    :param dict report: what ``digiflow.price.review.get_report`` returns
    :param dict words: the texts of WORDS in the reader's language
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    writer = _Writer(book, report, {**WORDS, **(words or {})})
    writer.write_summary()
    writer.write_costs()
    writer.write_prices()
    writer.write_targets()
    book.close()
    return output.getvalue()


class _Writer:
    """Writes the sheets of one review."""

    def __init__(self, book, report, words):
        self.report = report
        self.words = words
        self.title = words["title"] % {"year": report["year"], "company": report["company"]}
        shade = {"bold": True, "bg_color": "#DDE7F0"}
        self.formats = {
            kind: book.add_format({"num_format": NUMBER_FORMATS.get(kind, "General")})
            for kind in (TEXT, AMOUNT, PRICE, RATE)
        }
        self.totals = {
            kind: book.add_format(
                {**shade, "top": 1, "num_format": NUMBER_FORMATS.get(kind, "General")}
            )
            for kind in (TEXT, AMOUNT, PRICE, RATE)
        }
        # A text beside a number does not touch it.
        self.beside = book.add_format({"indent": 1})
        # What a reader may change stands out from what follows from it.
        self.inputs = {
            kind: book.add_format({"num_format": NUMBER_FORMATS[kind], "bg_color": "#FFF8DC"})
            for kind in (AMOUNT, PRICE, RATE)
        }
        self.title_format = book.add_format({"bold": True, "font_size": 14})
        header = {**shade, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.text_header = book.add_format(header)
        self.number_header = book.add_format({**header, "align": "right"})
        self.beside_header = book.add_format({**header, "indent": 1})
        self.sheets = {
            name: book.add_worksheet(clean_text(words[name])[:31])
            for name in ("summary", "costs", "prices", "targets")
        }
        for sheet in self.sheets.values():
            self._set_up(sheet)

    def write_summary(self):
        """Costs, hours, what an hour costs; income and margin before and after."""
        sheet, report = self.sheets["summary"], self.report
        sheet.set_column(0, 0, 38)
        sheet.set_column(1, 3, 20)
        self._write_header(sheet, HEADER_ROW, ["", "last", "plan", "change"])
        self._write_pair(sheet, COSTS_ROW, "costs", self._cost_totals(), report["cost"])
        self._write_label(sheet, HOURS_ROW, "hours")
        for column, name in ((LAST, "last"), (PLAN, "plan")):
            sheet.write_number(HOURS_ROW, column, report["hours"][name], self.inputs[AMOUNT])
        self._write_change(sheet, HOURS_ROW, report["hours"])
        hour_costs = [
            f"=IF({_cell(HOURS_ROW, one)}=0,0,{_cell(COSTS_ROW, one)}/{_cell(HOURS_ROW, one)})"
            for one in (LAST, PLAN)
        ]
        self._write_pair(sheet, HOUR_COST_ROW, "hour_cost", hour_costs, report["hour_cost"])
        self._write_income(sheet)
        self._write_parameters(sheet)

    def write_costs(self):
        """A row for each cost, and their totals."""
        sheet, costs = self.sheets["costs"], self.report["costs"]
        sheet.set_column(0, 1, 34)
        sheet.set_column(2, 4, 17)
        self._write_header(sheet, HEADER_ROW, ["kind", "description", "last", "plan", "change"])
        for row, cost in enumerate(costs, FIRST_ROW):
            sheet.write_string(row, 0, clean_text(cost["kind"]))
            sheet.write_string(row, 1, clean_text(cost["description"]))
            for column, name in ((2, "last"), (3, "plan")):
                sheet.write_number(row, column, cost[name], self.inputs[AMOUNT])
            self._write_change(sheet, row, cost, 2)
        total = FIRST_ROW + len(costs)
        self._write_totals(sheet, total, 5, {2: AMOUNT, 3: AMOUNT}, self.report["cost"].values())
        self._write_change(sheet, total, self.report["cost"], 2, self.totals[RATE])

    def write_prices(self):
        """A row for each product: the new price by its formula, and what it changes."""
        sheet, prices = self.sheets["prices"], self.report["prices"]
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, EFFECT, 13)
        sheet.set_column(METHOD, METHOD, 18)
        sheet.set_column(MIND, MIND, 40)
        names = ["product", "kind", "units", "price_old", "method", "percent", "price_new"]
        names += ["difference", "change", "income_old", "income_new", "effect", "mind"]
        self._write_header(sheet, HEADER_ROW, names)
        for row, price in enumerate(prices, FIRST_ROW):
            self._write_price(sheet, row, price)
        income = self.report["income"]
        figures = [income["now"], income["new"], self.report["effect"]]
        kinds = dict.fromkeys((INCOME_OLD, INCOME_NEW, EFFECT), AMOUNT)
        self._write_totals(sheet, FIRST_ROW + len(prices), MIND + 1, kinds, figures)

    def write_targets(self):
        """A row for each executive, with the quarters of the year."""
        sheet, rows = self.sheets["targets"], self.report["targets"]
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, QUARTERS + 1, 17)
        self._write_header(sheet, HEADER_ROW, ["executive", *["quarter"] * QUARTERS, "year"])
        for number in range(1, QUARTERS + 1):
            text = self.words["quarter"] % {"number": number}
            sheet.write_string(HEADER_ROW, number, clean_text(text), self.number_header)
        for row, one in enumerate(rows, FIRST_ROW):
            sheet.write_string(row, 0, clean_text(one["name"]))
            for column, amount in enumerate(one["targets"], 1):
                sheet.write_number(row, column, amount, self.inputs[AMOUNT])
            formula = f"=SUM({_cell(row, 1)}:{_cell(row, QUARTERS)})"
            total = round(sum(one["targets"]), 2)
            sheet.write_formula(row, QUARTERS + 1, formula, self.formats[AMOUNT], total)
        sums = [round(sum(one["targets"][n] for one in rows), 2) for n in range(QUARTERS)]
        kinds = dict.fromkeys(range(1, QUARTERS + 2), AMOUNT)
        figures = [*sums, round(sum(sums), 2)]
        self._write_totals(sheet, FIRST_ROW + len(rows), QUARTERS + 2, kinds, figures)

    def _write_income(self, sheet):
        """Income and margin at both prices."""
        report = self.report
        self._write_header(sheet, INCOME_ROW - 1, ["", "now", "new", "difference"])
        total = FIRST_ROW + len(report["prices"])
        incomes = [self._from("prices", total, column) for column in (INCOME_OLD, INCOME_NEW)]
        figures = [report["income"][name] for name in ("now", "new")]
        spent = f"={_cell(COSTS_ROW, PLAN)}"
        cost = report["cost"]["plan"]
        margins = [(figure - cost) / figure if figure else 0 for figure in figures]
        for row, name in ((INCOME_ROW, "income"), (SPENT_ROW, "spent"), (MARGIN_ROW, "margin")):
            self._write_label(sheet, row, name)
        for column, income, figure, margin in zip((LAST, PLAN), incomes, figures, margins):
            amount = self.formats[AMOUNT]
            sheet.write_formula(INCOME_ROW, column, f"={income}", amount, figure)
            sheet.write_formula(SPENT_ROW, column, spent, amount, cost)
            brought, paid = _cell(INCOME_ROW, column), _cell(SPENT_ROW, column)
            formula = f"=IF({brought}=0,0,({brought}-{paid})/{brought})"
            sheet.write_formula(MARGIN_ROW, column, formula, self.formats[RATE], margin)
        formula = f"={_cell(INCOME_ROW, PLAN)}-{_cell(INCOME_ROW, LAST)}"
        sheet.write_formula(INCOME_ROW, 3, formula, self.formats[AMOUNT], report["effect"])

    def _write_parameters(self, sheet):
        """The margin and the step that prices are worked out with, and how far the review is."""
        report = self.report
        self._write_label(sheet, TARGET_ROW, "margin_target")
        sheet.write_number(TARGET_ROW, 1, report["margin"]["target"] / 100, self.inputs[RATE])
        self._write_label(sheet, STEP_ROW, "step")
        sheet.write_number(STEP_ROW, 1, report["step"], self.inputs[PRICE])
        self._write_label(sheet, STATE_ROW, "state")
        sheet.write_string(STATE_ROW, 1, clean_text(report["state"]))
        if report["approved_by"]:
            self._write_label(sheet, STATE_ROW + 1, "approved")
            sheet.write_string(STATE_ROW + 1, 1, clean_text(report["approved_by"]))

    def _write_price(self, sheet, row, price):
        """One product: texts and numbers as they are, the rest as formulas."""
        for column, name in ((0, "product"), (1, "kind")):
            sheet.write_string(row, column, clean_text(price[name]))
        for column, name in ((METHOD, "method_name"), (MIND, "warning")):
            sheet.write_string(row, column, clean_text(price[name]), self.beside)
        sheet.write_number(row, UNITS, price["units"], self.inputs[AMOUNT])
        sheet.write_number(row, OLD, price["old"], self.inputs[PRICE])
        if price["method"] == BY_PERCENT:
            sheet.write_number(row, PERCENT, price["percent"] / 100, self.inputs[RATE])
        formula = self._price_formula(row, price["method"])
        if formula:
            sheet.write_formula(row, NEW, formula, self.formats[PRICE], price["new"])
        else:
            sheet.write_number(row, NEW, price["new"], self.inputs[PRICE])
        old, new, units = _cell(row, OLD), _cell(row, NEW), _cell(row, UNITS)
        brought, bring = _cell(row, INCOME_OLD), _cell(row, INCOME_NEW)
        change = f"=IF({old}=0,0,{new}/{old}-1)"
        for column, text, kind, value in (
            (DIFFERENCE, f"={new}-{old}", PRICE, price["difference"]),
            (CHANGE, change, RATE, price["new"] / price["old"] - 1 if price["old"] else 0),
            (INCOME_OLD, f"=ROUND({units}*{old},2)", AMOUNT, price["income_old"]),
            (INCOME_NEW, f"=ROUND({units}*{new},2)", AMOUNT, price["income_new"]),
            (EFFECT, f"={bring}-{brought}", AMOUNT, price["effect"]),
        ):
            sheet.write_formula(row, column, text, self.formats[kind], value)

    def _price_formula(self, row, method):
        """The formula of a new price, None when it was typed; see `pricing` for what it says."""
        step, old, percent = (
            self._from("summary", STEP_ROW, 1),
            _cell(row, OLD),
            _cell(row, PERCENT),
        )
        if method == BY_PERCENT:
            raised = f"ROUND(ROUND({old}*(1+{percent})/{step},0)*{step},4)"
            return f"=IF({percent}=0,{old},{raised})"
        if method == BY_FORMULA:
            cost = self._from("summary", HOUR_COST_ROW, PLAN)
            margin = self._from("summary", TARGET_ROW, 1)
            return f"=ROUND(ROUND({cost}/(1-{margin})/{step},0)*{step},4)"
        return None

    def _cost_totals(self):
        """Formulas of last year's and the planned costs."""
        total = FIRST_ROW + len(self.report["costs"])
        return [f"={self._from('costs', total, column)}" for column in (2, 3)]

    def _from(self, name, row, column):
        """A cell of another sheet, as a formula names it."""
        sheet = quote_sheetname(self.sheets[name].get_name())
        return f"{sheet}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def _write_pair(self, sheet, row, name, formulas, figures):
        """A line of the summary: last year, planned, change."""
        self._write_label(sheet, row, name)
        for column, formula, key in zip((LAST, PLAN), formulas, ("last", "plan")):
            sheet.write_formula(row, column, formula, self.formats[AMOUNT], figures[key])
        self._write_change(sheet, row, figures)

    def _write_change(self, sheet, row, figures, first=LAST, style=None):
        """By how much the plan, in the cell after that of last year, is above it."""
        last, plan = _cell(row, first), _cell(row, first + 1)
        value = figures["plan"] / figures["last"] - 1 if figures["last"] else 0
        formula = f"=IF({last}=0,0,{plan}/{last}-1)"
        sheet.write_formula(row, first + 2, formula, style or self.formats[RATE], value)

    def _write_totals(self, sheet, row, width, kinds, figures):
        """The line below a table: sums of the columns in `kinds`, {column: kind of number}."""
        for column in range(width):
            sheet.write_blank(row, column, None, self.totals[TEXT])
        sheet.write_string(row, 0, clean_text(self.words["sum"]), self.totals[TEXT])
        for (column, kind), figure in zip(kinds.items(), figures):
            ends = f"{_cell(FIRST_ROW, column)}:{_cell(row - 1, column)}"
            formula = f"=SUM({ends})" if row > FIRST_ROW else "=0"
            sheet.write_formula(row, column, formula, self.totals[kind], figure)

    def _write_label(self, sheet, row, name):
        """The name of a line."""
        sheet.write_string(row, 0, clean_text(self.words[name]))

    def _write_header(self, sheet, row, names):
        """The titles of columns, by the keys of their words; numbers to the right."""
        texts = {"", "kind", "description", "product", "executive"}
        for column, name in enumerate(names):
            style = self.text_header if name in texts else self.number_header
            style = self.beside_header if name in ("method", "mind") else style
            text = self.words[name] if name else ""
            sheet.write_string(row, column, clean_text(text), style)
        sheet.set_row(row, 32)

    def _set_up(self, sheet):
        """Title, currency, and how it prints: A4 across, as wide as the page."""
        sheet.write_string(TITLE_ROW, 0, clean_text(self.title), self.title_format)
        text = self.words["currency"] % {"currency": self.report["currency"]}
        sheet.write_string(TITLE_ROW + 1, 0, clean_text(text))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.repeat_rows(TITLE_ROW, HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")


def _cell(row, column):
    """A cell of the same sheet, as a formula names it."""
    return xl_rowcol_to_cell(row, column)
