from odoo import models

from ...compat import line_taxes, line_unit
from ...core.offer_table import ONCE, OfferLine, to_cents


class SaleOrderLine(models.Model):
    """A line as the proposal shows it."""

    _inherit = "sale.order.line"

    def _prepare_offer_line(self, section="", notes=()):
        """This line as core.offer_table.OfferLine, its money without tax."""
        self.ensure_one()
        title, _newline, text = (self.name or "").strip().partition("\n")
        price = max(self.digiflow_list_price, self.price_unit) * self._get_untaxed_part()
        return OfferLine(
            name=self.product_id.name or title,
            text="\n".join(filter(None, [self._get_offer_text(title, text), *notes])),
            section=section,
            period=self.product_id.digiflow_period or ONCE,
            quantity=self.product_uom_qty,
            unit=line_unit(self).name or "",
            list_price=to_cents(price),
            gross=to_cents(price * self.product_uom_qty),
            subtotal=to_cents(self.price_subtotal),
            tax=to_cents(self.price_tax),
        )

    def _get_offer_text(self, title, text):
        """What the line says beside the name of its product."""
        product = self.product_id
        names = (product.name, product.display_name)
        return text.strip() if title in names else "\n".join(filter(None, [title, text])).strip()

    def _get_untaxed_part(self):
        """Which part of a price is not tax: below 1 where prices include it."""
        self.ensure_one()
        if not any(tax.price_include for tax in line_taxes(self)):
            return 1.0
        whole = self.price_subtotal + self.price_tax
        return self.price_subtotal / whole if whole else 1.0
