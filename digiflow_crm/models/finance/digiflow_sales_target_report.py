from odoo import fields, models

from .digiflow_sales_target import QUARTER_SELECTION
from .sold_sql import SOLD_FIELDS, VIEW_SQL


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
