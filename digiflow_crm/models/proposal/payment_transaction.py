from odoo import api, models


class PaymentTransaction(models.Model):
    """Nobody pays for an offer whose review is not done: paying confirms it."""

    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        transactions = super().create(vals_list)
        transactions.sale_order_ids._check_may_go_out()
        return transactions

    def write(self, vals):
        res = super().write(vals)
        if "sale_order_ids" in vals:
            self.sale_order_ids._check_may_go_out()
        return res
