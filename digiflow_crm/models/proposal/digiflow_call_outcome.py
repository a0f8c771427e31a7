from odoo import models


class DigiflowCallOutcome(models.Model):
    """A call may end an opportunity whose client has had an offer."""

    _inherit = "digiflow.call.outcome"

    def _lose(self, call):
        """Nobody asks on the telephone whom a client chose who does not want to be called."""
        lead = call.lead_id
        if lead._needs_loss_explained() and not lead.digiflow_competitor_id:
            lead.digiflow_competitor_id = self.env.ref("digiflow_crm.competitor_unknown")
        return super()._lose(call)
