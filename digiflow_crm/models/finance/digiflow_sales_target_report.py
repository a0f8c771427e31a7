from odoo import fields, models

from .digiflow_sales_target import QUARTER_SELECTION
from .sold_sql import SOLD_FIELDS, SOLD_SQL

# An even id is a target's, an odd one an offer's.
VIEW_SQL = f"""
    SELECT row.*, company.currency_id FROM (
        SELECT target.id * 2 AS id, target.year, target.quarter, target.user_id,
            target.company_id, target.amount AS target, 0 AS actual, target.amount AS missing
        FROM digiflow_sales_target target
        UNION ALL
        SELECT sold.id * 2 + 1, sold.year, sold.quarter, sold.user_id,
            sold.company_id, 0, sold.amount, -sold.amount
        FROM ({SOLD_SQL}) sold
    ) row LEFT JOIN res_company company ON company.id = row.company_id
"""


class DigiflowSalesTargetReport(models.Model):
    """Targets beside what was sold: a row for each target and for each confirmed offer.

    A view: grouped and filtered in the database, never written.
    """

    _name = "digiflow.sales.target.report"
    _description = "Sales and targets"
    _auto = False
    _rec_name = "user_id"
    _order = "year desc, quarter, user_id"
    _depends = {
        "digiflow.sales.target": ["year", "quarter", "user_id", "company_id", "amount"],
        **SOLD_FIELDS,
    }

    year = fields.Char(readonly=True)
    quarter = fields.Selection(QUARTER_SELECTION, readonly=True)
    user_id = fields.Many2one("res.users", string="Sales executive", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    target = fields.Monetary(readonly=True)
    actual = fields.Monetary(string="Sold", readonly=True)
    missing = fields.Monetary(string="Still to sell", readonly=True)

    @property
    def _table_query(self):
        """The targets, and the offers that clients confirmed."""
        return VIEW_SQL
