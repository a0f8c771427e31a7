from odoo import fields, models


class ResCompany(models.Model):
    """With which prices this company makes its offers."""

    _inherit = "res.company"

    digiflow_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Price list of offers",
        default=lambda self: self.env.ref(
            "digiflow_crm.pricelist_digiflow", raise_if_not_found=False
        ),
        help="The tariff: its items have the dates from which and until which they are in force.",
    )
