from odoo import _, fields, models

from ..notices import notify


class DigiflowIndicatorReopen(models.TransientModel):
    """Why a closed period of the indicators is reopened."""

    _name = "digiflow.indicator.reopen"
    _description = "Reopen a period"

    period_id = fields.Many2one("digiflow.indicator.period", required=True, readonly=True)
    reason = fields.Text(required=True, help="Stays on record beside the old and the new numbers.")

    def action_reopen(self):
        """Reopen the period, and show its screen again.

        :return: a client action: a message, then the screen
        """
        self.ensure_one()
        self.period_id.reopen(self.reason)
        text = _("The period is open: its figures follow the records again.")
        return notify(text, following=self.period_id.action_view_values())
