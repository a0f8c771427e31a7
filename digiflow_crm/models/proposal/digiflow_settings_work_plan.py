from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Setting of the plan of work that proposals show."""

    _inherit = "digiflow.settings"

    digiflow_week_hours = fields.Float(related="company_id.digiflow_week_hours", readonly=False)
