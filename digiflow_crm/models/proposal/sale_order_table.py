from decimal import Decimal

from odoo import models

from ...compat import line_taxes
from ...core.offer_table import group_lines, to_amount, to_cents
from ...core.spanish import percent
from .catalog import KIND_HOURS_CONSULTING, KIND_HOURS_IMPLEMENTATION, KIND_HOURS_MANAGEMENT

NOTE = "line_note"
HOUR_KINDS = (KIND_HOURS_IMPLEMENTATION, KIND_HOURS_CONSULTING, KIND_HOURS_MANAGEMENT)


class SaleOrder(models.Model):
    """The lines of an offer as its proposal shows them: grouped, with list price and discount."""

    _inherit = "sale.order"

    def _get_offer_groups(self):
        """What is paid once, each month, each year: list of core.offer_table.OfferGroup."""
        self.ensure_one()
        return group_lines(self._get_offer_lines(), tax=to_cents(self.amount_tax))

    def _get_offer_lines(self):
        """The products of the offer as OfferLine; its headings and notes go to their products."""
        self.ensure_one()
        section, texts = "", []
        for line in self.order_line:
            if line.display_type == NOTE:
                if texts:
                    texts[-1][2].append(line.name)
            elif line.display_type:
                section = line.name or ""
            elif line.product_uom_qty and not line.is_downpayment:
                texts.append((line, section, []))
        return [
            line._prepare_offer_line(section=section, notes=notes) for line, section, notes in texts
        ]

    def _get_offer_products(self):
        """The lines that offer something."""
        self.ensure_one()
        return self.order_line.filtered(
            lambda line: not line.display_type and line.product_uom_qty and not line.is_downpayment
        )

    def _get_offer_hours(self):
        """Hours that the client gets: ``{kind: float}``, as offered, else as the survey says."""
        self.ensure_one()
        hours = dict.fromkeys(HOUR_KINDS, 0.0)
        for line in self._get_offer_products():
            if line.product_id.digiflow_kind in hours:
                hours[line.product_id.digiflow_kind] += line.product_uom_qty
        if not any(hours.values()) and self.requirement_id:
            hours = {kind: self.requirement_id[kind] for kind in HOUR_KINDS}
        return {kind: number for kind, number in hours.items() if number}

    def _get_offer_tax_name(self):
        """What the client's tax is called, with its rate when there is only one."""
        self.ensure_one()
        taxes = self.env["account.tax"]
        for line in self._get_offer_products():
            taxes |= line_taxes(line)
        rates = {tax.amount for tax in taxes if tax.amount_type == "percent"}
        return f"IGV ({percent(rates.pop())})" if len(rates) == 1 else "Impuestos"

    def _get_usd_amount(self, cents):
        """`cents` of the offer's currency in dollars (Decimal), None when they are not shown."""
        self.ensure_one()
        rate = self.digiflow_usd_rate
        if not self.digiflow_show_usd or rate <= 0 or self.currency_id.name == "USD":
            return None
        return to_amount(cents) / Decimal(str(rate))
