from odoo import api, fields, models

from ...compat import NOT_SUMMED
from ...core import cash_flow


class DigiflowBusinessCaseYear(models.Model):
    """One year of a business case, year 0 included. Worked out by the case; nobody types one."""

    _name = "digiflow.business.case.year"
    _description = "Year of a business case"
    _order = "case_id, number"
    _rec_name = "year"

    case_id = fields.Many2one(
        "digiflow.business.case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    # Given with the rest: Odoo does not reckon a related field of rows that a compute makes.
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    currency_id = fields.Many2one(related="case_id.currency_id")
    number = fields.Integer(string="No.", readonly=True, **NOT_SUMMED)
    year = fields.Char(readonly=True)
    # The flow
    income = fields.Monetary(readonly=True)
    variable_cost = fields.Monetary(readonly=True)
    fixed_cost = fields.Monetary(readonly=True)
    depreciation = fields.Monetary(readonly=True)
    profit_before_tax = fields.Monetary(readonly=True)
    tax = fields.Monetary(readonly=True)
    net_profit = fields.Monetary(readonly=True)
    interest = fields.Monetary(readonly=True)
    tax_shield = fields.Monetary(readonly=True, help="The taxes that the interest saves.")
    amortisation = fields.Monetary(readonly=True)
    flow = fields.Monetary(string="Flow of the year", readonly=True)
    flow_sum = fields.Monetary(string="Sum so far", readonly=True, **NOT_SUMMED)
    worth = fields.Monetary(
        string="Worth today", readonly=True, help="The flow at the cost of capital, in year 0."
    )
    worth_sum = fields.Monetary(string="Worth so far", readonly=True, **NOT_SUMMED)
    # The loan
    payment = fields.Monetary(string="Instalment", readonly=True)
    balance = fields.Monetary(string="Still owed", readonly=True, **NOT_SUMMED)

    @api.model
    def _prepare_commands(self, case, done):
        """Commands of an x2many that hold the years of a case, in place of those there were.

        :param case: digiflow.business.case
        :param done: core.business_case.Case
        """
        flows = [done.outcomes[case.basis].year_0, *(year.flow for year in done.years)]
        worth = cash_flow.discounted(done.wacc, flows)
        first_year = int(case.year) if (case.year or "").isdigit() else 1
        rows = []
        for number, flow in enumerate(flows):
            known = done.years[number - 1]._asdict() if number else {"flow": flow}
            part = done.loan[number - 1] if 0 < number <= len(done.loan) else None
            rows.append(
                {
                    **known,
                    "number": number,
                    "company_id": case.company_id.id,
                    "year": str(first_year + number - 1) if number else "0",
                    "flow_sum": sum(flows[: number + 1]),
                    "worth": worth[number],
                    "worth_sum": sum(worth[: number + 1]),
                    "payment": part.payment if part else 0,
                    "balance": part.balance if part else (0 if number else done.inputs.assets),
                }
            )
        return [(5,), *((0, 0, row) for row in rows)]
