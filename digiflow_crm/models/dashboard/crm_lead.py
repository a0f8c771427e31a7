from odoo import models
from odoo.tools import sql

from .lists_sql import CAME_FURTHER, FURTHER

# Name -> (columns, condition): how far the companies of a list came; who is in the stages; what
# was lost.
INDEXES = {
    "crm_lead_list_further_index": (
        ", ".join(["prospect_list_id", *FURTHER.values()]),
        f"prospect_list_id IS NOT NULL AND ({CAME_FURTHER})",
    ),
    "crm_lead_digiflow_stage_index": (
        "stage_id, company_id, expected_revenue",
        "is_digiflow AND active",
    ),
    "crm_lead_digiflow_lost_index": (
        "lost_date, company_id, lost_reason_id, user_id, proposal_date, proposal_amount",
        "is_digiflow AND lost_date IS NOT NULL",
    ),
}


class CrmLead(models.Model):
    """Indexes that tell the figures of lists, stages and losses without reading opportunities."""

    _inherit = "crm.lead"

    def init(self):
        res = super().init()
        for name, (columns, condition) in INDEXES.items():
            sql.create_index(self.env.cr, name, self._table, [columns], where=condition)
        return res
