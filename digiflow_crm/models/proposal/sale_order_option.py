from odoo import _, api, models

from ...exceptions import OfferReviewError


class SaleOrderOption(models.Model):
    """Options of Odoo's own, with prices beside the lines, would pass by the review."""

    _inherit = "sale.order.option"

    @api.constrains("order_id")
    def _check_order_id(self):
        for order in self.order_id.filtered("digiflow_guarded"):
            raise OfferReviewError(
                _(
                    "%(order)s: an offer has no optional products. Put them into its lines, or "
                    "make another round.",
                    order=order.name,
                )
            )
