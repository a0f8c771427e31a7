from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """How many calls of each telemarketer are listened to."""

    _inherit = "digiflow.settings"

    digiflow_quality_sample_size = fields.Integer(
        related="company_id.digiflow_quality_sample_size", readonly=False
    )
