from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of call quality."""

    _inherit = "digiflow.settings"

    digiflow_quality_mark = fields.Float(related="company_id.digiflow_quality_mark", readonly=False)
    digiflow_quality_answer_days = fields.Integer(
        related="company_id.digiflow_quality_answer_days", readonly=False
    )
