from decimal import Decimal

from odoo import models

from ...core.offer_discount import PricedLine

TAX_FIELDS = ("tax_id", "tax_ids")
UNIT_FIELDS = ("product_uom", "product_uom_id")


class SaleOrderLine(models.Model):
    """A line of an offer as it was reviewed, and beside the tariff."""

    _inherit = "sale.order.line"

    def _get_content(self):
        """What this line offers; a line that only an invoice left behind offers nothing."""
        if (self.is_downpayment or self.is_expense) and not self.product_uom_qty:
            return []
        # A screen asks about lines that are not saved yet: those have the id of what they change.
        return [
            self._origin.id,
            self.display_type or "",
            self.product_id.id,
            self.name,
            f"{self.product_uom_qty:.4f}",
            self._get_unit().id,
            f"{self.price_unit:.6f}",
            f"{self.discount:.4f}",
            sorted(self._get_taxes().ids),
        ]

    def _get_unit(self):
        """The unit of measure; its field is called otherwise on 19.0."""
        return next(self[name] for name in UNIT_FIELDS if name in self._fields)

    def _get_taxes(self):
        """The taxes; their field is called otherwise on 19.0."""
        return next(self[name] for name in TAX_FIELDS if name in self._fields)

    def _is_priced(self):
        """Whether this line has a price at all: a section or a note has none."""
        return not self.display_type

    def _get_priced_line(self):
        """This line beside the tariff; one of no quantity as if it were one.

        What is asked for is counted without taxes, also those that are said to be in the price.
        """
        self.ensure_one()
        quantity = self.product_uom_qty or 1.0
        asked = self.price_unit * quantity * (1 - (self.discount or 0.0) / 100)
        included = self._get_taxes().filtered("price_include")
        if included and not self.product_id.taxes_id.filtered("price_include"):
            asked = self._without_taxes(asked)
        listed = self._get_review_price() * self._get_own_quantity(quantity)
        return PricedLine(self._to_cents(listed), self._to_cents(asked))

    def _without_taxes(self, amount):
        """`amount`, in which taxes are included, without them."""
        result = self._get_taxes().compute_all(amount, currency=self.currency_id)
        return result["total_excluded"]

    def _to_cents(self, amount):
        """A float as Decimal in cents of the offer's currency."""
        return Decimal(str(self.currency_id.round(amount) if self.currency_id else amount))

    def _get_own_quantity(self, quantity=None):
        """How many of the product's own unit this line offers, whatever unit it counts in."""
        quantity = self.product_uom_qty if quantity is None else quantity
        unit, own = self._get_unit(), self.product_id.uom_id
        if not unit or not own or unit == own:
            return quantity
        return unit._compute_quantity(quantity, own, round=False, raise_if_failure=False)

    def _get_review_price(self, date=None):
        """The tariff's price for one, in the offer's currency; 0.0 without a tariff.

        Counted here, now: nothing that anybody wrote is believed.

        :param date: whose prices (naive UTC); the offer's own, not later than now, when not given
        """
        order = self.order_id
        tariff = order._get_tariff()
        if not tariff or not self.product_id:
            return 0.0
        now = self.env.cr.now()
        date = date or min(order._get_tariff_date(), now)
        quantity = abs(self._get_own_quantity()) or 1.0
        # sudo: one price, to measure the discount by; who sells may be unable to read the tariff.
        price = tariff.sudo()._get_product_price(self.product_id, quantity, date=date)
        currency = order.currency_id or tariff.currency_id
        return tariff.currency_id._convert(price, currency, order.company_id, date.date())
