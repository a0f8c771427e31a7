from odoo import models


class DigiflowRequirement(models.Model):
    """A validated survey becomes an offer."""

    _inherit = "digiflow.requirement"

    def action_make_proposal(self):
        """Make the offer of this survey's opportunity, from its newest validated survey."""
        self.ensure_one()
        return self.lead_id.action_make_proposal()
