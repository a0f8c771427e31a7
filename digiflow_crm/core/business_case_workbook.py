"""The business case as a workbook that goes on calculating.

Whoever opens it can try other inputs and lines: loan, flows, WACC, NPV, IRR, payback and the table
of sensitivity are formulas. Beside each formula stands the figure of Odoo.
"""

import io

import xlsxwriter

from . import cash_flow
from .business_case import BASES, CORRECTED, STEPS
from .business_case_sheets import (
    AMOUNT,
    BASIS_ROWS,
    COUNT,
    FIRST_ROW,
    FLOW_ROWS,
    HEADER_ROW,
    INPUT_ROWS,
    INPUTS,
    LINE_TOTAL,
    PARTS,
    QUANTITY,
    RATE,
    RESULT_ROWS,
    RESULTS,
    TEXT,
    UNIT_VALUE,
    Sheets,
    cell,
)
from .business_case_words import WORDS
from .rejects_workbook import clean_text


def business_case_workbook(title, currency, lines, case, steps, table, words=None):
    """Return the bytes of an .xlsx with a business case.

    :param str title: its name
    :param str currency: the name of the money
    :param lines: dicts of the investment: ``kind name unit quantity unit_value total``
    :param case: a business_case.Case
    :param dict steps: ``growth_step`` and ``cost_step``, fractions
    :param table: what business_case.sensitivity gives for them
    :param dict words: the texts of WORDS in the reader's language
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    writer = _Writer(book, title, currency, case, {**WORDS, **(words or {})})
    writer.write_results()
    writer.write_inputs(steps, len(lines))
    writer.write_investment(lines)
    writer.write_loan()
    writer.write_flows()
    writer.write_sensitivity(table, steps)
    book.close()
    return output.getvalue()


class _Writer(Sheets):
    """Writes the sheets of one case."""

    def write_results(self):
        """What the case comes to, both ways, and the flows as a picture."""
        sheet = self.sheets["results"]
        sheet.set_column(0, 0, 38)
        sheet.set_column(1, len(BASES), 24)
        self.write_header(sheet, HEADER_ROW, ["", *BASES])
        for name, kind in RESULTS:
            row = RESULT_ROWS[name]
            sheet.write_string(row, 0, clean_text(self.words[name]))
            for column, basis in enumerate(BASES, 1):
                formula, value = getattr(self, f"_say_{name}")(basis)
                sheet.write_formula(row, column, f"={formula}", self.results[kind], value)
        self._draw_flows(sheet, RESULT_ROWS["discounted_payback"] + 2)

    def write_inputs(self, steps, line_count):
        """What the case is reckoned from; the assets come from the lines."""
        sheet = self.sheets["inputs"]
        sheet.set_column(0, 0, 42)
        sheet.set_column(1, 1, 18)
        self.write_header(sheet, HEADER_ROW, ["", "value"])
        for name, kind in INPUTS:
            row = INPUT_ROWS[name]
            sheet.write_string(row, 0, clean_text(self.words[name]))
            if name == "assets":
                total = self.at("investment", FIRST_ROW + line_count, LINE_TOTAL)
                value = self.case.inputs.assets
                sheet.write_formula(row, 1, f"={total}", self.formats[kind], value)
            else:
                value = steps[name] if name in steps else getattr(self.case.inputs, name)
                sheet.write_number(row, 1, value, self.given[kind])
        sheet.write_string(FIRST_ROW + len(INPUTS) + 1, 0, clean_text(self.words["hint"]))

    def write_investment(self, lines):
        """A row for each line, and the totals of each kind."""
        sheet = self.sheets["investment"]
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 12)
        sheet.set_column(QUANTITY, LINE_TOTAL, 16)
        names = ["kind", "line", "unit", "quantity", "unit_value", "line_total"]
        self.write_header(sheet, HEADER_ROW, names, texts=3)
        for row, line in enumerate(lines, FIRST_ROW):
            for column, text in enumerate((self.words[line["kind"]], line["name"], line["unit"])):
                sheet.write_string(row, column, clean_text(text or ""))
            sheet.write_number(row, QUANTITY, line["quantity"], self.given[COUNT])
            sheet.write_number(row, UNIT_VALUE, line["unit_value"], self.given[AMOUNT])
            formula = f"=ROUND({cell(row, QUANTITY)}*{cell(row, UNIT_VALUE)},2)"
            sheet.write_formula(row, LINE_TOTAL, formula, self.formats[AMOUNT], line["total"])
        self._write_sums(sheet, lines)

    def write_loan(self):
        """The instalments, year by year."""
        sheet = self.sheets["loan"]
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 4, 18)
        names = ["year", "payment", "interest", "amortisation", "balance"]
        self.write_header(sheet, HEADER_ROW, names, texts=0)
        assets, rate, years = (self.input_of(n) for n in ("assets", "loan_rate", "loan_years"))
        nothing = cash_flow.Instalment(0, 0, 0, 0)
        for place in range(self.count):
            row = FIRST_ROW + place
            part = self.case.loan[place] if place < len(self.case.loan) else nothing
            owed = cell(row - 1, 4) if place else assets
            paid = f"IF({rate}=0,{assets}/{years},-PMT({rate},{years},{assets}))"
            sheet.write_number(row, 0, place + 1)
            for column, formula, value in (
                (1, f"=IF({cell(row, 0)}<={years},{paid},0)", part.payment),
                (2, f"={owed}*{rate}*({cell(row, 0)}<={years})", part.interest),
                (3, f"={cell(row, 1)}-{cell(row, 2)}", part.amortisation),
                (4, f"=ROUND({owed}-{cell(row, 3)},6)", part.balance),
            ):
                sheet.write_formula(row, column, formula, self.formats[AMOUNT], value)
        self._write_loan_sums(sheet)

    def write_flows(self):
        """The years across; below them both ways of telling year 0."""
        sheet = self.sheets["flows"]
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, self.last, 17)
        sheet.write_string(HEADER_ROW, 0, clean_text(self.words["year"]), self.headers[TEXT])
        for year in range(self.count + 1):
            sheet.write_number(HEADER_ROW, year + 1, year, self.headers[AMOUNT])
        for name, row in FLOW_ROWS.items():
            style = self.totals if name in ("net_profit", "flow") else self.formats
            sheet.write_string(row, 0, clean_text(self.words[name]), style[TEXT])
            for year, known in enumerate(self.case.years, 1):
                formula = self._flow_formula(name, year)
                sheet.write_formula(row, year + 1, formula, style[AMOUNT], getattr(known, name))
        for basis in BASES:
            self._write_basis(sheet, basis)

    def write_sensitivity(self, table, steps):
        """The present value when income grows otherwise and costs are others."""
        sheet = self.sheets["sensitivity"]
        sheet.set_column(0, len(STEPS), 18)
        text = clean_text(self.words["growth_head"])
        sheet.write_string(HEADER_ROW, 0, text, self.headers[TEXT])
        sheet.set_row(HEADER_ROW, 48)
        growth, step = self.input_of("growth"), self.input_of("growth_step")
        for place, number in enumerate(STEPS, 1):
            formula = f"={number}*{self.input_of('cost_step')}"
            other = number * steps["cost_step"]
            sheet.write_formula(HEADER_ROW, place, formula, self.headers[RATE], other)
            row, grown = FIRST_ROW + place - 1, f"={growth}+{number}*{step}"
            other = self.case.inputs.growth + number * steps["growth_step"]
            sheet.write_formula(row, 0, grown, self.headers[RATE], other)
            for column in range(1, len(STEPS) + 1):
                formula = self._sensitivity_formula(row, column)
                value = table[place - 1][column - 1]
                sheet.write_formula(row, column, formula, self.formats[AMOUNT], value)

    def _sensitivity_formula(self, row, column):
        """The corrected NPV, with what other income and other costs change of it."""
        income, variable, fixed = (
            self.years_of(name) for name in ("income", "variable_cost", "fixed_cost")
        )
        years = f"({self.years_of(HEADER_ROW)})"
        grown = f"{self.input_of('income')}*(1+{cell(row, 0)})^({years}-1)"
        more = f"{grown}-{income}-{cell(HEADER_ROW, column)}*({variable}+{fixed})"
        worth = f"(1+{self.result_of('wacc')})^{years}"
        keep = f"(1-{self.input_of('tax_rate')})"
        npv = self.result_of("npv")
        return f"={npv}+{keep}*SUMPRODUCT(({more})/{worth})"

    def _flow_formula(self, name, year):
        """The formula of one cell of the flow."""
        own = {other: cell(row, year + 1) for other, row in FLOW_ROWS.items()}
        if name in ("income", "variable_cost", "fixed_cost", "depreciation"):
            grown = f"(1+{self.input_of('growth')})^({cell(HEADER_ROW, year + 1)}-1)"
            return f"={self.input_of(name)}*{grown}"
        tax = self.input_of("tax_rate")
        paid = {"interest": 2, "amortisation": 3}
        if name in paid:
            return f"={self.at('loan', FIRST_ROW + year - 1, paid[name])}"
        costs = "-".join(own[n] for n in ("variable_cost", "fixed_cost", "depreciation"))
        return {
            "profit_before_tax": f"={own['income']}-{costs}",
            "tax": f"={own['profit_before_tax']}*{tax}",
            "net_profit": f"={own['profit_before_tax']}-{own['tax']}",
            "tax_shield": f"={own['interest']}*{tax}",
            "flow": f"={own['net_profit']}+{own['depreciation']}-{own['interest']}"
            f"+{own['tax_shield']}-{own['amortisation']}",
        }[name]

    def _write_basis(self, sheet, basis):
        """The flows with one way of telling year 0: as they are, summed, at present value."""
        rows = {part: BASIS_ROWS[basis, part] for part in PARTS}
        assets, capital = self.input_of("assets"), self.input_of("working_capital")
        first = f"=-{capital}" + ("" if basis == CORRECTED else f"+{assets}")
        flows = [self.case.outcomes[basis].year_0, *(year.flow for year in self.case.years)]
        worth = cash_flow.discounted(self.case.wacc, flows)
        for part, row in rows.items():
            text = clean_text(self.words[basis if part == "total" else part])
            sheet.write_string(row, 0, text, self.totals[TEXT] if part == "total" else None)
        for column in range(1, self.count + 2):
            flow = f"={cell(FLOW_ROWS['flow'], column)}"
            rate = f"(1+{self.result_of('wacc')})^{cell(HEADER_ROW, column)}"
            self._write_sum(sheet, rows["total"], column, first if column == 1 else flow, flows)
            self._write_sum(
                sheet, rows["worth"], column, f"={cell(rows['total'], column)}/{rate}", worth
            )
            for part, of in (("sum", "total"), ("worth_sum", "worth")):
                ends = f"{cell(rows[of], 1, col_abs=True)}:{cell(rows[of], column)}"
                known = flows if of == "total" else worth
                sums = [sum(known[: place + 1]) for place in range(len(known))]
                self._write_sum(sheet, rows[part], column, f"=SUM({ends})", sums)

    def _write_sum(self, sheet, row, column, formula, values):
        """One amount below the flow."""
        is_total = row in {BASIS_ROWS[basis, "total"] for basis in BASES}
        style = self.totals if is_total else self.formats
        sheet.write_formula(row, column, formula, style[AMOUNT], values[column - 1])

    def _write_sums(self, sheet, lines):
        """Below the lines: all of them, then each kind."""
        total = FIRST_ROW + len(lines)
        ends = f"{cell(FIRST_ROW, LINE_TOTAL)}:{cell(total - 1, LINE_TOTAL)}"
        for column in range(LINE_TOTAL):
            sheet.write_blank(total, column, None, self.totals[TEXT])
        sheet.write_string(total, 1, clean_text(self.words["line_total"]), self.totals[TEXT])
        formula = f"=SUM({ends})" if lines else "=0"
        value = self.case.inputs.assets
        sheet.write_formula(total, LINE_TOTAL, formula, self.totals[AMOUNT], value)
        kinds = f"{cell(FIRST_ROW, 0)}:{cell(total - 1, 0)}"
        for row, kind in enumerate(("tangible", "intangible"), total + 1):
            sheet.write_string(row, 1, clean_text(self.words[kind]))
            name = clean_text(self.words[kind]).replace('"', '""')
            formula = f'=SUMIF({kinds},"{name}",{ends})' if lines else "=0"
            value = sum(line["total"] for line in lines if line["kind"] == kind)
            sheet.write_formula(row, LINE_TOTAL, formula, self.formats[AMOUNT], value)

    def _write_loan_sums(self, sheet):
        """Below the instalments: what was paid, as interest and as amortisation."""
        row = FIRST_ROW + self.count
        sheet.write_string(row, 0, clean_text(self.words["line_total"]), self.totals[TEXT])
        for column, name in ((1, "payment"), (2, "interest"), (3, "amortisation")):
            formula = f"=SUM({cell(FIRST_ROW, column)}:{cell(row - 1, column)})"
            value = sum(getattr(part, name) for part in self.case.loan)
            sheet.write_formula(row, column, formula, self.totals[AMOUNT], value)
        sheet.write_blank(row, 4, None, self.totals[TEXT])

    def _say_wacc(self, _basis):
        debt, equity = self.input_of("assets"), self.input_of("working_capital")
        cost = f"{debt}*{self.input_of('loan_rate')}*(1-{self.input_of('tax_rate')})"
        formula = f"({cost}+{equity}*{self.input_of('equity_rate')})/({debt}+{equity})"
        return formula, self.case.wacc

    def _say_benefit_cost(self, _basis):
        incomes, variable, fixed = (
            f"NPV({self.result_of('wacc')},{self.years_of(name)})"
            for name in ("income", "variable_cost", "fixed_cost")
        )
        value = self.case.benefit_cost
        return f'IF({variable}+{fixed}=0,"–",{incomes}/({variable}+{fixed}))', _or_dash(value)

    def _say_year_0(self, basis):
        first = self.at("flows", BASIS_ROWS[basis, "total"], 1)
        return first, self.case.outcomes[basis].year_0

    def _say_npv(self, basis):
        flows = self.years_of(BASIS_ROWS[basis, "total"])
        first = self.at("flows", BASIS_ROWS[basis, "total"], 1)
        return f"{first}+NPV({self.result_of('wacc')},{flows})", self.case.outcomes[basis].npv

    def _say_irr(self, basis):
        """The rate, or in words why there is none to rely on."""
        row = BASIS_ROWS[basis, "total"]
        flows = self.range_of("flows", row, 1, self.last)
        before, after = (
            self.range_of("flows", row, *ends) for ends in ((1, self.last - 1), (2, self.last))
        )
        changes = f"SUMPRODUCT(--(SIGN({before})*SIGN({after})<0))"
        several, none = _text(self.words["sign_changes"]), _text(self.words["no_rate"])
        returns = self.case.outcomes[basis].returns
        value = returns.rate if returns.rate is not None else self.words["no_rate"]
        if returns.sign_changes > 1:
            value = self.words["sign_changes"]
        return f"IF({changes}>1,{several},IFERROR(IRR({flows}),{none}))", value

    def _say_payback(self, basis, part="sum", value=None):
        """The last year in which the sum is below 0, and the part of the next one that mends it."""
        sums = self.range_of("flows", BASIS_ROWS[basis, part], 1, self.last)
        flows = "total" if part == "sum" else "worth"
        years = self.range_of("flows", HEADER_ROW, 1, self.last)
        below = f"SUMPRODUCT(MAX(({sums}<0)*({years}+1)))"  # years + 1 of them, 0 without any
        sum_then = f"INDEX({sums},{below})"
        after = self.range_of("flows", BASIS_ROWS[basis, flows], 1, self.last)
        paid = f"{below}-1-{sum_then}/INDEX({after},{below}+1)"
        never = _text(self.words["never"])
        value = self.case.outcomes[basis].payback if part == "sum" else value
        value = self.words["never"] if value is None else value
        return f"IF({below}=0,0,IF({below}={self.count + 1},{never},{paid}))", value

    def _say_discounted_payback(self, basis):
        value = self.case.outcomes[basis].discounted_payback
        return self._say_payback(basis, "worth_sum", value)

    def _draw_flows(self, sheet, row):
        """A column for the flow of each year, a line for their sum so far, corrected."""
        name = self.sheets["flows"].get_name()
        chart = self.book.add_chart({"type": "column"})
        line = self.book.add_chart({"type": "line"})
        years = [name, HEADER_ROW, 1, HEADER_ROW, self.last]
        for one, part, colour in ((chart, "total", "#17406D"), (line, "sum", "#A33B00")):
            at = BASIS_ROWS[CORRECTED, part]
            one.add_series(
                {
                    "name": clean_text(self.words[part]),
                    "categories": years,
                    "values": [name, at, 1, at, self.last],
                    "line": {"color": colour, "width": 2.25},
                    "fill": {"color": colour},
                    "marker": {"type": "circle"},
                }
            )
        chart.combine(line)
        chart.set_title({"name": clean_text(self.words["flows"]), "name_font": {"size": 12}})
        chart.set_x_axis({"name": clean_text(self.words["year"]), "label_position": "low"})
        chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 720, "height": 340})
        sheet.insert_chart(row, 0, chart, {"description": clean_text(self.words["flows"])})


def _text(words):
    """A text as a formula holds it."""
    escaped = clean_text(words).replace('"', '""')
    return f'"{escaped}"'


def _or_dash(value):
    return "–" if value is None else value
