from odoo import models

from ..proposal.crm_lead import CONFIRMED_STATES


class SaleOrder(models.Model):
    """An offer that the client confirmed goes to the handover of its opportunity."""

    _inherit = "sale.order"

    def write(self, vals):
        res = super().write(vals)
        if vals.get("state") in CONFIRMED_STATES:
            for order in self.filtered("is_digiflow"):
                # sudo: the handover follows from the sale, whoever confirmed it.
                sold = order.sudo()
                handover = sold.opportunity_id.handover_id
                if handover:
                    handover._take_order(sold)
        return res
