from odoo import models
from odoo.tools import sql


class DigiflowCall(models.Model):
    """Indexes for a person's day, and for the days of all."""

    _inherit = "digiflow.call"

    def init(self):
        res = super().init()
        cr = self.env.cr
        sql.create_index(cr, "digiflow_call_user_start_index", self._table, ["user_id, start"])
        sql.create_index(cr, "digiflow_call_start_index", self._table, ["start, id"])
        return res
