from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of the review of offers."""

    _inherit = "digiflow.settings"

    digiflow_discount_executive = fields.Float(
        related="company_id.digiflow_discount_executive", readonly=False
    )
    digiflow_discount_presales = fields.Float(
        related="company_id.digiflow_discount_presales", readonly=False
    )
    digiflow_payment_term_ids = fields.Many2many(
        related="company_id.digiflow_payment_term_ids", readonly=False
    )
    digiflow_offer_days = fields.Integer(related="company_id.digiflow_offer_days", readonly=False)
