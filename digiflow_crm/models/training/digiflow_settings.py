from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of training."""

    _inherit = "digiflow.settings"

    digiflow_training_pass_mark = fields.Float(
        related="company_id.digiflow_training_pass_mark", readonly=False
    )
    digiflow_training_validity_months = fields.Integer(
        related="company_id.digiflow_training_validity_months", readonly=False
    )
    digiflow_training_notice_days = fields.Integer(
        related="company_id.digiflow_training_notice_days", readonly=False
    )
