from odoo import fields, models


class DigiflowImprovement(models.Model):
    """An improvement action that a satisfaction campaign under its target asked for."""

    _inherit = "digiflow.improvement"

    campaign_id = fields.Many2one(
        "digiflow.satisfaction.campaign",
        string="Satisfaction campaign",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
