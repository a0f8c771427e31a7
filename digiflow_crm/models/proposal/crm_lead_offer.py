from odoo import models


class CrmLead(models.Model):
    """Offers of an opportunity: made from its survey."""

    _inherit = "crm.lead"

    def _get_validated_requirement(self):
        """The newest validated survey of this lead; none when there is none."""
        # sudo: which survey an offer answers does not depend on who looks.
        surveys = self.sudo().requirement_ids.filtered("is_validated")
        return self.env["digiflow.requirement"].browse(surveys.sorted("id")[-1:].id)
