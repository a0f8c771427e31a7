from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of offers."""

    _inherit = "digiflow.settings"

    digiflow_pricelist_id = fields.Many2one(
        related="company_id.digiflow_pricelist_id", readonly=False
    )
