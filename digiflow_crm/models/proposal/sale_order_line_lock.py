from odoo import api, models

from .sale_order_lock import differs

# What the client was told of a line, by the names of both series.
LINE_TERMS = {
    "order_id",
    "product_id",
    "product_template_id",
    "name",
    "product_uom_qty",
    "product_uom",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_id",
    "tax_ids",
    "display_type",
    "sequence",
    "is_downpayment",
}
# A line that an invoice in advance leaves orders nothing: this may change, its quantity not.
DOWN_PAYMENT_TERMS = LINE_TERMS - {
    "price_unit",
    "discount",
    "tax_id",
    "tax_ids",
    "name",
    "sequence",
}


class SaleOrderLine(models.Model):
    """The lines that were presented stay as they are."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            order_id = vals.get("order_id") or self.env.context.get("default_order_id")
            if order_id and not _is_down_payment(vals):
                self._check_may_change(self.env["sale.order"].browse(order_id))
        return super().create([_without_own(vals) for vals in vals_list])

    def write(self, vals):
        vals = _without_own(vals)
        for line in self:
            terms = DOWN_PAYMENT_TERMS if line.is_downpayment else LINE_TERMS
            names = terms.intersection(vals).intersection(self._fields)
            if any(differs(line, name, vals[name]) for name in names):
                self._check_may_change(line.order_id)
        if "order_id" in vals:
            self._check_may_change(self.env["sale.order"].browse(vals["order_id"] or []))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_presented(self):
        self._check_may_change(self.filtered(lambda line: not line.is_downpayment).order_id)

    @api.model
    def _check_may_change(self, orders):
        """Refuse to touch the lines of `orders` that were presented."""
        # sudo: an offer that the user may not read is locked all the same.
        for order in orders.sudo():
            if order._is_presented():
                raise order._prepare_locked_error()


def _is_down_payment(vals):
    """Whether the values are of the line that an invoice in advance leaves: it orders nothing."""
    return bool(vals.get("is_downpayment")) and vals.get("product_uom_qty", 1) == 0


def _without_own(vals):
    """`vals` without the list price: the server computes it, also for a screen that sends it."""
    return {name: value for name, value in vals.items() if name != "digiflow_list_price"}
