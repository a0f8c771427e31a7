from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Setting of the feedback on the start of services."""

    _inherit = "digiflow.settings"

    digiflow_go_live_days = fields.Integer(
        related="company_id.digiflow_go_live_days", readonly=False
    )
