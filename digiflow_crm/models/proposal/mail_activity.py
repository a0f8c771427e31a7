from odoo import fields, models


class MailActivity(models.Model):
    """A follow-up knows the offer that it is about."""

    _inherit = "mail.activity"

    digiflow_order_id = fields.Many2one(
        "sale.order", string="Offer", index="btree_not_null", readonly=True, ondelete="cascade"
    )
