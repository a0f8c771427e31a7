import hashlib
import json

from odoo import models

from ...core.offer_discount import total_discount


class SaleOrder(models.Model):
    """What an offer offers: its fingerprint, and its lines beside the tariff."""

    _inherit = "sale.order"

    def _is_review_done(self):
        """Whether this offer may go to the client as it is now.

        :return: True for an order of another pipeline; for one of ours, when what was approved is
            what it offers, or when it offers nothing that anybody has to look at
        """
        self.ensure_one()
        # sudo: a yes or no that does not depend on what the user, or a client, may read.
        order = self.sudo()
        return not order.digiflow_guarded or order._is_approved_as_is() or order._is_free()

    def _get_digest(self):
        """Fingerprint (64 hexadecimal digits) of all that the client is offered."""
        self.ensure_one()
        # sudo: a fingerprint that tells nothing, and must be the same whoever has it taken.
        content = json.dumps(self.sudo()._get_content(), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def _get_content(self):
        """What the client is offered, as data of JSON, amounts as text."""
        lines = self.order_line.sorted(lambda line: line._origin.id)
        return {
            "partner": self.partner_id.id,
            "salesperson": self.user_id.id,
            "company": self.company_id.id,
            "pricelist": self.pricelist_id.id,
            "currency": self.currency_id.id,
            "payment": self.payment_term_id.id,
            "validity": str(self.validity_date or ""),
            "requirement": self.requirement_id.id,
            "note": str(self.note or ""),
            # Without those that offer nothing: an invoice in advance leaves such lines.
            "lines": list(filter(None, [line._get_content() for line in lines])),
        }

    def _get_lines_beside_tariff(self):
        """The lines beside the tariff, as `core.offer_discount` counts them."""
        priced = [line._get_priced_line() for line in self.order_line if line._is_priced()]
        return [line for line in priced if line]

    def _get_total_discount(self):
        """The percentage (float) of the tariff that this offer gives away in all."""
        self.ensure_one()
        return float(total_discount(self._get_lines_beside_tariff()))
