from odoo import fields, models

from .catalog import KIND_SELECTION


class ProductTemplate(models.Model):
    """What a product is in the catalogue of Digiflow."""

    _inherit = "product.template"

    digiflow_kind = fields.Selection(
        KIND_SELECTION,
        string="Kind in the catalogue",
        index=True,
        help="What Digiflow sells with it. Empty: not of the catalogue.",
    )
    digiflow_service_id = fields.Many2one(
        "digiflow.service",
        string="Service",
        help="A client who buys it uses this service. It is offered to those who ask for it.",
    )
