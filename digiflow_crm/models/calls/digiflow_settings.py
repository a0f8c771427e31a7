from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of the call desk, and what a telemarketer is to reach in a day."""

    _inherit = "digiflow.settings"

    digiflow_call_minutes = fields.Integer(
        related="company_id.digiflow_call_minutes", readonly=False
    )
    digiflow_goal_calls = fields.Integer(related="company_id.digiflow_goal_calls", readonly=False)
    digiflow_goal_effective = fields.Integer(
        related="company_id.digiflow_goal_effective", readonly=False
    )
    digiflow_goal_meetings = fields.Integer(
        related="company_id.digiflow_goal_meetings", readonly=False
    )
