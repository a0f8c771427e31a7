from odoo import models

from .offer_states import OPEN_STATES


class SaleOrder(models.Model):
    """What goes outside, to the client, only when the review is done."""

    _inherit = "sale.order"

    def action_quotation_send(self):
        """Open the e-mail, of offers that may go to the client."""
        self._check_may_go_out()
        return super().action_quotation_send()

    def action_preview_sale_order(self):
        """Open the client's page, of offers that the client may see."""
        self._check_may_go_out()
        return super().action_preview_sale_order()

    def _check_may_go_out(self):
        """Refuse, without changing anything, offers whose review is not done."""
        for order in self:
            if not order._is_review_done():
                # sudo: only a text of what the offer waits for is told.
                raise order.sudo()._prepare_review_error()

    def _has_to_be_signed(self, *args, **kwargs):
        return self._is_review_done() and super()._has_to_be_signed(*args, **kwargs)

    def _has_to_be_paid(self, *args, **kwargs):
        return self._is_review_done() and super()._has_to_be_paid(*args, **kwargs)

    def _can_be_edited_on_portal(self):
        """The client changes nothing of an offer of ours (19.0: optional lines)."""
        self.ensure_one()
        return not self.digiflow_guarded and super()._can_be_edited_on_portal()

    def _is_hidden_from_client(self):
        """Whether the client must not see this order: not reviewed, or never presented."""
        self.ensure_one()
        # sudo: a yes or no, asked for the client of the portal, who may not read what it rests on.
        order = self.sudo()
        if not order.digiflow_guarded:
            return False
        done = order._is_review_done() if order.state in OPEN_STATES else order._is_approved_as_is()
        return not done
