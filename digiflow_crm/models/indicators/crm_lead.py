from odoo import models
from odoo.tools import sql


class CrmLead(models.Model):
    """An index that tells how far lists have been called without reading their opportunities."""

    _inherit = "crm.lead"

    def init(self):
        res = super().init()
        sql.create_index(
            self.env.cr,
            "crm_lead_list_progress_index",
            self._table,
            ["prospect_list_id, create_date, contacted_date"],
            where="prospect_list_id IS NOT NULL",
        )
        return res
