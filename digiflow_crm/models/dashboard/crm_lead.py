from odoo import models
from odoo.tools import sql

from .lists_sql import CAME_FURTHER, FURTHER


class CrmLead(models.Model):
    """An index that tells how far the companies of a list came without reading them."""

    _inherit = "crm.lead"

    def init(self):
        res = super().init()
        sql.create_index(
            self.env.cr,
            "crm_lead_list_further_index",
            self._table,
            [", ".join(["prospect_list_id", *FURTHER.values()])],
            where=f"prospect_list_id IS NOT NULL AND ({CAME_FURTHER})",
        )
        return res
