from odoo import models
from odoo.tools import sql


class SaleOrder(models.Model):
    """An index for the proposals sent in a period."""

    _inherit = "sale.order"

    def init(self):
        res = super().init()
        sql.create_index(
            self.env.cr,
            "sale_order_digiflow_sent_index",
            self._table,
            ["company_id, offer_sent_on"],
            where="offer_sent_on IS NOT NULL",
        )
        return res
