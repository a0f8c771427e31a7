from odoo import _, models
from odoo.tools.misc import formatLang


class SaleOrder(models.Model):
    """An offer as a column of the comparison."""

    _inherit = "sale.order"

    def _get_round_items(self):
        """What this offer offers, as core.offer_rounds takes it."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return [
            {
                "key": line.product_id.id or line.name,
                "name": line.product_id.display_name or line.name,
                "quantity": line.product_uom_qty,
                "price": line.price_unit,
                "discount": line.discount,
                "subtotal": line.price_subtotal,
            }
            for line in lines
        ]

    def _prepare_round_cell(self, item):
        """The numbers of an item as text."""
        return {
            "quantity": formatLang(self.env, item["quantity"]),
            "price": self._format_money(item["price"]),
            "discount": self._format_percent(item["discount"]),
            "subtotal": self._format_money(item["subtotal"]),
        }

    def _prepare_round_total(self, before):
        """The totals of this round as text, and how they differ from those of `before`."""
        return {
            "listed": self._format_money(self.digiflow_list_total),
            "discount": self._format_percent(self.digiflow_discount),
            "untaxed": self._format_money(self.amount_untaxed),
            "total": self._format_money(self.amount_total),
            "words": self._describe_total(before) if before else "",
        }

    def _describe_total(self, before):
        """How the untaxed total of this round differs from the one of `before`, in words."""
        if before.currency_id != self.currency_id:
            return _("In another currency than round %(round)s", round=before.round)
        difference = self.amount_untaxed - before.amount_untaxed
        if self.currency_id.is_zero(difference):
            return _("The same amount as round %(round)s", round=before.round)
        values = {
            "amount": self._format_money(abs(difference)),
            "share": self._format_percent(100 * abs(difference) / (before.amount_untaxed or 1)),
            "round": before.round,
        }
        if difference < 0:
            return _("%(amount)s less than round %(round)s (%(share)s)", **values)
        return _("%(amount)s more than round %(round)s (%(share)s)", **values)

    def _describe_changes(self, moves):
        """The changes of an item in words; `moves` as core.offer_rounds.changes gives them."""
        return [self._describe_change(*move) for move in moves]

    def _describe_change(self, code, old, new):
        """One change of an item in words."""
        if code == "added":
            return _("added")
        if code == "removed":
            return _("taken out")
        if code == "quantity":
            old, new = formatLang(self.env, old), formatLang(self.env, new)
            return _("quantity from %(old)s to %(new)s", old=old, new=new)
        if code == "price":
            old, new = self._format_money(old), self._format_money(new)
            return _("price from %(old)s to %(new)s", old=old, new=new)
        old, new = self._format_percent(old), self._format_percent(new)
        return _("discount from %(old)s to %(new)s", old=old, new=new)

    def _format_money(self, amount):
        """An amount of this offer as text, with its currency."""
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _format_percent(self, value):
        """A percentage as text."""
        return _("%(value)s %%", value=formatLang(self.env, value, digits=1))
