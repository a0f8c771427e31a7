from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of what follows from the answers of clients."""

    _inherit = "digiflow.settings"

    digiflow_dissatisfied_days = fields.Integer(
        related="company_id.digiflow_dissatisfied_days", readonly=False
    )
    digiflow_fairly_days = fields.Integer(related="company_id.digiflow_fairly_days", readonly=False)
    digiflow_unread_days = fields.Integer(related="company_id.digiflow_unread_days", readonly=False)
