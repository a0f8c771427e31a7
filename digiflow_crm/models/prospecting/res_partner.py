from odoo import models
from odoo.tools import create_index

from .partner_ruc import INDEX


class ResPartner(models.Model):
    """Customers are found by their RUC, however it is written."""

    _inherit = "res.partner"

    def init(self):
        """Index the RUC: files of thousands of companies are compared with it."""
        res = super().init()
        create_index(
            self.env.cr,
            "res_partner_digiflow_ruc_idx",
            self._table,
            [f"({INDEX})"],
            where="vat IS NOT NULL",
        )
        return res
