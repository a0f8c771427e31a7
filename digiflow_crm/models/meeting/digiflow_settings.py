from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of presentations."""

    _inherit = "digiflow.settings"

    digiflow_meeting_minutes = fields.Integer(
        related="company_id.digiflow_meeting_minutes", readonly=False
    )
    digiflow_meeting_days = fields.Integer(
        related="company_id.digiflow_meeting_days", readonly=False
    )
    digiflow_no_show_hours = fields.Integer(
        related="company_id.digiflow_no_show_hours", readonly=False
    )
