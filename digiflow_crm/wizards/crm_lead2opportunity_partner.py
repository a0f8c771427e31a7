from odoo import models


class CrmLead2opportunityPartner(models.TransientModel):
    """Converting a lead offers to merge it with those of its RUC as well."""

    _inherit = "crm.lead2opportunity.partner"

    def _compute_duplicated_lead_ids(self):
        """Odoo looks by customer and e-mail."""
        res = super()._compute_duplicated_lead_ids()
        for convert in self.filtered("lead_id.ruc"):
            convert.duplicated_lead_ids |= convert.lead_id._get_lead_duplicates(include_lost=True)
        return res
