from odoo import api, models

FOLLOW_SQL = """
    UPDATE digiflow_requirement survey SET executive_id = lead.user_id
    FROM crm_lead lead, digiflow_prospect_distribution_move move
    WHERE move.distribution_id = %s AND lead.id = move.lead_id AND survey.lead_id = lead.id
        AND survey.executive_id IS DISTINCT FROM lead.user_id
"""


class DigiflowProspectDistributionMove(models.Model):
    """A distribution writes the owners of opportunities in SQL: their surveys follow it."""

    _inherit = "digiflow.prospect.distribution.move"

    @api.model
    def _count_outcomes(self, distribution):
        self.env.cr.execute(FOLLOW_SQL, [distribution.id])
        return super()._count_outcomes(distribution)
