from odoo import api, models

# An offer is made, changed, sent, confirmed or cancelled by them.
OFFER_FIELDS = {"state", "order_line", "offer_sent_on"}


class SaleOrder(models.Model):
    """An offer that is made, changed or sent moves its opportunity."""

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._mark_opportunity()
        return orders

    def write(self, vals):
        res = super().write(vals)
        if OFFER_FIELDS.intersection(vals):
            self._mark_opportunity()
        return res

    def _mark_opportunity(self):
        """Note the movement on the opportunities of these offers."""
        # sudo: only the date of the opportunity follows, whoever changes the offer.
        self.sudo().opportunity_id._mark_movement()
