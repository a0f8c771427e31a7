from odoo import fields, models

from ..info_pack.modalities import MODALITY_SELECTION


class SaleOrderTemplate(models.Model):
    """The quotation template of a modality: what an offer of it is made of."""

    _inherit = "sale.order.template"

    digiflow_modality = fields.Selection(
        MODALITY_SELECTION,
        string="Modality",
        index=True,
        help="Offers to clients whose survey says this modality are made from this template.",
    )
