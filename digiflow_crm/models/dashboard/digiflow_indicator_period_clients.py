from odoo import models

from ..indicators.indicator_states import STATE_CLOSED


class DigiflowIndicatorPeriod(models.Model):
    """What closing a period freezes of clients is counted on the spot."""

    _inherit = "digiflow.indicator.period"

    def _freeze_values(self):
        """The clients of the years are counted by a job: it may not have seen the last changes."""
        if self.state != STATE_CLOSED:
            self.env["digiflow.client.count"]._recount(self.company_id)
        return super()._freeze_values()
