"""The sheets of the workbook of a business case: where everything stands, and how it looks."""

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from .business_case import BASES, CORRECTED
from .rejects_workbook import clean_text

A4 = 9
TITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 2, 3
AMOUNT, RATE, COUNT, TEXT, HEAD = "amount", "rate", "count", "text", "head"
NUMBER_FORMATS = {AMOUNT: "#,##0.00;[Red]-#,##0.00", RATE: "0.00%", COUNT: "0.00"}
# Rows of the inputs, in their order; the assets follow from the lines.
INPUTS = (
    *(("income", AMOUNT), ("variable_cost", AMOUNT), ("fixed_cost", AMOUNT)),
    *(("depreciation", AMOUNT), ("growth", RATE), ("tax_rate", RATE), ("assets", AMOUNT)),
    *(("loan_rate", RATE), ("loan_years", COUNT), ("working_capital", AMOUNT)),
    *(("equity_rate", RATE), ("growth_step", RATE), ("cost_step", RATE)),
)
INPUT_ROWS = {name: FIRST_ROW + place for place, (name, _kind) in enumerate(INPUTS)}
# Rows of the flow, in their order. Its columns: names, year 0, year 1 and so on.
FLOWS = (
    *("income", "variable_cost", "fixed_cost", "depreciation", "profit_before_tax", "tax"),
    *("net_profit", "interest", "tax_shield", "amortisation", "flow"),
)
FLOW_ROWS = {name: FIRST_ROW + place for place, name in enumerate(FLOWS)}
# Below them, for each way of telling year 0: the flow with it, its sum so far, its worth in year 0
# and the sum of that.
PARTS = ("total", "sum", "worth", "worth_sum")
BASIS_ROWS = {
    (basis, part): FIRST_ROW + len(FLOWS) + 1 + place * (len(PARTS) + 1) + number
    for place, basis in enumerate(BASES)
    for number, part in enumerate(PARTS)
}
# Rows of the results, in their order; a column for each way.
RESULTS = (
    *(("wacc", RATE), ("benefit_cost", COUNT), ("year_0", AMOUNT), ("npv", AMOUNT)),
    *(("irr", RATE), ("payback", COUNT), ("discounted_payback", COUNT)),
)
RESULT_ROWS = {name: FIRST_ROW + place for place, (name, _kind) in enumerate(RESULTS)}
# Columns of the lines of the investment.
QUANTITY, UNIT_VALUE, LINE_TOTAL = 3, 4, 5


class Sheets:
    """The sheets, empty but for their titles, and the names of their cells."""

    def __init__(self, book, title, currency, case, words):
        self.book, self.case, self.words = book, case, words
        self.count = len(case.years)
        self.last = self.count + 1  # column of the last year
        shade = {"bold": True, "bg_color": "#DDE7F0"}
        self.formats = {
            kind: book.add_format({"num_format": NUMBER_FORMATS.get(kind, "General")})
            for kind in (AMOUNT, RATE, COUNT, TEXT)
        }
        self.totals = {
            kind: book.add_format(
                {**shade, "top": 1, "num_format": NUMBER_FORMATS.get(kind, "General")}
            )
            for kind in (AMOUNT, RATE, COUNT, TEXT)
        }
        # What a reader may change stands out from what follows from it.
        self.given = {
            kind: book.add_format({"num_format": NUMBER_FORMATS[kind], "bg_color": "#FFF8DC"})
            for kind in (AMOUNT, RATE, COUNT)
        }
        # Words in the place of a number stand where it would.
        self.results = {
            kind: book.add_format({"num_format": NUMBER_FORMATS[kind], "align": "right"})
            for kind in (AMOUNT, RATE, COUNT)
        }
        header = {**shade, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.headers = {
            TEXT: book.add_format(header),
            AMOUNT: book.add_format({**header, "align": "right"}),
            RATE: book.add_format({**header, "align": "right", "num_format": "0.0%"}),
        }
        self.title_format = book.add_format({"bold": True, "font_size": 14})
        self.sheets = {
            name: book.add_worksheet(clean_text(words[name])[:31])
            for name in ("results", "inputs", "investment", "loan", "flows", "sensitivity")
        }
        for sheet in self.sheets.values():
            self._set_up(sheet, title, currency)

    def input_of(self, name):
        """The cell of an input, as a formula of any sheet names it."""
        return self.at("inputs", INPUT_ROWS[name], 1)

    def result_of(self, name, basis=CORRECTED):
        """The cell of a result."""
        return self.at("results", RESULT_ROWS[name], 1 + BASES.index(basis))

    def years_of(self, row):
        """The cells of years 1 and on of a row of the flow."""
        return self.range_of("flows", FLOW_ROWS.get(row, row), 2, self.last)

    def range_of(self, name, row, first, last):
        """The cells of a row of a sheet, from column `first` to `last`."""
        end = xl_rowcol_to_cell(row, last, row_abs=True, col_abs=True)
        return f"{self.at(name, row, first)}:{end}"

    def at(self, name, row, column):
        """A cell of a sheet, as a formula of any sheet names it."""
        sheet = quote_sheetname(self.sheets[name].get_name())
        return f"{sheet}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def write_header(self, sheet, row, names, texts=1):
        """The titles of columns, by the keys of their words; the first `texts` are of texts."""
        for column, name in enumerate(names):
            style = self.headers[TEXT if column < texts else AMOUNT]
            sheet.write_string(row, column, clean_text(self.words.get(name, "")), style)
        sheet.set_row(row, 32)

    def _set_up(self, sheet, title, currency):
        """Title, currency, and how it prints: A4 across, as wide as the page."""
        sheet.write_string(TITLE_ROW, 0, clean_text(title), self.title_format)
        text = self.words["currency"] % {"currency": currency}
        sheet.write_string(TITLE_ROW + 1, 0, clean_text(text))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")


def cell(row, column, **absolute):
    """A cell of the same sheet, as a formula names it."""
    return xl_rowcol_to_cell(row, column, **absolute)
