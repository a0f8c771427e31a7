from odoo import models
from odoo.tools import sql


class CrmLead(models.Model):
    """Indexes that tell what is in the stages, and what was lost, without reading opportunities."""

    _inherit = "crm.lead"

    def init(self):
        res = super().init()
        cr = self.env.cr
        sql.create_index(
            cr,
            "crm_lead_digiflow_stage_index",
            self._table,
            ["stage_id, company_id, expected_revenue"],
            where="is_digiflow AND active",
        )
        sql.create_index(
            cr,
            "crm_lead_digiflow_lost_index",
            self._table,
            ["lost_date, company_id, lost_reason_id, user_id, proposal_date, proposal_amount"],
            where="is_digiflow AND lost_date IS NOT NULL",
        )
        return res
