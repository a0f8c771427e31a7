from odoo import models
from odoo.tools import sql


class DigiflowCall(models.Model):
    """An index that counts the calls of each person, in a period, without reading them."""

    _inherit = "digiflow.call"

    def init(self):
        res = super().init()
        sql.create_index(
            self.env.cr,
            "digiflow_call_figures_index",
            self._table,
            ["company_id, start, user_id, is_effective"],
        )
        return res
