from odoo import api, fields, models

from ...core import pricing


class DigiflowPriceReviewCost(models.Model):
    """One cost of a yearly price review: what it was last year, what it will be next year."""

    _name = "digiflow.price.review.cost"
    _description = "Cost in a price review"
    _order = "kind_sequence, kind_id, id"
    _rec_name = "description"

    review_id = fields.Many2one(
        "digiflow.price.review", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="review_id.currency_id")
    kind_id = fields.Many2one(
        "digiflow.price.cost.kind", string="Kind of cost", required=True, ondelete="restrict"
    )
    kind_sequence = fields.Integer(related="kind_id.sequence", store=True)
    description = fields.Char(required=True)
    amount_last = fields.Monetary(string="Last year, real")
    amount_plan = fields.Monetary(string="Planned")
    variation = fields.Float(
        string="Change %",
        compute="_compute_variation",
        digits=(16, 2),
        help="By how many percent the plan is above last year; empty where there was no cost.",
    )

    _sql_constraints = [
        (
            "amounts_positive",
            "CHECK (amount_last >= 0 AND amount_plan >= 0)",
            "A cost cannot be negative. Enter 0 where there is none.",
        ),
    ]

    @api.depends("amount_last", "amount_plan")
    def _compute_variation(self):
        for cost in self:
            cost.variation = float(pricing.variation(cost.amount_last, cost.amount_plan) or 0)

    @api.model_create_multi
    def create(self, vals_list):
        costs = super().create(vals_list)
        costs.review_id._check_in_preparation()
        return costs

    def write(self, vals):
        self.review_id._check_in_preparation()
        res = super().write(vals)
        self.review_id._check_in_preparation()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self.review_id._check_in_preparation()
