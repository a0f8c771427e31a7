from odoo import models

SATISFACTION = "satisfaction"


class DigiflowIndicator(models.Model):
    """The target of satisfaction is the one of the company's settings, as its campaigns have it."""

    _inherit = "digiflow.indicator"

    def _get_target(self, company, day):
        if self.code == SATISFACTION:
            return company.digiflow_satisfaction_target
        return super()._get_target(company, day)
