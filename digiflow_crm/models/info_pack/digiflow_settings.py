from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """When a client that got the information is called again."""

    _inherit = "digiflow.settings"

    digiflow_info_followup_days = fields.Integer(
        related="company_id.digiflow_info_followup_days", readonly=False
    )
