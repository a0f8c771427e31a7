from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of the feedback of clients."""

    _inherit = "digiflow.settings"

    digiflow_feedback_hours = fields.Integer(
        related="company_id.digiflow_feedback_hours", readonly=False
    )
    digiflow_feedback_days = fields.Integer(
        related="company_id.digiflow_feedback_days", readonly=False
    )
    digiflow_satisfaction_base = fields.Selection(
        related="company_id.digiflow_satisfaction_base", readonly=False
    )
    digiflow_satisfaction_target = fields.Float(
        related="company_id.digiflow_satisfaction_target", readonly=False
    )
