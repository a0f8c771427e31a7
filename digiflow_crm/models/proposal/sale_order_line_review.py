from odoo import api, models

# Changes of these do not change what the client is offered.
HARMLESS_FIELDS = {
    "analytic_distribution",
    "analytic_line_ids",
    "customer_lead",
    "invoice_lines",
    "invoice_status",
    "qty_delivered",
    "qty_invoiced",
    "sequence",
}


class SaleOrderLine(models.Model):
    """A change of a line is a change of its offer, by whichever way it comes."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._get_guarded_orders()._note_change()
        return lines

    def write(self, values):
        if HARMLESS_FIELDS.issuperset(values):
            return super().write(values)
        orders = self._get_guarded_orders()
        res = super().write(values)
        (orders | self._get_guarded_orders())._note_change()
        return res

    def unlink(self):
        orders = self._get_guarded_orders()
        res = super().unlink()
        orders._note_change()
        return res

    def _get_guarded_orders(self):
        """The offers of these lines that are under the review's rules."""
        return self.order_id.filtered("digiflow_guarded")
